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
	return &module{path: file, pkg: pkg, imports: map[string]bool{}, defines: map[string]bool{}}
}

// clauseWriter writes the conditions of statements on one table as functions
// of the row, keyed by table and statement: OPA's index finds the one that is
// asked for among any number.
type clauseWriter struct {
	*module
	helper string
	count  int
}

func (w *clauseWriter) body(helpers *strings.Builder) *body {
	return &body{helper: w.helper, count: &w.count, vars: map[*lang.Var]string{}, helpers: helpers, imports: w.imports}
}

// function writes `name(on, by, …) if f`, under a comment.
func (w *clauseWriter) function(name string, c *clause, f Formula, also []string, variables ...string) {
	w.defines[name] = true
	var helpers strings.Builder
	b := w.body(&helpers)
	fixed := append([]string{"on == " + text(c.table.Name), "by == " + text(c.id())}, also...)
	w.rules.WriteString(b.functions(name, []string{"on", "by"}, variables, f, fixed...))
	w.rules.WriteString(helpers.String())
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

// clause writes what a statement asks of the rows of its table. What it asks
// whatever the row is, is written once for all tables (see persons).
func (w *clauseWriter) clause(c *clause) {
	switch {
	case c.statement.Effect == lang.Deny:
		if !c.idle() && !impossible(c.spares) {
			w.note(c, "rows", c.rows)
			w.function("spares", c, c.spares, nil, "row")
		}
	case !c.whole && !impossible(c.applies) && !impossible(c.inForce):
		w.note(c, "rows", c.rows)
		var inForce []string
		if !certain(c.inForce) {
			inForce = []string{member("in_force", c.id())}
		}
		w.function("applies", c, c.applies, inForce, "row")
	}
	if c.check != nil && !impossible(c.passes) {
		w.note(c, "check", c.check)
		w.function("passes", c, c.passes, nil, "row", "new")
	}
}

// persons writes what each statement asks whatever the row is: its `when`, as
// a rule keyed by the statement, and that it applies where that is all.
func (w *clauseWriter) persons(m *model) {
	done := map[*lang.Statement]bool{}
	for _, c := range m.clauses {
		if done[c.statement] {
			continue
		}
		done[c.statement] = true
		if c.statement.Effect == lang.Deny {
			w.person(c, "lifted", c.lifted, "spares", true)
		} else {
			w.person(c, "in_force", c.inForce, "applies", c.whole)
		}
	}
}

// person writes the `when` of a statement under a name and, if whole, that the
// function holds wherever it does.
func (w *clauseWriter) person(c *clause, name string, when Formula, function string, whole bool) {
	conditional := c.statement.When != nil
	if impossible(when) || c.idle() || !conditional && !whole {
		return
	}
	var helpers strings.Builder
	w.note(c, "when", c.statement.When)
	fixed := []string{"by == " + text(c.id())}
	if conditional {
		w.rules.WriteString(w.body(&helpers).rules(member(name, c.id()), when))
		fixed = append(fixed, member(name, c.id()))
	}
	if whole {
		w.defines[function] = true
		w.rules.WriteString(w.body(&helpers).rules(function+"(_, by, _)", Always{}, fixed...))
	}
	w.rules.WriteString(helpers.String())
}

// sets writes the values that a statement gives to writes: `sets[statement]`
// is undefined where one of them is unknown.
func (w *clauseWriter) sets(m *model) {
	done := map[*lang.Statement]bool{}
	for _, c := range m.clauses {
		target := c.target()
		if done[c.statement] || target == nil || len(target.Sets) == 0 {
			continue
		}
		done[c.statement] = true
		w.rules.WriteString(comment(fmt.Sprintf("%s: what it gives to writes", c.id())))
		var fields []string
		var parts strings.Builder
		for _, given := range target.Sets {
			value := member(member("value", c.id()), given.Field.Name)
			fields = append(fields, text(given.Field.Name)+": "+value)
			w.value(&parts, value, given.Value)
		}
		fmt.Fprintf(&w.rules, "%s := {%s}\n\n%s", member("sets", c.id()), strings.Join(fields, ", "), parts.String())
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
			w.clause(c)
		}
	}
	return mod
}

// report writes which rows are in a report.
func (w *clauseWriter) report(r *lang.Report) {
	f := isTrue(r.Rows)
	w.defines["in_report"] = w.defines["in_report"] || !impossible(f)
	var helpers strings.Builder
	rules := w.body(&helpers).functions("in_report", []string{"name"}, []string{"row"}, f, "name == "+text(r.Name))
	w.rules.WriteString(comment(fmt.Sprintf("%s:%d: report %q", r.Range.Filename, r.Range.Start.Line, r.Name)))
	w.rules.WriteString(comment("rows = " + lang.Format(r.Rows)))
	w.rules.WriteString(rules + helpers.String())
}
