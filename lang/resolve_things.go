package lang

import (
	"fmt"
	"slices"
)

// thing is what a statement is about.
type thing struct {
	kind    StatementKind
	name    string
	at      label      // where the statement names it
	table   *tableInfo // of a table, report or form
	report  *Report
	form    *Form
	actions []string // that it has
	fields  []*Field // that a statement about it may name
}

// String names the thing in a message.
func (t *thing) String() string { return fmt.Sprintf("%s %q", t.kind, t.name) }

// things resolves the names of a statement, and reports whether all of them
// are known.
func (r *resolver) things(s *statementSyntax) (list []*thing, wildcard, known bool) {
	known = !s.incomplete
	wildcard = slices.ContainsFunc(s.labels, func(n label) bool { return n.text == "*" })
	if wildcard {
		if len(s.labels) > 1 {
			for _, n := range s.labels {
				if n.text != "*" {
					r.report(within(problem(n.at, "Name beside \"*\"", fmt.Sprintf("\"*\" stands for every %s already, %q among them.", s.kind, n.text)), s.header))
				}
			}
		}
		i := slices.IndexFunc(s.labels, func(n label) bool { return n.text == "*" })
		for _, name := range r.namesOf(s.kind) {
			if t := r.thing(s.kind, label{text: name, at: s.labels[i].at}); t != nil {
				list = append(list, t)
			} else {
				known = false
			}
		}
		return list, true, known
	}
	for _, n := range s.labels {
		if !r.exists(s.kind, n.text) {
			r.undeclaredThing(s, n)
			known = false
			continue
		}
		if t := r.thing(s.kind, n); t != nil {
			list = append(list, t)
		} else {
			known = false
		}
	}
	return list, false, known
}

// namesOf lists the declared things of a kind.
func (r *resolver) namesOf(kind StatementKind) []string {
	switch kind {
	case KindTable:
		return sortedKeys(r.tables)
	case KindReport:
		return sortedKeys(r.reports)
	case KindForm:
		return sortedKeys(r.forms)
	case KindPage, KindDashboard, KindChannel, KindCapability:
		return sortedKeys(r.components[kind])
	case KindMessage:
		return []string{"*"}
	}
	panic("lang: unknown kind of statement " + string(kind))
}

// exists reports whether a thing of the kind and name is declared.
func (r *resolver) exists(kind StatementKind, name string) bool {
	var ok bool
	switch kind {
	case KindTable:
		_, ok = r.tables[name]
	case KindReport:
		_, ok = r.reports[name]
	case KindForm:
		_, ok = r.forms[name]
	case KindPage, KindDashboard, KindChannel, KindCapability:
		_, ok = r.components[kind][name]
	case KindMessage:
		ok = name == "*"
	default:
		panic("lang: unknown kind of statement " + string(kind))
	}
	return ok
}

// undeclaredThing reports a name that no thing of the kind has, and says where
// it was found in another kind.
func (r *resolver) undeclaredThing(s *statementSyntax, n label) {
	if s.kind == KindMessage {
		r.report(within(problem(n.at, "Unknown name", fmt.Sprintf("Messages have the one name \"*\"; %q is none. Who may be written to is said by \"users\" and \"profiles\".", n.text)), s.header))
		return
	}
	if r.doc.mayDeclare(string(s.kind)) {
		return
	}
	for _, kind := range statementKinds {
		if kind != s.kind && kind != KindMessage && r.exists(kind, n.text) {
			r.report(within(problem(n.at, "Undeclared "+string(s.kind), fmt.Sprintf("%q is a %s: write %s %q %q.", n.text, kind, s.effect, string(kind), n.text)), s.header))
			return
		}
	}
	r.undeclared(string(s.kind), n, s.header, r.namesOf(s.kind))
}

// thing gives a declared thing; nil if a mistake in its declaration hides what
// it is.
func (r *resolver) thing(kind StatementKind, n label) *thing {
	t := &thing{kind: kind, name: n.text, at: n, actions: accessAction}
	switch kind {
	case KindTable:
		t.table = r.tables[n.text]
		t.actions, t.fields = t.table.Actions, t.table.Fields
	case KindReport:
		t.report = r.reports[n.text]
		if t.report.Table == nil {
			return nil
		}
		t.table = r.tables[t.report.Table.Name]
		t.actions, t.fields = reportActions, t.report.Fields
	case KindForm:
		t.form = r.forms[n.text]
		if t.form.Table == nil {
			return nil
		}
		t.table = r.tables[t.form.Table.Name]
		t.fields = t.form.Fields
	case KindChannel:
		t.actions = channelActions
	case KindPage, KindDashboard, KindCapability, KindMessage:
	}
	return t
}

// fieldOf gives the thing's field of a name. known is false where a mistake
// in the schema may have hidden it.
func (r *resolver) fieldOf(t *thing, name string) (f *Field, known bool) {
	for _, f := range t.fields {
		if f.Name == name {
			return f, true
		}
	}
	return nil, !t.table.incomplete && !r.spoiled.view(t.kind, t.name)
}

// noField says why a thing has no field of a name.
func (r *resolver) noField(t *thing, name string) string {
	if t.kind != KindTable {
		if t.table.fields[name] != nil {
			return fmt.Sprintf("The field %q of the table %q is not among those of the %s.", name, t.table.Name, t)
		}
		return fmt.Sprintf("The %s has no field %q.%s", t, name, didYouMean(name, fieldNames(t.fields)))
	}
	if rel := t.table.relations[name]; rel != nil {
		if !rel.Many && rel.Key != nil {
			return fmt.Sprintf("%q is a relation of %q, and no field. Did you mean %q, the field with its key?", name, t.name, rel.Key.Name)
		}
		return fmt.Sprintf("%q is a relation of %q, and no field.", name, t.name)
	}
	return fmt.Sprintf("The %s has no field %q.%s", t, name, didYouMean(name, fieldNames(t.fields)))
}
