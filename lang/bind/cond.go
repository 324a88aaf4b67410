package bind

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

var comparisons = map[*hclsyntax.Operation]policy.CompareOp{
	hclsyntax.OpEqual:              policy.Eq,
	hclsyntax.OpNotEqual:           policy.Eq,
	hclsyntax.OpLessThan:           policy.Lt,
	hclsyntax.OpLessThanOrEqual:    policy.Le,
	hclsyntax.OpGreaterThan:        policy.Gt,
	hclsyntax.OpGreaterThanOrEqual: policy.Ge,
}

// condition binds an expression that stands where a condition is needed.
func (b *binder) condition(expr hclsyntax.Expression) policy.Cond {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return b.condition(e.Expression)
	case *hclsyntax.ConditionalExpr:
		test, then, other := b.condition(e.Condition), b.condition(e.TrueResult), b.condition(e.FalseResult)
		if test == nil || then == nil || other == nil {
			return nil
		}
		return &policy.Choice{Expr: policy.Expr{Range: e.Range()}, If: test, Then: then, Else: other}
	case *hclsyntax.BinaryOpExpr:
		if c, ok := b.binary(e); ok {
			return c
		}
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpLogicalNot {
			return negate(b.condition(e.Val), e.Range())
		}
	}
	return b.truth(b.operand(expr))
}

// binary binds && and || and the comparisons; of arithmetic it reports false.
func (b *binder) binary(e *hclsyntax.BinaryOpExpr) (policy.Cond, bool) {
	if op, ok := comparisons[e.Op]; ok {
		lhs := b.operand(e.LHS)
		rhs := b.comparedWith(lhs, e.RHS)
		c := b.compare(op, lhs, rhs, e.Range())
		if e.Op == hclsyntax.OpNotEqual {
			c = negate(c, e.Range())
		}
		return c, true
	}
	if e.Op != hclsyntax.OpLogicalAnd && e.Op != hclsyntax.OpLogicalOr {
		return nil, false
	}
	x, y := b.condition(e.LHS), b.condition(e.RHS)
	switch {
	case x == nil || y == nil:
		return nil, true
	case e.Op == hclsyntax.OpLogicalAnd:
		return &policy.And{Expr: policy.Expr{Range: e.Range()}, X: x, Y: y}, true
	default:
		return &policy.Or{Expr: policy.Expr{Range: e.Range()}, X: x, Y: y}, true
	}
}

// comparedWith binds the right side of a comparison. A value of an enum that
// lacks its quotes is recognised there.
func (b *binder) comparedWith(lhs operand, expr hclsyntax.Expression) operand {
	t, _, _ := natural(lhs)
	if word := hcl.ExprAsKeyword(expr); word != "" && t.Kind == policy.Enum && slices.Contains(t.Values, word) && b.vars.find(word) == nil && !slices.Contains(b.Place.roots(), word) {
		b.report(expr.Range(), "Missing quotes", "A value of an enum is a string: write %q.", word)
		return &badOperand{expr.Range()}
	}
	return b.operand(expr)
}

func negate(c policy.Cond, rng hcl.Range) policy.Cond {
	switch c := c.(type) {
	case nil:
		return nil
	case *policy.Const:
		return &policy.Const{Expr: policy.Expr{Range: rng}, Value: !c.Value}
	default:
		return &policy.Not{Expr: policy.Expr{Range: rng}, X: c}
	}
}

// truth takes an operand as a condition: one that is one, or a bool value.
func (b *binder) truth(op operand) policy.Cond {
	if c, ok := op.(*condOperand); ok {
		return c.cond
	}
	if !b.isValue(op, true) {
		return nil
	}
	if isNull(op) {
		b.report(op.place(), "Not a condition", "null is no condition. One that is never met is false.")
		return nil
	}
	if t, _, known := natural(op); known && t.Kind != policy.Bool {
		b.report(op.place(), "Not a condition", "A condition is needed here: a comparison, or a bool; %s.", b.describe(op))
		return nil
	}
	v := b.as(op, constant.Wanted{Type: policy.Type{Kind: policy.Bool}})
	if v == nil {
		return nil
	}
	if lit, ok := v.(*policy.Literal); ok {
		return &policy.Const{Expr: policy.Expr{Range: op.place()}, Value: lit.Value.RawEquals(cty.True)}
	}
	return &policy.Truth{Expr: policy.Expr{Range: op.place()}, X: v}
}

// compare binds a comparison of two operands.
func (b *binder) compare(op policy.CompareOp, lhs, rhs operand, rng hcl.Range) policy.Cond {
	if left, right := b.isValue(lhs, true), b.isValue(rhs, true); !left || !right {
		return nil
	}
	if isNull(lhs) || isNull(rhs) {
		return b.compareNull(op, lhs, rhs, rng)
	}
	if !b.isScalar(lhs, rhs) || !b.isScalar(rhs, lhs) {
		return nil
	}
	if c, ok := b.compareElement(op, lhs, rhs, rng); ok {
		return c
	}
	t, ok := b.agree(lhs, rhs, rng)
	if !ok {
		return nil
	}
	if guilty := unordered(lhs, rhs, t); op != policy.Eq && guilty != nil {
		b.report(guilty.place(), "No order", "%s, which has no order: it is compared by == and !=, or with a list by contains.", b.describe(guilty))
		return nil
	}
	x := b.as(lhs, constant.Wanted{Type: t, By: b.subjectOf(rhs), Equals: true})
	y := b.as(rhs, constant.Wanted{Type: t, By: b.subjectOf(lhs), Equals: true})
	if x == nil || y == nil {
		return nil
	}
	return foldCompare(&policy.Compare{Expr: policy.Expr{Range: rng}, Op: op, X: x, Y: y})
}

// unordered gives the operand for which there is no order between two that are of a
// type; nil if there is one.
func unordered(lhs, rhs operand, t policy.Type) operand {
	for _, op := range []operand{lhs, rhs} {
		if own, sure, _ := natural(op); sure && !own.Ordered() {
			return op
		}
	}
	if t.Ordered() {
		return nil
	}
	return rhs
}

// compareNull binds a comparison with the constant null.
func (b *binder) compareNull(op policy.CompareOp, lhs, rhs operand, rng hcl.Range) policy.Cond {
	null, other := lhs, rhs
	if !isNull(lhs) {
		null, other = rhs, lhs
	}
	if op != policy.Eq {
		b.report(null.place(), "No order", "null has no order: it is compared by == and != alone.")
		return nil
	}
	if _, ok := other.(*constOperand); ok {
		return &policy.Const{Expr: policy.Expr{Range: rng}, Value: isNull(other)}
	}
	if e, ok := other.(*elemOperand); ok {
		return &policy.IsNull{Expr: policy.Expr{Range: rng}, X: &policy.Element{Expr: policy.Expr{Range: e.rng}, Var: e.list.v}}
	}
	t, _, known := natural(other)
	if !known {
		t = policy.Type{Kind: policy.String}
	}
	v := b.as(other, constant.Wanted{Type: t})
	if v == nil {
		return nil
	}
	if _, ok := v.(*policy.Literal); ok { // a date that was moved
		return &policy.Const{Expr: policy.Expr{Range: rng}}
	}
	return &policy.IsNull{Expr: policy.Expr{Range: rng}, X: v}
}

// agree finds the one type that both operands of a comparison have.
func (b *binder) agree(lhs, rhs operand, context hcl.Range) (policy.Type, bool) {
	left, leftSure, leftKnown := natural(lhs)
	right, rightSure, rightKnown := natural(rhs)
	switch {
	case leftSure && rightSure:
		if !constant.CanEqual(left, right) {
			d := b.report(rhs.place(), "Types do not agree", "%s; %s.%s", b.describe(lhs), b.describe(rhs), constant.MismatchHint(left, right))
			diag.Within(d, context)
			return policy.Type{}, false
		}
		return left, true
	case leftSure:
		return left, true
	case rightSure:
		return right, true
	case leftKnown && rightKnown && left.Kind != right.Kind:
		d := b.report(rhs.place(), "Types do not agree", "%s; %s.", b.describe(lhs), b.describe(rhs))
		diag.Within(d, context)
		return policy.Type{}, false
	case leftKnown:
		return left, true
	case rightKnown:
		return right, true
	default:
		return policy.Type{Kind: policy.String}, true
	}
}
