package constant

import (
	"math"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// references is what an expression refers to, found in one walk.
type references struct {
	Open   map[hclsyntax.Node]bool // the nodes that refer to something outside them other than a local
	roots  []hcl.Traversal         // references to what is neither a local nor a for-variable
	locals []hcl.Traversal         // references to locals

	scopes []map[string]struct{} // the names of the for expressions around
	// lowest holds, for each node entered, the level of the outermost thing
	// that it refers to: 0 for a root, n for a variable of the nth for around.
	lowest []int
}

const nothing = math.MaxInt

func FindReferences(expr hclsyntax.Expression) *references {
	r := &references{Open: map[hclsyntax.Node]bool{}}
	hclsyntax.Walk(expr, r)
	return r
}

// LocalRefs gives the references to locals, for their order of evaluation.
func LocalRefs(expr hclsyntax.Expression) []hcl.Traversal { return FindReferences(expr).locals }

// Enter implements [hclsyntax.Walker].
func (r *references) Enter(n hclsyntax.Node) hcl.Diagnostics {
	level := nothing
	switch n := n.(type) {
	case hclsyntax.ChildScope:
		r.scopes = append(r.scopes, n.LocalNames)
	case *hclsyntax.ScopeTraversalExpr:
		level = r.refer(n.Traversal)
	case *hclsyntax.ExprSyntaxError:
		level = 0
	}
	r.lowest = append(r.lowest, level)
	return nil
}

// Exit implements [hclsyntax.Walker].
func (r *references) Exit(n hclsyntax.Node) hcl.Diagnostics {
	last := len(r.lowest) - 1
	level := r.lowest[last]
	r.lowest = r.lowest[:last]
	if last > 0 {
		r.lowest[last-1] = min(r.lowest[last-1], level)
	}
	if _, ok := n.(hclsyntax.ChildScope); ok {
		r.scopes = r.scopes[:len(r.scopes)-1]
	} else if level <= len(r.scopes) {
		r.Open[n] = true
	}
	return nil
}

func (r *references) refer(t hcl.Traversal) int {
	name := t.RootName()
	for i := len(r.scopes) - 1; i >= 0; i-- {
		if _, ok := r.scopes[i][name]; ok {
			return i + 1
		}
	}
	if name == "local" {
		r.locals = append(r.locals, t)
		return nothing
	}
	r.roots = append(r.roots, t)
	return 0
}
