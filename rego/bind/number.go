package bind

import (
	"cmp"
	"math"
	"strconv"

	"portcullis/rego/scalar"
)

// whole gives the value as an int64 where that is told at a glance.
func (v Value) whole() (int64, bool) {
	switch v.kind {
	case integer:
		return v.n, true
	case decimal:
		return scalar.SmallInt(v.s)
	case float:
		f := math.Float64frombits(uint64(v.n))
		if n := int64(f); float64(n) == f && n < 1<<53 && n > -1<<53 {
			return n, true
		}
	}
	return 0, false
}

// decimal gives the value as a decimal; false where it is no number.
func (v Value) decimal() (scalar.Decimal, bool) {
	if v.kind != integer && v.kind != decimal && v.kind != float {
		return scalar.Decimal{}, false
	}
	d, err := scalar.ParseNumber(v.numeral())
	return d, err == nil
}

// spelling writes a value that is known as a part of a text.
func (v Value) spelling() string {
	switch v.kind {
	case integer:
		return strconv.FormatInt(v.n, 10)
	case boolean:
		return strconv.FormatBool(v.n != 0)
	case text:
		return v.written()
	default:
		d, _ := v.decimal()
		return d.Plain()
	}
}

// isNumber reports whether the value is a number.
func (v Value) isNumber() bool {
	switch v.kind {
	case integer, float:
		return true
	case decimal:
		if _, ok := scalar.SmallInt(v.s); ok {
			return true
		}
		_, ok := v.decimal()
		return ok
	default:
		return false
	}
}

// compareNumbers gives -1, 0 or 1; false where one of them is no number.
func compareNumbers(x, y Value) (int, bool) {
	a, small := x.whole()
	b, small2 := y.whole()
	switch {
	case small && small2:
		return cmp.Compare(a, b), true
	case small:
		d, ok := y.decimal()
		return -d.CompareInt(a), ok
	case small2:
		d, ok := x.decimal()
		return d.CompareInt(b), ok
	}
	d, ok := x.decimal()
	e, ok2 := y.decimal()
	return d.Compare(e), ok && ok2
}

// number is a constant that values are compared with, prepared for it.
type number struct {
	decimal scalar.Decimal
	isInt   bool
	n       int64
	// The float nearest to it, and how the shortest decimal of that float
	// compares with it. Floats keep the order of their shortest decimals, and
	// between two of them there is where one rounds to the other.
	nearest float64
	beside  int
}

// newNumber prepares a constant; false where the value is no number.
func newNumber(v Value) (number, bool) {
	d, ok := v.decimal()
	if !ok {
		return number{}, false
	}
	c := number{decimal: d}
	c.n, c.isInt = d.Int()
	if f, err := strconv.ParseFloat(v.numeral(), 64); err == nil {
		shortest, _ := Float(f).decimal()
		c.nearest, c.beside = f, shortest.Compare(d)
	} else {
		c.nearest = math.NaN() // beyond all floats: digits are compared
	}
	return c, true
}

// numeral writes a number as JSON does.
func (v Value) numeral() string {
	switch v.kind {
	case integer:
		return strconv.FormatInt(v.n, 10)
	case float:
		return strconv.FormatFloat(math.Float64frombits(uint64(v.n)), 'g', -1, 64)
	default:
		return v.s
	}
}

// compare gives how v compares with the constant; false where v is no number.
func (c *number) compare(v Value) (int, bool) {
	switch v.kind {
	case integer:
		return c.compareWhole(v.n), true
	case decimal:
		if n, ok := scalar.SmallInt(v.s); ok {
			return c.compareWhole(n), true
		}
	case float:
		if !math.IsNaN(c.nearest) {
			f := math.Float64frombits(uint64(v.n))
			if order := cmp.Compare(f, c.nearest); order != 0 {
				return order, true
			}
			return c.beside, true
		}
	default:
		return 0, false
	}
	d, ok := v.decimal()
	return d.Compare(c.decimal), ok
}

func (c *number) compareWhole(n int64) int {
	if c.isInt {
		return cmp.Compare(n, c.n)
	}
	return -c.decimal.CompareInt(n)
}
