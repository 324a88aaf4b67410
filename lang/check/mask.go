package check

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
	"portcullis/rego/scalar"
)

func (sr *statementResolver) resolveMask() {
	a := sr.syntax.Mask
	list, _ := sr.entries(a, `phone = "•••"`)
	for _, e := range list {
		for i, f := range sr.fieldNamed(a, e.name, true) {
			switch {
			case f == nil || f.Type.Kind == "":
				continue
			case sr.things[i].table.Key.Has(f):
				sr.keyStays(a, e.name, i, "masked")
				continue
			case sr.spoiled.touches(e.expr, nil):
				continue
			}
			m, diags := sr.mask(f, e.expr)
			sr.reportOnce(a, diags)
			if !diags.HasErrors() {
				sr.st.Targets[i].Masks = append(sr.st.Targets[i].Masks, m)
			}
		}
	}
}

// mask reads what is shown in place of a field: a part of its value, or a constant.
func (sr *statementResolver) mask(f *policy.Field, expr hclsyntax.Expression) (policy.Mask, hcl.Diagnostics) {
	if call, ok := syntax.Unparenthesised(expr).(*hclsyntax.FunctionCallExpr); ok {
		if function, ok := scalar.PieceFunctionOf(call.Name); ok {
			p, diags := sr.piece(f, call, function)
			return policy.Mask{Field: f, Piece: p}, diags
		}
		if _, known := constant.Functions[call.Name]; !known {
			return policy.Mask{}, hcl.Diagnostics{noPiece(f, call)}
		}
	}
	want := f.Type
	if want.Kind == policy.Enum {
		want = policy.Type{Kind: policy.String}
	}
	v, diags := constant.Of(expr, want, sr.locals)
	return policy.Mask{Field: f, Value: v}, diags
}

// noPiece reports a function that there is not, where parts of values can be shown.
func noPiece(f *policy.Field, call *hclsyntax.FunctionCallExpr) *hcl.Diagnostic {
	var names []string
	for _, function := range scalar.PieceFunctions() {
		if function.Kind == f.Type.Kind {
			names = append(names, function.Name)
		}
	}
	near := diag.Nearest(call.Name, names)
	if near == "" {
		return constant.NoFunction(call)
	}
	d := diag.Problem(call.NameRange, "Unknown function", fmt.Sprintf("There is no function %q. Did you mean %q?", call.Name, near))
	return diag.Within(d, call.Range())
}

// piece reads a call that gives a part of a field's value.
func (sr *statementResolver) piece(f *policy.Field, call *hclsyntax.FunctionCallExpr, function scalar.PieceFunction) (scalar.Piece, hcl.Diagnostics) {
	refuse := func(at hcl.Range, summary, format string, args ...any) (scalar.Piece, hcl.Diagnostics) {
		return scalar.Piece{}, hcl.Diagnostics{diag.Within(diag.Problem(at, summary, fmt.Sprintf(format, args...)), call.Range())}
	}
	takes, arguments := 0, "no arguments"
	if function.Counts {
		takes, arguments = 1, "one argument"
	}
	switch {
	case function.Kind != f.Type.Kind:
		return refuse(call.NameRange, "Wrong type", "%s shows a part of a %s; %s is %s.%s",
			call.Name, function.Kind, f.Name, constant.TypePhrase(f.Type), otherPieces(f.Type))
	case call.ExpandFinal:
		return refuse(call.Args[len(call.Args)-1].Range(), "Spread argument", "The arguments of %s are written out, without … behind them: %s.", call.Name, function.Usage)
	case len(call.Args) < takes:
		return refuse(call.CloseParenRange, "Too few arguments", "%s has %s: %s.", call.Name, arguments, function.Usage)
	case len(call.Args) > takes:
		return refuse(call.Args[takes].Range(), "Too many arguments", "%s has %s: %s.", call.Name, arguments, function.Usage)
	case takes == 0:
		return scalar.Piece{Of: call.Name}, nil
	}
	v, diags := constant.Of(call.Args[0], policy.Type{Kind: policy.Number}, sr.locals)
	if diags.HasErrors() {
		return scalar.Piece{}, diags
	}
	n, exact := wholeOf(v)
	p := scalar.Piece{Of: call.Name, N: n}
	if !exact || !p.Fits(f.Type) {
		return refuse(call.Args[0].Range(), "Wrong value", "%s takes how many characters are shown: a whole number from 1 to %d.", call.Name, scalar.MostPiece)
	}
	return p, nil
}

// wholeOf gives a whole number that is not much too large.
func wholeOf(v cty.Value) (int, bool) {
	if v.IsNull() || !v.IsKnown() {
		return 0, false
	}
	n, exact := v.AsBigFloat().Int64()
	return int(min(n, scalar.MostPiece+1)), exact == 0
}

// otherPieces says which parts of a type's values a mask shows.
func otherPieces(t policy.Type) string {
	var usages []string
	for _, function := range scalar.PieceFunctions() {
		if function.Kind == t.Kind {
			usages = append(usages, function.Usage)
		}
	}
	if len(usages) == 0 {
		return " Of it a constant is shown, or null."
	}
	return fmt.Sprintf(" Of it there are %s.", strings.Join(usages, " and "))
}
