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
	if among, ok := p.amongTold(over, v, body); ok {
		return among
	}
	return "EXISTS (" + p.selection(over, v, func() string { return p.operandOfAnd(body) }) + ")"
}

// amongTold writes that a column has the value of an element of a list that is told
// of the person, once a statement, so that an index on the column serves.
func (p *printer) amongTold(over form.List, v *form.Var, body form.Formula) (string, bool) {
	if p.person == nil || !p.person.indexes || len(p.vars) > 0 || p.stored(over.At) {
		return "", false
	}
	all, ok := body.(form.Every)
	if !ok {
		all = form.Every{body}
	}
	var column form.Place
	var element form.Operand
	var rest form.Every
	for _, part := range all {
		if c, e, ok := p.linked(part, v); ok && element == nil {
			column, element = c, e
			continue
		}
		if looksAtRows(part) {
			return "", false
		}
		rest = append(rest, part)
	}
	if element == nil {
		return "", false
	}
	x := p.operand(column)
	narrow := p.person.narrow
	p.person.narrow = nil // the list is told as a whole
	var value string
	list := p.selecting(over, v, func() string {
		value = p.written(p.operand(element))
		return p.operandOfAnd(rest)
	})
	list = "ARRAY(SELECT " + value + list + ")"
	if p.person.narrow = narrow; narrow != nil {
		returns := returned(column.T.Kind) + "[]"
		list = narrow(returns, list) + "::" + returns
	}
	return allOf(append([]string{postgres{}.amongTold(p, column.T.Kind, x, list)}, x.beside(form.Equal)...)), true
}

// linked gives the column and the element of a comparison that an element of a
// list equals a column of the rows.
func (p *printer) linked(f form.Formula, v *form.Var) (column form.Place, element form.Operand, ok bool) {
	r, ok := f.(form.Relate)
	if !ok || r.Op != form.Equal {
		return column, nil, false
	}
	of := func(x form.Operand) bool {
		at, ok := x.(form.Place)
		return ok && at.Root == form.Each && at.Var == v
	}
	x, y := r.X, r.Y
	if of(x) {
		x, y = y, x
	}
	column, ok = x.(form.Place)
	return column, y, ok && of(y) && (column.Root == form.Row || column.Root == form.New) && column.Field != nil
}

// forAll writes that no element of a list fails to prove a formula.
func (p *printer) forAll(over form.List, v *form.Var, body form.Formula) string {
	return "NOT EXISTS (" + p.selection(over, v, func() string { return p.notTrue(p.cond(body)) }) + ")"
}

// selection writes a query of the elements of a list that satisfy a condition.
func (p *printer) selection(over form.List, v *form.Var, condition func() string) string {
	return "SELECT 1" + p.selecting(over, v, condition)
}

func (p *printer) selecting(over form.List, v *form.Var, condition func() string) string {
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
	out := " FROM " + source + p.joined(f.joins, " ")
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
	for i, by := range over.Relation.Key { // by no key, all rows are its elements
		f := from.table.Key[i]
		linked = append(linked, p.same(by.Type, f.Type, p.column(element, by), p.column(from, f)))
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
