package bind

import (
	"slices"

	"portcullis/rego/form"
)

// relate gives what is left of a comparison. A constant goes to the right, and
// equality with one becomes membership.
func relate(op form.Comparison, x, y residue) form.Formula {
	if x.bound && y.bound {
		order, ok := compareEach(x.typ, y.typ, x.value, y.value)
		return form.Decided(ok && holds(op, order))
	}
	if x.bound {
		return relate(mirrored[op], y, x)
	}
	right, ok := y.operand()
	if !ok {
		return form.Never{}
	}
	if c, isConstant := right.(form.Constant); isConstant {
		c.T = x.typ
		switch op {
		case form.Equal:
			return among(x.left, []form.Constant{c}, true)
		case form.NotEqual:
			return among(x.left, []form.Constant{c}, false)
		}
		right = c
	}
	return form.Relate{Op: op, X: x.left, Y: right}
}

// among gives what proves that x is, or is not, one of the constants. What an
// enum or a bool is not is what else it can be.
func among(x form.Operand, values []form.Constant, want bool) form.Formula {
	switch t := x.Type(); t.Kind {
	case form.Enum, form.Bool:
		values = slices.DeleteFunc(domain(t), func(c form.Constant) bool {
			return slices.ContainsFunc(values, func(v form.Constant) bool { return v.Value == c.Value }) != want
		})
		want = true
	}
	switch values = form.Sayable(x.Type(), values); {
	case len(values) > 0:
	case want:
		return form.Never{}
	default:
		return form.KnownOf(x)
	}
	return form.OneOf{X: x, Values: values, Except: !want}
}

func domain(t form.Type) []form.Constant {
	if t.Kind == form.Bool {
		return []form.Constant{{T: t, Value: false}, {T: t, Value: true}}
	}
	out := make([]form.Constant, len(t.Values))
	for i, v := range t.Values {
		out[i] = form.Constant{T: t, Value: v}
	}
	return out
}

func (b *binder) oneOf(f form.OneOf, whole form.Formula) form.Formula {
	x := b.operand(f.X)
	if !x.bound {
		if _, ok := f.X.(form.Place); ok {
			return whole
		}
		return form.OneOf{X: x.left, Values: f.Values, Except: f.Except}
	}
	if !known(x.typ, x.value) {
		return form.Never{}
	}
	in := slices.ContainsFunc(f.Values, func(c form.Constant) bool { return same(x.typ, x.value, ofConstant(c)) })
	return form.Decided(in != f.Except)
}

func (b *binder) textTest(f form.TextTest) form.Formula {
	x, y := b.operand(f.X), b.operand(f.Y)
	if x.bound && y.bound {
		both := x.value.kind == text && y.value.kind == text
		return form.Decided(both && testText(f.Op, x.value, y.value) != f.Not)
	}
	left, ok := x.operand()
	right, ok2 := y.operand()
	if !ok || !ok2 {
		return form.Never{}
	}
	return form.TextTest{Op: f.Op, X: left, Y: right, Not: f.Not}
}

// and joins formulas as [form.And] does, and what is not among several lists
// of constants as one.
func and(parts ...form.Formula) form.Formula {
	joined := form.And(parts...)
	if several, ok := joined.(form.Every); ok {
		return form.And(merged(several, true)...)
	}
	return joined
}

// or joins formulas as [form.Or] does, and membership in several lists of
// constants as one.
func or(parts ...form.Formula) form.Formula {
	joined := form.Or(parts...)
	if several, ok := joined.(form.Some); ok {
		return form.Or(merged(several, false)...)
	}
	return joined
}

// merged gives the parts with one membership of each place in place of
// several: of a disjunction those that are in a list, of a conjunction those
// that are not.
func merged(parts []form.Formula, except bool) []form.Formula {
	if memberships(parts, except) < 2 {
		return parts
	}
	type group struct {
		x      form.Place
		at     int
		values []form.Constant
	}
	var groups []*group
	byPath := map[string]*group{}
	out := make([]form.Formula, 0, len(parts))
	for _, p := range parts {
		one, ok := p.(form.OneOf)
		x, isPlace := one.X.(form.Place)
		if !ok || !isPlace || one.Except != except {
			out = append(out, p)
			continue
		}
		path := pathOf(x)
		if g := byPath[path]; g != nil && g.x.Var == x.Var {
			g.values = append(g.values, one.Values...)
			continue
		}
		g := &group{x, len(out), append([]form.Constant(nil), one.Values...)}
		groups, byPath[path] = append(groups, g), g
		out = append(out, p)
	}
	for _, g := range groups {
		out[g.at] = form.OneOf{X: g.x, Values: eachOnce(g.values), Except: except}
	}
	return out
}

// memberships counts those of places that merging is about.
func memberships(parts []form.Formula, except bool) int {
	n := 0
	for _, p := range parts {
		if one, ok := p.(form.OneOf); ok && one.Except == except {
			if _, isPlace := one.X.(form.Place); isPlace {
				n++
			}
		}
	}
	return n
}

// pathOf names a place of a row, or of an element.
func pathOf(p form.Place) string {
	path := []byte{byte(p.Root)}
	for _, step := range p.Steps {
		path = append(append(path, '.'), step.Name...)
	}
	if p.Field != nil {
		path = append(append(path, '.'), p.Field.Name...)
	}
	return string(path)
}

// eachOnce leaves out values of an enum that are there before. Other values may be
// known of a person, where the length of the list must not tell which are equal: the
// text of a statement depends on it.
func eachOnce(values []form.Constant) []form.Constant {
	if len(values) < 2 || values[0].T.Kind != form.Enum {
		return values
	}
	seen := make(map[any]bool, len(values))
	out := make([]form.Constant, 0, len(values))
	for _, v := range values {
		if !seen[v.Value] {
			seen[v.Value] = true
			out = append(out, v)
		}
	}
	return out
}
