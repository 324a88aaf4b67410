package sql

import (
	_ "embed"
	"strings"

	"portcullis/rego/form"
)

// cleanSQL takes away what an earlier script of the portal has made.
//
//go:embed rls_clean.sql
var cleanSQL string

// typesSQL makes the functions that have a value in a column's type.
//
//go:embed rls_types.sql
var typesSQL string

// checkSQL stops where something leads around the policy.
//
//go:embed rls_check.sql
var checkSQL string

// fill puts values into a text with {names}.
func fill(text string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(strings.TrimSpace(text))
}

// clean writes the removal of what an earlier run has made, of tables that are
// no longer in the portal too, and makes the schema of the functions.
func (s *script) clean() {
	s.line("DO %s;", dollars(fill(cleanSQL, "{home}", quoteLiteral(s.bare), "{prefix}", quoteLiteral(s.bare+": "), "{mark}", quoteLiteral(s.mark()))))
	s.line("CREATE SCHEMA %s;", s.home)
	s.keepFrom("SCHEMA " + s.home)
	s.line("COMMENT ON SCHEMA %s IS %s;", s.home, quoteLiteral(s.mark()))
}

// mark tells a schema that a script has made for the portal.
func (s *script) mark() string { return "portcullis: " + s.form.Portal }

// check writes the rights on schemas and sequences, and the check.
func (s *script) check(all []held) {
	var schemas, tables []string
	for _, h := range all {
		schema, _, _ := strings.Cut(h.source, `".`)
		schema += `"`
		if grant := "GRANT USAGE ON SCHEMA " + schema + " TO " + s.role + ";"; !contains(schemas, grant) {
			schemas = append(schemas, grant)
		}
		tables = append(tables, "  ("+quoteLiteral(h.source)+"::regclass, "+columns(h.selects)+", "+columns(h.inserts)+", "+columns(h.sets)+", "+
			postgres{}.truth(h.deletes)+", "+columns(h.decides)+")")
	}
	if len(tables) == 0 {
		return
	}
	s.line("\n%s", strings.Join(schemas, "\n"))
	s.line("DO %s;", dollars(fill(checkSQL, "{role}", quoteLiteral(s.audiences[s.at].role)+"::name", "{prefix}", quoteLiteral(s.bare+": "), "{mark}", quoteLiteral(s.mark()),
		"{trigger}", quoteLiteral(triggerName), "{home}", quoteLiteral(s.home), "{tables}", strings.Join(tables, ",\n"))))
}

func contains(list []string, text string) bool {
	for _, one := range list {
		if one == text {
			return true
		}
	}
	return false
}

// columns writes the columns of fields as an array.
func columns(fields []*form.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = quoteLiteral(f.Column)
	}
	return "ARRAY[" + strings.Join(names, ", ") + "]::text[]"
}
