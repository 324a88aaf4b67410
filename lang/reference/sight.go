package reference

import "portcullis/lang"

// asking is one request of one person about one thing.
type asking struct {
	policy *lang.Policy
	person *person
	thing  thing
	action string
	to     any // of a message
}

// sight is what a person sees of a row.
type sight struct {
	allowed bool
	allows  []rule // that applied
	denies  []rule // that applied, those of fields too
	shown   map[*lang.Field]shown
}

// shown is how a visible field is shown.
type shown struct {
	masked bool
	text   any // what is shown where it is masked
}

// atRow tells whether a statement's `when` and `rows` hold of a row: "with
// `rows`, both must hold".
func (a asking) atRow(r rule, row any) Truth {
	s := scope{person: a.person, row: row}
	return and(s.holds(r.When), s.holds(r.Rows))
}

// inReport is "A row is in a report if `rows` of the report is true of it".
func (a asking) inReport(row any) bool {
	if a.thing.report == nil {
		return true
	}
	s := scope{person: a.person, row: row}
	return s.holds(a.thing.report.Rows) == True
}

// applyingAllows gives the allows of an action that apply to a stored row: "An
// `allow` applies only where its condition is true".
func (a asking) applyingAllows(action string, row any) []rule {
	var applying []rule
	for _, r := range allows(a.policy, a.person, a.thing, action) {
		if a.atRow(r, row) == True {
			applying = append(applying, r)
		}
	}
	return applying
}

// applyingDenies gives the denies of an action that apply to a row where
// nothing is asked of `new`: "a `deny` applies wherever its condition is not
// false". One with `check` is about writes whose `new` does not satisfy it.
func (a asking) applyingDenies(action string, row any) []rule {
	var applying []rule
	for _, r := range denies(a.policy, a.person, a.thing, action) {
		if r.Check == nil && a.atRow(r, row) != False {
			applying = append(applying, r)
		}
	}
	return applying
}

// refusesRow reports whether one of the denies takes the whole row.
func refusesRow(denies []rule) bool {
	for _, r := range denies {
		if !r.Partial {
			return true
		}
	}
	return false
}

// takesField reports whether one of the denies is of a field.
func takesField(denies []rule, f *lang.Field) bool {
	for _, r := range denies {
		if r.Partial && r.covers(f) {
			return true
		}
	}
	return false
}

// look tells what the person sees of a row, §5.1 and §5.2.
func (a asking) look(row map[string]any) sight {
	s := sight{
		allows: a.applyingAllows("view", row),
		denies: a.applyingDenies("view", row),
		shown:  map[*lang.Field]shown{},
	}
	s.allowed = len(s.allows) > 0 && !refusesRow(s.denies) && a.inReport(row)
	if !s.allowed {
		return s
	}
	for _, f := range a.thing.fields {
		if _, has := row[f.Name]; !has {
			continue // "a field that the row lacks is in no list"
		}
		if how, visible := a.show(f, row[f.Name], s); visible {
			s.shown[f] = how
		}
	}
	return s
}

// show tells whether and how a field of a visible row is seen.
func (a asking) show(f *lang.Field, raw any, s sight) (shown, bool) {
	if a.thing.table.Key.Has(f) {
		return shown{}, true // "The key is always visible"
	}
	if takesField(s.denies, f) {
		return shown{}, false
	}
	var first *lang.Mask
	for _, r := range s.allows {
		if !r.covers(f) || !a.mayKnow(r, f) {
			continue
		}
		mask, masks := r.mask(f)
		if !masks {
			return shown{}, true
		}
		if first == nil {
			first = &mask
		}
	}
	if first == nil {
		return shown{}, false
	}
	// "If only masking statements cover it, it shows the mask of the first"
	return shown{masked: true, text: disguised(*first, raw)}, true
}

// mayKnow is "A statement covers a sensitive field only if its class is
// revealed".
func (a asking) mayKnow(r rule, f *lang.Field) bool {
	return f.Sensitive == "" || a.person.revealed(f.Sensitive, r.Profile)
}

// plain reports whether a field is seen, and not masked.
func (s sight) plain(f *lang.Field) bool {
	how, visible := s.shown[f]
	return visible && !how.masked
}
