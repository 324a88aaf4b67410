package difftest

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/scalar"
)

// spot is a field or property that a condition can name.
type spot struct {
	text  string
	field *Field
}

// many is a to-many relation that a condition can name.
type many struct {
	text  string
	table *Table
}

// tailsOf gives what follows a row in a path: its fields, and those over at most
// so many to-one relations.
func tailsOf(t *Table, steps int) []spot {
	var tails []spot
	for _, f := range t.Fields {
		tails = append(tails, spot{text: f.Name, field: f})
	}
	if steps == 0 {
		return tails
	}
	for _, r := range t.Rels {
		if !r.Many {
			for _, next := range tailsOf(r.Target, steps-1) {
				tails = append(tails, spot{text: r.Name + "." + next.text, field: next.field})
			}
		}
	}
	return tails
}

// rowsIn gives the rows that a condition can start from.
func (g *gen) rowsIn(s scope) map[string]*Table {
	rows := map[string]*Table{}
	if s.row != nil {
		rows["row"] = s.row
	}
	if s.new != nil {
		rows["new"] = s.new
	}
	if g.p.Users != nil {
		rows["user"] = g.p.Users
	}
	for _, v := range s.vars {
		if v.table != nil {
			rows[v.name] = v.table
		}
	}
	return rows
}

var rootOrder = []string{"row", "new", "m", "mm", "mmm", "user"}

// everything gives each field and property in reach; those of fewer steps come
// first.
func (g *gen) everything(s scope) []spot {
	var spots []spot
	rows := g.rowsIn(s)
	for _, root := range rootOrder {
		if t := rows[root]; t != nil {
			for _, tail := range tailsOf(t, 3) {
				spots = append(spots, spot{text: root + "." + tail.text, field: tail.field})
			}
		}
	}
	for _, f := range g.p.UserProperties {
		spots = append(spots, spot{text: "user." + f.Name, field: f})
	}
	for _, f := range g.p.TeamProperties {
		spots = append(spots, spot{text: "team." + f.Name, field: f})
	}
	return spots
}

// places gives what holds a value of the type.
func (g *gen) places(s scope, t Type) []spot {
	var fitting []spot
	for _, p := range g.everything(s) {
		if p.field.Type.equal(t) {
			fitting = append(fitting, p)
		}
	}
	for _, v := range s.vars {
		if v.table == nil && v.elem.equal(t) {
			fitting = append(fitting, spot{text: v.name, field: &Field{Type: t}})
		}
	}
	login := Type{Kind: "string"}
	if g.p.Users != nil {
		login = g.p.Login.Type
	}
	for text, special := range map[string]Type{
		"user.login": login, "team.name": {Kind: "string"}, "now": {Kind: "timestamp"}, "today": {Kind: "date"},
		"hour(now)": {Kind: "number"}, "weekday(today)": {Kind: "number"}, "midnight(today)": {Kind: "timestamp"},
	} {
		if special.equal(t) {
			fitting = append(fitting, spot{text: text, field: &Field{Type: t}})
		}
	}
	return inTextOrder(fitting)
}

// listsIn gives the list fields, properties and locals in reach.
func (g *gen) listsIn(s scope) []spot {
	var lists []spot
	for _, p := range g.everything(s) {
		if p.field.Type.Kind == "list" {
			lists = append(lists, p)
		}
	}
	for _, l := range g.p.locals {
		if l.typ.Kind == "list" {
			lists = append(lists, spot{text: "local." + l.name, field: &Field{Type: l.typ}})
		}
	}
	return lists
}

// pathsToMany gives the to-many relations in reach.
func (g *gen) pathsToMany(s scope) []many {
	var found []many
	rows := g.rowsIn(s)
	for _, root := range rootOrder {
		if t := rows[root]; t != nil {
			found = append(found, manyOf(root, t, 2)...)
		}
	}
	return found
}

func manyOf(prefix string, t *Table, steps int) []many {
	var found []many
	for _, r := range t.Rels {
		path := prefix + "." + r.Name
		if r.Many {
			found = append(found, many{text: path, table: r.Target})
		} else if steps > 0 {
			found = append(found, manyOf(path, r.Target, steps-1)...)
		}
	}
	return found
}

// scalarIn draws a scalar type of which there is something in reach.
func (g *gen) scalarIn(s scope) Type {
	for {
		if t := g.typeIn(s); t.Kind != "list" && t.Kind != "json" {
			return t
		}
		if g.chance(20) {
			return Type{Kind: "string"} // team.name is always in reach
		}
	}
}

func (g *gen) typeIn(s scope) Type {
	if n := len(s.vars); n > 0 && s.vars[n-1].table == nil && g.chance(50) {
		return s.vars[n-1].elem
	}
	all := g.everything(s)
	if len(all) == 0 || g.chance(10) {
		return Type{Kind: pick(g, []string{"string", "timestamp", "date"})}
	}
	return pick(g, all).field.Type
}

// sibling writes a field of another enum that has a value of this one, a text for a
// uuid, or a uuid for a text; else of the type.
func (g *gen) sibling(s scope, t Type) string {
	switch {
	case t.Kind == "uuid":
		return g.operandOrConstant(s, Type{Kind: "string"})
	case t.Kind == "string":
		if places := g.places(s, Type{Kind: "uuid"}); len(places) > 0 {
			return pick(g, places).text
		}
	}
	for _, p := range g.everything(s) {
		other := p.field.Type
		if other.Kind == "enum" && !other.equal(t) && slices.ContainsFunc(t.Values, func(v string) bool { return slices.Contains(other.Values, v) }) {
			return p.text
		}
	}
	return g.operand(s, t, 1)
}

// constantOf writes a constant of a type.
func (g *gen) constantOf(s scope, t Type) string {
	if g.chance(20) {
		for _, l := range g.p.locals {
			if l.typ.equal(t) {
				return "local." + l.name
			}
		}
	}
	return g.constant(t)
}

func (g *gen) operandOrConstant(s scope, t Type) string {
	if g.chance(50) {
		return g.constantOf(s, t)
	}
	return g.operand(s, t, 1)
}

// operand writes a value of a type of which there is something in reach; where
// there is not, a constant.
func (g *gen) operand(s scope, t Type, depth int) string {
	if depth > 0 && g.chance(35) {
		if text := g.derived(s, t, depth-1); text != "" {
			return text
		}
	}
	places := g.places(s, t)
	if len(places) == 0 {
		return g.constant(t)
	}
	return pick(g, places).text
}

// derived writes a value made of others.
func (g *gen) derived(s scope, t Type, depth int) string {
	switch n := g.below(4); {
	case t.Kind == "list", t.Kind == "json":
		return ""
	case n == 0:
		return fmt.Sprintf("coalesce(%s, %s)", g.operand(s, t, depth), g.operandOrConstant(s, t))
	case n == 1 && len(g.places(s, t)) > 0:
		return fmt.Sprintf("(%s ? %s : %s)", g.condition(s, 0), g.operand(s, t, depth), g.operandOrConstant(s, t))
	case t.Kind == "string" && g.chance(50):
		return g.template(s)
	case t.Kind == "string":
		return fmt.Sprintf("%s(%s)", pick(g, scalar.Changes()), g.operand(s, t, depth))
	case t.Kind == "timestamp" && g.chance(30):
		days := pick(g, []string{"-30", "1", "-1", "2", "366", "-3000000"})
		return fmt.Sprintf("midnight(%s)", pick(g, []string{"dateadd(today, " + days + ")", `"2018-11-04"`, `"2026-03-29"`, `"2011-12-30"`}))
	case t.Kind == "timestamp":
		by := pick(g, []string{"-720h", "1h30m", "0s", "-1h", "500ms", "2500000h", "-1us"})
		return fmt.Sprintf("timeadd(%s, %q)", g.moved(s, t), by)
	case t.Kind == "date":
		days := pick(g, []string{"-30", "1", "0", "-1", "366", "3000000"})
		return fmt.Sprintf("dateadd(%s, %s)", g.moved(s, t), days)
	case t.Kind == "number" && (len(g.pathsToMany(s)) > 0 || len(g.listsIn(s)) > 0):
		return g.length(s)
	default:
		return ""
	}
}

// template writes a text made of constants and of what is known of the person.
func (g *gen) template(s scope) string {
	var known []string
	for _, t := range []string{"string", "number", "bool"} {
		for _, p := range g.places(s, Type{Kind: t}) {
			if strings.HasPrefix(p.text, "user.") || strings.HasPrefix(p.text, "team.") {
				known = append(known, p.text)
			}
		}
	}
	for _, p := range g.everything(s) {
		if p.field.Type.Kind == "enum" && (strings.HasPrefix(p.text, "user.") || strings.HasPrefix(p.text, "team.")) {
			known = append(known, p.text)
		}
	}
	one := func() string { return pick(g, known) }
	switch g.below(10) {
	case 0, 1:
		return fmt.Sprintf(`"${%s}"`, one())
	case 2, 3, 4:
		return fmt.Sprintf(`"${%s}/"`, one())
	case 5, 6:
		return fmt.Sprintf("format(\"%%s%%v\", coalesce(team.name, \"a\"), %s)", one())
	case 7, 8:
		return fmt.Sprintf("join(%q, [%s, %s])", pick(g, []string{"", "/"}), one(), one())
	default:
		return fmt.Sprintf(`"${%s == null ? "a" : "b"}${%s}"`, one(), one())
	}
}

// moved writes what a date or timestamp is moved from: now and then a choice, or
// what is made of others in other ways.
func (g *gen) moved(s scope, t Type) string {
	if g.chance(40) {
		return g.operand(s, t, 1)
	}
	return pick(g, g.places(s, t)).text
}
