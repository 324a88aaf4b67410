package difftest

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/scalar"
)

// scope is what a condition may speak of.
type scope struct {
	row  *Table // nil where there is no row
	new  *Table // nil outside check
	vars []variable
	own  bool // `own` may stand here
}

// variable is that of a `for`: of rows, or of scalars.
type variable struct {
	name  string
	table *Table
	elem  Type
}

// condition writes a condition of at most so many operators above its atoms.
func (g *gen) condition(s scope, depth int) string {
	if depth <= 0 {
		return g.atom(s)
	}
	switch g.below(8) {
	case 0, 1:
		return "(" + g.condition(s, depth-1) + " && " + g.condition(s, depth-1) + ")"
	case 2, 3:
		return "(" + g.condition(s, depth-1) + " || " + g.condition(s, depth-1) + ")"
	case 4:
		return "!(" + g.condition(s, depth-1) + ")"
	case 5:
		return fmt.Sprintf("(%s ? %s : %s)", g.condition(s, depth-1), g.condition(s, depth-1), g.condition(s, depth-1))
	default:
		return g.atom(s)
	}
}

// atom writes a condition without operators between conditions, but those
// within a `for`.
func (g *gen) atom(s scope) string {
	switch g.below(16) {
	case 0, 1, 2, 3:
		return g.comparison(s)
	case 4, 5:
		return g.nullTest(s)
	case 6, 7:
		return g.text(s)
	case 8:
		return g.contains(s)
	case 9, 10:
		return g.quantifier(s)
	case 11:
		return g.truth(s)
	case 12:
		return g.lengthTest(s)
	case 13, 14:
		if seen := g.seen(s); len(seen) > 0 && g.chance(50) {
			return pick(g, seen)
		}
		if held := g.held(s); len(held) > 0 {
			return pick(g, held)
		}
		return g.special(s)
	default:
		return g.special(s)
	}
}

func (g *gen) comparison(s scope) string {
	t := g.scalarIn(s)
	ops := []string{"==", "==", "==", "!="}
	if t.Kind != "enum" && t.Kind != "bool" && t.Kind != "uuid" {
		ops = append(ops, "<", "<=", ">", ">=")
	}
	x, op := g.operand(s, t, 2), pick(g, ops)
	y := g.constantOf(s, t)
	if g.chance(40) {
		y = g.operand(s, t, 1)
	}
	switch {
	case t.Kind == "enum" && g.chance(20), t.Kind == "uuid" && g.chance(40):
		y = g.sibling(s, t)
	case t.Kind == "string" && g.chance(20) && (op == "==" || op == "!="):
		y = g.sibling(s, t)
	}
	if g.chance(20) {
		x, y = y, x
	}
	return "(" + x + " " + op + " " + y + ")"
}

func (g *gen) nullTest(s scope) string {
	x := g.operand(s, g.typeIn(s), 1)
	if g.chance(15) {
		return "(null " + pick(g, []string{"==", "!="}) + " " + x + ")"
	}
	return "(" + x + " " + pick(g, []string{"==", "!="}) + " null)"
}

func (g *gen) text(s scope) string {
	str := Type{Kind: "string"}
	x, y := g.operand(s, str, 2), g.constantOf(s, str)
	if g.chance(30) {
		y = g.operand(s, str, 1)
	}
	return fmt.Sprintf("%s(%s, %s)", pick(g, scalar.Predicates()), x, y)
}

func (g *gen) contains(s scope) string {
	if seqs := g.pathsToMany(s); len(seqs) > 0 && g.chance(50) {
		seq := pick(g, seqs)
		if tails := tailsOf(seq.table, 2); len(tails) > 0 {
			tail := pick(g, tails)
			if tail.field.Type.Kind != "list" && tail.field.Type.Kind != "json" {
				return fmt.Sprintf("contains(%s[*].%s, %s)", seq.text, tail.text, g.operandOrConstant(s, tail.field.Type))
			}
		}
	}
	if lists := g.listsIn(s); len(lists) > 0 && g.chance(50) {
		l := pick(g, lists)
		return fmt.Sprintf("contains(%s, %s)", l.text, g.operandOrConstant(s, *l.field.Type.Elem))
	}
	t := g.scalarIn(s)
	return fmt.Sprintf("contains(%s, %s)", g.constant(Type{Kind: "list", Elem: &t}), g.operand(s, t, 1))
}

// quantifier writes anytrue or alltrue, over rows or scalars.
func (g *gen) quantifier(s scope) string {
	f := pick(g, []string{"anytrue", "alltrue"})
	v := variable{name: "m" + strings.Repeat("m", len(s.vars))}
	var over string
	seqs, lists := g.pathsToMany(s), g.listsIn(s)
	// The elements of a constant list of dates, timestamps or enum values are
	// texts, until each is compared.
	lists = slices.DeleteFunc(lists, func(l spot) bool {
		return strings.HasPrefix(l.text, "local.") && !slices.Contains(plainKinds, l.field.Type.Elem.Kind)
	})
	switch {
	case len(seqs) > 0 && g.chance(70):
		seq := pick(g, seqs)
		over, v.table = seq.text, seq.table
	case len(lists) > 0 && g.chance(70):
		l := pick(g, lists)
		over, v.elem = l.text, *l.field.Type.Elem
	default:
		t := Type{Kind: pick(g, plainKinds)}
		over, v.elem = g.constant(Type{Kind: "list", Elem: &t}), t
	}
	inner := s
	inner.own = false
	inner.vars = append(append([]variable{}, s.vars...), v)
	return fmt.Sprintf("%s([for %s in %s : %s])", f, v.name, over, g.condition(inner, max(0, 1-len(s.vars))))
}

var plainKinds = []string{"string", "number", "bool"}

// truth writes a bool that stands as a condition.
func (g *gen) truth(s scope) string {
	b := Type{Kind: "bool"}
	if len(g.places(s, b)) == 0 {
		return g.comparison(s)
	}
	x := pick(g, g.places(s, b)).text
	if g.chance(30) {
		return fmt.Sprintf("coalesce(%s, %s)", x, pick(g, []string{"true", "false"}))
	}
	return x
}

func (g *gen) lengthTest(s scope) string {
	return fmt.Sprintf("(%s %s %d)", g.length(s), pick(g, []string{"==", "!=", "<", "<=", ">", ">="}), g.below(4))
}

func (g *gen) length(s scope) string {
	if seqs := g.pathsToMany(s); len(seqs) > 0 && g.chance(60) {
		return "length(" + pick(g, seqs).text + ")"
	}
	if lists := g.listsIn(s); len(lists) > 0 {
		return "length(" + pick(g, lists).text + ")"
	}
	return g.operand(s, Type{Kind: "number"}, 0)
}

// held writes the named conditions that can be asked of other rows than row.
func (g *gen) held(s scope) []string {
	var all []string
	var from func(text string, t *Table, steps int)
	from = func(text string, t *Table, steps int) {
		for _, n := range g.p.conditions {
			if n.table == t && text != "row" {
				all = append(all, "holds("+text+", condition."+n.name+")")
			}
		}
		for _, r := range t.Rels {
			if !r.Many && steps > 0 {
				from(text+"."+r.Name, r.Target, steps-1)
			}
		}
	}
	rows := g.rowsIn(s)
	for _, root := range rootOrder {
		if t := rows[root]; t != nil {
			from(root, t, 2)
		}
	}
	return all
}

// seen writes that rows that a condition can start from are visible. Tables ask
// for later ones alone, so that they do not go round a circle; and named
// conditions for none, since what names them is not known.
func (g *gen) seen(s scope) []string {
	if g.naming || s.row == nil {
		return nil
	}
	var all []string
	first := slices.Index(g.p.Tables, s.row)
	var from func(text string, t *Table, steps int, is bool)
	from = func(text string, t *Table, steps int, is bool) {
		if is && slices.Index(g.p.Tables, t) > first {
			all = append(all, "visible("+text+")")
		}
		for _, r := range t.Rels {
			if !r.Many && steps > 0 {
				from(text+"."+r.Name, r.Target, steps-1, true)
			}
		}
	}
	rows := g.rowsIn(s)
	for _, root := range rootOrder {
		if t := rows[root]; t != nil {
			from(root, t, 2, strings.HasPrefix(root, "m"))
		}
	}
	return all
}

// special writes what stands for a condition: a named one, own, a constant.
func (g *gen) special(s scope) string {
	if s.row != nil && g.chance(60) {
		var fitting []string
		for _, n := range g.p.conditions {
			if n.table == s.row {
				fitting = append(fitting, "condition."+n.name)
			}
		}
		if len(fitting) > 0 {
			return pick(g, fitting)
		}
	}
	if s.own && s.row.Owner != nil && g.chance(70) {
		return "own"
	}
	if g.chance(20) {
		return pick(g, []string{"true", "false"})
	}
	return g.comparison(s)
}
