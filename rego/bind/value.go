package bind

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"portcullis/rego/scalar"
)

// Value is what stands in a cell. The zero Value is that nothing does: whatever
// is asked of it is unknown. A caller's own [Record] gives Values, which need no
// memory of their own; other rows have Go values, which [Of] reads.
type Value struct {
	kind kind
	n    int64  // an int, a bool as 0 and 1, a float's bits, microseconds since 1970, a day; of text, how it is cased
	s    string // text, or a decimal as it is written
	ref  any    // a list, a record, or a time.Time
}

type kind uint8

const (
	absent  kind = iota // not there
	strange             // there, and of no type that there is
	null
	text
	integer
	decimal // exact, as written
	float   // the shortest decimal that is this float
	boolean
	instant // of a time.Time or reckoned
	day     // reckoned, days since 1970
	list
	record
)

// Record is a row of a caller's own type, or a row that a relation leads to.
type Record interface {
	// Field gives what the record has under the name of a field or relation:
	// for a to-one relation the related record ([Related]) or [Null], for a
	// to-many one a list of them ([Of]). What the record lacks is [Absent].
	Field(name string) Value
}

// Absent is what a record lacks, rather than has as null: nothing is proven of it.
func Absent() Value { return Value{} }

// Null is null; of a relation, that there is no related row.
func Null() Value { return Value{kind: null} }

// Text is a string, an enum's value, a date as 2026-03-01, or a timestamp as
// RFC 3339.
func Text(s string) Value { return Value{kind: text, s: s} }

// Int is a whole number.
func Int(n int64) Value { return Value{kind: integer, n: n} }

// Decimal is an exact number, written as JSON writes numbers. What is beyond the
// bound of numbers ([scalar.ParseNumber]), or another text, is no number, and so
// unknown where one is looked at.
func Decimal(s string) Value { return Value{kind: decimal, s: s} }

// Float is the shortest decimal that is f to a float64. What is not finite is
// unknown.
func Float(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{kind: strange}
	}
	return Value{kind: float, n: int64(math.Float64bits(f))}
}

// Bool is a bool.
func Bool(b bool) Value {
	if b {
		return Value{kind: boolean, n: 1}
	}
	return Value{kind: boolean}
}

// Time is a timestamp, or a date where it is midnight on its own clock. Finer
// than microseconds, or outside the years 1 to 9999, it is unknown.
func Time(t time.Time) Value { return moment(t, t) }

// moment gives the time t, of which boxed is the same in an interface.
func moment(t time.Time, boxed any) Value {
	at, ok := scalar.InstantOf(t)
	if !ok {
		return Value{kind: strange}
	}
	return Value{kind: instant, n: at, ref: boxed}
}

// Related is the record that a relation leads to.
func Related(r Record) Value {
	if r == nil {
		return Null()
	}
	return Value{kind: record, ref: r}
}

// Of reads a Go value: nil, bools, strings, json.Number, ints and uints,
// floats, time.Time, maps with string keys for records, slices of any of these
// ([]any, []string, []map[string]any), [Record], []Record and [Value]. A nil map
// or slice is null. Of every other type nothing is known.
func Of(x any) Value {
	switch x := x.(type) {
	case nil:
		return Value{kind: null}
	case string:
		return Value{kind: text, s: x}
	case int:
		return Value{kind: integer, n: int64(x)}
	case int64:
		return Value{kind: integer, n: x}
	case json.Number:
		return Value{kind: decimal, s: string(x)}
	case bool:
		return Bool(x)
	case float64:
		return Float(x)
	case map[string]any:
		if x == nil {
			return Value{kind: null}
		}
		return Value{kind: record, ref: x}
	default:
		return ofOther(x)
	}
}

// ofOther reads the types that stand in rows less often.
func ofOther(x any) Value {
	switch v := x.(type) {
	case []any:
		return listOf(v == nil, x)
	case []string:
		return listOf(v == nil, x)
	case []map[string]any:
		return listOf(v == nil, x)
	case []Record:
		return listOf(v == nil, x)
	case int8:
		return Int(int64(v))
	case int16:
		return Int(int64(v))
	case int32:
		return Int(int64(v))
	case uint:
		return ofUint(uint64(v))
	case uint8:
		return Int(int64(v))
	case uint16:
		return Int(int64(v))
	case uint32:
		return Int(int64(v))
	case uint64:
		return ofUint(v)
	case float32:
		return ofFloat32(v)
	case time.Time:
		return moment(v, x)
	case Value:
		return v
	case Record:
		return Related(v)
	default:
		return Value{kind: strange}
	}
}

func listOf(isNil bool, x any) Value {
	if isNil {
		return Null()
	}
	return Value{kind: list, ref: x}
}

func ofUint(n uint64) Value {
	if n > math.MaxInt64 {
		return Decimal(strconv.FormatUint(n, 10))
	}
	return Int(int64(n))
}

// ofFloat32 takes a float32 for its own shortest decimal, which has so few
// digits that a float64 keeps them.
func ofFloat32(f float32) Value {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return Value{kind: strange}
	}
	exact, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil {
		return Value{kind: strange}
	}
	return Float(exact)
}

// plain gives a value as JSON has it, with what is of no type that there is as null.
func (v Value) plain() any {
	switch v.kind {
	case text:
		return v.written()
	case integer, decimal, float:
		return json.Number(v.numeral())
	case boolean:
		return v.n == 1
	case instant:
		return scalar.TimestampText(v.n)
	case day:
		return scalar.DateText(v.n)
	case list:
		n, _ := v.length()
		out := make([]any, n)
		for i := range n {
			out[i] = v.element(i).plain()
		}
		return out
	case record:
		members, _ := v.ref.(map[string]any)
		out := make(map[string]any, len(members))
		for name, x := range members {
			out[name] = Of(x).plain()
		}
		return out
	default:
		return nil
	}
}

// length gives the number of a list's elements; false where v is no list.
func (v Value) length() (int, bool) {
	if v.kind != list {
		return 0, false
	}
	switch of := v.ref.(type) {
	case []any:
		return len(of), true
	case []string:
		return len(of), true
	case []map[string]any:
		return len(of), true
	case []Record:
		return len(of), true
	default:
		return 0, false
	}
}

// element gives an element of a list.
func (v Value) element(i int) Value {
	switch of := v.ref.(type) {
	case []any:
		return Of(of[i])
	case []string:
		return Text(of[i])
	case []map[string]any:
		return Of(of[i])
	case []Record:
		return Related(of[i])
	default:
		return Value{}
	}
}

// member gives what a record has under a name; absent where v is no record,
// or lacks it.
func (v Value) member(name string) Value {
	if v.kind != record {
		return Value{}
	}
	switch of := v.ref.(type) {
	case map[string]any:
		x, ok := of[name]
		if !ok {
			return Value{}
		}
		return Of(x)
	case Record:
		return of.Field(name)
	default:
		return Value{}
	}
}

// walk follows names from a record; behind a missing row nothing is there.
func (v Value) walk(names []string) Value {
	for _, name := range names {
		v = v.member(name)
	}
	return v
}
