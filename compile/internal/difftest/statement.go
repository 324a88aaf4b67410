package difftest

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

var (
	rowActions    = form.Actions(form.KindTable)
	reportActions = form.Actions(form.KindReport)
)

// about is what a statement on tables, reports or a form is about: what its
// things have in common.
type about struct {
	kind    string
	labels  []string
	table   *Table   // of conditions; nil where the things are of several tables
	fields  []*Field // that all have
	key     []string // the names of keys
	actions []string
	owned   bool
}

func (g *gen) statement(w *writer) {
	effect := "allow"
	if g.chance(25) {
		effect = "deny"
	}
	n := g.below(20)
	if g.rowwise && n >= 15 {
		n = 0
	}
	switch {
	case n < 13:
		g.rowStatement(w, effect, g.aboutTables())
	case n < 15 && len(g.p.Reports) > 0:
		r := pick(g, g.p.Reports)
		g.rowStatement(w, effect, about{
			kind: "report", labels: []string{r.Name}, table: r.Table, fields: r.Fields, key: r.Table.keyNames(),
			actions: reportActions, owned: r.Table.Owner != nil,
		})
	case n < 17 && len(g.p.Forms) > 0:
		f := pick(g, g.p.Forms)
		g.rowStatement(w, effect, about{
			kind: "form", labels: []string{f.Name}, table: f.Table, fields: f.Fields, key: f.Table.keyNames(),
			actions: []string{"create"},
		})
	case n < 18:
		g.messageStatement(w, effect)
	default:
		g.componentStatement(w, effect)
	}
}

func (g *gen) aboutTables() about {
	tables := []*Table{pick(g, g.p.Tables)}
	a := about{kind: "table", labels: []string{tables[0].Name}, table: tables[0]}
	if len(g.p.Tables) > 1 && g.chance(20) {
		tables = some(g, g.p.Tables, 60)
		if len(tables) == 0 || g.chance(40) {
			tables = g.p.Tables
		}
		a.labels, a.table = nil, nil
		for _, t := range tables {
			a.labels = append(a.labels, t.Name)
		}
		if len(tables) == len(g.p.Tables) {
			a.labels = []string{"*"}
		}
	}
	a.owned = true
	a.actions = slices.Clone(rowActions)
	for _, f := range tables[0].Fields {
		if !slices.ContainsFunc(tables, func(t *Table) bool { return !t.has(f) }) {
			a.fields = append(a.fields, f)
		}
	}
	for i, t := range tables {
		a.key = append(a.key, t.keyNames()...)
		a.owned = a.owned && t.Owner != nil
		if i == 0 {
			a.actions = append(a.actions, t.Actions...)
		}
	}
	return a
}

// has reports whether a table has a field of the name and type, sensitive alike.
func (t *Table) has(f *Field) bool {
	return slices.ContainsFunc(t.Fields, func(o *Field) bool { return o.Name == f.Name && o.Type.equal(f.Type) })
}

func (t *Table) keyNames() []string {
	var names []string
	for _, f := range t.Key {
		names = append(names, f.Name)
	}
	return names
}

// rowStatement writes a statement on tables, a report or a form.
func (g *gen) rowStatement(w *writer, effect string, a about) {
	labels := quotedList(a.labels)
	w.line("  %s %q %s {", effect, a.kind, strings.ReplaceAll(labels[1:len(labels)-1], ", ", " "))
	actions := g.actionsOf(w, effect, a)
	a.actions = actions
	s := scope{row: a.table, own: a.owned && a.table != nil}
	rowless := len(actions) == 1 && actions[0] == "manage_structure"
	switch {
	case a.kind == "form":
	case rowless && effect == "allow":
		w.line("    rows = all")
	case !rowless && (effect == "allow" || g.chance(60)):
		w.line("    rows = %s", g.rows(s, a))
	}
	uses := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(actions, n) })
	}
	writes := uses("create", "update", "import")
	switch {
	case effect == "deny" && g.chance(40) && (writes || uses("view")):
		if fields := g.fieldsOf(a, uses("view")); len(fields) > 0 {
			w.line("    fields = %s", fieldNamesOf(fields))
		}
	case effect == "deny":
		if writes && g.chance(40) {
			g.check(w, a)
		}
	case writes || uses("view"):
		g.fieldAttributes(w, a, writes, uses("view"))
	}
	g.whenAndMessage(w)
	w.line("  }")
}

// actionsOf draws and writes the actions of a statement.
func (g *gen) actionsOf(w *writer, effect string, a about) []string {
	if a.kind == "form" || (effect == "deny" && g.chance(30)) {
		return a.actions
	}
	if g.chance(12) {
		w.line("    actions = [\"*\"]")
		return a.actions
	}
	actions := some(g, a.actions, 20)
	if len(actions) == 0 || g.chance(40) || g.rowwise && g.chance(60) {
		actions = pick(g, [][]string{{"view"}, {"view", "update"}, {"update"}, {"view", "export"}})
	}
	w.line("    actions = %s", quotedList(actions))
	return actions
}

func (g *gen) rows(s scope, a about) string {
	n := g.below(10)
	if g.rowwise {
		n += 3
	}
	switch {
	case n < 4:
		return "all"
	case n < 6 && a.owned:
		return "own"
	default:
		return g.condition(s, 2)
	}
}

// fieldsOf draws some fields, without the key where it may not be named.
func (g *gen) fieldsOf(a about, withoutKey bool) []*Field {
	fields := some(g, a.fields, 40)
	if withoutKey {
		fields = slices.DeleteFunc(fields, func(f *Field) bool { return slices.Contains(a.key, f.Name) })
	}
	return fields
}

// fieldAttributes writes what an allow says of fields.
func (g *gen) fieldAttributes(w *writer, a about, writes, views bool) {
	covered := a.fields
	switch g.below(5) {
	case 0, 1:
		if fields := some(g, a.fields, 60); len(fields) > 0 {
			covered = fields
			w.line("    fields = %s", fieldNamesOf(fields))
		}
	case 2:
		if hidden := g.fieldsOf(a, true); len(hidden) > 0 && a.table != nil {
			covered = slices.DeleteFunc(slices.Clone(a.fields), func(f *Field) bool { return slices.Contains(hidden, f) })
			w.line("    hide = %s", fieldNamesOf(hidden))
		}
	}
	plain := slices.DeleteFunc(slices.Clone(covered), func(f *Field) bool { return slices.Contains(a.key, f.Name) })
	if views && a.kind != "form" && g.chance(50) {
		g.masks(w, some(g, plain, 60))
	}
	if !writes {
		return
	}
	if readOnly := some(g, plain, 25); len(readOnly) > 0 && g.chance(40) {
		w.line("    read_only = %s", fieldNamesOf(readOnly))
	}
	if g.chance(40) {
		g.check(w, a)
	}
	if g.chance(35) && a.table != nil {
		g.sets(w, a)
	}
}

func (g *gen) masks(w *writer, fields []*Field) {
	if len(fields) == 0 {
		return
	}
	w.line("    mask = {")
	for _, f := range fields {
		mask := g.constant(f.Type)
		switch {
		case g.chance(25):
			mask = "null"
		case len(piecesOf(f.Type)) > 0 && g.chance(50):
			mask = pick(g, piecesOf(f.Type))
		case f.Type.Kind == "enum" && g.chance(40):
			mask = quoted("•••")
		}
		w.line("      %s = %s", f.Name, mask)
	}
	w.line("    }")
}

// check writes a condition of `new`, and of `row` at times.
func (g *gen) check(w *writer, a about) {
	s := scope{new: a.table}
	if a.kind != "form" && g.chance(50) {
		s.row = a.table
	}
	w.line("    check = %s", g.condition(s, 1))
}

func (g *gen) sets(w *writer, a about) {
	fields := some(g, a.fields, 30)
	updates := slices.Contains(a.actions, "update") // which never change the key
	fields = slices.DeleteFunc(fields, func(f *Field) bool { return updates && a.table.isKey(f) || f.Type.Kind == "json" })
	if len(fields) == 0 {
		return
	}
	w.line("    set = {")
	for _, f := range fields {
		value := g.constantOf(scope{}, f.Type)
		if g.chance(50) {
			value = g.operand(scope{}, f.Type, 1)
		}
		w.line("      %s = %s", f.Name, value)
	}
	w.line("    }")
}

func (g *gen) whenAndMessage(w *writer) {
	if g.chance(20) {
		w.line("    when = %s", g.condition(scope{}, 1))
	}
	if g.chance(35) {
		w.line("    message = %s", quoted(fmt.Sprintf("No: %d \"%s\"", g.below(100), "${x}")))
	}
}

func (g *gen) messageStatement(w *writer, effect string) {
	w.line("  %s \"message\" \"*\" {", effect)
	if g.p.Users != nil && g.chance(50) {
		// Each once: of one value's spellings the first.
		users := some(g, g.p.Users.Key[0].Type.values()[:4], 40)
		w.line("    users = %s", literal(users))
	}
	if profiles := some(g, g.p.Profiles, 40); len(profiles) > 0 && g.chance(60) {
		w.line("    profiles = %s", quotedList(profiles))
	}
	g.whenAndMessage(w)
	w.line("  }")
}

func (g *gen) componentStatement(w *writer, effect string) {
	var kinds []componentKind
	for _, k := range g.p.Components {
		if len(k.names) > 0 {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == 0 {
		return
	}
	k := pick(g, kinds)
	name := quoted(pick(g, k.names))
	if several := some(g, k.names, 60); len(several) > 1 && g.chance(30) {
		name = strings.ReplaceAll(strings.Trim(quotedList(several), "[]"), ", ", " ")
	}
	if g.chance(30) {
		name = `"*"`
	}
	w.line("  %s %q %s {", effect, k.kind, name)
	if k.kind.Named() && (effect == "allow" || g.chance(50)) {
		has := form.Actions(k.kind)
		w.line("    actions = %s", quotedList(pick(g, [][]string{has[:1], has, {"*"}, has[len(has)-1:]})))
	}
	g.whenAndMessage(w)
	w.line("  }")
}
