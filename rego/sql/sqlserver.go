package sql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// sqlserver is SQL Server from release 2019 on. Dates are of its type date,
// timestamps datetimeoffset, numbers integers or decimals, bools bit, lists
// JSON texts. It has no boolean values, and pads texts that it compares.
type sqlserver struct{}

// SQLServer names the dialect.
const SQLServer Dialect = "sqlserver"

func (sqlserver) name() Dialect { return SQLServer }

func (sqlserver) untried() string { return "there is no SQL Server to be had where the tests run" }

func (sqlserver) wide() bool { return false }

func (sqlserver) quotes() (open, closing string) { return "[", "]" }

func (sqlserver) quote(name string) string { return quoteWith("[", "]", name) }

var sqlserverTypes = map[paramType]string{
	asText: "nvarchar(max)", asInteger: "bigint", asDecimal: "decimal(38, 15)", asBool: "bit", asDate: "date",
	asInstant: "datetimeoffset(6)", asJSON: "nvarchar(max)",
}

func (sqlserver) holder(n int, t paramType) string {
	return "CAST(@p" + strconv.Itoa(n) + " AS " + sqlserverTypes[t] + ")"
}

func (sqlserver) literal(of param) string {
	text := fmt.Sprint(of.value)
	if of.value == true || of.value == false {
		text = map[bool]string{true: "1", false: "0"}[of.value == true]
	}
	return "CAST(N" + quoteWith("'", "'", text) + " AS " + sqlserverTypes[of.t] + ")"
}

func (sqlserver) positioned(text string, values []any) (string, []any) { return text, values }

func (sqlserver) bound(t paramType, value any) any {
	if micros, ok := value.(int64); ok && t == asInstant {
		return time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05.999999Z")
	}
	return value
}

// accepts refuses numbers that its decimals have no room for.
func (sqlserver) accepts(c form.Constant) error {
	if err := acceptsText(c); err != nil || c.T.Kind != form.Number {
		return err
	}
	d, err := parseDecimal(c.Value.(form.Decimal))
	if err != nil {
		return err
	}
	digits, point := d.Digits()
	if _, whole := d.Int(); !whole && (point > 23 || len(digits)-point > 15) {
		return fmt.Errorf("SQL Server has no exact number %s: 23 digits before the point are, and 15 behind it", c.Value)
	}
	return nil
}

func (sqlserver) nowhere() string { return "\nWHERE 1 = 0" }

func (sqlserver) truth(b bool) string {
	if b {
		return "1 = 1"
	}
	return "1 = 0"
}

func (sqlserver) notTrue(cond string) string { return "CASE WHEN " + cond + " THEN 0 ELSE 1 END = 1" }

var sqlserverNulls = map[form.Kind]paramType{
	form.Number: asDecimal, form.Bool: asBool, form.Date: asDate, form.Timestamp: asInstant,
}

func (sqlserver) null(t form.Type) string {
	of, ok := sqlserverNulls[t.Kind]
	if !ok {
		of = asText
	}
	return "CAST(NULL AS " + sqlserverTypes[of] + ")"
}

func (d sqlserver) field(p *printer, t form.Type, ref string) term {
	out := term{sql: ref, ref: ref}
	switch t.Kind {
	case form.Enum:
		out.valid = func() []string { return []string{p.member(d.exact(ref), t)} }
	case form.UUID:
		out.valid = func() []string { return []string{d.isUUID(ref)} }
	case form.JSON:
		out.valid = func() []string { return []string{"LTRIM(RTRIM(" + ref + ")) <> 'null'"} }
	case form.Timestamp:
		out.sql = d.micros(ref)
	}
	return out
}

// isUUID writes that a text is a UUID in its canonical form, which a
// uniqueidentifier is not shown in.
func (d sqlserver) isUUID(text string) string {
	hex := func(n int) string { return strings.Repeat("[0-9a-f]", n) }
	return "DATALENGTH(" + d.exact(text) + ") = 36 AND " + d.exact(text) + " LIKE '" + strings.Join([]string{hex(8), hex(4), hex(4), hex(4), hex(12)}, "-") + "'"
}

func (sqlserver) micros(at string) string {
	return "DATEDIFF_BIG(MICROSECOND, CAST('1970-01-01T00:00:00Z' AS datetimeoffset), " + at + ")"
}

// exact compares code points.
func (sqlserver) exact(text string) string {
	return "CAST(" + text + " COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))"
}

// unpadded writes that two texts that compare as equal have the same length.
func (d sqlserver) unpadded(x, y string) string {
	return "DATALENGTH(" + d.exact(x) + ") = DATALENGTH(" + d.exact(y) + ")"
}

func (d sqlserver) same(t, _ form.Type, x, y string) string {
	if isText(t.Kind) {
		return x + " = " + y + " AND " + d.exact(x) + " = " + d.exact(y) + " AND " + d.unpadded(x, y)
	}
	return x + " = " + y
}

func (d sqlserver) compare(p *printer, k form.Kind, op form.Comparison, x, y term) string {
	if k == form.Timestamp {
		switch {
		case y.constant != nil && x.ref != "":
			return x.ref + operators[op] + p.constant(*y.constant)
		case y.constant != nil:
			return x.sql + operators[op] + d.micros(p.constant(*y.constant))
		}
	}
	value := p.written(y)
	if !isText(k) {
		return x.sql + operators[op] + value
	}
	exact := d.exact(x.sql) + operators[op] + d.exact(value)
	switch {
	case op == form.NotEqual:
		return "(" + exact + " OR DATALENGTH(" + d.exact(x.sql) + ") <> DATALENGTH(" + d.exact(value) + "))"
	case op != form.Equal:
		return exact
	case x.ref != "" && y.constant != nil:
		return x.ref + " = " + value + " AND " + exact + " AND " + d.unpadded(x.sql, value)
	default:
		return exact + " AND " + d.unpadded(x.sql, value)
	}
}

func (d sqlserver) among(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	op, join := form.Equal, " OR "
	if except {
		op, join = form.NotEqual, " AND "
	}
	var tests []string
	for _, v := range values {
		tests = append(tests, "("+d.compare(p, k, op, x, term{constant: &v})+")")
	}
	return "(" + strings.Join(tests, join) + ")"
}

func (d sqlserver) amongMany(p *printer, k form.Kind, x term, values []form.Constant, except bool) string {
	of, array := p.array(values)
	v := "CAST([e].[value] AS " + sqlserverTypes[of] + ")"
	test := x.sql + " = " + v
	if isText(k) {
		test = d.exact(x.sql) + " = " + d.exact(v) + " AND " + d.unpadded(x.sql, v)
	}
	exists := "EXISTS (SELECT 1 FROM OPENJSON(" + array + ") AS [e] WHERE " + test + ")"
	if except {
		return x.sql + " IS NOT NULL AND NOT " + exists
	}
	return exists
}

func (d sqlserver) text(op scalar.Predicate, x, y string) string {
	text, part := d.exact(x), d.exact(y)
	size := "DATALENGTH(" + part + ")"
	fits := "DATALENGTH(" + text + ") >= " + size
	binary := func(s string) string { return "CAST(" + s + " AS varbinary(max))" }
	switch op {
	case scalar.StartsWith:
		return fits + " AND SUBSTRING(" + binary(text) + ", 1, " + size + ") = " + binary(part)
	case scalar.EndsWith:
		return fits + " AND SUBSTRING(" + binary(text) + ", DATALENGTH(" + text + ") - " + size + " + 1, " + size + ") = " + binary(part)
	case scalar.StrContains:
		return "(" + size + " = 0 OR CHARINDEX(" + part + ", " + text + ") > 0)"
	default:
		panic(fmt.Sprintf("sql: a predicate %q", op))
	}
}

func (d sqlserver) cased(upper bool, x string) string {
	from, to := capitals, smalls
	if upper {
		from, to = to, from
	}
	return "TRANSLATE(" + d.exact(x) + ", '" + from + "', '" + to + "')"
}

func (sqlserver) moved(x, by string) string { return "DATEADD(day, " + by + ", " + x + ")" }

func (sqlserver) isArray(ref string) string {
	return "(ISJSON(" + ref + ") = 1 AND LEFT(LTRIM(" + ref + "), 1) = '[')"
}

func (d sqlserver) elements(ref, alias string) string {
	return "OPENJSON(CASE WHEN " + d.isArray(ref) + " THEN " + ref + " ELSE '[]' END) AS " + alias
}

func (d sqlserver) element(_ *printer, t form.Type, alias string) term {
	v := alias + ".[value]"
	switch t.Kind {
	case form.Number:
		return term{sql: "TRY_CAST(" + v + " AS decimal(38, 15))"}
	case form.Bool:
		return term{sql: "TRY_CAST(" + v + " AS bit)"}
	case form.Date:
		return term{sql: "TRY_CAST(" + v + " AS date)"}
	case form.Timestamp:
		return term{sql: d.micros("TRY_CAST(" + v + " AS datetimeoffset(6))")}
	default:
		return term{sql: v}
	}
}

func (d sqlserver) listed(p *printer, t form.Type, ref string) string {
	types := map[form.Kind]string{form.Number: "2", form.Bool: "3"}[t.Elem.Kind]
	if types == "" {
		types = "1"
	}
	test := "[e].[type] IN (0, " + types + ")"
	switch t.Elem.Kind {
	case form.Enum:
		test += " AND ([e].[type] = 0 OR " + p.member(d.exact("[e].[value]"), *t.Elem) + ")"
	case form.UUID:
		test += " AND ([e].[type] = 0 OR " + d.isUUID("[e].[value]") + ")"
	case form.Date:
		test += " AND ([e].[type] = 0 OR TRY_CAST([e].[value] AS date) IS NOT NULL AND DATALENGTH([e].[value]) = 20)"
	case form.Timestamp:
		test += " AND ([e].[type] = 0 OR TRY_CAST([e].[value] AS datetimeoffset(6)) IS NOT NULL AND [e].[value] LIKE '%T%[Z0-9]')"
	}
	return d.isArray(ref) + " AND NOT EXISTS (SELECT 1 FROM " + d.elements(ref, "[e]") + " WHERE NOT (" + test + "))"
}

func (sqlserver) isNull(t form.Type, ref string) string {
	if t.Scalar() {
		return ref + " IS NULL"
	}
	return "(" + ref + " IS NULL OR LTRIM(RTRIM(" + ref + ")) = 'null')"
}

func (d sqlserver) length(ref string) string {
	return "(SELECT COUNT(*) FROM " + d.elements(ref, "[e]") + ")"
}

func (d sqlserver) sortTerm(k form.Kind, x term, descending bool) string {
	value := x.ref
	if isText(k) {
		value = d.exact(x.ref)
	}
	if descending {
		return "CASE WHEN " + x.ref + " IS NULL THEN 0 ELSE 1 END, " + value + " DESC"
	}
	return "CASE WHEN " + x.ref + " IS NULL THEN 1 ELSE 0 END, " + value
}

func (sqlserver) mixed() bool { return false }

func (sqlserver) limited(p *printer, limit, offset int) string {
	out := "\nOFFSET " + p.add(asInteger, int64(offset)) + " ROWS"
	if limit > 0 {
		out += " FETCH NEXT " + p.add(asInteger, int64(limit)) + " ROWS ONLY"
	}
	return out
}

func (sqlserver) fence() (string, error) {
	return "", errors.New("SQL Server has no fence: it may move a condition into any statement")
}

func (sqlserver) explain() (string, error) {
	return "", errors.New("SQL Server has no statement that explains another; it is a setting there, SHOWPLAN")
}

func (sqlserver) plain(_ form.Type, ref string) string { return ref }

func (sqlserver) masked(_ form.Type, ref string) string { return ref }

func (sqlserver) mask(p *printer, c form.Constant, _ bool) string { return p.constant(c) }

// textPiece counts code points, as texts in UTF-8 are counted there. LEN leaves out
// spaces at the end.
func (d sqlserver) textPiece(p *printer, of form.Piece, ref string) string {
	dots := p.dots()
	text := d.exact(ref)
	piece := fmt.Sprintf("%s(%s, %d)", map[string]string{"first": "LEFT", "last": "RIGHT"}[of.Of], text, of.N)
	piece = "CAST(" + piece + " AS nvarchar(max))"
	return fmt.Sprintf("CASE WHEN LEN(CONCAT(%s, 'x')) > %d THEN %s WHEN %s IS NOT NULL THEN %s END", text, of.N+1, between(of, piece, dots, " + "), ref, dots)
}

func (sqlserver) datePiece(_ *printer, of form.Piece, ref string) string {
	month := "MONTH(" + ref + ")"
	if of.Of == "year" {
		month = "1"
	}
	return "CASE WHEN " + ref + " IS NOT NULL THEN DATEFROMPARTS(YEAR(" + ref + "), " + month + ", 1) END"
}
