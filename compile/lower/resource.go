package lower

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego/form"
)

// resources gives for each name that a statement can have the resources that
// the statement bears on: a table's also bear on its reports and forms.
type resources map[resourceKey][]*form.Resource

type resourceKey struct {
	kind form.ResourceKind
	name string
}

// addResources makes a resource of everything declared.
func (l *Policy) addResources() resources {
	p, byName := l.policy, resources{}
	add := func(r *form.Resource) *form.Resource {
		l.Form.Resources = append(l.Form.Resources, r)
		on := resourceKey{r.Kind, r.Name}
		byName[on] = append(byName[on], r)
		if r.Table != nil && r.Kind != form.KindTable {
			of := resourceKey{form.KindTable, r.Table.Name}
			byName[of] = append(byName[of], r)
		}
		return r
	}
	for _, t := range p.Tables {
		add(&form.Resource{
			Kind: form.KindTable, Name: t.Name, Table: l.tables[t], Fields: l.fieldsOf(t.Fields), Modes: form.Modes(form.KindTable, t.Actions...),
		})
	}
	for _, r := range p.Reports {
		of := add(&form.Resource{
			Kind: form.KindReport, Name: r.Name, Table: l.tables[r.Table], Fields: l.fieldsOf(r.Fields),
			Modes: form.Modes(form.KindReport),
		})
		if r.Rows != nil {
			of.Rows = l.Proven(r.Rows, true)
		}
		l.Reports[of] = Report{fmt.Sprintf("%s:%d", r.Range.Filename, r.Range.Start.Line), r.Rows}
	}
	for _, f := range p.Forms {
		add(&form.Resource{
			Kind: form.KindForm, Name: f.Name, Table: l.tables[f.Table], Fields: l.fieldsOf(f.Fields),
			Modes: form.Modes(form.KindForm),
		})
	}
	component := func(kind form.ResourceKind, name string) {
		add(&form.Resource{Kind: kind, Name: name, Fields: []*form.Field{}, Modes: form.Modes(kind)})
	}
	for _, kind := range form.Components() {
		for _, c := range p.Components[kind] {
			component(kind, c.Name)
		}
	}
	component(form.KindMessage, "*")
	return byName
}

func partOf(s *lang.Statement, t *lang.Target) form.Part {
	switch {
	case s.Effect == lang.Allow:
		return form.Permits
	case t.Partial:
		return form.Locks
	case t.Check != nil:
		return form.Demands
	default:
		return form.Refuses
	}
}

// actionsOn gives the actions of the resource that a statement is about.
func actionsOn(r *form.Resource, c *form.Clause, part form.Part, s *lang.Statement, t *lang.Target) []string {
	actions := t.Actions
	switch kind := form.ResourceKind(s.Kind); {
	case kind != r.Kind && s.Effect == lang.Allow: // a table's statement, on its report or form
		return nil
	case kind != r.Kind && r.Kind == form.KindForm:
		if !slices.Contains(actions, "create") {
			return nil
		}
		actions = []string{"access"}
	case kind == r.Kind && !kind.Named():
		actions = []string{"access"}
	}
	return slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return !heeds(r, part, a, c) })
}

// heeds reports whether an action of the resource is concerned by a part of a
// statement.
func heeds(r *form.Resource, part form.Part, action string, c *form.Clause) bool {
	mode, has := r.Modes[action]
	if !has {
		return false
	}
	switch part {
	case form.Locks:
		return action == "view" || mode.Writes()
	case form.Demands:
		return mode.Writes()
	default:
		return mode != form.Standing || c.Rowless
	}
}

// sortByTable puts clauses in the order of their tables' names.
func sortByTable(clauses []*form.Clause) {
	name := func(c *form.Clause) string {
		if c.Table == nil {
			return ""
		}
		return c.Table.Name
	}
	slices.SortStableFunc(clauses, func(a, b *form.Clause) int { return strings.Compare(name(a), name(b)) })
}
