package sql

import (
	"fmt"
	"strconv"
	"strings"

	"portcullis/rego/form"
)

// decimal is an exact number: 0.digits × 10^point, negative or not. The digits
// have no zero at either end; zero has none. A request may hold 1e999999999,
// so it is never multiplied out.
type decimal struct {
	negative bool
	digits   string
	point    int
}

// maxPoint is beyond the size of what any database has.
const maxPoint = 16000

// parseDecimal reads a number as JSON writes it.
func parseDecimal(text form.Decimal) (decimal, error) {
	s := string(text)
	var d decimal
	if s, d.negative = strings.CutPrefix(s, "-"); s == "" {
		return decimal{}, noNumber(text)
	}
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > maxPoint || e < -maxPoint {
			return decimal{}, noNumber(text)
		}
		mantissa, exponent = s[:i], e
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.digits = whole + fraction
	if strings.Trim(d.digits, "0123456789") != "" || d.digits == "" {
		return decimal{}, noNumber(text)
	}
	d.point = len(whole) + exponent
	trimmed := strings.TrimLeft(d.digits, "0")
	d.point -= len(d.digits) - len(trimmed)
	d.digits = strings.TrimRight(trimmed, "0")
	switch {
	case d.digits == "":
		return decimal{}, nil
	case len(d.digits) > maxPoint || d.point > maxPoint || d.point < -maxPoint:
		return decimal{}, noNumber(text)
	}
	return d, nil
}

func noNumber(text form.Decimal) error { return fmt.Errorf("no database has the number %s", text) }

// integer gives the number, if it is a whole one of 64 bits.
func (d decimal) integer() (int64, bool) {
	if d.digits == "" {
		return 0, true
	}
	if d.point < len(d.digits) || d.point > 19 {
		return 0, false
	}
	n, err := strconv.ParseInt(d.sign()+d.digits+strings.Repeat("0", d.point-len(d.digits)), 10, 64)
	return n, err == nil
}

// double gives the number, if it is one of at most 15 significant digits,
// which a double tells from all other such numbers.
func (d decimal) double() (float64, bool) {
	if len(d.digits) > 15 || d.point > 300 || d.point < -300 {
		return 0, false
	}
	f, err := strconv.ParseFloat(d.String(), 64)
	return f, err == nil
}

func (d decimal) sign() string {
	if d.negative {
		return "-"
	}
	return ""
}

// String writes the number, exactly.
func (d decimal) String() string {
	const most = 40 // zeros that are written out
	switch size := len(d.digits); {
	case size == 0:
		return "0"
	case d.point > size+most || d.point < -most:
		return d.sign() + "0." + d.digits + "e" + strconv.Itoa(d.point)
	case d.point >= size:
		return d.sign() + d.digits + strings.Repeat("0", d.point-size)
	case d.point > 0:
		return d.sign() + d.digits[:d.point] + "." + d.digits[d.point:]
	default:
		return d.sign() + "0." + strings.Repeat("0", -d.point) + d.digits
	}
}
