package bind

import "portcullis/rego/form"

// Scene is all that a formula looks at: a person, the row, the row as it would be
// after a write, and the elements of the lists that the formula stands in. In a
// scene nothing of a formula is left, so that each part of a condition can be asked
// by itself: that is what explanations are made of.
type Scene struct{ binder *binder }

// Scene gives a person before a row, and before the row as it would be. What is nil
// is not there, and unknown.
func (who *Person) Scene(row, to map[string]any) Scene {
	var rows [2]Value
	for i, r := range []map[string]any{row, to} {
		if r != nil {
			rows[i] = Of(r)
		}
	}
	return Scene{&binder{who: who, rows: &rows}}
}

// Holds reports whether a formula is proven.
func (s Scene) Holds(f form.Formula) bool { return s.binder.formula(f) == form.Always{} }

// Value gives what an operand is, as JSON has it; false where that is unknown.
func (s Scene) Value(x form.Operand) (any, bool) {
	r := s.binder.operand(x)
	place, _ := x.(form.Place)
	switch {
	case place.Root == form.Now && known(r.typ, r.value):
		return s.binder.who.nowText, true
	case r.value.kind == null:
		return nil, true
	case !known(r.typ, r.value):
		return nil, false
	default:
		return r.value.plain(), true
	}
}

// Given gives the value that a write gets; false where it is unknown, or not one of
// its field.
func (s Scene) Given(set form.Set) (any, bool) { return s.binder.given(set) }

// Elements gives the scene of each element of a list in turn; false where there is
// no list of its kind.
func (s Scene) Elements(over form.List, v *form.Var) ([]Scene, bool) {
	list, _ := s.binder.list(over)
	if !listed(over, list) {
		return nil, false
	}
	n, _ := list.length()
	out := make([]Scene, n)
	for i := range out {
		inner := s.binder.inside()
		inner.vars[v] = list.element(i)
		out[i] = Scene{inner}
	}
	return out, true
}
