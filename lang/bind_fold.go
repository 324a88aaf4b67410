package lang

import (
	"cmp"
	"strings"

	"portcullis/rego/scalar"

	"github.com/zclconf/go-cty/cty"
)

// foldCompare decides a comparison of two constants.
func foldCompare(c *Compare) Cond {
	x, xOK := constantOperand(c.X)
	y, yOK := constantOperand(c.Y)
	if !xOK || !yOK {
		return c
	}
	order, ok := orderOf(x, y, c.X.Type())
	if !ok {
		return c
	}
	holds := false
	switch c.Op {
	case Eq:
		holds = order == 0
	case Lt:
		holds = order < 0
	case Le:
		holds = order <= 0
	case Gt:
		holds = order > 0
	case Ge:
		holds = order >= 0
	}
	return &Const{Expr: c.Expr, Value: holds}
}

// foldText decides a predicate of two constants.
func foldText(t *Text) Cond {
	x, xOK := constantOperand(t.X)
	y, yOK := constantOperand(t.Y)
	if !xOK || !yOK {
		return t
	}
	holds := false
	switch s, part := x.AsString(), y.AsString(); t.Op {
	case StartsWith:
		holds = strings.HasPrefix(s, part)
	case EndsWith:
		holds = strings.HasSuffix(s, part)
	case StrContains:
		holds = strings.Contains(s, part)
	}
	return &Const{Expr: t.Expr, Value: holds}
}

// constantOperand gives the constant that a value is, if it is one and not null.
func constantOperand(v Value) (cty.Value, bool) {
	lit, ok := v.(*Literal)
	if !ok || lit.Value.IsNull() {
		return cty.NilVal, false
	}
	return lit.Value, true
}

// orderOf compares two constants of a type as [cmp.Compare] does; of bools
// only equality means something.
func orderOf(x, y cty.Value, t Type) (int, bool) {
	switch t.Kind {
	case Number:
		return x.AsBigFloat().Cmp(y.AsBigFloat()), true
	case Bool:
		if x.True() == y.True() {
			return 0, true
		}
		return 1, true
	case Timestamp:
		a, err := scalar.ParseTimestamp(x.AsString())
		b, err2 := scalar.ParseTimestamp(y.AsString())
		return cmp.Compare(a, b), err == nil && err2 == nil
	case String, Enum, Date:
		return cmp.Compare(x.AsString(), y.AsString()), true
	default:
		return 0, false
	}
}
