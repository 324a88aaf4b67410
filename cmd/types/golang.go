package types

import (
	_ "embed"
	"fmt"
	"go/format"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"portcullis/rego"
	"portcullis/rego/form"
)

// cells is what does not depend on the portal; it is no file of a package here.
//
//go:embed cells.go.txt
var cells string

// namer gives what a portal declares names of Go, no two the same.
type namer map[string]bool

// name joins words to one name, which is public.
func (n namer) name(words ...string) string {
	var out strings.Builder
	for _, word := range words {
		start := true
		for _, r := range word {
			switch {
			case !unicode.IsLetter(r) && !unicode.IsDigit(r):
				start = true
				continue
			case start:
				r = unicode.ToUpper(r)
			}
			out.WriteRune(r)
			start = false
		}
	}
	name := strings.ReplaceAll(out.String()+"\x00", "Id\x00", "ID")
	name = strings.TrimSuffix(name, "\x00")
	if first := []rune(name + "_")[0]; !unicode.IsUpper(first) {
		name = "X" + name // of a script without capitals, or with a digit first
	}
	unique := name
	for i := 2; n[unique]; i++ {
		unique = name + "_" + strconv.Itoa(i)
	}
	n[unique] = true
	return unique
}

// goSource names types by what they are of, with the names that the portal has beside
// them as constants.
func goSource(c *rego.Catalog, version string) (string, error) {
	w := &goWriter{catalog: c, names: namer{}, rows: map[string]string{}}
	for _, name := range []string{
		"Access", "Cell", "Decision", "MenuItem", "MenuSection", "MessageAccess", "Null", "Of", "Profile", "Reason", "Recipient",
		"Request", "Resource", "TeamProperties", "User", "UserProperties", "Visible",
	} {
		w.names[name] = true
	}
	tables := slices.Sorted(maps.Keys(c.Tables))
	for _, name := range tables {
		w.rows[name] = w.names.name(name, "row")
	}
	w.out.WriteString(head(c, version, "go"))
	fmt.Fprintf(&w.out, "// Package %s has the types of the portal %s for questions to its policy.\npackage %[1]s\n\n", packageName(c.Portal), c.Portal)
	w.out.WriteString("import (\n\t\"encoding/json\"\n\t\"errors\"\n)\n\n")
	for _, of := range declared(c) {
		w.constants("What there is of the kind "+string(of.kind)+".", string(of.kind), "", slices.Sorted(maps.Keys(of.actions)))
	}
	actions := map[string]bool{}
	for _, of := range declared(c) {
		for _, names := range of.actions {
			for _, name := range names {
				actions[name] = true
			}
		}
	}
	w.constants("What may be done with these.", "action", "", slices.Sorted(maps.Keys(actions)))
	w.out.WriteString("// Profile is the name of a profile.\ntype Profile string\n\n")
	w.constants("The profiles.", "profile", "Profile", c.Profiles)
	w.constants("The teams that the policy declares.", "team", "", c.Teams)
	for _, name := range tables {
		w.row(name)
	}
	w.properties("UserProperties", "facts about a person that are not in the users table", c.UserProperties)
	w.properties("TeamProperties", "facts about a team that the policy does not declare", c.TeamProperties)
	w.user()
	w.out.WriteString(w.enums.String())
	w.out.WriteString(cells)
	text, err := format.Source([]byte(w.out.String()))
	if err != nil {
		return "", fmt.Errorf("the types are no Go: %w", err)
	}
	return string(text), nil
}

// packageName is the portal's, without what Go would not have in it.
func packageName(portal string) string { return strings.ReplaceAll(portal, "_", "") + "portal" }

type goWriter struct {
	catalog    *rego.Catalog
	names      namer
	rows       map[string]string // by table
	out, enums strings.Builder
}

func (w *goWriter) constants(comment, prefix, of string, values []string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(&w.out, "// %s\nconst (\n", comment)
	for _, value := range values {
		fmt.Fprintf(&w.out, "\t%s %s = %q\n", w.names.name(prefix, value), of, value)
	}
	w.out.WriteString(")\n\n")
}

// row writes the type of a table's rows.
func (w *goWriter) row(table string) {
	t, fields := w.catalog.Tables[table], namer{}
	fmt.Fprintf(&w.out, "// %s is a row of %s.\ntype %[1]s struct {\n", w.rows[table], table)
	for _, f := range t.Fields {
		comment := ""
		if never(t, f) {
			comment = " // never null"
		}
		fmt.Fprintf(&w.out, "\t%s Cell[%s] `json:\"%s,omitzero\"`%s\n", fields.name(f.Name), w.goType(f.Type, table, f.Name), f.Name, comment)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Relations)) {
		r := t.Relations[name]
		many := ""
		if r.Many {
			many = "[]"
		}
		fmt.Fprintf(&w.out, "\t%s Cell[%s%s] `json:\"%s,omitzero\"`\n", fields.name(name), many, w.rows[r.Table], name)
	}
	w.out.WriteString("}\n\n")
}

func (w *goWriter) properties(name, comment string, of map[string]form.Type) {
	fields := namer{}
	fmt.Fprintf(&w.out, "// %s are %s.\ntype %[1]s struct {\n", name, comment)
	for _, property := range slices.Sorted(maps.Keys(of)) {
		fmt.Fprintf(&w.out, "\t%s Cell[%s] `json:\"%s,omitzero\"`\n", fields.name(property), w.goType(of[property], strings.TrimSuffix(name, "Properties"), property), property)
	}
	w.out.WriteString("}\n\n")
}

func (w *goWriter) user() {
	login, record := "string", ""
	if u := w.catalog.Users; u != nil {
		t := w.catalog.Tables[u.Table]
		i := slices.IndexFunc(t.Fields, func(f *form.Field) bool { return f.Name == u.Login })
		login = w.scalar(t.Fields[i].Type.Kind)
		record = fmt.Sprintf("Record Cell[%s] `json:\"record,omitzero\"` // the person's row of %s\n", w.rows[u.Table], u.Table)
	}
	fmt.Fprintf(&w.out, `// User is the person who asks.
type User struct {
	Login Cell[%s] `+"`json:\"login,omitzero\"`"+` // absent of people without a login
	Profiles []Profile `+"`json:\"profiles,omitzero\"`"+`
	Team string `+"`json:\"team,omitzero\"`"+`
	TeamProfiles []Profile `+"`json:\"team_profiles,omitzero\"`"+` // of a team that the policy does not declare
	TeamProperties TeamProperties `+"`json:\"team_properties,omitzero\"`"+` // likewise
	Properties UserProperties `+"`json:\"properties,omitzero\"`"+`
	%s}

`, login, record)
}

// goType gives the type of a field, having written that of an enum.
func (w *goWriter) goType(t form.Type, of, field string) string {
	switch t.Kind {
	case form.ListOf:
		return "[]" + w.goType(*t.Elem, of, field)
	case form.Enum:
		name := w.names.name(of, field)
		fmt.Fprintf(&w.enums, "// %s is a value of %s.%s; a mask of it may be any text.\ntype %[1]s string\n\n// The values.\nconst (\n", name, of, field)
		for _, value := range t.Values {
			fmt.Fprintf(&w.enums, "\t%s %s = %q\n", w.names.name(name, value), name, value)
		}
		w.enums.WriteString(")\n\n")
		return name
	default:
		return w.scalar(t.Kind)
	}
}

func (w *goWriter) scalar(kind form.Kind) string {
	switch kind {
	case form.String, form.Date, form.Timestamp, form.UUID, form.Enum:
		return "string"
	case form.Number:
		return "json.Number"
	case form.Bool:
		return "bool"
	case form.JSON:
		return "json.RawMessage"
	default:
		panic("what is a " + kind)
	}
}
