package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// constantOf evaluates a closed constant of the type that is wanted, or null.
func constantOf(expr hclsyntax.Expression, want Type, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	v, diags := evalConstant(expr, locals)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return cty.NullVal(ctyType(want)), diags
	}
	v, more := typedConstant(v, expr, wanted{Type: want})
	return v, append(diags, more...)
}

// evalConstant evaluates a closed constant of any type. What refers to a local
// that is not known gives an unknown value, without diagnostics.
func evalConstant(expr hclsyntax.Expression, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	refs := findReferences(expr)
	var diags hcl.Diagnostics
	for _, t := range refs.roots {
		root := t[0].(hcl.TraverseRoot)
		detail := fmt.Sprintf("A constant is needed here; there is no %q.%s", root.Name, didYouMean(root.Name, []string{"local"}))
		for _, known := range allRoots {
			if root.Name == known {
				detail = fmt.Sprintf("A constant is needed here; %s is known only when a decision is asked for.", root.Name)
			}
		}
		diags = append(diags, problem(root.SrcRange, "Not a constant", detail))
	}
	if diags.HasErrors() || refs.open[expr] { // a syntax error is open as well, and has been reported
		return cty.DynamicVal, diags
	}
	return evaluate(expr, locals)
}

// evaluate has HCL evaluate an expression that is closed, within bounds.
func evaluate(expr hclsyntax.Expression, locals map[string]cty.Value) (cty.Value, hcl.Diagnostics) {
	if lit, ok := plainLiteral(expr); ok {
		return lit, nil
	}
	rng := expr.Range()
	e := &evaluation{locals: locals, left: baseBudget + budgetPerByte*(rng.End.Byte-rng.Start.Byte)}
	v, diags := e.guard(expr, nil).Value(&hcl.EvalContext{Functions: constantFunctions})
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
		return e.Val, e.Val.Type() != cty.Number || shortNumber(e.Val)
	case *hclsyntax.TemplateExpr:
		if len(e.Parts) == 1 {
			if lit, ok := e.Parts[0].(*hclsyntax.LiteralValueExpr); ok && lit.Val.Type() == cty.String {
				return lit.Val, true
			}
		}
	}
	return cty.NilVal, false
}
