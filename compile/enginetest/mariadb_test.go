package enginetest

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"portcullis/internal/mariatest"
	"portcullis/lang"
	psql "portcullis/rego/sql"
)

// maria is a database of MariaDB's server for tests, in temporary tables of one
// connection. Its columns are of types that are nearly those of the language, and of
// collations that fold case and ignore spaces at the end.
type maria struct {
	conn *sql.Conn
	held []string // the tables
}

func (m *maria) name() string    { return "MariaDB" }
func (m *maria) dialect() string { return string(psql.MySQL) }
func (m *maria) plain() bool     { return false } // OPA's filter has no exact statement for it

// takes refuses what no column has: numbers that are too long, and timestamps that
// an offset puts into another year.
func (m *maria) takes(w *world) bool {
	if w.wrong {
		return false
	}
	for t, rows := range w.rows {
		for _, f := range t.Fields {
			for _, row := range rows {
				if !inMariaDBs(f.Type, row[f.Name]) {
					return false
				}
			}
		}
	}
	return true
}

func inMariaDBs(t lang.Type, v any) bool {
	switch v := v.(type) {
	case json.Number:
		return psql.MySQLHas(v)
	case string:
		if t.Kind == lang.Timestamp {
			at, err := time.Parse(time.RFC3339Nano, v)
			return err == nil && at.UTC().Year() >= 1 && at.UTC().Year() <= 9999
		}
	case []any:
		for _, e := range v {
			if n, ok := e.(json.Number); ok && !psql.MySQLHas(n) {
				return false
			}
		}
	}
	return true
}

func onMariaDB() (*maria, error) {
	server, err := mariatest.Shared()
	if err != nil {
		return nil, err
	}
	db, err := server.Create("people")
	if err != nil {
		return nil, err
	}
	m := &maria{}
	if m.conn, err = db.Conn(context.Background()); err == nil {
		_, err = m.conn.ExecContext(context.Background(), "CREATE OR REPLACE DATABASE crm")
	}
	return m, err
}

func backquoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func (m *maria) run(statement string, args ...any) error {
	_, err := m.conn.ExecContext(context.Background(), statement, args...)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, statement)
	}
	return nil
}

func (m *maria) hold(w *world) error {
	if len(m.held) > 0 {
		if err := m.run("DROP TEMPORARY TABLE " + strings.Join(m.held, ", ")); err != nil {
			return err
		}
		m.held = nil
	}
	linked := keys(w.policy)
	for _, t := range w.policy.Tables {
		var columns, rows []string
		var values []any
		for _, f := range t.Fields {
			columns = append(columns, backquoted(f.Column)+" "+m.column(w, t, f, linked[f]))
		}
		for _, row := range w.rows[t] {
			for _, f := range t.Fields {
				values = append(values, inMariaDB(f.Type, row[f.Name]))
			}
			rows = append(rows, "("+strings.TrimSuffix(strings.Repeat("?, ", len(t.Fields)), ", ")+")")
		}
		parts := strings.Split(t.Source, ".")
		for i, part := range parts {
			parts[i] = backquoted(part)
		}
		name := strings.Join(parts, ".")
		if err := m.run("CREATE TEMPORARY TABLE " + name + " (" + strings.Join(columns, ", ") + ")"); err != nil {
			return err
		}
		m.held = append(m.held, name)
		for _, f := range w.indexed(t) {
			length := "(100)"
			if f.Type.Kind != lang.String && f.Type.Kind != lang.Enum {
				length = ""
			}
			if err := m.run("CREATE INDEX " + backquoted("by "+f.Column) + " ON " + name + " (" + backquoted(f.Column) + length + ")"); err != nil {
				return err
			}
		}
		if len(rows) > 0 {
			if err := m.run("INSERT INTO "+name+" VALUES "+strings.Join(rows, ", "), values...); err != nil {
				return err
			}
		}
	}
	return nil
}

// keys gives the fields by which rows are found: they are of one collation, as
// foreign keys are.
func keys(p *lang.Policy) map[*lang.Field]bool {
	found := map[*lang.Field]bool{}
	for _, t := range p.Tables {
		for _, f := range t.Key {
			found[f] = true
		}
		for _, r := range t.Relations {
			for _, f := range r.Key {
				found[f] = true
			}
		}
	}
	return found
}

func (m *maria) column(w *world, t *lang.Table, f *lang.Field, key bool) string {
	odd := []string{map[lang.Kind]string{
		lang.String: "longtext", lang.Number: "decimal(65, 30)", lang.Bool: "boolean", lang.Date: "date",
		lang.Timestamp: "datetime(6)", lang.Enum: "varchar(1000)", lang.List: "json", lang.UUID: "varchar(36)", lang.JSON: "json",
	}[f.Type.Kind]}
	switch f.Type.Kind {
	case lang.String, lang.Enum:
		if !key {
			odd = append(odd, "varchar(1000) collate utf8mb4_unicode_ci", "text collate utf8mb4_bin", "varchar(1000) collate utf8mb4_nopad_bin", "longtext collate uca1400_ai_ci")
		}
	case lang.Number:
		odd = append(odd, "double", "bigint")
		for _, row := range w.rows[t] {
			n, ok := row[f.Name].(json.Number)
			if ok && (!asDouble(n) || key) {
				odd[1] = odd[0]
			}
			if ok && !whole(n) {
				odd[2] = odd[0]
			}
		}
	case lang.UUID:
		if !key {
			odd = append(odd, "uuid", "varchar(36) collate utf8mb4_bin")
		}
	case lang.List, lang.JSON:
		odd = append(odd, "longtext collate utf8mb4_unicode_ci")
	}
	return odd[variety(f, len(odd))]
}

const mariaTime = "2006-01-02 15:04:05.999999"

func inMariaDB(t lang.Type, v any) any {
	if t.Kind == lang.JSON && v != nil {
		return jsonText(v)
	}
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case []any:
		return jsonText(v)
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil && t.Kind == lang.Timestamp {
			return at.UTC().Format(mariaTime)
		}
	}
	return v
}

func (m *maria) ask(statement string, params []any, fields []*lang.Field) ([]map[string]any, error) {
	rows, err := m.conn.QueryContext(context.Background(), statement, params...)
	if err != nil {
		return nil, err
	}
	return scanned(rows, fields, outOfMariaDB)
}

// outOfMariaDB gives what JSON would have for a column of a field's type.
func outOfMariaDB(t lang.Type, v any) any {
	text := fmt.Sprint(v)
	if bytes, ok := v.([]byte); ok {
		text = string(bytes)
	}
	switch {
	case v == nil:
		return nil
	case t.Kind == lang.Number:
		return json.Number(text)
	case t.Kind == lang.Bool:
		return text == "1"
	case t.Kind == lang.Timestamp:
		if at, err := time.Parse(mariaTime, text); err == nil {
			return at.Format(time.RFC3339Nano)
		}
	case t.Kind == lang.JSON:
		return readJSON(text)
	case t.Kind == lang.List:
		if list, ok := readJSON(text).([]any); ok {
			return list
		}
	}
	return text
}
