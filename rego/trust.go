package rego

import "github.com/open-policy-agent/opa/v1/ast"

// trust has the rules of a portal ask nothing that is known of all that an [Engine]
// is asked with, since it was made into terms. An agent, which takes any JSON, has to
// ask: whether a number is within the bound of numbers, which it reads from its text
// (see converter.number), and whether what is given of the user has the form that it
// must have (see [User]).
func trust(c *ast.Compiler, portal string) {
	within := func(names ...string) ast.Ref {
		ref := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(portal)}
		for _, name := range names {
			ref = append(ref, ast.StringTerm(name))
		}
		return ref
	}
	bounded := within("page", "bounded")
	number, formed := within("types", "number"), within("principal", "formed")
	profiles, claimed := within("principal", "profiles"), within("principal", "claimed")
	known := len(c.GetRulesExact(formed)) > 0 && len(c.GetRulesExact(claimed)) > 0 // to the bundle's version
	for _, module := range c.Modules {
		ast.WalkExprs(module, func(e *ast.Expr) bool {
			switch t, isTerm := e.Terms.(*ast.Term); {
			case e.IsCall() && e.Operator().Equal(number):
				e.SetOperator(ast.NewTerm(ast.IsNumber.Ref()))
			case e.IsCall() && e.Negated && e.Operator().Equal(bounded):
				e.Negated, e.Terms = false, ast.BooleanTerm(false)
			case known && isTerm && !e.Negated && formed.Equal(t.Value):
				e.Terms = ast.BooleanTerm(true)
			}
			return false
		})
		if known {
			ast.WalkRefs(module, func(r ast.Ref) bool {
				if r.HasPrefix(profiles) {
					r[len(profiles)-1] = claimed[len(claimed)-1]
				}
				return false
			})
		}
	}
}
