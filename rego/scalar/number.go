package scalar

import (
	"cmp"
	"errors"
	"strconv"
	"strings"
)

// The bound of numbers, for every engine and every way by which a value comes:
// one that has more significant digits, or is beyond the size, is no number.
// Within it, any engine compares exactly and quickly, and every database that
// has exact decimals holds it.
const (
	MaxDigits = 100  // significant digits: without the zeros at either end
	MaxPower  = 1000 // 0, or from 1e-1000 up to, but not, 1e1000, signs apart
)

// Decimal is an exact number: sign × 0.AB × 10^exponent, where the digits A and
// B after each other begin with one that is not zero. They are parts of the text
// that was read, so that reading one needs no memory. The zero Decimal is 0.
type Decimal struct {
	sign     int
	a, b     string
	exponent int
}

// What is wrong with a number.
var (
	ErrNotNumber = errors.New("it is no number such as 12, -0.5 or 1e6")
	ErrDigits    = errors.New("it has more than 100 significant digits")
	ErrSize      = errors.New("numbers are smaller than 1e1000, and those other than 0 are not smaller than 1e-1000, signs apart")
)

// ParseNumber reads a number as JSON writes it. An error is one of those above.
func ParseNumber(s string) (Decimal, error) {
	d := Decimal{sign: 1}
	if s != "" && s[0] == '-' {
		d.sign, s = -1, s[1:]
	}
	n := leadingDigits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return Decimal{}, ErrNotNumber
	}
	d.a, s = s[:n], s[n:]
	if s != "" && s[0] == '.' {
		if n = leadingDigits(s[1:]); n == 0 {
			return Decimal{}, ErrNotNumber
		}
		d.b, s = s[1:1+n], s[1+n:]
	}
	power := 0
	if s != "" {
		var ok bool
		if power, ok = exponent(s); !ok {
			return Decimal{}, ErrNotNumber
		}
	}
	return d.normal(power)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// exponent reads e and a power of ten; one that is too far out for a number is
// one that is as well.
func exponent(s string) (int, bool) {
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	digits := strings.TrimPrefix(s[1:], "+")
	negative := len(digits) == len(s)-1 && digits != "" && digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	if digits == "" || leadingDigits(digits) != len(digits) {
		return 0, false
	}
	const far = 1 << 58 // no text is so long that its digits would make up for it
	power := 0
	for i := range len(digits) {
		power = min(10*power+int(digits[i]-'0'), far)
	}
	if negative {
		power = -power
	}
	return power, true
}

// normal takes zeros off, sets the exponent, and looks at the bound.
func (d Decimal) normal(power int) (Decimal, error) {
	d.a = strings.TrimLeft(d.a, "0")
	whole := len(d.a)
	if d.a == "" {
		n := len(d.b)
		d.b = strings.TrimLeft(d.b, "0")
		whole -= n - len(d.b)
	}
	d.b = strings.TrimRight(d.b, "0")
	if d.b == "" {
		d.a = strings.TrimRight(d.a, "0")
	}
	d.exponent = power + whole
	switch {
	case d.a == "" && d.b == "":
		return Decimal{}, nil
	case len(d.a)+len(d.b) > MaxDigits:
		return Decimal{}, ErrDigits
	case d.exponent > MaxPower || d.exponent <= -MaxPower:
		return Decimal{}, ErrSize
	}
	return d, nil
}

// Sign gives -1, 0 or 1.
func (d Decimal) Sign() int { return d.sign }

// Digits gives the number as its significant digits and the power of ten of the
// first of them: sign × 0.digits × 10^point. Of 0 there are none.
func (d Decimal) Digits() (digits string, point int) { return d.a + d.b, d.exponent }

// Compare gives -1, 0 or 1.
func (d Decimal) Compare(e Decimal) int {
	if d.sign != e.sign || d.sign == 0 {
		return cmp.Compare(d.sign, e.sign)
	}
	magnitude := cmp.Compare(d.exponent, e.exponent)
	if magnitude == 0 {
		magnitude = d.compareFraction(e)
	}
	return magnitude * d.sign
}

// compareFraction compares 0.AB of both: the shorter is as if filled up with zeros.
func (d Decimal) compareFraction(e Decimal) int {
	for i := range max(len(d.a)+len(d.b), len(e.a)+len(e.b)) {
		if c := cmp.Compare(d.at(i), e.at(i)); c != 0 {
			return c
		}
	}
	return 0
}

func (d Decimal) at(i int) byte {
	if i < len(d.a) {
		return d.a[i]
	}
	if i -= len(d.a); i < len(d.b) {
		return d.b[i]
	}
	return '0'
}

// CompareInt compares with a whole number, without writing that down.
func (d Decimal) CompareInt(n int64) int {
	sign := cmp.Compare(n, 0)
	if d.sign != sign || sign == 0 {
		return cmp.Compare(d.sign, sign)
	}
	if d.exponent < 1 || d.exponent > 19 { // no int64 has 20 digits
		return sign * cmp.Compare(d.exponent, 1)
	}
	magnitude := uint64(n)
	if n < 0 {
		magnitude = -magnitude
	}
	whole, rest := d.parts()
	if c := cmp.Compare(whole, magnitude); c != 0 || !rest {
		return sign * c
	}
	return sign
}

// parts gives the part before the point, of at most 19 digits, and whether
// something stands behind it.
func (d Decimal) parts() (whole uint64, rest bool) {
	for i := range d.exponent {
		whole = 10*whole + uint64(d.at(i)-'0')
	}
	return whole, len(d.a)+len(d.b) > d.exponent
}

// Int gives the number as an int64, if it is one.
func (d Decimal) Int() (int64, bool) {
	if d.sign == 0 {
		return 0, true
	}
	if d.exponent < 1 || d.exponent > 19 {
		return 0, false
	}
	whole, rest := d.parts()
	switch {
	case rest || whole > 1<<63:
		return 0, false
	case d.sign < 0:
		return int64(-whole), true
	default:
		return int64(whole), whole < 1<<63
	}
}

// String writes the number in the one form that equal numbers share: in full
// where that takes at most 40 zeros.
func (d Decimal) String() string { return d.write(40) }

// Plain writes the number in full: its digits, with zeros for their places alone.
func (d Decimal) Plain() string { return d.write(MaxPower) }

// write writes the number in full where that takes at most so many zeros.
func (d Decimal) write(most int) string {
	digits, sign := d.a+d.b, ""
	if d.sign < 0 {
		sign = "-"
	}
	switch n := len(digits); {
	case n == 0:
		return "0"
	case d.exponent > n+most || d.exponent < -most:
		return sign + "0." + digits + "e" + strconv.Itoa(d.exponent)
	case d.exponent >= n:
		return sign + digits + strings.Repeat("0", d.exponent-n)
	case d.exponent > 0:
		return sign + digits[:d.exponent] + "." + digits[d.exponent:]
	default:
		return sign + "0." + strings.Repeat("0", -d.exponent) + digits
	}
}

// SmallInt reads a number that is written as a whole one of at most 18 digits,
// which is how most come.
func SmallInt(s string) (int64, bool) {
	negative := s != "" && s[0] == '-'
	if negative {
		s = s[1:]
	}
	if s == "" || len(s) > 18 || len(s) > 1 && s[0] == '0' {
		return 0, false
	}
	n := int64(0)
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = 10*n + int64(c)
	}
	if negative {
		n = -n
	}
	return n, true
}
