package enginetest

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	_ "github.com/ncruces/go-sqlite3/driver"

	"portcullis/lang"
)

// sqlite is a database in memory. An odd one has columns that fold case, drop
// spaces, or are of no type at all; a strict one holds columns to their types.
type sqlite struct {
	odd, strict bool
	db          *sql.DB
}

func (s *sqlite) name() string {
	switch {
	case s.odd:
		return "SQLite with columns of every kind"
	case s.strict:
		return "SQLite with strict tables"
	default:
		return "SQLite"
	}
}

func (s *sqlite) dialect() string {
	if s.strict {
		return "sqlite-strict"
	}
	return "sqlite"
}

func (s *sqlite) plain() bool         { return !s.odd && !s.strict }
func (s *sqlite) takes(w *world) bool { return !w.wide && (s.odd || !w.wrong) }

func (s *sqlite) close() {
	if s.db != nil {
		s.db.Close()
	}
}

func (s *sqlite) hold(w *world) error {
	s.close()
	db, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1) // each connection has a database of its own
	s.db = db
	if _, err := db.Exec("ATTACH ':memory:' AS crm"); err != nil {
		return err
	}
	for _, t := range w.policy.Tables {
		if err := s.fill(w, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqlite) fill(w *world, t *lang.Table) error {
	var columns, holders []string
	for i, f := range t.Fields {
		columns = append(columns, identifier(f.Column)+" "+s.column(w, t, f))
		holders = append(holders, fmt.Sprintf("?%d", i+1))
	}
	create := fmt.Sprintf("CREATE TABLE %s (%s)", qualified(t.Source), strings.Join(columns, ", "))
	if s.strict {
		create += " STRICT"
	}
	if _, err := s.db.Exec(create); err != nil {
		return err
	}
	for _, f := range w.indexed(t) {
		schema, table := "", t.Source
		if parts := strings.SplitN(t.Source, ".", 2); len(parts) == 2 {
			schema, table = identifier(parts[0])+".", parts[1]
		}
		if _, err := s.db.Exec(fmt.Sprintf("CREATE INDEX %s%s ON %s (%s)", schema, identifier("of "+t.Source+" by "+f.Column), identifier(table), identifier(f.Column))); err != nil {
			return err
		}
	}
	insert, err := s.db.Prepare(fmt.Sprintf("INSERT INTO %s VALUES (%s)", qualified(t.Source), strings.Join(holders, ", ")))
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, row := range w.rows[t] {
		values := make([]any, len(t.Fields))
		for i, f := range t.Fields {
			values[i] = inSQLite(f.Type, row[f.Name])
		}
		if _, err := insert.Exec(values...); err != nil {
			return err
		}
	}
	return nil
}

// column gives a column's declared type. Where a value is not of the field's
// type it has none, since a type would convert it.
func (s *sqlite) column(w *world, t *lang.Table, f *lang.Field) string {
	kind := map[lang.Kind]string{
		lang.String: "TEXT", lang.Number: "NUMERIC", lang.Bool: "INTEGER", lang.Date: "TEXT",
		lang.Timestamp: "TEXT", lang.Enum: "TEXT", lang.List: "TEXT", lang.UUID: "TEXT", lang.JSON: "TEXT",
	}[f.Type.Kind]
	if s.strict && f.Type.Kind == lang.Number {
		return strictNumbers(w, t, f)
	}
	if !s.odd {
		return kind
	}
	for _, row := range w.rows[t] {
		if !fits(f.Type, row[f.Name]) {
			return ""
		}
	}
	odd := []string{kind, "", kind + " COLLATE NOCASE", kind + " COLLATE RTRIM", "BLOB"}
	return odd[variety(f, len(odd))]
}

// strictNumbers gives the type of a column of numbers in a strict table: ANY, which
// keeps them as they come, where neither type of numbers has all of them.
func strictNumbers(w *world, t *lang.Table, f *lang.Field) string {
	integers, doubles := true, true
	for _, row := range w.rows[t] {
		if n, ok := row[f.Name].(json.Number); ok {
			given, _ := new(big.Rat).SetString(n.String())
			double, _ := given.Float64()
			shows, _ := new(big.Rat).SetString(outOfSQLite(f.Type, double).(json.Number).String())
			integers, doubles = integers && whole(n), doubles && shows.Cmp(given) == 0
		}
	}
	switch {
	case integers:
		return "INTEGER"
	case doubles:
		return "REAL"
	default:
		return "ANY"
	}
}

// fits tells whether SQLite keeps a value in a column of the type as it is.
func fits(t lang.Type, v any) bool {
	if t.Kind == lang.JSON {
		return true
	}
	switch v.(type) {
	case nil:
		return true
	case json.Number:
		return t.Kind == lang.Number
	case bool:
		return t.Kind == lang.Bool
	case []any:
		return t.Kind == lang.List
	default:
		return t.Kind != lang.Number && t.Kind != lang.Bool && t.Kind != lang.List
	}
}

func inSQLite(t lang.Type, v any) any {
	if t.Kind == lang.JSON && v != nil {
		return jsonText(v)
	}
	switch v := v.(type) {
	case json.Number:
		r, ok := new(big.Rat).SetString(v.String())
		if !ok {
			panic("enginetest: no number: " + v.String())
		}
		if r.IsInt() && r.Num().IsInt64() {
			return r.Num().Int64()
		}
		f, _ := r.Float64()
		return f
	case []any:
		return jsonText(v)
	default:
		return v
	}
}

func jsonText(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // it came as JSON
	}
	return strings.TrimSpace(b.String())
}

func (s *sqlite) ask(statement string, params []any, fields []*lang.Field) ([]map[string]any, error) {
	rows, err := s.db.Query("SELECT * FROM ("+statement+")", params...)
	if err != nil {
		return nil, err
	}
	return scanned(rows, fields, outOfSQLite)
}

// scanned reads the rows of a statement, and closes them.
func scanned(rows *sql.Rows, fields []*lang.Field, value func(lang.Type, any) any) ([]map[string]any, error) {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	if err := sameColumns(columns, fields); err != nil {
		return nil, err
	}
	var answer []map[string]any
	for rows.Next() {
		values, into := make([]any, len(fields)), make([]any, len(fields))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := map[string]any{}
		for i, f := range fields {
			row[f.Name] = value(f.Type, values[i])
		}
		answer = append(answer, row)
	}
	return answer, rows.Err()
}

// sameColumns holds a statement to its word: a column for every field, named as
// the field, in the schema's order.
func sameColumns(columns []string, fields []*lang.Field) error {
	ok := len(columns) == len(fields)
	for i := 0; ok && i < len(fields); i++ {
		ok = columns[i] == fields[i].Name
	}
	if !ok {
		return fmt.Errorf("the columns are %q", columns)
	}
	return nil
}

// outOfSQLite gives what JSON would have for a column of a field's type.
func outOfSQLite(t lang.Type, v any) any {
	switch v := v.(type) {
	case int64:
		if t.Kind == lang.Bool && (v == 0 || v == 1) {
			return v == 1
		}
		return json.Number(fmt.Sprint(v))
	case float64:
		return json.Number(new(big.Float).SetFloat64(v).Text('g', 15))
	case []byte:
		return outOfSQLite(t, string(v))
	case string:
		if t.Kind == lang.JSON {
			return readJSON(v)
		}
		if t.Kind == lang.List {
			if list, ok := readJSON(v).([]any); ok {
				return list
			}
		}
	}
	return v
}

// readJSON reads a document; nil where it is none.
func readJSON(text string) any {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil
	}
	return v
}
