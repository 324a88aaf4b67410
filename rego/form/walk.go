package form

import "fmt"

// Parts gives what a formula is made of: formulas, operands and lists.
func Parts(f Formula) ([]Formula, []Operand, []List) {
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
		panic(fmt.Sprintf("form: a formula of kind %T", f))
	}
}

// Places calls visit for every place that the formula looks at, and for every
// list, with the relation that leads to its rows (nil for a list field).
func Places(f Formula, visit func(p Place, rows *Relation)) {
	formulas, operands, lists := Parts(f)
	for _, x := range operands {
		operandPlaces(x, visit)
	}
	for _, over := range lists {
		visit(over.At, over.Relation)
	}
	for _, inner := range formulas {
		Places(inner, visit)
	}
}

func operandPlaces(x Operand, visit func(p Place, rows *Relation)) {
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
		panic(fmt.Sprintf("form: an operand of kind %T", x))
	}
}
