package bind

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// BindRows gives an expression from outside the policy, such as a test's, its
// type as a condition on the rows of a table: it may use all that the `rows` of
// a statement may. The condition is nil if there is an error.
func BindRows(p *policy.Policy, table *policy.Table, expr hclsyntax.Expression) (policy.Cond, hcl.Diagnostics) {
	sc := &Scope{Place: PlaceRows, Portal: p.Portal, Table: table, Locals: p.Locals, Uses: p.Uses}
	for _, c := range p.Conditions {
		sc.ConditionNames = append(sc.ConditionNames, c.Name)
	}
	sc.Condition = func(name string, use hcl.Range) (*policy.Condition, hcl.Diagnostics) {
		for _, c := range p.Conditions {
			if c.Name == name {
				return c, nil
			}
		}
		detail := fmt.Sprintf("No condition %q is declared.%s", name, diag.DidYouMean(name, sc.ConditionNames))
		return nil, hcl.Diagnostics{diag.Problem(use, "Undeclared condition", detail)}
	}
	c, diags := Condition(expr, sc)
	if c != nil {
		diags = append(diags, NewViews(p).Write(c)...)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return c, diags
}
