package sql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// postgres is PostgreSQL from release 14 on. Dates and timestamps are of its
// types date and timestamptz, or timestamp, which is in UTC; numbers integers, numeric,
// or real and double precision, which then are the shortest decimals that they print;
// texts text, varchar, citext, or char(n), without the spaces at the end; lists are
// arrays, json or jsonb, enums text or of a type of theirs, uuids uuid or text; JSON
// is json or jsonb. Any of them may be of a domain.
type postgres struct{}

// PostgreSQL names the dialect.
const PostgreSQL Dialect = "postgresql"

func (postgres) name() Dialect { return PostgreSQL }

func (postgres) untried() string { return "" }

func (postgres) wide() bool { return true }

func (postgres) quotes() (open, closing string) { return `"`, `"` }

func (postgres) quote(name string) string { return quoteWith(`"`, `"`, name) }

var postgresTypes = map[paramType]string{
	asText: "text", asInteger: "bigint", asDecimal: "numeric", asBool: "boolean", asDate: "date",
	asInstant: "timestamptz", asJSON: "jsonb",
}

// holder types a parameter. A whole number is a bigint, for which an index on a
// column of integers serves as well as one of numerics.
func (postgres) holder(n int, t paramType) string {
	if t == asColumn {
		return "$" + strconv.Itoa(n)
	}
	return "$" + strconv.Itoa(n) + "::" + postgresTypes[t]
}

func (postgres) literal(of param) string {
	text := quoteLiteral(fmt.Sprint(of.value))
	if of.t == asColumn {
		return text
	}
	return text + "::" + postgresTypes[of.t]
}

func (postgres) positioned(text string, values []any) (string, []any) { return text, values }

func (postgres) bound(t paramType, value any) any {
	micros, ok := value.(int64)
	if !ok || t != asInstant {
		return value
	}
	at := time.UnixMicro(micros).UTC()
	if year := at.Year(); year < 1 {
		return fmt.Sprintf("%04d%s BC", 1-year, at.Format("-01-02 15:04:05.999999+00"))
	}
	return at.Format("2006-01-02 15:04:05.999999+00")
}

func (postgres) accepts(c form.Constant) error { return acceptsText(c) }

func (postgres) truth(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

func (postgres) notTrue(cond string) string { return "(" + cond + ") IS NOT TRUE" }

var postgresNulls = map[form.Kind]string{
	form.String: "NULL::text", form.Enum: "NULL::text", form.Number: "NULL::numeric", form.Bool: "NULL::boolean",
	form.Date: "NULL::date", form.Timestamp: "NULL::timestamptz", form.ListOf: "NULL::jsonb", form.UUID: "NULL::text", form.JSON: "NULL",
}

func (postgres) null(t form.Type) string { return postgresNulls[t.Kind] }

// field gives text as text, so that a column of an enum type or a uuid compares
// with a text too; of a column of text that is nothing.
func (d postgres) field(p *printer, t form.Type, ref string) term {
	out := term{sql: ref, ref: ref}
	switch t.Kind {
	case form.String:
		out.sql += "::text"
	case form.Enum:
		out.sql += "::text"
		out.valid = func() []string { return []string{p.member(d.exact(out.sql), t)} }
	case form.UUID:
		out.sql += "::text"
		out.valid = func() []string { return []string{d.exact(out.sql) + " ~ '" + uuidPattern + "'"} }
	case form.JSON:
		out.valid = func() []string { return []string{"NOT " + d.isNullJSON(ref)} }
	case form.Number:
		out.valid = func() []string { return []string{d.bounded(ref)} }
	case form.Date:
		out.atLeast, out.atMost = " >= '0001-01-01'", " <= '9999-12-31'"
	case form.Timestamp:
		out.sql = d.micros(ref)
		// With its offset, a timestamp can be told in these years.
		out.atLeast, out.atMost = " >= "+firstMoment, " <= "+lastMoment
	}
	return out
}

// typeOf writes the type of a column; of one of a domain, the domain's.
func typeOf(ref string) string { return "pg_typeof(coalesce(" + ref + ", NULL))" }

// bounded writes that what is in a column is a number. Of the types that a column of
// numbers can have, numeric alone has more than the infinities, and NaN, which is the
// greatest there.
func (postgres) bounded(ref string) string {
	return "CASE WHEN " + typeOf(ref) + " = 'numeric'::regtype THEN " + isNumeric(ref+"::numeric") +
		" ELSE " + ref + " > '-Infinity'::numeric AND " + ref + " < 'Infinity'::numeric END"
}

// isNumeric writes that a numeric is a number of [scalar.MaxDigits] and [scalar.MaxPower].
// Nearly all are by what is asked first, for which no text is made of them.
func isNumeric(n string) string {
	return fmt.Sprintf("(abs(%[1]s) < 1e%[2]d AND scale(%[1]s) <= %[3]d OR abs(%[1]s) < 1e%[4]d AND (%[1]s = 0 OR abs(%[1]s) >= 1e-%[4]d)"+
		" AND length(btrim(translate((%[1]s)::text, '-.', ''), '0')) <= %[5]d)", n, scalar.MaxDigits-20, 20, scalar.MaxPower, scalar.MaxDigits)
}

// micros writes the microseconds since 1970, of a timestamp without a time zone
// as well, which is taken to be in UTC.
func (postgres) micros(at string) string { return "extract(epoch FROM " + at + ") * 1000000" }

func (postgres) exact(text string) string { return text + ` COLLATE "C"` }

// same compares the columns themselves where it can, so that an index serves; a
// type of values of PostgreSQL's own is compared with no other, and with no text.
//
// Texts are compared in the collation of the database, since PostgreSQL refuses to
// compare columns of two collations that are not told which to take: nullif of nothing
// tells it, and is y itself in a plan. COLLATE behind y would do so of texts, but is
// refused of uuids, which y may be as well.
func (d postgres) same(t, u form.Type, x, y string) string {
	switch {
	case t.Kind != u.Kind || t.Kind == form.Enum:
		return d.exact(x+"::text") + " = " + y + "::text"
	case isText(t.Kind):
		return x + " = nullif(" + y + `, NULL COLLATE "default") AND ` + d.exact(x+"::text") + " = " + y + "::text"
	default:
		return x + " = " + y
	}
}

// sameColumn compares values of one column, in its collation.
func (d postgres) sameColumn(t form.Type, x, y string) string {
	if isText(t.Kind) {
		return x + " = " + y + " AND " + d.exact(x+"::text") + " = " + y + "::text"
	}
	return x + " = " + y
}

func isText(k form.Kind) bool { return k == form.String || k == form.Enum || k == form.UUID }

// compare compares a column with a value so that an index on it serves. The
// value takes the column's type where there are several: for a timestamp without
// a time zone the text is in UTC, as it is with one; a text may be a uuid.
func (d postgres) compare(p *printer, k form.Kind, op form.Comparison, x, y term) string {
	indexed := x.ref != "" && y.constant != nil
	if told, ok := d.compareTold(p, k, op, x, y); ok {
		return told
	}
	return d.compareExactly(p, k, op, x, y, indexed)
}

// compareTold compares a column with what is told of the person, once a statement: in
// the column's type, for which there may be an index, and exactly.
func (d postgres) compareTold(p *printer, k form.Kind, op form.Comparison, x, y term) (string, bool) {
	if x.as == "" || !y.once || !p.person.indexes {
		return "", false
	}
	switch {
	case k == form.Timestamp: // which is exact
		return x.ref + operators[op] + p.person.as("same", y.sql, x.as), true
	case k == form.Number && op == form.Equal:
		return x.ref + " = " + p.person.as("same", y.sql, x.as) + " AND " + p.person.types + ".shows(" + x.ref + ", " + y.sql + ")", true
	case k == form.Number && op != form.NotEqual:
		return x.ref + orEqual[op] + p.person.as("near", y.sql, x.as) + " AND " + d.compareNumbers(p, op, x, y), true
	case isText(k) && op == form.Equal: // texteq is =, but that planners do not count it as another condition
		plain := p.person.plain
		return plain(x.ref) + " = " + p.person.as("same", y.sql, plain(x.as)) + " AND texteq(" + d.exact(x.sql) + ", " + y.sql + ")", true
	}
	return "", false
}

// amongTold writes that a column has a value of an array that is told.
func (d postgres) amongTold(p *printer, k form.Kind, x term, list string) string {
	same := func(as string) string {
		return " = ANY (ARRAY(SELECT " + p.person.types + `.same("e"."v", ` + as + ") FROM unnest(" + list + `) AS "e"("v")))`
	}
	switch {
	case k == form.Timestamp:
		return x.ref + same(x.as)
	case k == form.Number:
		return x.ref + same(x.as) + " AND " + shown(p, x.ref) + " = ANY (" + list + ")"
	case isText(k):
		return p.person.plain(x.ref) + same(p.person.plain(x.as)) + " AND " + d.exact(x.sql) + " = ANY (" + list + ")"
	default:
		return x.ref + " = ANY (" + list + ")"
	}
}

var orEqual = map[form.Comparison]string{
	form.Less: " <= ", form.LessOrEqual: " <= ", form.Greater: " >= ", form.GreaterOrEqual: " >= ",
}

func (d postgres) compareExactly(p *printer, k form.Kind, op form.Comparison, x, y term, indexed bool) string {
	switch {
	case k == form.Timestamp && indexed:
		return x.ref + operators[op] + d.atColumn(p, x, *y.constant)
	case k == form.Timestamp && y.constant != nil:
		_, micros, err := p.bindable(*y.constant)
		if err != nil {
			p.fail(err)
		}
		return x.sql + operators[op] + p.add(asInteger, micros)
	case isText(k) && op == form.Equal && indexed && !padded(*y.constant):
		return d.equalText(p, k, x, *y.constant)
	case k == form.Number:
		return d.compareNumbers(p, op, x, y)
	default:
		return d.compared(k, x.sql) + operators[op] + p.written(y)
	}
}

// compareNumbers compares exactly. PostgreSQL makes a double of any number that
// is compared with a column of doubles, and so loses digits; there the column's
// own text is what is compared, of doubles and reals. What has few digits is a
// double, and a real, exactly.
func (d postgres) compareNumbers(p *printer, op form.Comparison, x, y term) string {
	value := p.written(y)
	plain := x.sql + operators[op] + value
	switch {
	case x.ref != "" && y.ref != "":
		if p.person != nil {
			return shown(p, x.ref) + operators[op] + shown(p, y.ref)
		}
		return "CASE WHEN " + typeOf(x.ref) + " = " + typeOf(y.ref) + " THEN " + plain + " ELSE " + shown(p, x.ref) + operators[op] + shown(p, y.ref) + " END"
	case x.ref == "" && y.ref == "", y.constant != nil && short(*y.constant):
		return plain
	case x.ref == "":
		return d.ofNumber(p, y.ref, plain, x.sql+operators[op]+shown(p, y.ref), false)
	default:
		implied := op == form.Equal && y.constant != nil && isWhole(*y.constant)
		return d.ofNumber(p, x.ref, plain, shown(p, x.ref)+operators[op]+value, implied)
	}
}

// ofNumber writes a test of a column of numbers, and the one that is made where
// they are reals or doubles. Where that implies the other, both are asked, so that
// an index on the column serves. In a script one test is of all types.
func (postgres) ofNumber(p *printer, ref, plain, ofFloats string, implied bool) string {
	switch {
	case p.person != nil && implied:
		return plain + " AND " + ofFloats
	case p.person != nil:
		return ofFloats
	}
	float := "CASE WHEN " + typeOf(ref) + " IN ('real'::regtype, 'double precision'::regtype) THEN " + ofFloats
	if implied {
		return plain + " AND " + float + " ELSE TRUE END"
	}
	return float + " ELSE " + plain + " END"
}

// shown writes the number that a column of reals or doubles prints; in a script
// that of any.
func shown(p *printer, ref string) string {
	if p.person != nil {
		return p.person.types + ".exact(" + ref + ")"
	}
	return ref + "::text::numeric"
}

// short reports whether a number is the same as a decimal, a double and a real.
func short(c form.Constant) bool {
	d, err := parseDecimal(c.Value.(form.Decimal))
	if err != nil {
		return false
	}
	f, ok := double(d)
	digits, _ := d.Digits()
	return ok && float64(float32(f)) == f && len(digits) <= 6
}

func isWhole(c form.Constant) bool {
	d, err := parseDecimal(c.Value.(form.Decimal))
	if err != nil {
		return false
	}
	_, whole := d.Int()
	return whole
}

// atColumn gives a constant as a parameter of its column's type.
func (d postgres) atColumn(p *printer, x term, c form.Constant) string {
	t, value, err := p.bindable(c)
	if err != nil {
		p.fail(err)
		return p.null(c.T)
	}
	return p.addFor(x.ref, d.bound(t, value))
}

// equalText compares twice: by the column's collation, for which there may be
// an index, and exactly, for a collation that takes different texts for equal.
func (d postgres) equalText(p *printer, k form.Kind, x term, c form.Constant) string {
	if k == form.Enum { // which a column's type may not have
		value := p.constant(c)
		return x.sql + " = " + value + " AND " + d.exact(x.sql) + " = " + value
	}
	value := d.atColumn(p, x, c)
	return x.ref + " = " + value + " AND " + d.exact(x.sql) + " = " + value + "::text"
}

// padded tells whether a text ends in a space, which one of type char(n) loses as a
// parameter of its column's type.
func padded(c form.Constant) bool {
	text, ok := c.Value.(string)
	return ok && strings.HasSuffix(text, " ")
}

// compared writes the left side of a comparison.
func (d postgres) compared(k form.Kind, x string) string {
	if isText(k) {
		return d.exact(x)
	}
	return x
}

func (d postgres) among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	in := in(except)
	indexed := x.ref != "" && form.Type{Kind: k}.Textual() && !except && !slices.ContainsFunc(values, padded)
	var holders []string
	switch {
	case k == form.Timestamp && x.ref != "", indexed:
		for _, v := range values {
			holders = append(holders, d.atColumn(p, x, v))
		}
	case k == form.Timestamp:
		for _, v := range values {
			_, micros, err := p.bindable(v)
			if err != nil {
				p.fail(err)
			}
			holders = append(holders, p.add(asInteger, micros))
		}
	default:
		holders = p.holders(values)
	}
	list := strings.Join(holders, ", ")
	switch {
	case k == form.Number && x.ref != "" && slices.ContainsFunc(values, func(c form.Constant) bool { return !short(c) }):
		implied := !except && !slices.ContainsFunc(values, func(c form.Constant) bool { return !isWhole(c) })
		return d.ofNumber(p, x.ref, x.ref+in+list+")", shown(p, x.ref)+in+list+")", implied)
	case k == form.Timestamp && x.ref != "":
		return x.ref + in + list + ")"
	case indexed:
		return x.ref + in + list + ") AND " + d.exact(x.sql) + in + strings.Join(holders, "::text, ") + "::text)"
	case k == form.Enum && x.ref != "" && !except:
		return x.sql + in + list + ") AND " + d.exact(x.sql) + in + list + ")"
	default:
		return d.compared(k, x.sql) + in + list + ")"
	}
}

// amongMany makes an array of the elements, once, that an index serves for.
func (d postgres) amongMany(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	of, array := p.array(values)
	elements := `(ARRAY(SELECT "v"::` + postgresTypes[of] + ` FROM jsonb_array_elements_text(` + array + `) AS "e"("v")))`
	switch {
	case k == form.Number && x.ref != "":
		test := " = ANY "
		if except {
			test = " <> ALL "
		}
		return d.ofNumber(p, x.ref, x.ref+test+elements, shown(p, x.ref)+test+elements, !except && of == asInteger)
	case except:
		return d.compared(k, x.sql) + " <> ALL " + elements
	case isText(k) && x.ref != "":
		return x.sql + " = ANY " + elements + " AND " + d.exact(x.sql) + " = ANY " + elements
	default:
		return d.compared(k, x.sql) + " = ANY " + elements
	}
}

func (d postgres) text(op scalar.Predicate, x, y string) string {
	switch op {
	case scalar.StartsWith:
		return "starts_with(" + d.exact(x) + ", " + y + ")"
	case scalar.EndsWith:
		return "right(" + d.exact(x) + ", length(" + y + ")) = " + y
	case scalar.StrContains:
		return "strpos(" + d.exact(x) + ", " + y + ") > 0"
	default:
		panic(fmt.Sprintf("sql: a predicate %q", op))
	}
}

const (
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	smalls   = "abcdefghijklmnopqrstuvwxyz"
)

func (postgres) cased(upper bool, x string) string {
	from, to := capitals, smalls
	if upper {
		from, to = to, from
	}
	return "translate(" + x + ", '" + from + "', '" + to + "')"
}

func (postgres) moved(x, by string) string { return x + " + " + by + "::integer" }

// json writes a list, which may be an array, json or jsonb, as jsonb: NULL where
// there is no such jsonb, since a text of type json may have what no other type has.
func (postgres) json(ref string) string {
	const sure = "'{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]"
	text := "replace(" + ref + "::text, " + quoteLiteral(`\\`) + ", '')" // in which each backslash begins an escape
	of := typeOf(ref)
	return "CASE WHEN " + of + " = ANY (" + sure + ") OR " + of + " <> 'json[]'::regtype AND " + of + "::text LIKE '%[]' OR " + of + " = 'json'::regtype AND " + text + " !~ " + quoteLiteral(noText) +
		" AND regexp_replace(" + text + ", " + quoteLiteral(stringPattern) + ", '', 'g') !~ '" + beyondNumeric + "' THEN to_jsonb(" + ref + ") END"
}

// What JSON has and jsonb has not, where no escaped backslashes are in it: the NUL,
// and halves of surrogate pairs; and, outside of strings, numbers beyond numeric.
const (
	noText        = `\\u(0000|[dD][89abAB]..(?!\\u[dD][c-fC-F]))|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]`
	stringPattern = `"([^"\\]|\\.)*"`
	beyondNumeric = "[eE][-+]?[0-9]{4}|[0-9]{250}"
)

func (d postgres) isArray(ref string) string { return "jsonb_typeof(" + d.json(ref) + ") = 'array'" }

func (d postgres) elements(ref, alias string) string {
	return "jsonb_array_elements(CASE WHEN " + d.isArray(ref) + " THEN " + d.json(ref) + " END) AS " + alias + `("v")`
}

func (d postgres) element(_ *printer, t form.Type, alias string) term {
	return d.fromJSON(t, alias+`."v"`)
}

// fromJSON reads a value of a type, null where it is none: the CASE keeps a cast
// from what it would fail on.
func (d postgres) fromJSON(t form.Type, v string) term {
	text := "(" + v + " #>> '{}')"
	if t.Kind == form.JSON {
		return term{sql: "nullif(" + v + ", 'null')"}
	}
	when := func(test, value string) term { return term{sql: "CASE WHEN " + test + " THEN " + value + " END"} }
	switch t.Kind {
	case form.Number:
		return when("jsonb_typeof("+v+") = 'number'", "("+v+")::numeric")
	case form.Bool:
		return when("jsonb_typeof("+v+") = 'boolean'", "("+v+")::boolean")
	case form.UUID:
		return when("jsonb_typeof("+v+") = 'string' AND "+text+" ~ '"+uuidPattern+"'", text)
	case form.Date:
		return when("jsonb_typeof("+v+") = 'string' AND "+text+" ~ '"+datePattern+"'", text+"::date")
	case form.Timestamp:
		return term{sql: "CASE WHEN jsonb_typeof(" + v + ") <> 'string' THEN NULL WHEN " + text + " ~ '" + timePattern + zonePattern + "?$' THEN " +
			d.instantOf(text) + " WHEN " + text + " ~ '" + ownPattern + "' THEN " + d.micros(text+"::timestamptz") + " END"}
	default:
		return when("jsonb_typeof("+v+") = 'string'", text)
	}
}

// The instants that a timestamp of the years 0001 to 9999 can be, in any offset.
const (
	firstMoment = "'0001-12-31 00:00:00+00 BC'"
	lastMoment  = "'10000-01-01 23:59:59.999999+00'"
)

// uuidPattern is of a UUID in its canonical form.
const uuidPattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

// The days of each month, leap years among them, in the years 0001 to 9999;
// RFC 3339 with T and Z or an offset, no leap second, at most six decimals.
const (
	days = `(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))` +
		`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)`
	datePattern      = "^" + days + "$"
	timePattern      = "^" + days + `T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?`
	zonePattern      = `(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`
	timestampPattern = timePattern + zonePattern + "$"
	// ownPattern is what PostgreSQL makes of timestamps in an array: in the session's
	// time zone, whose offset had seconds long ago, and in which an instant can be of
	// a year before 0001 or after 9999.
	ownPattern = "^[0-9]{4,5}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+-][0-9:]+( BC)?$"
)

// instantOf reads RFC 3339, or the text of a timestamp without a time zone.
// PostgreSQL itself takes offsets up to 15 hours.
func (d postgres) instantOf(text string) string {
	offset := "right(" + text + ", 6)"
	return d.micros("(substring("+text+", '^[0-9-]{10}T[0-9:.]+') || 'Z')::timestamptz") +
		" - CASE WHEN " + offset + " ~ '^[+-]' THEN " + d.micros("("+offset+" || ':00')::interval") + " ELSE 0 END"
}

func (d postgres) listed(p *printer, t form.Type, ref string) string {
	v := `"e"."v"`
	is := map[form.Kind]string{form.Number: "number", form.Bool: "boolean"}[t.Elem.Kind]
	if is == "" {
		is = "string"
	}
	test := "jsonb_typeof(" + v + ") IN ('null', '" + is + "')"
	text := "(" + v + " #>> '{}')"
	switch t.Elem.Kind {
	case form.Number:
		test = "CASE jsonb_typeof(" + v + ") WHEN 'null' THEN TRUE WHEN 'number' THEN " + isNumeric("("+v+")::numeric") + " ELSE FALSE END"
	case form.Enum:
		test = "jsonb_typeof(" + v + ") = 'null' OR jsonb_typeof(" + v + ") = 'string' AND " + p.member(d.exact(text), *t.Elem)
	case form.UUID:
		test += " AND coalesce(" + text + " ~ '" + uuidPattern + "', TRUE)"
	case form.Date:
		test += " AND coalesce(" + text + " ~ '" + datePattern + "', TRUE)"
	case form.Timestamp:
		// An array of timestamps without a time zone has none in JSON either.
		test += " AND coalesce(" + text + " ~ '" + timestampPattern + "' OR " + typeOf(ref) + " = 'timestamp[]'::regtype AND " +
			text + " ~ '" + timePattern + "$' OR " + typeOf(ref) + " = 'timestamptz[]'::regtype AND CASE WHEN " + text + " ~ '" + ownPattern +
			"' THEN " + text + "::timestamptz BETWEEN " + firstMoment + " AND " + lastMoment + " ELSE FALSE END, TRUE)"
	}
	return "CASE WHEN " + d.isArray(ref) + " THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(" + d.json(ref) +
		`) AS "e"("v") WHERE NOT (` + test + ")) ELSE FALSE END"
}

func (d postgres) isNull(t form.Type, ref string) string {
	switch t.Kind {
	case form.ListOf:
		return "(" + ref + " IS NULL OR jsonb_typeof(" + d.json(ref) + ") = 'null')"
	case form.JSON:
		return "(" + ref + " IS NULL OR " + d.isNullJSON(ref) + ")"
	default:
		return ref + " IS NULL"
	}
}

// isNullJSON writes that what is in a column is the null of JSON, of json with space
// around it perhaps.
func (postgres) isNullJSON(ref string) string {
	return "CASE WHEN " + typeOf(ref) + " = 'jsonb'::regtype THEN jsonb_typeof(to_jsonb(" + ref + ")) = 'null' ELSE btrim(" + ref + `::text, E' \t\n\r') = 'null' END`
}

func (d postgres) length(ref string) string {
	return "CASE WHEN " + d.isArray(ref) + " THEN jsonb_array_length(" + d.json(ref) + ") END"
}

// fence keeps PostgreSQL from merging the statement with one around it, and from
// moving a condition into it.
func (postgres) fence() (string, error) { return "\nOFFSET 0", nil }

func (postgres) explain() (string, error) { return "EXPLAIN ", nil }

// plain gives texts as text: those of type char(n) end in spaces that are none of them.
func (postgres) plain(t form.Type, ref string) string {
	if t.Kind == form.String || t.Kind == form.Enum {
		return ref + "::text"
	}
	return ref
}

func (d postgres) masked(t form.Type, ref string) string {
	switch t.Kind {
	case form.String, form.Enum, form.UUID:
		return ref + "::text"
	case form.ListOf:
		return d.json(ref)
	default:
		return ref
	}
}

func (postgres) nowhere() string { return "\nWHERE FALSE" }

func (d postgres) sortTerm(k form.Kind, x term, descending bool) string {
	value := x.ref
	if isText(k) {
		value = d.exact(x.sql)
	}
	if descending {
		return value + " DESC NULLS FIRST"
	}
	return value + " ASC NULLS LAST"
}

func (postgres) mixed() bool { return false }

func (postgres) limited(p *printer, limit, offset int) string {
	out := ""
	if limit > 0 {
		out = "\nLIMIT " + p.add(asInteger, int64(limit))
	}
	if offset > 0 {
		out += "\nOFFSET " + p.add(asInteger, int64(offset))
	}
	return out
}

// mask takes the type of a timestamp's column, with a time zone or without, if
// it shares a CASE with it.
func (d postgres) mask(p *printer, c form.Constant, shared bool) string {
	if c.T.Kind != form.Timestamp || !shared {
		return p.constant(c)
	}
	t, value, err := p.bindable(c)
	if err != nil {
		p.fail(err)
		return p.null(c.T)
	}
	return p.addFor("a mask", d.bound(t, value))
}

func (postgres) textPiece(p *printer, of form.Piece, ref string) string {
	dots := p.dots()
	text := ref + "::text"
	piece := fmt.Sprintf("%s(%s, %d)", map[string]string{"first": "left", "last": "right"}[of.Of], text, of.N)
	return fmt.Sprintf("CASE WHEN length(%s) > %d THEN %s WHEN %s IS NOT NULL THEN %s END", text, of.N, between(of, piece, dots, " || "), ref, dots)
}

// datePiece keeps to timestamps without a time zone: that of the session may have no
// midnight on some day.
func (postgres) datePiece(_ *printer, of form.Piece, ref string) string {
	return "CASE WHEN " + ref + " BETWEEN '0001-01-01' AND '9999-12-31' THEN date_trunc('" + of.Of + "', " + ref + "::timestamp)::date END"
}
