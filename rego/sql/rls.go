package sql

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Script has PostgreSQL hold a role to a policy.
type Script struct {
	Text   string
	Limits []Limit
}

// Limit is a part of a policy that a script for PostgreSQL cannot say. Where it
// would have let more through than the policy, nothing is let through.
type Limit struct {
	Statement string // file:line, or "" where it is of no one statement
	What      string
	Why       string
}

// Target says what a script for PostgreSQL is written for.
type Target struct {
	Role   string // that is held to the policy
	Schema string // of tables whose source names none

	// Presets has the database write what statements set. Otherwise it asks that
	// the row has these values.
	Presets bool
	// Roles has a role for each profile, named Role_profile, so that columns follow
	// profiles: who takes it sees what that profile shows them.
	Roles bool
	// Into is the schema that views are put in; the portal's name if it is empty.
	Into string
	// Claims, if it is not empty, is the claim of request.jwt.claims that has the
	// person's login. Otherwise the person is told by the setting portcullis.user.
	Claims string
}

// Secure prints a script for PostgreSQL 14 or later, to be run by the owner of
// the tables, that has row security, column grants and triggers hold a role to a
// policy. An error means that a name is none of a database.
//
// What is asked of a stored row is a restrictive policy, so that policies of
// others open nothing. What looks at other rows is asked by a function of the
// row's key, which answers no more than a query would. A trigger before each
// write decides it as package local does: it has the row as stored and the row
// to be, it sees what the same statement has written to earlier rows, and
// nobody can call it.
func Secure(f *form.Form, to Target) (*Script, error) {
	s := newScript(f, to, "portcullis_"+f.Portal)
	s.line("-- Row security of the portal %q. Run it as the owner of the tables. The role", f.Portal)
	s.line("-- says for each transaction who asks:")
	s.usage()
	s.line("-- What an earlier run has left goes first. The last block looks for what would")
	s.line("-- lead around the policy; if there is anything, nothing is changed.")
	s.line("BEGIN;")
	s.line("SET LOCAL search_path = pg_catalog, pg_temp;")
	s.line("SET LOCAL client_min_messages = warning;")
	s.roles()
	s.clean()
	s.person(s.everyRole())
	s.function("holds(text)", "boolean", `(SELECT $1 = ANY ("profiles") FROM `+s.who()+")", s.everyRole())
	for _, r := range f.Resources {
		switch r.Kind {
		case form.KindTable:
			s.table(r)
		case form.KindReport, form.KindForm:
			s.limit("", fmt.Sprintf("the %s %q", r.Kind, r.Name), "row security is of tables")
		}
	}
	for i, a := range s.audiences {
		s.take(i)
		s.check(a.held)
	}
	s.line("COMMIT;")
	if s.err != nil {
		return nil, s.err
	}
	return &Script{s.text.String(), s.limits}, nil
}

// script is what is written for PostgreSQL.
type script struct {
	form   *form.Form
	to     Target
	bare   string // the schema of the functions
	home   string // the same, quoted
	role   string // quoted; of the audience that is written for
	tables string // the schema of tables whose source has none, quoted
	text   strings.Builder
	limits []Limit
	err    error

	named   int
	written map[string]string // what functions give, by their bodies

	audiences []*audience
	at        int // the one that is written for
}

// audience is a role, with whose view statements it sees rows.
type audience struct {
	role    string
	profile string   // that it is of, if it is
	among   []string // the profiles whose statements; nil for all
	held    []held
}

// held is a table with what the role may do with it.
type held struct {
	source                 string
	selects, inserts, sets []*form.Field
	deletes                bool
	decides                []*form.Field // that triggers read
}

func newScript(f *form.Form, to Target, home string) *script {
	s := &script{form: f, to: to, bare: bounded(home), written: map[string]string{}}
	s.audiences = []*audience{{role: to.Role}}
	if to.Roles {
		s.audiences = nil
		for _, p := range f.Profiles {
			s.audiences = append(s.audiences, &audience{role: bounded(to.Role + "_" + p.Name), profile: p.Name, among: p.Closure})
		}
	}
	names := newPrinter(postgres{})
	s.home, s.tables = s.identifier(names, s.bare), s.identifier(names, to.Schema)
	s.identifier(names, to.Role)
	s.keep(names)
	s.take(0)
	return s
}

// take has what follows written for an audience; a portal without profiles has
// none.
func (s *script) take(i int) {
	if i >= len(s.audiences) {
		return
	}
	names := newPrinter(postgres{})
	s.at, s.role = i, s.identifier(names, s.audiences[i].role)
	s.keep(names)
}

// everyRole lists the roles.
func (s *script) everyRole() string {
	names := newPrinter(postgres{})
	list := make([]string, len(s.audiences))
	for i, a := range s.audiences {
		list[i] = s.identifier(names, a.role)
	}
	s.keep(names)
	return strings.Join(list, ", ")
}

// roles makes the roles of profiles that are not there.
func (s *script) roles() {
	if !s.to.Roles {
		return
	}
	for i, a := range s.audiences {
		s.take(i)
		s.line("-- SET LOCAL ROLE %s; sees what the profile %s shows.", s.role, jsonText(a.profile))
		s.line("DO %s;", dollars(fmt.Sprintf("BEGIN\n  IF to_regrole(%s) IS NULL THEN CREATE ROLE %s; END IF;\nEND", quoteLiteral(s.role), s.role)))
	}
}

// keepFrom takes what is made now from everybody, whatever rights on what is made
// somebody has by default.
func (s *script) keepFrom(made string) {
	from := "PUBLIC"
	if roles := s.everyRole(); roles != "" {
		from += ", " + roles
	}
	s.line("REVOKE ALL ON %s FROM %s;", made, from)
}

// longest is the length of a name of PostgreSQL, which cuts longer ones.
const longest = 63

// bounded gives a name of at most 40 bytes, and another for each name.
func bounded(name string) string {
	const most = 40
	if len(name) <= most {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:most-9] + "_" + hex.EncodeToString(sum[:4])
}

func (s *script) identifier(p *printer, name string) string {
	if len(name) > longest {
		p.fail(fmt.Errorf("%q is longer than the %d bytes to which PostgreSQL cuts a name", name, longest))
	}
	return p.identifier(name)
}

// name gives a function of the script a name that none other has.
func (s *script) name(hint string) string {
	s.named++
	return fmt.Sprintf(`%s."%s_%d"`, s.home, hint[:min(len(hint), 40)], s.named)
}

func (s *script) line(format string, args ...any) { fmt.Fprintf(&s.text, format+"\n", args...) }

func (s *script) limit(statement, what, why string) {
	if l := (Limit{statement, what, why}); slices.Contains(s.limits, l) {
		return
	}
	s.limits = append(s.limits, Limit{statement, what, why})
}

func (s *script) keep(p *printer) {
	if s.err == nil {
		s.err = p.err
	}
}

// function writes a function that sees the tables as their owner does; PL/pgSQL
// keeps the plan of what it gives. Times of the person's row become JSON in UTC, as
// offsets of long ago are none of RFC 3339. Only what the role's own policies call is
// granted to it.
func (s *script) function(head, returns, gives, roles string) {
	name := s.home + "." + head
	s.line("CREATE FUNCTION %s RETURNS %s LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER", name, returns)
	s.line("  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS %s;", dollars("BEGIN\n  RETURN "+gives+";\nEND"))
	s.keepFrom("FUNCTION " + name)
	s.line("GRANT EXECUTE ON FUNCTION %s TO %s;", name, roles)
}

// dollars quotes a function's body.
func dollars(body string) string {
	tag := "$portcullis$"
	for strings.Contains(body, tag) {
		tag = tag[:len(tag)-1] + "_$"
	}
	return tag + "\n" + body + "\n" + tag
}

// source gives a table's name in the database, with its schema.
func (s *script) source(t *form.Table) string {
	p := s.printer(t, "")
	for _, part := range strings.Split(t.Source, ".") {
		s.identifier(p, part)
	}
	name := p.source(t.Source)
	s.keep(p)
	return name
}

// policyName names a policy so that no other portal has it.
func (s *script) policyName(command, kind string) string {
	which := ""
	if s.at > 0 {
		which = fmt.Sprintf(" %d", s.at+1)
	}
	return quoteWith(`"`, `"`, s.bare+": "+strings.ToLower(command)+which+kind)
}

// table writes the policies, grants and triggers of a table.
func (s *script) table(r *form.Resource) {
	name := s.source(r.Table)
	s.line("\nALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;", name)
	s.owner(name)
	for i := range s.audiences {
		s.take(i)
		s.holds(r, name)
	}
	s.others(r)
}

// holds writes the policies, grants and triggers of a table for the audience.
func (s *script) holds(r *form.Resource, name string) {
	s.line("REVOKE ALL ON %s FROM %s;", name, s.role)
	now := held{source: name}
	view := s.rules(r, "view")
	if len(view.allows) > 0 {
		now.selects = s.shown(r)
		s.policy(r, "SELECT", s.asks(r, view), "")
		s.grant(r, "SELECT", now.selects)
		now.deletes = s.deletes(r, view)
		now.sets = s.updates(r, view, now.selects)
	} else {
		s.policy(r, "SELECT", "FALSE", "")
	}
	if !now.deletes {
		s.policy(r, "DELETE", "FALSE", "")
	}
	if now.sets == nil {
		s.policy(r, "UPDATE", "FALSE", "FALSE")
	}
	now.inserts = s.inserts(r)
	now.decides = s.decided(r)
	s.audiences[s.at].held = append(s.audiences[s.at].held, now)
}

// owner leaves the table's owner what they had: FORCE is for a role that comes
// to be one of the owner's.
func (s *script) owner(table string) {
	s.line("DO %s;", dollars(fmt.Sprintf(`BEGIN
  EXECUTE (SELECT format('CREATE POLICY %%I ON %%s TO %%I USING (TRUE) WITH CHECK (TRUE)', %s, c."oid"::regclass, r."rolname")
    FROM pg_class c JOIN pg_roles r ON r."oid" = c."relowner" WHERE c."oid" = %s::regclass);
END`, quoteLiteral(s.bare+": owner"), quoteLiteral(table))))
}

// policy writes what rows must satisfy for the role. That is a restrictive
// policy, which needs a permissive one beside it.
func (s *script) policy(r *form.Resource, command, using, check string) {
	of := ""
	if using != "" {
		of += "\n  USING (" + using + ")"
	}
	if check != "" {
		of += "\n  WITH CHECK (" + check + ")"
	}
	name := s.source(r.Table)
	s.line("CREATE POLICY %s ON %s AS RESTRICTIVE FOR %s TO %s%s;", s.policyName(command, ""), name, command, s.role, of)
	if using == "FALSE" || check == "FALSE" {
		return
	}
	of = ""
	if using != "" {
		of += " USING (TRUE)"
	}
	if check != "" {
		of += " WITH CHECK (TRUE)"
	}
	s.line("CREATE POLICY %s ON %s FOR %s TO %s%s;", s.policyName(command, ", opened"), name, command, s.role, of)
}

func (s *script) grant(r *form.Resource, command string, fields []*form.Field) {
	if len(fields) == 0 {
		return
	}
	p := s.printer(r.Table, "")
	var columns []string
	for _, f := range fields {
		columns = append(columns, s.identifier(p, f.Column))
	}
	s.keep(p)
	s.line("GRANT %s (%s) ON %s TO %s;", command, strings.Join(columns, ", "), s.source(r.Table), s.role)
}

// shown gives the fields that everybody sees plain on every row that they see,
// and tells of the others that some see.
func (s *script) shown(r *form.Resource) []*form.Field {
	allows := s.rules(r, "view").allows
	var out []*form.Field
	var partly, by []string
	for _, f := range r.Fields {
		sight := r.SightBy(allows, f, nil)
		some := len(sight.Plain)+len(sight.Masks) > 0
		switch {
		case sight.Key, len(sight.Less)+len(sight.Locks) == 0:
			out = append(out, f)
		case some && len(sight.Less) > 0:
			partly, by = append(partly, f.Name), append(by, sight.Less[0].Clause.Statement.ID)
		case some:
			partly, by = append(partly, f.Name), append(by, sight.Locks[0].Clause.Statement.ID)
		}
	}
	if len(partly) > 0 {
		s.limit(by[0], s.fields(r, "view", partly), "not everybody sees it plain on every row that they see, so nobody is granted the column; views can say it")
	}
	return out
}

// fields names fields of a resource for a limit.
func (s *script) fields(r *form.Resource, action string, names []string) string {
	text := fmt.Sprintf("%s of %s.%s", action, r.Name, strings.Join(names, ", "+r.Name+"."))
	if profile := s.audiences[s.at].profile; profile != "" {
		text += " for " + jsonText(profile)
	}
	return text
}

// deletes writes the policy of the rows that may be deleted, which must be seen:
// a statement that reads no column is not held to the policy of SELECT.
func (s *script) deletes(r *form.Resource, view rules) bool {
	rules := s.rules(r, "delete")
	if len(rules.allows) == 0 {
		return false
	}
	s.policy(r, "DELETE", s.asks(r, view, rules), "")
	s.line("GRANT DELETE ON %s TO %s;", s.source(r.Table), s.role)
	if view.further() || rules.further() {
		s.trigger(r, "DELETE", s.removal(r))
	}
	return true
}

// others tells of the actions that are no commands.
func (s *script) others(r *form.Resource) {
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
		s.limit("", fmt.Sprintf("%s of %s", strings.Join(names, ", "), r.Name), "a database knows SELECT, INSERT, UPDATE and DELETE alone")
	}
}
