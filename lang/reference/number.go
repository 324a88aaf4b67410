package reference

import (
	"cmp"
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
)

// number is an exact decimal: sign × 0.digits × 10^exponent, where digits have
// no zero at either end. Zero has no digits. A text may be 1e999999999, so the
// exponent is never multiplied out.
type number struct {
	sign     int
	digits   string
	exponent *big.Int
}

var jsonNumber = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$`)

// parseNumber reads the text of a JSON number of at most 100 significant digits,
// that is 0 or from 1e-1000 up to, but not, 1e1000, signs apart.
func parseNumber(text string) (number, bool) {
	m := jsonNumber.FindStringSubmatch(text)
	if m == nil {
		return number{}, false
	}
	exponent := new(big.Int)
	if m[4] != "" {
		if _, ok := exponent.SetString(strings.TrimPrefix(m[4], "+"), 10); !ok {
			return number{}, false
		}
	}
	exponent.Add(exponent, big.NewInt(int64(len(m[2]))))
	digits := m[2] + m[3]
	trimmed := strings.TrimLeft(digits, "0")
	exponent.Sub(exponent, big.NewInt(int64(len(digits)-len(trimmed))))
	trimmed = strings.TrimRight(trimmed, "0")
	if trimmed == "" {
		return number{exponent: new(big.Int)}, true
	}
	if len(trimmed) > 100 || exponent.Cmp(big.NewInt(1000)) > 0 || exponent.Cmp(big.NewInt(-1000)) <= 0 {
		return number{}, false
	}
	sign := 1
	if m[1] == "-" {
		sign = -1
	}
	return number{sign: sign, digits: trimmed, exponent: exponent}, true
}

// compareNumbers gives -1, 0 or 1.
func compareNumbers(x, y number) int {
	if x.sign != y.sign {
		return cmp.Compare(x.sign, y.sign)
	}
	magnitude := x.exponent.Cmp(y.exponent)
	if magnitude == 0 {
		// 0.d1d2… : a shorter text is the same as one filled up with zeros.
		magnitude = strings.Compare(x.digits, y.digits)
	}
	return magnitude * x.sign
}

// SameNumber reports whether two JSON numbers are the same number: 1, 1.0 and
// 10e-1 are.
func SameNumber(x, y json.Number) bool {
	a, okA := parseNumber(string(x))
	b, okB := parseNumber(string(y))
	return okA && okB && compareNumbers(a, b) == 0
}
