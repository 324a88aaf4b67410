package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// BindRows gives an expression from outside the policy, such as a test's, its
// type as a condition on the rows of a table: it may use all that the `rows` of
// a statement may. The condition is nil if there is an error.
func (p *Policy) BindRows(table *Table, expr hclsyntax.Expression) (Cond, hcl.Diagnostics) {
	sc := &scope{place: placeRows, portal: p.Portal, table: table, locals: p.locals}
	for _, c := range p.Conditions {
		sc.conditionNames = append(sc.conditionNames, c.Name)
	}
	sc.condition = func(name string, use hcl.Range) (*Condition, hcl.Diagnostics) {
		for _, c := range p.Conditions {
			if c.Name == name {
				return c, nil
			}
		}
		detail := fmt.Sprintf("No condition %q is declared.%s", name, didYouMean(name, sc.conditionNames))
		return nil, hcl.Diagnostics{problem(use, "Undeclared condition", detail)}
	}
	return bindCondition(expr, sc)
}
