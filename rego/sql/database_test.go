package sql_test

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"portcullis/internal/mariatest"
	"portcullis/internal/pgtest"
	"portcullis/lang"
	psql "portcullis/rego/sql"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/ncruces/go-sqlite3/driver"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	mariatest.Stop()
	os.Exit(code)
}

// database is rows on a real database.
type database struct {
	*sql.DB
	dialect psql.Dialect
	types   map[lang.Kind]string
	holder  string
}

// tried are the dialects whose statements tests run.
var tried = []psql.Dialect{psql.PostgreSQL, psql.SQLite, psql.SQLiteStrict, psql.MySQL}

// TestEveryDialectIsTried holds an exact dialect to being run by tests.
func TestEveryDialectIsTried(t *testing.T) {
	for _, d := range psql.Dialects() {
		if (d.Untried() == "") != slices.Contains(tried, d) {
			t.Errorf("%s: tests run its statements (tried): %v; it tells why they do not: %q", d, slices.Contains(tried, d), d.Untried())
		}
	}
}

// untyped is columns of SQLite that take any value as it comes.
var untyped = map[lang.Kind]string{}

var affine = map[lang.Kind]string{
	lang.String: "TEXT", lang.Number: "NUMERIC", lang.Bool: "BOOLEAN", lang.Date: "TEXT",
	lang.Timestamp: "TEXT", lang.Enum: "TEXT", lang.List: "TEXT", lang.UUID: "TEXT", lang.JSON: "TEXT",
}

var postgresTypes = map[lang.Kind]string{
	lang.String: "text", lang.Number: "numeric", lang.Bool: "boolean", lang.Date: "date",
	lang.Timestamp: "timestamptz", lang.Enum: "text", lang.List: "jsonb", lang.UUID: "uuid", lang.JSON: "jsonb",
}

// onSQLite gives a new database in memory.
func onSQLite(t testing.TB, types map[lang.Kind]string) *database {
	t.Helper()
	db, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // each connection has a database of its own
	return &database{db, psql.SQLite, types, "?"}
}

// onStrictSQLite gives one whose columns hold values of the types of their fields alone.
func onStrictSQLite(t testing.TB) *database {
	t.Helper()
	db := onSQLite(t, affine)
	db.dialect = psql.SQLiteStrict
	return db
}

// sqliteTypes are the types that values of SQLite have.
var sqliteTypes = map[lang.Kind]string{lang.Number: "'integer', 'real'", lang.Bool: "'integer'"}

// declared writes a column.
func (db *database) declared(f *lang.Field) string {
	column := db.quoted(f.Column) + " " + db.types[f.Type.Kind]
	if db.dialect == psql.SQLiteStrict {
		column += " CHECK (typeof(" + db.quoted(f.Column) + ") IN ('null', " + cmp.Or(sqliteTypes[f.Type.Kind], "'text'") + "))"
	}
	return column
}

var databases atomic.Int64

// onPostgreSQL gives a new database of a server for tests.
func onPostgreSQL(t testing.TB, types map[lang.Kind]string) *database {
	t.Helper()
	server := pgtest.Need(t)
	name := fmt.Sprintf("sql%d", databases.Add(1))
	main, err := sql.Open("pgx", server.DSN("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer main.Close()
	if _, err := main.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", server.DSN(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &database{db, psql.PostgreSQL, types, "$"}
}

var mariaTypes = map[lang.Kind]string{
	lang.String: "text", lang.Number: "decimal(65, 30)", lang.Bool: "boolean", lang.Date: "date",
	lang.Timestamp: "datetime(6)", lang.Enum: "varchar(100)", lang.List: "json",
}

// onMariaDB gives a new database of a server for tests.
func onMariaDB(t testing.TB, types map[lang.Kind]string) *database {
	t.Helper()
	db, err := mariatest.Need(t).Create(fmt.Sprintf("sql%d", databases.Add(1)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // whose settings a test may change
	return &database{db, psql.MySQL, types, "?"}
}

func (db *database) isSQLite() bool {
	return db.dialect == psql.SQLite || db.dialect == psql.SQLiteStrict
}

// quoted writes an identifier of the database.
func (db *database) quoted(name string) string {
	if db.dialect == psql.MySQL {
		return "`" + strings.ReplaceAll(name, "`", "``") + "`"
	}
	return quoted(name)
}

func (db *database) source(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = db.quoted(p)
	}
	return strings.Join(parts, ".")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// fill makes the tables and puts the rows in.
func (db *database) fill(t testing.TB, p *lang.Policy, d data) {
	t.Helper()
	for _, table := range p.Tables {
		if schema, _, ok := strings.Cut(table.Source, "."); ok {
			db.schema(t, schema)
		}
		var columns, holders []string
		for i, f := range table.Fields {
			columns = append(columns, db.declared(f))
			if holders = append(holders, fmt.Sprint(db.holder, i+1)); db.dialect == psql.MySQL {
				holders[i] = "?"
			}
		}
		kind := ""
		if db.dialect == psql.MySQL {
			kind = "TEMPORARY " // schemas are databases there, which all tests share
		}
		db.run(t, fmt.Sprintf("CREATE %sTABLE %s (%s)", kind, db.source(table.Source), strings.Join(columns, ", ")))
		insert := fmt.Sprintf("INSERT INTO %s VALUES (%s)", db.source(table.Source), strings.Join(holders, ", "))
		for _, row := range d[table.Name] {
			var values []any
			for _, f := range table.Fields {
				values = append(values, db.bound(f.Type, row[f.Name]))
			}
			db.run(t, insert, values...)
		}
	}
}

func (db *database) schema(t testing.TB, name string) {
	t.Helper()
	if !db.isSQLite() {
		db.run(t, "CREATE SCHEMA IF NOT EXISTS "+db.quoted(name))
		return
	}
	var attached int
	if err := db.QueryRow("SELECT count(*) FROM pragma_database_list WHERE name = ?1", name).Scan(&attached); err != nil {
		t.Fatal(err)
	}
	if attached == 0 {
		db.run(t, "ATTACH ':memory:' AS "+quoted(name))
	}
}

// bound gives a value as a driver takes it.
func (db *database) bound(typ lang.Type, v any) any {
	switch v := v.(type) {
	case json.Number:
		if db.isSQLite() && db.types[typ.Kind] == "" {
			if n, err := v.Int64(); err == nil {
				return n
			}
			f, _ := v.Float64()
			return f
		}
		return v.String() // the column makes an exact number of it
	case []any:
		out, _ := json.Marshal(v) // of texts, numbers and bools
		if strings.HasSuffix(db.types[typ.Kind], "[]") {
			return "{" + strings.Trim(string(out), "[]") + "}"
		}
		return string(out)
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil && db.dialect == psql.MySQL && typ.Kind == lang.Timestamp {
			return at.UTC().Format("2006-01-02 15:04:05.999999")
		}
		if db.types[typ.Kind] == "timestamp" { // which is in UTC, whatever a text says
			at, _ := time.Parse(time.RFC3339Nano, v)
			return at.UTC().Format(time.RFC3339Nano)
		}
		return v
	default:
		return v
	}
}

func (db *database) run(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// ask runs a statement, and gives its rows by column.
func (db *database) ask(t testing.TB, s *psql.Statement) []map[string]any {
	t.Helper()
	rows, err := db.Query(s.SQL, s.Params...)
	if err != nil {
		t.Fatalf("%s\n%v\n%v", s.SQL, s.Params, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	out := []map[string]any{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row := map[string]any{}
		for i, name := range columns {
			row[name] = values[i]
			if text, ok := values[i].([]byte); ok && db.dialect == psql.MySQL {
				row[name] = string(text)
				if types[i].DatabaseTypeName() == "DECIMAL" && strings.Contains(string(text), ".") {
					row[name] = strings.TrimRight(strings.TrimRight(string(text), "0"), ".")
				}
			}
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s\n%v\n%v", s.SQL, s.Params, err)
	}
	return out
}
