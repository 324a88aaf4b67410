package reference

import (
	"maps"
	"slices"

	"portcullis/lang"
)

// WhyListed tells, of an action that is asked without a row, why access has it or
// has it not: the statements that list it, or what stands in the way.
func (i Interpreter) WhyListed(input any) (listing []*lang.Statement, gaps []Gap) {
	a, _, refusal := i.read(input)
	if refusal != "" {
		return nil, []Gap{{Text: refusal}}
	}
	w := a.wish(nil, nil)
	for _, r := range denies(a.policy, a.person, a.thing, a.action) {
		if deniesAll(r) && w.holds(r.When) != False {
			gaps = append(gaps, Gap{Action: a.action, Statement: r.Statement, Lacks: facts(w.toward(r.When, False))})
		}
	}
	all := allows(a.policy, a.person, a.thing, a.action)
	for _, r := range all {
		if w.holds(r.When) == True {
			listing = append(listing, r.Statement)
		}
	}
	if len(listing) == 0 {
		gaps = append(gaps, a.nearest(a.action, "", all, func(r rule) []Lack { return w.toward(r.When, True) }))
	}
	return listing, gaps
}

// WhyNotSortable tells why a person may not sort by a field: the statements in force
// that show it other than plain (lang/LANGUAGE.md §5.10).
func (i Interpreter) WhyNotSortable(input any, field string) []Gap {
	a, _, refusal := i.read(input)
	f := a.field(field)
	if refusal != "" || f == nil {
		return nil
	}
	s := scope{person: a.person}
	var gaps []Gap
	for _, r := range allows(a.policy, a.person, a.thing, "view") {
		if s.holds(r.When) != True {
			continue
		}
		_, masks := r.mask(f)
		text := ""
		switch {
		case !r.covers(f):
			text = "left out"
		case !a.mayKnow(r, f):
			text = "sensitive, and not revealed"
		case masks:
			text = "masked"
		default:
			continue
		}
		gaps = append(gaps, Gap{Action: "view", Field: field, Statement: r.Statement, Text: text})
	}
	for _, r := range denies(a.policy, a.person, a.thing, "view") {
		if r.Partial && r.covers(f) && s.holds(r.When) != False {
			gaps = append(gaps, Gap{Action: "view", Field: field, Statement: r.Statement})
		}
	}
	return gaps
}

// WhyNotSent tells why a field may not be sent with a write, whatever is wrong with
// the rest of it. Where the request does not send it, it is asked of the value that
// is stored.
func (i Interpreter) WhyNotSent(input any, field string) []Gap {
	a, request, refusal := i.read(input)
	if refusal != "" {
		return []Gap{{Text: refusal}}
	}
	w, ok := a.readWrite(request)
	if a.field(field) == nil || w.table == nil || !ok {
		return nil
	}
	var s sight
	if row, ok := request["row"].(map[string]any); ok {
		if s = a.look(row); !s.allowed {
			return a.whyNotSeen(row, s)
		}
		w.stored = row
	}
	if _, sent := w.sent[field]; !sent {
		w.sent = maps.Clone(w.sent)
		if w.sent == nil {
			w.sent = map[string]any{}
		}
		w.sent[field] = w.stored[field]
	}
	lacks := func(r rule) []Lack { return a.writeToward(w, r) }
	gaps := a.whyNotSent(w, s, a.write(w, s), field, allows(a.policy, a.person, a.thing, a.action), lacks)
	return slices.DeleteFunc(gaps, func(g Gap) bool { return g.Field != "" && g.Field != field })
}
