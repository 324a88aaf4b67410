package lang

import (
	"fmt"

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

// reach is where a path within a condition leads.
type reach struct {
	root  Root
	steps []*Relation
	field *Field // nil where the path ends with a relation
	at    hcl.Range
}

// eachPath calls f for every path within a condition, which may be nil.
// Conditions that are named in it are not entered.
func eachPath(c Cond, f func(reach)) {
	if c != nil {
		pathWalker{f}.cond(c)
	}
}

// eachPathOf is [eachPath] for a value.
func eachPathOf(v Value, f func(reach)) { pathWalker{f}.value(v) }

type pathWalker struct{ found func(reach) }

func (w pathWalker) cond(c Cond) {
	switch c := c.(type) {
	case *Const, *Named:
	case *Not:
		w.cond(c.X)
	case *And:
		w.cond(c.X)
		w.cond(c.Y)
	case *Or:
		w.cond(c.X)
		w.cond(c.Y)
	case *Choice:
		w.cond(c.If)
		w.cond(c.Then)
		w.cond(c.Else)
	case *Compare:
		w.value(c.X)
		w.value(c.Y)
	case *IsNull:
		w.value(c.X)
	case *Text:
		w.value(c.X)
		w.value(c.Y)
	case *Truth:
		w.value(c.X)
	case *Any:
		w.seq(c.Over)
		w.cond(c.Body)
	case *All:
		w.seq(c.Over)
		w.cond(c.Body)
	default:
		panic(fmt.Sprintf("lang: no walk over the condition %T", c))
	}
}

func (w pathWalker) value(v Value) {
	switch v := v.(type) {
	case *Literal, *Element, *Login, *UserProperty, *TeamName, *TeamPropertyOf, *Now, *Today:
	case *Path:
		w.found(reach{v.Root, v.Steps, v.Field, v.Range})
	case *Case:
		w.value(v.X)
	case *Coalesce:
		w.value(v.X)
		w.value(v.Y)
	case *IfValue:
		w.cond(v.If)
		w.value(v.Then)
		w.value(v.Else)
	case *TimeAdd:
		w.value(v.X)
	case *DateAdd:
		w.value(v.X)
	case *Length:
		w.seq(v.Over)
	default:
		panic(fmt.Sprintf("lang: no walk over the value %T", v))
	}
}

func (w pathWalker) seq(s Seq) {
	switch s := s.(type) {
	case *LiteralSeq:
	case *FieldSeq:
		w.value(s.X)
	case *RowSeq:
		w.found(reach{s.Root, append(s.Steps[:len(s.Steps):len(s.Steps)], s.Relation), nil, s.Range})
	default:
		panic(fmt.Sprintf("lang: no walk over the sequence %T", s))
	}
}
