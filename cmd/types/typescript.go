package types

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/rego"
	"portcullis/rego/form"
)

// asked is what does not depend on the portal.
//
//go:embed asked.ts
var asked string

// typeScript names things as the portal does, by the properties of interfaces, so that
// no two of its names become one.
func typeScript(c *rego.Catalog, version string) string {
	var out strings.Builder
	out.WriteString(head(c, version, "typescript"))

	out.WriteString("/** The fields of each table, as they are stored. */\nexport interface Fields {\n")
	for _, name := range slices.Sorted(maps.Keys(c.Tables)) {
		t := c.Tables[name]
		fmt.Fprintf(&out, "  %s: {\n", quoted(name))
		for _, f := range t.Fields {
			null := " | null"
			if never(t, f) {
				null = ""
			}
			fmt.Fprintf(&out, "    %s: %s%s;\n", quoted(f.Name), typeScriptType(f.Type), null)
		}
		out.WriteString("  };\n")
	}
	out.WriteString("}\n\n/** What the relations of each table lead to. */\nexport interface Relations {\n")
	for _, name := range slices.Sorted(maps.Keys(c.Tables)) {
		fmt.Fprintf(&out, "  %s: {\n", quoted(name))
		for _, relation := range slices.Sorted(maps.Keys(c.Tables[name].Relations)) {
			r := c.Tables[name].Relations[relation]
			to := "Row<" + quoted(r.Table) + "> | null"
			if r.Many {
				to = "Row<" + quoted(r.Table) + ">[]"
			}
			fmt.Fprintf(&out, "    %s: %s;\n", quoted(relation), to)
		}
		out.WriteString("  };\n")
	}
	out.WriteString("}\n\n/** The table of each report, and the fields of it that it has. */\nexport interface Reports {\n")
	for _, name := range slices.Sorted(maps.Keys(c.Reports)) {
		fmt.Fprintf(&out, "  %s: { table: %s; fields: %s };\n", quoted(name), quoted(c.Reports[name].Table), union(c.Reports[name].Fields))
	}
	out.WriteString("}\n\n/** The table of each form, and the fields of it that it has. */\nexport interface Forms {\n")
	for _, name := range slices.Sorted(maps.Keys(c.Forms)) {
		fmt.Fprintf(&out, "  %s: { table: %s; fields: %s };\n", quoted(name), quoted(c.Forms[name].Table), union(c.Forms[name].Fields))
	}
	out.WriteString("}\n\n/** What there is of each kind, and what may be done with it. */\nexport interface Actions {\n")
	for _, of := range declared(c) {
		fmt.Fprintf(&out, "  %s: {\n", quoted(string(of.kind)))
		for _, name := range slices.Sorted(maps.Keys(of.actions)) {
			fmt.Fprintf(&out, "    %s: %s;\n", quoted(name), union(of.actions[name]))
		}
		out.WriteString("  };\n")
	}
	out.WriteString("}\n\n")
	fmt.Fprintf(&out, "export type Profile = %s;\n\n", union(c.Profiles))
	fmt.Fprintf(&out, "/** A team that the policy declares, or any other. */\nexport type Team = %s | (string & {});\n\n", union(c.Teams))
	for _, properties := range []struct {
		name string
		of   map[string]form.Type
	}{{"UserProperties", c.UserProperties}, {"TeamProperties", c.TeamProperties}} {
		fmt.Fprintf(&out, "export interface %s {\n", properties.name)
		for _, name := range slices.Sorted(maps.Keys(properties.of)) {
			fmt.Fprintf(&out, "  %s?: %s | null;\n", quoted(name), typeScriptType(properties.of[name]))
		}
		out.WriteString("}\n\n")
	}
	login, record := "string", "never"
	if c.Users != nil {
		login, record = fmt.Sprintf("Fields[%s][%s]", quoted(c.Users.Table), quoted(c.Users.Login)), "Row<"+quoted(c.Users.Table)+">"
	}
	fmt.Fprintf(&out, "export type Login = %s;\n\n/** The person's row of the users table. */\nexport type Person = %s;\n\n", login, record)
	out.WriteString(asked)
	return out.String()
}

func typeScriptType(t form.Type) string {
	switch t.Kind {
	case form.String, form.Date, form.Timestamp, form.UUID:
		return "string"
	case form.Number:
		return "number"
	case form.Bool:
		return "boolean"
	case form.Enum:
		return union(t.Values)
	case form.ListOf:
		return "(" + typeScriptType(*t.Elem) + ")[]"
	case form.JSON:
		return "unknown"
	default:
		panic("what is a " + t.Kind)
	}
}

// union gives the type of some texts, and of none.
func union(texts []string) string {
	if len(texts) == 0 {
		return "never"
	}
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = quoted(text)
	}
	return strings.Join(out, " | ")
}

// quoted gives a text as JavaScript has it: JSON is a part of that.
func quoted(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text is always written
	}
	return string(out)
}
