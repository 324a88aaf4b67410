package sql

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// sqlite is SQLite from release 3.38.0 on, which tests ask too, of a database in UTF-8. Its columns
// hold values of any type, so each is asked what it has. Dates are texts,
// timestamps RFC 3339 texts, bools 0 and 1, lists and JSON JSON texts (or numbers,
// which a column may make of these). A text may have a
// NUL in it, at which length, substr, GLOB and the functions of dates and JSON
// end, but not instr, replace, lower and comparisons.
//
// Where it is strict, the caller says that columns hold nothing but null and values of
// the SQL type that their fields need, as STRICT tables and checks of typeof see to:
// integer or real of numbers, integer of bools, text of all else. What such a value may
// be, beside one of the field, is asked of it all the same.
type sqlite struct{ strict bool }

// SQLite names the dialect, and SQLiteStrict that of databases whose columns have
// types: integer or real for numbers, integer for bools, text for all else, in STRICT
// tables or by checks. Where they have not, it lets through what it must not.
const (
	SQLite       Dialect = "sqlite"
	SQLiteStrict Dialect = "sqlite-strict"
)

func (d sqlite) name() Dialect {
	if d.strict {
		return SQLiteStrict
	}
	return SQLite
}

func (sqlite) untried() string { return "" }

func (sqlite) wide() bool { return true }

func (sqlite) quotes() (open, closing string) { return `"`, `"` }

func (sqlite) quote(name string) string { return quoteWith(`"`, `"`, name) }

// holder makes a number of what a driver may have bound as text.
func (d sqlite) holder(n int, t paramType) string { return d.cast(t, "?"+strconv.Itoa(n)) }

func (sqlite) cast(t paramType, value string) string {
	if t == asInteger || t == asDecimal || t == asInstant {
		return "CAST(" + value + " AS NUMERIC)"
	}
	return value
}

func (d sqlite) literal(of param) string {
	if text, ok := of.value.(string); ok {
		return quoteWith("'", "'", text)
	}
	return d.cast(of.t, fmt.Sprint(of.value))
}

func (sqlite) positioned(text string, values []any) (string, []any) { return text, values }

func (sqlite) bound(_ paramType, value any) any {
	if b, ok := value.(bool); ok {
		if b {
			return int64(1)
		}
		return int64(0)
	}
	return value
}

// accepts refuses numbers that SQLite could not tell from others.
func (sqlite) accepts(c form.Constant) error {
	if err := acceptsText(c); err != nil || c.T.Kind != form.Number {
		return err
	}
	_, value, err := numberParam(c.Value.(form.Decimal))
	if err != nil {
		return err
	}
	if _, text := value.(string); text {
		return fmt.Errorf("SQLite has no exact number %s: numbers are exact there for 64-bit integers and 15 significant digits", c.Value)
	}
	return nil
}

// SQLiteHas tells whether SQLite has a number exactly: integers of 64 bits, and
// 15 significant digits.
func SQLiteHas(n json.Number) bool {
	return sqlite{}.accepts(form.Constant{T: form.Type{Kind: form.Number}, Value: form.Decimal(n)}) == nil
}

func (sqlite) truth(b bool) string { return postgres{}.truth(b) }

func (sqlite) notTrue(cond string) string { return "(" + cond + ") IS NOT TRUE" }

func (sqlite) null(form.Type) string { return "NULL" }

func (d sqlite) field(p *printer, t form.Type, ref string) term {
	text := term{sql: ref, ref: ref, typed: d.stored(ref, "text")}
	switch t.Kind {
	case form.String:
		text.equal = d.noNumber(ref)
		if !d.strict { // a number that affinity makes of a text comes before all texts
			text.ordered = "+" + ref
		}
		return text
	case form.Enum:
		member := func() string { return p.member(d.exact(ref), t) }
		if slices.ContainsFunc(t.Values, mayBeNumber) {
			text.equal = d.noNumber(ref)
			text.valid = func() []string { return append(text.typed, member()) }
			return text
		}
		text.equal = []string{} // nothing but a text equals one of these
		text.valid = func() []string { return []string{member()} }
		return text
	case form.UUID:
		text.equal = []string{}
		text.valid = func() []string { return append(text.typed, d.isUUID(ref)) }
		return text
	case form.JSON:
		return term{sql: ref, ref: ref, valid: func() []string {
			return []string{"CASE WHEN " + d.isText(ref) + " AND json_valid(" + ref + ") THEN json_type(" + ref + ") <> 'null' ELSE typeof(" + ref + ") IN ('integer', 'real') END"}
		}}
	case form.Number:
		out := term{sql: ref, ref: ref, typed: d.number(ref), atLeast: " >= -" + mostReal, atMost: " <= " + mostReal}
		out.valid = func() []string { return append(out.typed, d.finite(ref)) }
		return out
	case form.Bool:
		out := term{sql: ref, ref: ref, typed: d.stored(ref, "integer")}
		out.valid = func() []string { return append(out.typed, ref+" IN (0, 1)") }
		return out
	case form.Date:
		text.equal = []string{}
		text.valid = func() []string { return []string{d.isDate(ref)} }
		return text
	case form.Timestamp:
		return term{sql: d.instant(ref)}
	default:
		panic(fmt.Sprintf("sql: a field of kind %q compares with nothing", t.Kind))
	}
}

// stored writes that what is in a column is of a type, where it may not be.
func (d sqlite) stored(ref, kind string) []string {
	if d.strict {
		return nil
	}
	return []string{"typeof(" + ref + ") = '" + kind + "'"}
}

// Numbers come before texts, and texts before blobs. Behind a + a column has no affinity,
// by which either side of a comparison might be made another value. To compare so takes
// a part of the time of typeof.

// number writes that what is in a column is a number, where it may not be.
func (d sqlite) number(ref string) []string {
	if d.strict {
		return nil
	}
	return []string{"+" + ref + " < " + d.exact("''")}
}

// noNumber writes that what is in a column is no number, where it may be. A column's
// affinity can make a number of a text that it is compared with.
func (d sqlite) noNumber(ref string) []string {
	if d.strict {
		return nil
	}
	return []string{"+" + ref + " >= " + d.exact("''")}
}

// mayBeNumber reports whether a column's affinity might make a number of a text. It makes
// none of what has a letter other than the exponent's.
func mayBeNumber(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r != 'e' && r != 'E' && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}) || strings.Contains(text, "\x00")
}

const mostReal = "1.7976931348623157e308"

// finite writes that a number is none of the infinities, which are numbers there.
func (sqlite) finite(number string) string {
	return number + " BETWEEN -" + mostReal + " AND " + mostReal
}

// isDate writes that what is in a column is the text of a date of the years 0001 to 9999:
// what date() gives back as it is, which is no number and no blob. (By itself older
// releases give back a 31st of any month; moved by nothing, that is a day of the next.)
func (sqlite) isDate(text string) string {
	return "length(" + text + ") = 10 AND " + text + " >= '0001-01-01' AND date(" + text + ", '+0 days') = " + text
}

// isUUID writes that a text is a UUID in its canonical form.
func (d sqlite) isUUID(text string) string {
	hex := func(n int) string { return strings.Repeat("[0-9a-f]", n) }
	return d.noNUL(text) + " AND " + text + " GLOB '" + strings.Join([]string{hex(8), hex(4), hex(4), hex(4), hex(12)}, "-") + "'"
}

// isText writes that a column has a text, all of which the functions of JSON read.
func (d sqlite) isText(ref string) string { return "typeof(" + ref + ") = 'text' AND " + d.noNUL(ref) }

// noNUL writes that a text has no NUL.
func (sqlite) noNUL(text string) string { return "instr(" + text + ", char(0)) = 0" }

// instant writes the microseconds since 1970 of an RFC 3339 text; NULL for
// another text. SQLite's own functions have milliseconds, and offsets up to 14
// hours. (The text and its fraction are named first, to be written once.)
func (d sqlite) instant(x string) string {
	const (
		text     = `"at"."text"`
		fraction = `"at"."fraction"`
		zulu     = text + " GLOB '*Z'"
		offset   = "CASE WHEN " + zulu + " THEN 0 ELSE (substr(" + text + ", -6, 1) || '1') * (substr(" + text + ", -5, 2) * 60 + substr(" + text + ", -2)) END"
	)
	valid := []string{
		"typeof(" + text + ") = 'text'",
		d.noNUL(text),
		text + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*'",
		d.isDate("substr(" + text + ", 1, 10)"),
		"substr(" + text + ", 12, 2) <= '23'",
		"(" + zulu + " OR substr(" + text + ", -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' AND substr(" + text + ", -5, 2) <= '23')",
		"(" + fraction + " = '' OR " + fraction + " GLOB '.[0-9]*' AND length(" + fraction + ") <= 7 AND substr(" + fraction + ", 2) NOT GLOB '*[^0-9]*')",
	}
	return "(SELECT CASE WHEN " + allOf(valid) + " THEN (strftime('%s', substr(" + text + ", 1, 19)) - 60 * " + offset + ") * 1000000 + " +
		"CAST(substr(" + fraction + " || '000000', 2, 6) AS INTEGER) END FROM (SELECT " + x + ` AS "text", substr(` + x + ", 20, length(" + x +
		") - CASE WHEN " + x + ` GLOB '*Z' THEN 20 ELSE 25 END) AS "fraction") AS "at")`
}

func (sqlite) exact(text string) string { return text + " COLLATE BINARY" }

// same also asks for what is stored: a column's affinity can make a number of
// a text before they are compared.
func (d sqlite) same(t, u form.Type, x, y string) string {
	a, b := d.field(nil, t, x), d.field(nil, u, y)
	return allOf(append(append([]string{a.sql + " = " + d.compared(t.Kind, b.sql)}, a.typed...), b.typed...))
}

func (d sqlite) compare(p *printer, k form.Kind, op form.Comparison, x, y term) string {
	return x.sql + operators[op] + d.compared(k, p.written(y))
}

func (d sqlite) compared(k form.Kind, x string) string {
	if isText(k) || k == form.Date {
		return d.exact(x)
	}
	return x
}

func (d sqlite) among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	return d.in(k, x.sql, strings.Join(p.holders(values), ", "), except)
}

func (d sqlite) amongMany(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	_, array := p.array(values)
	return d.in(k, x.sql, `SELECT "e"."value" FROM json_each(`+array+`) AS "e"`, except)
}

func (d sqlite) in(k form.Kind, x, list string, except bool) string {
	return d.compared(k, x) + in(except) + list + ")"
}

// text heeds what stands behind a NUL. (Of no bytes at all, substr gives NULL.)
func (d sqlite) text(op scalar.Predicate, x, y string) string {
	bytes := func(text string) string { return "CAST(" + text + " AS BLOB)" }
	switch op {
	case scalar.StartsWith:
		return "instr(" + x + ", " + y + ") = 1"
	case scalar.EndsWith:
		return "CASE WHEN " + x + " IS NOT NULL THEN " + y + " = '' OR coalesce(substr(" + bytes(x) + ", -length(" + bytes(y) + ")), X'') = " + bytes(y) + " END"
	case scalar.StrContains:
		return "instr(" + x + ", " + y + ") > 0"
	default:
		panic(fmt.Sprintf("sql: a predicate %q", op))
	}
}

// cased uses lower and upper where they are what SQLite has by default, which
// change the letters A to Z; an extension may have replaced them. Then the letters
// are replaced one by one, in a loop: the parser has no room for so many calls
// within each other.
func (sqlite) cased(upper bool, x string) string {
	function, probe, from, to := "lower", "É", capitals, smalls
	if upper {
		function, probe, from, to = "upper", "é", smalls, capitals
	}
	letter := func(of string) string { return "substr('" + of + `', "n", 1)` }
	return "CASE WHEN " + function + "('" + probe + "') = '" + probe + "' THEN " + function + "(" + x + ") ELSE " +
		`(WITH RECURSIVE "cased"("text", "n") AS (SELECT ` + x + `, 1 UNION ALL SELECT replace("text", ` + letter(from) + ", " + letter(to) +
		`), "n" + 1 FROM "cased" WHERE "n" <= 26) SELECT "text" FROM "cased" WHERE "n" = 27) END`
}

func (sqlite) moved(x, by string) string { return "date(" + x + ", " + by + " || ' days')" }

func (d sqlite) isArray(ref string) string {
	return "CASE WHEN " + d.isJSON(ref) + " THEN json_type(" + ref + ") = 'array' ELSE FALSE END"
}

// isJSON writes that a column has JSON, all of which SQLite reads: it takes a NUL
// for the end of a text, and its escape for the end of a string.
func (d sqlite) isJSON(ref string) string {
	return d.isText(ref) + " AND instr(replace(" + ref + `, '\\', ''), '\u0000') = 0 AND json_valid(` + ref + ")"
}

// elements has none of what is no list, for which json_each would fail.
func (d sqlite) elements(ref, alias string) string {
	return "json_each(CASE WHEN " + d.isArray(ref) + " THEN " + ref + " ELSE '[]' END) AS " + alias
}

func (d sqlite) element(_ *printer, t form.Type, alias string) term {
	v := alias + `."value"`
	if t.Kind == form.Timestamp {
		return term{sql: d.instant(v)}
	}
	return term{sql: v}
}

func (d sqlite) listed(p *printer, t form.Type, ref string) string {
	is := map[form.Kind]string{form.Number: "'integer', 'real'", form.Bool: "'true', 'false'"}[t.Elem.Kind]
	if is == "" {
		is = "'text'"
	}
	test, value := `"e"."type" IN ('null', `+is+`)`, `"e"."value"`
	switch t.Elem.Kind {
	case form.Number:
		test += ` AND ("e"."type" = 'null' OR ` + d.finite(value) + ")"
	case form.Enum:
		test += ` AND ("e"."type" = 'null' OR ` + p.member(d.exact(value), *t.Elem) + ")"
	case form.UUID:
		test += ` AND ("e"."type" = 'null' OR ` + d.isUUID(value) + ")"
	case form.Date:
		test += ` AND ("e"."type" = 'null' OR coalesce(` + d.isDate(value) + ", FALSE))"
	case form.Timestamp:
		test += ` AND ("e"."type" = 'null' OR ` + d.instant(value) + " IS NOT NULL)"
	}
	return "CASE WHEN " + d.isArray(ref) + " THEN NOT EXISTS (SELECT 1 FROM " + d.elements(ref, `"e"`) + " WHERE NOT (" + test + ")) ELSE FALSE END"
}

func (d sqlite) isNull(t form.Type, ref string) string {
	is := ""
	switch t.Kind {
	case form.ListOf:
		is = d.isJSON(ref)
	case form.JSON:
		is = d.isText(ref) + " AND json_valid(" + ref + ")"
	default:
		return ref + " IS NULL"
	}
	return "CASE WHEN " + ref + " IS NULL THEN TRUE WHEN " + is + " THEN json_type(" + ref + ") = 'null' ELSE FALSE END"
}

func (d sqlite) length(ref string) string {
	return "CASE WHEN " + d.isArray(ref) + " THEN json_array_length(" + ref + ") END"
}

func (sqlite) explain() (string, error) { return "EXPLAIN QUERY PLAN ", nil }

func (sqlite) plain(_ form.Type, ref string) string { return ref }

func (sqlite) masked(_ form.Type, ref string) string { return ref }

// mask writes a timestamp as the columns of timestamps have them.
func (sqlite) mask(p *printer, c form.Constant, _ bool) string {
	if c.T.Kind == form.Timestamp {
		return p.add(asText, c.Value)
	}
	return p.constant(c)
}

// fence keeps SQLite from merging the statement with one around it that has a
// condition, and from moving that condition into it.
func (sqlite) fence() (string, error) { return "\nLIMIT -1", nil }

func (sqlite) nowhere() string { return "\nWHERE FALSE" }

func (d sqlite) sortTerm(k form.Kind, x term, descending bool) string {
	if descending {
		return d.compared(k, x.sql) + " DESC NULLS FIRST"
	}
	return d.compared(k, x.sql) + " ASC NULLS LAST"
}

func (sqlite) mixed() bool { return true }

func (sqlite) limited(p *printer, limit, offset int) string {
	if limit == 0 {
		limit = -1 // an OFFSET stands behind a LIMIT only
	}
	out := "\nLIMIT " + p.add(asInteger, int64(limit))
	if offset > 0 {
		out += " OFFSET " + p.add(asInteger, int64(offset))
	}
	return out
}

// textPiece heeds a NUL, at which length and substr end: in its place they are given
// the first code point that the text has not.
func (d sqlite) textPiece(p *printer, of form.Piece, ref string) string {
	dots := p.dots()
	shown := func(text string) (longer, piece string) {
		piece = fmt.Sprintf("substr(%s, 1, %d)", text, of.N)
		if of.Of == "last" {
			piece = fmt.Sprintf("substr(%s, -%d)", text, of.N)
		}
		return fmt.Sprintf("length(%s) > %d", text, of.N), piece
	}
	longer, piece := shown(ref)
	without := "replace(" + ref + `, char(0), char("n"))`
	longerToo, pieceToo := shown(without)
	nul := "(SELECT CASE WHEN " + longerToo + " THEN " + between(of, "replace("+pieceToo+`, char("n"), char(0))`, dots, " || ") + " ELSE " + dots +
		` END FROM (WITH RECURSIVE "free"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "free" WHERE instr(` + ref +
		`, char("n")) > 0) SELECT max("n") AS "n" FROM "free"))`
	return "CASE WHEN " + ref + " IS NULL THEN NULL WHEN typeof(" + ref + ") <> 'text' THEN " + dots + " WHEN instr(" + ref + ", char(0)) > 0 THEN " + nul +
		" WHEN " + longer + " THEN " + between(of, piece, dots, " || ") + " ELSE " + dots + " END"
}

func (d sqlite) datePiece(p *printer, of form.Piece, ref string) string {
	kept, rest := firstDay(of)
	return fmt.Sprintf("CASE WHEN %[1]s IS NULL THEN NULL WHEN typeof(%[1]s) = 'text' AND %[2]s THEN substr(%[1]s, 1, %[3]d) || '%[4]s' ELSE %[5]s END",
		ref, d.isDate(ref), kept, rest, p.dots())
}
