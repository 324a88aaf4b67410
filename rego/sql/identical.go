package sql

import "portcullis/rego/form"

// identical reports whether two formulas are surely the same: those that one
// statement gives are, whatever cell they are asked for. Lists are compared as
// places in memory.
func identical(f, g form.Formula) bool {
	switch f := f.(type) {
	case form.Every:
		g, ok := g.(form.Every)
		return ok && identicalLists(f, g)
	case form.Some:
		g, ok := g.(form.Some)
		return ok && identicalLists(f, g)
	case form.Known:
		g, ok := g.(form.Known)
		return ok && identicalOperands(f.X, g.X)
	case form.Null:
		g, ok := g.(form.Null)
		return ok && identicalPlaces(f.At, g.At)
	case form.Relate:
		g, ok := g.(form.Relate)
		return ok && f.Op == g.Op && identicalOperands(f.X, g.X) && identicalOperands(f.Y, g.Y)
	case form.OneOf:
		g, ok := g.(form.OneOf)
		return ok && f.Except == g.Except && sameMemory(f.Values, g.Values) && identicalOperands(f.X, g.X)
	case form.TextTest:
		g, ok := g.(form.TextTest)
		return ok && f.Op == g.Op && f.Not == g.Not && identicalOperands(f.X, g.X) && identicalOperands(f.Y, g.Y)
	case form.Granted:
		return f == g
	case form.Exists:
		g, ok := g.(form.Exists)
		return ok && f.Var == g.Var && identical(f.Body, g.Body)
	case form.ForAll:
		g, ok := g.(form.ForAll)
		return ok && f.Var == g.Var && identical(f.Body, g.Body)
	default:
		return false
	}
}

func identicalLists(f, g []form.Formula) bool {
	if sameMemory(f, g) {
		return true
	}
	if len(f) != len(g) {
		return false
	}
	for i := range f {
		if !identical(f[i], g[i]) {
			return false
		}
	}
	return true
}

func sameMemory[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func identicalOperands(x, y form.Operand) bool {
	switch x := x.(type) {
	case form.Place:
		y, ok := y.(form.Place)
		return ok && identicalPlaces(x, y)
	case form.Constant:
		y, ok := y.(form.Constant)
		if _, list := x.Value.([]form.Constant); list || !ok {
			return false
		}
		if _, list := y.Value.([]form.Constant); list {
			return false
		}
		return x.T.Kind == y.T.Kind && x.Value == y.Value
	default:
		return false
	}
}

func identicalPlaces(x, y form.Place) bool {
	return x.Root == y.Root && x.Var == y.Var && x.Field == y.Field && x.Name == y.Name && sameMemory(x.Steps, y.Steps)
}
