package compile

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"

	"github.com/zclconf/go-cty/cty"
)

// uncomparable gives why columns of a kind cannot be compared so in every
// dialect; "" if they can. A database orders text by its collation, and SQLite
// has timestamps as texts, which tell one instant in many ways.
func uncomparable(kind lang.Kind, op Relation, x Operand) string {
	switch kind {
	case lang.Timestamp:
		return fmt.Sprintf("%s, a timestamp: a database may hold it as text", operandText(x))
	case lang.String:
		if op != Equal && op != NotEqual {
			return fmt.Sprintf("%s in the order of text, which depends on the database's collation", operandText(x))
		}
	}
	return ""
}

// relate expresses a comparison of a column with what is known, or of two columns.
func (e *expresser) relate(f Relate) condition {
	if !looksAtRow(f.X) {
		return e.relate(Relate{mirrored[f.Op], f.Y, f.X})
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
	if c, ok := f.Y.(Constant); ok && !portable(c) {
		return e.cannot("the constant %s, which not every database has", literal(c.Value))
	}
	guard, term := e.term(f.Y)
	out := conjunction{}
	if f.X.Type().Kind == lang.Enum {
		more, ok := enumGuard(f, term)
		if !ok {
			return never
		}
		guard = append(guard, more...)
	}
	if len(guard) > 0 {
		out = append(out, atom{lines: guard, known: true})
	}
	if f.Op == Equal {
		return condition{append(out, equal(left, term))}.reduced()
	}
	test := atom{
		lines: []string{fmt.Sprintf("%s %s %s", left, f.Op, term)}, about: left, notNull: []string{left}, op: f.Op, term: term,
	}
	both := condition{append(out, notNull(left), test)}
	if f.X.Type().Kind == lang.Enum {
		both, _ = both.and(e.known(f.X))
	}
	return both.reduced()
}

var mirrored = map[Relation]Relation{
	Equal: Equal, NotEqual: NotEqual, Less: Greater, LessOrEqual: GreaterOrEqual, Greater: Less, GreaterOrEqual: LessOrEqual,
}

// enumGuard has the person's value be one that the column's type has, where
// equality is asked; it reports false where they share none.
func enumGuard(f Relate, term string) ([]string, bool) {
	mine, theirs := f.X.Type().Values, f.Y.Type().Values
	shared := slices.DeleteFunc(slices.Clone(theirs), func(v string) bool { return !slices.Contains(mine, v) })
	if f.Op != Equal || len(shared) == len(theirs) {
		return nil, true
	}
	return []string{term + " in " + literal(setOf(shared))}, len(shared) > 0
}

func (e *expresser) relateColumns(f Relate, left string) condition {
	right, why := e.column(f.Y)
	if why != "" {
		return e.cannot("%s", why)
	}
	if left == right { // OPA takes `x == x` for the truth of x
		switch f.Op {
		case Equal, LessOrEqual, GreaterOrEqual:
			return e.known(f.X)
		default:
			return never
		}
	}
	if right < left {
		left, right, f.Op = right, left, mirrored[f.Op]
	}
	test := atom{lines: []string{fmt.Sprintf("%s %s %s", left, f.Op, right)}, notNull: []string{left, right}}
	out := condition{conjunction{notNull(left), notNull(right), test}}
	for _, x := range []Operand{f.X, f.Y} {
		if x.Type().Kind == lang.Enum {
			out, _ = out.and(e.known(x))
		}
	}
	return out.reduced()
}

// term writes a known operand, and what must be said of it first: a text or
// number through the library, which knows what databases cannot take.
func (e *expresser) term(x Operand) (guard []string, term string) {
	if c, ok := x.(Constant); ok {
		return nil, literal(c.Value)
	}
	guard, term = e.body.known(x, false), e.body.term(x)
	_, plain := x.(Place)
	switch x.Type().Kind {
	case lang.String:
		term = e.body.library("filtering") + ".text(" + term + ")"
	case lang.Number:
		term = e.body.library("filtering") + ".number(" + term + ")"
	default:
		return guard, term
	}
	if plain {
		return nil, term // it is of its type, or undefined
	}
	return guard, term
}

// portable reports whether a constant means the same in every dialect: OPA has
// numbers as doubles in UCAST, whole ones below 2^53 and 15 digits of others,
// PostgreSQL has no NUL, and OPA's SQL writer garbles U+001A there.
func portable(c Constant) bool {
	switch c.T.Kind {
	case lang.Number:
		return portableNumber(c.Value)
	case lang.String, lang.Enum:
		return !strings.ContainsAny(c.Value.AsString(), "\x00\x1a")
	default:
		return true
	}
}

// mostWhole is the last of the whole numbers that are all exact in a double.
const mostWhole = 1<<53 - 1

func portableNumber(v cty.Value) bool {
	n := v.AsBigFloat()
	if n.IsInt() {
		whole, _ := n.Int(nil)
		return whole.IsInt64() && -mostWhole <= whole.Int64() && whole.Int64() <= mostWhole
	}
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(n.Text('f', -1)), "0")
	exponent := n.MantExp(nil)
	return len(digits) <= 15 && exponent > -900 && exponent < 900
}

// looksAtRow reports whether an operand is of the row.
func looksAtRow(x Operand) bool {
	found := false
	operandPlaces(x, func(p Place, _ *lang.Relation) { found = found || p.Root == Row })
	return found
}
