package form

import "slices"

// What a statement at work on a resource does with one of its fields is said here
// alone. How the statements of one person come together is the same everywhere,
// too, whatever an engine proves it by:
//
//   - On a row that is seen, the key is always seen plain.
//   - Another field is hidden where a lock of view takes it. Else it is plain where an
//     allow that applies shows it plain, else as the first mask of one that applies,
//     else hidden.
//   - An update may send what is seen plain and is not of the key, where an allow that
//     applies lets it be written, none that applies sets it, and no lock takes it.

// Shows tells how an allow of view shows a field, to those to whom it is revealed
// (see [Use.Holders]): plain, or as a mask; neither where it does not cover it.
func (u *Use) Shows(f *Field) (plain bool, mask Disguise) {
	if i := slices.IndexFunc(u.Masks, func(m Mask) bool { return m.Field == f }); i >= 0 {
		return false, u.Masks[i].Shows
	}
	return slices.Contains(u.Plain, f), nil
}

// Lets reports whether an allow lets a field be written by those to whom it is
// revealed. What it sets is never sent (see [Use.Sets]).
func (u *Use) Lets(f *Field) bool { return slices.Contains(u.Writes, f) }

// Sets reports whether an allow gives a field its value.
func (u *Use) Sets(f *Field) bool {
	return slices.ContainsFunc(u.Clause.Sets, func(s Set) bool { return s.Field == f })
}

// Takes reports whether a lock takes a field.
func (u *Use) Takes(f *Field) bool { return slices.Contains(u.Locked, f) }

// Holders gives the profiles to whose holders alone an allow covers a field; all is
// true where it does to everybody.
func (u *Use) Holders(f *Field) (of []string, all bool) {
	for _, c := range u.Classed {
		if c.Field == f {
			return c.By, false
		}
	}
	return nil, true
}

// Reveals reports whether an allow covers a field, if it does at all, for somebody
// who has some profiles.
func (u *Use) Reveals(f *Field, has func(profile string) bool) bool {
	of, all := u.Holders(f)
	return all || slices.ContainsFunc(of, has)
}

// At gives the statements at work on an action in one part, in their order.
func (r *Resource) At(part Part, action string) []*Use {
	var out []*Use
	for _, u := range r.Uses {
		if u.Part == part && u.On(action) {
			out = append(out, u)
		}
	}
	return out
}

// Sight is by which statements a field is seen on a row that is seen.
type Sight struct {
	Key   bool // it is always plain, whatever the rest says
	Plain []*Use
	Masks []Masking // the first that applies is shown
	Less  []*Use    // allows that do not show it plain, or not to all who are asked about
	Locks []*Use    // that take it
}

// Masking is an allow that masks a field.
type Masking struct {
	*Use
	Shown Disguise
}

// Sight gives by which statements a field is seen: by those of somebody who has some
// profiles, as far as these reveal the field to them; by anybody's where has is nil.
func (r *Resource) Sight(f *Field, has func(profile string) bool) Sight {
	return r.SightBy(r.of("view", Permits, has), f, has)
}

// SightBy gives it where these are the allows of view.
func (r *Resource) SightBy(allows []*Use, f *Field, has func(profile string) bool) Sight {
	s := Sight{Key: r.Table.Key.Has(f), Locks: r.taking("view", f, has)}
	for _, u := range allows {
		_, all := u.Holders(f)
		revealed := has == nil || u.Reveals(f, has)
		plain, mask := u.Shows(f)
		switch {
		case revealed && plain:
			s.Plain = append(s.Plain, u)
		case revealed && mask != nil:
			s.Masks = append(s.Masks, Masking{u, mask})
		}
		if !plain || !revealed || has == nil && !all {
			s.Less = append(s.Less, u)
		}
	}
	return s
}

// Sending is by which statements a field may be sent with a write.
type Sending struct {
	Key   bool // an update never changes it
	Lets  []*Use
	Sets  []*Use // where one applies, it is not sent
	Locks []*Use // that take it
}

// Sending gives by which statements a field may be sent, of the same as [Resource.Sight].
func (r *Resource) Sending(action string, f *Field, has func(profile string) bool) Sending {
	s := Sending{Key: r.Table.Key.Has(f), Locks: r.taking(action, f, has)}
	for _, u := range r.of(action, Permits, has) {
		if u.Lets(f) && (has == nil || u.Reveals(f, has)) {
			s.Lets = append(s.Lets, u)
		}
		if u.Sets(f) {
			s.Sets = append(s.Sets, u)
		}
	}
	return s
}

func (r *Resource) taking(action string, f *Field, has func(string) bool) []*Use {
	return slices.DeleteFunc(r.of(action, Locks, has), func(u *Use) bool { return !u.Takes(f) })
}

func (r *Resource) of(action string, part Part, has func(string) bool) []*Use {
	return slices.DeleteFunc(r.At(part, action), func(u *Use) bool { return has != nil && !has(u.Clause.Statement.Profile) })
}
