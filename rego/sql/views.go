package sql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Views prints a script for PostgreSQL 14 or later, to be run by the owner of
// the tables, that makes a view of each table and report for a role that has no
// right on the tables. Whoever reads a view sees what the policy shows, cell for
// cell: hidden cells are null, masked ones their mask. Whoever writes through it
// is decided as by [Secure]; what statements set is written. An error means that
// a name is none of a database.
//
// The views are security barriers: no expression around them is evaluated on a
// row before the policy has let it through. They read the tables with the rights
// of their owner, and the person from a view that the role has no right on.
func Views(f *form.Form, to Target) (*Script, error) {
	s := newScript(f, to, cmp.Or(to.Into, f.Portal))
	s.line("-- Views of the portal %q. Run it as the owner of the tables. The role reads and", f.Portal)
	s.line("-- writes the views, and says for each transaction who asks:")
	s.usage()
	s.line("-- What an earlier run has left goes first. The last block looks for what would")
	s.line("-- lead around the views; if there is anything, nothing is changed.")
	s.line("BEGIN;")
	s.line("SET LOCAL search_path = pg_catalog, pg_temp;")
	s.line("SET LOCAL client_min_messages = warning;")
	s.clean()
	s.person(s.role)
	for _, r := range f.Resources {
		switch r.Kind {
		case form.KindTable, form.KindReport:
			s.view(r)
			s.others(r)
		case form.KindForm:
			s.limit("", fmt.Sprintf("the form %q", r.Name), "a database knows no forms; its table's view takes what may be created")
		}
	}
	var tables []held // on which the role has no right
	for _, t := range f.Tables {
		tables = append(tables, held{source: s.source(t)})
	}
	s.check(tables)
	s.line("COMMIT;")
	if s.err != nil {
		return nil, s.err
	}
	return &Script{s.text.String(), s.limits}, nil
}

// view writes the view of a table or report, with its grants and triggers.
func (s *script) view(r *form.Resource) {
	p := s.printer(r.Table, `"row"`)
	p.person.indexes = true
	p.person.user, p.person.team = `(SELECT "user" FROM "who")`, `(SELECT "team" FROM "who")`
	p.person.holds = func(profile string) string { return "(SELECT " + profile + ` = ANY ("profiles") FROM "who")` }
	columns := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		columns[i] = s.cell(p, r, f) + " AS " + s.identifier(p, f.Name)
	}
	rows := s.satisfied(p, s.rules(r, "view"))
	name := s.home + "." + s.identifier(p, r.Name)
	s.keep(p)
	s.line("\nCREATE VIEW %s WITH (security_barrier = true) AS\nWITH \"who\" AS MATERIALIZED (SELECT * FROM %s)\nSELECT\n  %s\nFROM %s AS \"row\"%s\nWHERE %s;",
		name, s.who(), strings.Join(columns, ",\n  "), s.source(r.Table), p.joined(p.base.joins, "\n"), strings.Join(rows, "\n  AND "))
	s.keepFrom(name)
	grant := func(command string) { s.line("GRANT %s ON %s TO %s;", command, name, s.role) }
	if len(r.At(form.Permits, "view")) > 0 {
		grant("SELECT")
	}
	for _, command := range []struct{ name, action string }{{"INSERT", "create"}, {"UPDATE", "update"}, {"DELETE", "delete"}} {
		if len(r.At(form.Permits, command.action)) == 0 {
			continue
		}
		grant(command.name)
		function := s.triggerFunction(r.Name, s.through(r, name, command.action))
		s.line("CREATE TRIGGER %s INSTEAD OF %s ON %s FOR EACH ROW EXECUTE FUNCTION %s();",
			quoteWith(`"`, `"`, triggerName+" "+command.action), command.name, name, function)
	}
}

// sight is how a field is seen on a row: plain where plain holds, else as the
// first mask whose condition does, unless it is taken.
type sight struct {
	spared []string // all hold where no deny takes the field
	always bool     // it is plain wherever it is not taken
	plain  []string // one holds where it is plain
	masks  []masked
}

type masked struct {
	when  string
	shows form.Disguise
}

// sight writes how a field is seen on a row that is seen, on which some allow
// applies.
func (s *script) sight(p *printer, r *form.Resource, f *form.Field) sight {
	by := r.Sight(f, nil)
	if by.Key {
		return sight{always: true}
	}
	out := sight{always: len(by.Less) == 0}
	for _, u := range by.Locks {
		out.spared = append(out.spared, s.spares(p, u))
	}
	for _, u := range by.Plain {
		if when := s.covers(p, u, f); when != "" {
			out.plain = append(out.plain, when)
		}
	}
	for _, m := range by.Masks {
		if when := s.covers(p, m.Use, f); when != "" {
			out.masks = append(out.masks, masked{when, m.Shown})
		}
	}
	return out
}

// covers writes that an allow applies, and covers a field for the person; "" where it
// does for nobody.
func (s *script) covers(p *printer, u *form.Use, f *form.Field) string {
	when := s.applies(p, u)
	of, all := u.Holders(f)
	switch {
	case all:
		return when
	case len(of) == 0:
		return ""
	}
	var ways []string
	for _, profile := range of {
		ways = append(ways, p.person.holds(quoteLiteral(profile)))
	}
	return when + " AND (" + anyOf(ways) + ")"
}

// isPlain writes that a field is seen as it is; "" where it always is.
func (of sight) isPlain() string {
	conds := of.spared
	switch {
	case of.always:
	case len(of.plain) == 0:
		return "FALSE"
	default:
		conds = append(slices.Clone(conds), "("+anyOf(of.plain)+")")
	}
	return allOf(conds)
}

// cell writes what a column of a view shows.
func (s *script) cell(p *printer, r *form.Resource, f *form.Field) string {
	of := s.sight(p, r, f)
	ref := p.column(row{p.base.alias, r.Table}, f)
	plain := of.isPlain()
	switch {
	case plain == "":
		return p.plain(f.Type, ref)
	case of.always || len(of.masks) == 0:
		return "CASE WHEN " + plain + " THEN " + p.plain(f.Type, ref) + " END" // of one type, hidden or not
	}
	text := "CASE"
	if len(of.spared) > 0 {
		text += " WHEN (" + allOf(of.spared) + ") IS NOT TRUE THEN NULL"
	}
	text += " WHEN " + cmp.Or(anyOf(of.plain), "FALSE") + " THEN " + p.masked(f.Type, ref)
	for _, m := range of.masks {
		text += " WHEN " + m.when + " THEN " + p.maskOf(f, m.shows, ref, true)
	}
	return text + " END"
}

// through writes the function of a trigger that writes through a view.
func (s *script) through(r *form.Resource, view, action string) string {
	w := s.writer(r, action)
	table := s.source(r.Table)
	w.sendable = r.Fields
	w.shows = map[*form.Field]string{}
	p := w.printer(r.Table, `"stored"`)
	for _, f := range r.Fields {
		w.shows[f] = s.identifier(p, f.Name)
	}
	w.plain = func(f *form.Field) string {
		if w.create {
			return ""
		}
		p := w.printing(`"stored"`, `"stored"`)
		plain := w.sight(p, r, f).isPlain()
		if plain == "" {
			return ""
		}
		return w.tested(p, []string{plain})
	}
	key := func(alias string, value func(f *form.Field) string) string {
		var conds []string
		for _, f := range r.Table.Key {
			conds = append(conds, postgres{}.sameColumn(f.Type, p.column(row{alias, r.Table}, f), value(f)))
		}
		return allOf(conds)
	}
	stored := func(f *form.Field) string { return w.column(`"stored"`, f) }
	head := "DECLARE\n  \"stored\" " + table + ";\n  \"shown\" record;\n"
	find := ""
	if !w.create {
		find = "  SELECT * INTO \"stored\" FROM " + table + ` AS "at" WHERE ` + key(`"at"`, func(f *form.Field) string { return "OLD." + w.shows[f] }) + " FOR UPDATE;\n" +
			"  IF NOT FOUND THEN RETURN NULL; END IF;\n"
	}
	defer s.keep(p)
	if action == "delete" {
		return head + "  \"who\" record;\nBEGIN\n" + s.tells() + find + w.still("view", "delete") +
			"  DELETE FROM " + table + ` AS "at" WHERE ` + key(`"at"`, stored) + ";\n  RETURN OLD;\nEND"
	}
	seen := ""
	if !w.create {
		seen = find + w.still("view")
	}
	decision := w.decide()
	body := head + w.declarations() + "BEGIN\n" + s.tells() + seen + decision + w.store(table, key)
	var made []string
	for _, f := range r.Table.Key {
		made = append(made, `"at".`+w.shows[f]+" = "+stored(f))
	}
	return body + "  SELECT * INTO \"shown\" FROM " + view + ` AS "at" WHERE ` + allOf(made) + ";\n  IF FOUND THEN NEW := \"shown\"; END IF;\n  RETURN NEW;\nEND"
}

// store writes the row to be: what is sent and given, a new one with what it has
// by default, and nothing else.
func (w *writer) store(table string, key func(alias string, value func(*form.Field) string) string) string {
	var names []string
	for _, f := range w.r.Table.Fields {
		names = append(names, "("+quoteLiteral(f.Name)+", "+quoteLiteral(f.Column)+")")
	}
	written := `FROM (VALUES ` + strings.Join(names, ", ") + `) AS "of"("field", "column") WHERE "of"."field" = ANY ("sent" || "given"`
	if w.create {
		for _, f := range w.defaults() {
			written += " || " + quoteLiteral(f.Name) + "::text"
		}
	}
	written += ")"
	if w.create {
		return `  EXECUTE (SELECT ` + quoteLiteral("INSERT INTO "+table+" ") + ` || coalesce('(' || string_agg(format('%I', "of"."column"), ', ') || ') VALUES (' || string_agg(format('($1).%I', "of"."column"), ', ') || ')', 'DEFAULT VALUES') || ' RETURNING *' ` +
			written + `) INTO "stored" USING "final";` + "\n"
	}
	stored := func(f *form.Field) string { return strings.Replace(w.column("stored", f), "stored", "($2)", 1) }
	return `  IF "sent" || "given" <> '{}' THEN` + "\n" + `    EXECUTE (SELECT ` + quoteLiteral("UPDATE "+table+` AS "at" SET `) + ` || string_agg(format('%1$I = ($1).%1$I', "of"."column"), ', ') || ` +
		quoteLiteral(" WHERE "+key(`"at"`, stored)) + " " + written + `) USING "final", "stored";` + "\n  END IF;\n"
}
