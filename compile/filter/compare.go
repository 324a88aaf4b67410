package filter

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/compile/regogen"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// uncomparable gives why columns of a kind cannot be compared so in every
// dialect; "" if they can. A database orders text by its collation, and SQLite
// has timestamps as texts, which tell one instant in many ways.
func uncomparable(kind form.Kind, op form.Comparison, x form.Operand) string {
	switch kind {
	case form.Timestamp:
		return fmt.Sprintf("%s, a timestamp: a database may hold it as text", operandText(x))
	case form.String:
		if op != form.Equal && op != form.NotEqual {
			return fmt.Sprintf("%s in the order of text, which depends on the database's collation", operandText(x))
		}
	}
	return ""
}

// relate expresses a comparison of a column with what is known, or of two columns.
func (e *expresser) relate(f form.Relate) condition {
	if !looksAtRow(f.X) {
		return e.relate(form.Relate{Op: f.Op.Mirrored(), X: f.Y, Y: f.X})
	}
	left, why := e.column(f.X)
	if why == "" {
		why = uncomparable(f.X.Type().Kind, f.Op, f.X)
	}
	if why != "" {
		return e.cannot("%s", why)
	}
	if looksAtRow(f.Y) {
		return e.relateColumns(f, left)
	}
	if c, ok := f.Y.(form.Constant); ok && !portable(c) {
		return e.cannot("the constant %s, which not every database has", regogen.Literal(c))
	}
	guard, term := e.term(f.Y)
	out := conjunction{}
	if f.X.Type().Kind == form.Enum {
		more, ok := enumGuard(f, term)
		if !ok {
			return never
		}
		guard = append(guard, more...)
	}
	if len(guard) > 0 {
		out = append(out, atom{lines: guard, known: true})
	}
	ofUUID := f.X.Type().Kind == form.UUID && f.Y.Type().Kind == form.String
	valid := ""
	if ofUUID { // or else PostgreSQL would refuse the text
		valid = e.body.Valid(f.X.Type(), term)
		out = append(out, fact(valid))
	}
	if f.Op == form.Equal {
		return condition{append(out, equal(left, term))}.reduced()
	}
	test := atom{
		lines: []string{fmt.Sprintf("%s %s %s", left, f.Op, term)}, about: left, notNull: []string{left}, op: f.Op, term: term,
	}
	both := condition{append(out, notNull(left), test)}
	if f.X.Type().Kind == form.Enum {
		both, _ = both.and(e.known(f.X))
	}
	if ofUUID {
		other := atom{lines: []string{"is_string(" + term + ")", "not " + valid}, known: true}
		both, _ = both.or(condition{conjunction{other, notNull(left)}})
	}
	return both.reduced()
}

// enumGuard has the person's value be one that the column's type has, where
// equality is asked; it reports false where they share none.
func enumGuard(f form.Relate, term string) ([]string, bool) {
	mine, theirs := f.X.Type().Values, f.Y.Type().Values
	shared := slices.DeleteFunc(slices.Clone(theirs), func(v string) bool { return !slices.Contains(mine, v) })
	if f.Op != form.Equal || len(shared) == len(theirs) {
		return nil, true
	}
	return []string{term + " in " + regogen.Literal(regogen.SetOf(shared))}, len(shared) > 0
}

func (e *expresser) relateColumns(f form.Relate, left string) condition {
	right, why := e.column(f.Y)
	if why == "" && f.X.Type().Kind != f.Y.Type().Kind {
		why = fmt.Sprintf("%s and %s, of which one is a text and one a uuid", operandText(f.X), operandText(f.Y))
	}
	if why != "" {
		return e.cannot("%s", why)
	}
	if left == right { // OPA takes `x == x` for the truth of x
		switch f.Op {
		case form.Equal, form.LessOrEqual, form.GreaterOrEqual:
			return e.known(f.X)
		default:
			return never
		}
	}
	if right < left {
		left, right, f.Op = right, left, f.Op.Mirrored()
	}
	test := atom{lines: []string{fmt.Sprintf("%s %s %s", left, f.Op, right)}, notNull: []string{left, right}}
	out := condition{conjunction{notNull(left), notNull(right), test}}
	for _, x := range []form.Operand{f.X, f.Y} {
		if x.Type().Kind == form.Enum {
			out, _ = out.and(e.known(x))
		}
	}
	return out.reduced()
}

// term writes a known operand, and what must be said of it first: a text or
// number through the library, which knows what databases cannot take.
func (e *expresser) term(x form.Operand) (guard []string, term string) {
	if c, ok := x.(form.Constant); ok {
		return nil, regogen.Literal(c)
	}
	term = e.body.Term(x)
	if _, plain := x.(form.Place); !plain || x.Type().Kind != form.String && x.Type().Kind != form.Number {
		guard = e.body.Known(x, false)
	} // else it is of its type, or undefined
	switch x.Type().Kind {
	case form.String:
		term = e.body.Library("filtering") + ".text(" + term + ")"
	case form.Number:
		term = e.body.Library("filtering") + ".number(" + term + ")"
	}
	return guard, term
}

// portable reports whether a constant means the same in every dialect: OPA has
// numbers as doubles in UCAST, whole ones below 2^53 and 15 digits of others,
// PostgreSQL has no NUL, and OPA's SQL writer garbles U+001A there.
func portable(c form.Constant) bool {
	switch c.T.Kind {
	case form.Number:
		return portableNumber(c)
	case form.String, form.Enum:
		return !strings.ContainsAny(c.Value.(string), "\x00\x1a")
	default:
		return true
	}
}

// mostWhole is the last of the whole numbers that are all exact in a double.
const mostWhole = 1<<53 - 1

func portableNumber(c form.Constant) bool {
	d, err := scalar.ParseNumber(string(c.Value.(form.Decimal)))
	digits, point := d.Digits()
	if point >= len(digits) { // a whole one
		n, fits := d.Int()
		return err == nil && fits && -mostWhole <= n && n <= mostWhole
	}
	return err == nil && len(digits) <= 15 && point > -270
}

// looksAtRow reports whether an operand is of the row.
func looksAtRow(x form.Operand) bool {
	found := false
	form.OperandPlaces(x, func(p form.Place, _ *form.Relation) { found = found || p.Root == form.Row })
	return found
}
