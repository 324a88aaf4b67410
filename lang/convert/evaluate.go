package convert

import (
	"fmt"

	"portcullis/rego/scalar"
)

// row is a row of made data: its table, and its values by field; nil is null.
type row struct {
	table  *Table
	values map[string]any
}

// world is made data, and one of its people.
type world struct {
	portal *Portal
	rows   map[string][]*row
	person map[string]any // fields of the person's row, and properties
}

// The three truth values of SQL, in order.
type tri int

const (
	no tri = iota
	unknown
	yes
)

func triOf(is bool) tri {
	if is {
		return yes
	}
	return no
}

// eval evaluates a condition as SQL does. The last of the rows is the nearest.
func (w *world) eval(c Cond, rows ...*row) tri {
	switch c := c.(type) {
	case True:
		return yes
	case False:
		return no
	case And:
		out := yes
		for _, x := range c {
			out = min(out, w.eval(x, rows...))
		}
		return out
	case Or:
		out := no
		for _, x := range c {
			out = max(out, w.eval(x, rows...))
		}
		return out
	case Not:
		return yes - w.eval(c.Cond, rows...)
	case IsTrue:
		return triOf(w.eval(c.Cond, rows...) == yes)
	case Compare:
		return compare(c.Op, w.value(c.X, rows), w.value(c.Y, rows), typeOf(c.X))
	case Null:
		return triOf(w.value(c.X, rows) == nil)
	case In:
		out := no
		for _, v := range c.Values {
			out = max(out, compare("==", w.value(c.X, rows), v.Value, typeOf(c.X)))
		}
		return out
	case Has:
		list, ok := w.value(c.List, rows).([]any)
		if !ok {
			return unknown
		}
		out := no
		for _, v := range list {
			out = max(out, compare("==", w.value(c.X, rows), v, *typeOf(c.List).Elem))
		}
		return out
	case Text:
		return w.evalText(c, rows)
	case Exists:
		for _, related := range w.related(rows[len(rows)-1-c.Up], c.Path) {
			if w.eval(c.Where, append(rows[:len(rows):len(rows)], related)...) == yes {
				return yes
			}
		}
		return no
	default:
		panic(fmt.Sprintf("convert: a condition %T", c))
	}
}

func (w *world) evalText(c Text, rows []*row) tri {
	x, is := w.value(c.X, rows).(string)
	y, too := w.value(c.Y, rows).(string)
	if !is || !too {
		return unknown
	}
	at := func(i int) bool { return i >= 0 && i+len(y) <= len(x) && x[i:i+len(y)] == y }
	switch c.Func {
	case "startswith":
		return triOf(at(0))
	case "endswith":
		return triOf(at(len(x) - len(y)))
	default: // strcontains
		for i := range len(x) + 1 {
			if at(i) {
				return yes
			}
		}
		return no
	}
}

func compare(op string, x, y any, t Type) tri {
	if x == nil || y == nil {
		return unknown
	}
	if t.Kind == scalar.Enum || t.Kind == scalar.UUID { // any of its values is equal to itself alone, and to no other text
		t = Type{Kind: scalar.String}
	}
	a, err := scalar.Parse(t, x)
	b, err2 := scalar.Parse(t, y)
	if err != nil || err2 != nil {
		return unknown
	}
	n := a.Compare(b)
	return triOf(map[string]bool{"==": n == 0, "!=": n != 0, "<": n < 0, "<=": n <= 0, ">": n > 0, ">=": n >= 0}[op])
}

func typeOf(o Operand) Type {
	switch o := o.(type) {
	case Column:
		return o.Type
	case Person:
		return o.Type
	case Now:
		return Type{Kind: scalar.Timestamp}
	case Const:
		return o.Type
	default:
		panic(fmt.Sprintf("convert: an operand %T", o))
	}
}

func (w *world) value(o Operand, rows []*row) any {
	switch o := o.(type) {
	case Column:
		path, field := o.Path[:len(o.Path)-1], o.Path[len(o.Path)-1]
		for _, r := range w.related(rows[len(rows)-1-o.Up], path) {
			return r.values[field]
		}
		return nil
	case Person:
		return w.person[o.Name]
	case Now:
		return moment
	case Const:
		return o.Value
	default:
		panic(fmt.Sprintf("convert: an operand %T", o))
	}
}

// moment is the time of the tests.
const moment = "2026-01-15T09:00:00Z"

// related gives the rows that relations lead to.
func (w *world) related(from *row, path []string) []*row {
	at := []*row{from}
	for _, name := range path {
		var next []*row
		for _, r := range at {
			relation := r.table.Relation(name)
			target := w.portal.Table(relation.Table)
			here, there := relation.Key, target.Key
			if relation.Many {
				here, there = r.table.Key, relation.Key
			}
			for _, other := range w.rows[target.Name] {
				if r.leads(here, other, there) {
					next = append(next, other)
				}
			}
		}
		at = next
	}
	return at
}

// leads tells whether fields of a row equal those of another, each its own.
func (r *row) leads(here []string, other *row, there []string) bool {
	for i, name := range here {
		if compare("==", r.values[name], other.values[there[i]], r.table.Field(name).Type) != yes {
			return false
		}
	}
	return true
}

// sees tells whether the person sees a row: some rule allows it, and none denies it.
func (w *world) may(p *Profile, action string, r *row) bool {
	return w.rule(p, action, r) && (action == "view" || w.may(p, "view", r))
}

// rule tells whether some rule of the profile allows an action on a row, and none
// denies it.
func (w *world) rule(p *Profile, action string, r *row) bool {
	return !w.denied(p, action, r) && len(w.allowing(p, action, r)) > 0
}

func (w *world) denied(p *Profile, action string, r *row) bool {
	for _, rule := range w.portal.Rules(p) {
		if rule.Deny && rule.about("table", r.table.Name, action) && (rule.Rows == nil || w.eval(rule.Rows, r) != no) {
			return true
		}
	}
	return false
}

// allowing gives the rules of the profile that allow an action on a row.
func (w *world) allowing(p *Profile, action string, r *row) []*Rule {
	var out []*Rule
	for _, rule := range w.portal.Rules(p) {
		if !rule.Deny && rule.about("table", r.table.Name, action) && w.eval(rule.Rows, r) == yes {
			out = append(out, rule)
		}
	}
	return out
}

// Rules gives the rules of a profile and of what it includes.
func (p *Portal) Rules(profile *Profile) []*Rule {
	rules := profile.Rules
	for _, name := range profile.Includes {
		for _, other := range p.Profiles {
			if other.Name == name {
				rules = append(rules[:len(rules):len(rules)], p.Rules(other)...)
			}
		}
	}
	return rules
}
