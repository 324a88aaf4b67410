package bind

import (
	"portcullis/rego/scalar"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// timeadd binds timeadd(x, "-720h").
func (b *binder) timeadd(e *hclsyntax.FunctionCallExpr) operand {
	bad := &badOperand{e.Range()}
	x := b.argument(e, 0, policy.Type{Kind: policy.Timestamp}, constant.Advice{Found: policy.Date, Text: "A date is moved by dateadd."})
	text, ok := b.constantArg(e, 1, policy.Type{Kind: policy.String}, `a duration, such as "-720h" or "1h30m"`, "second")
	if !ok {
		return bad
	}
	by, err := constant.ParseDuration(text.AsString())
	if err != nil {
		b.report(e.Args[1].Range(), "Invalid duration", "%s is no duration: %s. One is written like \"-720h\", \"90m\" or \"1h30m\".", constant.LiteralText(text), err)
		return bad
	}
	if x == nil {
		return bad
	}
	v := &policy.TimeAdd{Expr: policy.Expr{Range: e.Range()}, X: x, By: by}
	if lit, ok := x.(*policy.Literal); ok && !lit.Value.IsNull() {
		return typedAt(b.foldTime(v, lit), e.Range())
	}
	return typed(v)
}

// dateadd binds dateadd(x, -30).
func (b *binder) dateadd(e *hclsyntax.FunctionCallExpr) operand {
	bad := &badOperand{e.Range()}
	x := b.argument(e, 0, policy.Type{Kind: policy.Date}, constant.Advice{Found: policy.Timestamp, Text: "A timestamp is moved by timeadd."})
	number, ok := b.constantArg(e, 1, policy.Type{Kind: policy.Number}, "a whole number of days, such as -30", "second")
	if !ok {
		return bad
	}
	days, ok := constant.WholeDays(number)
	if !ok {
		b.report(e.Args[1].Range(), "Invalid number of days", "dateadd takes whole days, at most %d of them; found %s.", constant.MaxDays, constant.LiteralText(number))
		return bad
	}
	if x == nil {
		return bad
	}
	v := &policy.DateAdd{Expr: policy.Expr{Range: e.Range()}, X: x, Days: days}
	if lit, ok := x.(*policy.Literal); ok && !lit.Value.IsNull() {
		return typedAt(b.foldDate(v, lit), e.Range())
	}
	return typed(v)
}

// hour binds hour(now).
func (b *binder) hour(e *hclsyntax.FunctionCallExpr) operand {
	if _, ok := b.timeArg(e).(*policy.Now); !ok {
		return b.onlyOfTime(e, "hour takes now, and nothing else: the hour is that of the portal's time zone.")
	}
	return typed(&policy.Hour{Expr: policy.Expr{Range: e.Range()}})
}

// weekday binds weekday(today).
func (b *binder) weekday(e *hclsyntax.FunctionCallExpr) operand {
	if _, ok := b.timeArg(e).(*policy.Today); !ok {
		return b.onlyOfTime(e, "weekday takes today, and nothing else: the date is that of the portal's time zone.")
	}
	return typed(&policy.Weekday{Expr: policy.Expr{Range: e.Range()}})
}

// timeArg gives what the one argument is, nil if it is no value of a type.
func (b *binder) timeArg(e *hclsyntax.FunctionCallExpr) policy.Value {
	if t, ok := b.operand(e.Args[0]).(*typedOperand); ok {
		return t.v
	}
	return nil
}

func (b *binder) onlyOfTime(e *hclsyntax.FunctionCallExpr, detail string) operand {
	if !b.diags.HasErrors() { // else the argument's own mistake has been told
		diag.Within(b.report(e.Args[0].Range(), "Only now and today", "%s", detail), e.Range())
	}
	return &badOperand{e.Range()}
}

// midnight binds midnight(x).
func (b *binder) midnight(e *hclsyntax.FunctionCallExpr) operand {
	x := b.argument(e, 0, policy.Type{Kind: policy.Date}, constant.Advice{Found: policy.Timestamp, Text: "It gives the instant at which a date begins."})
	if x == nil {
		return &badOperand{e.Range()}
	}
	v := &policy.Midnight{Expr: policy.Expr{Range: e.Range()}, X: x}
	if lit, ok := x.(*policy.Literal); ok && !lit.Value.IsNull() {
		return typedAt(b.foldMidnight(v, lit), e.Range())
	}
	if !ofToday(x) {
		return b.onlyOfTime(e, "midnight takes a date that is made of today and constants, such as dateadd(today, -30).")
	}
	return typed(v)
}

// ofToday reports whether a date is today, or that moved.
func ofToday(v policy.Value) bool {
	if moved, ok := v.(*policy.DateAdd); ok {
		return ofToday(moved.X)
	}
	_, ok := v.(*policy.Today)
	return ok
}

// foldMidnight gives when a constant begins: nil if that is outside the years
// that there are.
func (b *binder) foldMidnight(v *policy.Midnight, lit *policy.Literal) policy.Value {
	day, err := scalar.ParseDate(lit.Value.AsString())
	if at, ok := b.Portal.Zone.Midnight(day); ok && err == nil {
		return &policy.Literal{Expr: v.Expr, T: v.Type(), Value: cty.StringVal(scalar.TimestampText(at))}
	}
	b.report(v.Range, "Time out of range", "Times are of the years 0001 to 9999; this one is not.")
	return nil
}

// constantArg evaluates an argument that must be a constant other than null.
func (b *binder) constantArg(e *hclsyntax.FunctionCallExpr, i int, want policy.Type, what, which string) (cty.Value, bool) {
	op := b.operand(e.Args[i])
	if isBad(op) {
		return cty.NilVal, false
	}
	c, ok := op.(*constOperand)
	if !ok {
		b.report(op.place(), "Not a constant", "The %s argument of %s is a constant: %s.", which, e.Name, what)
		return cty.NilVal, false
	}
	if c.value.IsNull() {
		b.report(op.place(), "Null value", "The %s argument of %s is %s; null is none.", which, e.Name, what)
		return cty.NilVal, false
	}
	if c.value.Type() != policy.CtyType(want) {
		b.report(op.place(), "Wrong type", "The %s argument of %s is %s; %s is %s.", which, e.Name, what, constant.LiteralText(c.value), constant.CtyPhrase(c.value.Type()))
		return cty.NilVal, false
	}
	v, diags := constant.Typed(c.value, c.expr, constant.Wanted{Type: want})
	b.diags = append(b.diags, diags...)
	return v, !diags.HasErrors()
}

// foldTime moves a constant: nil if it leaves the years that there are.
func (b *binder) foldTime(v *policy.TimeAdd, lit *policy.Literal) policy.Value {
	at, err := scalar.ParseTimestamp(lit.Value.AsString())
	if moved, ok := scalar.MoveInstant(at, v.By.Microseconds()); ok && err == nil {
		return &policy.Literal{Expr: v.Expr, T: v.Type(), Value: cty.StringVal(scalar.TimestampText(moved))}
	}
	b.report(v.Range, "Time out of range", "Times are of the years 0001 to 9999; this one is not.")
	return nil
}

// foldDate moves a constant: nil if it leaves the years that there are.
func (b *binder) foldDate(v *policy.DateAdd, lit *policy.Literal) policy.Value {
	day, err := scalar.ParseDate(lit.Value.AsString())
	if moved, ok := scalar.MoveDay(day, int64(v.Days)); ok && err == nil {
		return &policy.Literal{Expr: v.Expr, T: v.Type(), Value: cty.StringVal(scalar.DateText(moved))}
	}
	b.report(v.Range, "Date out of range", "Dates are of the years 0001 to 9999; this one is not.")
	return nil
}
