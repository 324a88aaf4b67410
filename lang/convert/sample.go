package convert

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"portcullis/rego/scalar"
)

// maker makes rows on which the conditions of a portal come out both ways. It is
// right about nothing by itself: what the rows mean is evaluated afterwards.
type maker struct {
	*world
	people []map[string]any // of each profile's person
	next   map[string]int   // the last key of each table
	deep   int              // how many relations away rows are being made
}

// most is how many rows of a table are made: enough for its conditions to come out
// both ways, few enough to be read.
const most = 14

// make makes rows for every condition: one on which it is true, as far as can be
// seen, and some that each miss that in one field.
func (m *maker) make() {
	for i, profile := range m.portal.Profiles {
		m.person = m.people[i]
		for _, rule := range m.portal.Rules(profile) {
			if rule.Kind != "table" || rule.Deny {
				continue
			}
			for _, name := range rule.Names {
				t := m.portal.Table(name)
				if t == nil || len(m.rows[name]) >= most || name == m.portal.Users {
					continue
				}
				m.makeFor(t, All(orTrue(rule.Rows), orTrue(rule.Check)))
			}
		}
	}
	for _, t := range m.portal.Tables {
		if len(m.rows[t.Name]) == 0 {
			m.row(t)
		}
	}
}

func orTrue(c Cond) Cond {
	if c == nil {
		return True{}
	}
	return c
}

func (m *maker) makeFor(t *Table, c Cond) {
	good := m.row(t)
	m.satisfy(c, true, good)
	m.vary(good, c)
	for _, name := range fieldsIn(c) {
		f := t.Field(name)
		if f == nil || slices.Contains(t.Key, name) {
			continue
		}
		values := append(m.compared(c, name, good), other(f.Type, good.values[name]))
		if !f.Required {
			values = append(values, nil)
		}
		for _, v := range values {
			if len(m.rows[t.Name]) < most && (v != nil || !f.Required) {
				m.copy(good).values[name] = v
			}
		}
	}
}

// vary makes rows that lead to others than a good one does: which have something else,
// or nothing, in one of the fields that a condition asks of them.
func (m *maker) vary(good *row, c Cond) {
	each(c, func(x Cond) {
		exists, ok := x.(Exists)
		if !ok || exists.Up != 0 || len(exists.Path) != 1 {
			return
		}
		from := good
		if len(m.related(good, exists.Path)) == 0 { // as where there must be none
			from = m.copy(good)
		}
		led := m.lead(from, exists.Path)
		if led == nil {
			return
		}
		m.satisfy(exists.Where, true, from, led)
		for _, name := range fieldsIn(exists.Where) {
			m.varyField(from, led, exists.Path[0], name)
		}
	})
}

func (m *maker) varyField(good, led *row, relation, name string) {
	r, f := good.table.Relation(relation), led.table.Field(name)
	if f == nil || slices.Contains(led.table.Key, name) || led.table.Name == m.portal.Users || r.Many && slices.Contains(r.Key, name) {
		return
	}
	for _, v := range []any{other(f.Type, led.values[name]), nil} {
		if v == nil && f.Required || len(m.rows[good.table.Name]) >= most || len(m.rows[led.table.Name]) >= 2*most {
			continue
		}
		from, to := m.copy(good), m.copy(led)
		to.values[name] = v
		if r.Many {
			m.tie(to, r.Key, from)
		} else {
			m.tie(from, r.Key, to)
		}
	}
}

// fieldsIn gives the fields of the row itself that a condition looks at.
func fieldsIn(c Cond) []string {
	var fields []string
	each(c, func(x Cond) {
		for _, o := range operands(x) {
			if column, ok := o.(Column); ok && column.Up == 0 && len(column.Path) == 1 && !slices.Contains(fields, column.Path[0]) {
				fields = append(fields, column.Path[0])
			}
		}
	})
	return fields
}

// compared gives the constants that a condition compares a field with, less the one
// that a row has.
func (m *maker) compared(c Cond, field string, r *row) []any {
	var out []any
	add := func(x, y Operand) {
		column, ok := x.(Column)
		v, constant := y.(Const)
		if ok && constant && column.Up == 0 && len(column.Path) == 1 && column.Path[0] == field &&
			column.Type.Kind != scalar.List && compare("==", r.values[field], v.Value, column.Type) != yes && v.Value != nil && !slices.Contains(out, v.Value) {
			out = append(out, v.Value)
		}
	}
	each(c, func(x Cond) {
		switch x := x.(type) {
		case Compare:
			add(x.X, x.Y)
			add(x.Y, x.X)
		case In:
			for _, v := range x.Values {
				add(x.X, v)
			}
		case Text:
			add(x.X, x.Y)
		case True, False, And, Or, Not, IsTrue, Null, Has, Exists:
		}
	})
	return out
}

// row adds a row with something in every field.
func (m *maker) row(t *Table) *row {
	r := &row{table: t, values: map[string]any{}}
	for _, f := range t.Fields {
		r.values[f.Name] = usual(f.Type)
	}
	for _, relation := range t.Relations { // leads nowhere until it is to
		for _, name := range relation.Key {
			if relation.Many || slices.Contains(t.Key, name) {
				continue
			}
			r.values[name] = nil
			if f := t.Field(name); f.Required {
				r.values[name] = m.key(f.Type, 990)
			}
		}
	}
	return m.add(r)
}

func (m *maker) copy(of *row) *row {
	r := &row{table: of.table, values: map[string]any{}}
	for name, v := range of.values {
		r.values[name] = v
	}
	return m.add(r)
}

func (m *maker) add(r *row) *row {
	t := r.table
	m.next[t.Name]++
	for _, name := range t.Key {
		r.values[name] = m.key(t.Field(name).Type, m.next[t.Name])
	}
	m.rows[t.Name] = append(m.rows[t.Name], r)
	return r
}

// key gives the nth key of a type.
func (m *maker) key(t Type, n int) any {
	switch t.Kind {
	case scalar.Number:
		return json.Number(strconv.Itoa(n))
	case scalar.Date:
		return fmt.Sprintf("2001-01-%02d", n%28+1)
	case scalar.Timestamp:
		return fmt.Sprintf("2001-01-%02dT00:00:00Z", n%28+1)
	case scalar.Enum:
		return t.Values[n%len(t.Values)]
	case scalar.Bool:
		return n%2 == 0
	default:
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}
}

// usual is a value of a type that conditions do not ask for.
func usual(t Type) any {
	switch t.Kind {
	case scalar.Number:
		return json.Number("5")
	case scalar.Bool:
		return true
	case scalar.Date:
		return "2026-01-15"
	case scalar.Timestamp:
		return "2026-01-15T09:00:00Z"
	case scalar.Enum:
		return t.Values[0]
	case scalar.List:
		return []any{usual(*t.Elem)}
	case scalar.UUID:
		return "00000000-0000-4000-9000-000000000001"
	default:
		return "some"
	}
}

// other is a value of a type that is not this one.
func other(t Type, than any) any {
	for _, v := range others(t) {
		if t.Kind == scalar.List || than == nil || compare("==", v, than, t) == no {
			return v
		}
	}
	return nil // an enum of one value
}

func others(t Type) []any {
	switch t.Kind {
	case scalar.Number:
		return []any{json.Number("7"), json.Number("8")}
	case scalar.Bool:
		return []any{true, false}
	case scalar.Date:
		return []any{"2026-02-01", "2026-02-02"}
	case scalar.Timestamp:
		return []any{"2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"}
	case scalar.Enum:
		out := make([]any, len(t.Values))
		for i, v := range t.Values {
			out[i] = v
		}
		return out
	case scalar.List:
		return []any{[]any{}}
	case scalar.UUID:
		return []any{"00000000-0000-4000-9000-000000000002", "00000000-0000-4000-9000-000000000003"}
	default:
		return []any{"other", "another"}
	}
}

// satisfy changes a row so that a condition is true of it, or false, as well as it can.
func (m *maker) satisfy(c Cond, is bool, rows ...*row) {
	switch c := c.(type) {
	case And:
		m.satisfyEach(c, is, is, rows)
	case Or:
		m.satisfyEach(c, is, !is, rows)
	case Not:
		m.satisfy(c.Cond, !is, rows...)
	case IsTrue:
		m.satisfy(c.Cond, is, rows...)
	case Compare:
		op := c.Op
		if !is {
			op = opposites[op]
		}
		if x, ok := c.X.(Column); ok {
			m.set(x, rows, fitting(op, x.Type, m.value(c.Y, rows)))
		} else if y, ok := c.Y.(Column); ok && op == "==" {
			m.set(y, rows, m.value(c.X, rows))
		}
	case Null:
		if x, ok := c.X.(Column); ok {
			if is {
				m.set(x, rows, nil)
			} else if m.value(x, rows) == nil {
				m.set(x, rows, usual(x.Type))
			}
		}
	case In:
		if x, ok := c.X.(Column); ok && len(c.Values) > 0 && is {
			m.set(x, rows, c.Values[0].Value)
		}
	case Has:
		if x, ok := c.X.(Column); ok && is {
			if list, ok := m.value(c.List, rows).([]any); ok && len(list) > 0 {
				m.set(x, rows, list[0])
			}
		} else if list, ok := c.List.(Column); ok && is {
			m.set(list, rows, []any{m.value(c.X, rows)})
		}
	case Text:
		if x, ok := c.X.(Column); ok && is {
			m.set(x, rows, m.value(c.Y, rows))
		}
	case Exists:
		if is {
			if r := m.lead(rows[len(rows)-1-c.Up], c.Path); r != nil {
				m.satisfy(c.Where, true, append(rows[:len(rows):len(rows)], r)...)
			}
		}
	case True, False:
	}
}

// satisfyEach makes all of the conditions so, or the first.
func (m *maker) satisfyEach(conds []Cond, is, all bool, rows []*row) {
	for i, c := range conds {
		if all || i == 0 {
			m.satisfy(c, is, rows...)
		}
	}
}

// fitting is a value of a type that compares so with another.
func fitting(op string, t Type, with any) any {
	switch {
	case with == nil:
		return usual(t)
	case op == "==" || op == "<=" || op == ">=":
		return with
	case op == "!=":
		return other(t, with)
	}
	for _, v := range append(others(t), edges(t)...) {
		if compare(op, v, with, t) == yes {
			return v
		}
	}
	return with
}

// edges are values of a type that are smaller or greater than most.
func edges(t Type) []any {
	switch t.Kind {
	case scalar.Number:
		return []any{json.Number("-1000000000"), json.Number("1000000000")}
	case scalar.Date:
		return []any{"1970-01-01", "2999-12-31"}
	case scalar.Timestamp:
		return []any{"1970-01-01T00:00:00Z", "2999-12-31T00:00:00Z"}
	default:
		return []any{"", "~~~"}
	}
}

// set sets a field of a row, or of one that it leads to.
func (m *maker) set(c Column, rows []*row, v any) {
	r := rows[len(rows)-1-c.Up]
	path, name := c.Path[:len(c.Path)-1], c.Path[len(c.Path)-1]
	if len(path) > 0 {
		if r = m.lead(r, path); r == nil {
			return
		}
	}
	f := r.table.Field(name)
	if _, err := scalar.Parse(f.Type, v); v != nil && err != nil {
		return // a text, where a uuid is compared with one
	}
	if slices.Contains(r.table.Key, name) {
		m.rekey(r, name, v)
		return
	}
	if f == nil || r.table.Name == m.portal.Users && m.portal.Users != "" || v == nil && f.Required {
		return
	}
	r.values[name] = v
}

// tie gives a row what leads to another, unless a third has the key then.
func (m *maker) tie(r *row, by []string, to *row) {
	was := maps.Clone(r.values)
	for i, name := range by {
		r.values[name] = to.values[to.table.Key[i]]
	}
	if m.taken(r) {
		r.values = was
	}
}

// taken tells whether another row has a row's key.
func (m *maker) taken(r *row) bool {
	key := r.table.Key
	return slices.ContainsFunc(m.rows[r.table.Name], func(other *row) bool { return other != r && r.leads(key, other, key) })
}

// rekey gives a row another value in a field of its key, unless another has that key,
// or rows lead to this one.
func (m *maker) rekey(r *row, name string, v any) {
	if v == nil || r.table.Name == m.portal.Users && m.portal.Users != "" {
		return
	}
	for _, t := range m.portal.Tables {
		for _, relation := range t.Relations {
			if relation.Many || relation.Table != r.table.Name {
				continue
			}
			for _, from := range m.rows[t.Name] {
				if from.leads(relation.Key, r, r.table.Key) {
					return
				}
			}
		}
	}
	was := r.values[name]
	if r.values[name] = v; m.taken(r) {
		r.values[name] = was
	}
}

// lead gives the first row that relations lead to, made where there is none.
func (m *maker) lead(r *row, path []string) *row {
	m.deep++
	defer func() { m.deep-- }()
	for _, name := range path {
		if there := m.related(r, []string{name}); len(there) > 0 {
			r = there[0]
			continue
		}
		relation := r.table.Relation(name)
		target := m.portal.Table(relation.Table)
		if m.deep > 6 || target.Name == m.portal.Users && m.portal.Users != "" {
			return nil
		}
		next := m.row(target)
		if relation.Many {
			m.tie(next, relation.Key, r)
		} else {
			m.tie(r, relation.Key, next)
		}
		r = next
	}
	return r
}
