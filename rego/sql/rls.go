package sql

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// RowSecurity is a policy as PostgreSQL's own row security.
type RowSecurity struct {
	Script string
	Limits []Limit
}

// Limit is a part of a policy that row security cannot say. Where it would have
// let more through than the policy, nothing is let through.
type Limit struct {
	Statement string // file:line, or "" where it is of no one statement
	What      string
	Why       string
}

// Secure prints a script for PostgreSQL 14 or later, to be run by the owner of
// the tables, that has row security and column grants hold a role to a policy.
// The role says who asks, by the setting portcullis.user: an `input.user`.
// Tables whose source names no schema are in the one given. An error means that
// a name is none of a database.
func Secure(f *form.Form, role, schema string) (*RowSecurity, error) {
	s := &securing{form: f, further: map[*form.Table]int{}}
	names := newPrinter(postgres{})
	s.schema, s.role, s.tables = names.identifier("portcullis_"+f.Portal), names.identifier(role), names.identifier(schema)
	s.keep(names)
	s.header()
	for _, r := range f.Resources {
		switch r.Kind {
		case form.KindTable:
			s.table(r)
		case form.KindReport, form.KindForm:
			s.limit("", fmt.Sprintf("the %s %q", r.Kind, r.Name), "row security is of tables")
		}
	}
	s.line("COMMIT;")
	if s.err != nil {
		return nil, s.err
	}
	return &RowSecurity{s.script.String(), s.limits}, nil
}

// securing writes the script.
type securing struct {
	form   *form.Form
	schema string // of the functions, quoted
	role   string // likewise
	tables string // the schema of tables whose source has none, quoted
	script strings.Builder
	limits []Limit
	err    error

	asked   []done              // what functions ask of other rows
	further map[*form.Table]int // how many of them there are
}

func (s *securing) line(format string, args ...any) { fmt.Fprintf(&s.script, format+"\n", args...) }

func (s *securing) limit(statement, what, why string) {
	s.limits = append(s.limits, Limit{statement, what, why})
}

func (s *securing) header() {
	s.line("-- Row security of the portal %q. Run it as the owner of the tables, who is", s.form.Portal)
	s.line("-- not held to it; the role is, and says for each transaction who asks:")
	s.line("--   SELECT set_config('portcullis.user', '{\"login\": \"…\"}', true);")
	s.line("BEGIN;")
	s.line("CREATE SCHEMA IF NOT EXISTS %s;", s.schema)
	s.line("GRANT USAGE ON SCHEMA %s TO %s;", s.schema, s.role)
	s.function("person()", "jsonb", s.person())
	s.function("team_properties()", "jsonb", s.teamProperties())
	s.function("profiles()", "text[]", s.profiles())
}

// function writes a function that sees the tables as their owner does.
func (s *securing) function(head, returns, body string) {
	tag := "$portcullis$"
	for strings.Contains(body, tag) {
		tag = tag[:len(tag)-1] + "_$"
	}
	name := s.schema + "." + head
	s.line("CREATE OR REPLACE FUNCTION %s RETURNS %s LANGUAGE sql STABLE SECURITY DEFINER", name, returns)
	s.line("  SET search_path = pg_catalog, pg_temp AS %s\n%s\n%s;", tag, body, tag)
	s.line("REVOKE ALL ON FUNCTION %s FROM PUBLIC;", name)
	s.line("GRANT EXECUTE ON FUNCTION %s TO %s;", name, s.role)
}

// table writes the policies and grants of a table.
func (s *securing) table(r *form.Resource) {
	name := s.source(r.Table)
	s.line("\nALTER TABLE %s ENABLE ROW LEVEL SECURITY;", name)
	s.line("REVOKE ALL ON %s FROM %s;", name, s.role)
	for _, c := range []string{"select", "insert", "update", "delete"} {
		s.line("DROP POLICY IF EXISTS %s ON %s;", policyName(c), name)
	}
	if len(uses(r, form.Permits, "view")) > 0 {
		seen := s.predicate(r, "view")
		s.policy(r, "SELECT", seen, "")
		shown := s.shown(r)
		s.grant(r, "SELECT", shown)
		s.deletes(r, seen)
		s.updates(r, seen, shown)
	}
	s.inserts(r)
	s.others(r)
}

func policyName(command string) string { return `"portcullis_` + strings.ToLower(command) + `"` }

func (s *securing) source(t *form.Table) string {
	p := s.printer(t)
	name := p.source(t.Source)
	s.keep(p)
	return name
}

func (s *securing) keep(p *printer) {
	if s.err == nil {
		s.err = p.err
	}
}

// policy writes a policy that lets through what satisfies the conditions.
func (s *securing) policy(r *form.Resource, command string, using, check predicate) {
	text := fmt.Sprintf("CREATE POLICY %s ON %s FOR %s TO %s", policyName(command), s.source(r.Table), command, s.role)
	if using != "" {
		text += "\n  USING (" + string(using) + ")"
	}
	if check != "" {
		text += "\n  WITH CHECK (" + string(check) + ")"
	}
	s.line("%s;", text)
}

func (s *securing) grant(r *form.Resource, command string, fields []*form.Field) {
	if len(fields) == 0 {
		return
	}
	p := s.printer(r.Table)
	var columns []string
	for _, f := range fields {
		columns = append(columns, p.identifier(f.Column))
	}
	s.keep(p)
	s.line("GRANT %s (%s) ON %s TO %s;", command, strings.Join(columns, ", "), s.source(r.Table), s.role)
}

// shown gives the fields that everybody sees plain on every row that they see,
// and tells of the others that some see.
func (s *securing) shown(r *form.Resource) []*form.Field {
	allows, locks := uses(r, form.Permits, "view"), uses(r, form.Locks, "view")
	var out []*form.Field
	for _, f := range r.Fields {
		hides := slices.IndexFunc(allows, func(u *form.Use) bool { return f != r.Table.Key && !showsPlain(u, f) })
		takes := slices.IndexFunc(locks, func(u *form.Use) bool { return slices.Contains(u.Locked, f) })
		some := slices.ContainsFunc(allows, func(u *form.Use) bool { return coversField(u, f) })
		what := fmt.Sprintf("%s.%s", r.Name, f.Name)
		switch {
		case hides >= 0 && some:
			s.limit(allows[hides].Clause.Statement.ID, what, "not everybody sees it plain on every row, so nobody is granted the column")
		case hides >= 0:
		case takes >= 0:
			s.limit(locks[takes].Clause.Statement.ID, what, "a deny takes it from some people or rows, so nobody is granted the column")
		default:
			out = append(out, f)
		}
	}
	return out
}

func showsPlain(u *form.Use, f *form.Field) bool {
	return slices.Contains(u.Plain, f) && !classed(u, f)
}

func classed(u *form.Use, f *form.Field) bool {
	return slices.ContainsFunc(u.Classed, func(c form.Classed) bool { return c.Field == f })
}

func coversField(u *form.Use, f *form.Field) bool {
	return slices.Contains(u.Plain, f) || slices.ContainsFunc(u.Masks, func(m form.Mask) bool { return m.Field == f })
}

// deletes writes the policy of the rows that may be deleted, which must be seen:
// a statement that reads no column is not held to the policy of SELECT.
func (s *securing) deletes(r *form.Resource, seen predicate) {
	if len(uses(r, form.Permits, "delete")) == 0 {
		return
	}
	s.policy(r, "DELETE", seen.and(s.predicate(r, "delete")), "")
	s.line("GRANT DELETE ON %s TO %s;", s.source(r.Table), s.role)
}

// others tells of the actions that are no commands.
func (s *securing) others(r *form.Resource) {
	commands := map[string]bool{"view": true, "create": true, "update": true, "delete": true}
	var names []string
	for _, u := range r.Uses {
		for _, a := range u.Actions {
			if u.Part == form.Permits && !commands[a] && !slices.Contains(names, a) {
				names = append(names, a)
			}
		}
	}
	slices.Sort(names)
	if len(names) > 0 {
		s.limit("", fmt.Sprintf("%s of %s", strings.Join(names, ", "), r.Name), "row security knows SELECT, INSERT, UPDATE and DELETE alone")
	}
}

// uses gives the statements of one part that bear on an action of a resource.
func uses(r *form.Resource, part form.Part, action string) []*form.Use {
	var out []*form.Use
	for _, u := range r.Uses {
		if u.Part == part && u.On(action) {
			out = append(out, u)
		}
	}
	return out
}
