package postgres

import (
	"slices"

	"portcullis/lang/convert"
)

// subLink reads a subquery in a condition.
func (r *reading) subLink(n node, negated bool) (convert.Cond, error) {
	switch n.text("subLinkType") {
	case "EXISTS_SUBLINK":
		return r.exists(n.node("subselect"), nil, nil)
	case "ANY_SUBLINK":
		if names := n.names("operName"); len(names) > 0 && names[len(names)-1] != "=" {
			return nil, cannot("a subquery is compared with %s", names[len(names)-1])
		}
		return r.inQuery(n.node("testexpr"), n.node("subselect"), negated)
	default:
		x, err := r.operand(node{"SubLink": map[string]any(n)})
		if err != nil {
			return nil, err
		}
		return r.compared("==", x, value{operand: convert.Const{Type: boolean, Value: true}})
	}
}

// inQuery reads x IN (SELECT y FROM …): that there is a row of which x = y is true.
// Whether there is none is another question, to which a null is no answer.
func (r *reading) inQuery(x, query node, negated bool) (convert.Cond, error) {
	if negated {
		return nil, cannot("NOT IN with a subquery is unknown where that gives a null")
	}
	targets := query.node("SelectStmt").list("targetList")
	if len(targets) != 1 {
		return nil, cannot("a subquery gives several columns")
	}
	_, target := targets[0].only()
	return r.exists(query, x, target.node("val"))
}

// query is a subquery that is being read: tables that are not reached yet, and conditions
// that must hold.
type query struct {
	tables []frame
	conds  []node
	x, y   node // that are equal, for IN: x of the rows around, y of those of the query
}

func (r *reading) exists(n, x, y node) (convert.Cond, error) {
	s := n.node("SelectStmt")
	for _, key := range []string{"groupClause", "havingClause", "withClause", "limitCount", "limitOffset", "valuesLists", "lockingClause", "larg"} {
		if s[key] != nil {
			return nil, cannot("a subquery has more than FROM and WHERE")
		}
	}
	q := query{x: x, y: y}
	for _, from := range s.list("fromClause") {
		if err := r.from(&q, from); err != nil {
			return nil, err
		}
	}
	if where := s.node("whereClause"); len(where) > 0 {
		q.conds = append(q.conds, conjuncts(where)...)
	}
	if len(q.tables) == 0 {
		return nil, cannot("a subquery has no table")
	}
	return r.reach(q)
}

func (r *reading) from(q *query, n node) error {
	switch kind, body := n.only(); kind {
	case "RangeVar":
		t := r.tables[tableName(body)]
		if t == nil {
			return cannot("nothing is known of the table %s", body.text("relname"))
		}
		if t.Refused != "" {
			return cannot("the table %s is left out", t.Name)
		}
		alias := body.node("alias").text("aliasname")
		if alias == "" {
			alias = body.text("relname")
		}
		q.tables = append(q.tables, frame{alias, t})
		return nil
	case "JoinExpr":
		if body.text("jointype") != "JOIN_INNER" || body["usingClause"] != nil || body.is("isNatural") {
			return cannot("a join is no plain one")
		}
		for _, side := range []string{"larg", "rarg"} {
			if err := r.from(q, body.node(side)); err != nil {
				return err
			}
		}
		q.conds = append(q.conds, conjuncts(body.node("quals"))...)
		return nil
	default:
		return cannot("a subquery is of %s", kind)
	}
}

// conjuncts are the conditions that one needs, all of them.
func conjuncts(n node) []node {
	kind, body := n.only()
	if kind != "BoolExpr" || body.text("boolop") != "AND_EXPR" {
		return []node{n}
	}
	var out []node
	for _, arg := range body.list("args") {
		out = append(out, conjuncts(arg)...)
	}
	return out
}

// reach goes on to a table that a column ties to a row at hand, and from there to the
// others. When all are reached, what is left of the conditions is asked.
func (r *reading) reach(q query) (convert.Cond, error) {
	if len(q.tables) == 0 {
		var all []convert.Cond
		if q.x != nil {
			return nil, cannot("a column of a subquery is not tied to the row by a key")
		}
		for _, n := range q.conds {
			c, err := r.condition(n, false) // a row is one of the query's where it is true
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		return convert.All(all...), nil
	}
	if q.x != nil {
		if c, ok, err := r.step(q, q.x, q.y, true, func(q *query) { q.x, q.y = nil, nil }); ok || err != nil {
			return c, err
		}
	}
	for i, n := range q.conds {
		kind, e := n.only()
		if kind != "A_Expr" || e.text("kind") != "AEXPR_OP" || !slices.Equal(e.names("name"), []string{"="}) {
			continue
		}
		rest := func(q *query) { q.conds = slices.Delete(slices.Clone(q.conds), i, i+1) }
		for _, sides := range [][2]node{{e.node("lexpr"), e.node("rexpr")}, {e.node("rexpr"), e.node("lexpr")}} {
			if c, ok, err := r.step(q, sides[0], sides[1], false, rest); ok || err != nil {
				return c, err
			}
		}
	}
	return nil, cannot("no relation leads from the row to %s", q.tables[0].Name)
}

// step goes to a table of the query by a column of it that equals one of a row at hand,
// which is outer if it is written outside of the query, whose names do not hide it there.
func (r *reading) step(q query, here, there node, outer bool, drop func(*query)) (convert.Cond, bool, error) {
	kind, target := there.only()
	if kind != "ColumnRef" || kindOf(here) != "ColumnRef" {
		return nil, false, nil
	}
	i, field := pending(q.tables, target.names("fields"))
	if i < 0 {
		return nil, false, nil
	}
	_, from := here.only()
	if j, _ := pending(q.tables, from.names("fields")); j >= 0 && !outer {
		return nil, false, nil // of the query itself: an inner name hides an outer one
	}
	v, err := r.column(from)
	if err != nil {
		return nil, false, nil // another way may be open
	}
	to := q.tables[i]
	column := v.operand.(convert.Column)
	if v.inexact != "" || field.Inexact != "" || !column.Type.Equal(field.Type) {
		return nil, false, nil
	}
	at := r.frames[len(r.frames)-1-column.Up]
	path, many, ok := r.portal.Relate(at.out, column.Path[0], to.out, field.Ident)
	if !ok {
		return nil, false, nil
	}
	if !r.reads(to.table, field.Name) {
		return nil, false, cannot("the role may not read the column %q of %s", field.Name, to.Name)
	}
	inner := &reading{importer: r.importer, role: r.role, frames: append(slices.Clone(r.frames), to), asking: r.asking}
	seen, err := inner.seen(to.table)
	if err != nil {
		return nil, false, err
	}
	q.tables = slices.Delete(slices.Clone(q.tables), i, i+1)
	drop(&q)
	where, err := inner.reach(q)
	if err != nil {
		return nil, false, err
	}
	where = convert.All(where, seen)
	if _, never := where.(convert.False); never {
		return where, true, nil
	}
	return convert.Exists{
		Up: column.Up, Path: path, Many: many, Where: where,
		Key: &convert.Column{Path: to.Key[:1], Type: to.out.Field(to.Key[0]).Type},
	}, true, nil
}

// pending finds the table of a query that a column is of.
func pending(tables []frame, names []string) (int, *field) {
	for i, t := range tables {
		if len(names) == 2 && t.alias != names[0] || len(names) < 1 || len(names) > 2 {
			continue
		}
		if f := t.field(names[len(names)-1]); f != nil {
			return i, f
		}
	}
	return -1, nil
}

// seen gives which rows of a table the role sees, whose own policies a subquery is held
// to. It must be said exactly, or more might be let through by what is not seen.
func (r *reading) seen(t *table) (convert.Cond, error) {
	if _, _, ok := r.columns(r.role, t.name(), "SELECT"); !ok {
		return nil, cannot("the role may not read the table %s", t.Name)
	}
	if !r.secured[t.name()] {
		return convert.True{}, nil
	}
	if slices.Contains(r.asking, t) {
		return nil, cannot("policies ask of one another's rows in a circle")
	}
	c, left := r.rows(r.role, t, "SELECT", append(slices.Clone(r.asking), t))
	if len(left) > 0 {
		return nil, cannot("of the rows of %s that the role sees not all can be said: %s", t.Name, left[0].why)
	}
	return c, nil
}
