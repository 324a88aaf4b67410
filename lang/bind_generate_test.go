package lang

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/policy"
	"portcullis/rego/scalar"
)

// generator writes random conditions, most of them of the right types.
type generator struct {
	*rand.Rand
	depth int
	rows  []string // variables that are rows of items
	texts []string // variables that are strings
	slips int      // mistakes that were made on purpose
	slip  bool     // whether to make some
}

func (g *generator) one(choices ...string) string { return choices[g.IntN(len(choices))] }

// cond writes a condition.
func (g *generator) cond() string {
	g.depth--
	defer func() { g.depth++ }()
	if g.depth <= 0 {
		if g.IntN(2) == 0 {
			return g.compare()
		}
		return g.one("row.urgent", "own", "all", "true", "condition.late", "user.staff")
	}
	switch g.IntN(12) {
	case 0:
		return "(" + g.cond() + " && " + g.cond() + ")"
	case 1:
		return "(" + g.cond() + " || " + g.cond() + ")"
	case 2:
		return "!(" + g.cond() + ")"
	case 3:
		return "(" + g.cond() + " ? " + g.cond() + " : " + g.cond() + ")"
	case 4:
		return fmt.Sprintf("contains(%s, %s)", g.list(), g.text())
	case 5:
		return fmt.Sprintf(`contains(["open", "done"], %s)`, g.one("row.status", "row.contact.name", "row.title"))
	case 6:
		v := fmt.Sprintf("v%d", g.IntN(3))
		g.rows = append(g.rows, v)
		defer func() { g.rows = g.rows[:len(g.rows)-1] }()
		return fmt.Sprintf("%s([for %s in row.items : %s])", g.one("anytrue", "alltrue"), v, g.cond())
	case 7:
		v := fmt.Sprintf("t%d", g.IntN(3))
		list := g.list()
		g.texts = append(g.texts, v)
		defer func() { g.texts = g.texts[:len(g.texts)-1] }()
		return fmt.Sprintf("%s([for %s in %s : %s])", g.one("anytrue", "alltrue"), v, list, g.cond())
	case 8:
		return fmt.Sprintf("%s(%s, %s)", scalar.Predicates()[g.IntN(len(scalar.Predicates()))], g.text(), g.text())
	case 9:
		return fmt.Sprintf("length(%s) %s %s", g.list(), g.order(), g.number())
	default:
		return g.compare()
	}
}

func (g *generator) order() string { return g.one("==", "!=", "<", "<=", ">", ">=") }

func (g *generator) equal() string { return g.one("==", "!=") }

func (g *generator) compare() string {
	switch g.IntN(8) {
	case 0:
		return g.number() + " " + g.order() + " " + g.number()
	case 1:
		return g.text() + " " + g.order() + " " + g.text()
	case 2:
		return "row.status " + g.equal() + " " + g.one(`"open"`, "row.phase", "local.sub.deep", "null")
	case 3:
		return g.one("row.due", "today", `dateadd(row.due, 3)`, "coalesce(row.due, today)") + " " + g.order() + " " + g.one(`"2026-03-01"`, "today", `dateadd(today, -1)`)
	case 4:
		return g.one("row.sent", "now") + " " + g.order() + ` timeadd(now, "1h")`
	case 5:
		return g.text() + " " + g.equal() + " null"
	case 6:
		return g.one("row.tags", "row.urgent", "row.due") + " " + g.equal() + " null"
	default:
		return g.one("row.urgent", "user.staff") + " " + g.equal() + " " + g.one("true", "row.urgent")
	}
}

// slipped gives the mistake in place of the text now and then.
func (g *generator) slipped(text, mistake string) string {
	if g.slip && g.IntN(12) == 0 {
		g.slips++
		return mistake
	}
	return text
}

func (g *generator) number() string {
	n := g.one("row.total", "row.contact_id", "user.clearance", "3", "12.5", "local.limit", "coalesce(row.total, 0)", "length(row.tags)")
	if len(g.rows) > 0 && g.IntN(2) == 0 {
		n = g.rows[len(g.rows)-1] + ".qty"
	}
	return g.slipped(n, "row.totl")
}

func (g *generator) text() string {
	s := g.one("row.title", "user.region", "user.client.region", `"x"`, "lower(row.title)", `coalesce(row.title, "none")`,
		"(row.urgent ? row.title : user.region)", "local.name", `upper("a")`, "user.login")
	switch {
	case len(g.texts) > 0 && g.IntN(2) == 0:
		s = g.texts[len(g.texts)-1]
	case len(g.rows) > 0 && g.IntN(2) == 0:
		s = g.rows[len(g.rows)-1] + ".product.sku"
	}
	return g.slipped(s, "row.contact.nme")
}

func (g *generator) list() string {
	return g.slipped(g.one("row.tags", "user.groups", `["a", "b"]`, "row.items[*].product.sku", "coalesce(row.tags, [])",
		"coalesce(row.tags, row.labels)", `["x", null]`), "row.tgs")
}

// TestBindGenerated binds random conditions: those without a mistake bind, are
// typed throughout, and are written so that they bind to the same again; those
// with mistakes get one diagnostic for each.
func TestBindGenerated(t *testing.T) {
	for seed := range uint64(3000) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 1)), depth: 5, slip: seed%3 == 0}
		src := g.cond()
		c, diags := bind.Condition(parseExpr(t, src), bindScope(bind.PlaceRows, "orders"))
		if len(diags) != g.slips {
			t.Fatalf("seed %d: %s\n%d mistakes, but\n%s", seed, src, g.slips, problems(src, diags))
		}
		if c == nil {
			continue
		}
		checkTypes(t, src, c)
		checkFormat(t, policy.Format(c), bind.PlaceRows, "orders")
	}
}

// checkTypes checks what every stage after the binder relies on.
func checkTypes(t *testing.T, src string, c policy.Cond) {
	t.Helper()
	ck := &typeChecker{fail: func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s", src, fmt.Sprintf(format, args...))
	}}
	ck.cond(c)
}

// typeChecker walks over a typed condition.
type typeChecker struct {
	fail func(format string, args ...any)
	vars []*policy.Var
}

func (ck *typeChecker) cond(c policy.Cond) {
	switch c := c.(type) {
	case *policy.Const, *policy.Named:
	case *policy.Not:
		ck.cond(c.X)
	case *policy.And:
		ck.cond(c.X)
		ck.cond(c.Y)
	case *policy.Or:
		ck.cond(c.X)
		ck.cond(c.Y)
	case *policy.Choice:
		ck.cond(c.If)
		ck.cond(c.Then)
		ck.cond(c.Else)
	case *policy.Compare:
		x, y := ck.value(c.X), ck.value(c.Y)
		if !constant.CanEqual(x, y) || x.Kind == policy.List || c.Op != policy.Eq && !x.Ordered() {
			ck.fail("%s %s %s", x, c.Op, y)
		}
		for _, v := range []policy.Value{c.X, c.Y} {
			if lit, ok := v.(*policy.Literal); ok && lit.Value.IsNull() {
				ck.fail("a comparison with null")
			}
		}
	case *policy.IsNull:
		ck.value(c.X)
	case *policy.Text:
		if x, y := ck.value(c.X), ck.value(c.Y); x.Kind != policy.String || y.Kind != policy.String {
			ck.fail("%s of %s and %s", c.Op, x, y)
		}
	case *policy.Truth:
		if x := ck.value(c.X); x.Kind != policy.Bool {
			ck.fail("%s as a condition", x)
		}
	case *policy.Any:
		ck.quantifier(c.Over, c.Var, c.Body)
	case *policy.All:
		ck.quantifier(c.Over, c.Var, c.Body)
	case *policy.Visible, *policy.Granted: // of a row, or of the person, and typed by what they name
	default:
		ck.fail("a %T", c)
	}
}

func (ck *typeChecker) quantifier(over policy.Seq, v *policy.Var, body policy.Cond) {
	table, elem := ck.seq(over)
	if table != v.Table || table == nil && !elem.Equal(v.Elem) {
		ck.fail("a variable of %s over a list of %s", v.Elem, elem)
	}
	ck.vars = append(ck.vars, v)
	ck.cond(body)
	ck.vars = ck.vars[:len(ck.vars)-1]
}

func (ck *typeChecker) seq(q policy.Seq) (*policy.Table, policy.Type) {
	switch q := q.(type) {
	case *policy.LiteralSeq:
		for _, e := range q.Values {
			ck.literal(e, q.Elem)
		}
		return nil, q.Elem
	case *policy.FieldSeq:
		t := ck.value(q.X)
		if t.Kind != policy.List {
			ck.fail("a sequence of %s", t)
			return nil, t
		}
		return nil, *t.Elem
	case *policy.RowSeq:
		ck.root(q.Root, q.Var)
		if !q.Relation.Many {
			ck.fail("%s is to one", q.Relation.Name)
		}
		return q.Relation.Target, policy.Type{}
	default:
		ck.fail("a %T", q)
		return nil, policy.Type{}
	}
}

func (ck *typeChecker) root(root policy.Root, v *policy.Var) {
	if (root == policy.RootVar) != (v != nil) {
		ck.fail("root %d with variable %v", root, v)
	}
	if v != nil && (!slices.Contains(ck.vars, v) || v.Table == nil) {
		ck.fail("the variable %s out of its scope", v.Name)
	}
}

func (ck *typeChecker) literal(v cty.Value, t policy.Type) {
	if v.IsNull() {
		return
	}
	if v.Type() != policy.CtyType(t) || t.Kind == policy.Enum && !slices.Contains(t.Values, v.AsString()) {
		ck.fail("a literal %s of type %s", policy.ConstantText(v), t)
	}
}

func (ck *typeChecker) value(v policy.Value) policy.Type {
	want := func(x policy.Value, kind policy.Kind) {
		if t := ck.value(x); t.Kind != kind {
			ck.fail("%s where a %s is meant", t, kind)
		}
	}
	switch v := v.(type) {
	case *policy.Literal:
		if v.T.Kind != policy.List {
			ck.literal(v.Value, v.T)
		}
	case *policy.Path:
		ck.root(v.Root, v.Var)
	case *policy.Element:
		if !slices.Contains(ck.vars, v.Var) || v.Var.Table != nil {
			ck.fail("the variable %s out of its scope, or of rows", v.Var.Name)
		}
	case *policy.Changed:
		want(v.X, policy.String)
	case *policy.TimeAdd:
		want(v.X, policy.Timestamp)
	case *policy.DateAdd:
		want(v.X, policy.Date)
	case *policy.Coalesce:
		if x, y := ck.value(v.X), ck.value(v.Y); !bind.SameValues(x, y) {
			ck.fail("coalesce of %s and %s", x, y)
		}
	case *policy.IfValue:
		ck.cond(v.If)
		if x, y := ck.value(v.Then), ck.value(v.Else); !bind.SameValues(x, y) {
			ck.fail("a choice of %s and %s", x, y)
		}
	case *policy.Length:
		ck.seq(v.Over)
	}
	if s := v.Type().String(); strings.Contains(s, "list(list") || s == "" {
		ck.fail("a value of type %q", s)
	}
	return v.Type()
}
