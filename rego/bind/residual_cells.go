package bind

import (
	"portcullis/rego/form"
)

// Residual is what is left of a policy for a person, a time and an action on
// the existing rows of a table or report: formulas on the row alone, without
// what is decided. Whoever is refused everything has Rows that never hold.
type Residual struct {
	Resource *form.Resource
	Action   string
	// Rows is what proves that the action is allowed on a row, seeing it
	// included; of an update, one of Edits must hold besides.
	Rows form.Formula
	// Edits are the ways in which some field can be changed. They are nil for
	// other actions, and for an update where nothing is left to ask.
	Edits []Edit
	// Sights are how each field of the resource is seen on a row that is seen,
	// in the schema's order.
	Sights []Sight
}

// Edit is a way in which some field of a row can be changed: When is proven,
// and Unless is not (a statement that sets the field applies).
type Edit struct {
	When, Unless form.Formula
}

// Sight is how a field is seen on a row that is seen. Unless Open is proven it
// is hidden. Else it is shown plain where Plain is proven, else as the first
// mask whose When is, else hidden.
type Sight struct {
	Field *form.Field
	Open  form.Formula
	Plain form.Formula
	Masks []Mask
}

// Mask is what is shown in place of a field where When is proven.
type Mask struct {
	When  form.Formula
	Shows form.Disguise
}

// Shown reports whether the field is shown plain on every row that is seen.
func (s Sight) Shown() bool { return s.Open == form.Always{} && s.Plain == form.Always{} }

// Hidden reports whether the field is hidden on every row.
func (s Sight) Hidden() bool {
	return s.Open == form.Never{} || s.Plain == form.Never{} && len(s.Masks) == 0
}

// sightings are the formulas by which fields are shown, by the grants that do
// it: one will do for all fields of the same grants.
type sightings []sighting

type sighting struct {
	by    bits
	holds form.Formula
}

// of gives what proves that one of the grants applies.
func (s *sightings) of(grants []rule, by bits) form.Formula {
	for _, known := range *s {
		if known.by.equal(by) {
			return known.holds
		}
	}
	parts := make([]form.Formula, 0, len(grants))
	for i, g := range grants {
		if by.has(i) {
			parts = append(parts, g.rows)
		}
	}
	holds := or(parts...)
	*s = append(*s, sighting{by, holds})
	return holds
}

// sight gives how a field is seen, given the rules of view. On a row that is
// seen some grant applies, so what all of them give need not be asked.
func (who *Person) sight(f *form.Field, key bool, view rules, shown *sightings) Sight {
	if key {
		return Sight{Field: f, Open: form.Always{}, Plain: form.Always{}}
	}
	s := Sight{
		Field: f,
		Open:  spared(view.locks, func(r rule) bool { return r.use.Takes(f) }),
		Plain: form.Never{},
	}
	if s.Open == (form.Never{}) {
		return s
	}
	plain := 0
	var by bits
	var masks []Mask
	for at, r := range view.grants {
		if !who.revealed(r.use, f) {
			continue
		}
		if is, mask := r.use.Shows(f); mask != nil {
			masks = append(masks, Mask{r.rows, mask})
		} else if is {
			by.add(at)
			plain++
		}
	}
	s.Plain = shown.of(view.grants, by)
	if plain > 0 && plain == len(view.grants) {
		s.Plain = form.Always{}
	}
	if s.Plain == (form.Always{}) {
		return s
	}
	if len(masks) > 0 && plain+len(masks) == len(view.grants) {
		masks[len(masks)-1].When = form.Always{}
	}
	for _, m := range masks {
		s.Masks = append(s.Masks, m)
		if m.When == (form.Always{}) {
			break
		}
	}
	return s
}

// edits gives the ways in which some field can be changed by an update, given
// the sights; nil where nothing is left to ask, none where no field can.
func (who *Person) edits(r *resource, update rules, sights []Sight) []Edit {
	out := []Edit{}
	for _, s := range sights {
		e := Edit{Unless: granted(update.grants, func(g rule) bool { return g.use.Sets(s.Field) })}
		if r.Table.Key.Has(s.Field) || e.Unless == (form.Always{}) {
			continue
		}
		covered := granted(update.grants, func(g rule) bool { return who.writes(g.use, s.Field) })
		unlocked := spared(update.locks, func(l rule) bool { return l.use.Takes(s.Field) })
		e.When = and(covered, unlocked, s.Open, s.Plain)
		switch {
		case e.When == form.Never{}:
		case e.When == form.Always{} && e.Unless == form.Never{}:
			return nil
		default:
			out = append(out, e)
		}
	}
	return out
}

// writes reports whether an allow covers a field for writing.
func (who *Person) writes(u *form.Use, f *form.Field) bool {
	return u.Lets(f) && who.revealed(u, f)
}
