package check

import (
	"fmt"
	"slices"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// thing is what a statement is about.
type thing struct {
	kind    policy.StatementKind
	name    string
	at      syntax.Label // where the statement names it
	table   *tableInfo   // of a table, report or form
	report  *policy.Report
	form    *policy.Form
	actions []string        // that it has
	fields  []*policy.Field // that a statement about it may name
}

// String names the thing in a message.
func (t *thing) String() string { return fmt.Sprintf("%s %q", t.kind, t.name) }

// things resolves the names of a statement, and reports whether all of them
// are known.
func (r *resolver) things(s *syntax.StatementSyntax) (list []*thing, wildcard, known bool) {
	known = !s.Incomplete
	wildcard = slices.ContainsFunc(s.Labels, func(n syntax.Label) bool { return n.Text == "*" })
	if wildcard {
		if len(s.Labels) > 1 {
			for _, n := range s.Labels {
				if n.Text != "*" {
					r.report(diag.Within(diag.Problem(n.At, "Name beside \"*\"", fmt.Sprintf("\"*\" stands for every %s already, %q among them.", s.Kind, n.Text)), s.Header))
				}
			}
		}
		i := slices.IndexFunc(s.Labels, func(n syntax.Label) bool { return n.Text == "*" })
		for _, name := range r.namesOf(s.Kind) {
			if t := r.thing(s.Kind, syntax.Label{Text: name, At: s.Labels[i].At}); t != nil {
				list = append(list, t)
			} else {
				known = false
			}
		}
		return list, true, known
	}
	for _, n := range s.Labels {
		if !r.exists(s.Kind, n.Text) {
			r.undeclaredThing(s, n)
			known = false
			continue
		}
		r.noteThing(s.Kind, n)
		if t := r.thing(s.Kind, n); t != nil {
			list = append(list, t)
		} else {
			known = false
		}
	}
	return list, false, known
}

// namesOf lists the declared things of a kind.
func (r *resolver) namesOf(kind policy.StatementKind) []string {
	switch kind {
	case policy.KindTable:
		return sortedKeys(r.tables)
	case policy.KindReport:
		return sortedKeys(r.reports)
	case policy.KindForm:
		return sortedKeys(r.forms)
	case policy.KindMessage:
		return []string{"*"}
	default:
		return sortedKeys(r.components[kind])
	}
}

// exists reports whether a thing of the kind and name is declared.
func (r *resolver) exists(kind policy.StatementKind, name string) bool {
	var ok bool
	switch kind {
	case policy.KindTable:
		_, ok = r.tables[name]
	case policy.KindReport:
		_, ok = r.reports[name]
	case policy.KindForm:
		_, ok = r.forms[name]
	case policy.KindMessage:
		ok = name == "*"
	default:
		_, ok = r.components[kind][name]
	}
	return ok
}

// noteThing notes that a declared thing is named.
func (r *resolver) noteThing(kind policy.StatementKind, n syntax.Label) {
	switch kind {
	case policy.KindTable:
		r.policy.Uses.Note(n.At, n.Text, r.tables[n.Text].Table)
	case policy.KindReport:
		r.policy.Uses.Note(n.At, n.Text, r.reports[n.Text])
	case policy.KindForm:
		r.policy.Uses.Note(n.At, n.Text, r.forms[n.Text])
	case policy.KindMessage:
	default:
		r.policy.Uses.Note(n.At, n.Text, r.components[kind][n.Text])
	}
}

// undeclaredThing reports a name that no thing of the kind has, and says where
// it was found in another kind.
func (r *resolver) undeclaredThing(s *syntax.StatementSyntax, n syntax.Label) {
	if s.Kind == policy.KindMessage {
		r.report(diag.Within(diag.Problem(n.At, "Unknown name", fmt.Sprintf("Messages have the one name \"*\"; %q is none. Who may be written to is said by \"users\" and \"profiles\".", n.Text)), s.Header))
		return
	}
	if r.mayDeclare(string(s.Kind)) {
		return
	}
	for _, kind := range syntax.StatementKinds {
		if kind != s.Kind && kind != policy.KindMessage && r.exists(kind, n.Text) {
			instead := fmt.Sprintf("%s %q %q", s.Effect, string(kind), n.Text)
			d := diag.Problem(n.At, "Undeclared "+string(s.Kind), fmt.Sprintf("%q is a %s: write %s.", n.Text, kind, instead))
			if len(s.Labels) == 1 {
				d.Extra = &diag.Instead{At: s.Header, Text: instead}
			}
			r.report(diag.Within(d, s.Header))
			return
		}
	}
	r.undeclared(string(s.Kind), n, s.Header, r.namesOf(s.Kind))
}

// thing gives a declared thing; nil if a mistake in its declaration hides what
// it is.
func (r *resolver) thing(kind policy.StatementKind, n syntax.Label) *thing {
	t := &thing{kind: kind, name: n.Text, at: n, actions: otherActions[kind]}
	switch kind {
	case policy.KindTable:
		t.table = r.tables[n.Text]
		t.actions, t.fields = t.table.Actions, t.table.Fields
	case policy.KindReport:
		t.report = r.reports[n.Text]
		if t.report.Table == nil {
			return nil
		}
		t.table = r.tables[t.report.Table.Name]
		t.fields = t.report.Fields
	case policy.KindForm:
		t.form = r.forms[n.Text]
		if t.form.Table == nil {
			return nil
		}
		t.table = r.tables[t.form.Table.Name]
		t.fields = t.form.Fields
	default: // is a name alone
	}
	return t
}

// fieldOf gives the thing's field of a name. known is false where a mistake
// in the schema may have hidden it.
func (r *resolver) fieldOf(t *thing, name string) (f *policy.Field, known bool) {
	for _, f := range t.fields {
		if f.Name == name {
			return f, true
		}
	}
	return nil, !t.table.incomplete && !r.spoiled.view(t.kind, t.name)
}

// noField says why a thing has no field of a name.
func (r *resolver) noField(t *thing, name string) string {
	if t.kind != policy.KindTable {
		if t.table.fields[name] != nil {
			return fmt.Sprintf("The field %q of the table %q is not among those of the %s.", name, t.table.Name, t)
		}
		return fmt.Sprintf("The %s has no field %q.%s", t, name, diag.DidYouMean(name, FieldNames(t.fields)))
	}
	if rel := t.table.relations[name]; rel != nil {
		if !rel.Many && rel.Key != nil {
			return fmt.Sprintf("%q is a relation of %q, and no field.%s", name, t.name, holdsItsKey(rel))
		}
		return fmt.Sprintf("%q is a relation of %q, and no field.", name, t.name)
	}
	return fmt.Sprintf("The %s has no field %q.%s", t, name, diag.DidYouMean(name, FieldNames(t.fields)))
}
