package regogen

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// logMaskRoot is where OPA looks for the policy that masks its decision logs. A
// bundle that has one has this root beside the portal's own.
const LogMaskRoot = "system/log"

// LogMask gives the modules that mask sensitive data in decision logs: the
// library's, the records that are known to it, and, outside of the portal, the
// rule that OPA asks for.
func (m *Model) LogMask() ([]bundle.ModuleFile, error) {
	functions, err := m.libraryFile(loggingLibrary)
	if err != nil {
		return nil, err
	}
	outside := NewModule("/"+LogMaskRoot+"/mask.rego", "system.log")
	outside.Imports["logging"] = true
	outside.Rules.WriteString(Comment("What OPA puts in place of sensitive data in decision logs; an agent of several portals"))
	outside.Rules.WriteString(Comment("has one of them say it, or a policy of its own that joins their masks."))
	outside.Rules.WriteString("mask := logging.mask\n\n")
	portal := m.Form.Portal
	return []bundle.ModuleFile{functions, m.recordsModule().File(portal), outside.File(portal)}, nil
}

// recordsModule writes what of records may be logged: the fields that are not
// sensitive, and the relations that a decision looks into.
func (m *Model) recordsModule() *Module {
	mod := NewModule(path.Join("logging", "records.rego"), "portal.logging.records")
	w := &recordWriter{Module: mod, numbers: map[string]int{}, lists: map[int]bool{}}
	fmt.Fprintf(&mod.Rules, "portal := %s\n\n", Text(m.Form.Portal))
	declared := func(name string, properties []form.Property) {
		known := SetOf(nil)
		for _, p := range properties {
			known = append(known, p.Name)
		}
		fmt.Fprintf(&mod.Rules, "%s := %s\n\n", name, Literal(known))
	}
	declared("user_properties", m.Form.UserProperties)
	declared("team_properties", m.Form.TeamProperties)
	var rows strings.Builder
	for _, r := range m.Form.Resources {
		if r.Table == nil {
			continue
		}
		var paths []string
		for action := range r.Modes {
			paths = append(paths, r.Needs(action)...)
		}
		slices.Sort(paths)
		n := w.record(newRecordTree(r.Table, slices.Compact(paths)))
		fmt.Fprintf(&rows, "row(%s, %s, value) := record_%d(value)\n\n", Text(string(r.Kind)), Text(r.Name), n)
	}
	if rows.Len() == 0 {
		rows.WriteString("row(_, _, _) := null if false\n\n")
	}
	mod.Rules.WriteString(rows.String())
	m.loggedPerson(w)
	return mod
}

// loggedPerson writes what of the person may be logged.
func (m *Model) loggedPerson(w *recordWriter) {
	loginHidden, personHidden, person := false, false, "person(_) := \"***\"\n\n"
	if users := m.Form.Users; users != nil {
		tree := newRecordTree(users.Table, m.Form.Needs())
		person = fmt.Sprintf("person(value) := record_%d(value)\n\n", w.record(tree))
		loginHidden, personHidden = users.Login.Sensitive != "", tree.sensitive()
	}
	w.Rules.WriteString(Comment("The person's row of the users table."))
	w.Rules.WriteString(person)
	w.Rules.WriteString(Comment("Whether the login is sensitive, and whether any cell of the person is."))
	fmt.Fprintf(&w.Rules, "login_hidden := %v\n\nperson_hidden := %v\n\n", loginHidden, personHidden)
}

// recordTree is a record with the relations that decisions look into.
type recordTree struct {
	table   *form.Table
	related []*relatedTree // in the order of names
}

type relatedTree struct {
	*form.Relation
	recordTree
}

// newRecordTree takes the paths that decisions look into, in order.
func newRecordTree(t *form.Table, paths []string) *recordTree {
	tree := &recordTree{table: t}
	for _, p := range paths {
		tree.add(strings.Split(p, "."))
	}
	return tree
}

func (r *recordTree) add(steps []string) {
	if len(steps) == 0 {
		return
	}
	i := slices.IndexFunc(r.table.Relations, func(rel *form.Relation) bool { return rel.Name == steps[0] })
	if i < 0 {
		return // a field
	}
	relation := r.table.Relations[i]
	if !relation.Many && slices.ContainsFunc(relation.Key, func(f *form.Field) bool { return f.Sensitive != "" }) {
		return // whose key tells the cell
	}
	j, found := slices.BinarySearchFunc(r.related, relation.Name, func(of *relatedTree, name string) int {
		return strings.Compare(of.Name, name)
	})
	if !found {
		r.related = slices.Insert(r.related, j, &relatedTree{relation, recordTree{table: relation.Target}})
	}
	r.related[j].add(steps[1:])
}

// sensitive reports whether any field of the record, or of what it is related
// to, is sensitive.
func (r *recordTree) sensitive() bool {
	return slices.ContainsFunc(r.table.Fields, func(f *form.Field) bool { return f.Sensitive != "" }) ||
		slices.ContainsFunc(r.related, func(of *relatedTree) bool { return of.sensitive() })
}

// recordWriter writes a function for each tree of records, that gives what of
// a value may be logged; trees that are alike share it.
type recordWriter struct {
	*Module
	numbers map[string]int // of trees, by what they have
	lists   map[int]bool   // those with a function for lists of them
}

// record writes the function of a tree, if there is none yet, and gives its number.
func (w *recordWriter) record(r *recordTree) int {
	known, names := SetOf(nil), []string{r.table.Name}
	for _, f := range r.table.Fields {
		if f.Sensitive == "" {
			known = append(known, f.Name)
		}
	}
	var related []string
	for _, of := range r.related {
		n := w.record(&of.recordTree)
		function := fmt.Sprintf("record_%d", n)
		if of.Many {
			function = w.list(n)
		}
		names = append(names, of.Name+"="+function)
		related = append(related, fmt.Sprintf("{%s: it | it := %s(%s)}", Text(of.Name), function, Dotted("value", of.Name)))
	}
	tree := strings.Join(names, " ")
	if n, ok := w.numbers[tree]; ok {
		return n
	}
	n := len(w.numbers) + 1
	w.numbers[tree] = n
	head := fmt.Sprintf("record_%d(value) := logging.shown(value, %s)", n, Literal(known))
	body := []string{"is_object(value)"}
	if len(related) > 0 {
		head = fmt.Sprintf("record_%d(value) := object.union(shown, related)", n)
		body = append(body, "shown := logging.shown(value, "+Literal(known)+")", "related := object.union_n("+bracketed("[", related, "]")+")")
	}
	w.Imports["logging"] = true
	w.Rules.WriteString(Comment(fmt.Sprintf("Of a record of %q.", r.table.Name)))
	w.Rules.WriteString(strings.TrimSuffix(Rule(head, body), "\n\n") + " else := logging.other(value)\n\n")
	return n
}

// list writes the function for lists of records, and gives its name.
func (w *recordWriter) list(n int) string {
	name := fmt.Sprintf("records_%d", n)
	if !w.lists[n] {
		w.lists[n] = true
		fmt.Fprintf(&w.Rules, "%s(value) := [record_%d(one) | some one in value] if {\nis_array(value)\n} else := logging.other(value)\n\n", name, n)
	}
	return name
}
