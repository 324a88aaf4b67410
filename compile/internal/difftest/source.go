package difftest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// writer collects HCL.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// literal writes a JSON value as HCL.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case json.Number:
		return string(v)
	case string:
		return quoted(v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = literal(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		panic(fmt.Sprintf("difftest: no literal for %T", v))
	}
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "${", "$${", "%{", "%%{")

func quoted(s string) string { return `"` + escapes.Replace(s) + `"` }

func quotedList(names []string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = quoted(n)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func fieldNamesOf(fields []*Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return quotedList(names)
}

// keyText writes a key: the one field, or the list of several.
func keyText(key []*Field) string {
	if len(key) == 1 {
		return quoted(key[0].Name)
	}
	return fieldNamesOf(key)
}

func (t Type) String() string {
	switch t.Kind {
	case "enum":
		list := quotedList(t.Values)
		return "enum(" + list[1:len(list)-1] + ")"
	case "list":
		return "list(" + t.Elem.String() + ")"
	default:
		return t.Kind
	}
}

// write writes the portal down, drawing what is left to draw.
func (g *gen) write() {
	w := &writer{}
	g.writePortal(w)
	for _, t := range g.p.Tables {
		g.writeTable(w, t)
	}
	g.writeLocals(w)
	g.writeConditions(w)
	g.writeComponents(w)
	g.writeProfiles(w)
	g.writeTeams(w)
	g.p.Source = w.String()
}

func (g *gen) writePortal(w *writer) {
	w.line("portal %q {", g.p.Name)
	if g.p.Users != nil {
		w.line("  users = %q", g.p.Users.Name)
		w.line("  login = %q", g.p.Login.Name)
	}
	if g.p.Timezone != "" {
		w.line("  timezone = %q", g.p.Timezone)
	}
	writeProperties(w, "user", g.p.UserProperties)
	writeProperties(w, "team", g.p.TeamProperties)
	w.line("}")
}

func writeProperties(w *writer, of string, props []*Field) {
	if len(props) == 0 {
		return
	}
	w.line("  %s_properties = {", of)
	for _, f := range props {
		w.line("    %s = %s", f.Name, f.Type)
	}
	w.line("  }")
}

func (g *gen) writeTable(w *writer, t *Table) {
	w.line("table %q {", t.Name)
	if t.Source != "" {
		w.line("  source = %s", quoted(t.Source))
	}
	if len(t.Key) > 1 || t.Key[0].Name != "id" {
		w.line("  key = %s", keyText(t.Key))
	}
	if t.Owner != nil {
		w.line("  owner = %q", t.Owner.Name)
	}
	for _, f := range t.Fields {
		w.line("  field %q {", f.Name)
		w.line("    type = %s", f.Type)
		if f.Column != "" {
			w.line("    column = %s", quoted(f.Column))
		}
		if f.Required {
			w.line("    required = true")
		}
		if f.Default != "" {
			w.line("    default = %s", f.Default)
		}
		if f.Generated {
			w.line("    generated = true")
		}
		if f.Sensitive != "" {
			w.line("    sensitive = %q", f.Sensitive)
		}
		w.line("  }")
	}
	for _, r := range t.Rels {
		kind := "belongs_to"
		if r.Many {
			kind = "has_many"
		}
		w.line("  %s %q {", kind, r.Name)
		w.line("    table = %q", r.Target.Name)
		w.line("    key = %s", keyText(r.Key))
		w.line("  }")
	}
	w.line("}")
	for _, a := range t.Actions {
		w.line("action %q {\n  tables = [%q]\n}", a, t.Name)
	}
}

func (g *gen) writeLocals(w *writer) {
	if !g.chance(40) {
		return
	}
	w.line("locals {")
	for i := range 1 + g.below(3) {
		l := constant{name: fmt.Sprintf("c%d", i), typ: g.anyType()}
		if l.typ.Kind == "json" || l.typ.Kind == "list" && g.chance(30) {
			l.typ = Type{Kind: "list", Elem: &Type{Kind: "string"}}
		}
		g.p.locals = append(g.p.locals, l)
		w.line("  %s = %s", l.name, g.constant(l.typ))
	}
	w.line("}")
}

// constant writes a constant of a type, a list with a value at least, from which
// its type can be told.
func (g *gen) constant(t Type) string {
	if t.Kind == "json" {
		return "null"
	}
	v := g.value(t)
	if list, ok := v.([]any); ok && !slices.ContainsFunc(list, func(e any) bool { return e != nil }) {
		v = append(list, g.value(*t.Elem))
	}
	return literal(v)
}

func (g *gen) writeConditions(w *writer) {
	for i, t := range g.p.Tables {
		if !g.chance(30) {
			continue
		}
		n := named{name: fmt.Sprintf("k%d", i), table: t}
		w.line("condition %q {", n.name)
		w.line("  table = %q", t.Name)
		g.naming = true
		w.line("  when = %s", g.condition(scope{row: t}, 2))
		g.naming = false
		w.line("}")
		g.p.conditions = append(g.p.conditions, n)
	}
}

func (g *gen) writeComponents(w *writer) {
	for _, r := range g.p.Reports {
		w.line("report %q {", r.Name)
		w.line("  table = %q", r.Table.Name)
		if g.chance(70) {
			w.line("  rows = %s", g.condition(scope{row: r.Table}, 1))
		}
		w.line("  fields = %s", fieldNamesOf(r.Fields))
		w.line("}")
	}
	for _, f := range g.p.Forms {
		w.line("form %s {", quoted(f.Name))
		w.line("  table = %q", f.Table.Name)
		w.line("  fields = %s", fieldNamesOf(f.Fields))
		w.line("}")
	}
	for _, kind := range g.p.Components {
		if len(kind.names) > 0 {
			list := make([]string, len(kind.names))
			for i, n := range kind.names {
				list[i] = quoted(n)
			}
			w.line("%s %s {}", kind.kind, strings.Join(list, " "))
		}
	}
}

// componentKind is a kind of components, and the names that are declared of it.
type componentKind struct {
	kind  form.ResourceKind
	names []string
}
