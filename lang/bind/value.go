package bind

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// operand binds an expression that stands where a value is needed. What it
// turns out to be is for the caller to judge.
func (b *binder) operand(expr hclsyntax.Expression) operand {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return b.operand(e.Expression)
	case *hclsyntax.ConditionalExpr:
		return b.conditional(e)
	case *hclsyntax.FunctionCallExpr:
		if f, ok := functions[e.Name]; ok && (b.open[e] || f.always || !f.takes(e)) {
			return b.call(e, f)
		}
	case *hclsyntax.BinaryOpExpr:
		if c, ok := b.binary(e); ok {
			return condAt(c, e.Range())
		}
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpLogicalNot {
			return condAt(b.condition(e), e.Range())
		}
	}
	if !b.open[expr] {
		return b.constant(expr)
	}
	return b.openOperand(expr)
}

// constant evaluates a closed constant.
func (b *binder) constant(expr hclsyntax.Expression) operand {
	v, diags := constant.Evaluate(expr, b.Locals)
	b.diags = append(b.diags, diags...)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return &badOperand{expr.Range()}
	}
	return &constOperand{value: v, expr: expr}
}

// openOperand binds what is neither constant nor spoken of by [binder.operand].
func (b *binder) openOperand(expr hclsyntax.Expression) operand {
	rng := expr.Range()
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return b.traversal(e)
	case *hclsyntax.RelativeTraversalExpr:
		return b.walk(b.operand(e.Source), e.Traversal)
	case *hclsyntax.SplatExpr:
		return b.splat(e)
	case *hclsyntax.FunctionCallExpr:
		b.unknownFunction(e)
	case *hclsyntax.BinaryOpExpr:
		b.probe(e.LHS)
		b.probe(e.RHS)
		b.report(rng, "Arithmetic", "Numbers are computed of constants alone. What is known of a row is compared as it is; times are moved by timeadd and dateadd.")
	case *hclsyntax.UnaryOpExpr:
		if _, twice := e.Val.(*hclsyntax.UnaryOpExpr); twice {
			b.report(rng, "Written differently here", "A comment begins with # or //. What stands behind -- is read as a part of the expression.")
			return &badOperand{rng}
		}
		b.probe(e.Val)
		b.report(rng, "Arithmetic", "Numbers are computed of constants alone. What is known of a row is compared as it is.")
	case *hclsyntax.TemplateWrapExpr:
		return b.template(rng, e.Wrapped)
	case *hclsyntax.TemplateExpr:
		return b.template(rng, e.Parts...)
	case *hclsyntax.TemplateJoinExpr:
		b.report(rng, "Not in a text", "A text is made of single values; lists are not gone through in it.")
	case *hclsyntax.IndexExpr:
		b.probe(e.Collection)
		b.probe(e.Key)
		b.report(e.BracketRange, "Index", "Elements are not picked by [ ]. Fields are named after a dot; of lists and rows, contains, anytrue and alltrue ask.")
	case *hclsyntax.TupleConsExpr:
		for _, x := range e.Exprs {
			b.probe(x)
		}
		b.report(rng, "List used as a value", "A list that is written out holds constants alone, and stands in contains, anytrue and alltrue.")
	case *hclsyntax.ObjectConsExpr:
		b.report(rng, "Object used as a value", "One value is needed here; an object is none.")
	case *hclsyntax.ForExpr:
		b.report(rng, "Misplaced for", "for over rows stands directly in anytrue and alltrue.")
	case *hclsyntax.ExprSyntaxError:
		// The parser has reported it.
	default:
		b.report(rng, "Not a value", "A value is needed here.")
	}
	return &badOperand{rng}
}

// probe binds what stands in a wrong place, for its own mistakes alone. What
// would be wrong only because of that place is left out.
func (b *binder) probe(expr hclsyntax.Expression) {
	switch expr := syntax.Unparenthesised(expr).(type) {
	case *hclsyntax.ForExpr, *hclsyntax.TupleConsExpr, *hclsyntax.ObjectConsExpr:
	default:
		b.operand(expr)
	}
}

// conditional binds `test ? x : y` between values.
func (b *binder) conditional(e *hclsyntax.ConditionalExpr) operand {
	test := b.condition(e.Condition)
	x, y := b.operand(e.TrueResult), b.operand(e.FalseResult)
	if left, right := b.isValue(x, true), b.isValue(y, true); test == nil || !left || !right {
		return &badOperand{e.Range()}
	}
	op := b.choice(&choiceOperand{test: test, x: x, y: y, rng: e.Range()})
	if c, ok := test.(*policy.Const); ok && !isBad(op) {
		if c.Value {
			return x
		}
		return y
	}
	return op
}

func isBad(op operand) bool {
	_, bad := op.(*badOperand)
	return bad
}

// choice finds the type of a choice between two values, and makes a value of
// it where that is sure.
func (b *binder) choice(op *choiceOperand) operand {
	x, xSure, xKnown := natural(op.x)
	y, ySure, yKnown := natural(op.y)
	op.known = xKnown || yKnown
	op.sure = xSure || ySure
	if op.t = x; !xKnown || ySure && !xSure || isEmpty(op.x) {
		op.t = y
	}
	switch {
	case xKnown && x.Kind == policy.JSON:
		b.isScalar(op.x, nil)
		return &badOperand{op.rng}
	case yKnown && y.Kind == policy.JSON:
		b.isScalar(op.y, nil)
		return &badOperand{op.rng}
	case xKnown && yKnown && (x.Kind == policy.List) != (y.Kind == policy.List),
		xSure && ySure && !SameValues(x, y),
		xKnown && yKnown && !xSure && !ySure && x.Kind != y.Kind:
		b.report(op.y.place(), "Types do not agree", "Both alternatives are of one type; %s, %s.%s", b.describe(op.x), b.describe(op.y), constant.MismatchHint(x, y))
		return &badOperand{op.rng}
	}
	if !op.sure || op.t.Kind == policy.List {
		return op
	}
	w := constant.Wanted{Type: op.t, By: b.subjectOf(op.x)}
	if !xSure {
		w.By = b.subjectOf(op.y)
	}
	return typedAt(b.as(op, w), op.rng)
}

// isEmpty reports whether an operand is a constant list of nothing.
func isEmpty(op operand) bool {
	c, ok := op.(*constOperand)
	return ok && constant.IsCtyList(c.value.Type()) && c.value.LengthInt() == 0
}

// SameValues reports whether two types have the same values: enums in any
// order.
func SameValues(t, u policy.Type) bool {
	switch {
	case t.Kind == policy.List && u.Kind == policy.List:
		return SameValues(*t.Elem, *u.Elem)
	case t.Kind != policy.Enum || u.Kind != policy.Enum:
		return t.Equal(u)
	}
	has := map[string]bool{}
	for _, v := range t.Values {
		has[v] = true
	}
	for _, v := range u.Values {
		if !has[v] {
			return false
		}
	}
	return len(t.Values) == len(u.Values)
}
