package sql

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Dialect names a database's kind of SQL.
type Dialect string

// offered lists the dialects, each of a file of its own, in the order in which they
// are told.
var offered = []dialect{postgres{}, sqlite{}, sqlite{strict: true}, mysql{}, sqlserver{}}

// Dialects lists the dialects.
func Dialects() []Dialect {
	names := make([]Dialect, len(offered))
	for i, d := range offered {
		names[i] = d.name()
	}
	return names
}

// Untried tells why no test runs the statements of a dialect, which may be wrong
// therefore; "" of one that is exact.
func (d Dialect) Untried() string { return dialects[d].untried() }

// ParseDialect gives the dialect of a name.
func ParseDialect(name string) (Dialect, error) {
	if _, ok := dialects[Dialect(name)]; ok {
		return Dialect(name), nil
	}
	var names []string
	for _, d := range Dialects() {
		names = append(names, string(d))
	}
	return "", fmt.Errorf("there is no dialect %q; there are %s", name, strings.Join(names, ", "))
}

var dialects = func() map[Dialect]dialect {
	byName := map[Dialect]dialect{}
	for _, d := range offered {
		byName[d.name()] = d
	}
	return byName
}()

// dialect is what databases do differently. Its methods give conditions and
// values as SQL; a condition is TRUE where it is proven.
type dialect interface {
	name() Dialect
	untried() string
	// wide reports whether a timestamp can be of the days before the year 0001 and
	// after 9999, where an offset puts it.
	wide() bool
	// quote writes an identifier.
	quotes() (open, closing string)
	quote(name string) string
	// holder writes the n-th parameter (from 1), as a value of its type.
	holder(n int, t paramType) string
	// literal writes a value of a parameter into the text.
	literal(of param) string
	// bound gives a parameter's value as drivers take it for its type.
	bound(t paramType, value any) any
	// positioned finishes a text: where parameters have no numbers, it puts them
	// in the order of the text.
	positioned(text string, values []any) (string, []any)
	// accepts tells why the database has no such text or number; nil if it does.
	accepts(c form.Constant) error
	// nowhere writes a FROM clause and condition that give no rows.
	nowhere() string
	// truth writes a condition that always or never holds.
	truth(bool) string
	// notTrue writes that a condition is false or unknown.
	notTrue(cond string) string
	// null writes the null of a type.
	null(t form.Type) string

	// field gives what stands in a column.
	field(p *printer, t form.Type, ref string) term
	// same writes that the columns of a key and of what refers to it are equal, which
	// are of one type, or of a text and a uuid.
	same(t, u form.Type, x, y string) string
	// compare writes a comparison of values of a kind; y may be a constant.
	compare(p *printer, k form.Kind, op form.Comparison, x, y term) string
	// among writes that a value is, or is not, one of two or more constants.
	among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string
	// amongMany is among, of so many constants that they are one parameter, a JSON
	// array. They are no timestamps, which are written in more than one way.
	amongMany(p *printer, k form.Kind, x term, values []form.Constant, except bool) string
	text(op scalar.Predicate, x, y string) string
	cased(upper bool, x string) string
	// moved writes a date moved by days, which stays in the years of its type.
	// (A timestamp is moved as its microseconds.)
	moved(x, by string) string

	// elements writes what is selected from for the elements of a list in a
	// column, of which element gives the value.
	elements(ref, alias string) string
	element(p *printer, t form.Type, alias string) term
	// listed writes that a list is there, and all its elements are of its type
	// or null.
	listed(p *printer, t form.Type, ref string) string
	// isNull writes that a column, which may be a list's or JSON, is null.
	isNull(t form.Type, ref string) string
	length(ref string) string

	// sortTerm writes what ORDER BY has for a value, nulls last or, descending, first.
	sortTerm(k form.Kind, x term, descending bool) string
	// mixed reports whether a column may hold what is no value of its type, and is
	// sorted among the values.
	mixed() bool
	// limited writes the clause of a page's limit and offset.
	limited(p *printer, limit, offset int) string
	// fence writes what stands behind a statement, without a limit of its own, so
	// that nothing of a statement around it is evaluated on rows that it does not give.
	fence() (string, error)
	// explain writes what stands before a statement to be told how it would run.
	explain() (string, error)

	// plain writes the column of a field that is shown as it is.
	plain(t form.Type, ref string) string
	// masked writes the column of a field that shares a CASE with its mask, and
	// mask the mask, which may be alone.
	masked(t form.Type, ref string) string
	mask(p *printer, c form.Constant, shared bool) string
	// textPiece and datePiece write a piece of what is in a column, null of null; of a
	// date whose type has others than ours, of these null.
	textPiece(p *printer, of form.Piece, ref string) string
	datePiece(p *printer, of form.Piece, ref string) string
}

// paramType is how a parameter is bound.
type paramType string

const (
	asText    paramType = "text"
	asInteger paramType = "integer" // of 64 bits
	asDecimal paramType = "decimal"
	asBool    paramType = "bool"
	asDate    paramType = "date"
	asInstant paramType = "instant"
	asJSON    paramType = "json"
	asColumn  paramType = "column" // of the type of a column that it is compared with
)

// term is a value in SQL: NULL where it is null or not there.
type term struct {
	// sql is the value as values of its kind compare with one another: a
	// timestamp as its microseconds since 1970.
	sql string
	// ref is the column, if it is one as it stands, which may have an index.
	ref string
	// as gives null in the type of that column, in a script.
	as string
	// ordered, if it is not "", is the value where it is compared by its order.
	ordered string
	// constant is set in place of both where the value is known.
	constant *form.Constant
	// told is so of what is known of the person or the time: it is null, or a value of
	// its type. Once says that it is the same for all rows.
	told, once bool
	// typed is what must hold, beside a comparison that is TRUE, for the value
	// to be one of its type where it equals one of its type.
	typed []string
	// equal, if it is not nil, is all of typed that is not implied where the value equals
	// a constant of its type: perhaps nothing.
	equal []string
	// valid writes what must hold where it compares otherwise, typed included;
	// nil is typed alone.
	valid func() []string
	// atLeast and atMost, if there are any, are all of it beside typed, as they stand
	// behind the column: the least value of the type, and the greatest.
	atLeast, atMost string
}

// validity writes what must hold for a value that is not null to be known.
func (t term) validity() []string {
	switch {
	case t.valid != nil:
		return t.valid()
	case t.atLeast != "":
		return append(slices.Clone(t.typed), t.ref+t.atLeast, t.ref+t.atMost)
	default:
		return t.typed
	}
}

// equalling writes what must hold beside being equal to a constant.
func (t term) equalling() []string {
	if t.equal != nil {
		return t.equal
	}
	return t.typed
}

// beside writes what of it is left beside a comparison with a constant.
func (t term) beside(op form.Comparison) []string {
	switch {
	case op == form.Equal:
		return t.equalling()
	case t.atLeast == "" || op == form.NotEqual:
		return t.validity()
	case op == form.Less || op == form.LessOrEqual:
		return append(slices.Clone(t.typed), t.ref+t.atLeast)
	default:
		return append(slices.Clone(t.typed), t.ref+t.atMost)
	}
}

// operators are the comparisons in SQL.
var operators = map[form.Comparison]string{
	form.Equal: " = ", form.NotEqual: " <> ", form.Less: " < ", form.LessOrEqual: " <= ", form.Greater: " > ",
	form.GreaterOrEqual: " >= ",
}
