package sql

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// mysql is MariaDB from release 10.6 on, on which tests run it, and MySQL from
// 8.0.17 on, in words that both have. Dates are of its type date, timestamps
// datetime in UTC, numbers integers, decimals or doubles, bools 0 and 1, lists
// JSON. A number has at most 34 digits before the point and 30 behind it; what is
// larger is unknown.
//
// No collation that both have tells all texts apart: those of one ignore spaces
// at the end, and those of the other are its own. So texts are compared as
// the bytes of UTF-8, whose order is that of code points. Those of which the
// first max_sort_length bytes are the same, 1024 by default, are sorted as if they
// were the same.
type mysql struct{}

// MySQL names the dialect.
const MySQL Dialect = "mysql"

func (mysql) name() Dialect { return MySQL }

func (mysql) untried() string { return "" }

func (mysql) wide() bool { return true }

func (mysql) quotes() (open, closing string) { return "`", "`" }

func (mysql) quote(name string) string { return quoteWith("`", "`", name) }

// holder marks a parameter; positioned makes a question mark of it.
func (d mysql) holder(n int, t paramType) string { return d.cast(t, "\x00"+strconv.Itoa(n)+"\x00") }

// literal writes a text in hexadecimal: what a backslash means in quotes is a setting.
func (d mysql) literal(of param) string {
	if text, ok := of.value.(string); ok {
		return d.cast(of.t, fmt.Sprintf("_utf8mb4 X'%X'", text))
	}
	return d.cast(of.t, fmt.Sprint(of.value))
}

const mysqlDecimal = "DECIMAL(65, 30)"

func (mysql) cast(t paramType, mark string) string {
	switch t {
	case asDate:
		return "CAST(" + mark + " AS DATE)"
	case asInstant:
		return "CAST(" + mark + " AS DATETIME(6))"
	case asDecimal:
		return "CAST(" + mark + " AS " + mysqlDecimal + ")"
	default:
		return mark
	}
}

func (mysql) positioned(text string, values []any) (string, []any) {
	var out strings.Builder
	var used []any
	for i, part := range strings.Split(text, "\x00") {
		if i%2 == 0 {
			out.WriteString(part)
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			panic("sql: a mark that is none: " + part)
		}
		out.WriteByte('?')
		used = append(used, values[n-1])
	}
	return out.String(), used
}

// bound gives a decimal as text: a double that a column of decimals is compared
// with would make doubles of these.
func (mysql) bound(t paramType, value any) any {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		if t == asInstant {
			return time.UnixMicro(v).UTC().Format("2006-01-02 15:04:05.999999")
		}
	}
	return value
}

// accepts refuses numbers that no decimal has.
func (mysql) accepts(c form.Constant) error {
	if err := acceptsText(c); err != nil || c.T.Kind != form.Number {
		return err
	}
	n, err := parseDecimal(c.Value.(form.Decimal))
	if err != nil {
		return err
	}
	if digits, point := n.Digits(); point > 34 || len(digits)-point > 30 {
		return fmt.Errorf("MySQL has no exact number %s: numbers have at most 34 digits before the point there, and 30 behind it", c.Value)
	}
	return nil
}

// MySQLHas tells whether MySQL has a number exactly.
func MySQLHas(n json.Number) bool {
	return mysql{}.accepts(form.Constant{T: form.Type{Kind: form.Number}, Value: form.Decimal(n)}) == nil
}

func (mysql) nowhere() string { return "\nFROM DUAL\nWHERE FALSE" }

func (mysql) truth(b bool) string { return postgres{}.truth(b) }

func (mysql) notTrue(cond string) string { return "(" + cond + ") IS NOT TRUE" }

func (mysql) null(form.Type) string { return "NULL" }

// field has no value of its type in the zero date, a day that the month has not,
// and a number that is too large for a decimal.
func (d mysql) field(p *printer, t form.Type, ref string) term {
	out := term{sql: ref, ref: ref}
	switch t.Kind {
	case form.Enum:
		out.valid = func() []string { return []string{d.oneOf(p, ref, t)} }
	case form.UUID:
		out.valid = func() []string { return []string{d.isUUID(ref)} }
	case form.JSON:
		out.valid = func() []string {
			return []string{"CASE WHEN JSON_VALID(" + ref + ") THEN JSON_TYPE(" + ref + ") <> 'NULL' ELSE FALSE END"}
		}
	case form.Bool:
		out.valid = func() []string { return []string{ref + " IN (0, 1)"} }
	case form.Number:
		out.atLeast, out.atMost = " > -1e34", " < 1e34"
	case form.Date, form.Timestamp:
		if t.Kind == form.Timestamp {
			out.sql = d.micros(ref)
		}
		out.valid = func() []string {
			return []string{ref + " >= '0001-01-01'", "FROM_DAYS(TO_DAYS(" + ref + ")) = CAST(" + ref + " AS DATE)"}
		}
	}
	return out
}

// isUUID heeds a line break at the end, before which $ is too.
func (d mysql) isUUID(text string) string {
	return "CHAR_LENGTH(" + text + ") = 36 AND " + d.utf8(text) + " COLLATE utf8mb4_bin REGEXP '" + uuidPattern + "'"
}

func (mysql) micros(at string) string {
	return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + at + ")"
}

// utf8 gives a text, of a column or a parameter, in UTF-8.
func (mysql) utf8(text string) string { return "CONVERT(" + text + " USING utf8mb4)" }

// exact gives the bytes of a text.
func (d mysql) exact(text string) string { return "CAST(" + d.utf8(text) + " AS BINARY)" }

// number is the number that a column shows, of doubles too.
func (mysql) number(ref string) string { return "CAST(CONCAT(" + ref + ") AS " + mysqlDecimal + ")" }

// oneOf writes that a text is one of an enum's values.
func (d mysql) oneOf(p *printer, text string, t form.Type) string {
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		values[i] = d.exact(p.ofSchema(v))
	}
	return d.exact(text) + " IN (" + strings.Join(values, ", ") + ")"
}

func (d mysql) same(t, _ form.Type, x, y string) string {
	if isText(t.Kind) {
		return x + " = " + y + " AND " + d.exact(x) + " = " + d.exact(y)
	}
	return x + " = " + y
}

// compare compares exactly, and beside that as an index on the column serves,
// where the one implies the other.
func (d mysql) compare(p *printer, k form.Kind, op form.Comparison, x, y term) string {
	indexed := x.ref != "" && y.constant != nil
	switch {
	case k == form.Timestamp && y.constant != nil:
		of, values := d.instants(p, x, []form.Constant{*y.constant})
		return of + operators[op] + values[0]
	case isText(k) && op == form.Equal && indexed:
		value := p.constant(*y.constant)
		return x.ref + " = " + value + " AND " + d.exact(x.ref) + " = " + d.exact(value)
	case isText(k):
		return d.exact(x.sql) + operators[op] + d.exact(p.written(y))
	case k == form.Number && indexed && plainNumber(*y.constant):
		return x.ref + operators[op] + p.constant(*y.constant)
	case k == form.Number && indexed:
		value := p.constant(*y.constant)
		exact := d.number(x.ref) + operators[op] + value
		if rough, ok := atLeast[op]; ok {
			return x.ref + rough + value + " AND " + exact
		}
		return exact
	case k == form.Number:
		return d.compared(k, x) + operators[op] + d.compared(k, y.orWritten(p))
	default:
		return x.sql + operators[op] + p.written(y)
	}
}

// atLeast are comparisons that doubles satisfy where the numbers that they show do.
var atLeast = map[form.Comparison]string{
	form.Equal: " = ", form.Less: " <= ", form.LessOrEqual: " <= ", form.Greater: " >= ", form.GreaterOrEqual: " >= ",
}

// plainNumber reports whether a double is equal to a number, below or above it
// just where the number that it shows is.
func plainNumber(c form.Constant) bool {
	d, err := parseDecimal(c.Value.(form.Decimal))
	if err != nil {
		return false
	}
	whole, ok := d.Int()
	return ok && whole <= exactInteger && whole >= -exactInteger
}

// orWritten gives a constant as the SQL of a value.
func (t term) orWritten(p *printer) term {
	if t.constant != nil {
		return term{sql: p.constant(*t.constant)}
	}
	return t
}

// instants gives what a timestamp is compared by, and constants to compare it with:
// the column, unless one of them is of the days before the year 0001 or after 9999,
// where an offset can put it, which it has no value for.
func (d mysql) instants(p *printer, x term, values []form.Constant) (of string, list []string) {
	of = x.ref
	micros := make([]int64, len(values))
	for i, c := range values {
		_, at, err := p.bindable(c)
		if err != nil {
			p.fail(err)
			at = int64(0)
		}
		if micros[i] = at.(int64); micros[i] < scalar.FirstInstant || micros[i] > scalar.LastInstant {
			of = ""
		}
	}
	for i, c := range values {
		if of == "" {
			list = append(list, p.add(asInteger, micros[i]))
		} else {
			list = append(list, p.constant(c))
		}
	}
	if of == "" {
		of = x.sql
	}
	return of, list
}

// compared writes a value so that it compares exactly with others.
func (d mysql) compared(k form.Kind, x term) string {
	switch {
	case isText(k):
		return d.exact(x.sql)
	case k == form.Number && x.ref != "":
		return d.number(x.ref)
	default:
		return x.sql
	}
}

func (d mysql) among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	list := func(of []string) string { return in(except) + strings.Join(of, ", ") + ")" }
	if k == form.Timestamp {
		of, holders := d.instants(p, x, values)
		return of + list(holders)
	}
	holders := p.holders(values)
	exactly := holders
	if isText(k) {
		exactly = make([]string, len(holders))
		for i, h := range holders {
			exactly[i] = d.exact(h)
		}
	}
	exact := d.compared(k, x) + list(exactly)
	if x.ref != "" && !except && (isText(k) || k == form.Number) {
		return x.ref + list(holders) + " AND " + exact
	}
	return exact
}

// in writes IN or NOT IN, up to the list.
func in(except bool) string {
	if except {
		return " NOT IN ("
	}
	return " IN ("
}

// amongMany has the elements of the array be texts, of which decimals are made
// without a double between.
func (d mysql) amongMany(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	elements := make([]string, len(values))
	for i, c := range values {
		if _, _, err := p.bindable(c); err != nil {
			p.fail(err)
		}
		elements[i] = fmt.Sprint(c.Value)
	}
	text, err := json.Marshal(elements)
	if err != nil {
		p.fail(err)
	}
	of := map[form.Kind]string{form.Number: mysqlDecimal, form.Date: "DATE"}[k]
	value := "`e`.`v`"
	if of == "" {
		of, value = "LONGTEXT", d.exact(value)
	}
	return d.compared(k, x) + in(except) + "SELECT " + value + " FROM JSON_TABLE(" + p.add(asJSON, string(text)) + ", '$[*]' COLUMNS (`v` " + of + " PATH '$')) AS `e`)"
}

// text compares bytes: where those of a text begin in another, so does the text.
func (d mysql) text(op scalar.Predicate, x, y string) string {
	x, y = d.exact(x), d.exact(y)
	switch op {
	case scalar.StartsWith:
		return "LEFT(" + x + ", OCTET_LENGTH(" + y + ")) = " + y
	case scalar.EndsWith:
		return "RIGHT(" + x + ", OCTET_LENGTH(" + y + ")) = " + y
	case scalar.StrContains:
		return "LOCATE(" + y + ", " + x + ") > 0"
	default:
		panic(fmt.Sprintf("sql: a predicate %q", op))
	}
}

func (d mysql) cased(upper bool, x string) string {
	return replacedLetters(upper, "REPLACE", d.exact(x))
}

// replacedLetters writes the letters A to Z in another case, one by one.
func replacedLetters(upper bool, replace, x string) string {
	from, to := capitals, smalls
	if upper {
		from, to = to, from
	}
	out := strings.Repeat(replace+"(", len(from)) + x
	for i := range from {
		out += ", '" + from[i:i+1] + "', '" + to[i:i+1] + "')"
	}
	return out
}

func (mysql) moved(x, by string) string { return "DATE_ADD(" + x + ", INTERVAL " + by + " DAY)" }

// isArray keeps what is no JSON from the functions that fail on it.
func (mysql) isArray(ref string) string {
	return "CASE WHEN JSON_VALID(" + ref + ") THEN JSON_TYPE(" + ref + ") = 'ARRAY' ELSE FALSE END"
}

func (d mysql) elements(ref, alias string) string {
	return "JSON_TABLE(CASE WHEN " + d.isArray(ref) + " THEN " + ref + " ELSE '[]' END, '$[*]' COLUMNS (`v` JSON PATH '$')) AS " + alias
}

func (d mysql) element(_ *printer, t form.Type, alias string) term {
	v := alias + ".`v`"
	text := d.unquoted(v)
	sql := ""
	switch t.Kind {
	case form.Number:
		sql = "CAST(" + text + " AS " + mysqlDecimal + ")"
	case form.Bool:
		sql = text + " = 'true'"
	case form.Date:
		sql = "CAST(" + text + " AS DATE)"
	case form.Timestamp:
		sql = d.instantOf(text)
	default:
		sql = text
	}
	return term{sql: "CASE WHEN " + d.isOf(t, v) + " THEN " + sql + " END"}
}

func (d mysql) unquoted(v string) string { return d.utf8("JSON_UNQUOTE(" + v + ")") }

// isOf writes that a value of JSON is of a type, but for an enum's values.
func (d mysql) isOf(t form.Type, v string) string {
	is := "JSON_TYPE(" + v + ") = 'STRING'"
	matches := func(pattern string) string {
		return d.unquoted(v) + " COLLATE utf8mb4_bin REGEXP '" + pattern + "'"
	}
	switch t.Kind {
	case form.Number: // of which MariaDB takes some for another type than MySQL does
		return "JSON_TYPE(" + v + ") IN ('INTEGER', 'UNSIGNED INTEGER', 'DECIMAL', 'DOUBLE') AND " + matches(mysqlNumber)
	case form.Bool:
		return "JSON_TYPE(" + v + ") = 'BOOLEAN'"
	case form.UUID:
		return is + " AND " + d.isUUID(d.unquoted(v))
	case form.Date: // a line may end behind it
		return is + " AND " + matches(datePattern) + " AND CHAR_LENGTH(" + d.unquoted(v) + ") = 10"
	case form.Timestamp:
		return is + " AND " + matches(timestampPattern) + " AND NOT (" + matches("[^-0-9TZ:.+]") + ")"
	default:
		return is
	}
}

// mysqlNumber is what JSON has for the numbers that a decimal has.
const mysqlNumber = "^-?([0-9]{1,34}([.][0-9]{1,30})?|[0-9]{1,16}([.][0-9]{1,12})?[eE][-+]?(0?[0-9]|1[0-8]))$"

// instantOf writes the microseconds since 1970 of RFC 3339: functions of time zones
// have offsets up to 14 hours, and know no other years than 1970 to 2038.
func (d mysql) instantOf(text string) string {
	zulu := text + " LIKE '%Z'"
	part := func(from, n int) string { return fmt.Sprintf("CAST(SUBSTRING(%s, %d, %d) AS SIGNED)", text, from, n) }
	return d.micros("CAST(LEFT("+text+", CHAR_LENGTH("+text+") - CASE WHEN "+zulu+" THEN 1 ELSE 6 END) AS DATETIME(6))") +
		" - CASE WHEN " + zulu + " THEN 0 ELSE CASE SUBSTRING(" + text + ", -6, 1) WHEN '-' THEN -60000000 ELSE 60000000 END * (60 * " +
		part(-5, 2) + " + " + part(-2, 2) + ") END"
}

func (d mysql) listed(p *printer, t form.Type, ref string) string {
	const v = "`e`.`v`"
	test := d.isOf(*t.Elem, v)
	if t.Elem.Kind == form.Enum {
		test += " AND " + d.oneOf(p, d.unquoted(v), *t.Elem)
	}
	return "CASE WHEN " + d.isArray(ref) + " THEN NOT EXISTS (SELECT 1 FROM " + d.elements(ref, "`e`") +
		" WHERE NOT (JSON_TYPE(" + v + ") = 'NULL' OR " + test + ")) ELSE FALSE END"
}

// isNull asks of a date what IS NULL does not: it takes the zero date for null,
// in a column that is never null.
func (d mysql) isNull(t form.Type, ref string) string {
	switch t.Kind {
	case form.ListOf, form.JSON:
		return "CASE WHEN " + ref + " IS NULL THEN TRUE WHEN JSON_VALID(" + ref + ") THEN JSON_TYPE(" + ref + ") = 'NULL' ELSE FALSE END"
	case form.Date, form.Timestamp:
		return ref + " <=> NULL"
	default:
		return ref + " IS NULL"
	}
}

func (d mysql) length(ref string) string {
	return "CASE WHEN " + d.isArray(ref) + " THEN JSON_LENGTH(" + ref + ") END"
}

func (d mysql) sortTerm(k form.Kind, x term, descending bool) string {
	value := x.ref
	if isText(k) || k == form.Number {
		value = d.compared(k, x)
	}
	if descending {
		return x.ref + " IS NULL DESC, " + value + " DESC"
	}
	return x.ref + " IS NULL, " + value
}

func (mysql) mixed() bool { return false }

func (mysql) limited(p *printer, limit, offset int) string {
	most := int64(limit)
	if limit == 0 {
		most = 1<<63 - 1 // an OFFSET stands behind a LIMIT only
	}
	out := "\nLIMIT " + p.add(asInteger, most)
	if offset > 0 {
		out += " OFFSET " + p.add(asInteger, int64(offset))
	}
	return out
}

func (mysql) fence() (string, error) { return "\nLIMIT 18446744073709551615", nil }

func (mysql) explain() (string, error) { return "EXPLAIN ", nil }

func (mysql) plain(_ form.Type, ref string) string { return ref }

// masked gives text in the character set that a mask is written in.
func (d mysql) masked(t form.Type, ref string) string {
	if isText(t.Kind) {
		return d.utf8(ref)
	}
	return ref
}

func (mysql) mask(p *printer, c form.Constant, _ bool) string {
	if c.T.Kind == form.Timestamp {
		if at, err := scalar.ParseTimestamp(fmt.Sprint(c.Value)); err == nil && (at < scalar.FirstInstant || at > scalar.LastInstant) {
			p.fail(fmt.Errorf("MySQL has no timestamp %s, which is of another year in UTC", c.Value))
		}
	}
	return p.constant(c)
}

func (d mysql) textPiece(p *printer, of form.Piece, ref string) string {
	dots := p.dots()
	text := d.utf8(ref)
	piece := fmt.Sprintf("%s(%s, %d)", map[string]string{"first": "LEFT", "last": "RIGHT"}[of.Of], text, of.N)
	return fmt.Sprintf("CASE WHEN CHAR_LENGTH(%s) > %d THEN CONCAT(%s) WHEN %s IS NOT NULL THEN %s END", text, of.N, between(of, piece, dots, ", "), ref, dots)
}

func (d mysql) datePiece(p *printer, of form.Piece, ref string) string {
	_, rest := firstDay(of)
	kept := map[string]string{"year": "%Y", "month": "%Y-%m"}[of.Of]
	valid := d.field(p, form.Type{Kind: form.Date}, ref).validity()
	return "CASE WHEN " + allOf(valid) + " THEN CAST(DATE_FORMAT(" + ref + ", '" + kept + rest + "') AS DATE) END"
}
