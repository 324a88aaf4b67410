package compile

import (
	"fmt"
	"slices"

	"portcullis/lang"
)

// parts gives what a formula is made of: formulas, operands and lists.
func parts(f Formula) ([]Formula, []Operand, []List) {
	switch f := f.(type) {
	case Always, Never:
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
		panic(fmt.Sprintf("compile: a formula of kind %T", f))
	}
}

// places calls visit for every place that the formula looks at, and for every
// list, with the relation that leads to its rows (nil for a list field).
func places(f Formula, visit func(p Place, rows *lang.Relation)) {
	formulas, operands, lists := parts(f)
	for _, x := range operands {
		operandPlaces(x, visit)
	}
	for _, over := range lists {
		visit(over.At, over.Relation)
	}
	for _, inner := range formulas {
		places(inner, visit)
	}
}

func operandPlaces(x Operand, visit func(p Place, rows *lang.Relation)) {
	switch x := x.(type) {
	case Constant:
	case Place:
		visit(x, nil)
	case Cased:
		operandPlaces(x.X, visit)
	case Moved:
		operandPlaces(x.X, visit)
	case Count:
		visit(x.Over.At, x.Over.Relation)
	default:
		panic(fmt.Sprintf("compile: an operand of kind %T", x))
	}
}

// uses reports whether the formula looks at the variable's element.
func uses(f Formula, v *lang.Var) bool {
	found := false
	free(f, func(p Place) { found = found || p.Root == Each && p.Var == v })
	return found
}

// looksAt reports whether the formula looks at anything of the root.
func looksAt(f Formula, root Root) bool {
	found := false
	places(f, func(p Place, _ *lang.Relation) { found = found || p.Root == root })
	return found
}

// free calls visit for every place that the formula looks at, but for the
// elements of its own lists.
func free(f Formula, visit func(Place)) { freeOf(f, nil, visit) }

func freeOf(f Formula, bound []*lang.Var, visit func(Place)) {
	outside := func(p Place, _ *lang.Relation) {
		if p.Root != Each || !slices.Contains(bound, p.Var) {
			visit(p)
		}
	}
	formulas, operands, lists := parts(f)
	for _, x := range operands {
		operandPlaces(x, outside)
	}
	for _, over := range lists {
		outside(over.At, over.Relation)
	}
	switch f := f.(type) {
	case Exists:
		bound = append(slices.Clone(bound), f.Var)
	case ForAll:
		bound = append(slices.Clone(bound), f.Var)
	}
	for _, inner := range formulas {
		freeOf(inner, bound, visit)
	}
}
