package convert

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// tests writes a fixture with a person for each profile, and for each profile what
// its person sees and may do.
func (p *Portal) tests() map[string]string {
	m := &maker{world: &world{portal: p, rows: map[string][]*row{}}, next: map[string]int{}}
	for i, profile := range p.Profiles {
		m.people = append(m.people, p.personOf(profile, i))
	}
	if users := p.Table(p.Users); p.Users != "" && users != nil {
		for _, person := range m.people {
			if person[p.Login] == nil {
				continue
			}
			r := m.row(users)
			for name, v := range person {
				if users.Field(name) != nil && !slices.Contains(users.Key, name) {
					r.values[name] = v
				}
			}
			for _, f := range users.Fields {
				person[f.Name] = r.values[f.Name]
			}
		}
	}
	m.make()
	files := map[string]string{"fixture": m.fixture()}
	for i, profile := range p.Profiles {
		m.person = m.people[i]
		files[profile.File] = m.testsOf(profile, i)
	}
	return files
}

// personOf makes the person of a profile.
func (p *Portal) personOf(profile *Profile, i int) map[string]any {
	person := map[string]any{}
	if profile.Anonymous {
		return person
	}
	for n, f := range p.Properties {
		person[f.Name] = propertyOf(f.Type, 100*(i+1)+n)
	}
	person["login"] = p.login(i)
	if p.Login != "" {
		person[p.Login] = p.login(i)
	}
	return person
}

func propertyOf(t Type, n int) any {
	switch t.Kind {
	case scalar.Number:
		return json.Number(strconv.Itoa(n))
	case scalar.String, scalar.UUID:
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	case scalar.List:
		return []any{propertyOf(*t.Elem, n), propertyOf(*t.Elem, n+50)}
	default:
		return usual(t)
	}
}

// login is that of a profile's person: a uuid where columns may hold it as one.
func (p *Portal) login(i int) string {
	for _, t := range p.Tables {
		if slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.Type.Kind == scalar.UUID }) {
			return fmt.Sprintf("00000000-0000-4000-a000-%012d", i+1)
		}
	}
	return p.Profiles[i].File + "@example.com"
}

// key gives the key of a row, the list of its values where it has several.
func (r *row) key() any {
	var values []any
	for _, name := range r.table.Key {
		values = append(values, r.values[name])
	}
	if len(values) == 1 {
		return values[0]
	}
	return values
}

func (m *maker) fixture() string {
	p := m.portal
	w := &writer{}
	w.comment("Rows on which the conditions of what was imported come out both ways.")
	w.line("fixture \"imported\" {\nnow = %s", pull.Quoted(moment))
	for _, t := range p.Tables {
		w.line("")
		if slices.ContainsFunc(t.Relations, func(r *Relation) bool { return !r.Many }) {
			w.comment("portcullis: allow no-such-row conditions are asked of rows that lead nowhere, too")
		}
		w.line("table %s {\nrows = <<-GRID", pull.Quoted(t.Name))
		var names []string
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
		w.line("%s", strings.Join(names, " | "))
		for _, r := range m.rows[t.Name] {
			var cells []string
			for _, f := range t.Fields {
				cells = append(cells, cell(r.values[f.Name]))
			}
			w.line("%s", strings.Join(cells, " | "))
		}
		w.line("GRID\n}")
	}
	for i, profile := range p.Profiles {
		w.line("\nuser %s {", pull.Quoted(profile.Name))
		if !profile.Anonymous {
			w.line("login = %s", pull.Quoted(p.login(i)))
			w.line("profiles = [%s]", pull.Quoted(profile.Name))
		}
		if len(p.Properties) > 0 && !profile.Anonymous {
			w.line("properties = {")
			for _, f := range p.Properties {
				w.line("%s = %s", f.Name, literal(m.people[i][f.Name]))
			}
			w.line("}")
		}
		w.line("}")
	}
	w.line("}")
	return w.String()
}

// cell writes a value for a grid.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.ReplaceAll(strings.ReplaceAll(jsonText(v), "${", "$${"), "%{", "%%{")
	case []any:
		return strings.ReplaceAll(strings.ReplaceAll(jsonText(v), "${", "$${"), "%{", "%%{")
	default:
		return fmt.Sprint(v)
	}
}

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // of strings, numbers and bools there is none
	}
	return string(text)
}

// testsOf writes what a profile's person sees and may do.
func (m *maker) testsOf(p *Profile, i int) string {
	w := &writer{}
	w.comment("What was imported means this of " + pull.Quoted(p.Name) + ".")
	if p.Untested {
		w.comment("Not all of it can be said in the language, so no test holds it.")
		return w.String()
	}
	seen := &writer{}
	for _, t := range m.portal.Tables {
		if !m.untested(p, t, false) {
			m.viewTest(seen, p, t)
		}
	}
	if body := seen.String(); body != "" {
		w.line("\ntest %s {\nas = [%s]\n%s}", pull.Quoted(p.Name+" sees"), pull.Quoted(p.Name), body)
	}
	if body := m.doing(p); body != "" {
		w.line("\ntest %s {\nas = [%s]\n%s}", pull.Quoted(p.Name+" does"), pull.Quoted(p.Name), body)
	}
	if body := m.opening(p, i); body != "" {
		w.line("\ntest %s {\nas = [%s]\n%s}", pull.Quoted(p.Name+" opens"), pull.Quoted(p.Name), body)
	}
	return w.String()
}

// untested tells whether the source means something else of a table, or of what may be
// done with its rows.
func (m *maker) untested(p *Profile, t *Table, doing bool) bool {
	return slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool {
		return (r.Narrowed || doing && r.Writes) && r.Kind == "table" && (slices.Contains(r.Names, t.Name) || slices.Contains(r.Names, "*"))
	})
}

func (m *maker) viewTest(w *writer, p *Profile, t *Table) {
	var keys []string
	seen := map[string]bool{}
	for _, r := range m.rows[t.Name] {
		if !m.may(p, "view", r) {
			continue
		}
		keys = append(keys, literal(r.key()))
		for f := range m.visible(p, r) {
			seen[f] = true
		}
	}
	var body writer
	body.line("rows = [%s]", strings.Join(keys, ", "))
	if len(keys) > 0 {
		var fields []string
		for _, f := range t.Fields {
			if seen[f.Name] {
				fields = append(fields, f.Name)
			}
		}
		body.line("fields = [%s]", quotedAll(fields, ", "))
	}
	w.block("view "+pull.Quoted(t.Name), body.String())
}

// visible gives the fields that are seen of a row.
func (m *maker) visible(p *Profile, r *row) map[string]bool {
	seen := map[string]bool{}
	for _, rule := range m.allowing(p, "view", r) {
		for _, f := range r.table.Fields {
			if rule.covers(r.table, f.Name) {
				seen[f.Name] = true
			}
		}
	}
	return seen
}

// doing writes what may be done with rows, and what may not.
func (m *maker) doing(p *Profile) string {
	w := &writer{}
	for _, t := range m.portal.Tables {
		if m.untested(p, t, true) {
			continue
		}
		for _, action := range []string{"delete", "read_comments", "create_comments", "edit_comments", "delete_comments"} {
			if action == "delete" || m.named(action) {
				m.rowTests(w, p, t, action)
			}
		}
		m.updateTests(w, p, t)
		m.createTests(w, p, t)
		if m.named("manage_structure") && slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool { return !r.Deny && r.about("table", t.Name, "view") }) {
			allowed := slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool { return !r.Deny && r.about("table", t.Name, "manage_structure") }) &&
				!slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool { return r.Deny && r.about("table", t.Name, "manage_structure") })
			w.line("%s \"manage_structure\" %s {}", canWord(allowed), pull.Quoted(t.Name))
		}
	}
	return w.String()
}

// named tells whether some profile has rules about an action: where a source has none of
// the kind, there is nothing to tell of it.
func (m *maker) named(action string) bool {
	for _, p := range m.portal.Profiles {
		if slices.ContainsFunc(p.Rules, func(r *Rule) bool { return slices.Contains(r.Actions, action) || slices.Contains(r.Actions, "*") }) {
			return true
		}
	}
	return false
}

func canWord(allowed bool) string {
	if allowed {
		return "can"
	}
	return "cannot"
}

// rowTests writes an action on the first row on which it is allowed, and on the
// first that is seen, or that is there, where it is not.
func (m *maker) rowTests(w *writer, p *Profile, t *Table, action string) {
	if action != "delete" && !slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool { return r.about("table", t.Name, "view") }) {
		return
	}
	for _, want := range []bool{true, false} {
		for _, r := range m.rows[t.Name] {
			if m.may(p, action, r) == want {
				w.line("%s %s %s { row = %s }", canWord(want), pull.Quoted(action), pull.Quoted(t.Name), literal(r.key()))
				break
			}
		}
	}
}

// updateTests sends one field, where it may be changed and where not.
func (m *maker) updateTests(w *writer, p *Profile, t *Table) {
	for _, f := range t.Fields {
		if slices.Contains(t.Key, f.Name) {
			continue
		}
		told := map[bool]bool{}
		for _, r := range m.rows[t.Name] {
			v := other(f.Type, r.values[f.Name])
			if v == nil || !m.may(p, "view", r) {
				continue
			}
			want := m.mayUpdate(p, r, f.Name, v)
			if told[want] || m.anySets(p, t, "update") {
				continue
			}
			told[want] = true
			w.line("%s \"update\" %s {\nrow = %s\nset = { %s = %s }\n}", canWord(want), pull.Quoted(t.Name), literal(r.key()), f.Name, literal(v))
		}
	}
}

// anySets tells whether some rule of a write sets values: then what is sent is only
// a part of what is written, and the source's order of the two its own.
func (m *maker) anySets(p *Profile, t *Table, action string) bool {
	return slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool { return r.about("table", t.Name, action) && len(r.Set) > 0 })
}

// mayUpdate tells whether one field of a row may be changed to a value: of a visible
// field some rule that covers it, whose rows the row is in, and which the new row suits.
func (m *maker) mayUpdate(p *Profile, r *row, field string, v any) bool {
	if m.denied(p, "update", r) || !m.may(p, "view", r) || !m.visible(p, r)[field] {
		return false
	}
	changed := &row{table: r.table, values: maps.Clone(r.values)}
	changed.values[field] = v
	for _, rule := range m.allowing(p, "update", r) {
		check := rule.Check
		if check == nil {
			check = rule.Rows
		}
		if rule.covers(r.table, field) && !slices.Contains(rule.ReadOnly, field) && m.eval(check, changed) == yes {
			return true
		}
	}
	return false
}

// createTests sends rows like those that are there.
func (m *maker) createTests(w *writer, p *Profile, t *Table) {
	if m.anySets(p, t, "create") {
		return
	}
	writable := func(f string) bool {
		return slices.ContainsFunc(m.portal.Rules(p), func(r *Rule) bool {
			return !r.Deny && r.about("table", t.Name, "create") && r.covers(t, f) && !slices.Contains(r.ReadOnly, f)
		})
	}
	// A key of one field is the database's to fill in, where nobody says it.
	sends := func(f *Field) bool { return !t.keyIs(f.Name) }
	some := slices.ContainsFunc(t.Fields, func(f *Field) bool { return sends(f) && writable(f.Name) })
	told := map[bool]bool{}
	for _, r := range m.rows[t.Name] {
		sent := &row{table: t, values: map[string]any{}}
		var set []string
		for _, f := range t.Fields {
			if v := r.values[f.Name]; v != nil && sends(f) && (writable(f.Name) || !some) {
				sent.values[f.Name] = v
				set = append(set, fmt.Sprintf("%s = %s", f.Name, literal(v)))
			}
		}
		want := m.mayCreate(p, sent)
		if told[want] || len(set) == 0 {
			continue
		}
		told[want] = true
		w.line("%s \"create\" %s {\nset = {\n%s\n}\n}", canWord(want), pull.Quoted(t.Name), strings.Join(set, "\n"))
	}
}

func (m *maker) mayCreate(p *Profile, sent *row) bool {
	if m.denied(p, "create", sent) {
		return false
	}
	for _, f := range sent.table.Fields {
		needed := f.Required || slices.Contains(sent.table.Key, f.Name)
		if needed && !sent.table.keyIs(f.Name) && sent.values[f.Name] == nil && f.Default == "" && !f.Generated {
			return false
		}
	}
	for name := range sent.values {
		if !slices.ContainsFunc(m.allowing(p, "create", sent), func(r *Rule) bool {
			return r.covers(sent.table, name) && !slices.Contains(r.ReadOnly, name) && m.eval(orTrue(r.Check), sent) == yes
		}) {
			return false
		}
	}
	return len(sent.values) > 0
}

// opening writes what a profile's person may open, and to whom they may write.
func (m *maker) opening(p *Profile, i int) string {
	w := &writer{}
	for _, c := range m.portal.Components {
		actions := []string{"access"}
		if c.Kind == "channel" {
			actions = []string{"read", "post"}
		}
		for _, action := range actions {
			w.line("%s %s %s %s {}", canWord(m.opens(p, c.Kind, c.Name, action)), pull.Quoted(action), pull.Quoted(c.Kind), pull.Quoted(c.Name))
		}
	}
	if m.portal.Users != "" {
		for j, to := range m.portal.Profiles {
			if to.Anonymous || j == i {
				continue
			}
			w.line("%s \"access\" \"message\" \"*\" { to = %s }", canWord(m.writesTo(p, to, j)), pull.Quoted(to.Name))
		}
	}
	var items []string
	for _, s := range p.Menu {
		for _, item := range s.Items {
			action := "access"
			if item.Kind == "table" {
				action = "view"
			}
			if m.opens(p, item.Kind, item.Name, action) {
				items = append(items, item.Name)
			}
		}
	}
	if len(p.Menu) > 0 {
		w.line("menu { expect = [%s] }", quotedAll(items, ", "))
	}
	return w.String()
}

// opens tells whether something without rows is allowed.
func (m *maker) opens(p *Profile, kind, name, action string) bool {
	allowed := false
	for _, r := range m.portal.Rules(p) {
		if r.about(kind, name, action) && r.Deny {
			return false
		}
		allowed = allowed || r.about(kind, name, action)
	}
	return allowed
}

// writesTo tells whether messages to the person of another profile are allowed.
func (m *maker) writesTo(p, to *Profile, person int) bool {
	allowed := false
	for _, r := range m.portal.Rules(p) {
		if r.Kind != "message" {
			continue
		}
		key := m.people[person][m.portal.Table(m.portal.Users).Key[0]]
		named := len(r.Users) == 0 && len(r.Profiles) == 0 || slices.Contains(r.Profiles, to.Name) ||
			slices.ContainsFunc(r.Users, func(c Const) bool { return c.Value == key })
		if named && r.Deny {
			return false
		}
		allowed = allowed || named
	}
	return allowed
}
