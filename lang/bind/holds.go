package bind

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// holds binds holds(RECORD, condition.NAME): the condition written out, with the
// record in place of row.
func (b *binder) holds(e *hclsyntax.FunctionCallExpr) operand {
	bad := &badOperand{e.Range()}
	of := b.operand(e.Args[0])
	c := b.conditionArg(e)
	if isBad(of) || c == nil {
		return bad
	}
	record, ok := of.(*recordOperand)
	if !ok || record.table == nil {
		b.report(of.place(), "Row needed", "holds asks a condition of one row: new, user, a path over relations such as row.order, or the variable of a for; this is none.")
		return bad
	}
	if c.Table != record.table {
		b.report(e.Args[1].Range(), "Condition of another table", "condition.%s is asked of rows of %s; %s is a row of %s.", c.Name, c.Table.Name, record.text(), record.table.Name)
		return bad
	}
	named := &policy.Named{Expr: policy.Expr{Range: e.Range()}, Condition: c}
	if record.root == policy.RootRow && len(record.steps) == 0 {
		return &condOperand{named}
	}
	s := substitution{of: policy.Record{Root: record.root, Var: record.v, Steps: record.steps}, left: &b.asked}
	if named = s.named(named); s.left.left < 0 {
		b.report(e.Range(), "Expression too large", "With the conditions that holds asks written out, the expression has too many parts, most of them from condition.%s.", c.Name)
		return bad
	}
	return &condOperand{named}
}

// conditionArg gives the condition that the second argument names: nil if it
// names none.
func (b *binder) conditionArg(e *hclsyntax.FunctionCallExpr) *policy.Condition {
	arg, ok := syntax.Unparenthesised(e.Args[1]).(*hclsyntax.ScopeTraversalExpr)
	if ok && len(arg.Traversal) == 2 && arg.Traversal.RootName() == "condition" && b.vars.find("condition") == nil {
		if step, ok := arg.Traversal[1].(hcl.TraverseAttr); ok {
			return b.conditionAt(step, arg.Range())
		}
	}
	b.report(e.Args[1].Range(), "Condition needed", "The second argument of holds is the name of a condition: condition.NAME.")
	return nil
}

// substitution puts a record in place of row. What it makes is bounded: it stops
// where nothing is left.
type substitution struct {
	of   policy.Record
	left *size
}

// named gives a named condition, asked of the record.
func (s substitution) named(c *policy.Named) *policy.Named {
	of := s.of
	if c.Of != nil {
		of.Root, of.Var, of.Steps = s.place(c.Of.Root, c.Of.Var, c.Of.Steps)
	}
	return &policy.Named{Expr: c.Expr, Condition: c.Condition, Of: &of, When: s.cond(c.Asked())}
}

// place gives what a path begins with.
func (s substitution) place(root policy.Root, v *policy.Var, steps []*policy.Relation) (policy.Root, *policy.Var, []*policy.Relation) {
	if root != policy.RootRow {
		return root, v, steps
	}
	s.left.left -= len(s.of.Steps) + len(steps)
	return s.of.Root, s.of.Var, append(slices.Clip(s.of.Steps), steps...)
}

func (s substitution) cond(c policy.Cond) policy.Cond {
	if !s.left.spend() {
		return c
	}
	switch c := c.(type) {
	case *policy.Const:
		return c
	case *policy.Named:
		return s.named(c)
	case *policy.Granted:
		return c
	case *policy.Visible:
		v := &policy.Visible{Expr: c.Expr, Table: c.Table}
		v.Of.Root, v.Of.Var, v.Of.Steps = s.place(c.Of.Root, c.Of.Var, c.Of.Steps)
		if c.When != nil {
			v.When = s.cond(c.When)
		}
		return v
	case *policy.Not:
		return &policy.Not{Expr: c.Expr, X: s.cond(c.X)}
	case *policy.And:
		return &policy.And{Expr: c.Expr, X: s.cond(c.X), Y: s.cond(c.Y)}
	case *policy.Or:
		return &policy.Or{Expr: c.Expr, X: s.cond(c.X), Y: s.cond(c.Y)}
	case *policy.Choice:
		return &policy.Choice{Expr: c.Expr, If: s.cond(c.If), Then: s.cond(c.Then), Else: s.cond(c.Else)}
	case *policy.Compare:
		return &policy.Compare{Expr: c.Expr, Op: c.Op, X: s.value(c.X), Y: s.value(c.Y)}
	case *policy.IsNull:
		return &policy.IsNull{Expr: c.Expr, X: s.value(c.X)}
	case *policy.Text:
		return &policy.Text{Expr: c.Expr, Op: c.Op, X: s.value(c.X), Y: s.value(c.Y)}
	case *policy.Truth:
		return &policy.Truth{Expr: c.Expr, X: s.value(c.X)}
	case *policy.Any:
		return &policy.Any{Expr: c.Expr, Over: s.seq(c.Over), Var: c.Var, Body: s.cond(c.Body)}
	case *policy.All:
		return &policy.All{Expr: c.Expr, Over: s.seq(c.Over), Var: c.Var, Body: s.cond(c.Body)}
	default:
		panic(fmt.Sprintf("bind: no substitution in the condition %T", c))
	}
}

func (s substitution) value(v policy.Value) policy.Value {
	if !s.left.spend() {
		return v
	}
	switch v := v.(type) {
	case *policy.Literal, *policy.Element, *policy.Login, *policy.UserProperty, *policy.TeamName, *policy.TeamPropertyOf, *policy.Now, *policy.Today,
		*policy.Hour, *policy.Weekday, *policy.Midnight: // a midnight is of today alone
		return v
	case *policy.Path:
		p := &policy.Path{Expr: v.Expr, Field: v.Field}
		p.Root, p.Var, p.Steps = s.place(v.Root, v.Var, v.Steps)
		return p
	case *policy.Changed:
		return &policy.Changed{Expr: v.Expr, By: v.By, X: s.value(v.X)}
	case *policy.Coalesce:
		return &policy.Coalesce{Expr: v.Expr, X: s.value(v.X), Y: s.value(v.Y)}
	case *policy.IfValue:
		return &policy.IfValue{Expr: v.Expr, If: s.cond(v.If), Then: s.value(v.Then), Else: s.value(v.Else)}
	case *policy.Template:
		t := &policy.Template{Expr: v.Expr, Parts: make([]policy.Value, len(v.Parts))}
		for i, part := range v.Parts {
			t.Parts[i] = s.value(part)
		}
		return t
	case *policy.TimeAdd:
		return &policy.TimeAdd{Expr: v.Expr, X: s.value(v.X), By: v.By}
	case *policy.DateAdd:
		return &policy.DateAdd{Expr: v.Expr, X: s.value(v.X), Days: v.Days}
	case *policy.Length:
		return &policy.Length{Expr: v.Expr, Over: s.seq(v.Over)}
	default:
		panic(fmt.Sprintf("bind: no substitution in the value %T", v))
	}
}

func (s substitution) seq(q policy.Seq) policy.Seq {
	switch q := q.(type) {
	case *policy.LiteralSeq:
		return q
	case *policy.FieldSeq:
		return &policy.FieldSeq{Expr: q.Expr, X: s.value(q.X)}
	case *policy.RowSeq:
		r := &policy.RowSeq{Expr: q.Expr, Relation: q.Relation}
		r.Root, r.Var, r.Steps = s.place(q.Root, q.Var, q.Steps)
		return r
	default:
		panic(fmt.Sprintf("bind: no substitution in the sequence %T", q))
	}
}
