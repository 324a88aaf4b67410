package enginetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"portcullis/compile/internal/difftest"
	"portcullis/lang"
)

// A question with its world is written as JSON, which can be made smaller
// without knowing what it says, and read back as far as it still makes sense.

// asJSON writes a question and the rows that it was asked of.
func asJSON(w *world, q question) map[string]any {
	tables := map[string]any{}
	for t, rows := range w.rows {
		list := make([]any, len(rows))
		for i, row := range rows {
			list[i] = row
		}
		tables[t.Name] = list
	}
	person := input(q.asker.User)
	if q.asker.key != nil {
		person["key"] = q.asker.key
	}
	return map[string]any{"tables": tables, "kind": q.kind, "name": q.name, "action": q.action, "now": q.now, "person": person}
}

// fromJSON reads a question and its rows; nil where they make no sense.
func fromJSON(p *lang.Policy, x any) (*world, question) {
	in, _ := x.(map[string]any)
	tables, _ := in["tables"].(map[string]any)
	person, _ := in["person"].(map[string]any)
	q := question{kind: textOf(in["kind"]), name: textOf(in["name"]), action: textOf(in["action"]), now: textOf(in["now"])}
	if person == nil || q.now == "" {
		return nil, q
	}
	q.asker.key = person["key"]
	u := &q.asker.User
	u.Login, u.Team = person["login"], textOf(person["team"])
	u.Profiles, u.TeamProfiles = textsOf(person["profiles"]), textsOf(person["team_profiles"])
	u.Properties, _ = person["properties"].(map[string]any)
	u.TeamProperties, _ = person["team_properties"].(map[string]any)
	return newWorld(p, tables), q
}

func textOf(x any) string {
	s, _ := x.(string)
	return s
}

func textsOf(x any) []string {
	list, ok := x.([]any)
	if !ok {
		return nil
	}
	names := []string{}
	for _, e := range list {
		names = append(names, textOf(e))
	}
	return names
}

// report makes a difference smaller, and writes it as a policy with its test.
func (b *bench) report(p *portal, w *world, q question, diff string) string {
	defer func(each int) { b.filterEach = each }(b.filterEach)
	b.filterEach = 1
	opened := map[string]*portal{p.source: p}
	again := func(source string, x any) string {
		at, known := opened[source]
		if !known {
			clear(opened)
			if load(source) == nil {
				return "" // cut too much
			}
			var err error
			if at, err = open(source); err != nil {
				return err.Error()
			}
			opened[source] = at
		}
		return b.repeat(at, x)
	}
	source, x := difftest.Minimize(p.source, asJSON(w, q), *shrink, func(source string, x any) bool { return again(source, x) != "" })
	if smaller := again(source, x); smaller != "" {
		diff = smaller
	}
	text := "# " + strings.ReplaceAll(diff, "\n", "\n# ") + "\n\n"
	formatted, diags := lang.FormatSource("p.portal.hcl", []byte(source))
	if diags.HasErrors() {
		formatted = []byte(source)
	}
	text += "# p.portal.hcl\n" + string(formatted)
	if at := opened[source]; at != nil {
		text += "\n# p.test.hcl\n"
		if w, q := fromJSON(at.policy, x); !sayable(at, w, q) {
			text += "# A test cannot quite say what was asked, which is below.\n"
		}
		text += at.test(x)
	}
	return text + "\n# as asked: " + jsonText(x) + "\n"
}

// repeat asks a question once more, of everything.
func (b *bench) repeat(p *portal, x any) (diff string) {
	defer func() {
		if x := recover(); x != nil {
			diff = fmt.Sprintf("panic: %v", x)
		}
	}()
	w, q := fromJSON(p.policy, x)
	if w == nil {
		return ""
	}
	databases, err := b.holding(w)
	if err != nil {
		return ""
	}
	about, ok := p.thing(q)
	if !ok {
		return ""
	}
	r := p.request(w, q, about, w.rows[about.table])
	return b.ask(p, r, about, p.expected(r, about), databases)
}

// test writes a question as a test, which says what the reference says.
func (p *portal) test(x any) string {
	w, q := fromJSON(p.policy, x)
	about, _ := p.thing(q)
	r := p.request(w, q, about, w.rows[about.table])
	want := p.expected(r, about)
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("fixture \"f\" {\nnow = %s", hclText(q.now))
	for _, t := range p.policy.Tables {
		if len(w.rows[t]) == 0 {
			continue
		}
		rows := [][]string{}
		for _, row := range w.rows[t] {
			cells := make([]string, len(t.Fields))
			for i, f := range t.Fields {
				cells[i] = gridCell(f.Type, row[f.Name])
			}
			rows = append(rows, cells)
		}
		line("table %s {\nrows = %s\n}", hclText(t.Name), gridText(t.Fields, rows))
	}
	line("user \"asker\" {")
	u := q.asker.User
	if u.Login != nil && (q.asker.key != nil || p.policy.Portal.Users == nil) {
		line("login = %s", hclText(fmt.Sprint(u.Login)))
	}
	line("profiles = %s", hclValue(texts(u.Profiles)))
	if u.Team != "" {
		line("team = %s", hclText(u.Team))
	}
	if u.TeamProfiles != nil {
		line("team_profiles = %s", hclValue(texts(u.TeamProfiles)))
	}
	for name, m := range map[string]map[string]any{"properties": u.Properties, "team_properties": u.TeamProperties} {
		if m != nil {
			line("%s = %s", name, hclValue(m))
		}
	}
	line("}\n}\ntest \"one meaning\" {\nas = [\"asker\"]")
	switch {
	case len(r.Rows) == 0: // of which no action can be asked
		line("view %s {\nrows = []\n}", hclText(q.name))
	case q.action == "view":
		rows := [][]string{}
		for _, row := range r.Rows {
			if cells, seen := want.rows[keyOf(about, row)]; seen {
				rows = append(rows, seenCells(about, row, cells))
			}
		}
		line("view %s {\nexpect = %s\n}", hclText(q.name), gridText(about.fields, rows))
	default:
		for _, row := range r.Rows {
			verb := "cannot"
			if _, allowed := want.rows[keyOf(about, row)]; allowed {
				verb = "can"
			}
			line("%s %s %s %s {\nrow = %s\n}", verb, hclText(q.action), hclText(q.kind), hclText(q.name), hclValue(keyValue(about.table.Key, row)))
		}
	}
	line("}")
	formatted, diags := lang.FormatSource("p.test.hcl", []byte(out.String()))
	if diags.HasErrors() {
		return out.String()
	}
	return string(formatted)
}

// seenCells writes a row as it is seen. A mask is a value of the field's type,
// so the canonical text of a shown cell says which it is.
func seenCells(about thing, row map[string]any, cells []cell) []string {
	out := make([]string, len(cells))
	for i, f := range about.fields {
		switch c := cells[i]; {
		case c.hidden:
			out[i] = "***"
		case c.masked:
			out[i] = gridCell(f.Type, c.raw)
		default:
			out[i] = gridCell(f.Type, row[f.Name])
		}
	}
	return out
}

// gridText writes rows as the grid of a test.
func gridText(fields []*lang.Field, rows [][]string) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	text := "<<-GRID\n"
	for _, row := range append([][]string{names}, rows...) {
		text += "  " + strings.Join(row, " | ") + "\n"
	}
	return text + "GRID"
}

// gridCell writes a value as a cell of a grid.
func gridCell(t lang.Type, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		plain := t.Kind != lang.JSON && v != "" && !strings.ContainsAny(v, "|\"\n\\\t$%*") && strings.TrimSpace(v) == v
		if plain {
			return v
		}
		v = jsonText(v)
		return heredoc.Replace(v)
	default:
		return heredoc.Replace(jsonText(v))
	}
}

var heredoc = strings.NewReplacer("${", "$${", "%{", "%%{")

func hclText(s string) string { return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quote(s)) }

// hclValue writes a JSON value as HCL.
func hclValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return hclText(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = hclValue(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		for i, n := range names {
			names[i] = hclText(n) + " = " + hclValue(v[n])
		}
		return "{" + strings.Join(names, ", ") + "}"
	default:
		panic(fmt.Sprintf("enginetest: no HCL for %T", v))
	}
}

// sayable tells whether a test can say who asks, and of which rows: with values
// of the right types, the login of the person's row, and texts in the form in
// which HCL reads them.
func sayable(p *portal, w *world, q question) bool {
	about, _ := p.thing(q)
	texts := []any{q.asker.Login, q.asker.Properties, q.asker.TeamProperties}
	for _, row := range w.rows[about.table] {
		if q.action != "view" {
			texts = append(texts, keyValue(about.table.Key, row))
		}
	}
	if w.wrong || !norm.NFC.IsNormalString(jsonText(texts)) {
		return false
	}
	for _, of := range p.policy.Portal.UserProperties {
		if !ofType(of.Type, q.asker.Properties[of.Name]) {
			return false
		}
	}
	for _, of := range p.policy.Portal.TeamProperties {
		if !ofType(of.Type, q.asker.TeamProperties[of.Name]) {
			return false
		}
	}
	users, login := p.policy.Portal.Users, p.policy.Portal.Login
	if users == nil || q.asker.key == nil {
		return true
	}
	row := w.byKey[users][quote(canonical(users.Key[0].Type, q.asker.key))]
	return q.asker.Login != nil && q.asker.Login != "" && canonical(login.Type, row[login.Name]) == canonical(login.Type, q.asker.Login)
}
