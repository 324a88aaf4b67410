package pull

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"portcullis/lang"
)

// readMySQL reads the catalogue of the database that a URL of MySQL or MariaDB
// names.
func readMySQL(ctx context.Context, url string) (*database, error) {
	db, err := ConnectMySQL(ctx, url)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("cannot read the database: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to undo
	r := &mysqlReader{rows: rows{ctx: ctx, tx: tx}, tables: map[string]*table{}}
	for _, step := range []func() error{r.readTables, r.readColumns, r.readIndexes, r.readReferences, r.readChecks} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("cannot read the database: %w", err)
		}
	}
	return &r.database, nil
}

type mysqlReader struct {
	rows
	maria    bool
	database database
	tables   map[string]*table
}

func (r *mysqlReader) readTables() error {
	var name, kind, remark, version string
	r.database.folds, r.database.loose = true, true
	if err := r.each("SELECT VERSION()", nil, []any{&version}, func() { r.maria = strings.Contains(version, "MariaDB") }); err != nil {
		return err
	}
	const query = `
		SELECT table_name, if(table_type = 'VIEW', 'view', 'table'), if(table_type = 'VIEW', '', table_comment) FROM information_schema.tables
		WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')`
	return r.each(query, nil, []any{&name, &kind, &remark}, func() {
		t := &table{name: name, kind: kind, comment: remark}
		r.tables[name] = t
		r.database.tables = append(r.database.tables, t)
	})
}

// of reads rows that begin with the name of a table, one after another.
func (r *mysqlReader) of(query string, into []any, do func(*table)) error {
	var name string
	return r.each(query, nil, append([]any{&name}, into...), func() {
		if t := r.tables[name]; t != nil {
			do(t)
		}
	})
}

func (r *mysqlReader) readColumns() error {
	var (
		name, data, declared, extra, remark string
		required                            bool
		initial                             sql.NullString
		digits, decimals                    sql.NullInt64
	)
	const query = `
		SELECT table_name, column_name, lower(data_type), lower(column_type), is_nullable = 'NO', column_default, upper(extra), column_comment,
			numeric_precision, numeric_scale
		FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`
	into := []any{&name, &data, &declared, &required, &initial, &extra, &remark, &digits, &decimals}
	return r.of(query, into, func(t *table) {
		c := &column{name: name, comment: remark, declared: declared, required: required}
		c.generated = strings.Contains(extra, "AUTO_INCREMENT") || strings.Contains(extra, " GENERATED")
		if initial.Valid && !c.generated {
			c.initial = r.expression(initial.String, strings.Contains(extra, "DEFAULT_GENERATED"))
		}
		if kind, ok := mysqlKinds[data]; ok {
			c.typ, c.note = &lang.Type{Kind: kind}, mysqlNotes[data]
		} else if c.note = mysqlNotes[data]; c.note == "" {
			c.note = unmapped
		}
		switch {
		case declared == "tinyint(1)":
			c.typ = &lang.Type{Kind: lang.Bool}
		case data == "enum":
			c.typ, c.note = nil, unsayable
			if typ, ok := enumOf(enumValues(declared)); ok {
				c.typ, c.note = typ, ""
			}
		case data == "decimal" && (digits.Int64-decimals.Int64 > 34 || decimals.Int64 > 30):
			c.note = "statements know numbers of at most 34 digits before the point, and 30 behind it"
		}
		t.columns = append(t.columns, c)
	})
}

var mysqlKinds = map[string]lang.Kind{
	"char": lang.String, "varchar": lang.String, "tinytext": lang.String, "text": lang.String, "mediumtext": lang.String, "longtext": lang.String,
	"tinyint": lang.Number, "smallint": lang.Number, "mediumint": lang.Number, "int": lang.Number, "bigint": lang.Number, "year": lang.Number,
	"decimal": lang.Number, "double": lang.Number,
	"json": lang.JSON, "uuid": lang.UUID, "date": lang.Date, "datetime": lang.Timestamp, "timestamp": lang.Timestamp,
}

// mysqlNotes is what is to be known of types, or why there is none for them.
var mysqlNotes = map[string]string{
	"double":    floatNote,
	"datetime":  "it has no time zone, and is taken to be in UTC",
	"timestamp": "it is shown in the session's time zone, which has to be UTC for statements",
	"float":     "it has more digits than it shows, so that statements cannot compare it exactly",
}

var currentTime = regexp.MustCompile(`(?i)^(?:current_timestamp|now)(?:\(\d*\))?$`)

// expression gives what a column has by default as other databases write it.
// MariaDB writes an expression, MySQL a text as it is, but for expressions.
func (r *mysqlReader) expression(of string, isExpression bool) string {
	switch {
	case currentTime.MatchString(of):
		return "now()"
	case strings.EqualFold(of, "curdate()"):
		return "current_date"
	case r.maria || isExpression:
		of = strings.ReplaceAll(of, `\'`, "''")
		if strings.Contains(of, `\`) {
			return "escaped(" + of + ")" // which no constant is taken from
		}
		return of
	default:
		return "'" + strings.ReplaceAll(of, "'", "''") + "'"
	}
}

// enumValues reads enum('a','b').
func enumValues(declared string) []string {
	var values []string
	for _, token := range sqlTokens(declared) {
		if token.kind == sqlText {
			values = append(values, token.text)
		}
	}
	return values
}

// readIndexes finds the keys: unique indexes of whole columns.
func (r *mysqlReader) readIndexes() error {
	var (
		index  string
		name   sql.NullString // null for an expression
		part   sql.NullInt64  // of a text, so many characters from its beginning
		places = map[*table]map[string][]string{}
		broken = map[*table]map[string]bool{}
	)
	const query = `
		SELECT table_name, index_name, column_name, sub_part FROM information_schema.statistics
		WHERE table_schema = DATABASE() AND NOT non_unique ORDER BY table_name, index_name, seq_in_index`
	err := r.of(query, []any{&index, &name, &part}, func(t *table) {
		if places[t] == nil {
			places[t], broken[t] = map[string][]string{}, map[string]bool{}
		}
		places[t][index] = append(places[t][index], name.String)
		broken[t][index] = broken[t][index] || !name.Valid || part.Valid
	})
	for t, indexes := range places {
		for index, columns := range indexes {
			switch {
			case broken[t][index]:
			case index == "PRIMARY":
				t.primary = columns
			default:
				t.unique = append(t.unique, columns)
			}
		}
	}
	return err
}

func (r *mysqlReader) readReferences() error {
	var constraint, last, from, schema, other, to string
	const query = `
		SELECT table_name, constraint_name, column_name, if(referenced_table_schema = DATABASE(), '', referenced_table_schema),
			referenced_table_name, referenced_column_name
		FROM information_schema.key_column_usage
		WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL ORDER BY table_name, constraint_name, ordinal_position`
	var of *table
	return r.of(query, []any{&constraint, &from, &schema, &other, &to}, func(t *table) {
		if t != of || constraint != last {
			of, last = t, constraint
			t.references = append(t.references, reference{schema: schema, table: other})
		}
		ref := &t.references[len(t.references)-1]
		ref.columns, ref.to = append(ref.columns, from), append(ref.to, to)
	})
}

// readChecks finds checks that list a column's values, and MariaDB's columns of
// JSON, which are texts with a check.
func (r *mysqlReader) readChecks() error {
	var clause string
	query := `
		SELECT c.table_name, k.check_clause FROM information_schema.check_constraints k
		JOIN information_schema.table_constraints c ON c.constraint_schema = k.constraint_schema AND c.constraint_name = k.constraint_name
		WHERE k.constraint_schema = DATABASE() AND c.constraint_type = 'CHECK'`
	if r.maria { // where constraints of two tables may have one name
		query += " AND c.table_name = k.table_name"
	}
	return r.of(query, []any{&clause}, func(t *table) {
		for _, c := range t.columns {
			if strings.EqualFold(clause, "json_valid(`"+strings.ReplaceAll(c.name, "`", "``")+"`)") {
				c.typ, c.note = &lang.Type{Kind: lang.JSON}, "if it holds lists, declare it as a list"
			}
		}
		if !strings.Contains(clause, `\`) {
			takeChecks(t, "CHECK ("+clause+")")
		}
	})
}

var errNoSchemas = errors.New("a database of MySQL has no schemas to choose from: the URL names the database")
