package convert

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/lang/pull"
)

// Files writes a portal and its tests, by their names in its directory.
func (p *Portal) Files() (map[string][]byte, error) {
	p.sort()
	files := map[string]string{"schema.portal.hcl": p.schema()}
	for _, profile := range p.Profiles {
		files[profile.File+".portal.hcl"] = profile.text()
	}
	for name, text := range p.tests() {
		files["tests/"+name+".test.hcl"] = text
	}
	out := map[string][]byte{}
	for name, text := range files {
		formatted, diags := lang.FormatSource(name, []byte(text))
		if diags.HasErrors() {
			return nil, fmt.Errorf("%s cannot be written: %w", name, diags)
		}
		out[name] = formatted
	}
	return out, nil
}

// writer writes lines.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// block writes a block, on one line where that has room for it.
func (w *writer) block(head, body string) {
	switch body = strings.TrimSpace(body); {
	case body == "":
		w.line("%s {}", head)
	case !strings.ContainsAny(body, "\n#"):
		w.line("%s { %s }", head, body)
	default:
		w.line("%s {\n%s\n}", head, body)
	}
}

// comment writes a text as comments, which nothing in it can end.
func (w *writer) comment(texts ...string) {
	for _, text := range texts {
		for line := range strings.SplitSeq(strings.NewReplacer("\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n") {
			w.line("# %s", strings.TrimSpace(strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f {
					return ' '
				}
				return r
			}, line)))
		}
	}
}

func quotedAll(names []string, between string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = pull.Quoted(n)
	}
	return strings.Join(out, between)
}

func (p *Portal) schema() string {
	w := &writer{}
	w.line("portal %s {", pull.Quoted(p.Name))
	if p.Description != "" {
		w.line("description = %s", pull.Quoted(p.Description))
	}
	if p.Users != "" {
		w.line("users = %s\nlogin = %s", pull.Quoted(p.Users), pull.Quoted(p.Login))
	}
	if len(p.Properties) > 0 {
		w.line("user_properties = {")
		for _, f := range p.Properties {
			w.line("%s = %s", f.Name, pull.TypeText(f.Type))
		}
		w.line("}")
	}
	w.line("}\n")
	for _, t := range p.Tables {
		t.write(w, p.seen(t))
	}
	for _, kind := range []string{"page", "dashboard", "channel", "capability"} {
		for _, name := range p.names(kind) {
			w.line("%s %s {}", kind, pull.Quoted(name))
		}
	}
	return w.String()
}

// seen tells whether some profile may view a table.
func (p *Portal) seen(t *Table) bool {
	return slices.ContainsFunc(p.Profiles, func(profile *Profile) bool {
		return slices.ContainsFunc(profile.Rules, func(r *Rule) bool { return !r.Deny && r.about("table", t.Name, "view") })
	})
}

func (t *Table) write(w *writer, seen bool) {
	w.comment(t.Comment...)
	if !seen {
		w.comment("portcullis: allow unseen-table nobody sees it in what was imported either")
	}
	w.line("table %s {", pull.Quoted(t.Name))
	if t.Source != "" {
		w.line("source = %s", pull.Quoted(t.Source))
	}
	if !t.keyIs("id") {
		w.line("key = %s", keyText(t.Key))
	}
	plain := func(f *Field) bool {
		return f.Column == "" && (!f.Required || slices.Contains(t.Key, f.Name)) && f.Default == "" && !f.Generated && !slices.Contains([]string{"for", "null", "true", "false"}, f.Name)
	}
	if slices.ContainsFunc(t.Fields, plain) {
		w.line("fields = {")
		for _, f := range t.Fields {
			if plain(f) {
				w.line("%s = %s", f.Name, pull.TypeText(f.Type))
			}
		}
		w.line("}")
	}
	for _, f := range t.Fields {
		if plain(f) {
			continue
		}
		w.line("field %s {\ntype = %s", pull.Quoted(f.Name), pull.TypeText(f.Type))
		if f.Required && !slices.Contains(t.Key, f.Name) {
			w.line("required = true")
		}
		switch {
		case f.Generated:
			w.line("generated = true")
		case f.Default != "":
			w.line("default = %s", f.Default)
		}
		if f.Column != "" {
			w.line("column = %s", pull.Quoted(f.Column))
		}
		w.line("}")
	}
	for _, r := range t.Relations {
		kind := "belongs_to"
		if r.Many {
			kind = "has_many"
		}
		w.line("%s %s {\ntable = %s\nkey = %s\n}", kind, pull.Quoted(r.Name), pull.Quoted(r.Table), keyText(r.Key))
	}
	w.line("}\n")
}

// keyText writes a key: the one field, or the list of several.
func keyText(key []string) string {
	if len(key) == 1 {
		return pull.Quoted(key[0])
	}
	return "[" + quotedAll(key, ", ") + "]"
}

func (p *Profile) text() string {
	w := &writer{}
	w.comment(p.Comment...)
	w.line("profile %s {", pull.Quoted(p.Name))
	if p.Title != "" {
		w.line("title = %s", pull.Quoted(p.Title))
	}
	if p.Anonymous {
		w.line("anonymous = true")
	}
	if len(p.Includes) > 0 {
		w.line("includes = [%s]", quotedAll(p.Includes, ", "))
	}
	for _, r := range p.Rules {
		r.write(w)
	}
	if len(p.Menu) > 0 {
		w.line("\nmenu {")
		for _, s := range p.Menu {
			w.line("section %s {", pull.Quoted(s.Name))
			if s.Label != "" {
				w.line("label = %s", pull.Quoted(s.Label))
			}
			for _, i := range s.Items {
				var body writer
				if i.Label != "" {
					body.line("label = %s", pull.Quoted(i.Label))
				}
				if i.As != "" {
					body.line("as = %s", pull.Quoted(i.As))
				}
				w.block(fmt.Sprintf("item %s %s", pull.Quoted(i.Kind), pull.Quoted(i.Name)), body.String())
			}
			w.line("}")
		}
		w.line("}")
	}
	w.line("}")
	return w.String()
}

func (r *Rule) write(w *writer) {
	effect := "allow"
	if r.Deny {
		effect = "deny"
	}
	var body writer
	if len(r.Actions) > 0 {
		body.line("actions = [%s]", quotedAll(r.Actions, ", "))
	}
	if r.Rows != nil {
		rows, stays := text(r.Rows, "row")
		if rows.op == "false" {
			return // about no row
		}
		if stays && !r.Deny {
			body.comment("portcullis: allow null-stays-out it does in what was imported")
		}
		if rows.op == "true" {
			rows = atom("all")
		}
		body.line("rows = %s", rows)
	}
	for _, list := range []struct {
		name   string
		fields []string
	}{{"fields", r.Fields}, {"hide", r.Hide}, {"read_only", r.ReadOnly}} {
		if len(list.fields) > 0 || list.name == "fields" && list.fields != nil {
			body.line("%s = [%s]", list.name, quotedAll(list.fields, ", "))
		}
	}
	if r.Check != nil {
		check, stays := text(r.Check, "new")
		if check.op == "false" {
			return
		}
		if stays {
			body.comment("portcullis: allow null-stays-out it does in what was imported")
		}
		body.line("check = %s", check)
	}
	if len(r.Set) > 0 {
		body.line("set = {")
		for _, s := range r.Set {
			body.line("%s = %s", s.Field, (&lowering{}).operand(s.Value))
		}
		body.line("}")
	}
	if len(r.Users) > 0 {
		users := make([]string, len(r.Users))
		for i, u := range r.Users {
			users[i] = literal(u.Value)
		}
		body.line("users = [%s]", strings.Join(users, ", "))
	}
	if len(r.Profiles) > 0 {
		body.line("profiles = [%s]", quotedAll(r.Profiles, ", "))
	}
	w.line("")
	w.comment(r.Comment...)
	w.block(fmt.Sprintf("%s %s %s", effect, pull.Quoted(r.Kind), quotedAll(r.Names, " ")), body.String())
}
