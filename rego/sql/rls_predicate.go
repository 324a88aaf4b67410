package sql

import (
	"slices"
	"strings"

	"portcullis/rego/form"
)

// printer gives a printer of conditions on a row of a table that stands under an
// alias. The person is a row called who ([script.person]).
func (s *script) printer(t *form.Table, alias string) *printer {
	p := newPrinter(postgres{})
	p.person = &person{
		tables: s.tables, types: s.home, zone: zoneOf(s.form), user: `"who"."user"`, team: `"who"."team"`,
		holds: func(profile string) string { return profile + ` = ANY ("who"."profiles")` },
	}
	p.base = &frame{alias: alias, table: t}
	return p
}

// zoneOf gives the name of the portal's time zone.
func zoneOf(f *form.Form) string {
	if f.Timezone == "" {
		return "UTC"
	}
	return f.Timezone
}

// inPolicy gives a printer of conditions in a policy, where the row stands under
// its table's name, with the schema's, which no alias has. A policy is evaluated
// with the role's rights, so what it asks of the person is given by functions:
// just that, once a statement.
func (s *script) inPolicy(t *form.Table) *printer {
	p := s.printer(t, s.source(t))
	p.person.indexes = true
	p.person.narrow = s.told
	p.person.holds = func(profile string) string { return "(SELECT " + s.home + ".holds(" + profile + "))" }
	return p
}

// told gives what is so of the person by a function.
func (s *script) told(returns, expression string) string {
	body := `(SELECT ` + expression + " FROM " + s.who() + ` AS "who")`
	if _, ok := s.written[body]; !ok {
		name := s.name("person")
		s.function(strings.TrimPrefix(name, s.home+".")+"()", returns, body, s.everyRole())
		s.written[body] = "(SELECT " + name + "())"
	}
	return s.written[body]
}

// rules are the statements on an action of a resource, as far as they are asked
// of an existing row: some allow applies, and no deny does.
type rules struct {
	resource *form.Resource
	allows   []*form.Use
	denies   []*form.Use
}

func (s *script) rules(r *form.Resource, action string) rules {
	rs := rules{r, r.At(form.Permits, action), r.At(form.Refuses, action)}
	if among := s.audiences[s.at].among; action == "view" && among != nil { // what is written is decided by all
		rs.allows = slices.DeleteFunc(rs.allows, func(u *form.Use) bool { return !slices.Contains(among, u.Clause.Statement.Profile) })
	}
	return rs
}

// further reports whether they look at other rows than the one.
func (rs rules) further() bool { return rs.commonly() || slices.ContainsFunc(rs.allows, further) }

// commonly reports whether what is asked beside the allows does.
func (rs rules) commonly() bool {
	return rs.resource.Rows != nil && looksFurther(rs.resource.Rows) || slices.ContainsFunc(rs.denies, further)
}

func further(u *form.Use) bool { return looksFurther(u.Clause.Rows) }

// asks writes into a policy that a row satisfies all of the rules. What looks at the
// row alone is asked of it, the rest of what a view lists.
func (s *script) asks(r *form.Resource, all ...rules) string {
	p := s.inPolicy(r.Table)
	defer s.keep(p)
	var conds []string
	for i, rs := range all {
		if !rs.further() {
			conds = append(conds, s.satisfied(p, rs)...)
			continue
		}
		alone, ways := rs, []string(nil)
		alone.allows = nil
		for _, u := range rs.allows {
			if !rs.commonly() && !further(u) {
				alone.allows = append(alone.allows, u)
				continue
			}
			one := slices.Clone(all)
			one[i].allows = []*form.Use{u}
			ways = append(ways, p.person.holds(quoteLiteral(u.Clause.Statement.Profile))+" AND "+s.listed(r, one))
		}
		if rs.commonly() {
			conds = append(conds, "("+anyOf(ways)+")")
		} else {
			conds = append(conds, s.satisfied(p, alone, ways...)...)
		}
	}
	return strings.Join(conds, "\n    AND ")
}

// listed has a view ask it of all rows, of which it gives the keys: PostgreSQL joins
// the other tables as it would for a query, or asks it of one row by the key. It asks
// all of it, so that whoever reads it learns no more than from the table itself.
func (s *script) listed(r *form.Resource, all []rules) string {
	p := s.inPolicy(r.Table)
	p.base.alias = `"row"`
	var columns, same, conds []string
	for _, f := range r.Table.Key {
		columns = append(columns, p.column(row{p.base.alias, r.Table}, f))
		same = append(same, postgres{}.sameColumn(f.Type, p.qualified(`"of"`, f.Column), p.qualified(s.source(r.Table), f.Column)))
	}
	for _, rs := range all {
		conds = append(conds, s.satisfied(p, rs)...)
	}
	s.keep(p)
	name := s.name(r.Name)
	s.line("CREATE VIEW %s WITH (security_barrier = true) AS\nSELECT %s FROM %s AS \"row\"%s\nWHERE %s;",
		name, strings.Join(columns, ", "), s.source(r.Table), p.joined(p.base.joins, "\n"), strings.Join(conds, "\n  AND "))
	s.keepFrom(name)
	s.line("GRANT SELECT ON %s TO %s;", name, s.role)
	return "EXISTS (SELECT 1 FROM " + name + ` AS "of" WHERE ` + allOf(same) + ")"
}

// satisfied writes that some allow applies to the row, or it is in another of the
// ways, and no deny applies.
func (s *script) satisfied(p *printer, rs rules, ways ...string) []string {
	conds := []string{}
	if rs.resource.Rows != nil {
		conds = append(conds, s.conjuncts(p, rs.resource.Rows)...)
	}
	applies := make([]string, len(rs.allows), len(rs.allows)+len(ways))
	for i, u := range rs.allows {
		applies[i] = s.applies(p, u)
	}
	ways = append(applies, ways...)
	if len(ways) == 0 {
		return []string{p.truth(false)}
	}
	conds = append(conds, "("+anyOf(ways)+")")
	for _, u := range rs.denies {
		conds = append(conds, s.spares(p, u))
	}
	return conds
}

// applies writes that an allow applies to the row.
func (s *script) applies(p *printer, u *form.Use) string {
	conds := append([]string{p.person.holds(quoteLiteral(u.Clause.Statement.Profile))}, s.conjuncts(p, u.Clause.Statement.When)...)
	return allOf(append(conds, s.conjuncts(p, u.Clause.Rows)...))
}

// spares writes that a deny does not bear on the row.
func (s *script) spares(p *printer, u *form.Use) string {
	ways := []string{"NOT " + p.person.holds(quoteLiteral(u.Clause.Statement.Profile))}
	for _, f := range []form.Formula{u.Clause.Statement.When, u.Clause.Rows} {
		if _, never := f.(form.Never); !never {
			ways = append(ways, allOf(s.conjuncts(p, f)))
		}
	}
	return "(" + anyOf(ways) + ")"
}

// conjuncts writes what proves a formula. What is asked of the person alone, a
// policy has a function ask, so that it does not tell what is compared.
func (s *script) conjuncts(p *printer, f form.Formula) []string {
	parts, ok := f.(form.Every)
	if !ok {
		parts = form.Every{f}
	}
	conds := make([]string, 0, len(parts))
	for _, part := range parts {
		if form.Certain(part) || form.Impossible(part) {
			conds = append(conds, p.cond(part))
			continue
		}
		if p.person.narrow == nil || looksAtRows(part) {
			conds = append(conds, p.operandOfAnd(part))
			continue
		}
		of := s.printer(nil, "")
		text := of.cond(part)
		s.keep(of)
		conds = append(conds, s.told("boolean", "("+text+")"))
	}
	return conds
}

// looksAtRows reports whether a formula looks at the row at all.
func looksAtRows(f form.Formula) bool {
	found := false
	form.Places(f, func(at form.Place, _ *form.Relation) { found = found || at.Root == form.Row || at.Root == form.New })
	return found
}

// looksFurther reports whether a formula looks at other rows than the one.
func looksFurther(f form.Formula) bool {
	found := false
	form.Places(f, func(at form.Place, rows *form.Relation) {
		if at.Root == form.Row || at.Root == form.New {
			found = found || rows != nil || len(at.Steps) > 0
		}
	})
	return found
}
