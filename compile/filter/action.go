package filter

import (
	"fmt"
	"path"
	"slices"

	"portcullis/compile/regogen"
	"portcullis/rego/form"
)

// action writes the filter of one action.
func (w *filterWriter) action(action string) {
	mod, head := w.module, action
	if regogen.Reserved(action) {
		head = "_" + action
		defer w.forward(action, head)
	}
	note := fmt.Sprintf("The rows on which %s is allowed.", action)
	allows := w.views
	if action != "view" {
		allows = w.alikes(form.Permits, action)
	}
	if len(allows) == 0 || len(w.views) == 0 {
		mod.Rules.WriteString(regogen.Comment(note+" No statement allows it.") + regogen.Rule(head, []string{"false"}))
		return
	}
	denies := slices.DeleteFunc(slices.Clone(w.denies), func(a *alike) bool {
		return len(w.ids([]*alike{a}, action)) == 0 && len(w.ids([]*alike{a}, "view")) == 0
	})
	mod.Rules.WriteString(regogen.Comment(note))
	first := []string{w.body.Library("principal") + ".profiles"}
	var last []string
	if len(denies) > 0 {
		first = append(first, w.deniesOf(action))
		for _, d := range denies {
			last = append(last, d.name+"(denies)")
		}
	}
	if w.resource.Rows != nil {
		last = append(last, "_in_report")
	}
	first, fallback := w.bounded(first, denies, allows)
	mod.Rules.WriteString(regogen.Rule(head, slices.Concat(first, w.granted(action), last)))
	if fallback != nil {
		mod.Rules.WriteString(regogen.Rule(head, fallback))
	}
	if action == "view" {
		return
	}
	if w.resource.Modes[action] == form.Update && w.doubtful() {
		w.inDoubt(head, first, last)
	}
	for _, a := range allows {
		w.acting(action, a, allows)
	}
}

// granted writes the statements that allow an action, and that one of them
// allows it on the row.
func (w *filterWriter) granted(action string) []string {
	library, model := w.body.Library("filtering"), w.constant()
	switch {
	case action == "view":
		return []string{fmt.Sprintf("views := %s.views(%s, _whens)", library, model), "_seen(views)"}
	case w.resource.Modes[action] == form.Update:
		return []string{fmt.Sprintf("acts := %s.updates(%s, _whens, %s)", library, model, regogen.Literal(w.asking())), "_may_" + action + "(acts)"}
	default:
		return []string{fmt.Sprintf("acts := %s.acts(%s, _whens, %s)", library, model, regogen.Text(action)), "_may_" + action + "(acts)"}
	}
}

func (w *filterWriter) deniesOf(action string) string {
	if action == "view" {
		return fmt.Sprintf("denies := %s.bound(%s, _whens, \"deny\", \"view\")", w.body.Library("filtering"), w.constant())
	}
	return fmt.Sprintf("denies := %s.denies(%s, _whens, %s)", w.body.Library("filtering"), w.constant(), regogen.Text(action))
}

// acting writes the rows on which some statements allow an action. One that
// allows it only on rows that an allow of `view` shows anyway need not ask
// that one again.
func (w *filterWriter) acting(action string, a *alike, all []*alike) {
	own, wider := w.ids([]*alike{a}, action), w.ids(a.implied(all), action)
	beside := fmt.Sprintf("views := %s.beside(acts, %s, %s)", w.body.Library("filtering"), regogen.Literal(own), regogen.Literal(wider))
	shown, other := regogen.Set{}, false
	for _, v := range w.views {
		if a.asks.implies(v.asks) {
			shown = append(shown, w.ids([]*alike{v}, "view")...)
		} else {
			other = true
		}
	}
	head := "_may_" + action + "(acts)"
	w.note(a)
	if len(shown) > 0 {
		w.rules(head, []string{beside, anyOf(shown, "views")}, a.asks)
	}
	if other {
		first := []string{beside}
		if len(shown) > 0 {
			first = append(first, noneOf(shown, "views"))
		}
		w.rules(head, first, a.asks, "_seen(views)")
	}
}

// bounded has a filter that would be too large for a person refused rather
// than multiplied out: denies that spare rows in several ways multiply it.
func (w *filterWriter) bounded(first []string, denies, allows []*alike) (bounded, fallback []string) {
	ways, product := regogen.ByNumber{}, 1
	for _, d := range denies {
		if n := len(d.asks); n > 1 {
			product = min(product*n, most+1)
			for _, id := range w.ids([]*alike{d}, "") {
				ways[id.(int)] = n
			}
		}
	}
	for _, a := range allows {
		product += len(a.asks) - 1
	}
	if product <= most || len(ways) == 0 {
		return first, nil
	}
	size := fmt.Sprintf("%s.size(%s, denies)", w.body.Library("filtering"), regogen.Literal(ways))
	w.asker = "the person's denies"
	fallback = append(slices.Clone(first), fmt.Sprintf("%s > %d", size, most))
	fallback = append(fallback, w.tooMany()[0][0].lines...)
	return append(slices.Clone(first), fmt.Sprintf("%s <= %d", size, most)), fallback
}

// doubtful reports whether it may depend on the row which fields an update may
// change, beyond what its allow and that of `view` say.
func (w *filterWriter) doubtful() bool { return len(w.asking()) > 0 }

// asking gives the statements that take fields from an update, and of which it
// takes a row to tell whether they do.
func (w *filterWriter) asking() regogen.Set {
	out := regogen.Set{}
	for _, u := range w.resource.Uses {
		sets := u.Part == form.Permits && u.On("update") && len(u.Clause.Sets) > 0
		if (sets || u.Part == form.Locks) && !u.Clause.RowBlind() {
			out = append(out, w.model.Numbers[u.Clause])
		}
	}
	return out
}

const inDoubt = "fields that further statements take, depending on the row"

func (w *filterWriter) inDoubt(head string, first, last []string) {
	w.asker = "update"
	lines := append(slices.Clone(first), fmt.Sprintf("%s.in_doubt(%s, _whens, %s)", w.body.Library("filtering"), w.constant(), regogen.Literal(w.asking())))
	lines = append(lines, last...)
	lines = append(lines, w.cannot("%s", inDoubt)[0][0].lines...)
	w.module.Rules.WriteString(regogen.Rule(head, lines))
}

// forward writes the rule of an action whose name is a keyword of Rego, in the
// portal's own package, where it can be written in brackets.
func (w *filterWriter) forward(action, to string) {
	if w.reserved == nil {
		w.reserved = regogen.NewModule(path.Join("filter", "keyword", w.resource.Name+".rego"), "portal")
		w.reserved.Imports[regogen.Dotted("filter", w.resource.Name)+" as rows"] = true
	}
	of := regogen.Dotted("filter", w.resource.Name)
	w.reserved.Rules.WriteString(w.metadata("document", of+"._masks"))
	w.reserved.Rules.WriteString(regogen.Rule(regogen.Dotted(of, action), []string{"rows." + to}))
}
