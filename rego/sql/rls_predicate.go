package sql

import (
	"fmt"
	"strings"

	"portcullis/rego/form"
)

// predicate is a condition on a row, TRUE where the row is let through.
type predicate string

func (p predicate) and(q predicate) predicate { return p + "\n    AND " + q }

// printer gives a printer of conditions on a row of a table, which stands in a
// policy under the table's name.
func (s *securing) printer(t *form.Table) *printer {
	p := newPrinter(postgres{})
	p.person = &person{s.schema, s.tables}
	parts := strings.Split(t.Source, ".")
	p.base = &frame{alias: p.quote(parts[len(parts)-1]), table: t}
	return p
}

// asked is a statement's conditions on a row, as far as an action asks them.
type asked struct {
	use   *form.Use
	conds []form.Formula // all must be proven: of an allow that it applies, of a deny any, that it does not
}

// predicate gives the rows on which an action is allowed, if they are seen:
// some allow of it applies, and no deny of it does.
func (s *securing) predicate(r *form.Resource, action string) predicate {
	var allows, denies []asked
	for _, u := range uses(r, form.Permits, action) {
		allows = append(allows, asked{u, []form.Formula{u.Clause.Statement.When, u.Clause.Rows}})
	}
	for _, u := range uses(r, form.Refuses, action) {
		denies = append(denies, asked{u, []form.Formula{u.Clause.Statement.When, u.Clause.Rows}})
	}
	return s.conditions(r, allows, denies)
}

// conditions writes that some of the allows applies, and none of the denies.
func (s *securing) conditions(r *form.Resource, allows, denies []asked) predicate {
	p := s.printer(r.Table)
	conds := []string{s.granted(p, allows)}
	for _, d := range denies {
		conds = append(conds, s.spared(p, d))
	}
	s.keep(p)
	return predicate(strings.Join(conds, "\n    AND "))
}

// conjuncts writes what proves a formula of a row. What asks other rows than
// the one is asked by a function, which sees those that the person does not.
func (s *securing) conjuncts(p *printer, f form.Formula) []string {
	if !looksFurther(f) {
		return p.conjuncts(f)
	}
	table := p.base.table
	for _, d := range s.asked {
		if identical(d.f, f) {
			return []string{d.text}
		}
	}
	s.further[table]++
	function := p.quote(fmt.Sprintf("%s_%d", table.Name, s.further[table]))
	inner := s.printer(table)
	inner.base.alias = p.quote("row")
	where := inner.cond(f)
	s.function(fmt.Sprintf(`%s("row" %s)`, function, s.source(table)), "boolean",
		"SELECT EXISTS (SELECT 1 FROM (SELECT 1) AS \"one\""+inner.joined(inner.base.joins, "\n")+"\nWHERE "+where+")")
	s.keep(inner)
	call := fmt.Sprintf("%s.%s(%s.*)", s.schema, function, p.base.alias)
	s.asked = append(s.asked, done{f, call})
	return []string{call}
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

func (s *securing) granted(p *printer, allows []asked) string {
	var ways []string
	for _, a := range allows {
		conds := []string{s.holds(p, a.use)}
		for _, f := range a.conds {
			conds = append(conds, s.conjuncts(p, f)...)
		}
		ways = append(ways, allOf(conds))
	}
	if len(ways) == 0 {
		return p.truth(false)
	}
	return "(" + anyOf(ways) + ")"
}

func (s *securing) spared(p *printer, d asked) string {
	ways := []string{"NOT " + s.holds(p, d.use)}
	for _, f := range d.conds {
		if _, never := f.(form.Never); !never {
			ways = append(ways, allOf(s.conjuncts(p, f)))
		}
	}
	return "(" + anyOf(ways) + ")"
}

// holds writes that a statement is of one of the person's profiles. The
// subquery is evaluated once.
func (s *securing) holds(p *printer, u *form.Use) string {
	return "(SELECT " + quoteLiteral(u.Clause.Statement.Profile) + " = ANY (" + s.schema + ".profiles()))"
}
