package bind

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"portcullis/rego/form"
)

// numerals are numbers in every way that they come.
var numerals = []any{
	0, -0, 1, -1, 7, 10, 100, 2.5, -2.5, 0.1, 0.3, math.Nextafter(0.3, 1), 1e15, 1e16, 1e17, 1e21, 1e300, -1e300, 5e-324, float32(0.1), float32(16777216),
	int64(math.MaxInt64), int64(math.MinInt64), uint64(math.MaxUint64), int64(1) << 53, int64(1)<<53 + 1, float64(1 << 53),
	json.Number("0"), json.Number("-0"), json.Number("0.0"), json.Number("1.0"), json.Number("10e-1"), json.Number("0.1e1"), json.Number("-1e0"),
	json.Number("9007199254740993"), json.Number("9007199254740992.5"), json.Number("9007199254740992.50"), json.Number("0.30000000000000004"),
	json.Number("9223372036854775807"), json.Number("9223372036854775808"), json.Number("-9223372036854775808"), json.Number("-9223372036854775809"),
	json.Number("9223372036854775807.1"), json.Number("18446744073709551615"), json.Number("100000000000000000000"), json.Number("1E+21"), json.Number("1e-400"),
	json.Number("2.50"), json.Number("25e-1"), json.Number("0.025e2"), json.Number("0.00"), json.Number("123.456"), json.Number("-123.456"), json.Number("999999999999999999"),
	json.Number("1000000000000000000"), json.Number("1e18"), json.Number("1.7976931348623157e308"), json.Number("1e309"),
}

// exact reads a number with big.Rat, which has no part in the code under test.
func exact(t *testing.T, x any) *big.Rat {
	t.Helper()
	text := Of(x).numeral()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%v is no number", x)
	}
	return r
}

// TestNumbers compares every pair, as values and with a constant.
func TestNumbers(t *testing.T) {
	for _, x := range numerals {
		for _, y := range numerals {
			want := exact(t, x).Cmp(exact(t, y))
			if got, ok := compareNumbers(Of(x), Of(y)); !ok || got != want {
				t.Errorf("%v (%T) with %v (%T): %d, not %d", x, x, y, y, got, want)
			}
			c, ok := newNumber(Of(y))
			if !ok {
				t.Fatalf("%v is no constant", y)
			}
			if got, ok := c.compare(Of(x)); !ok || got != want {
				t.Errorf("%v (%T) with the constant %v (%T): %d, not %d", x, x, y, y, got, want)
			}
		}
		members := []form.Constant{}
		for _, y := range numerals {
			members = append(members, form.Constant{T: form.Type{Kind: form.Number}, Value: form.Decimal(Of(y).numeral())})
		}
		for i := range members {
			in, ok := numberMembership(members[i : i+1])(Of(x))
			if want := exact(t, x).Cmp(exact(t, numerals[i])) == 0; !ok || in != want {
				t.Errorf("%v (%T) among %v: %v", x, x, numerals[i], in)
			}
		}
		if in, ok := numberMembership(members)(Of(x)); !in || !ok {
			t.Errorf("%v is not among all", x)
		}
	}
}

// TestNoNumbers asks what is no number.
func TestNoNumbers(t *testing.T) {
	for _, x := range []any{
		nil, "1", true,
		[]any{1},
		math.NaN(), math.Inf(1), float32(math.Inf(-1)), json.Number(""), json.Number("-"), json.Number("+1"), json.Number("01"),
		json.Number("1."), json.Number(".5"), json.Number("1e"), json.Number("1e+"), json.Number("0x1"), json.Number("1_000"), json.Number(" 1"), json.Number("1 "),
		json.Number("NaN"), json.Number("Infinity"), json.Number("1e1.5"), json.Number("--1"),
		json.Number("1e1000"), json.Number("1e10000000"), json.Number("-1e99999999999999999999"), json.Number("1e-1001"), // beyond the bound
		struct{}{},
	} {
		v := Of(x)
		if v.isNumber() {
			t.Errorf("%v is a number", x)
		}
		if _, ok := compareNumbers(v, Int(1)); ok {
			t.Errorf("%v compares", x)
		}
		if _, ok := compareNumbers(Int(1), v); ok {
			t.Errorf("it compares with %v", x)
		}
		c, _ := newNumber(Int(1))
		if _, ok := c.compare(v); ok {
			t.Errorf("%v compares with a constant", x)
		}
	}
}
