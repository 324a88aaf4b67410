package compile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/lang"
)

// module is a Rego file of the bundle before it is formatted.
type module struct {
	path    string
	header  string // comments, annotations among them
	pkg     string
	imports map[string]bool // of the library's packages
	defines map[string]bool // functions that the library calls
	settled map[string]bool // rules that need no formatting
	rules   strings.Builder
}

// source gives the module's text.
func (m *module) source() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%spackage %s\n\n", m.header, m.pkg)
	for _, name := range sortedKeys(m.imports) {
		fmt.Fprintf(&b, "import data.portal.%s\n", name)
	}
	b.WriteString("\n")
	b.WriteString(m.rules.String())
	return b.String()
}

func newModule(file, pkg string) *module {
	return &module{path: file, pkg: pkg, imports: map[string]bool{}, defines: map[string]bool{}, settled: map[string]bool{}}
}

// constant writes a constant; its name is that of a rule, and of a part of it.
func (m *module) constant(note string, value any, rule string, parts ...string) {
	name := dotted(rule, parts...)
	m.settle(name, note+name+" := "+literal(value))
}

// settle writes a rule as OPA's formatter does, which then need not look at it:
// constants are the most of what a large portal's bundle says. The formatter has
// its own way with escapes, and with names in brackets, as that of what the rule
// is of may be.
func (m *module) settle(of, rule string) {
	if !strings.Contains(of, "[") && !strings.ContainsFunc(rule, func(r rune) bool { return r == '\\' || r > '~' }) {
		m.settled[rule] = true
	}
	m.rules.WriteString(rule + "\n\n")
}

// clauseWriter writes the conditions of statements on one table as functions
// of the row, keyed by the statement's number: OPA's index finds the one that is
// asked for among any number, if an argument is compared in the body.
//
//	applies(n, row)     whether the statement applies on a row
//	picks(n, rows)      the places of the rows of a page on which it applies
//	passes(n, row, new) whether an allow's check is satisfied by a row as it would be
//	fails(n, row, new)  whether a deny's check is not known to be
type clauseWriter struct {
	*module
	helper string
	count  int
}

func (w *clauseWriter) body(helpers *strings.Builder) *body {
	return &body{helper: w.helper, count: &w.count, vars: map[*lang.Var]string{}, helpers: helpers, imports: w.imports}
}

// note writes comments: which statement the rules that follow are of, and
// what it says.
func (w *clauseWriter) note(c *clause, attribute string, cond lang.Cond) {
	s := c.statement
	w.rules.WriteString(comment(fmt.Sprintf("%s: %s of profile %q", c.id(), s.Effect, s.Profile.Name)))
	if cond != nil {
		w.rules.WriteString(comment(attribute + " = " + lang.Format(cond)))
	}
}

// clause writes what a statement asks of rows. What it asks whatever the row
// is, is written once for all tables (see persons).
func (w *clauseWriter) clause(c *clause, onPages bool) {
	if !c.whole {
		w.rows(c, onPages)
	}
	if c.check == nil {
		return
	}
	var helpers strings.Builder
	b := w.body(&helpers)
	switch {
	case c.demands() && !c.idle() && !certain(c.passes):
		w.note(c, "check", c.check)
		w.defines["fails"] = true
		w.rules.WriteString(c.labels() + rule(b.head("fails(n", c.passes, "row", "new"), c.numbered(b.unproven(c.passes))))
	case c.statement.Effect == lang.Allow && !impossible(c.passes):
		w.note(c, "check", c.check)
		w.defines["passes"] = true
		for _, way := range ways(c.passes) {
			w.rules.WriteString(rule(b.head("passes(n", way, "row", "new"), c.numbered(b.lines(way))))
		}
	}
	w.rules.WriteString(helpers.String())
}

// rows writes on which rows a statement applies. An allow applies where its
// condition is proven true, a deny where it is not proven false.
func (w *clauseWriter) rows(c *clause, onPages bool) {
	inForce, ever := w.inForce(c)
	if !ever {
		return
	}
	w.note(c, "rows", c.rows)
	w.defines["applies"], w.defines["picks"] = true, w.defines["picks"] || onPages
	var helpers strings.Builder
	picks := w.body(&helpers).picks(c)
	for _, a := range picks {
		if !c.demands() {
			w.rules.WriteString(c.labels())
		}
		w.rules.WriteString(rule("applies(n, "+a.row+")", c.numbered(inForce, a.lines)))
	}
	if onPages {
		w.rules.WriteString(pages(c, inForce, picks))
	}
	w.rules.WriteString(helpers.String())
}

// labels writes the annotation by which OPA tells, in an agent's decision log and
// with `?rule_labels`, which statements applied.
func (c *clause) labels() string {
	s := c.statement
	return fmt.Sprintf("# METADATA\n# labels: {effect: %s, profile: %s, statement: %s}\n",
		s.Effect, yamlText(s.Profile.Name), yamlText(c.id()))
}

// demands reports whether a deny asks something of the row as it would be: that
// it applies refuses nothing yet.
func (c *clause) demands() bool { return c.statement.Effect == lang.Deny && c.check != nil }

// numbered puts before the lines of a function that the statement is the one
// that is asked for.
func (c *clause) numbered(lines ...[]string) []string {
	return append([]string{fmt.Sprintf("n == %d", c.number)}, slices.Concat(lines...)...)
}

// pick is a way in which a statement applies on a row.
type pick struct {
	row   string // the variable's name, if it is looked at
	lines []string
}

func (b *body) picks(c *clause) []pick {
	if c.statement.Effect == lang.Deny {
		return []pick{{b.rowOf(c.spares), b.unproven(c.spares)}}
	}
	var out []pick
	for _, way := range ways(c.applies) {
		out = append(out, pick{b.rowOf(way), b.lines(way)})
	}
	return out
}

func (b *body) rowOf(f Formula) string {
	if looksAt(f, Row) {
		return "row"
	}
	return "_"
}

// pages writes which rows of a page a statement picks.
func pages(c *clause, inForce []string, picks []pick) string {
	var sets []string
	for _, a := range picks {
		lines := append([]string{"some at, " + a.row + " in rows"}, a.lines...)
		sets = append(sets, "{at |\n"+strings.Join(lines, "\n")+"\n}")
	}
	places := sets[0]
	if len(sets) > 1 {
		places = "union({\n" + strings.Join(sets, ",\n") + ",\n})"
	}
	return rule("picks(n, rows) := "+places, c.numbered(inForce))
}

// inForce gives the lines by which a statement with a `when` is in force, and
// whether it ever is.
func (w *clauseWriter) inForce(c *clause) ([]string, bool) {
	if c.statement.Effect == lang.Deny {
		switch {
		case c.idle():
			return nil, false
		case c.statement.When == nil || impossible(c.lifted):
			return nil, true
		default:
			return []string{"not " + member("lifted", c.id())}, true
		}
	}
	switch {
	case impossible(c.applies) || impossible(c.inForce):
		return nil, false
	case certain(c.inForce):
		return nil, true
	default:
		return []string{member("in_force", c.id())}, true
	}
}

// persons writes what each statement asks whatever the row is: its `when`, as
// a rule keyed by the statement, and that it applies where that is all.
func (w *clauseWriter) persons(m *model) {
	done := map[*lang.Statement]bool{}
	for _, c := range m.clauses {
		if done[c.statement] || c.idle() {
			continue
		}
		done[c.statement] = true
		w.person(c, m.onPages[c.number])
	}
}

func (w *clauseWriter) person(c *clause, onPages bool) {
	s := c.statement
	var helpers, rules strings.Builder
	if s.When != nil {
		name, when := "in_force", c.inForce
		if s.Effect == lang.Deny {
			name, when = "lifted", c.lifted
		}
		rules.WriteString(w.body(&helpers).rules(member(name, c.id()), when))
	}
	if inForce, ever := w.inForce(c); ever && c.whole {
		w.defines["applies"], w.defines["picks"] = true, w.defines["picks"] || onPages
		if !c.demands() {
			rules.WriteString(c.labels())
		}
		rules.WriteString(rule("applies(n, _)", c.numbered(inForce)))
		if onPages {
			rules.WriteString(rule("picks(n, rows) := {at | some at, _ in rows}", c.numbered(inForce)))
		}
	}
	if rules.Len() > 0 {
		w.note(c, "when", s.When)
		w.rules.WriteString(rules.String() + helpers.String())
	}
}

// sets writes the values that a statement gives to writes: `sets[n]` is
// undefined where one of them is unknown.
func (w *clauseWriter) sets(m *model) {
	done := map[int]bool{}
	for _, c := range m.clauses {
		target := c.target()
		if done[c.number] || target == nil || len(target.Sets) == 0 {
			continue
		}
		done[c.number] = true
		w.rules.WriteString(comment(fmt.Sprintf("%s: what it gives to writes", c.id())))
		var fields []string
		var parts strings.Builder
		for _, given := range target.Sets {
			value := member(fmt.Sprintf("value[%d]", c.number), given.Field.Name)
			fields = append(fields, text(given.Field.Name)+": "+value)
			w.value(&parts, value, given.Value)
		}
		fmt.Fprintf(&w.rules, "sets[%d] := {%s}\n\n%s", c.number, strings.Join(fields, ", "), parts.String())
	}
}

// value writes the rules that give one value, null among its values.
func (w *clauseWriter) value(out *strings.Builder, name string, v lang.Value) {
	l := &lowering{}
	var helpers strings.Builder
	for _, alt := range l.alternatives(v) {
		b := w.body(&helpers)
		out.WriteString(b.rules(name+" := "+b.value(alt.x), every(alt.guard, known(alt.x))))
	}
	out.WriteString(w.body(&helpers).rules(name+" := null", l.null(v)))
	out.WriteString(helpers.String())
}

// target gives the attributes of the statement on the clause's table.
func (c *clause) target() *lang.Target {
	i := slices.IndexFunc(c.statement.Targets, func(t lang.Target) bool { return t.Table == c.table })
	if i < 0 {
		return nil
	}
	return &c.statement.Targets[i]
}

// tableModule writes the module of one table: its model, those of its reports
// and forms, and the conditions of the statements on it.
func (m *model) tableModule(t *lang.Table) *module {
	mod := newModule(path.Join("policy", "tables", t.Name+".rego"), "portal.policy")
	for _, r := range m.resources {
		if r.table == t {
			m.writeResource(mod, r)
		}
	}
	w := &clauseWriter{module: mod, helper: t.Name + "_either"}
	for _, r := range m.policy.Reports {
		if r.Table == t && r.Rows != nil {
			w.report(r)
		}
	}
	for _, c := range m.clauses {
		if c.table == t {
			w.clause(c, m.onPages[c.number])
		}
	}
	return mod
}

// report writes which rows are in a report.
func (w *clauseWriter) report(r *lang.Report) {
	f := isTrue(r.Rows)
	w.defines["in_report"] = w.defines["in_report"] || !impossible(f)
	var helpers strings.Builder
	b := w.body(&helpers)
	w.rules.WriteString(comment(fmt.Sprintf("%s:%d: report %q", r.Range.Filename, r.Range.Start.Line, r.Name)))
	w.rules.WriteString(comment("rows = " + lang.Format(r.Rows)))
	for _, way := range ways(f) {
		w.rules.WriteString(rule(b.head("in_report(name", way, "row"), append([]string{"name == " + text(r.Name)}, b.lines(way)...)))
	}
	w.rules.WriteString(helpers.String())
}
