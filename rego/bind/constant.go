package bind

import (
	"encoding/json"
	"fmt"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// ofConstant gives a constant of the form as a Value.
func ofConstant(c form.Constant) Value {
	switch v := c.Value.(type) {
	case nil:
		return Null()
	case string:
		return Text(v)
	case bool:
		return Bool(v)
	case form.Decimal:
		return Decimal(string(v))
	case []form.Constant:
		elems := make([]any, len(v))
		for i, e := range v {
			elems[i] = ofConstant(e)
		}
		return Value{kind: list, ref: elems}
	default:
		panic(fmt.Sprintf("bind: a constant of type %T", v))
	}
}

// constantOf gives a Value, null or known of a type, as a constant of the form.
func constantOf(t form.Type, v Value) form.Constant {
	c := form.Constant{T: t}
	switch v.kind {
	case null:
	case text:
		c.Value = v.written()
	case integer, decimal, float:
		c.Value = form.Decimal(v.numeral())
	case boolean:
		c.Value = v.n == 1
	case day:
		c.Value = scalar.DateText(v.n)
	case instant:
		if d, ok := v.day(); ok && t.Kind == form.Date {
			c.Value = scalar.DateText(d)
		} else {
			c.Value = scalar.TimestampText(v.n)
		}
	case list:
		n, _ := v.length()
		elems := make([]form.Constant, n)
		for i := range n {
			elems[i] = constantOf(*t.Elem, v.element(i))
		}
		c.Value = elems
	default:
		panic(fmt.Sprintf("bind: a constant of kind %d", v.kind))
	}
	return c
}

// GoValue gives a constant as requests have values: nil, a string, a bool, a
// json.Number or a []any.
func GoValue(c form.Constant) any {
	switch v := c.Value.(type) {
	case form.Decimal:
		return json.Number(v)
	case []form.Constant:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = GoValue(e)
		}
		return out
	default:
		return v
	}
}
