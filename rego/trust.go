package rego

import "github.com/open-policy-agent/opa/v1/ast"

// trustNumbers has the rules of a portal ask no more than whether something is a
// number. Whether it is within the bound of numbers, an agent has to read from
// its text; of what an [Engine] is asked with that is known since it was made
// into terms (see converter.number).
func trustNumbers(c *ast.Compiler, portal string) {
	bounded := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(portal), ast.StringTerm("types"), ast.StringTerm("number")}
	for _, module := range c.Modules {
		ast.WalkExprs(module, func(e *ast.Expr) bool {
			if e.IsCall() && e.Operator().Equal(bounded) {
				e.SetOperator(ast.NewTerm(ast.IsNumber.Ref()))
			}
			return false
		})
	}
}
