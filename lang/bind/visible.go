package bind

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// visible binds visible(RECORD). What it asks is written out when all statements
// are known (see [Views]).
func (b *binder) visible(e *hclsyntax.FunctionCallExpr) operand {
	of := b.operand(e.Args[0])
	if isBad(of) {
		return of
	}
	record, ok := of.(*recordOperand)
	if !ok || record.table == nil || record.root != policy.RootVar && len(record.steps) == 0 {
		b.report(of.place(), "Row needed", "visible asks of one other row that is stored: a path over relations such as row.order, or the variable of a for; this is none.")
		return &badOperand{e.Range()}
	}
	return &condOperand{&policy.Visible{
		Expr: policy.Expr{Range: e.Range()}, Of: policy.Record{Root: record.root, Var: record.v, Steps: record.steps}, Table: record.table,
	}}
}

// Views writes out what [policy.Visible] asks of a policy whose statements are
// all known, and whose tables do not ask for one another in a circle.
type Views struct {
	policy *policy.Policy
	of     map[*policy.Table]policy.Cond
	diags  hcl.Diagnostics // of what asks too much
}

// NewViews gives the views of a policy.
func NewViews(p *policy.Policy) *Views {
	return &Views{policy: p, of: map[*policy.Table]policy.Cond{}}
}

// ViewStatements calls f for what the statements on viewing rows of a table ask.
func ViewStatements(p *policy.Policy, table *policy.Table, f func(*policy.Statement, *policy.Target)) {
	for _, s := range p.Statements {
		for i := range s.Targets {
			t := &s.Targets[i]
			if s.Kind == policy.KindTable && t.Table == table && slices.Contains(t.Actions, "view") && !t.Partial && (s.Effect == policy.Allow || t.Check == nil) {
				f(s, t)
			}
		}
	}
}

// view gives when a person may view the row of a table that `row` is: some allow
// applies, and no deny does.
func (v *Views) view(table *policy.Table) policy.Cond {
	if c, done := v.of[table]; done {
		return c
	}
	var allows, denies policy.Cond
	ViewStatements(v.policy, table, func(s *policy.Statement, t *policy.Target) {
		var one policy.Cond = &policy.Granted{Profile: s.Profile}
		for _, c := range []policy.Cond{s.When, t.Rows} {
			if c != nil {
				v.write(c)
				one = &policy.And{X: one, Y: c}
			}
		}
		into := &allows
		if s.Effect == policy.Deny {
			into = &denies
		}
		if *into == nil {
			*into = one
		} else {
			*into = &policy.Or{X: *into, Y: one}
		}
	})
	out := allows
	if out == nil {
		out = &policy.Const{}
	}
	if denies != nil {
		out = &policy.And{X: out, Y: &policy.Not{X: denies}}
	}
	v.of[table] = out
	return out
}

func (v *Views) write(c policy.Cond) { policy.EachVisible(c, v.one) }

// Write writes out what a condition asks to be visible, and reports what asks too
// much.
func (v *Views) Write(c policy.Cond) hcl.Diagnostics {
	v.write(c)
	return v.told()
}

// WriteOf is [Views.Write] for a value.
func (v *Views) WriteOf(x policy.Value) hcl.Diagnostics {
	policy.EachVisibleOf(x, v.one)
	return v.told()
}

func (v *Views) told() hcl.Diagnostics {
	diags := v.diags
	v.diags = nil
	return diags
}

func (v *Views) one(c *policy.Visible) {
	if c.When != nil {
		return
	}
	at := policy.Expr{Range: c.Range}
	key := &policy.Path{Expr: at, Root: c.Of.Root, Var: c.Of.Var, Steps: c.Of.Steps, Field: c.Table.Key[0]}
	s := substitution{of: c.Of, left: &size{10 * maxTests}}
	c.When = &policy.And{Expr: at, X: &policy.Not{Expr: at, X: &policy.IsNull{Expr: at, X: key}}, Y: s.cond(v.view(c.Table))}
	if s.left.left < 0 || policy.Expanded(c.When).Most() > maxTests {
		c.When = &policy.Const{Expr: at}
		v.diags = append(v.diags, diag.Problem(c.Range, "Expression too large", fmt.Sprintf("With what the policy says of rows of %s written out, it asks more than %d tests.", c.Table.Name, maxTests)))
	}
}

// TooLarge reports a condition that asks more than one may, now that what it asks
// to be visible is written out.
func TooLarge(c policy.Cond) hcl.Diagnostics {
	if policy.Expanded(c).Most() > maxTests+c.Source().End.Byte-c.Source().Start.Byte {
		return hcl.Diagnostics{diag.Problem(c.Source(), "Expression too large", fmt.Sprintf("With what the policy says of the rows that are to be visible written out, it asks more than %d tests.", maxTests))}
	}
	return nil
}
