package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// known reports whether a value is one of a type, and not null.
func known(t form.Type, v Value) bool {
	switch t.Kind {
	case form.String:
		return v.kind == text
	case form.Enum:
		return v.kind == text && slices.Contains(t.Values, v.s)
	case form.UUID:
		return v.kind == text && scalar.IsUUID(v.s)
	case form.JSON:
		return v.kind != absent && v.kind != strange && v.kind != null
	case form.Bool:
		return v.kind == boolean
	case form.Number:
		return v.isNumber()
	case form.Date:
		_, ok := v.day()
		return ok
	case form.Timestamp:
		_, ok := v.instant()
		return ok
	case form.ListOf:
		return knownList(*t.Elem, v)
	default:
		panic(fmt.Sprintf("bind: a type of kind %q", t.Kind))
	}
}

// knownList reports whether a value is a list whose elements are null or of a type.
func knownList(elem form.Type, v Value) bool {
	n, ok := v.length()
	for i := range n {
		if e := v.element(i); e.kind != null && !known(elem, e) {
			return false
		}
	}
	return ok
}

// compare gives how two values of a type compare; false where one of them is
// not of it. Of bools and enums only being equal means something.
func compare(t form.Type, x, y Value) (int, bool) {
	switch t.Kind {
	case form.String:
		return compareText(x, y), x.kind == text && y.kind == text
	case form.Enum, form.UUID:
		return compareText(x, y), known(t, x) && known(t, y)
	case form.Bool:
		return cmp.Compare(x.n, y.n), x.kind == boolean && y.kind == boolean
	case form.Number:
		return compareNumbers(x, y)
	case form.Date:
		a, ok := x.day()
		b, ok2 := y.day()
		return cmp.Compare(a, b), ok && ok2
	case form.Timestamp:
		a, ok := x.instant()
		b, ok2 := y.instant()
		return cmp.Compare(a, b), ok && ok2
	default:
		panic(fmt.Sprintf("bind: an order of the kind %q", t.Kind))
	}
}

// compareEach gives how values of two types that go together compare: texts with
// texts, uuids among them, and enums with enums, which may have other values.
func compareEach(t, u form.Type, x, y Value) (int, bool) {
	if t.Kind == form.Enum || u.Kind == form.Enum || t.Kind != u.Kind {
		return compareText(x, y), known(t, x) && known(u, y)
	}
	return compare(t, x, y)
}

// same reports whether two values of a type hold one value, null being one.
func same(t form.Type, x, y Value) bool {
	switch {
	case x.kind == null || y.kind == null:
		return x.kind == y.kind
	case t.Kind == form.ListOf:
		return sameList(*t.Elem, x, y)
	case t.Kind == form.JSON:
		return known(t, x) && known(t, y) && scalar.SameJSON(x.plain(), y.plain())
	}
	c, ok := compare(t, x, y)
	return ok && c == 0
}

func sameList(elem form.Type, x, y Value) bool {
	n, ok := x.length()
	m, ok2 := y.length()
	if !ok || !ok2 || n != m {
		return false
	}
	for i := range n {
		if !same(elem, x.element(i), y.element(i)) {
			return false
		}
	}
	return true
}

// holds reports whether a comparison is true of values in that order (<0, 0, >0).
func holds(op form.Comparison, order int) bool {
	switch op {
	case form.Equal:
		return order == 0
	case form.NotEqual:
		return order != 0
	case form.Less:
		return order < 0
	case form.LessOrEqual:
		return order <= 0
	case form.Greater:
		return order > 0
	case form.GreaterOrEqual:
		return order >= 0
	default:
		panic(fmt.Sprintf("bind: a comparison %q", op))
	}
}

// mirrored gives the comparison of the operands in the other order.
var mirrored = map[form.Comparison]form.Comparison{
	form.Equal: form.Equal, form.NotEqual: form.NotEqual,
	form.Less: form.Greater, form.LessOrEqual: form.GreaterOrEqual,
	form.Greater: form.Less, form.GreaterOrEqual: form.LessOrEqual,
}

// How a text is cased, in its n: the letters A to Z alone, so that its length
// stays, and no new text need be made of it.
const (
	asItIs int64 = iota
	lowered
	raised
)

// changed gives what a function makes of a text; of anything else it is unknown.
func changed(by scalar.Change, v Value) Value {
	switch {
	case v.kind != text:
		return Value{}
	case by == scalar.Lower:
		v.n = lowered
	case by == scalar.Upper:
		v.n = raised
	default:
		return Text(by.Of(v.written()))
	}
	return v
}

func casedByte(how int64, c byte) byte {
	if how == asItIs {
		return c
	}
	return scalar.FoldByte(how == raised, c)
}

// written gives the text as it is cased.
func (v Value) written() string {
	if v.n == asItIs {
		return v.s
	}
	if v.n == raised {
		return scalar.Upper.Of(v.s)
	}
	return scalar.Lower.Of(v.s)
}

// compareText compares code point by code point: UTF-8 keeps their order.
func compareText(x, y Value) int {
	if x.n == asItIs && y.n == asItIs {
		return strings.Compare(x.s, y.s)
	}
	for i := range min(len(x.s), len(y.s)) {
		if c := cmp.Compare(casedByte(x.n, x.s[i]), casedByte(y.n, y.s[i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x.s), len(y.s))
}

// testText asks a predicate of two texts.
func testText(op scalar.Predicate, x, y Value) bool {
	switch n, m := len(x.s), len(y.s); op {
	case scalar.StartsWith:
		return n >= m && compareText(x.part(0, m), y) == 0
	case scalar.EndsWith:
		return n >= m && compareText(x.part(n-m, n), y) == 0
	case scalar.StrContains:
		if x.n == asItIs && y.n == asItIs {
			return strings.Contains(x.s, y.s)
		}
		for i := range n - m + 1 {
			if compareText(x.part(i, i+m), y) == 0 {
				return true
			}
		}
		return false
	default:
		return op.Holds(x.written(), y.written())
	}
}

func (v Value) part(from, to int) Value {
	v.s = v.s[from:to]
	return v
}

// moved gives a timestamp moved by microseconds, or a date by days; unknown
// where the result is not of the years 0001 to 9999.
func moved(t form.Type, v Value, by int64) Value {
	if t.Kind == form.Date {
		d, ok := v.day()
		d, inYears := scalar.MoveDay(d, by)
		if !ok || !inYears {
			return Value{}
		}
		return Value{kind: day, n: d}
	}
	at, ok := v.instant()
	at, inYears := scalar.MoveInstant(at, by)
	if !ok || !inYears {
		return Value{}
	}
	return Value{kind: instant, n: at}
}
