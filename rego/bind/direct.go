package bind

import (
	"encoding/json"
	"math"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// leaf is what is asked of one value. What most values are, a text as it is or a
// whole number, is asked of the row's own field without a Value being made of it;
// anything else is asked by value, which answers for all values.
type leaf struct {
	value func(Value) bool
	ask   ask
	text  string            // of isText
	not   bool              // of isText: another text is meant
	among func(string) bool // of amongTexts
	span  span              // of inSpan
}

// ask says in which way a leaf is asked of most values.
type ask uint8

const (
	byValue ask = iota
	isText
	amongTexts
	inSpan
	ifThere // whatever it is
)

// isThere reports whether a value stands for something in a row that has it.
func isThere(x any) bool {
	v, ok := x.(Value)
	return !ok || v.kind != absent
}

// span has the whole numbers from the first to the last, or all others.
type span struct {
	first, last int64
	outside     bool
}

func (s span) has(n int64) bool { return (s.first <= n && n <= s.last) != s.outside }

// spanOf gives the whole numbers that compare with n as is said.
func spanOf(op form.Comparison, n int64) span {
	none := span{first: 1, last: 0}
	switch op {
	case form.Equal, form.NotEqual:
		return span{n, n, op == form.NotEqual}
	case form.LessOrEqual:
		return span{first: math.MinInt64, last: n}
	case form.GreaterOrEqual:
		return span{first: n, last: math.MaxInt64}
	case form.Less:
		if n == math.MinInt64 {
			return none
		}
		return span{first: math.MinInt64, last: n - 1}
	case form.Greater:
		if n == math.MaxInt64 {
			return none
		}
		return span{first: n + 1, last: math.MaxInt64}
	default:
		panic("bind: a comparison " + string(op))
	}
}

// leaf makes a closure that asks l of an operand.
func (c *compiler[R]) leaf(x form.Operand, l leaf) test[R] {
	if p, ok := x.(form.Place); ok && p.Root == form.Row && len(p.Steps) == 0 && p.Field != nil && c.source.leaf != nil {
		if t := c.source.leaf(p.Field.Name, l); t != nil {
			return t
		}
	}
	of, value := c.operand(x), l.value
	return func(a asked[R]) bool { return value(of(a)) }
}

// leafInMap asks a field of a row that is a map. What is not there is nil here, as
// null is: neither is a text or a number.
func leafInMap(name string, l leaf) test[map[string]any] {
	value := l.value
	switch l.ask {
	case isText:
		text, not := l.text, l.not
		return func(a asked[map[string]any]) bool {
			x := a.row[name]
			if s, ok := x.(string); ok {
				return (s == text) != not
			}
			return x != nil && value(Of(x))
		}
	case amongTexts:
		among := l.among
		return func(a asked[map[string]any]) bool {
			x := a.row[name]
			if s, ok := x.(string); ok {
				return among(s)
			}
			return x != nil && value(Of(x))
		}
	case inSpan:
		span := l.span
		return func(a asked[map[string]any]) bool {
			x := a.row[name]
			if n, ok := smallInt(x); ok {
				return span.has(n)
			}
			return x != nil && value(Of(x))
		}
	case ifThere:
		return func(a asked[map[string]any]) bool {
			x, ok := a.row[name]
			return ok && isThere(x)
		}
	default:
		return func(a asked[map[string]any]) bool {
			x, ok := a.row[name]
			return ok && value(Of(x))
		}
	}
}

// smallInt reads a whole number in one of the types that they mostly are of.
func smallInt(x any) (int64, bool) {
	switch x := x.(type) {
	case int:
		return int64(x), true
	case int64:
		return x, true
	case json.Number:
		return scalar.SmallInt(string(x))
	default:
		return 0, false
	}
}

// leaf asks a column, as leafInMap does a field; nil where there is no such column.
func (c columns) leaf(name string, l leaf) test[[]any] {
	i, ok := c.at[name]
	if !ok {
		return nil
	}
	value := l.value
	switch l.ask {
	case isText:
		text, not := l.text, l.not
		return func(a asked[[]any]) bool {
			if i >= len(a.row) {
				return false
			}
			x := a.row[i]
			if s, ok := x.(string); ok {
				return (s == text) != not
			}
			return x != nil && value(Of(x))
		}
	case amongTexts:
		among := l.among
		return func(a asked[[]any]) bool {
			if i >= len(a.row) {
				return false
			}
			x := a.row[i]
			if s, ok := x.(string); ok {
				return among(s)
			}
			return x != nil && value(Of(x))
		}
	case inSpan:
		span := l.span
		return func(a asked[[]any]) bool {
			if i >= len(a.row) {
				return false
			}
			x := a.row[i]
			if n, ok := smallInt(x); ok {
				return span.has(n)
			}
			return x != nil && value(Of(x))
		}
	case ifThere:
		return func(a asked[[]any]) bool { return i < len(a.row) && isThere(a.row[i]) }
	default:
		return func(a asked[[]any]) bool { return i < len(a.row) && value(Of(a.row[i])) }
	}
}

// leafInRecord asks a field of a row of a caller's own type.
func leafInRecord(name string, l leaf) test[Record] {
	value := l.value
	switch l.ask {
	case isText:
		wanted, not := l.text, l.not
		return func(a asked[Record]) bool {
			v := a.row.Field(name)
			if v.kind == text && v.n == asItIs {
				return (v.s == wanted) != not
			}
			return value(v)
		}
	case amongTexts:
		among := l.among
		return func(a asked[Record]) bool {
			v := a.row.Field(name)
			if v.kind == text && v.n == asItIs {
				return among(v.s)
			}
			return value(v)
		}
	case inSpan:
		span := l.span
		return func(a asked[Record]) bool {
			v := a.row.Field(name)
			if v.kind == integer {
				return span.has(v.n)
			}
			return value(v)
		}
	case ifThere:
		return func(a asked[Record]) bool { return a.row.Field(name).kind != absent }
	default:
		return func(a asked[Record]) bool { return value(a.row.Field(name)) }
	}
}
