package sql

import (
	"fmt"
	"strconv"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// parseDecimal reads a constant, of which a bundle could hold what is no number.
func parseDecimal(text form.Decimal) (scalar.Decimal, error) {
	d, err := scalar.ParseNumber(string(text))
	if err != nil {
		return d, fmt.Errorf("no database has the number %s: %w", text, err)
	}
	return d, nil
}

// double gives a number, if it is one of at most 15 significant digits, which a
// double tells from all other such numbers.
func double(d scalar.Decimal) (float64, bool) {
	if digits, point := d.Digits(); len(digits) > 15 || point > 300 || point < -300 {
		return 0, false
	}
	f, err := strconv.ParseFloat(d.String(), 64)
	return f, err == nil
}
