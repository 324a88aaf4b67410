package bind

import (
	"portcullis/rego/form"
)

// Statement is one of a person's statements at work on an action, whether it
// comes to apply or not: what a decision on a single request is made of. Rows
// are maps here, and nil is no row.
type Statement struct {
	*form.Use
	who     *Person
	when    form.Formula
	rows    test[map[string]any]
	check   test[map[string]any]
	binding *binder
}

// Statements gives the person's statements of a part at work on an action of a
// resource, in the order of file and line; none where there is no such thing.
func (who *Person) Statements(kind form.ResourceKind, name string, part form.Part, action string) []*Statement {
	r := who.policy.resources[resourceKey{kind, name}]
	if r == nil {
		return nil
	}
	b := &binder{who: who}
	c := &compiler[map[string]any]{source: &anyMap}
	if r.Table != nil {
		c.source = r.maps.get(r, inMap, leafInMap)
	}
	uses := who.uses(r, part, action)
	out := make([]*Statement, len(uses))
	for i, u := range uses {
		s := &Statement{Use: u, who: who, binding: b}
		out[i] = s
		if judge := who.policy.judge; judge != nil {
			s.judged(judge)
			continue
		}
		s.when = b.formula(u.Clause.Statement.When)
		s.rows = c.test(b.formula(u.Clause.Rows))
		if u.Clause.Check != nil {
			s.check = c.test(b.formula(u.Clause.Check))
		}
	}
	return out
}

// ID gives the statement's file and line.
func (s *Statement) ID() string { return s.Clause.Statement.ID }

// Proven reports whether the condition on the row is proven, together with (of
// an allow) or in place of (of a deny) that on the person: that the allow
// applies, or that the deny does not.
func (s *Statement) Proven(row map[string]any) bool {
	when := s.when == form.Always{}
	rows := s.rows(asked[map[string]any]{row: row})
	if s.Clause.Statement.Effect == form.Deny {
		return when || rows
	}
	return when && rows
}

// InForce reports whether an allow's condition on the person is proven; of a
// deny, whether it is not proven to be lifted.
func (s *Statement) InForce() bool {
	proven := s.when == form.Always{}
	return proven == (s.Clause.Statement.Effect == form.Allow)
}

// Checked reports whether the statement has a `check`.
func (s *Statement) Checked() bool { return s.check != nil }

// Passes reports whether the row as it would be is proven to satisfy the
// `check`, which may look at the row as stored too.
func (s *Statement) Passes(row, to map[string]any) bool {
	return s.check != nil && s.check(asked[map[string]any]{row: row, new: to})
}

// Shows reports whether an allow shows a field as it is.
func (s *Statement) Shows(f *form.Field) bool {
	plain, _ := s.Use.Shows(f)
	return plain && s.who.revealed(s.Use, f)
}

// Covers reports whether an allow shows a field, as it is or masked.
func (s *Statement) Covers(f *form.Field) bool {
	plain, mask := s.Use.Shows(f)
	return (plain || mask != nil) && s.who.revealed(s.Use, f)
}

// Writes reports whether an allow covers a field for writing.
func (s *Statement) Writes(f *form.Field) bool { return s.who.writes(s.Use, f) }

// Sets reports whether an allow gives a field its value.
func (s *Statement) Sets(f *form.Field) bool { return s.Use.Sets(f) }

// Gives gives the values that an allow gives to a write; false where one of
// them is unknown.
func (s *Statement) Gives() (map[string]any, bool) {
	out := make(map[string]any, len(s.Clause.Sets))
	for i, set := range s.Clause.Sets {
		v, ok := s.given(i)
		if !ok {
			return nil, false
		}
		out[set.Field.Name] = v
	}
	return out, true
}

func (s *Statement) given(set int) (any, bool) {
	if judge := s.who.policy.judge; judge != nil {
		return judge.Given(s.who, s.Clause, set)
	}
	return s.binding.given(s.Clause.Sets[set])
}

// given gives the value that is set; false where it is unknown, or not one of
// the field.
func (b *binder) given(s form.Set) (any, bool) {
	for _, c := range s.Cases {
		if b.formula(c.When) != (form.Always{}) {
			continue
		}
		x := b.operand(c.X)
		v := x.value
		if !x.bound || !known(s.Field.Type, v) {
			return nil, false
		}
		if place, ok := c.X.(form.Place); ok && place.Root == form.Now {
			return b.who.nowText, true
		}
		return GoValue(constantOf(s.Field.Type, v)), true
	}
	return nil, b.formula(s.Null) == (form.Always{})
}

// Initial gives what a new row of a table has in fields that are neither sent nor
// set: what they have by default, but for a time that is not known.
func (who *Person) Initial(t *form.Table) map[string]any {
	out := map[string]any{}
	for _, f := range t.Fields {
		if f.Default == nil {
			continue
		}
		always := form.Set{Field: f, Cases: []form.Case{{When: form.Always{}, X: f.Default}}, Null: form.Never{}}
		if v, ok := (&binder{who: who}).given(always); ok {
			out[f.Name] = v
		}
	}
	return out
}

// Includes reports whether a row is one of a report, or of another thing that has
// rows.
func (who *Person) Includes(r *form.Resource, row map[string]any) bool {
	switch {
	case r.Rows == nil:
		return true
	case who.policy.judge != nil:
		return who.policy.judge.In(who, r, row)
	default:
		return Holds((&binder{who: who}).formula(r.Rows), row)
	}
}

// anyMap is the source of rows that are maps, whatever they are of.
var anyMap = source[map[string]any]{path: inMap, leaf: leafInMap}

// Holds reports whether a formula of a [Residual] is proven of a row.
func Holds(f form.Formula, row map[string]any) bool {
	c := &compiler[map[string]any]{source: &anyMap}
	return c.test(f)(asked[map[string]any]{row: row})
}

// Valid reports whether a value is null or one of a type, as requests have
// values.
func Valid(t form.Type, x any) bool {
	v := Of(x)
	return v.kind == null || known(t, v)
}

// Same reports whether two values hold one value of a type, null being one.
func Same(t form.Type, x, y any) bool { return same(t, Of(x), Of(y)) }

// IsNull reports whether a value is null, as requests have values.
func IsNull(x any) bool { return Of(x).kind == null }
