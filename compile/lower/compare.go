package lower

import (
	"fmt"
	"slices"

	"portcullis/lang"
	"portcullis/lang/policy"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// relations gives a comparison's relation, and that of its falsehood.
var relations = map[lang.CompareOp][2]form.Comparison{
	lang.Eq: {form.Equal, form.NotEqual},
	lang.Lt: {form.Less, form.GreaterOrEqual},
	lang.Le: {form.LessOrEqual, form.Greater},
	lang.Gt: {form.Greater, form.LessOrEqual},
	lang.Ge: {form.GreaterOrEqual, form.Less},
}

// compare gives what proves that `x op y` has the truth value want.
func compare(op lang.CompareOp, x, y form.Operand, want bool) form.Formula {
	a, xConstant := x.(form.Constant)
	b, yConstant := y.(form.Constant)
	switch {
	case xConstant && yConstant:
		return form.Decided(holds(op, order(a, b)) == want)
	case op == lang.Eq && xConstant:
		return among(y, []form.Constant{a}, want)
	case op == lang.Eq && yConstant:
		return among(x, []form.Constant{b}, want)
	}
	rel := relations[op][0]
	if !want {
		rel = relations[op][1]
	}
	if xConstant { // a line of Rego that begins with a negative number goes on the one before
		return form.Relate{Op: rel.Mirrored(), X: y, Y: x}
	}
	return form.Relate{Op: rel, X: x, Y: y}
}

// among gives what proves that x is, or is not, one of the constants.
func among(x form.Operand, values []form.Constant, want bool) form.Formula {
	if constant, ok := x.(form.Constant); ok {
		in := slices.ContainsFunc(values, func(v form.Constant) bool { return order(constant, v) == 0 })
		return form.Decided(in == want)
	}
	if t := x.Type(); t.Kind == form.Enum || t.Kind == form.Bool {
		values, want = Members(t, values, want), true
		if len(values) == 0 {
			return form.Never{}
		}
	}
	if values = form.Sayable(x.Type(), values); len(values) == 0 {
		if want {
			return form.Never{}
		}
		return form.KnownOf(x)
	}
	return form.OneOf{X: x, Values: values, Except: !want}
}

// Members gives the values of an enum or of bool that are among the
// constants, or that are not: what such a value is not is what else it can be.
func Members(t form.Type, values []form.Constant, want bool) []form.Constant {
	domain := []form.Constant{{T: t, Value: false}, {T: t, Value: true}}
	if t.Kind == form.Enum {
		domain = nil
		for _, v := range t.Values {
			domain = append(domain, form.Constant{T: t, Value: v})
		}
	}
	return slices.DeleteFunc(domain, func(member form.Constant) bool {
		in := slices.ContainsFunc(values, func(v form.Constant) bool { return order(member, v) == 0 })
		return in != want
	})
}

// textTest gives what proves that a predicate of text has the truth value want.
func textTest(op scalar.Predicate, x, y form.Operand, want bool) form.Formula {
	a, xConstant := x.(form.Constant)
	b, yConstant := y.(form.Constant)
	if !xConstant || !yConstant {
		return form.TextTest{Op: op, X: x, Y: y, Not: !want}
	}
	return form.Decided(op.Holds(a.Value.(string), b.Value.(string)) == want)
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
func order(a, b form.Constant) int { return a.Parsed().Compare(b.Parsed()) }

// changed folds a constant.
func changed(by scalar.Change, x form.Operand) form.Operand {
	c, ok := x.(form.Constant)
	if !ok {
		return form.Changed{By: by, X: x}
	}
	return form.Constant{T: c.T, Value: by.Of(c.Value.(string))}
}

// moved folds a constant; it is nil where the result is outside the years 1 to 9999.
func moved(x form.Operand, by int64) form.Operand {
	c, ok := x.(form.Constant)
	if !ok {
		return form.Moved{X: x, By: by}
	}
	text, ok := "", false
	if c.T.Kind == form.Date {
		day, err := scalar.ParseDate(c.Value.(string))
		if err != nil {
			panic(fmt.Sprintf("compile: a date that was not checked: %v", c.Value))
		}
		day, ok = scalar.MoveDay(day, by)
		text = scalar.DateText(day)
	} else {
		var at int64
		at, ok = scalar.MoveInstant(c.Instant(), by)
		text = scalar.TimestampText(at)
	}
	if !ok {
		return nil
	}
	return form.Constant{T: c.T, Value: text}
}

// liftChoice moves the first `?:` between values out of a condition without
// parts, over which it distributes; nil where there is none.
func liftChoice(c lang.Cond) *lang.Choice {
	at := policy.Expr{Range: c.Source()}
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

// liftPair lifts out of x, and then out of y, where there is one.
func liftPair(at policy.Expr, x, y lang.Value, leaf func(x, y lang.Value) lang.Cond) *lang.Choice {
	if c := choiceIn(x); c != nil {
		return &lang.Choice{Expr: at, If: c.If, Then: leaf(with(x, c, c.Then), y), Else: leaf(with(x, c, c.Else), y)}
	}
	if y == nil {
		return nil
	}
	if c := choiceIn(y); c != nil {
		return &lang.Choice{Expr: at, If: c.If, Then: leaf(x, with(y, c, c.Then)), Else: leaf(x, with(y, c, c.Else))}
	}
	return nil
}

// choiceIn gives the first `?:` within a value, or nil.
func choiceIn(v lang.Value) *lang.IfValue {
	if c, ok := v.(*lang.IfValue); ok {
		return c
	}
	for _, x := range policy.Operands(v) {
		if c := choiceIn(x); c != nil {
			return c
		}
	}
	return nil
}

// with gives the value v with branch in place of the choice within it.
func with(v lang.Value, choice *lang.IfValue, branch lang.Value) lang.Value {
	switch v := v.(type) {
	case *lang.IfValue:
		if v == choice {
			return branch
		}
		return v
	case *lang.Coalesce:
		return &lang.Coalesce{Expr: v.Expr, X: with(v.X, choice, branch), Y: with(v.Y, choice, branch)}
	case *lang.Changed:
		return &lang.Changed{Expr: v.Expr, By: v.By, X: with(v.X, choice, branch)}
	case *lang.TimeAdd:
		return &lang.TimeAdd{Expr: v.Expr, X: with(v.X, choice, branch), By: v.By}
	case *lang.DateAdd:
		return &lang.DateAdd{Expr: v.Expr, X: with(v.X, choice, branch), Days: v.Days}
	case *lang.Midnight:
		return &lang.Midnight{Expr: v.Expr, X: with(v.X, choice, branch)}
	case *lang.Template:
		t := &lang.Template{Expr: v.Expr, Parts: make([]lang.Value, len(v.Parts))}
		for i, part := range v.Parts {
			t.Parts[i] = with(part, choice, branch)
		}
		return t
	case *lang.Literal, *lang.Path, *lang.Element, *lang.Login, *lang.UserProperty, *lang.TeamName, *lang.TeamPropertyOf,
		*lang.Now, *lang.Today, *lang.Hour, *lang.Weekday, *lang.Length:
		return v
	default:
		panic(fmt.Sprintf("compile: a value of kind %T", v))
	}
}
