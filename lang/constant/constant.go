package constant

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// Of evaluates a closed constant of the type that is wanted, or null.
func Of(expr hclsyntax.Expression, want policy.Type, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	v, diags := Eval(expr, locals)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return cty.NullVal(policy.CtyType(want)), diags
	}
	v, more := Typed(v, expr, Wanted{Type: want})
	return v, append(diags, more...)
}

// Eval evaluates a closed constant of any type. What refers to a local
// that is not known gives an unknown value, without diagnostics.
func Eval(expr hclsyntax.Expression, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	if lit, ok := plainLiteral(expr); ok { // which refers to nothing
		return lit, nil
	}
	refs := FindReferences(expr)
	var diags hcl.Diagnostics
	for _, t := range refs.roots {
		root := t[0].(hcl.TraverseRoot)
		detail := fmt.Sprintf("A constant is needed here; there is no %q.%s", root.Name, diag.DidYouMean(root.Name, []string{"local"}))
		for _, known := range policy.AllRoots {
			if root.Name == known {
				detail = fmt.Sprintf("A constant is needed here; %s is known only when a decision is asked for.", root.Name)
			}
		}
		diags = append(diags, diag.Problem(root.SrcRange, "Not a constant", detail))
	}
	if diags.HasErrors() || refs.Open[expr] { // a syntax error is open as well, and has been reported
		return cty.DynamicVal, diags
	}
	return Evaluate(expr, locals)
}

// Evaluate has HCL evaluate an expression that is closed, within bounds.
func Evaluate(expr hclsyntax.Expression, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	if lit, ok := plainLiteral(expr); ok {
		return lit, nil
	}
	rng := expr.Range()
	e := &evaluation{locals: locals, left: baseBudget + budgetPerByte*(rng.End.Byte-rng.Start.Byte)}
	v, diags := e.guard(expr, nil).Value(&hcl.EvalContext{Functions: Functions})
	diags = append(e.diags, diags...)
	for _, d := range diags {
		// They would have the values of the whole context printed.
		d.Expression, d.EvalContext = nil, nil
	}
	if !diags.HasErrors() && !e.spoiled && (e.spent || !v.IsWhollyKnown()) {
		// HCL drops what is wrong with the side of a condition that it does not take.
		diags = append(diags, tooMuch(rng))
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	v, _ = v.UnmarkDeep()
	return v, diags
}

// plainLiteral gives the value of what most constants are: a string without
// templates, a number of the usual size, true, false, null.
func plainLiteral(expr hclsyntax.Expression) (cty.Value, bool) {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val, e.Val.Type() != cty.Number || policy.ShortNumber(e.Val)
	case *hclsyntax.TemplateExpr:
		if len(e.Parts) == 1 {
			if lit, ok := e.Parts[0].(*hclsyntax.LiteralValueExpr); ok && lit.Val.Type() == cty.String {
				return lit.Val, true
			}
		}
	}
	return cty.NilVal, false
}
