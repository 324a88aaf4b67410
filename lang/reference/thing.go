package reference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

// thing is what a request is about.
type thing struct {
	kind   lang.StatementKind
	name   string
	table  *lang.Table  // of tables, reports and forms
	report *lang.Report // of reports
	fields []*lang.Field
}

var (
	reportActions = []string{"delete", "export", "import", "print", "update", "view"}
	accessAction  = []string{"access"}
)

// components are the kinds of things that are "declared before they are granted" by
// their names alone: their actions, and what `access` has them under.
var components = map[lang.StatementKind]struct {
	actions []string
	under   string
}{
	"page":       {accessAction, "pages"},
	"dashboard":  {accessAction, "dashboards"},
	"capability": {accessAction, "capabilities"},
	"channel":    {[]string{"post", "read"}, "channels"},
}

// findThing looks up what a request names, and the actions that it has.
func findThing(p *lang.Policy, kind, name string) (thing, []string, bool) {
	t := thing{kind: lang.StatementKind(kind), name: name}
	switch t.kind {
	case lang.KindTable:
		for _, table := range p.Tables {
			if table.Name == name {
				t.table, t.fields = table, table.Fields
				return t, table.Actions, true
			}
		}
	case lang.KindReport:
		for _, report := range p.Reports {
			if report.Name == name {
				t.table, t.report, t.fields = report.Table, report, report.Fields
				return t, reportActions, true
			}
		}
	case lang.KindForm:
		for _, form := range p.Forms {
			if form.Name == name {
				t.table, t.fields = form.Table, form.Fields
				return t, accessAction, true
			}
		}
	case lang.KindMessage:
		return t, accessAction, name == "*"
	}
	of, known := components[t.kind]
	known = known && slices.ContainsFunc(p.Components[t.kind], func(c *lang.Component) bool { return c.Name == name })
	return t, of.actions, known
}

// rule is a statement about one of the things that it names.
type rule struct {
	*lang.Statement
	*lang.Target
}

func (r rule) covers(f *lang.Field) bool {
	return slices.ContainsFunc(r.Fields, func(u lang.FieldUse) bool { return u.Field == f })
}

func (r rule) names(f *lang.Field) bool {
	return slices.ContainsFunc(r.Fields, func(u lang.FieldUse) bool { return u.Field == f && u.Named })
}

func (r rule) keepsReadOnly(f *lang.Field) bool { return slices.Contains(r.ReadOnly, f) }

func (r rule) mask(f *lang.Field) (lang.Mask, bool) {
	for _, m := range r.Masks {
		if m.Field == f {
			return m, true
		}
	}
	return lang.Mask{}, false
}

// aboutFields reports whether a deny with `fields` bears on an action: it "hides
// these fields (for `view`) or makes them read-only (for writes)".
func aboutFields(kind lang.StatementKind, action string) bool {
	return kind == lang.KindForm || slices.Contains([]string{"view", "create", "update", "import"}, action)
}

// rules gives a person's statements of an effect about a thing and an action,
// by file name and line. "All their statements count together."
func rules(p *lang.Policy, who *person, effect lang.Effect, kind lang.StatementKind, name, action string) []rule {
	var found []rule
	for _, s := range p.Statements {
		if s.Effect != effect || s.Kind != kind || !slices.Contains(who.profiles, s.Profile) {
			continue
		}
		for i := range s.Targets {
			t := &s.Targets[i]
			bears := t.Name == name && slices.Contains(t.Actions, action) && (!t.Partial || aboutFields(kind, action))
			if bears {
				found = append(found, rule{s, t})
			}
		}
	}
	return inFileOrder(found)
}

// allows gives the allows of a thing. "A report is granted by its own
// statements, not by its table's", a form likewise.
func allows(p *lang.Policy, who *person, t thing, action string) []rule {
	found := rules(p, who, lang.Allow, t.kind, t.name, action)
	return slices.DeleteFunc(found, func(r rule) bool { return !heeded(r, action) })
}

// heeded is "`manage_structure` has none [no row] at all, and heeds only an
// `allow` with `rows = all` and a `deny` without `rows` or `fields`"; a deny
// with `check` is about a `new`, and there is none.
func heeded(r rule, action string) bool {
	about := r.Effect == lang.Allow || (!r.Partial && r.Check == nil)
	return action != "manage_structure" || (r.allRows() && about)
}

// allRows reports whether a statement is about all rows: without `rows`, or
// with a constant that is true.
func (r rule) allRows() bool {
	constant, ok := r.Rows.(*lang.Const)
	return r.Rows == nil || (ok && constant.Value)
}

// denies gives the denies of a thing: of a report, "every `deny` of the table
// counts too"; of a form, "every `deny` of its table for `create`".
func denies(p *lang.Policy, who *person, t thing, action string) []rule {
	found := rules(p, who, lang.Deny, t.kind, t.name, action)
	switch t.kind {
	case lang.KindReport:
		found = append(found, rules(p, who, lang.Deny, lang.KindTable, t.table.Name, action)...)
	case lang.KindForm:
		found = append(found, rules(p, who, lang.Deny, lang.KindTable, t.table.Name, "create")...)
	}
	found = slices.DeleteFunc(found, func(r rule) bool { return !heeded(r, action) })
	return inFileOrder(found)
}

func inFileOrder(found []rule) []rule {
	slices.SortStableFunc(found, func(a, b rule) int {
		return cmp.Or(compareText(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return found
}

// place is how `because` names a statement.
func place(s *lang.Statement) string { return fmt.Sprintf("%s:%d", s.File, s.Line) }
