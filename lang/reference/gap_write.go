package reference

import (
	"fmt"
	"maps"
	"slices"

	"portcullis/lang"
)

// whyNotNew is about create, import and access to a form.
func (a asking) whyNotNew(request map[string]any) []Gap {
	w, ok := a.readWrite(request)
	if !ok {
		return []Gap{{Action: a.action, Text: "what is sent is not an object"}}
	}
	return a.whyNotWritten(w, sight{})
}

// whyNotWritten is about a write: the denies, what is wrong with the row as it
// would be, and each field that is sent and that no applying statement covers.
func (a asking) whyNotWritten(w write, s sight) []Gap {
	o := a.write(w, s)
	if o.conflict {
		return []Gap{{Action: a.action, Text: conflictMessage}}
	}
	final := w.after(o.set)
	row := any(w.stored)
	if w.stored == nil {
		row = final
	}
	gaps := a.refusing(a.action, "", whole(o.denies), func(r rule) []Lack {
		if r.Check != nil { // of `new` something is needed
			return a.wish(row, final).toward(r.Check, True)
		}
		return a.applyTo(row)(r)
	})
	gaps = append(gaps, a.misshapen(w, final)...)
	if !a.inReport(final) {
		gaps = append(gaps, a.notInReport(final))
	}
	for _, r := range o.lapsed {
		gaps = append(gaps, Gap{Action: a.action, Statement: r.Statement, Lacks: a.afterToward(w, r, final)})
	}
	lacks := func(r rule) []Lack { return a.writeToward(w, r) }
	all := allows(a.policy, a.person, a.thing, a.action)
	if len(w.sent) == 0 {
		if len(o.allows) == 0 && len(o.lapsed) == 0 { // what lapsed is told already
			gaps = append(gaps, a.nearest(a.action, "", all, lacks))
		} else if len(gaps) == 0 && w.stored != nil {
			gaps = append(gaps, Gap{Action: a.action, Text: "no field of the row could be changed"})
		}
		return gaps
	}
	for _, name := range slices.Sorted(maps.Keys(w.sent)) {
		for _, g := range a.whyNotSent(w, s, o, name, all, lacks) {
			same := slices.IndexFunc(gaps, func(other Gap) bool { return other.Field != "" && other.sameBut(g) })
			if same >= 0 {
				gaps[same].Field += ", " + g.Field
				continue
			}
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// sameBut reports whether two gaps are the same but for their field.
func (g Gap) sameBut(other Gap) bool {
	return g.Action == other.Action && g.Statement == other.Statement && g.Text == other.Text && slices.Equal(g.Lacks, other.Lacks)
}

// misshapen tells of values that the fields cannot hold, and of related records that
// are none.
func (a asking) misshapen(w write, final map[string]any) []Gap {
	var gaps []Gap
	if w.garbled {
		gaps = append(gaps, Gap{Action: a.action, Text: "the related records are not an object"})
	}
	say := func(f *lang.Field, format string, args ...any) {
		gaps = append(gaps, Gap{Action: a.action, Field: f.Name, Text: fmt.Sprintf(format, args...)})
	}
	if w.garbled {
		gaps = append(gaps, Gap{Action: a.action, Text: "what is related is no object of relations and rows"})
	}
	wrong := w.misfits()
	for _, f := range w.table.Fields {
		held, has := final[f.Name]
		switch text, is := wrong[f]; {
		case is:
			say(f, "%s", text)
		case !w.table.Key.Is(f) && f.Required && has && held == nil:
			say(f, "it is required, and would be null")
		}
	}
	return gaps
}

// whyNotSent is about one field that is sent.
func (a asking) whyNotSent(w write, s sight, o outcome, name string, all []rule, lacks func(rule) []Lack) []Gap {
	say := func(text string) []Gap { return []Gap{{Action: a.action, Field: name, Text: text}} }
	f := a.field(name)
	if f == nil {
		return say("it is no field of " + a.thing.name)
	}
	if by := setting(o, f); by != nil {
		return []Gap{{Action: a.action, Field: name, Statement: by.Statement, Text: "it cannot be sent, for it is set"}}
	}
	if a.maySend(w, s, o, f) {
		return nil
	}
	row := any(w.stored)
	if w.stored == nil {
		row = w.after(o.set)
	}
	taking := slices.DeleteFunc(slices.Clone(o.denies), func(r rule) bool { return !r.Partial || !r.covers(f) })
	switch {
	case len(taking) > 0:
		return a.refusing(a.action, name, taking, a.applyTo(row))
	case w.stored != nil && w.table.Key.Has(f):
		return say("it is the key, and never changed")
	case w.stored != nil && !s.plain(f):
		if _, masked := s.shown[f]; masked {
			return say("it is masked, and so cannot be written")
		}
		return append(say("it is hidden, and so cannot be written"), a.whyHidden(w.stored, s, f)...)
	}
	covering := slices.DeleteFunc(slices.Clone(all), func(r rule) bool { return !a.coversWrite(r, f) })
	if len(covering) == 0 && f.Sensitive != "" {
		return say(fmt.Sprintf("it is sensitive, and no statement to which %q is revealed names it in `fields`", f.Sensitive))
	}
	return []Gap{a.nearest(a.action, name, covering, lacks)}
}

// setting gives an applying statement that sets a field.
func setting(o outcome, f *lang.Field) *rule {
	for _, r := range o.fixing {
		if sets(r, f) {
			return &r
		}
	}
	return nil
}

// writeToward gives what an allow lacks for a write, with its own `set` in it.
func (a asking) writeToward(w write, r rule) []Lack {
	own, ok := a.setsOf(r)
	if !ok {
		return []Lack{{Is: "what it sets is not known, or no value of its field"}}
	}
	return a.afterToward(w, r, w.after(own))
}

// afterToward gives what it lacks for one row as it would be.
func (a asking) afterToward(w write, r rule, final map[string]any) []Lack {
	row := any(w.stored)
	if w.stored == nil {
		row = final
	}
	in := a.wish(row, final)
	lacks := a.atRowToward(r, row, True)
	switch {
	case r.Check != nil:
		lacks = union(lacks, in.toward(r.Check, True))
	case w.stored != nil:
		// What has not changed is said once.
		after := a.atRowToward(r, final, True)
		for i, l := range a.calling("new").atRowToward(r, final, True) {
			if !slices.Contains(lacks, after[i]) {
				lacks = append(lacks, l)
			}
		}
	}
	return lacks
}
