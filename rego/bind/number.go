package bind

import (
	"cmp"
	"math"
	"math/big"
	"strconv"
)

// digits is a decimal number: sign × 0.AB × 10^exponent, where the digits A and
// B after each other begin with one that is not zero. Of zero the sign is 0. An
// exponent is never multiplied out: a record may hold 1e999999999.
type digits struct {
	sign     int
	a, b     string
	exponent int64
	huge     *big.Int // the exponent, where it is beyond any that an int64 is used for
}

// maxExponent bounds the exponents that are reckoned with as int64.
const maxExponent = 1 << 60

// parseDigits reads a number as JSON writes it.
func parseDigits(s string) (digits, bool) {
	var d digits
	d.sign = 1
	if s != "" && s[0] == '-' {
		d.sign, s = -1, s[1:]
	}
	n := leadingDigits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return digits{}, false
	}
	d.a, s = s[:n], s[n:]
	if s != "" && s[0] == '.' {
		n = leadingDigits(s[1:])
		if n == 0 {
			return digits{}, false
		}
		d.b, s = s[1:1+n], s[1+n:]
	}
	written := ""
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		written, s = s[1:], ""
		if !isExponent(written) {
			return digits{}, false
		}
	}
	if s != "" {
		return digits{}, false
	}
	d.scale(written)
	return d, true
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func isExponent(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && leadingDigits(s) == len(s)
}

// scale takes leading zeros off, and sets the exponent.
func (d *digits) scale(written string) {
	whole := int64(len(d.a))
	for d.a != "" && d.a[0] == '0' {
		d.a = d.a[1:]
		whole--
	}
	if d.a == "" {
		for d.b != "" && d.b[0] == '0' {
			d.b = d.b[1:]
			whole--
		}
	}
	if d.a == "" && d.b == "" {
		*d = digits{}
		return
	}
	if written == "" {
		d.exponent = whole
		return
	}
	e, err := strconv.ParseInt(written, 10, 64)
	if err == nil && e < maxExponent && e > -maxExponent {
		d.exponent = e + whole
		return
	}
	d.huge, _ = new(big.Int).SetString(written, 10)
	d.huge.Add(d.huge, big.NewInt(whole))
}

// compareDigits gives -1, 0 or 1.
func compareDigits(x, y digits) int {
	if x.sign != y.sign || x.sign == 0 {
		return cmp.Compare(x.sign, y.sign)
	}
	magnitude := cmp.Compare(x.exponent, y.exponent)
	if x.huge != nil || y.huge != nil {
		magnitude = x.bigExponent().Cmp(y.bigExponent())
	}
	if magnitude == 0 {
		magnitude = compareFractions(x, y)
	}
	return magnitude * x.sign
}

func (d digits) bigExponent() *big.Int {
	if d.huge != nil {
		return d.huge
	}
	return big.NewInt(d.exponent)
}

// compareFractions compares 0.AB of both: the shorter is as if filled up with zeros.
func compareFractions(x, y digits) int {
	for i := range max(len(x.a)+len(x.b), len(y.a)+len(y.b)) {
		if c := cmp.Compare(x.at(i), y.at(i)); c != 0 {
			return c
		}
	}
	return 0
}

func (d digits) at(i int) byte {
	if i < len(d.a) {
		return d.a[i]
	}
	if i -= len(d.a); i < len(d.b) {
		return d.b[i]
	}
	return '0'
}

// smallInteger reads a decimal that is written as a whole number of at most 18
// digits, which is how most numbers come.
func smallInteger(s string) (int64, bool) {
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

// whole gives the value as an int64 where that is told at a glance.
func (v Value) whole() (int64, bool) {
	switch v.kind {
	case integer:
		return v.n, true
	case decimal:
		return smallInteger(v.s)
	case float:
		f := math.Float64frombits(uint64(v.n))
		if n := int64(f); float64(n) == f && n < 1<<53 && n > -1<<53 {
			return n, true
		}
	}
	return 0, false
}

// digits gives the value as a decimal; false where it is no number.
func (v Value) digits() (digits, bool) {
	switch v.kind {
	case integer:
		return parseDigits(strconv.FormatInt(v.n, 10))
	case decimal:
		return parseDigits(v.s)
	case float:
		return parseDigits(strconv.FormatFloat(math.Float64frombits(uint64(v.n)), 'e', -1, 64))
	default:
		return digits{}, false
	}
}

// isNumber reports whether the value is a number.
func (v Value) isNumber() bool {
	switch v.kind {
	case integer, float:
		return true
	case decimal:
		if _, ok := smallInteger(v.s); ok {
			return true
		}
		_, ok := parseDigits(v.s)
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
		d, ok := y.digits()
		return -compareWithWhole(d, a), ok
	case small2:
		d, ok := x.digits()
		return compareWithWhole(d, b), ok
	}
	d, ok := x.digits()
	e, ok2 := y.digits()
	return compareDigits(d, e), ok && ok2
}

// compareWithWhole compares a decimal with a whole number, without writing
// that down.
func compareWithWhole(d digits, n int64) int {
	sign := cmp.Compare(n, 0)
	if d.sign != sign || sign == 0 {
		return cmp.Compare(d.sign, sign)
	}
	if d.huge != nil {
		return sign * d.huge.Sign()
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
func (d digits) parts() (uint64, bool) {
	whole := uint64(0)
	for i := range int(d.exponent) {
		whole = 10*whole + uint64(d.at(i)-'0')
	}
	for i := int(d.exponent); i < len(d.a)+len(d.b); i++ {
		if d.at(i) != '0' {
			return whole, true
		}
	}
	return whole, false
}

// whole gives a decimal as an int64, where it is whole and has at most 18 digits.
func (d digits) whole() (int64, bool) {
	if d.sign == 0 {
		return 0, true
	}
	if d.huge != nil || d.exponent < 1 || d.exponent > 18 {
		return 0, false
	}
	n, rest := d.parts()
	return int64(n) * int64(d.sign), !rest
}

// number is a constant that values are compared with, prepared for it.
type number struct {
	digits digits
	isInt  bool
	n      int64
	// The float nearest to it, and how the shortest decimal of that float
	// compares with it. Floats keep the order of their shortest decimals, and
	// between two of them there is where one rounds to the other.
	nearest float64
	beside  int
}

// newNumber prepares a constant; false where the value is no number.
func newNumber(v Value) (number, bool) {
	d, ok := v.digits()
	if !ok {
		return number{}, false
	}
	c := number{digits: d}
	c.n, c.isInt = d.whole()
	if f, err := strconv.ParseFloat(v.numeral(), 64); err == nil {
		shortest, _ := Float(f).digits()
		c.nearest, c.beside = f, compareDigits(shortest, d)
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
		if n, ok := smallInteger(v.s); ok {
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
	d, ok := v.digits()
	if !ok {
		return 0, false
	}
	return compareDigits(d, c.digits), true
}

func (c *number) compareWhole(n int64) int {
	if c.isInt {
		return cmp.Compare(n, c.n)
	}
	return -compareWithWhole(c.digits, n)
}
