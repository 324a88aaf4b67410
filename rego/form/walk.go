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
	case Cased:
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
