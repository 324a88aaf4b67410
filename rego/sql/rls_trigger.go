package sql

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// triggerName sorts behind what other triggers are called, so that what they
// make of a row is what is decided.
const triggerName = "~portcullis"

// trigger has a function decide a command for each row, whatever
// session_replication_role is. It binds whom row security binds and who has the
// role.
func (s *script) trigger(r *form.Resource, command, body string) {
	table := s.source(r.Table)
	name := s.triggerFunction(r.Name, body)
	trigger := quoteWith(`"`, `"`, fmt.Sprintf("%s %s %s %d", triggerName, s.bare, strings.ToLower(command), s.at+1))
	s.line("CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW", trigger, command, table)
	s.line("  WHEN (pg_catalog.row_security_active(%s::regclass::oid) AND pg_catalog.pg_has_role(%s, 'USAGE'))", quoteLiteral(table), quoteLiteral(s.audiences[s.at].role))
	s.line("  EXECUTE FUNCTION %s();", name)
	s.line("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s;", table, trigger)
}

// triggerFunction writes a trigger's function. Dates and times are assigned in UTC.
func (s *script) triggerFunction(hint, body string) string {
	name := s.name(hint)
	s.line("CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER", name)
	s.line("  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS %s;", dollars(body))
	s.keepFrom("FUNCTION " + name + "()")
	return name
}

// removal decides a deletion again that looks at other rows, of which the
// statement may have deleted some.
func (s *script) removal(r *form.Resource) string {
	w := s.writer(r, "delete")
	return "DECLARE\n  \"who\" record;\n  \"stored\" " + s.source(r.Table) + " := OLD;\nBEGIN\n" +
		s.tells() + w.still("view", "delete") + "  RETURN OLD;\nEND"
}

// still refuses a write of a row that is not seen, and of actions, what is not
// allowed on it: with the words of the first deny that applies, or of the first
// allow that does not.
func (w *writer) still(actions ...string) string {
	asks := func(conds func(p *printer) []string) string {
		p := w.printing(`"stored"`, `"stored"`)
		p.base.fresh = false
		return w.tested(p, conds(p))
	}
	end := w.raise(quoteLiteral(fmt.Sprintf("%s of %q is not allowed.", w.action, w.r.Name)))
	out := ""
	for _, action := range actions {
		rules := w.rules(w.r, action)
		allowed := asks(func(p *printer) []string { return w.satisfied(p, rules) })
		out += "  IF NOT " + allowed + " THEN\n"
		if action != "view" {
			for _, u := range rules.denies {
				if text := u.Clause.Statement.Message; text != "" {
					out += "    IF NOT " + asks(func(p *printer) []string { return []string{w.spares(p, u)} }) + " THEN " + w.raise(quoteLiteral(text)) + " END IF;\n"
				}
			}
			for _, u := range rules.allows {
				if text := u.Clause.Statement.Message; text != "" {
					out += "    IF " + w.has(u.Clause.Statement.Profile) + " AND NOT " + asks(func(p *printer) []string { return []string{w.applies(p, u)} }) + " THEN " + w.raise(quoteLiteral(text)) + " END IF;\n"
				}
			}
		}
		out += "    " + end + "\n  END IF;\n"
	}
	return out
}

// inserts writes the policy, grant and trigger of the rows that may be created.
func (s *script) inserts(r *form.Resource) []*form.Field {
	w := s.writer(r, "create")
	if len(w.allows) == 0 {
		s.policy(r, "INSERT", "", "FALSE")
		return nil
	}
	w.sendable = s.sendable(r, w)
	s.policy(r, "INSERT", "", "TRUE")
	s.grant(r, "INSERT", w.sendable)
	decision := w.decide()
	s.trigger(r, "INSERT", "DECLARE\n  \"stored\" "+s.source(r.Table)+";\n"+w.declarations()+"BEGIN\n"+s.tells()+decision+w.presets()+"  RETURN NEW;\nEND")
	return w.sendable
}

// sendable gives the fields that may be sent to create a row, by some statement
// at least, and what has to be sent as it is set. Whether the key or a generated
// field is sent cannot be told from a database that fills it, so all statements
// must cover it.
func (s *script) sendable(r *form.Resource, w *writer) []*form.Field {
	var out []*form.Field
	for _, f := range r.Table.Fields {
		some := slices.ContainsFunc(w.allows, func(u *form.Use) bool { return u.Lets(f) })
		all := !slices.ContainsFunc(w.allows, func(u *form.Use) bool { return !u.Lets(f) })
		given := slices.ContainsFunc(w.allows, func(u *form.Use) bool { return u.Sets(f) })
		if given && !s.to.Presets {
			w.asks = append(w.asks, f)
		}
		switch {
		case (r.Table.Key.Is(f) || f.Generated) && some && !all:
			s.limit("", s.fields(r, "create", []string{f.Name}), "not every statement lets it be written, so nobody is granted it: the database fills it")
		case some, given && !s.to.Presets:
			out = append(out, f)
		}
	}
	return out
}

// presets gives the row what statements set, where it is not asked to have it.
func (w *writer) presets() string {
	out := ""
	for _, f := range w.r.Table.Fields {
		if !slices.Contains(w.asks, f) && slices.ContainsFunc(w.allows, func(u *form.Use) bool { return u.Sets(f) }) {
			out += fmt.Sprintf("  %s := %s;\n", w.column("NEW", f), w.column(`"final"`, f))
		}
	}
	return out
}

// updates writes the policy, grant and trigger of the rows that may be updated.
// Only columns that the role sees can be: of these a trigger can tell what is
// sent. What is set and not seen the trigger writes.
func (s *script) updates(r *form.Resource, view rules, shown []*form.Field) []*form.Field {
	w, rules := s.writer(r, "update"), s.rules(r, "update")
	if len(w.allows) == 0 {
		return nil
	}
	var unseen []string
	w.sendable = []*form.Field{}
	for _, f := range r.Table.Fields {
		some := slices.ContainsFunc(w.allows, func(u *form.Use) bool { return u.Lets(f) })
		given := !s.to.Presets && slices.ContainsFunc(w.allows, func(u *form.Use) bool { return u.Sets(f) })
		switch seen := slices.Contains(shown, f); {
		case r.Table.Key.Has(f):
		case seen && given:
			w.sendable, w.asks = append(w.sendable, f), append(w.asks, f)
		case seen && some:
			w.sendable = append(w.sendable, f)
		case some:
			unseen = append(unseen, f.Name)
		}
	}
	if len(unseen) > 0 {
		s.limit("", s.fields(r, "update", unseen), "the column is not granted to be seen, so nobody is granted to write it; views can say it")
	}
	s.policy(r, "UPDATE", s.asks(r, view, rules), "TRUE")
	s.grant(r, "UPDATE", w.sendable)
	body := "DECLARE\n  \"stored\" " + s.source(r.Table) + " := OLD;\n"
	decision := w.decide()
	body += w.declarations() + "BEGIN\n" + w.computed() + s.tells() + decision
	if view.further() {
		body += w.still("view")
	}
	s.trigger(r, "UPDATE", body+w.presets()+"  RETURN NEW;\nEND")
	s.unseen(r, view)
	return w.sendable
}

// computed gives the new row what PostgreSQL will compute for it, as it is stored: before
// that these columns are null, which nobody has sent, for PostgreSQL takes nothing for
// them. What a trigger gives them is not kept.
func (w *writer) computed() string {
	out := ""
	for _, f := range w.r.Table.Fields {
		if !slices.Contains(w.sendable, f) && (!f.Required || w.r.Table.Key.Has(f)) {
			continue
		}
		now, before := w.column("NEW", f), w.column("OLD", f)
		out += fmt.Sprintf("  IF %s IS NULL AND %s IS NOT NULL AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = TG_RELID AND attname = %s AND attgenerated <> '') THEN %[1]s := %[2]s; END IF;\n",
			now, before, quoteLiteral(f.Column))
	}
	return out
}

// unseen tells that PostgreSQL holds what is written to what is seen.
func (s *script) unseen(r *form.Resource, view rules) {
	part := slices.ContainsFunc(view.allows, func(u *form.Use) bool { return u.Clause.Rows != form.Formula(form.Always{}) })
	if part || len(view.denies) > 0 {
		s.limit("", "a write of "+r.Name+" after which the row is no longer seen, and INSERT … RETURNING of a row that is not seen or whose view looks at other rows",
			"PostgreSQL refuses it; views do not")
	}
}

// decided gives the fields that a table's triggers read of its rows.
func (s *script) decided(r *form.Resource) []*form.Field {
	var out []*form.Field
	for _, action := range []string{"create", "update", "delete"} {
		for _, u := range r.Uses {
			if !u.On(action) {
				continue
			}
			for _, f := range []form.Formula{u.Clause.Rows, u.Clause.Check} {
				if f == nil {
					continue
				}
				form.Places(f, func(at form.Place, _ *form.Relation) {
					if (at.Root == form.Row || at.Root == form.New) && len(at.Steps) == 0 && at.Field != nil && !slices.Contains(out, at.Field) {
						out = append(out, at.Field)
					}
				})
			}
		}
	}
	return out
}
