package constant

import (
	"fmt"
	"maps"
	"slices"

	"portcullis/rego/scalar"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
	"portcullis/lang/syntax"
)

// The bounds of evaluating one constant expression: each step costs one, and
// each value that is made its size. A few lines of nested for expressions or
// doubled texts could otherwise ask for more than a machine has.
const (
	baseBudget    = 20_000
	budgetPerByte = 16
	bytesPerUnit  = 16  // of text
	maxValueDepth = 100 // lists and objects within one another
)

// evaluation is one evaluation of a constant, with its budget.
type evaluation struct {
	locals  map[string]cty.Value
	left    int
	spent   bool            // the budget is
	spoiled bool            // it refers to a local that is not known
	diags   hcl.Diagnostics // of references to locals, and of literals
}

// guarded is an expression whose value is charged to the budget. Once that is
// spent, everything is unknown, which makes HCL's own loops end.
type guarded struct {
	hclsyntax.Expression
	eval *evaluation
	make bool // the expression makes a value, rather than to hand one on
}

// Value implements [hcl.Expression].
func (g *guarded) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if diags := g.eval.charge(1, g.Range()); diags != nil || g.eval.spent {
		return cty.DynamicVal, diags
	}
	v, diags := g.Expression.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return g.eval.admit(v, g.make, g.Range(), diags)
}

// alone is a template of nothing but one value, which HCL hands on as it is. Null is no
// text there either: compared with it, a field would be asked whether it is null.
type alone struct{ *hclsyntax.TemplateWrapExpr }

// Value implements [hcl.Expression].
func (a *alone) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := a.TemplateWrapExpr.Value(ctx)
	if !diags.HasErrors() && v.IsNull() {
		return cty.DynamicVal, append(diags, diag.Problem(a.Wrapped.Range(), "Null value", "A text is made of values, and this is null."))
	}
	return v, diags
}

// charge takes from the budget, and reports the first time that it is spent.
func (e *evaluation) charge(n int, at hcl.Range) hcl.Diagnostics {
	if e.left -= n; e.left >= 0 || e.spent {
		return nil
	}
	e.spent = true
	return hcl.Diagnostics{tooMuch(at)}
}

func tooMuch(at hcl.Range) *hcl.Diagnostic {
	return diag.Problem(at, "Constant too large", "This constant takes too much to compute. Write out its value, or a part of it.")
}

// admit judges a value that was made.
func (e *evaluation) admit(v cty.Value, made bool, at hcl.Range, diags hcl.Diagnostics) (cty.Value, hcl.Diagnostics) {
	if made || v.Type().IsPrimitiveType() {
		n, summary, detail := measure(v, 0, e.left+1)
		if summary != "" {
			return cty.DynamicVal, append(diags, diag.Problem(at, summary, detail))
		}
		if more := e.charge(n, at); more != nil {
			return cty.DynamicVal, append(diags, more...)
		}
	}
	return v, diags
}

// measure gives the size of a value, at most a little more than the limit, or
// what is wrong with it.
func measure(v cty.Value, depth, limit int) (n int, summary, detail string) {
	v, _ = v.Unmark()
	ty := v.Type()
	switch {
	case !v.IsKnown() || v.IsNull():
		return 1, "", ""
	case ty == cty.String:
		return 1 + len(v.AsString())/bytesPerUnit, "", ""
	case ty == cty.Number:
		if err := saneNumber(v); err != nil {
			return 1, "Number out of range", syntax.Sentence(err)
		}
		return 1, "", ""
	case !v.CanIterateElements():
		return 1, "", ""
	case depth >= maxValueDepth:
		return 1, "Constant too large", fmt.Sprintf("Lists and objects stand within one another more than %d deep.", maxValueDepth)
	}
	n = 1
	for it := v.ElementIterator(); it.Next() && n <= limit; {
		_, elem := it.Element()
		m, summary, detail := measure(elem, depth+1, limit-n)
		if summary != "" {
			return n, summary, detail
		}
		n += m
	}
	return n, "", ""
}

// guard copies a closed expression so that every part of it is guarded, and
// locals are replaced by their values. The scopes are the names of the for
// expressions around.
func (e *evaluation) guard(expr hclsyntax.Expression, scopes []string) hclsyntax.Expression {
	g := func(x hclsyntax.Expression) hclsyntax.Expression { return e.guard(x, scopes) }
	switch x := expr.(type) {
	case nil:
		return nil
	case *hclsyntax.LiteralValueExpr:
		if rng := x.SrcRange; rng.End.Byte-rng.Start.Byte > scalar.MaxDigits && x.Val.Type() == cty.Number && saneNumber(x.Val) == nil && tooLong(x.Val) {
			e.diags = append(e.diags, diag.Problem(x.SrcRange, "Number too long", fmt.Sprintf("A number has at most %d digits that count.", scalar.MaxDigits)))
		}
		return &guarded{x, e, true}
	case *hclsyntax.ScopeTraversalExpr:
		if x.Traversal.RootName() == "local" && !slices.Contains(scopes, "local") {
			return &guarded{e.local(x), e, false}
		}
		return &guarded{x, e, false}
	case *hclsyntax.RelativeTraversalExpr:
		c := *x
		c.Source = g(x.Source)
		return &guarded{&c, e, false}
	case *hclsyntax.ParenthesesExpr:
		c := *x
		c.Expression = g(x.Expression)
		return &guarded{&c, e, false}
	case *hclsyntax.FunctionCallExpr:
		c := *x
		c.Args = guardAll(x.Args, g)
		return &guarded{&guardedCall{&c, e}, e, true}
	case *hclsyntax.ConditionalExpr:
		c := *x
		c.Condition, c.TrueResult, c.FalseResult = g(x.Condition), g(x.TrueResult), g(x.FalseResult)
		return &guarded{&c, e, true}
	case *hclsyntax.BinaryOpExpr:
		c := *x
		c.LHS, c.RHS = g(x.LHS), g(x.RHS)
		return &guarded{&c, e, true}
	case *hclsyntax.UnaryOpExpr:
		c := *x
		c.Val = g(x.Val)
		return &guarded{&c, e, true}
	case *hclsyntax.IndexExpr:
		c := *x
		c.Collection, c.Key = g(x.Collection), g(x.Key)
		return &guarded{&c, e, false}
	case *hclsyntax.SplatExpr:
		c := *x
		c.Source, c.Each = g(x.Source), g(x.Each) // Each refers to the same Item
		return &guarded{&c, e, true}
	default:
		return e.guardMaker(expr, scopes)
	}
}

// guardMaker is [evaluation.guard] of what makes lists, objects and texts.
func (e *evaluation) guardMaker(expr hclsyntax.Expression, scopes []string) hclsyntax.Expression {
	g := func(x hclsyntax.Expression) hclsyntax.Expression { return e.guard(x, scopes) }
	switch x := expr.(type) {
	case *hclsyntax.TupleConsExpr:
		c := *x
		c.Exprs = guardAll(x.Exprs, g)
		return &guarded{&c, e, true}
	case *hclsyntax.ObjectConsExpr:
		c := *x
		c.Items = slices.Clone(x.Items)
		for i, item := range c.Items {
			c.Items[i].ValueExpr = g(item.ValueExpr)
			if key, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr); ok {
				k := *key
				if _, path := key.Wrapped.(*hclsyntax.ScopeTraversalExpr); !path && hcl.ExprAsKeyword(key.Wrapped) == "" {
					k.Wrapped = g(key.Wrapped)
				}
				c.Items[i].KeyExpr = &k
			}
		}
		return &guarded{&c, e, true}
	case *hclsyntax.ForExpr:
		c := *x
		inner := append(slices.Clip(scopes), x.KeyVar, x.ValVar)
		c.CollExpr = g(x.CollExpr)
		c.ValExpr = e.guard(x.ValExpr, inner)
		if x.KeyExpr != nil {
			c.KeyExpr = e.guard(x.KeyExpr, inner)
		}
		if x.CondExpr != nil {
			c.CondExpr = e.guard(x.CondExpr, inner)
		}
		return &guarded{&c, e, true}
	case *hclsyntax.TemplateExpr:
		c := *x
		c.Parts = guardAll(x.Parts, g)
		return &guarded{&c, e, true}
	case *hclsyntax.TemplateJoinExpr:
		return &guarded{&hclsyntax.TemplateJoinExpr{Tuple: g(x.Tuple)}, e, true}
	case *hclsyntax.TemplateWrapExpr:
		c := *x
		c.Wrapped = g(x.Wrapped)
		return &guarded{&alone{&c}, e, false}
	default: // what [*] stands for
		return expr
	}
}

func guardAll(list []hclsyntax.Expression, guard func(hclsyntax.Expression) hclsyntax.Expression) []hclsyntax.Expression {
	guarded := make([]hclsyntax.Expression, len(list))
	for i, x := range list {
		guarded[i] = guard(x)
	}
	return guarded
}

// local gives the expression of a local's value, and of the path behind it.
func (e *evaluation) local(x *hclsyntax.ScopeTraversalExpr) hclsyntax.Expression {
	unknown := &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: x.SrcRange}
	if len(x.Traversal) < 2 {
		e.diags = append(e.diags, diag.Problem(x.SrcRange, "Missing name", "local is followed by a dot and the name of a local."))
		return unknown
	}
	step, ok := x.Traversal[1].(hcl.TraverseAttr)
	if !ok {
		e.diags = append(e.diags, diag.Problem(x.Traversal[1].SourceRange(), "Missing name", "local is followed by a dot and the name of a local."))
		return unknown
	}
	v, ok := e.locals[step.Name]
	if !ok {
		e.diags = append(e.diags, diag.Problem(NameRange(step), "Undeclared local",
			fmt.Sprintf("No local %q is declared.%s", step.Name, diag.DidYouMean(step.Name, slices.Sorted(maps.Keys(e.locals))))))
		return unknown
	}
	if v == cty.NilVal || !v.IsWhollyKnown() {
		e.spoiled = true
		return unknown
	}
	lit := &hclsyntax.LiteralValueExpr{Val: v, SrcRange: x.SrcRange}
	if len(x.Traversal) == 2 {
		return lit
	}
	return &hclsyntax.RelativeTraversalExpr{Source: lit, Traversal: x.Traversal[2:], SrcRange: x.SrcRange}
}
