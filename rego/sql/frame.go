package sql

import (
	"strings"

	"portcullis/rego/form"
)

// frame is a row that places begin at, with the rows that to-one paths lead to
// from there: what a FROM clause joins. For the element of a list it is that
// element.
type frame struct {
	alias string
	table *form.Table // nil for a scalar element
	told  bool        // it is of what is told of the person, in JSON
	fresh bool        // it is a row that is not stored yet: no others refer to it
	joins []*join     // in the order in which they were first needed
}

// join is a row that a relation leads to from a frame's row or another join's.
type join struct {
	row
	from  row
	by    *form.Relation
	below []*join
}

// row is one row of a FROM clause.
type row struct {
	alias string
	table *form.Table
}

// stored reports whether a place is of the rows of the database.
func (p *printer) stored(at form.Place) bool {
	switch at.Root {
	case form.Row, form.New:
		return true
	case form.Each:
		return !p.vars[at.Var].told
	default:
		return false
	}
}

// row gives the row at which a place stands, and joins what leads there.
func (p *printer) row(at form.Place) row {
	f := p.base
	switch {
	case at.Root == form.Each:
		f = p.vars[at.Var]
	case at.Root == form.New && p.after != nil:
		f = p.after
	}
	here := row{f.alias, f.table}
	joins := &f.joins
	for _, step := range at.Steps {
		j := joinedBy(*joins, step)
		if j == nil {
			j = &join{row: row{p.alias(step.Name), step.Target}, from: here, by: step}
			*joins = append(*joins, j)
		}
		here, joins = j.row, &j.below
	}
	return here
}

func joinedBy(joins []*join, step *form.Relation) *join {
	for _, j := range joins {
		if j.by == step {
			return j
		}
	}
	return nil
}

// column refers to a field of a row.
func (p *printer) column(r row, f *form.Field) string { return p.qualified(r.alias, f.Column) }

// joined writes the joins of a frame, each after what it is joined to. A row
// that is not there leaves the columns null.
func (p *printer) joined(joins []*join, separator string) string {
	var b strings.Builder
	for _, j := range joins {
		b.WriteString(separator + "LEFT JOIN " + p.source(j.table.Source) + " AS " + j.alias +
			" ON " + allOf(p.led(j.table.Key, j.row, j.from, j.by.Key)))
		b.WriteString(p.joined(j.below, separator))
	}
	return b.String()
}

// led writes that the fields of a row's key equal those of another that lead there.
func (p *printer) led(key form.Key, to, from row, by form.Key) []string {
	conds := make([]string, len(key))
	for i, f := range key {
		conds[i] = p.same(f.Type, by[i].Type, p.column(to, f), p.column(from, by[i]))
	}
	return conds
}

// missing writes that a row that is joined is not there: its key is null, and so is
// any field of that.
func (p *printer) missing(r row) string { return p.column(r, r.table.Key[0]) + " IS NULL" }

// there writes that it is.
func (p *printer) there(r row) string { return p.column(r, r.table.Key[0]) + " IS NOT NULL" }

// exists writes that an element of a list proves a formula.
func (p *printer) exists(over form.List, v *form.Var, body form.Formula) string {
	return "EXISTS (" + p.selection(over, v, func() string { return p.operandOfAnd(body) }) + ")"
}

// forAll writes that no element of a list fails to prove a formula.
func (p *printer) forAll(over form.List, v *form.Var, body form.Formula) string {
	return "NOT EXISTS (" + p.selection(over, v, func() string { return p.notTrue(p.cond(body)) }) + ")"
}

// selection writes a query of the elements of a list that satisfy a condition.
func (p *printer) selection(over form.List, v *form.Var, condition func() string) string {
	f, source, linked := p.ranged(over)
	outer, nested := p.vars[v]
	p.vars[v] = f
	where := linked
	if c := condition(); c != "" {
		where = append(where, c)
	}
	if delete(p.vars, v); nested {
		p.vars[v] = outer
	}
	out := "SELECT 1 FROM " + source + p.joined(f.joins, " ")
	if len(where) > 0 {
		out += " WHERE " + allOf(where)
	}
	return out
}

// ranged gives the frame of a list's elements, what they are selected from, and
// the condition that links them to the row that has the list.
func (p *printer) ranged(over form.List) (f *frame, source string, linked []string) {
	if !p.stored(over.At) {
		f = &frame{alias: p.alias("each"), told: over.Relation != nil}
		return f, p.elements(p.person.json(p, over), f.alias), nil
	}
	from := p.row(over.At)
	if over.Relation == nil {
		f = &frame{alias: p.alias("each")}
		return f, p.elements(p.column(from, over.At.Field), f.alias), nil
	}
	target := over.Relation.Target
	f = &frame{alias: p.alias(over.Relation.Name), table: target}
	source = p.source(target.Source) + " AS " + f.alias
	element := row{f.alias, target}
	for i, f := range from.table.Key {
		linked = append(linked, p.same(over.Relation.Key[i].Type, f.Type, p.column(element, over.Relation.Key[i]), p.column(from, f)))
	}
	if p.base.fresh && from.alias == p.base.alias {
		linked = []string{p.truth(false)}
	}
	return f, source, linked
}

// isListed writes that a list is there. To-many rows are, unless the row that
// they would belong to is missing.
func (p *printer) isListed(over form.List) string {
	if !p.stored(over.At) {
		return p.person.isListed(p, over)
	}
	from := p.row(over.At)
	switch {
	case over.Relation == nil:
		return p.listed(p, over.At.T, p.column(from, over.At.Field))
	case len(over.At.Steps) > 0:
		return p.there(from)
	default:
		return p.truth(true)
	}
}
