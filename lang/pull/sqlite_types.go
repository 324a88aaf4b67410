package pull

import (
	"strings"

	"portcullis/lang"
)

// declaredAs are the types that columns of SQLite are declared to be, which
// SQLite itself makes little of. The lengths and precisions after them, as in
// VARCHAR(20), are looked past.
var declaredAs = map[string]lang.Kind{
	"TEXT": lang.String, "CHAR": lang.String, "CHARACTER": lang.String, "VARCHAR": lang.String, "NCHAR": lang.String,
	"NVARCHAR": lang.String, "CHARACTER VARYING": lang.String, "VARYING CHARACTER": lang.String,
	"NATIVE CHARACTER": lang.String, "CLOB": lang.String, "STRING": lang.String, "GUID": lang.String,
	"UUID": lang.UUID, "JSON": lang.JSON,
	"INT": lang.Number, "INTEGER": lang.Number, "TINYINT": lang.Number, "SMALLINT": lang.Number, "MEDIUMINT": lang.Number,
	"BIGINT": lang.Number, "UNSIGNED BIG INT": lang.Number, "INT2": lang.Number, "INT4": lang.Number, "INT8": lang.Number,
	"NUMERIC": lang.Number, "DECIMAL": lang.Number, "NUMBER": lang.Number, "MONEY": lang.Number,
	"REAL": lang.Number, "DOUBLE": lang.Number, "DOUBLE PRECISION": lang.Number, "FLOAT": lang.Number,
	"BOOL": lang.Bool, "BOOLEAN": lang.Bool,
	"DATE": lang.Date, "DATETIME": lang.Timestamp, "TIMESTAMP": lang.Timestamp, "TIMESTAMPTZ": lang.Timestamp,
	"TIMESTAMP WITH TIME ZONE": lang.Timestamp,
}

// affinity gives the language's type for a declared one, nil for none, and what
// is to be known of it.
func affinity(declared string) (*lang.Type, string) {
	plain, length, _ := strings.Cut(strings.ToUpper(declared), "(")
	if _, rest, ok := strings.Cut(length, ")"); ok {
		plain += " " + rest
	}
	kind, ok := declaredAs[strings.Join(strings.Fields(plain), " ")]
	switch {
	case strings.TrimSpace(declared) == "":
		return nil, "it is declared without a type"
	case !ok:
		return nil, unmapped
	case kind == lang.Timestamp:
		return &lang.Type{Kind: kind}, "its values have to be texts as in RFC 3339: 2026-03-01T09:00:00Z"
	default:
		return &lang.Type{Kind: kind}, ""
	}
}

// takeChecks reads the checks that list a column's values in the text that the
// table was made with: CHECK (status IN ('a', 'b')) makes an enum of a text, and
// CHECK (done IN (0, 1)) a bool of a number. Any other check is passed over.
func takeChecks(t *table, definition string) {
	tokens := sqlTokens(definition)
	for i, token := range tokens {
		if !token.is("CHECK") {
			continue
		}
		name, values, ok := listCheck(tokens[i+1:])
		if !ok {
			continue
		}
		for _, c := range t.columns {
			if strings.EqualFold(c.name, name) {
				c.restrict(values)
			}
		}
	}
}

// restrict makes of a column what a check leaves of it.
func (c *column) restrict(values []sqlToken) {
	var texts []string
	numbers := map[string]bool{}
	for _, v := range values {
		switch v.kind {
		case sqlText:
			texts = append(texts, v.text)
		default:
			numbers[v.text] = true
		}
	}
	switch {
	case c.typ == nil:
	case c.typ.Kind == lang.String && len(texts) == len(values):
		if typ, ok := enumOf(texts); ok {
			c.typ = typ
		}
	case c.typ.Kind == lang.Number && len(texts) == 0 && len(numbers) == 2 && numbers["0"] && numbers["1"]:
		c.typ = &lang.Type{Kind: lang.Bool}
	}
}

// listCheck reads ( name IN ( value, … ) ) and nothing else.
func listCheck(tokens []sqlToken) (name string, values []sqlToken, ok bool) {
	if len(tokens) < 7 || !tokens[0].is("(") || tokens[1].kind != sqlName || !tokens[2].is("IN") || !tokens[3].is("(") {
		return "", nil, false
	}
	for rest := tokens[4:]; len(rest) > 2; rest = rest[2:] {
		if rest[0].kind != sqlText && rest[0].kind != sqlNumber {
			return "", nil, false
		}
		values = append(values, rest[0])
		switch {
		case rest[1].is(",") && rest[1].kind == sqlSign:
		case rest[1].is(")") && rest[1].kind == sqlSign:
			return tokens[1].text, values, rest[2].is(")")
		default:
			return "", nil, false
		}
	}
	return "", nil, false
}
