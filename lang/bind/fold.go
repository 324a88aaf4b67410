package bind

import (
	"cmp"

	"portcullis/rego/scalar"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/policy"
)

// foldCompare decides a comparison of two constants.
func foldCompare(c *policy.Compare) policy.Cond {
	x, xOK := ConstantOperand(c.X)
	y, yOK := ConstantOperand(c.Y)
	if !xOK || !yOK {
		return c
	}
	order, ok := OrderOf(x, y, c.X.Type())
	if !ok {
		return c
	}
	holds := false
	switch c.Op {
	case policy.Eq:
		holds = order == 0
	case policy.Lt:
		holds = order < 0
	case policy.Le:
		holds = order <= 0
	case policy.Gt:
		holds = order > 0
	case policy.Ge:
		holds = order >= 0
	}
	return &policy.Const{Expr: c.Expr, Value: holds}
}

// foldText decides a predicate of two constants.
func foldText(t *policy.Text) policy.Cond {
	x, xOK := ConstantOperand(t.X)
	y, yOK := ConstantOperand(t.Y)
	if !xOK || !yOK {
		return t
	}
	return &policy.Const{Expr: t.Expr, Value: t.Op.Holds(x.AsString(), y.AsString())}
}

// ConstantOperand gives the constant that a value is, if it is one and not null.
func ConstantOperand(v policy.Value) (cty.Value, bool) {
	lit, ok := v.(*policy.Literal)
	if !ok || lit.Value.IsNull() {
		return cty.NilVal, false
	}
	return lit.Value, true
}

// OrderOf compares two constants of a type as [cmp.Compare] does; of bools
// only equality means something.
func OrderOf(x, y cty.Value, t policy.Type) (int, bool) {
	switch t.Kind {
	case policy.Number:
		return x.AsBigFloat().Cmp(y.AsBigFloat()), true
	case policy.Bool:
		if x.True() == y.True() {
			return 0, true
		}
		return 1, true
	case policy.Timestamp:
		a, err := scalar.ParseTimestamp(x.AsString())
		b, err2 := scalar.ParseTimestamp(y.AsString())
		return cmp.Compare(a, b), err == nil && err2 == nil
	case policy.String, policy.Enum, policy.UUID, policy.Date:
		return cmp.Compare(x.AsString(), y.AsString()), true
	default:
		return 0, false
	}
}
