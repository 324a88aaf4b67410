package lang

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var comparisons = map[*hclsyntax.Operation]CompareOp{
	hclsyntax.OpEqual:              Eq,
	hclsyntax.OpNotEqual:           Eq,
	hclsyntax.OpLessThan:           Lt,
	hclsyntax.OpLessThanOrEqual:    Le,
	hclsyntax.OpGreaterThan:        Gt,
	hclsyntax.OpGreaterThanOrEqual: Ge,
}

// condition binds an expression that stands where a condition is needed.
func (b *binder) condition(expr hclsyntax.Expression) Cond {
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return b.condition(e.Expression)
	case *hclsyntax.ConditionalExpr:
		test, then, other := b.condition(e.Condition), b.condition(e.TrueResult), b.condition(e.FalseResult)
		if test == nil || then == nil || other == nil {
			return nil
		}
		return &Choice{Expr: Expr{e.Range()}, If: test, Then: then, Else: other}
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
func (b *binder) binary(e *hclsyntax.BinaryOpExpr) (Cond, bool) {
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
		return &And{Expr: Expr{e.Range()}, X: x, Y: y}, true
	default:
		return &Or{Expr: Expr{e.Range()}, X: x, Y: y}, true
	}
}

// comparedWith binds the right side of a comparison. A value of an enum that
// lacks its quotes is recognised there.
func (b *binder) comparedWith(lhs operand, expr hclsyntax.Expression) operand {
	t, _, _ := natural(lhs)
	if word := hcl.ExprAsKeyword(expr); word != "" && t.Kind == Enum && slices.Contains(t.Values, word) && b.vars.find(word) == nil && !slices.Contains(b.place.roots(), word) {
		b.report(expr.Range(), "Missing quotes", "A value of an enum is a string: write %q.", word)
		return &badOperand{expr.Range()}
	}
	return b.operand(expr)
}

func negate(c Cond, rng hcl.Range) Cond {
	switch c := c.(type) {
	case nil:
		return nil
	case *Const:
		return &Const{Expr: Expr{rng}, Value: !c.Value}
	default:
		return &Not{Expr: Expr{rng}, X: c}
	}
}

// truth takes an operand as a condition: one that is one, or a bool value.
func (b *binder) truth(op operand) Cond {
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
	if t, _, known := natural(op); known && t.Kind != Bool {
		b.report(op.place(), "Not a condition", "A condition is needed here: a comparison, or a bool; %s.", b.describe(op))
		return nil
	}
	v := b.as(op, wanted{Type: Type{Kind: Bool}})
	if v == nil {
		return nil
	}
	if lit, ok := v.(*Literal); ok {
		return &Const{Expr: Expr{op.place()}, Value: lit.Value.RawEquals(cty.True)}
	}
	return &Truth{Expr: Expr{op.place()}, X: v}
}

// compare binds a comparison of two operands.
func (b *binder) compare(op CompareOp, lhs, rhs operand, rng hcl.Range) Cond {
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
	if op != Eq && !t.Ordered() {
		guilty := lhs
		if _, sure, _ := natural(lhs); !sure {
			guilty = rhs
		}
		b.report(guilty.place(), "No order", "%s, which has no order: it is compared by == and !=, or with a list by contains.", b.describe(guilty))
		return nil
	}
	x := b.as(lhs, wanted{Type: t, by: b.subjectOf(rhs)})
	y := b.as(rhs, wanted{Type: t, by: b.subjectOf(lhs)})
	if x == nil || y == nil {
		return nil
	}
	return foldCompare(&Compare{Expr: Expr{rng}, Op: op, X: x, Y: y})
}

// compareNull binds a comparison with the constant null.
func (b *binder) compareNull(op CompareOp, lhs, rhs operand, rng hcl.Range) Cond {
	null, other := lhs, rhs
	if !isNull(lhs) {
		null, other = rhs, lhs
	}
	if op != Eq {
		b.report(null.place(), "No order", "null has no order: it is compared by == and != alone.")
		return nil
	}
	if _, ok := other.(*constOperand); ok {
		return &Const{Expr: Expr{rng}, Value: isNull(other)}
	}
	if e, ok := other.(*elemOperand); ok {
		return &IsNull{Expr: Expr{rng}, X: &Element{Expr: Expr{e.rng}, Var: e.list.v}}
	}
	t, _, known := natural(other)
	if !known {
		t = Type{Kind: String}
	}
	v := b.as(other, wanted{Type: t})
	if v == nil {
		return nil
	}
	if _, ok := v.(*Literal); ok { // a date that was moved
		return &Const{Expr: Expr{rng}}
	}
	return &IsNull{Expr: Expr{rng}, X: v}
}

// agree finds the one type that both operands of a comparison have.
func (b *binder) agree(lhs, rhs operand, context hcl.Range) (Type, bool) {
	left, leftSure, leftKnown := natural(lhs)
	right, rightSure, rightKnown := natural(rhs)
	switch {
	case leftSure && rightSure:
		if !canEqual(left, right) {
			d := b.report(rhs.place(), "Types do not agree", "%s; %s.%s", b.describe(lhs), b.describe(rhs), mismatchHint(left, right))
			within(d, context)
			return Type{}, false
		}
		return left, true
	case leftSure:
		return left, true
	case rightSure:
		return right, true
	case leftKnown && rightKnown && left.Kind != right.Kind:
		d := b.report(rhs.place(), "Types do not agree", "%s; %s.", b.describe(lhs), b.describe(rhs))
		within(d, context)
		return Type{}, false
	case leftKnown:
		return left, true
	case rightKnown:
		return right, true
	default:
		return Type{Kind: String}, true
	}
}

// canEqual reports whether values of the two types can be equal.
func canEqual(t, u Type) bool {
	if t.Kind != Enum || u.Kind != Enum {
		return t.Equal(u)
	}
	for _, v := range t.Values {
		for _, w := range u.Values {
			if v == w {
				return true
			}
		}
	}
	return false
}

func mismatchHint(t, u Type) string {
	has := func(k Kind) bool { return t.Kind == k || u.Kind == k }
	switch {
	case t.Kind == Enum && u.Kind == Enum:
		return " They have no value in common."
	case has(Enum) && has(String):
		return " An enum is compared with its values, and with enums that share one with it."
	case has(Date) && has(Timestamp):
		return " A date is compared with today, a timestamp with now."
	default:
		return ""
	}
}
