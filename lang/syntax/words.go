package syntax

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func Unparenthesised(expr hclsyntax.Expression) hclsyntax.Expression {
	for {
		p, ok := expr.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return expr
		}
		expr = p.Expression
	}
}

// BareWord gives the name that an expression is, where it has lost its quotes.
func BareWord(expr hclsyntax.Expression) string {
	switch word := Keyword(expr); word {
	case "null", "true", "false":
		return ""
	default:
		return word
	}
}

// Keyword gives the one word that an expression is, or "".
func Keyword(expr hclsyntax.Expression) string {
	return hcl.ExprAsKeyword(Unparenthesised(expr))
}

// Traversal is a path as it is written: `row.contact.name`. The root is empty
// for what goes on from an expression.
type Traversal struct {
	Root  string
	Steps []string
	At    hcl.Range
}

// EachTraversal calls f for every path within an expression.
func EachTraversal(expr hclsyntax.Expression, f func(Traversal)) {
	if isLiteral(expr) {
		return
	}
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			f(Traversal{Root: n.Traversal.RootName(), Steps: Steps(n.Traversal[1:]), At: n.Range()})
		case *hclsyntax.RelativeTraversalExpr:
			f(Traversal{Steps: Steps(n.Traversal), At: n.Range()})
		}
		return nil
	})
}

// isLiteral reports whether an expression is a value written out, or a list of such:
// most are, and need not be walked through.
func isLiteral(expr hclsyntax.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return true
	case *hclsyntax.TemplateExpr:
		return allLiteral(e.Parts)
	case *hclsyntax.TupleConsExpr:
		return allLiteral(e.Exprs)
	default:
		return false
	}
}

func allLiteral(list []hclsyntax.Expression) bool {
	return !slices.ContainsFunc(list, func(e hclsyntax.Expression) bool { return !isLiteral(e) })
}

func Steps(t hcl.Traversal) []string {
	var names []string
	for _, step := range t {
		if a, ok := step.(hcl.TraverseAttr); ok {
			names = append(names, a.Name)
		}
	}
	return names
}
