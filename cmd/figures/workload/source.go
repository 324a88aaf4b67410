package workload

import (
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
)

// Fields is what the table "orders", and every other, has: twenty fields.
var Fields = []string{
	"id", "client_id", "contact_id", "added_by", "assigned_to", "status", "channel", "reference", "title", "note",
	"total", "margin", "discount", "quantity", "due", "ordered_on", "updated_at", "priority", "confidential", "tags",
}

const fieldTypes = `
    id           = number
    client_id    = number
    contact_id   = number
    added_by     = number
    assigned_to  = number
    status       = enum("draft", "open", "shipped", "done", "void")
    channel      = enum("web", "phone", "partner")
    reference    = string
    title        = string
    note         = string
    total        = number
    margin       = number
    discount     = number
    quantity     = number
    due          = date
    ordered_on   = date
    updated_at   = timestamp
    priority     = number
    confidential = bool
    tags         = list(string)
`

// Source gives the portal's files.
func (s Shape) Source() fs.FS {
	return fstest.MapFS{
		"schema.portal.hcl":   {Data: []byte(s.schema())},
		"profiles.portal.hcl": {Data: []byte(s.profiles())},
	}
}

func (s Shape) schema() string {
	var b strings.Builder
	b.WriteString(`portal "acme" {
  users           = "contacts"
  login           = "email"
  user_properties = { region = string }
  team_properties = { tier = enum("free", "paid") }
}
`)
	for d := range s.departments() {
		for _, name := range s.tablesOf(d) {
			fmt.Fprintf(&b, "table %q {\n  owner  = \"added_by\"\n  fields = {%s", name, fieldTypes)
			if name == "contacts" {
				b.WriteString("    email = string\n")
			}
			if strings.HasPrefix(name, "clients") {
				b.WriteString("    region = string\n")
			}
			b.WriteString("  }\n")
			fmt.Fprintf(&b, "  belongs_to \"client\" {\n    table = %q\n    key = \"client_id\"\n  }\n", tableName(d, "clients"))
			fmt.Fprintf(&b, "  belongs_to \"contact\" {\n    table = %q\n    key = \"contact_id\"\n  }\n}\n", tableName(d, "contacts"))
		}
	}
	return b.String()
}

// lines gives, for each of [Shape.All], the line at which it stands.
func (s Shape) lines() []int {
	var lines []int
	for i, line := range strings.Split(s.profiles(), "\n") {
		if strings.HasPrefix(line, "  allow ") || strings.HasPrefix(line, "  deny ") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func (s Shape) profiles() string {
	var b strings.Builder
	for p := range s.Profiles {
		fmt.Fprintf(&b, "profile %q {\n", s.profileName(p))
		for _, statement := range s.statementsOf(p) {
			b.WriteString(statement.HCL())
		}
		b.WriteString("}\n")
	}
	return b.String()
}
