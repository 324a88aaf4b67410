package sql

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// Row security asks the row as stored (USING) and the row to be (WITH CHECK)
// apart from one another. So a write is let through only where the policy asks
// them apart as well, and where every statement lets the same be written; the
// rest is told of, and refused.

// inserts writes the policy of the rows that may be created.
func (s *securing) inserts(r *form.Resource) {
	grants := uses(r, form.Permits, "create")
	if len(grants) == 0 || s.given(r, "create", grants) {
		return
	}
	var allows, denies []asked
	for _, u := range grants {
		allows = append(allows, asked{u, ofNew(u)})
	}
	for _, u := range uses(r, form.Refuses, "create") {
		denies = append(denies, asked{u, []form.Formula{u.Clause.Statement.When, u.Clause.Rows}})
	}
	for _, u := range uses(r, form.Demands, "create") {
		denies = append(denies, asked{u, []form.Formula{u.Clause.Statement.When, u.Clause.Rows, u.Clause.Check}})
	}
	s.policy(r, "INSERT", "", s.conditions(r, allows, denies))
	s.grant(r, "INSERT", s.written(r, "create", grants))
}

// ofNew gives what an allow asks of a row to be.
func ofNew(u *form.Use) []form.Formula {
	conds := []form.Formula{u.Clause.Statement.When, u.Clause.Rows}
	if u.Clause.Check != nil {
		conds = append(conds, u.Clause.Check)
	}
	return conds
}

// updates writes the policy of the rows that may be updated, and of what they
// may become.
func (s *securing) updates(r *form.Resource, seen predicate, shown []*form.Field) {
	grants := uses(r, form.Permits, "update")
	if len(grants) == 0 || s.given(r, "update", grants) {
		return
	}
	if len(grants) > 1 {
		s.limit(grants[1].Clause.Statement.ID, "update of "+r.Name, "several statements allow it, and row security would let the row as stored satisfy one of them, and the row to be another")
		return
	}
	demands := uses(r, form.Demands, "update")
	for _, u := range append(slices.Clone(grants), demands...) {
		if u.Clause.Check != nil && looksAt(u.Clause.Check, form.Row) {
			s.limit(u.Clause.Statement.ID, "update of "+r.Name, "its check compares the row to be with the row as stored, which row security does not have there")
			return
		}
	}
	if len(demands) > 0 {
		s.limit(demands[0].Clause.Statement.ID, "update of "+r.Name, "the deny asks of the row as stored whether its check is asked of the row to be")
		return
	}
	only := grants[0]
	after := asked{only, []form.Formula{only.Clause.Statement.When, only.Clause.Rows}}
	if only.Clause.Check != nil {
		after.conds[1] = only.Clause.Check
	}
	s.policy(r, "UPDATE", seen.and(s.predicate(r, "update")), s.conditions(r, []asked{after}, nil))
	written := slices.DeleteFunc(s.written(r, "update", grants), func(f *form.Field) bool {
		return f == r.Table.Key || !slices.Contains(shown, f)
	})
	s.grant(r, "UPDATE", written)
}

// given tells of statements that give a write values, which row security does not.
func (s *securing) given(r *form.Resource, action string, grants []*form.Use) bool {
	for _, u := range grants {
		if len(u.Clause.Sets) > 0 {
			s.limit(u.Clause.Statement.ID, fmt.Sprintf("%s of %s", action, r.Name), "the statement sets values, which row security does not")
			return true
		}
	}
	return false
}

// written gives the fields that every statement lets be written, and tells of
// those that some do.
func (s *securing) written(r *form.Resource, action string, grants []*form.Use) []*form.Field {
	locks := uses(r, form.Locks, action)
	var out []*form.Field
	for _, f := range r.Fields {
		some := slices.ContainsFunc(grants, func(u *form.Use) bool { return slices.Contains(u.Writes, f) })
		refuses := slices.IndexFunc(grants, func(u *form.Use) bool { return !slices.Contains(u.Writes, f) || classed(u, f) })
		takes := slices.IndexFunc(locks, func(u *form.Use) bool { return slices.Contains(u.Locked, f) })
		what := fmt.Sprintf("%s.%s, to %s", r.Name, f.Name, action)
		switch {
		case !some:
		case refuses >= 0:
			s.limit(grants[refuses].Clause.Statement.ID, what, "not every statement lets it be written, so nobody is granted it")
		case takes >= 0:
			s.limit(locks[takes].Clause.Statement.ID, what, "a deny takes it from some people or rows, so nobody is granted it")
		default:
			out = append(out, f)
		}
	}
	return out
}

func looksAt(f form.Formula, root form.Root) bool {
	found := false
	form.Places(f, func(at form.Place, _ *form.Relation) { found = found || at.Root == root })
	return found
}
