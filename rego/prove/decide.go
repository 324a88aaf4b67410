package prove

import (
	"portcullis/rego/form"
)

// in gives what is asked of a clause's rows, worked out once.
func (e *env) in(c *form.Clause, what byte, f form.Formula) lit {
	key := clauseAt{c, e.row, e.new, what}
	if l, ok := e.of.rows[key]; ok {
		return l
	}
	l := e.proven(f)
	e.of.rows[key] = l
	return l
}

// applies gives "the allow applies", or "the deny does not spare".
func (e *env) applies(u *form.Use) lit {
	s := u.Clause.Statement
	has := e.has(s.Profile)
	if has == no {
		return no
	}
	when, rows := e.in(u.Clause, 'w', s.When), e.in(u.Clause, 'r', u.Clause.Rows)
	if s.Effect == form.Deny {
		return e.and(has, -e.or(when, rows))
	}
	return e.and(has, when, rows)
}

// some gives "a statement of the part applies to the action".
func (e *env) some(r *form.Resource, part form.Part, action string, also func(u *form.Use) lit) lit {
	var parts []lit
	for _, u := range r.At(part, action) {
		l := yes
		if also != nil {
			l = also(u)
		}
		if l != no {
			parts = append(parts, e.and(l, e.applies(u)))
		}
	}
	return e.or(parts...)
}

// permitted gives "an allow of the action applies, and no deny does".
func (e *env) permitted(r *form.Resource, action string) lit {
	return e.and(e.some(r, form.Permits, action, nil), -e.some(r, form.Refuses, action, nil))
}

// seen gives "the row is seen".
func (e *env) seen(r *form.Resource) lit {
	l := e.permitted(r, "view")
	if r.Rows != nil {
		l = e.and(l, e.proven(r.Rows))
	}
	return l
}

// allowed gives "the action is allowed": on the row where it is on rows.
func (e *env) allowed(r *form.Resource, action string) lit {
	switch r.Modes[action] {
	case form.OnRow:
		if action == "view" {
			return e.seen(r)
		}
		return e.and(e.seen(r), e.permitted(r, action))
	case form.Update:
		var parts []lit
		for _, f := range r.Fields {
			parts = append(parts, e.editable(r, f))
		}
		return e.or(parts...)
	case form.Standing:
		return e.permitted(r, action)
	default:
		return no
	}
}

// revealed gives "a field that the statement covers is covered for the person".
func (e *env) revealed(u *form.Use, f *form.Field) lit {
	of, all := u.Holders(f)
	if all {
		return yes
	}
	var parts []lit
	for _, p := range of {
		parts = append(parts, e.has(p))
	}
	return e.or(parts...)
}

// open gives "no deny takes the field", for an action.
func (e *env) open(r *form.Resource, action string, f *form.Field) lit {
	return -e.some(r, form.Locks, action, func(u *form.Use) lit { return decided(u.Takes(f)) })
}

// plain gives "the row is seen, and the field as it is".
func (e *env) plain(r *form.Resource, f *form.Field) lit {
	if r.Table.Key.Has(f) {
		return e.seen(r)
	}
	shows := e.some(r, form.Permits, "view", func(u *form.Use) lit {
		if is, _ := u.Shows(f); !is {
			return no
		}
		return e.revealed(u, f)
	})
	return e.and(e.seen(r), e.open(r, "view", f), shows)
}

// sight is a way in which a field is masked.
type sight struct {
	mask  form.Disguise
	holds lit
}

// masked gives the masks of a field, each with "the row is seen, and the field
// as this".
func (e *env) masked(r *form.Resource, f *form.Field) []sight {
	left := e.and(e.seen(r), e.open(r, "view", f), -e.plain(r, f))
	var out []sight
	for _, m := range r.Sight(f, nil).Masks {
		by := e.and(e.applies(m.Use), e.revealed(m.Use, f))
		if first := e.and(left, by); first != no {
			out = append(out, sight{m.Shown, first})
		}
		left = e.and(left, -by)
	}
	return out
}

// editable gives "the row is seen, and an update may send the field, as far as
// the row as it is tells".
func (e *env) editable(r *form.Resource, f *form.Field) lit {
	if r.Table.Key.Has(f) || r.Modes["update"] == "" {
		return no
	}
	covered := e.some(r, form.Permits, "update", func(u *form.Use) lit { return e.writes(u, f) })
	sets := e.some(r, form.Permits, "update", func(u *form.Use) lit { return decided(u.Sets(f)) })
	return e.and(
		e.plain(r, f), covered, -sets, e.open(r, "update", f), -e.some(r, form.Refuses, "update", nil),
	)
}

func (e *env) writes(u *form.Use, f *form.Field) lit {
	if !u.Lets(f) {
		return no
	}
	return e.revealed(u, f)
}
