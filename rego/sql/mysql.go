package sql

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"portcullis/rego/form"
)

// mysql is MySQL from release 8.0.17 on. Dates are of its type date, timestamps
// datetime in UTC, numbers integers or decimals, bools 0 and 1, lists JSON.
type mysql struct{}

// MySQL names the dialect.
const MySQL Dialect = "mysql"

func (mysql) name() Dialect { return MySQL }

func (mysql) untried() string {
	return "it is for MySQL 8.0 itself, of which there is no package in Debian; MariaDB has no such collation, and refuses it"
}

func (mysql) wide() bool { return false }

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

func (mysql) cast(t paramType, mark string) string {
	switch t {
	case asJSON:
		return "CAST(" + mark + " AS JSON)"
	case asDate:
		return "CAST(" + mark + " AS DATE)"
	case asInstant:
		return "CAST(" + mark + " AS DATETIME(6))"
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

func (mysql) bound(t paramType, value any) any {
	if micros, ok := value.(int64); ok && t == asInstant {
		return time.UnixMicro(micros).UTC().Format("2006-01-02 15:04:05.999999")
	}
	return value
}

func (mysql) accepts(c form.Constant) error { return acceptsText(c) }

func (mysql) nowhere() string { return "\nFROM DUAL\nWHERE FALSE" }

func (mysql) truth(b bool) string { return postgres{}.truth(b) }

func (mysql) notTrue(cond string) string { return "(" + cond + ") IS NOT TRUE" }

func (mysql) null(form.Type) string { return "NULL" }

func (d mysql) field(p *printer, t form.Type, ref string) term {
	out := term{sql: ref, ref: ref}
	switch t.Kind {
	case form.Enum:
		out.valid = func() []string { return []string{p.member(d.exact(ref), t)} }
	case form.Bool:
		out.valid = func() []string { return []string{ref + " IN (0, 1)"} }
	case form.Date: // there is a date 0000-00-00
		out.atLeast, out.atMost = " >= '0001-01-01'", " <= '9999-12-31'"
	case form.Timestamp:
		out.sql = d.micros(ref)
		out.atLeast, out.atMost = " >= '0001-01-01'", " <= '9999-12-31 23:59:59.999999'"
	}
	return out
}

func (mysql) micros(at string) string {
	return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + at + ")"
}

// exact compares code points, and heeds spaces at the end.
func (mysql) exact(text string) string {
	return "CONVERT(" + text + " USING utf8mb4) COLLATE utf8mb4_0900_bin"
}

func (d mysql) same(t form.Type, x, y string) string {
	if isText(t.Kind) {
		return x + " = " + y + " AND " + d.exact(x) + " = " + y
	}
	return x + " = " + y
}

func (d mysql) compare(p *printer, k form.Kind, op form.Comparison, x, y term) string {
	switch {
	case k == form.Timestamp && y.constant != nil && x.ref != "":
		return x.ref + operators[op] + p.constant(*y.constant)
	case k == form.Timestamp && y.constant != nil:
		return x.sql + operators[op] + d.micros(p.constant(*y.constant))
	case isText(k) && op == form.Equal && x.ref != "" && y.constant != nil:
		value := p.constant(*y.constant)
		return x.ref + " = " + value + " AND " + d.exact(x.sql) + " = " + value
	default:
		return d.compared(k, x.sql) + operators[op] + p.written(y)
	}
}

func (d mysql) compared(k form.Kind, x string) string {
	if isText(k) {
		return d.exact(x)
	}
	return x
}

func (d mysql) among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	of := x.sql
	if k == form.Timestamp && x.ref != "" {
		of = x.ref
	}
	list := strings.Join(p.holders(values), ", ")
	if k == form.Timestamp && x.ref == "" {
		list = ""
		for i, h := range p.holders(values) {
			if i > 0 {
				list += ", "
			}
			list += d.micros(h)
		}
	}
	return d.compared(k, of) + in(except) + list + ")"
}

// in writes IN or NOT IN, up to the list.
func in(except bool) string {
	if except {
		return " NOT IN ("
	}
	return " IN ("
}

var mysqlColumns = map[paramType]string{
	asText: "TEXT", asInteger: "BIGINT", asDecimal: "DECIMAL(65, 30)", asBool: "TINYINT", asDate: "DATE",
}

func (d mysql) amongElements(k form.Kind, x term, of paramType, array string, except bool) string {
	return d.compared(k, x.sql) + in(except) + "SELECT `e`.`v` FROM JSON_TABLE(" + array + ", '$[*]' COLUMNS (`v` " + mysqlColumns[of] + " PATH '$')) AS `e`)"
}

func (d mysql) text(op form.TextOp, x, y string) string {
	switch op {
	case form.StartsWith:
		return "LEFT(" + d.exact(x) + ", CHAR_LENGTH(" + y + ")) = " + y
	case form.EndsWith:
		return "RIGHT(" + d.exact(x) + ", CHAR_LENGTH(" + y + ")) = " + y
	case form.Contains:
		return "LOCATE(" + y + ", " + d.exact(x) + ") > 0"
	default:
		panic(fmt.Sprintf("sql: a predicate %q", op))
	}
}

func (mysql) cased(upper bool, x string) string { return replacedLetters(upper, "REPLACE", x) }

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

func (mysql) isArray(ref string) string { return "JSON_TYPE(" + ref + ") = 'ARRAY'" }

func (d mysql) elements(ref, alias string) string {
	return "JSON_TABLE(CASE WHEN " + d.isArray(ref) + " THEN " + ref + " ELSE JSON_ARRAY() END, '$[*]' COLUMNS (`v` JSON PATH '$')) AS " + alias
}

func (d mysql) element(_ *printer, t form.Type, alias string) term {
	v := alias + ".`v`"
	text := "JSON_UNQUOTE(" + v + ")"
	when := func(types, value string) term {
		return term{sql: "CASE WHEN JSON_TYPE(" + v + ") IN (" + types + ") THEN " + value + " END"}
	}
	switch t.Kind {
	case form.Number:
		return when(mysqlNumbers, "CAST("+text+" AS DECIMAL(65, 30))")
	case form.Bool:
		return when("'BOOLEAN'", v+" = CAST('true' AS JSON)")
	case form.Date:
		return when("'STRING'", "CAST("+text+" AS DATE)")
	case form.Timestamp:
		return when("'STRING'", d.micros("CONVERT_TZ(CAST(LEFT("+text+", 26) AS DATETIME(6)), CASE WHEN "+text+
			" LIKE '%Z' THEN '+00:00' ELSE RIGHT("+text+", 6) END, '+00:00')"))
	default:
		return when("'STRING'", text)
	}
}

const mysqlNumbers = "'INTEGER', 'UNSIGNED INTEGER', 'DECIMAL', 'DOUBLE'"

func (d mysql) listed(p *printer, t form.Type, ref string) string {
	types := map[form.Kind]string{form.Number: mysqlNumbers, form.Bool: "'BOOLEAN'"}[t.Elem.Kind]
	if types == "" {
		types = "'STRING'"
	}
	test := "JSON_TYPE(`e`.`v`) IN ('NULL', " + types + ")"
	text := "JSON_UNQUOTE(`e`.`v`)"
	switch t.Elem.Kind {
	case form.Enum:
		test += " AND (JSON_TYPE(`e`.`v`) = 'NULL' OR " + p.member(d.exact(text), *t.Elem) + ")"
	case form.Date:
		test += " AND (JSON_TYPE(`e`.`v`) = 'NULL' OR REGEXP_LIKE(" + text + ", '" + datePattern + "'))"
	case form.Timestamp:
		test += " AND (JSON_TYPE(`e`.`v`) = 'NULL' OR REGEXP_LIKE(" + text + ", '" + timestampPattern + "', 'c'))"
	}
	return "CASE WHEN " + d.isArray(ref) + " THEN NOT EXISTS (SELECT 1 FROM " + d.elements(ref, "`e`") + " WHERE NOT (" + test + ")) ELSE FALSE END"
}

func (mysql) nullList(ref string) string { return "coalesce(JSON_TYPE(" + ref + "), 'NULL') = 'NULL'" }

func (d mysql) length(ref string) string {
	return "CASE WHEN " + d.isArray(ref) + " THEN JSON_LENGTH(" + ref + ") END"
}

func (d mysql) sortTerm(k form.Kind, x term, descending bool) string {
	value := d.compared(k, x.ref)
	if descending {
		return x.ref + " IS NULL DESC, " + value + " DESC"
	}
	return x.ref + " IS NULL, " + value
}

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

func (mysql) masked(_ form.Type, ref string) string { return ref }

func (mysql) mask(p *printer, c form.Constant, _ bool) string { return p.constant(c) }

func (mysql) textPiece(p *printer, of form.Piece, ref string) string {
	dots := p.dots()
	text := "CONVERT(" + ref + " USING utf8mb4)"
	piece := fmt.Sprintf("%s(%s, %d)", map[string]string{"first": "LEFT", "last": "RIGHT"}[of.Of], text, of.N)
	return fmt.Sprintf("CASE WHEN CHAR_LENGTH(%s) > %d THEN CONCAT(%s) WHEN %s IS NOT NULL THEN %s END", text, of.N, between(of, piece, dots, ", "), ref, dots)
}

func (mysql) datePiece(_ *printer, of form.Piece, ref string) string {
	_, rest := firstDay(of)
	kept := map[string]string{"year": "%Y", "month": "%Y-%m"}[of.Of]
	return "CASE WHEN " + ref + " >= '0001-01-01' THEN CAST(DATE_FORMAT(" + ref + ", '" + kept + rest + "') AS DATE) END"
}
