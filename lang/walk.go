package lang

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// eachTraversal calls f for every path within an expression.
func eachTraversal(expr hclsyntax.Expression, f func(traversal)) {
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			f(traversal{root: n.Traversal.RootName(), steps: steps(n.Traversal[1:]), at: n.Range()})
		case *hclsyntax.RelativeTraversalExpr:
			f(traversal{steps: steps(n.Traversal), at: n.Range()})
		}
		return nil
	})
}

func steps(t hcl.Traversal) []string {
	var names []string
	for _, step := range t {
		if a, ok := step.(hcl.TraverseAttr); ok {
			names = append(names, a.Name)
		}
	}
	return names
}
