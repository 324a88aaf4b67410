package form

import (
	"fmt"
	"slices"
)

// Parts gives what a formula is made of: formulas, operands and lists.
func Parts(f Formula) ([]Formula, []Operand, []List) {
	switch f := f.(type) {
	case Always, Never, Granted:
		return nil, nil, nil
	case Every:
		return f, nil, nil
	case Some:
		return f, nil, nil
	case Known:
		return nil, []Operand{f.X}, nil
	case Null:
		return nil, []Operand{f.At}, nil
	case Relate:
		return nil, []Operand{f.X, f.Y}, nil
	case OneOf:
		return nil, []Operand{f.X}, nil
	case TextTest:
		return nil, []Operand{f.X, f.Y}, nil
	case Listed:
		return nil, nil, []List{f.Over}
	case Exists:
		return []Formula{f.Body}, nil, []List{f.Over}
	case ForAll:
		return []Formula{f.Body}, nil, []List{f.Over}
	default:
		panic(fmt.Sprintf("form: a formula of kind %T", f))
	}
}

// Quantified gives the list that a formula ranges over, and the variable that
// stands for its elements; nil for other formulas.
func Quantified(f Formula) (List, *Var) {
	if f, ok := f.(Exists); ok {
		return f.Over, f.Var
	}
	if f, ok := f.(ForAll); ok {
		return f.Over, f.Var
	}
	return List{}, nil
}

// Places calls visit for every place that the formula looks at, and for every
// list, with the relation that leads to its rows (nil for a list field).
func Places(f Formula, visit func(p Place, rows *Relation)) {
	formulas, operands, lists := Parts(f)
	for _, x := range operands {
		OperandPlaces(x, visit)
	}
	for _, over := range lists {
		visit(over.At, over.Relation)
	}
	for _, inner := range formulas {
		Places(inner, visit)
	}
}

// OperandPlaces calls visit for every place and list that the operand looks at.
func OperandPlaces(x Operand, visit func(p Place, rows *Relation)) {
	switch x := x.(type) {
	case Constant:
	case Place:
		visit(x, nil)
	case Changed:
		OperandPlaces(x.X, visit)
	case Moved:
		OperandPlaces(x.X, visit)
	case Midnight:
		OperandPlaces(x.X, visit)
	case Template:
		for _, part := range x {
			OperandPlaces(part, visit)
		}
	case Count:
		visit(x.Over.At, x.Over.Relation)
	default:
		panic(fmt.Sprintf("form: an operand of kind %T", x))
	}
}

// Uses reports whether the formula looks at the variable's element.
func Uses(f Formula, v *Var) bool {
	found := false
	Free(f, func(p Place) { found = found || p.Root == Each && p.Var == v })
	return found
}

// LooksAt reports whether the formula looks at anything of the root.
func LooksAt(f Formula, root Root) bool {
	found := false
	Places(f, func(p Place, _ *Relation) { found = found || p.Root == root })
	return found
}

// Free calls visit for every place that the formula looks at, but for the
// elements of its own lists.
func Free(f Formula, visit func(Place)) { freeOf(f, nil, visit) }

func freeOf(f Formula, bound []*Var, visit func(Place)) {
	outside := func(p Place, _ *Relation) {
		if p.Root != Each || !slices.Contains(bound, p.Var) {
			visit(p)
		}
	}
	formulas, operands, lists := Parts(f)
	for _, x := range operands {
		OperandPlaces(x, outside)
	}
	for _, over := range lists {
		outside(over.At, over.Relation)
	}
	if _, v := Quantified(f); v != nil {
		bound = append(slices.Clone(bound), v)
	}
	for _, inner := range formulas {
		freeOf(inner, bound, visit)
	}
}

// AddGranted adds the profiles that a formula asks the person for, as visible does of
// those whose statements are about the other row.
func AddGranted(f Formula, names map[string]bool) {
	if f == nil {
		return
	}
	if of, ok := f.(Granted); ok {
		names[of.Profile] = true
	}
	parts, _, _ := Parts(f)
	for _, part := range parts {
		AddGranted(part, names)
	}
}

// Moving gives the formula with each place that it looks at, lists' included, as to
// gives it.
func Moving(f Formula, to func(Place) Place) Formula {
	operand := func(x Operand) Operand { return movingOperand(x, to) }
	list := func(l List) List { return List{to(l.At), l.Relation} }
	every := func(parts []Formula) []Formula {
		out := make([]Formula, len(parts))
		for i, p := range parts {
			out[i] = Moving(p, to)
		}
		return out
	}
	switch f := f.(type) {
	case Always, Never, Granted:
		return f
	case Every:
		return Every(every(f))
	case Some:
		return Some(every(f))
	case Known:
		return Known{operand(f.X)}
	case Null:
		return Null{to(f.At)}
	case Relate:
		return Relate{f.Op, operand(f.X), operand(f.Y)}
	case OneOf:
		return OneOf{operand(f.X), f.Values, f.Except}
	case TextTest:
		return TextTest{f.Op, operand(f.X), operand(f.Y), f.Not}
	case Listed:
		return Listed{list(f.Over)}
	case Exists:
		return Exists{list(f.Over), f.Var, Moving(f.Body, to)}
	case ForAll:
		return ForAll{list(f.Over), f.Var, Moving(f.Body, to)}
	default:
		panic(fmt.Sprintf("form: a formula of kind %T", f))
	}
}

func movingOperand(x Operand, to func(Place) Place) Operand {
	switch x := x.(type) {
	case Constant:
		return x
	case Place:
		return to(x)
	case Changed:
		return Changed{x.By, movingOperand(x.X, to)}
	case Moved:
		return Moved{movingOperand(x.X, to), x.By}
	case Midnight:
		return Midnight{movingOperand(x.X, to)}
	case Template:
		out := make(Template, len(x))
		for i, part := range x {
			out[i] = movingOperand(part, to)
		}
		return out
	case Count:
		return Count{List{to(x.Over.At), x.Over.Relation}}
	default:
		panic(fmt.Sprintf("form: an operand of kind %T", x))
	}
}
