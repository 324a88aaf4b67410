package jestor

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang/convert"
	"portcullis/rego/scalar"
)

// rights are the keys of a table that give an action.
var rights = []struct{ key, action string }{
	{"can_create", "create"},
	{"can_edit", "update"},
	{"can_delete", "delete"},
	{"read_comment", "read_comments"},
	{"create_comment", "create_comments"},
	{"edit_comment", "edit_comments"},
	{"delete_comment", "delete_comments"},
	{"manage_structure", "manage_structure"},
}

// readTables reads which tables are seen, and what may be done with their rows.
func (p *profile) readTables(m *member) {
	if m.value.kind == '{' {
		for _, t := range m.value.members {
			p.readTable(t)
		}
		return
	}
	names, all, ok := m.value.names()
	if !ok {
		p.left(m.value, m.name, "it is neither \"*\" nor an object of tables: no table is enabled")
		return
	}
	view := convert.Rule{Kind: "table", Names: []string{"*"}, Actions: []string{"view"}, Rows: convert.True{}}
	if !all {
		names = slices.DeleteFunc(unique(names), func(name string) bool { return p.disabled("table", name) })
		view.Names = p.idents("table", names)
	}
	if !p.disabled("table", "*") && len(view.Names) > 0 {
		p.rule(view)
	}
	p.exact(m.value, m.name)
}

// readTable reads one table. A table that is disabled by name is denied by that.
func (p *profile) readTable(m *member) {
	if m.name == "*" {
		p.readEveryTable(m)
		return
	}
	if !sayable(m.name) {
		p.left(m.value, m.name, "a policy cannot write the name")
		return
	}
	if p.disabled("table", m.name) {
		p.exact(m.value, m.name+" (disabled)")
		return
	}
	t := p.table(m.name)
	if m.value.kind != '{' {
		p.denyTable(m, t, m.source(), "it is no object of rights")
		return
	}
	if m.value.key("*") != nil {
		p.readFull(m, t)
		return
	}
	rule := convert.Rule{Kind: "table", Names: []string{t.Name}, Actions: []string{"view"}, Rows: convert.True{}}
	structure := false
	var found []*member
	for _, part := range m.value.members {
		why := p.readPart(t, part, &rule, &structure)
		if why != "" {
			p.denyTable(m, t, part.source(), why)
			return
		}
		found = append(found, part)
	}
	for _, part := range found {
		p.exact(part.value, m.name+"."+part.name)
	}
	if len(m.value.members) == 0 {
		p.exact(m.value, m.name)
	}
	if !slices.Contains(rule.Actions, "create") && !slices.Contains(rule.Actions, "update") {
		rule.ReadOnly = nil
	}
	rule.ReadOnly = slices.DeleteFunc(rule.ReadOnly, func(f string) bool { return slices.Contains(rule.Hide, f) })
	p.rule(rule)
	if structure {
		p.rule(convert.Rule{Kind: "table", Names: []string{t.Name}, Actions: []string{"manage_structure"}, Rows: convert.True{}})
	}
}

// denyTable denies a table of which something is not understood.
func (p *profile) denyTable(m *member, t *convert.Table, source, why string) {
	p.narrowed(m.value, m.name, why+": the table is denied")
	p.rule(convert.Rule{
		Deny: true, Kind: "table", Names: []string{t.Name}, Narrowed: true,
		Comment: []string{"Not understood: " + source, strings.ToUpper(why[:1]) + why[1:] + ".", "In all: " + m.source()},
	})
}

// readPart reads one key of a table. It gives why it is not understood.
func (p *profile) readPart(t *convert.Table, m *member, rule *convert.Rule, structure *bool) (why string) {
	switch m.name {
	case "data":
		rule.Rows, why = p.filters(t, m.value)
		return why
	case "fields_excluded":
		rule.Hide, why = p.fieldNames(t, m)
		return why
	case "fields_readonly":
		rule.ReadOnly, why = p.fieldNames(t, m)
		return why
	}
	for _, r := range rights {
		if r.key != m.name {
			continue
		}
		is, ok := m.value.flag()
		switch {
		case !ok:
			return fmt.Sprintf("%q is neither 0 nor 1", m.name)
		case is && r.action == "manage_structure":
			*structure = true
		case is:
			rule.Actions = append(rule.Actions, r.action)
		}
		return ""
	}
	return fmt.Sprintf("a table has no key %q", m.name)
}

// fieldNames reads fields. The key of a row is always seen, and never changed.
func (p *profile) fieldNames(t *convert.Table, m *member) (fields []string, why string) {
	names, all, ok := m.value.names()
	if !ok || all || slices.ContainsFunc(names, func(name string) bool { return !sayable(name) }) {
		return nil, fmt.Sprintf("%q is no list of fields", m.name)
	}
	for _, name := range unique(names) {
		f := p.field(t, name)
		if f.Name == t.Key[0] {
			if m.name == "fields_excluded" {
				return nil, "the key of a row is visible wherever the row is"
			}
			continue
		}
		fields = append(fields, f.Name)
	}
	return fields, ""
}

// readFull reads {"*": "*"}, a table in full.
func (p *profile) readFull(m *member, t *convert.Table) {
	star := m.value.key("*")
	if !star.star() || len(m.value.members) > 1 {
		p.denyTable(m, t, m.source(), `"*" stands alone, with the value "*"`)
		return
	}
	p.rule(convert.Rule{Kind: "table", Names: []string{t.Name}, Actions: []string{"*"}, Rows: convert.True{}})
	p.exact(m.value, m.name)
}

// readEveryTable reads what is enabled of all tables.
func (p *profile) readEveryTable(m *member) {
	full := m.value.star() || m.value.kind == '{' && len(m.value.members) == 1 && m.value.key("*") != nil && m.value.key("*").star()
	rule := convert.Rule{Kind: "table", Names: []string{"*"}, Actions: []string{"view"}, Rows: convert.True{}}
	structure := false
	if full {
		rule.Actions = []string{"*"}
	} else {
		why := ""
		if m.value.kind != '{' {
			why = "it is no object of rights"
		}
		for _, part := range m.value.members {
			if part.name == "data" || strings.HasPrefix(part.name, "fields_") {
				why = fmt.Sprintf("%q of all tables is about fields that they need not have", part.name)
			} else if w := p.readPart(nil, part, &rule, &structure); w != "" {
				why = w
			}
		}
		if why != "" {
			p.narrowed(m.value, "*", why+": all tables are denied")
			p.rule(convert.Rule{
				Deny: true, Kind: "table", Names: []string{"*"}, Narrowed: true,
				Comment: []string{"Not understood: " + m.source(), strings.ToUpper(why[:1]) + why[1:] + "."},
			})
			return
		}
	}
	if structure {
		rule.Actions = append(rule.Actions, "manage_structure")
	}
	if !p.disabled("table", "*") {
		p.rule(rule)
	}
	p.exact(m.value, "*")
}

// filters reads conditions that must all hold.
func (p *profile) filters(t *convert.Table, n *node) (convert.Cond, string) {
	if n.star() {
		return convert.True{}, ""
	}
	if n.kind != '[' {
		return nil, `"data" is no list of filters`
	}
	var all []convert.Cond
	for _, f := range n.items {
		c, why := p.filter(t, f)
		if why != "" {
			return nil, why
		}
		all = append(all, c)
	}
	return convert.All(all...), ""
}

// filter reads one condition: a field, an operator and a value, or a reference to the
// person.
func (p *profile) filter(t *convert.Table, n *node) (convert.Cond, string) {
	if n.kind != '{' {
		return nil, "a filter is an object"
	}
	for _, m := range n.members {
		if !slices.Contains([]string{"field", "operator", "value", "reference"}, m.name) {
			return nil, fmt.Sprintf("a filter has no key %q", m.name)
		}
	}
	field, value, reference := n.key("field"), n.key("value"), n.key("reference")
	if field == nil {
		return nil, "a filter names a field"
	}
	name, ok := field.value.(string)
	if !ok || !sayable(name) {
		return nil, "a filter names a field"
	}
	f := p.field(t, name)
	column := convert.Column{Path: []string{f.Name}, Type: f.Type, Null: f.Name != t.Key[0] && !f.Required}
	op := "=="
	if o := n.key("operator"); o != nil {
		if op, ok = o.value.(string); !ok {
			return nil, "an operator is a text"
		}
	}
	switch {
	case (value == nil) == (reference == nil):
		return nil, "a filter has a value, or a reference"
	case reference != nil:
		if reference.value != "id_user" {
			return nil, fmt.Sprintf("nothing is known of the reference %s", reference.source)
		}
		return compared(op, column, convert.Person{Name: "id", Type: convert.Type{Kind: scalar.Number}})
	case value.kind == '[':
		return among(op, column, value)
	case value.kind == 'v' && value.value == nil && (op == "==" || op == "="):
		return convert.Null{X: column}, ""
	case value.kind == 'v' && value.value == nil && op == "!=":
		return convert.Not{Cond: convert.Null{X: column}}, ""
	}
	c, ok := convert.Constant(f.Type, value.value)
	if !ok {
		return nil, fmt.Sprintf("%s is no %s, as the field %q is taken to be", value.source, f.Type, name)
	}
	return compared(op, column, c)
}

func compared(op string, x convert.Column, y convert.Operand) (convert.Cond, string) {
	if op == "=" {
		op = "=="
	}
	switch op {
	case "==", "!=":
	case "<", "<=", ">", ">=":
		if !x.Type.Ordered() {
			return nil, fmt.Sprintf("values of type %s have no order", x.Type)
		}
	default:
		return nil, fmt.Sprintf("nothing is known of the operator %q", op)
	}
	if p, ok := y.(convert.Person); ok && !p.Type.Equal(x.Type) {
		return nil, fmt.Sprintf("the person's key is a number, and the field %s", x.Type)
	}
	return convert.Compare{Op: op, X: x, Y: y}, ""
}

// among reads a list of values.
func among(op string, x convert.Column, value *node) (convert.Cond, string) {
	in := convert.In{X: x}
	for _, item := range value.items {
		c, ok := convert.Constant(x.Type, item.value)
		if !ok {
			return nil, fmt.Sprintf("%s is no %s, as the field is taken to be", item.source, x.Type)
		}
		in.Values = append(in.Values, c)
	}
	switch strings.ReplaceAll(strings.ToLower(op), "_", " ") {
	case "in":
		return in, ""
	case "not in":
		return convert.Not{Cond: in}, ""
	default:
		return nil, fmt.Sprintf("nothing is known of the operator %q with a list", op)
	}
}

// section and tab are parts of default_tabs, as they were written.
type section struct {
	node      *node
	id, label string
	items     []tab
	problem   string
}

type tab struct {
	node                *node
	kind, object, label string
	as                  string
	problem             string
}

// sections reads default_tabs.
func sections(n *node) []section {
	var out []section
	if n.kind != '[' {
		return nil
	}
	for _, s := range n.items {
		sec := section{node: s}
		for _, m := range s.members {
			text, _ := m.value.name()
			switch {
			case m.name == "id":
				sec.id = text
			case m.name == "label":
				sec.label, _ = m.value.value.(string)
			case m.name == "items" && m.value.kind == '[':
				for _, i := range m.value.items {
					sec.items = append(sec.items, readTab(i))
				}
			default:
				sec.problem = fmt.Sprintf("a section has no key %q of this form", m.name)
			}
		}
		if sec.id == "" && sec.problem == "" {
			sec.problem = "a section has an id"
		}
		out = append(out, sec)
	}
	return out
}

// types are those of a menu's items: which kind of thing each shows, and how.
var types = map[string]struct{ kind, as string }{
	"object": {"table", ""}, "board": {"table", "board"}, "dashboard": {"dashboard", "dashboard"}, "page": {"page", "page"},
}

func readTab(n *node) tab {
	t := tab{node: n, kind: "table"}
	for _, m := range n.members {
		text, ok := m.value.name()
		switch {
		case m.name == "object" && ok && sayable(text):
			t.object = text
		case m.name == "label" && ok:
			t.label = text
		case m.name == "type" && types[text].kind != "":
			t.kind, t.as = types[text].kind, types[text].as
		default:
			t.problem = fmt.Sprintf("nothing is known of %s", m.source())
		}
	}
	if t.object == "" && t.problem == "" {
		t.problem = "an item names an object"
	}
	return t
}

// readMenu reads how the first screen is arranged.
func (p *profile) readMenu(m *member) {
	if m.value.kind != '[' {
		p.left(m.value, m.name, "it is no list of sections")
		return
	}
	seen := map[string]bool{}
	for _, s := range sections(m.value) {
		if s.problem != "" || seen[s.id] || !sayable(s.id) || s.id == "*" {
			if s.problem == "" {
				s.problem = "the section is there twice"
			}
			p.left(s.node, m.name, s.problem)
			continue
		}
		seen[s.id] = true
		out := convert.Section{Name: s.id, Label: s.label}
		for _, t := range s.items {
			item := convert.Item{Kind: t.kind, Name: t.object, Label: t.label, As: t.as}
			if t.problem == "" {
				item.Name = p.idents(t.kind, []string{t.object})[0]
			}
			if t.problem == "" && slices.ContainsFunc(out.Items, func(i convert.Item) bool { return i.Kind == item.Kind && i.Name == item.Name }) {
				t.problem = "the item is there twice"
			}
			if t.problem != "" {
				p.left(t.node, m.name, t.problem)
				continue
			}
			out.Items = append(out.Items, item)
			p.exact(t.node, m.name+" "+t.object)
		}
		if len(out.Items) > 0 {
			p.out.Menu = append(p.out.Menu, out)
		}
	}
}
