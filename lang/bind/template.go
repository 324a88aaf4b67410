package bind

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// template binds a text of one part after the other, each a constant or known of
// the person.
func (b *binder) template(rng hcl.Range, exprs ...hclsyntax.Expression) operand {
	parts := make([]policy.Value, len(exprs))
	ok := true
	for i, expr := range exprs {
		parts[i] = b.part(expr)
		ok = ok && parts[i] != nil
	}
	if !ok {
		return &badOperand{rng}
	}
	return typed(joined(parts, rng))
}

// part binds a part of a text: nil if it cannot be one.
func (b *binder) part(expr hclsyntax.Expression) policy.Value {
	op := b.operand(expr)
	if !b.isValue(op, false) {
		return nil
	}
	t, _, known := natural(op)
	if !known { // null
		t = policy.Type{Kind: policy.String}
	}
	v := b.as(op, constant.Wanted{Type: t})
	lit, isConstant := v.(*policy.Literal)
	switch {
	case v == nil:
		return nil
	case isConstant && lit.Value.IsNull():
		b.nullPart(op.place())
		return nil
	case b.ofTime(v):
		b.report(op.place(), "Not in a text", "A text is made of strings, numbers and bools; there is more than one way to write a time.")
		return nil
	case !b.ofPerson(v):
		b.report(op.place(), "Not in a text", "A text is made of constants and of what is known of user and team; %s is not.", b.source(op))
		return nil
	}
	return v
}

func (b *binder) nullPart(rng hcl.Range) {
	b.report(rng, "Null value", "A text is made of strings, numbers and bools; null is none.")
}

// ofTime reports whether a value is a time, or is told by one.
func (b *binder) ofTime(v policy.Value) bool {
	switch v.(type) {
	case *policy.Hour, *policy.Weekday:
		return true
	default:
		kind := v.Type().Kind
		return kind == policy.Date || kind == policy.Timestamp
	}
}

// ofPerson reports whether a value is made of constants and of what is known of
// the person.
func (b *binder) ofPerson(v policy.Value) bool {
	switch v := v.(type) {
	case *policy.Literal, *policy.Login, *policy.UserProperty, *policy.TeamName, *policy.TeamPropertyOf:
		return true
	case *policy.Path:
		return v.Root == policy.RootUser
	case *policy.Element:
		for of := b.vars; of != nil; of = of.outer {
			if e, ok := of.elem.(*elemOperand); ok && e.list.v == v.Var {
				return true
			}
		}
		return false
	case *policy.IfValue:
		rowless := true
		policy.EachPath(v.If, func(r policy.Reach) { rowless = rowless && r.Root == policy.RootUser })
		return rowless && b.ofPerson(v.Then) && b.ofPerson(v.Else)
	case *policy.Changed, *policy.Coalesce, *policy.Template:
		for _, x := range policy.Operands(v) {
			if !b.ofPerson(x) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// joined makes a value of the parts of a text: of one that is a string, that one.
func joined(parts []policy.Value, rng hcl.Range) policy.Value {
	at := policy.Expr{Range: rng}
	text := policy.Type{Kind: policy.String}
	var out []policy.Value
	for _, part := range parts {
		if c, ok := part.(*policy.Literal); ok {
			part = &policy.Literal{Expr: c.Expr, T: text, Value: cty.StringVal(spelling(c.Value))}
		}
		out = append(out, part)
	}
	if len(out) == 1 && out[0].Type().Kind == policy.String {
		return out[0]
	}
	return &policy.Template{Expr: at, Parts: out}
}

// spelling writes a constant as a part of a text.
func spelling(v cty.Value) string {
	switch v.Type() {
	case cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case cty.Bool:
		return strconv.FormatBool(v.True())
	default:
		return v.AsString()
	}
}

// joinText binds join(SEPARATOR, LIST…) of lists that are written out, or constant.
func (b *binder) joinText(e *hclsyntax.FunctionCallExpr) operand {
	between, ok := b.constantArg(e, 0, policy.Type{Kind: policy.String}, `what stands between, such as "/"`, "first")
	var parts []policy.Value
	add := func(v policy.Value) {
		if len(parts) > 0 && ok {
			parts = append(parts, &policy.Literal{Expr: policy.Expr{Range: e.Args[0].Range()}, T: policy.Type{Kind: policy.String}, Value: between})
		}
		parts = append(parts, v)
	}
	for _, arg := range e.Args[1:] {
		if list, written := syntax.Unparenthesised(arg).(*hclsyntax.TupleConsExpr); written {
			for _, expr := range list.Exprs {
				v := b.part(expr)
				ok = ok && v != nil
				add(v)
			}
			continue
		}
		c, constants := b.operand(arg).(*constOperand)
		if !constants || c.value.IsNull() || !constant.IsCtyList(c.value.Type()) {
			if !b.diags.HasErrors() {
				b.report(arg.Range(), "Not in a text", "join takes lists that are written out, such as [user.region, user.id], or constant.")
			}
			ok = false
			continue
		}
		for it := c.value.ElementIterator(); it.Next(); {
			_, v := it.Element()
			t, _ := naturalOf(v)
			switch {
			case v.IsNull():
				b.nullPart(arg.Range())
				ok = false
			case !v.Type().IsPrimitiveType():
				b.report(arg.Range(), "Not in a text", "The elements that join takes are strings, numbers and bools.")
				ok = false
			}
			add(&policy.Literal{Expr: policy.Expr{Range: arg.Range()}, T: t, Value: v})
		}
	}
	if !ok {
		return &badOperand{e.Range()}
	}
	return typed(joined(parts, e.Range()))
}

// formatText binds format("… %s …", x, …).
func (b *binder) formatText(e *hclsyntax.FunctionCallExpr) operand {
	bad := &badOperand{e.Range()}
	pattern, ok := b.constantArg(e, 0, policy.Type{Kind: policy.String}, `a pattern, such as "%s/"`, "first")
	values := make([]policy.Value, len(e.Args)-1)
	for i, arg := range e.Args[1:] {
		values[i] = b.part(arg)
	}
	if !ok {
		return bad
	}
	var parts []policy.Value
	constantPart := func(text string) {
		parts = append(parts, &policy.Literal{Expr: policy.Expr{Range: e.Args[0].Range()}, T: policy.Type{Kind: policy.String}, Value: cty.StringVal(text)})
	}
	given := 0
	text := ""
	for rest := pattern.AsString(); rest != ""; {
		if rest[0] != '%' {
			text, rest = text+rest[:1], rest[1:]
			continue
		}
		verb := byte(0)
		if len(rest) > 1 {
			verb = rest[1]
		}
		rest = rest[min(2, len(rest)):]
		switch {
		case verb == '%':
			text += "%"
			continue
		case verb != 's' && verb != 'v' && verb != 'd':
			b.report(e.Args[0].Range(), "Invalid format", "Of what is known of user and team, format takes %%s, %%v and %%d (of numbers), without widths; %%%% is a percent sign.")
			return bad
		case given == len(values):
			b.report(e.CloseParenRange, "Too few arguments", "The pattern takes more arguments than there are.")
			return bad
		}
		v := values[given]
		given++
		if v != nil && verb == 'd' && v.Type().Kind != policy.Number {
			b.report(v.Source(), "Wrong type", "%%d is of a number; %s is %s. Write %%s.", constant.Shorten(policy.FormatValue(v)), constant.TypePhrase(v.Type()))
			return bad
		}
		if text != "" {
			constantPart(text)
			text = ""
		}
		parts = append(parts, v)
	}
	if text != "" {
		constantPart(text)
	}
	if given < len(values) {
		b.report(e.Args[given+1].Range(), "Too many arguments", "The pattern takes %d of them.", given)
		return bad
	}
	for _, v := range values {
		if v == nil {
			return bad
		}
	}
	return typed(joined(parts, e.Range()))
}
