// Package filter writes the rules by which OPA turns a person's part of a policy
// into a query's filter, and tells what no filter can say.
//
//	filter.go   the module of a table or report: who sees which rows
//	action.go   the rule of one action
//	express.go  a formula about a row, as a condition; compare.go and lists.go have its tests
//	dnf.go      conditions: alternatives, and what makes them few
//	alias.go    under which names a row, and the rows it leads to, are queried
//	gaps.go     what cannot be expressed, and the warnings of it
//	catalog.go  what the catalog tells of filters
package filter

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"portcullis/compile/regogen"
	"portcullis/lang"
	"portcullis/rego/form"
)

// Filters are the rules by which OPA turns a person's part of the policy into
// a WHERE clause (POST /v1/compile/{path}). OPA evaluates them with the row
// unknown, and what is left over of them is the filter. Each table and report
// has a module of its own, in which a rule for each action
//   - finds the statements that are in force for the person (what is known),
//   - has the row satisfy one of the allows, and one of those for `view`,
//   - has every deny spare the row.
//
// See [expresser] for how rows are asked.

// Filters are those of all tables and reports of a policy.
type Filters struct {
	model   *regogen.Model
	writers map[*form.Resource]*filterWriter
	gaps    map[*form.Clause][]gap // see gapsOf
}

func newFilters(m *regogen.Model) *Filters {
	return &Filters{m, map[*form.Resource]*filterWriter{}, map[*form.Clause][]gap{}}
}

// Of writes the filters of a policy.
func Of(m *regogen.Model) *Filters {
	f := newFilters(m)
	for _, r := range m.Form.Resources {
		if r.Kind == form.KindTable || r.Kind == form.KindReport {
			w := newFilterWriter(m, r)
			w.write()
			f.writers[r] = w
		}
	}
	return f
}

// Modules gives what has been written.
func (f *Filters) Modules() []*regogen.Module {
	var out []*regogen.Module
	for _, r := range f.model.Form.Resources {
		w := f.writers[r]
		if w == nil {
			continue
		}
		out = append(out, w.module)
		if w.reserved != nil {
			out = append(out, w.reserved)
		}
	}
	return out
}

// filterWriter writes the module of one table or report.
type filterWriter struct {
	*expresser
	model    *regogen.Model
	resource *form.Resource
	reserved *regogen.Module // rules of actions whose name cannot be a rule's; or nil
	views    []*alike
	denies   []*alike

	conditions map[*form.Clause]expressed
}

// alike is statements that ask the same of a row.
type alike struct {
	uses []*form.Use
	asks condition
	name string // of denies: the function
}

func newFilterWriter(m *regogen.Model, r *form.Resource) *filterWriter {
	mod := regogen.NewModule(path.Join("filter", r.Name+".rego"), regogen.Dotted("portal.filter", r.Name))
	return &filterWriter{
		expresser: newExpresser(r.Table, mod, m.Form.Visited()), model: m, resource: r, conditions: map[*form.Clause]expressed{},
	}
}

// filtered gives the actions that have a filter: those on existing rows.
func filteredActions(r *form.Resource) []string {
	var out []string
	for _, action := range slices.Sorted(maps.Keys(r.Modes)) {
		if filtered(r, action) {
			out = append(out, action)
		}
	}
	return out
}

func filtered(r *form.Resource, action string) bool { return r.Modes[action].Existing() }

func (w *filterWriter) write() {
	w.views = w.alikes(form.Permits, "view")
	w.denies = w.alikes(form.Refuses, filteredActions(w.resource)...)
	for i, d := range w.denies {
		d.name = fmt.Sprintf("_spared_%d", i+1)
	}
	w.masks()
	w.whens()
	if w.resource.Rows != nil {
		w.inReport()
	}
	for _, v := range w.views {
		w.seen(v)
	}
	for _, action := range filteredActions(w.resource) {
		w.action(action)
	}
	for _, d := range w.denies {
		w.spared(d)
	}
	w.module.Header = w.metadata("package", "_masks")
}

// alikes gathers the statements of one part for any of the actions by what
// they ask of a row.
func (w *filterWriter) alikes(p form.Part, actions ...string) []*alike {
	var out []*alike
	same := map[string]*alike{}
	for _, u := range w.resource.Uses {
		if u.Part != p || !slices.ContainsFunc(u.Actions, func(a string) bool { return slices.Contains(actions, a) }) {
			continue
		}
		asks := w.asked(u.Clause)
		if p == form.Permits && len(asks.condition) == 0 {
			continue // it never applies
		}
		a := same[asks.text]
		if a == nil {
			a = &alike{asks: asks.condition}
			same[asks.text] = a
			out = append(out, a)
		}
		a.uses = append(a.uses, u)
	}
	return out
}

// expressed is what a statement asks of rows, and its text.
type expressed struct {
	condition condition
	text      string
}

// asked gives what an allow asks of rows for it to apply, or a deny to spare them.
func (w *filterWriter) asked(c *form.Clause) expressed {
	if done, ok := w.conditions[c]; ok {
		return done
	}
	w.asker = c.Statement.ID
	asks := w.express(c.Rows)
	w.conditions[c] = expressed{asks, asks.text()}
	return w.conditions[c]
}

// ids gives the statements for an action, or for any.
func (w *filterWriter) ids(list []*alike, action string) regogen.Set {
	out := regogen.Set{}
	for _, a := range list {
		for _, u := range a.uses {
			if action == "" || slices.Contains(u.Actions, action) {
				out = append(out, w.model.Numbers[u.Clause])
			}
		}
	}
	return out
}

// implied gives those of the list that hold wherever a does, other than a.
func (a *alike) implied(list []*alike) []*alike {
	var out []*alike
	for _, b := range list {
		if a != b && a.asks.implies(b.asks) {
			out = append(out, b)
		}
	}
	return out
}

// implying gives those of the list that hold only where a does, other than a.
func (a *alike) implying(list []*alike) []*alike {
	var out []*alike
	for _, b := range list {
		if a != b && b.asks.implies(a.asks) {
			out = append(out, b)
		}
	}
	return out
}

// anyOf writes that some of the statements are in the set of a name.
func anyOf(ids regogen.Set, in string) string {
	if len(ids) == 1 {
		return regogen.Literal(ids[0]) + " in " + in
	}
	return fmt.Sprintf("count(%s & %s) > 0", in, regogen.Literal(ids))
}

// noneOf writes that none of the statements is.
func noneOf(ids regogen.Set, in string) string {
	if len(ids) == 1 {
		return "not " + regogen.Literal(ids[0]) + " in " + in
	}
	return fmt.Sprintf("count(%s & %s) == 0", in, regogen.Literal(ids))
}

// note writes which statements the rules that follow are of.
func (w *filterWriter) note(a *alike) {
	for _, u := range a.uses {
		w.module.Note(u.Clause, "rows", w.model.Asked[u.Clause].Rows)
	}
}

// rules writes a rule with the head for each conjunction of a condition.
func (w *filterWriter) rules(head string, first []string, c condition, last ...string) {
	for _, x := range c {
		lines := slices.Clone(first)
		for _, a := range x {
			lines = append(lines, a.lines...)
		}
		w.module.Rules.WriteString(regogen.Rule(head, append(lines, last...)))
	}
}

// seen writes the rows that some allows of `view` show. Where a wider one is
// in force they are not asked.
func (w *filterWriter) seen(a *alike) {
	first := []string{anyOf(w.ids([]*alike{a}, "view"), "views")}
	if wider := a.implied(w.views); len(wider) > 0 {
		first = append(first, noneOf(w.ids(wider, "view"), "views"))
	}
	w.note(a)
	w.rules("_seen(views)", first, a.asks)
}

// spared writes the rows that some denies spare: all, where none of them is in
// force for the person, or one is that spares fewer.
func (w *filterWriter) spared(a *alike) {
	all := w.ids([]*alike{a}, "")
	w.note(a)
	w.module.Rules.WriteString(regogen.Rule(a.name+"(denies)", []string{noneOf(all, "denies")}))
	first := []string{anyOf(all, "denies")}
	if stricter := a.implying(w.denies); len(stricter) > 0 {
		others := w.ids(stricter, "")
		w.module.Rules.WriteString(regogen.Rule(a.name+"(denies)", []string{anyOf(all, "denies"), anyOf(others, "denies")}))
		first = append(first, noneOf(others, "denies"))
	}
	w.rules(a.name+"(denies)", first, a.asks)
}

func (w *filterWriter) inReport() {
	report := w.model.Reports[w.resource]
	w.asker = report.At
	in := w.express(w.resource.Rows)
	w.module.Rules.WriteString(regogen.Comment(fmt.Sprintf("%s: report %q", w.asker, w.resource.Name)))
	w.module.Rules.WriteString(regogen.Comment("rows = " + lang.Format(report.Rows)))
	if len(in) == 0 {
		w.module.Rules.WriteString(regogen.Rule("_in_report", []string{"false"}))
	}
	w.rules("_in_report", nil, in)
}

// masks writes what is shown of columns that the person does not see plain on
// every row.
func (w *filterWriter) masks() {
	columns := regogen.Object{}
	for _, f := range w.table.Fields {
		columns[f.Name] = f.Column
	}
	w.module.Rules.WriteString(regogen.Comment("Columns that the person does not see plain on every row."))
	fmt.Fprintf(&w.module.Rules, "_masks := %s.masks(%s, %s, %s)\n\n",
		w.body.Library("filtering"), w.constant(), regogen.Text(BaseAlias(w.table)), regogen.Literal(columns))
}

// whens writes which statements with a `when` are in force, of allows, or are
// not, of denies.
func (w *filterWriter) whens() {
	w.module.Rules.WriteString(regogen.Comment("Allows whose `when` is true, and denies whose `when` is false."))
	none, done := true, map[string]bool{}
	for _, u := range w.resource.Uses {
		c := u.Clause
		if !c.Statement.Timed() || done[c.Statement.ID] {
			continue
		}
		none, done[c.Statement.ID] = false, true
		w.module.Rules.WriteString(regogen.Rule("_whens contains "+regogen.Text(c.Statement.ID), []string{w.body.Library("policy") + "." + regogen.Dotted(regogen.WhenOf(c.Statement), c.Statement.ID)}))
	}
	if none {
		w.module.Rules.WriteString("_whens := set()\n\n")
	}
}

// constant refers to what is known of the table or report.
func (w *filterWriter) constant() string {
	return regogen.Dotted(w.body.Library("policy"), "resource", string(w.resource.Kind), w.resource.Name)
}

// metadata writes the annotation that OPA's endpoint reads.
func (w *filterWriter) metadata(scope, masks string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, "# "+format+"\n", args...) }
	line("METADATA")
	if scope == "package" {
		line("description: Filters for queries of the %s %s, by action.", w.resource.Kind, w.resource.Name)
	}
	line("scope: %s", scope)
	line("compile:")
	line("  unknowns:")
	for _, unknown := range w.unknowns() {
		line("    - '%s'", unknown)
	}
	line("  mask_rule: '%s'", masks)
	return b.String()
}

// unknowns gives what is not known of a request: the row, and the rows that it
// leads to.
func (w *filterWriter) unknowns() []string {
	out := []string{aliasOf(w.table, nil).unknown()}
	for _, name := range slices.Sorted(maps.Keys(w.aliases)) {
		out = append(out, w.aliases[name].unknown())
	}
	return out
}
