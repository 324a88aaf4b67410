package bind

import (
	"cmp"
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// quickFirst gives the parts of a conjunction or disjunction, which may be asked in any
// order, so that what is quickly told is asked before what takes long.
func quickFirst(parts []form.Formula) []form.Formula {
	quicker := func(f, g form.Formula) int { return cmp.Compare(cost(f), cost(g)) }
	if slices.IsSortedFunc(parts, quicker) {
		return parts
	}
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, quicker)
	return parts
}

// cost tells about how long a formula takes, in fields of the row's own that are got.
func cost(f form.Formula) int {
	const ofList, eachElement = 3, 4
	switch f := f.(type) {
	case form.Every:
		return costs(f)
	case form.Some:
		return costs(f)
	case form.Known:
		return costOf(f.X)
	case form.Null:
		return 1 + len(f.At.Steps)
	case form.Relate:
		return costOf(f.X) + costOf(f.Y)
	case form.OneOf:
		return costOf(f.X)
	case form.TextTest:
		return costOf(f.X) + costOf(f.Y)
	case form.Listed:
		return ofList
	case form.Exists:
		return ofList + eachElement*cost(f.Body)
	case form.ForAll:
		return ofList + eachElement*cost(f.Body)
	case form.Always, form.Never, form.Granted:
		return 0
	default:
		panic(fmt.Sprintf("bind: a formula of kind %T", f))
	}
}

func costs(list []form.Formula) int {
	sum := 0
	for _, f := range list {
		sum += cost(f)
	}
	return sum
}

func costOf(x form.Operand) int {
	switch x := x.(type) {
	case form.Place:
		if k := x.T.Kind; k == form.Date || k == form.Timestamp { // which are read from a text
			return 3 + len(x.Steps)
		}
		return 1 + len(x.Steps)
	case form.Changed:
		return 2 + costOf(x.X)
	case form.Moved:
		return 2 + costOf(x.X)
	case form.Count:
		return 3
	case form.Constant, form.Template, form.Midnight:
		return 0
	default:
		panic(fmt.Sprintf("bind: an operand of kind %T", x))
	}
}
