package regogen

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego/form"
)

// clauseWriter writes the conditions of statements on one table as functions
// of the row, keyed by the statement's number: OPA's index finds the one that is
// asked for among any number, if an argument is compared in the body.
//
//	applies(n, row)     whether the statement applies on a row
//	picks(n, rows)      the places of the rows of a page on which it applies
//	passes(n, row, new) whether an allow's check is satisfied by a row as it would be
//	fails(n, row, new)  whether a deny's check is not known to be
type clauseWriter struct {
	*Model
	*Module
	helper string
	count  int
}

func (w *clauseWriter) body(helpers *strings.Builder) *Body {
	return &Body{
		helper: w.helper, count: &w.count, Vars: map[*form.Var]string{}, helpers: helpers, imports: w.Imports, visited: w.Form.Visited(),
	}
}

// clause writes what a statement asks of rows. What it asks whatever the row
// is, is written once for all tables (see persons).
func (w *clauseWriter) clause(c *form.Clause, onPages bool) {
	if !w.whole[c] {
		w.rows(c, onPages)
	}
	if c.Check == nil {
		return
	}
	var helpers strings.Builder
	b := w.body(&helpers)
	switch {
	case demands(c) && !c.Idle() && !form.Certain(c.Check):
		w.Note(c, "check", w.Asked[c].Check)
		w.defines["fails"] = true
		w.Rules.WriteString(labels(c) + Rule(b.head("fails(n", c.Check, "row", "new"), w.numbered(c, b.unproven(c.Check))))
	case c.Statement.Effect == form.Allow && !form.Impossible(c.Check):
		w.Note(c, "check", w.Asked[c].Check)
		w.defines["passes"] = true
		for _, way := range ways(c.Check) {
			w.Rules.WriteString(Rule(b.head("passes(n", way, "row", "new"), w.numbered(c, b.Lines(way))))
		}
	}
	w.Rules.WriteString(helpers.String())
}

// rows writes on which rows a statement applies. An allow applies where its
// condition is proven true, a deny where it is not proven false.
func (w *clauseWriter) rows(c *form.Clause, onPages bool) {
	inForce, ever := w.inForce(c)
	if !ever {
		return
	}
	w.Note(c, "rows", w.Asked[c].Rows)
	w.defines["applies"], w.defines["picks"] = true, w.defines["picks"] || onPages
	var helpers strings.Builder
	count := w.count
	for _, a := range w.body(&helpers).picks(c) {
		if !demands(c) {
			w.Rules.WriteString(labels(c))
		}
		w.Rules.WriteString(Rule("applies(n, "+a.row+")", w.numbered(c, inForce, a.lines)))
	}
	if onPages {
		w.Rules.WriteString(w.pages(c, inForce, w.paged(c, count)))
	}
	w.Rules.WriteString(helpers.String())
}

// labels writes the annotation by which OPA tells, in an agent's decision log and
// with `?rule_labels`, which statements applied.
func labels(c *form.Clause) string {
	s := c.Statement
	return fmt.Sprintf("# METADATA\n# labels: {effect: %s, profile: %s, statement: %s}\n",
		s.Effect, yamlText(s.Profile), yamlText(c.Statement.ID))
}

// demands reports whether a deny asks something of the row as it would be: that
// it applies refuses nothing yet.
func demands(c *form.Clause) bool { return c.Statement.Effect == form.Deny && c.Check != nil }

// numbered puts before the lines of a function that the statement is the one
// that is asked for.
func (w *clauseWriter) numbered(c *form.Clause, lines ...[]string) []string {
	return append([]string{fmt.Sprintf("n == %d", w.Numbers[c])}, slices.Concat(lines...)...)
}

// pick is a way in which a statement applies on a row.
type pick struct {
	row   string // the variable's name, if it is looked at
	lines []string
}

func (b *Body) picks(c *form.Clause) []pick {
	if c.Statement.Effect == form.Deny {
		return []pick{{b.rowOf(c.Rows), b.unproven(c.Rows)}}
	}
	var out []pick
	for _, way := range ways(c.Rows) {
		out = append(out, pick{b.rowOf(way), b.Lines(way)})
	}
	return out
}

func (b *Body) rowOf(f form.Formula) string {
	if form.LooksAt(f, form.Row) {
		return "row"
	}
	return "_"
}

// paged gives the ways in which a statement applies on a row of a page, after those of
// a row by itself, whose functions serve here too.
// The number is how many there were before.
func (w *clauseWriter) paged(c *form.Clause, helpers int) []pick {
	again := w.body(&strings.Builder{})
	again.count, again.paged = &helpers, true
	return again.picks(c)
}

// columns gives the fields of rows, or of rows that they lead to, whose numbers a
// statement looks at: of a page, each is looked at as a whole, whether its numbers are
// within the bound of numbers.
func columns(c *form.Clause) Array {
	var out Array
	known := map[string]bool{}
	form.Free(c.Rows, func(p form.Place) {
		if !inColumn(p) {
			return
		}
		path := Array{}
		for _, step := range p.Steps {
			path = append(path, step.Name)
		}
		path = append(path, p.Field.Name)
		if text := Literal(path); !known[text] {
			known[text] = true
			out = append(out, path)
		}
	})
	return out
}

// inColumn reports whether a place is a number of the row, or of one that it leads to.
func inColumn(p form.Place) bool {
	return p.Root == form.Row && p.Field != nil && p.T.Kind == form.Number && len(p.Steps) <= 1
}

// pages writes which rows of a page a statement picks.
func (w *clauseWriter) pages(c *form.Clause, inForce []string, picks []pick) string {
	var sets []string
	for _, a := range picks {
		lines := append([]string{"some at, " + a.row + " in rows"}, a.lines...)
		sets = append(sets, "{at |\n"+strings.Join(lines, "\n")+"\n}")
	}
	places := sets[0]
	if len(sets) > 1 {
		places = "union({\n" + strings.Join(sets, ",\n") + ",\n})"
	}
	return Rule("picks(n, rows) := "+places, w.numbered(c, inForce))
}

// inForce gives the lines by which a statement with a `when` is in force, and
// whether it ever is.
func (w *clauseWriter) inForce(c *form.Clause) ([]string, bool) {
	if c.Statement.Effect == form.Deny {
		switch {
		case c.Idle():
			return nil, false
		case form.Impossible(c.Statement.When):
			return nil, true
		default:
			return []string{"not " + Dotted(WhenOf(c.Statement), c.Statement.ID)}, true
		}
	}
	switch {
	case form.Impossible(c.Rows) || form.Impossible(c.Statement.When):
		return nil, false
	case form.Certain(c.Statement.When):
		return nil, true
	default:
		return []string{Dotted(WhenOf(c.Statement), c.Statement.ID)}, true
	}
}

// WhenOf gives the name of the rules that tell of statements with a `when`
// whether it is proven: that an allow is in force, or that a deny is not.
func WhenOf(s *form.Statement) string {
	if s.Effect == form.Deny {
		return "lifted"
	}
	return "in_force"
}

// persons writes what each statement asks whatever the row is: its `when`, as
// a rule keyed by the statement, and that it applies where that is all.
func (w *clauseWriter) persons() {
	done := map[*form.Statement]bool{}
	for _, c := range w.clauses {
		if done[c.Statement] || c.Idle() && form.Certain(c.Statement.When) {
			continue
		}
		done[c.Statement] = true
		w.person(c, w.onPages[w.Numbers[c]])
	}
}

func (w *clauseWriter) person(c *form.Clause, onPages bool) {
	s := c.Statement
	var helpers, rules strings.Builder
	if s.Timed() {
		rules.WriteString(w.body(&helpers).rules(Dotted(WhenOf(s), s.ID), s.When))
	}
	if inForce, ever := w.inForce(c); ever && w.whole[c] {
		w.defines["applies"], w.defines["picks"] = true, w.defines["picks"] || onPages
		if !demands(c) {
			rules.WriteString(labels(c))
		}
		rules.WriteString(Rule("applies(n, _)", w.numbered(c, inForce)))
		if onPages {
			rules.WriteString(Rule("picks(n, rows) := {at | some at, _ in rows}", w.numbered(c, inForce)))
		}
	}
	if rules.Len() > 0 {
		w.Note(c, "when", w.Asked[c].When)
		w.Rules.WriteString(rules.String() + helpers.String())
	}
}

// sets writes the values that a statement gives to writes: `sets[n]` is
// undefined where one of them is unknown.
func (w *clauseWriter) sets() {
	done := map[int]bool{}
	for _, c := range w.clauses {
		if done[w.Numbers[c]] || len(c.Sets) == 0 {
			continue
		}
		done[w.Numbers[c]] = true
		w.Rules.WriteString(Comment(fmt.Sprintf("%s: what it gives to writes", c.Statement.ID)))
		var fields []string
		var parts strings.Builder
		for _, given := range c.Sets {
			value := Dotted(fmt.Sprintf("value[%d]", w.Numbers[c]), given.Field.Name)
			fields = append(fields, Text(given.Field.Name)+": "+value)
			w.value(&parts, value, given)
		}
		fmt.Fprintf(&w.Rules, "sets[%d] := {%s}\n\n%s", w.Numbers[c], strings.Join(fields, ", "), parts.String())
	}
}

// value writes the rules that give one value, null among its values.
func (w *clauseWriter) value(out *strings.Builder, name string, given form.Set) {
	var helpers strings.Builder
	for _, of := range given.Cases {
		b := w.body(&helpers)
		out.WriteString(b.rules(name+" := "+b.value(of.X), of.When))
	}
	out.WriteString(w.body(&helpers).rules(name+" := null", given.Null))
	out.WriteString(helpers.String())
}

// tableModule writes the module of one table: its model, those of its reports
// and forms, and the conditions of the statements on it.
func (m *Model) tableModule(t *form.Table) *Module {
	mod := NewModule(path.Join("policy", "tables", t.Name+".rego"), "portal.policy")
	for _, r := range m.Form.Resources {
		if r.Table == t {
			m.writeResource(mod, r)
		}
	}
	w := &clauseWriter{Model: m, Module: mod, helper: t.Name + "_either"}
	for _, r := range m.Form.Resources {
		if r.Table == t && r.Rows != nil {
			w.report(r)
		}
	}
	for _, c := range m.clauses {
		if c.Table == t {
			w.clause(c, m.onPages[m.Numbers[c]])
		}
	}
	return mod
}

// report writes which rows are in a report.
func (w *clauseWriter) report(r *form.Resource) {
	f, of := r.Rows, w.Reports[r]
	w.defines["in_report"] = w.defines["in_report"] || !form.Impossible(f)
	var helpers strings.Builder
	b := w.body(&helpers)
	w.Rules.WriteString(Comment(fmt.Sprintf("%s: report %q", of.At, r.Name)))
	w.Rules.WriteString(Comment("rows = " + lang.Format(of.Rows)))
	for _, way := range ways(f) {
		w.Rules.WriteString(Rule(b.head("in_report(name", way, "row"), append([]string{"name == " + Text(r.Name)}, b.Lines(way)...)))
	}
	w.Rules.WriteString(helpers.String())
}
