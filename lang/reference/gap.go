package reference

import (
	"fmt"
	"math"
	"slices"

	"portcullis/lang"
)

// Gap is one thing that stands between a request and what was wished of it:
// a statement, and what its conditions lack.
type Gap struct {
	Action    string // which is asked: `view` may be what stands in the way of another
	Field     string // which is sent or looked at; "" where it is the action as a whole
	Statement *lang.Statement
	Lacks     []Lack
	Text      string // where no statement is to blame: what is wrong
}

// WhyNot tells why a request is refused: the denies that apply, and of the
// allows that do not the one that lacks least, the first by file and line of
// several. There is nothing to tell of a request that is allowed.
func (i Interpreter) WhyNot(input any) []Gap {
	a, request, refusal := i.read(input)
	if refusal != "" {
		return []Gap{{Text: refusal}}
	}
	if i.Decide(input).Allow {
		return nil
	}
	switch a.thing.kind {
	case lang.KindTable, lang.KindReport:
		if a.action == "manage_structure" {
			break
		}
		if a.action == "create" || a.action == "import" {
			return a.whyNotNew(request)
		}
		return a.whyNotRow(request)
	case lang.KindForm:
		return a.whyNotNew(request)
	case lang.KindMessage:
		if _, ok := readRecipient(i.Policy, a.to); !ok {
			return []Gap{{Action: a.action, Text: "the request does not say who is written to"}}
		}
	}
	return a.whyNotComponent()
}

// WhyHidden tells why a field of the row is not visible where the row is.
func (i Interpreter) WhyHidden(input any, field string) []Gap {
	a, request, refusal := i.read(input)
	row, ok := request["row"].(map[string]any)
	f := a.field(field)
	if refusal != "" || !ok || f == nil {
		return nil
	}
	return a.whyHidden(row, a.look(row), f)
}

func (a asking) field(name string) *lang.Field {
	for _, f := range a.thing.fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// wish gives what conditions are asked with, of a row and what it would be.
func (a asking) wish(row, after any) wish {
	w := wish{scope: scope{person: a.person, row: row, new: after}}
	switch {
	case a.called != "":
		w.table = a.called
	case a.thing.table != nil:
		w.table = a.thing.table.Name
	}
	return w
}

// calling calls the row something else than by its table.
func (a asking) calling(name string) asking {
	a.called = name
	return a
}

// atRowToward is toward for atRow.
func (a asking) atRowToward(r rule, row any, want Truth) []Lack {
	w := a.wish(row, nil)
	return w.both(want == True, w.toward(r.When, want), w.toward(r.Rows, want))
}

// nearest gives the allow that lacks least, and the first of several. Without
// any the gap says so.
func (a asking) nearest(action, field string, among []rule, lacks func(rule) []Lack) Gap {
	g := Gap{Action: action, Field: field}
	for _, r := range among {
		if l := lacks(r); g.Statement == nil || distance(l) < distance(g.Lacks) {
			g.Statement, g.Lacks = r.Statement, l
		}
	}
	return g
}

// refusing gives a gap for each of the denies, with what makes them apply.
func (a asking) refusing(action, field string, denies []rule, lacks func(rule) []Lack) []Gap {
	var gaps []Gap
	for _, r := range denies {
		gaps = append(gaps, Gap{Action: action, Field: field, Statement: r.Statement, Lacks: lacks(r)})
	}
	return gaps
}

// applyTo tells what makes denies apply to a row: what is there, for of a deny
// nothing is needed.
func (a asking) applyTo(row any) func(rule) []Lack {
	return func(r rule) []Lack { return facts(a.atRowToward(r, row, False)) }
}

func facts(lacks []Lack) []Lack {
	if distance(lacks) == math.MaxInt {
		return nil // it applies whatever is there
	}
	for i := range lacks {
		lacks[i].Needed = ""
	}
	return lacks
}

func whole(denies []rule) []rule {
	return slices.DeleteFunc(slices.Clone(denies), func(r rule) bool { return r.Partial })
}

func (a asking) whyNotComponent() []Gap {
	var gaps []Gap
	w := a.wish(nil, nil)
	lacks := func(r rule) []Lack { return w.toward(r.When, True) }
	o := a.components()
	if a.action == "manage_structure" {
		o = a.structure()
	}
	gaps = append(gaps, a.refusing(a.action, "", o.denies, func(r rule) []Lack { return facts(w.toward(r.When, False)) })...)
	if len(o.allows) > 0 {
		return gaps
	}
	return append(gaps, a.nearest(a.action, "", allows(a.policy, a.person, a.thing, a.action), a.withRecipient(lacks)))
}

// withRecipient adds that a statement on messages does not name who is written to.
func (a asking) withRecipient(lacks func(rule) []Lack) func(rule) []Lack {
	to, ok := readRecipient(a.policy, a.to)
	if a.thing.kind != lang.KindMessage || !ok {
		return lacks
	}
	return func(r rule) []Lack {
		l := lacks(r)
		if a.named(r, to) != True {
			l = append(l, Lack{Is: "it names neither the recipient's key nor a profile of theirs"})
		}
		return l
	}
}

// whyNotRow is about an action on a stored row.
func (a asking) whyNotRow(request map[string]any) []Gap {
	row, ok := request["row"].(map[string]any)
	if !ok {
		return []Gap{{Action: a.action, Text: "the action needs a row"}}
	}
	s := a.look(row)
	if !s.allowed {
		return a.whyNotSeen(row, s)
	}
	if a.action == "update" && request["set"] != nil {
		w, ok := a.readWrite(request)
		if !ok {
			return []Gap{{Action: a.action, Text: "what is sent is not an object"}}
		}
		w.stored, w.sent = row, effective(w.sent, row, a.thing.table, s)
		return a.whyNotWritten(w, s)
	}
	denies := whole(a.applyingDenies(a.action, row))
	gaps := a.refusing(a.action, "", denies, a.applyTo(row))
	if len(a.applyingAllows(a.action, row)) > 0 {
		if len(gaps) == 0 && a.action == "update" {
			gaps = append(gaps, Gap{Action: a.action, Text: "no field of the row could be changed"})
		}
		return gaps
	}
	return append(gaps, a.nearestAtRow(a.action, "", row, nil))
}

// nearestAtRow gives the nearest of the allows that cover a field, or of all.
func (a asking) nearestAtRow(action, field string, row any, f *lang.Field) Gap {
	among := allows(a.policy, a.person, a.thing, action)
	if f != nil {
		covering := slices.DeleteFunc(slices.Clone(among), func(r rule) bool { return !r.covers(f) })
		among = slices.DeleteFunc(slices.Clone(covering), func(r rule) bool { return !a.mayKnow(r, f) })
		if len(among) == 0 && len(covering) > 0 {
			return Gap{Action: action, Field: field, Text: fmt.Sprintf("it is sensitive, and %q is not revealed to them", f.Sensitive)}
		}
	}
	return a.nearest(action, field, among, func(r rule) []Lack { return a.atRowToward(r, row, True) })
}

// whyNotSeen is about a row that is not visible.
func (a asking) whyNotSeen(row map[string]any, s sight) []Gap {
	gaps := a.refusing("view", "", whole(s.denies), a.applyTo(row))
	if !a.inReport(row) {
		gaps = append(gaps, a.notInReport(row))
	}
	if len(s.allows) > 0 {
		return gaps
	}
	return append(gaps, a.nearestAtRow("view", "", row, nil))
}

func (a asking) notInReport(row any) Gap {
	return Gap{Action: a.action, Text: "not a row of the report", Lacks: a.wish(row, nil).toward(a.thing.report.Rows, True)}
}

// whyHidden is about a field of a visible row.
func (a asking) whyHidden(row map[string]any, s sight, f *lang.Field) []Gap {
	if _, visible := a.show(f, row[f.Name], s); visible {
		return nil
	}
	taking := slices.DeleteFunc(slices.Clone(s.denies), func(r rule) bool { return !r.Partial || !r.covers(f) })
	gaps := a.refusing("view", f.Name, taking, a.applyTo(row))
	covered := slices.ContainsFunc(s.allows, func(r rule) bool { return r.covers(f) && a.mayKnow(r, f) })
	if covered {
		return gaps
	}
	return append(gaps, a.nearestAtRow("view", f.Name, row, f))
}
