package bind

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// relate compares what stands in a row with a constant, which is prepared for
// it, or with something else that stands there.
func (c *compiler[R]) relate(f form.Relate) test[R] {
	t, u, op := f.X.Type(), f.Y.Type(), f.Op
	constant, ok := f.Y.(form.Constant)
	if !ok {
		x, y := c.operand(f.X), c.operand(f.Y)
		return func(a asked[R]) bool {
			order, ok := compareEach(t, u, x(a), y(a))
			return ok && holds(op, order)
		}
	}
	return c.leaf(f.X, ordered(t, op, ofConstant(constant)))
}

// ordered asks how a value compares with a constant.
func ordered(t form.Type, op form.Comparison, c Value) leaf {
	if t.Kind == form.Number {
		if n, ok := newNumber(c); ok {
			l := leaf{value: func(v Value) bool {
				order, ok := n.compare(v)
				return ok && holds(op, order)
			}}
			if n.isInt {
				l.ask, l.span = inSpan, spanOf(op, n.n)
			}
			return l
		}
	}
	order := comparer(t, c)
	return leaf{value: func(v Value) bool {
		order, ok := order(v)
		return ok && holds(op, order)
	}}
}

// comparer gives how values of a type compare with a constant.
func comparer(t form.Type, c Value) func(Value) (int, bool) {
	switch t.Kind {
	case form.Number:
		if n, ok := newNumber(c); ok {
			return n.compare
		}
	case form.Date:
		if d, ok := c.day(); ok {
			c = Value{kind: day, n: d}
		}
	case form.Timestamp:
		if at, ok := c.instant(); ok {
			c = Value{kind: instant, n: at}
		}
	}
	return func(v Value) (int, bool) { return compare(t, v, c) }
}

// oneOf asks whether an operand is among constants.
func (c *compiler[R]) oneOf(f form.OneOf) test[R] {
	t, except := f.X.Type(), f.Except
	if len(f.Values) == 1 {
		if l, ok := one(t, ofConstant(f.Values[0]), except); ok {
			return c.leaf(f.X, l)
		}
	}
	in := membership(t, f.Values)
	l := leaf{value: func(v Value) bool {
		in, ok := in(v)
		return ok && in != except
	}}
	if isOfTexts := t.Kind == form.String || t.Kind == form.Enum || t.Kind == form.UUID; isOfTexts && !except {
		l.ask = amongTexts // which are of the type
		_, l.among = textSet(f.Values)
	}
	return c.leaf(f.X, l)
}

// one asks whether a value is one constant, or another one of its type; false where
// there is no shorter way than to ask whether it is among constants.
func one(t form.Type, c Value, except bool) (leaf, bool) {
	switch t.Kind {
	case form.String, form.Enum, form.UUID: // the constant is of the type
		if except && t.Kind != form.String {
			return leaf{}, false
		}
		return leaf{ask: isText, text: c.s, not: except, value: func(v Value) bool {
			return v.kind == text && (compareText(v, c) == 0) != except
		}}, true
	case form.Bool:
		return leaf{value: func(v Value) bool { return v.kind == boolean && (v.n == c.n) != except }}, true
	default:
		op := form.Equal
		if except {
			op = form.NotEqual
		}
		return ordered(t, op, c), true
	}
}

// membership gives whether values of a type are among constants; false for
// ok where a value is not of the type.
func membership(t form.Type, values []form.Constant) func(Value) (in, ok bool) {
	switch t.Kind {
	case form.String, form.Enum, form.UUID:
		return textMembership(t, values)
	case form.Bool:
		var has [2]bool
		for _, c := range values {
			has[ofConstant(c).n] = true
		}
		return func(v Value) (bool, bool) { return has[v.n&1], v.kind == boolean }
	case form.Number:
		return numberMembership(values)
	case form.Date, form.Timestamp:
		return timeMembership(t, values)
	default:
		panic(fmt.Sprintf("bind: membership of the kind %q", t.Kind))
	}
}

// fewTexts is how many texts are compared one by one sooner than looked up.
const fewTexts = 6

// textSet gives whether a text is among constants.
func textSet(values []form.Constant) (texts []string, has func(string) bool) {
	texts = make([]string, len(values))
	for i, c := range values {
		texts[i] = c.Value.(string)
	}
	if len(texts) <= fewTexts {
		return texts, func(s string) bool { return slices.Contains(texts, s) }
	}
	set := make(map[string]bool, len(texts))
	for _, s := range texts {
		set[s] = true
	}
	return texts, func(s string) bool { return set[s] }
}

func textMembership(t form.Type, values []form.Constant) func(Value) (bool, bool) {
	texts, has := textSet(values)
	return func(v Value) (in, ok bool) {
		switch {
		case v.kind != text:
			return false, false
		case v.n != asItIs:
			in = slices.ContainsFunc(texts, func(s string) bool { return compareText(v, Text(s)) == 0 })
		default:
			in = has(v.s)
		}
		return in, in || known(t, v)
	}
}

func numberMembership(values []form.Constant) func(Value) (bool, bool) {
	small := make(map[int64]bool, len(values))
	var others []*number
	for _, c := range values {
		n, ok := newNumber(ofConstant(c))
		switch {
		case ok && n.isInt:
			small[n.n] = true
		case ok:
			others = append(others, &n)
		}
	}
	return func(v Value) (bool, bool) {
		n, isWhole := v.whole()
		if isWhole && small[n] {
			return true, true
		}
		for _, c := range others {
			if order, ok := c.compare(v); ok && order == 0 {
				return true, true
			}
		}
		if isWhole {
			return false, true
		}
		d, ok := v.decimal()
		if n, isWhole := d.Int(); isWhole && ok { // 1.0 and 10e-1 are 1
			return small[n], true
		}
		return false, ok
	}
}

func timeMembership(t form.Type, values []form.Constant) func(Value) (bool, bool) {
	read := Value.instant
	if t.Kind == form.Date {
		read = Value.day
	}
	set := make(map[int64]bool, len(values))
	for _, c := range values {
		if at, ok := read(ofConstant(c)); ok {
			set[at] = true
		}
	}
	return func(v Value) (bool, bool) {
		at, ok := read(v)
		return ok && set[at], ok
	}
}

// textTest asks a predicate of two texts, of which one is mostly constant.
func (c *compiler[R]) textTest(f form.TextTest) test[R] {
	op, not := f.Op, f.Not
	if constant, ok := f.Y.(form.Constant); ok {
		part := ofConstant(constant).s
		quick := op.Of()
		return c.leaf(f.X, leaf{
			value: func(v Value) bool { return v.kind == text && testText(op, v, Text(part)) != not },
			ask:   amongTexts,
			among: func(s string) bool { return quick(s, part) != not },
		})
	}
	x, y := c.operand(f.X), c.operand(f.Y)
	return func(a asked[R]) bool {
		v, w := x(a), y(a)
		return v.kind == text && w.kind == text && testText(op, v, w) != not
	}
}
