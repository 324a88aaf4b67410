package filtertest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego"

	_ "github.com/ncruces/go-sqlite3/driver"
)

// database is rows on a real database.
type database struct {
	*sql.DB
	dialect string
	types   map[lang.Kind]string
	bind    func(lang.Type, any) any
	holder  func(n int) string
}

var sqliteTypes = map[lang.Kind]string{
	lang.String: "TEXT", lang.Number: "NUMERIC", lang.Bool: "INTEGER", lang.Date: "TEXT",
	lang.Timestamp: "TEXT", lang.Enum: "TEXT", lang.List: "TEXT", lang.UUID: "TEXT", lang.JSON: "TEXT",
}

// onSQLite gives a new database in memory.
func onSQLite(t failer) *database {
	t.Helper()
	db, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // each connection has a database of its own
	return &database{
		DB: db, dialect: "sqlite", types: sqliteTypes,
		holder: func(n int) string { return fmt.Sprintf("?%d", n) },
		bind: func(typ lang.Type, v any) any {
			switch v := v.(type) {
			case json.Number: // as text: the column's affinity makes it exact
				return v.String()
			case []any:
				text, _ := json.Marshal(v)
				return string(text)
			default:
				return v
			}
		},
	}
}

// ordinal is a column that numbers the rows.
const ordinal = "portcullis test ordinal"

func jsonText(s string) string {
	text, _ := json.Marshal(s) // a string is always JSON
	return string(text)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// fill makes the tables and puts the rows in.
func (db *database) fill(t failer, d data) {
	t.Helper()
	for table, rows := range d {
		columns := []string{quoted(ordinal) + " INTEGER"}
		holders := []string{db.holder(1)}
		for i, f := range table.Fields {
			columns = append(columns, quoted(f.Column)+" "+db.columnType(f.Type))
			holders = append(holders, db.holder(i+2))
		}
		db.run(t, fmt.Sprintf("CREATE TABLE %s (%s)", quoted(table.Source), strings.Join(columns, ", ")))
		insert := fmt.Sprintf("INSERT INTO %s VALUES (%s)", quoted(table.Source), strings.Join(holders, ", "))
		for i, row := range rows {
			values := []any{i}
			for _, f := range table.Fields {
				v := row[f.Name]
				if text, ok := v.(string); ok && f.Type.Kind == lang.JSON {
					v = jsonText(text)
				} else if v != nil {
					v = db.bind(f.Type, v)
				}
				values = append(values, v)
			}
			db.run(t, insert, values...)
		}
	}
}

func (db *database) columnType(t lang.Type) string { return db.types[t.Kind] }

func (db *database) run(t failer, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// named gives a table under its alias, with the other names that its columns
// have to have for the dialect.
func (db *database) named(source, alias string, about *rego.CatalogFilter) string {
	others := about.Mappings[db.dialect][alias]
	if len(others) == 0 {
		return quoted(source) + " AS " + alias
	}
	query := "(SELECT *"
	for _, column := range slices.Sorted(maps.Keys(others)) {
		query += fmt.Sprintf(", %s AS %s", quoted(column), others[column])
	}
	return query + " FROM " + quoted(source) + ") AS " + alias
}

// ask gives the numbers of the rows that a filter leaves.
func (db *database) ask(t failer, f *filter, s *subject, q question) []int {
	t.Helper()
	if f.rows == nil {
		return nil
	}
	table, _ := s.tables(q)
	alias, about, joins := s.about(q)
	query := fmt.Sprintf("SELECT %s.%s FROM %s", alias, quoted(ordinal), db.named(table.Source, alias, about))
	for _, name := range slices.Sorted(maps.Keys(joins)) {
		j := joins[name]
		var on []string
		for i, column := range j.Column {
			on = append(on, fmt.Sprintf("%s.%s = %s.%s", j.From, quoted(column), name, quoted(j.Key[i])))
		}
		query += fmt.Sprintf(" LEFT JOIN %s ON %s", db.named(j.Source, name, about), strings.Join(on, " AND "))
	}
	query += " " + f.rows.(string)
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	defer rows.Close()
	var out []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}
