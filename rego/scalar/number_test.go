package scalar

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	_ "portcullis/internal/update" // for -update
)

// numbers are of the bound, in every form, and at its edges.
var numbers = []string{
	"0", "-0", "0.0", "0e999999999999999999999", "0.000e-5", "1", "1.0", "10e-1", "0.1e1", "-1", "-1e0", "10", "100", "-2.5", "2.50", "25E-1", "0.025e+2",
	"9007199254740993", "9007199254740992.5", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
	"9223372036854775807.1", "18446744073709551615", "100000000000000000000", "1E+21", "1e-400", "123.456", "-123.456", "1e309", "1.7976931348623157e308",
	"1" + strings.Repeat("0", 999), "1e999", "-9.99e999", "0.999e1000", "0.00001e1004", "1e-1000", "1000e-1003", "0." + strings.Repeat("0", 999) + "1",
	strings.Repeat("9", 100), "0." + strings.Repeat("9", 100), strings.Repeat("7", 50) + "." + strings.Repeat("3", 50), "1." + strings.Repeat("0", 5000),
	strings.Repeat("9", 100) + "e900", strings.Repeat("9", 100) + "e-1099",
}

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	if strings.HasPrefix(s, "0e") { // which package big takes long for
		return new(big.Rat)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%s is no number", s)
	}
	return r
}

// TestNumbers compares every pair as package big does.
func TestNumbers(t *testing.T) {
	for _, x := range numbers {
		a, err := ParseNumber(x)
		if err != nil {
			t.Errorf("%s: %s", x, err)
			continue
		}
		if again := rat(t, a.String()); again.Cmp(rat(t, x)) != 0 {
			t.Errorf("%s is written as %s", x, a)
		}
		n, isInt := a.Int()
		if r := rat(t, x); isInt != (r.IsInt() && r.Num().IsInt64()) || isInt && r.Num().Int64() != n {
			t.Errorf("%s as an int is %d, %v", x, n, isInt)
		}
		for _, y := range numbers {
			b, err := ParseNumber(y)
			if err != nil {
				continue
			}
			want := rat(t, x).Cmp(rat(t, y))
			if got := a.Compare(b); got != want {
				t.Errorf("%s with %s: %d, not %d", x, y, got, want)
			}
			if same := a.String() == b.String(); same != (want == 0) {
				t.Errorf("%s and %s are written as %s and %s", x, y, a, b)
			}
			if n, ok := b.Int(); ok && a.CompareInt(n) != want {
				t.Errorf("%s with the int %d: %d, not %d", x, n, a.CompareInt(n), want)
			}
		}
	}
}

// TestNoNumbers asks what is beyond the bound, and what is no number at all.
func TestNoNumbers(t *testing.T) {
	for s, want := range map[string]error{
		"1e1000": ErrSize, "-1e1000": ErrSize, "10e999": ErrSize, "1" + strings.Repeat("0", 1000): ErrSize, "1e-1001": ErrSize, "0.9e-1000": ErrSize,
		"1e10000000": ErrSize, "1e99999999999999999999": ErrSize, "-1e-99999999999999999999": ErrSize, "1e9223372036854775807": ErrSize,
		"1" + strings.Repeat("0", 99) + "1": ErrDigits, "0." + strings.Repeat("9", 101): ErrDigits, strings.Repeat("1", 100000): ErrDigits,
		"": ErrNotNumber, "-": ErrNotNumber, "+1": ErrNotNumber, "01": ErrNotNumber, "1.": ErrNotNumber, ".5": ErrNotNumber, "1e": ErrNotNumber,
		"1e+": ErrNotNumber, "1e+-1": ErrNotNumber, "1e-+1": ErrNotNumber, "0x1": ErrNotNumber, "1_000": ErrNotNumber, " 1": ErrNotNumber, "1 ": ErrNotNumber,
		"NaN": ErrNotNumber, "Infinity": ErrNotNumber, "1e1.5": ErrNotNumber, "--1": ErrNotNumber, "１": ErrNotNumber, "1e１": ErrNotNumber,
	} {
		if _, err := ParseNumber(s); !errors.Is(err, want) {
			t.Errorf("%.40s: %v, not %v", s, err, want)
		}
	}
}

// TestParseNumberTakesNoMemory holds for decimals that no shortcut is there for.
func TestParseNumberTakesNoMemory(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		if d, err := ParseNumber("-12345678901234567890.0625e-3"); err != nil || d.Sign() != -1 {
			t.Error(d, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
