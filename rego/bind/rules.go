package bind

import (
	"slices"

	"portcullis/rego/form"
)

// rule is a statement of the person's profiles that bears on an action, with
// what is left of its conditions on the row.
type rule struct {
	use  *form.Use
	rows form.Formula // of an allow: what proves that it applies; of a deny: that it spares the row
}

// rules are the statements that bear on an action on existing rows. Those that
// can never apply to a row are left out.
type rules struct {
	grants []rule
	denies []rule
	locks  []rule
}

// rules gives the statements that bear on an action; those that bear on what was
// bound before as well are bound already.
func (b *binder) rules(r *resource, action string, before *rules) rules {
	if before == nil {
		before = &rules{}
	}
	return rules{
		grants: b.grants(b.who.uses(r, form.Permits, action), before.grants),
		denies: b.restrictions(b.who.uses(r, form.Refuses, action), before.denies),
		locks:  b.restrictions(b.who.uses(r, form.Locks, action), before.locks),
	}
}

// find looks for a use among rules, which are in the order of statements.
func find(list []rule, u *form.Use) (int, bool) {
	i, ok := slices.BinarySearchFunc(list, u, func(r rule, u *form.Use) int {
		return r.use.Clause.Statement.Order - u.Clause.Statement.Order
	})
	return i, ok && list[i].use == u
}

// grants gives the allows that are in force, and can apply.
func (b *binder) grants(uses []*form.Use, before []rule) []rule {
	out := make([]rule, 0, len(uses))
	for _, u := range uses {
		if i, ok := find(before, u); ok {
			out = append(out, before[i])
			continue
		}
		if !b.proven(u.Clause.Statement) {
			continue
		}
		if rows := b.onRows(u); rows != (form.Never{}) {
			out = append(out, rule{u, rows})
		}
	}
	return out
}

// restrictions gives the denies that are not proven to be lifted, or to spare
// every row.
func (b *binder) restrictions(uses []*form.Use, before []rule) []rule {
	out := make([]rule, 0, len(uses))
	for _, u := range uses {
		if i, ok := find(before, u); ok {
			out = append(out, before[i])
			continue
		}
		if b.proven(u.Clause.Statement) {
			continue
		}
		if rows := b.onRows(u); rows != (form.Always{}) {
			out = append(out, rule{u, rows})
		}
	}
	return out
}

// proven reports whether the condition of a statement on the person is.
func (b *binder) proven(s *form.Statement) bool {
	if judge := b.who.policy.judge; judge != nil {
		return judge.When(b.who, s)
	}
	return b.formula(s.When) == form.Always{}
}

// onRows gives what is left of the condition on rows; nothing where a judge has it.
func (b *binder) onRows(u *form.Use) form.Formula {
	if b.who.policy.judge != nil {
		return nil
	}
	return b.formula(u.Clause.Rows)
}

// proof gives what proves that the action is allowed on a row: some allow
// applies, and every deny spares the row.
func (r rules) proof() form.Formula {
	return and(append([]form.Formula{granted(r.grants, nil)}, formulas(r.denies)...)...)
}

// granted gives what proves that one of the rules that are chosen applies.
func granted(list []rule, chosen func(rule) bool) form.Formula {
	var parts []form.Formula
	for _, g := range list {
		if chosen == nil || chosen(g) {
			parts = append(parts, g.rows)
		}
	}
	return or(parts...)
}

// spared gives what proves that all the rules that are chosen spare the row.
func spared(list []rule, chosen func(rule) bool) form.Formula {
	var parts []form.Formula
	for _, d := range list {
		if chosen(d) {
			parts = append(parts, d.rows)
		}
	}
	return and(parts...)
}

func formulas(list []rule) []form.Formula {
	out := make([]form.Formula, len(list))
	for i, r := range list {
		out[i] = r.rows
	}
	return out
}
