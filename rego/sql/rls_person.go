package sql

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// usage writes how the person is told.
func (s *script) usage() {
	if s.to.Claims != "" {
		s.line("--   SELECT set_config('request.jwt.claims', '{%s: \"ana@beans.example\", \"profiles\": [%s]}', true);", jsonText(s.to.Claims), s.example())
		s.line("-- as PostgREST and Supabase do. Profiles, team, team_profiles, team_properties")
		s.line("-- and properties are claims, or in the claim app_metadata if there is one.")
		return
	}
	s.line("--   SELECT set_config('portcullis.user', '{\"login\": \"ana@beans.example\", \"profiles\": [%s]}', true);", s.example())
	s.line("-- (an input.user; the record is looked up by the login).")
}

// example gives a profile of the portal, as JSON.
func (s *script) example() string {
	if len(s.form.Profiles) == 0 {
		return ""
	}
	return strings.ReplaceAll(jsonText(s.form.Profiles[0].Name), "'", "''")
}

func jsonText(text string) string {
	list, err := listJSON(form.Constant{Value: []form.Constant{{Value: text}}})
	if err != nil {
		return `""`
	}
	return list[1 : len(list)-1]
}

// who gives the view that tells who asks.
func (s *script) who() string { return s.home + `."~person"` }

// person writes the view that tells who asks, of one row: "user" is an
// input.user whose record is the row of the users table that has the login, if
// it is one; "team" has the properties of the team, "profiles" all that the
// person has. Of a session without a login, and without a record, all is null,
// where the policy has profiles for it. The roles have no right on it, but on the
// functions of types that come before it.
func (s *script) person(roles string) {
	s.line("%s", fill(typesSQL, "{home}", s.home, "{uuid}", uuidPattern))
	s.line("GRANT USAGE ON SCHEMA %s TO %s;", s.home, roles)
	s.line("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %s TO %s;", s.home, roles)
	looked := `"u"`
	if s.form.Users != nil {
		looked = `"u" - 'record' || jsonb_build_object('record', ` + s.record() + `)`
	}
	anonymous := s.anonymous()
	if len(anonymous) > 0 {
		looked = `CASE WHEN "anonymous" THEN ` + s.nobody() + ` ELSE ` + looked + ` END`
	}
	s.line(`CREATE VIEW %s AS
WITH "told" AS MATERIALIZED (
  SELECT CASE WHEN jsonb_typeof("u") = 'object' THEN "u" END AS "u", %s AS "anonymous"
  FROM (%s) AS "session"
), "looked" AS MATERIALIZED (
  SELECT %s AS "u", "anonymous"
  FROM "told"
)
SELECT "u" AS "user", %s AS "team", %s AS "profiles"
FROM "looked";`, s.who(), s.isAnonymous(), s.setting(), looked, s.teamProperties(), s.profiles())
	s.keepFrom(s.who())
}

// anonymous gives the profiles of sessions without a login, with all that they
// include, sorted.
func (s *script) anonymous() []string {
	var list []string
	for _, p := range s.form.Profiles {
		if p.Anonymous {
			list = append(list, p.Closure...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// isAnonymous writes that nobody is told, or somebody with neither a login nor
// a record, of the form that a person must have.
func (s *script) isAnonymous() string {
	if len(s.anonymous()) == 0 {
		return "FALSE"
	}
	return `"u" IS NULL OR jsonb_typeof("u") = 'null' OR jsonb_typeof("u") = 'object'
    AND coalesce("u" -> 'login', 'null') = 'null' AND coalesce("u" -> 'record', 'null') = 'null'
    AND ` + strings.Join(formed(), "\n    AND ")
}

// nobody writes an input.user of whom all is null: a record is as one that is
// not there.
func (s *script) nobody() string {
	record := "NULL"
	if users := s.form.Users; users != nil {
		record = missing(users.Table)
	}
	return "jsonb_build_object('login', NULL, 'record', " + record + ")"
}

func missing(t *form.Table) string {
	fields := map[string]any{}
	for _, f := range t.Fields {
		fields[f.Name] = nil
	}
	for _, r := range t.Relations {
		fields[r.Name] = nil
		if r.Many {
			fields[r.Name] = []any{}
		}
	}
	text, err := json.Marshal(fields)
	if err != nil {
		panic("sql: " + err.Error()) // names, nulls and lists can be written
	}
	return quoteLiteral(string(text)) + "::jsonb"
}

// setting writes what the person is told as: NULL where nobody is told.
func (s *script) setting() string {
	if s.to.Claims == "" {
		return `SELECT nullif(current_setting('portcullis.user', true), '')::jsonb AS "u"`
	}
	return `SELECT CASE WHEN jsonb_typeof("c") <> 'object' THEN "c" WHEN "c" IS NOT NULL THEN jsonb_build_object('login', "c" -> ` + quoteLiteral(s.to.Claims) + `, 'profiles', "m" -> 'profiles', 'team', "m" -> 'team',
    'team_profiles', "m" -> 'team_profiles', 'team_properties', "m" -> 'team_properties', 'properties', "m" -> 'properties') END AS "u"
  FROM (SELECT "c", CASE WHEN jsonb_typeof("c" -> 'app_metadata') = 'object' THEN "c" -> 'app_metadata' ELSE "c" END AS "m"
    FROM (SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb AS "c") AS "setting") AS "claims"`
}

// record writes the row of the users table that has the login, as JSON, with
// what conditions look at; NULL where there is none, or more than one.
func (s *script) record() string {
	users := s.form.Users
	p := s.printer(users.Table, `"record"`)
	p.person.user = `"told"."u"`
	p.person.indexes = true
	login := p.operand(form.Place{Root: form.Row, Field: users.Login, T: users.Login.Type})
	told := term{told: true, once: true, sql: "(SELECT " + p.person.typed(p, users.Login.Type, `("u" -> 'login')`).sql + ` FROM "told")`}
	conds := append([]string{p.compare(p, users.Login.Type.Kind, form.Equal, login, told)}, login.beside(form.Equal)...)
	fields := s.object(p, form.Place{Root: form.Row}, users.Table, s.looks())
	text := "(SELECT CASE WHEN count(*) = 1 THEN jsonb_agg(" + fields + ") -> 0 END FROM " + s.source(users.Table) + ` AS "record"` +
		p.joined(p.base.joins, " ") + " WHERE " + allOf(conds) + ")"
	s.keep(p)
	return text
}

// look is what conditions look at in a record.
type look struct {
	fields []*form.Field
	steps  []*form.Relation
	below  map[*form.Relation]*look
}

func (l *look) add(f *form.Field) {
	if f != nil && !slices.Contains(l.fields, f) {
		l.fields = append(l.fields, f)
	}
}

func (l *look) at(step *form.Relation) *look {
	if l.below[step] == nil {
		if l.below == nil {
			l.below = map[*form.Relation]*look{}
		}
		l.steps, l.below[step] = append(l.steps, step), &look{}
	}
	return l.below[step]
}

// looks gives what the policy looks at in the person's row.
func (s *script) looks() *look {
	top := &look{}
	visit := func(f form.Formula) { s.look(top, map[*form.Var]*look{}, f) }
	for _, st := range s.form.Statements {
		visit(st.When)
		for _, c := range st.Clauses {
			visit(c.Rows)
			if c.Check != nil {
				visit(c.Check)
			}
			for _, set := range c.Sets {
				visit(set.Null)
				for _, one := range set.Cases {
					visit(one.When)
					visit(form.Known{X: one.X})
				}
			}
		}
	}
	for _, r := range s.form.Resources {
		if r.Rows != nil {
			visit(r.Rows)
		}
	}
	return top
}

// look adds what a formula looks at, with what variables stand for.
func (s *script) look(top *look, vars map[*form.Var]*look, f form.Formula) {
	walk := func(at form.Place) *look {
		here := top
		switch at.Root {
		case form.Record:
		case form.Each:
			if here = vars[at.Var]; here == nil {
				return nil
			}
		default:
			return nil
		}
		for _, step := range at.Steps {
			here = here.at(step)
		}
		return here
	}
	if over, v := form.Quantified(f); v != nil {
		if here := walk(over.At); here != nil && over.Relation != nil {
			vars[v] = here.at(over.Relation)
		}
	}
	inner, _, _ := form.Parts(f)
	for _, part := range inner {
		s.look(top, vars, part)
	}
	form.Places(f, func(at form.Place, rows *form.Relation) {
		here := walk(at)
		if here == nil {
			return
		}
		here.add(at.Field)
		if rows != nil {
			here.at(rows)
		}
	})
}

// object writes a row as JSON.
func (s *script) object(p *printer, at form.Place, t *form.Table, of *look) string {
	const most = 40 // of the 100 arguments that a function may have
	here := p.row(at)
	var parts []string
	var pairs []string
	for _, f := range t.Key {
		pairs = append(pairs, quoteLiteral(f.Name)+", "+p.column(here, f))
	}
	for _, f := range of.fields {
		switch {
		case t.Key.Has(f):
		case f.Kind == form.JSON: // of which null alone is asked
			pairs = append(pairs, quoteLiteral(f.Name)+", CASE WHEN NOT "+postgres{}.isNull(f.Type, p.column(here, f))+" THEN 'true'::jsonb END")
		case f.Kind == form.ListOf:
			pairs = append(pairs, quoteLiteral(f.Name)+", "+postgres{}.json(p.column(here, f)))
		default:
			pairs = append(pairs, quoteLiteral(f.Name)+", "+p.column(here, f))
		}
	}
	for _, step := range of.steps {
		pairs = append(pairs, quoteLiteral(step.Name)+", "+s.related(p, at, step, of.below[step]))
	}
	for chunk := range slices.Chunk(pairs, most) {
		parts = append(parts, "jsonb_build_object("+strings.Join(chunk, ", ")+")")
	}
	return strings.Join(parts, " || ")
}

// related writes what a relation leads to as JSON.
func (s *script) related(p *printer, at form.Place, step *form.Relation, of *look) string {
	if !step.Many {
		next := at
		next.Steps = append(slices.Clone(at.Steps), step)
		there := p.row(next)
		return "CASE WHEN " + p.there(there) + " THEN " + s.object(p, next, step.Target, of) + " END"
	}
	v := &form.Var{Table: step.Target}
	f, source, linked := p.ranged(form.List{At: at, Relation: step})
	p.vars[v] = f
	fields := s.object(p, form.Place{Root: form.Each, Var: v}, step.Target, of)
	delete(p.vars, v)
	return "(SELECT coalesce(jsonb_agg(" + fields + "), '[]'::jsonb) FROM " + source + p.joined(f.joins, " ") + " WHERE " + allOf(linked) + ")"
}

// teamProperties writes the properties of the person's team: a declared one has
// its own.
func (s *script) teamProperties() string {
	whens := ""
	for _, t := range s.form.Teams {
		parts := []string{}
		for _, p := range s.form.TeamProperties {
			parts = append(parts, quoteLiteral(p.Name)+", "+jsonLiteral(t.Properties[p.Name]))
		}
		whens += " WHEN " + quoteLiteral(t.Name) + " THEN jsonb_build_object(" + strings.Join(parts, ", ") + ")"
	}
	if whens == "" {
		return `"u" -> 'team_properties'`
	}
	return `CASE "u" ->> 'team'` + whens + ` ELSE "u" -> 'team_properties' END`
}

func jsonLiteral(c form.Constant) string {
	if c.IsNull() {
		return "NULL"
	}
	list, err := listJSON(form.Constant{Value: []form.Constant{c}})
	if err != nil {
		return "NULL"
	}
	return "(" + quoteLiteral(list) + "::jsonb -> 0)"
}

// profiles writes the person's profiles: those that the policy knows, with all
// that they include; if there are none, the default ones. Who is not known, or
// told in another form, has none.
func (s *script) profiles() string {
	var closure, teams, standard []string
	for _, profile := range s.form.Profiles {
		if profile.Anonymous {
			continue // it is nobody's who claims it
		}
		for _, included := range profile.Closure {
			closure = append(closure, fmt.Sprintf("(%s, %s)", quoteLiteral(profile.Name), quoteLiteral(included)))
			if profile.Default {
				standard = append(standard, quoteLiteral(included))
			}
		}
	}
	for _, t := range s.form.Teams {
		for _, name := range t.Profiles {
			teams = append(teams, fmt.Sprintf("(%s, %s)", quoteLiteral(t.Name), quoteLiteral(name)))
		}
	}
	anonymous := ""
	if list := s.anonymous(); len(list) > 0 {
		for i, name := range list {
			list[i] = quoteLiteral(name)
		}
		anonymous = `WHEN "anonymous" THEN ARRAY[` + strings.Join(list, ", ") + "]\n"
	}
	if closure == nil {
		return "CASE " + anonymous + "WHEN TRUE THEN '{}'::text[] END"
	}
	asked := []string{`SELECT "c"."included" FROM "c" WHERE "u" -> 'profiles' ? "c"."profile"`}
	undeclared := "TRUE"
	if len(s.form.Teams) > 0 {
		var names []string
		for _, t := range s.form.Teams {
			names = append(names, quoteLiteral(t.Name))
		}
		undeclared = `coalesce("u" ->> 'team' NOT IN (` + strings.Join(names, ", ") + "), TRUE)"
	}
	asked = append(asked, `SELECT "c"."included" FROM "c" WHERE `+undeclared+` AND "u" -> 'team_profiles' ? "c"."profile"`)
	if teams != nil {
		asked = append(asked, `SELECT "c"."included" FROM "c" JOIN (VALUES `+strings.Join(teams, ", ")+`) AS "t"("team", "profile") USING ("profile") WHERE "t"."team" = "u" ->> 'team'`)
	}
	slices.Sort(standard)
	byDefault := `ARRAY[` + strings.Join(slices.Compact(standard), ", ") + `]::text[]`
	if s.form.Users == nil { // else whoever has a record has a login
		byDefault = `CASE WHEN "u" -> 'login' <> 'null' THEN ` + byDefault + ` ELSE '{}' END`
	}
	return `CASE ` + anonymous + `WHEN ` + strings.Join(s.known(), "\n  AND ") + `
THEN coalesce((WITH "c"("profile", "included") AS (VALUES ` + strings.Join(closure, ", ") + `)
  SELECT array_agg(DISTINCT "included") FROM (
    ` + strings.Join(asked, "\n    UNION ALL ") + `
  ) AS "asked"), ` + byDefault + `)
ELSE '{}'::text[] END`
}

// known gives that a person is told as they must be, and is known.
func (s *script) known() []string {
	conds := append([]string{`"u" IS NOT NULL`}, formed()...)
	switch {
	case s.form.Users != nil:
		conds = append(conds, `coalesce(jsonb_typeof("u" -> 'record') = 'object', FALSE)`)
	case len(s.anonymous()) > 0: // a record without a login is nobody's
		conds = append(conds, `"u" -> 'login' <> 'null'`)
	}
	return conds
}

// formed gives what a person must be told as.
func formed() []string {
	var conds []string
	for _, is := range [][2]string{
		{"profiles", "array"}, {"team", "string"}, {"properties", "object"}, {"team_profiles", "array"}, {"team_properties", "object"},
	} {
		conds = append(conds, fmt.Sprintf(`coalesce(jsonb_typeof("u" -> '%s'), 'null') IN ('null', '%s')`, is[0], is[1]))
	}
	return conds
}
