package compile

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"portcullis/lang"

	"github.com/zclconf/go-cty/cty"
)

// relations gives a comparison's relation, and that of its falsehood.
var relations = map[lang.CompareOp][2]Relation{
	lang.Eq: {Equal, NotEqual},
	lang.Lt: {Less, GreaterOrEqual},
	lang.Le: {LessOrEqual, Greater},
	lang.Gt: {Greater, LessOrEqual},
	lang.Ge: {GreaterOrEqual, Less},
}

// compare gives what proves that `x op y` has the truth value want.
func compare(op lang.CompareOp, x, y Operand, want bool) Formula {
	a, xConstant := x.(Constant)
	b, yConstant := y.(Constant)
	switch {
	case xConstant && yConstant:
		return decided(holds(op, order(a, b)) == want)
	case op == lang.Eq && xConstant:
		return among(y, []Constant{a}, want)
	case op == lang.Eq && yConstant:
		return among(x, []Constant{b}, want)
	}
	rel := relations[op][0]
	if !want {
		rel = relations[op][1]
	}
	if xConstant { // a line of Rego that begins with a negative number goes on the one before
		return Relate{mirrored[rel], y, x}
	}
	return Relate{rel, x, y}
}

// among gives what proves that x is, or is not, one of the constants.
func among(x Operand, values []Constant, want bool) Formula {
	if constant, ok := x.(Constant); ok {
		in := slices.ContainsFunc(values, func(v Constant) bool { return order(constant, v) == 0 })
		return decided(in == want)
	}
	if t := x.Type(); t.Kind == lang.Enum || t.Kind == lang.Bool {
		values = members(t, values, want)
		want = true
		if len(values) == 0 {
			return Never{}
		}
	}
	return OneOf{x, values, !want}
}

// members gives the values of an enum or of bool that are among the
// constants, or that are not: what such a value is not is what else it can be.
func members(t lang.Type, values []Constant, want bool) []Constant {
	domain := []Constant{{t, cty.False}, {t, cty.True}}
	if t.Kind == lang.Enum {
		domain = nil
		for _, v := range t.Values {
			domain = append(domain, Constant{t, cty.StringVal(v)})
		}
	}
	return slices.DeleteFunc(domain, func(member Constant) bool {
		in := slices.ContainsFunc(values, func(v Constant) bool { return order(member, v) == 0 })
		return in != want
	})
}

// textTest gives what proves that a predicate of text has the truth value want.
func textTest(op lang.TextOp, x, y Operand, want bool) Formula {
	a, xConstant := x.(Constant)
	b, yConstant := y.(Constant)
	if !xConstant || !yConstant {
		return TextTest{op, x, y, !want}
	}
	s, part := a.Value.AsString(), b.Value.AsString()
	var is bool
	switch op {
	case lang.StartsWith:
		is = strings.HasPrefix(s, part)
	case lang.EndsWith:
		is = strings.HasSuffix(s, part)
	case lang.StrContains:
		is = strings.Contains(s, part)
	}
	return decided(is == want)
}

// known gives what proves that the operand has a value.
func known(x Operand) Formula {
	switch x := x.(type) {
	case Constant:
		return Always{}
	case Cased:
		return known(x.X)
	case Count:
		return Listed(x)
	default:
		return Known{x}
	}
}

// holds reports whether a comparison is true of operands in that order (<0, 0, >0).
func holds(op lang.CompareOp, order int) bool {
	switch op {
	case lang.Lt:
		return order < 0
	case lang.Le:
		return order <= 0
	case lang.Gt:
		return order > 0
	case lang.Ge:
		return order >= 0
	default:
		return order == 0
	}
}

// order compares two constants of one type.
func order(a, b Constant) int {
	switch a.T.Kind {
	case lang.Number:
		return a.Value.AsBigFloat().Cmp(b.Value.AsBigFloat())
	case lang.Bool:
		if a.Value.True() == b.Value.True() {
			return 0
		}
		return 1
	case lang.Timestamp:
		return cmp.Compare(instant(a.Value.AsString()), instant(b.Value.AsString()))
	default:
		return cmp.Compare(a.Value.AsString(), b.Value.AsString())
	}
}

// instant gives the microseconds since 1970 of a timestamp that the checker
// has passed.
func instant(text string) int64 {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic("compile: a timestamp that was not checked: " + text)
	}
	return t.UnixMicro()
}

// cased folds a constant; only the letters A to Z are changed.
func cased(upper bool, x Operand) Operand {
	c, ok := x.(Constant)
	if !ok {
		return Cased{upper, x}
	}
	from, to, by := 'A', 'Z', 'a'-'A'
	if upper {
		from, to, by = 'a', 'z', 'A'-'a'
	}
	return Constant{c.T, cty.StringVal(strings.Map(func(r rune) rune {
		if r >= from && r <= to {
			return r + by
		}
		return r
	}, c.Value.AsString()))}
}

// moved folds a constant; it is nil where the result is outside the years 1 to 9999.
func moved(x Operand, by int64) Operand {
	c, ok := x.(Constant)
	if !ok {
		return Moved{x, by}
	}
	var t time.Time
	var layout string
	if c.T.Kind == lang.Date {
		layout = time.DateOnly
		start, err := time.Parse(layout, c.Value.AsString())
		if err != nil {
			panic("compile: a date that was not checked: " + c.Value.AsString())
		}
		if by > maxDays || by < -maxDays {
			return nil
		}
		t = start.AddDate(0, 0, int(by))
	} else {
		layout = time.RFC3339Nano
		t = time.UnixMicro(instant(c.Value.AsString()) + by).UTC()
	}
	if t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	return Constant{c.T, cty.StringVal(t.Format(layout))}
}

// maxDays is more than there are from year 1 to year 9999.
const maxDays = 4_000_000

// liftChoice moves the first `?:` between values out of a condition without
// parts, over which it distributes; nil where there is none.
func liftChoice(c lang.Cond) *lang.Choice {
	at := lang.Expr{Range: c.Source()}
	switch c := c.(type) {
	case *lang.Compare:
		return liftPair(at, c.X, c.Y, func(x, y lang.Value) lang.Cond {
			return &lang.Compare{Expr: at, Op: c.Op, X: x, Y: y}
		})
	case *lang.Text:
		return liftPair(at, c.X, c.Y, func(x, y lang.Value) lang.Cond {
			return &lang.Text{Expr: at, Op: c.Op, X: x, Y: y}
		})
	case *lang.IsNull:
		return liftPair(at, c.X, nil, func(x, _ lang.Value) lang.Cond { return &lang.IsNull{Expr: at, X: x} })
	case *lang.Truth:
		return liftPair(at, c.X, nil, func(x, _ lang.Value) lang.Cond { return &lang.Truth{Expr: at, X: x} })
	default:
		return nil
	}
}

func liftPair(at lang.Expr, x, y lang.Value, leaf func(x, y lang.Value) lang.Cond) *lang.Choice {
	if c := choiceIn(x); c != nil {
		return &lang.Choice{Expr: at, If: c.If, Then: leaf(with(x, c, c.Then), y), Else: leaf(with(x, c, c.Else), y)}
	}
	if c := choiceIn(y); c != nil {
		return &lang.Choice{Expr: at, If: c.If, Then: leaf(x, with(y, c, c.Then)), Else: leaf(x, with(y, c, c.Else))}
	}
	return nil
}

// choiceIn gives the first `?:` within a value, or nil.
func choiceIn(v lang.Value) *lang.IfValue {
	switch v := v.(type) {
	case *lang.IfValue:
		return v
	case *lang.Coalesce:
		if c := choiceIn(v.X); c != nil {
			return c
		}
		return choiceIn(v.Y)
	case *lang.Case:
		return choiceIn(v.X)
	case *lang.TimeAdd:
		return choiceIn(v.X)
	case *lang.DateAdd:
		return choiceIn(v.X)
	default:
		return nil
	}
}

// with gives the value v with branch in place of the choice within it.
func with(v lang.Value, choice *lang.IfValue, branch lang.Value) lang.Value {
	switch v := v.(type) {
	case *lang.IfValue:
		if v == choice {
			return branch
		}
	case *lang.Coalesce:
		return &lang.Coalesce{Expr: v.Expr, X: with(v.X, choice, branch), Y: with(v.Y, choice, branch)}
	case *lang.Case:
		return &lang.Case{Expr: v.Expr, Upper: v.Upper, X: with(v.X, choice, branch)}
	case *lang.TimeAdd:
		return &lang.TimeAdd{Expr: v.Expr, X: with(v.X, choice, branch), By: v.By}
	case *lang.DateAdd:
		return &lang.DateAdd{Expr: v.Expr, X: with(v.X, choice, branch), Days: v.Days}
	}
	return v
}
