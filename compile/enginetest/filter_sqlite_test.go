package enginetest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/lang"

	_ "github.com/ncruces/go-sqlite3/driver"
)

// database is rows on a real database.
type filterDatabase struct {
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
func onSQLite(t failer) *filterDatabase {
	t.Helper()
	db, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // each connection has a database of its own
	return &filterDatabase{
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

// fill makes the tables and puts the rows in.
func (db *filterDatabase) fill(t failer, d data) {
	t.Helper()
	for table, rows := range d {
		columns := []string{identifier(ordinal) + " INTEGER"}
		holders := []string{db.holder(1)}
		for i, f := range table.Fields {
			columns = append(columns, identifier(f.Column)+" "+db.columnType(f.Type))
			holders = append(holders, db.holder(i+2))
		}
		db.run(t, fmt.Sprintf("CREATE TABLE %s (%s)", identifier(table.Source), strings.Join(columns, ", ")))
		insert := fmt.Sprintf("INSERT INTO %s VALUES (%s)", identifier(table.Source), strings.Join(holders, ", "))
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

func (db *filterDatabase) columnType(t lang.Type) string { return db.types[t.Kind] }

func (db *filterDatabase) run(t failer, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// ask gives the numbers of the rows that a filter leaves.
func (db *filterDatabase) ask(t failer, f *filter, s *subject, q filterRequest) []int {
	t.Helper()
	if f.rows == nil {
		return nil
	}
	table, _ := s.tables(q)
	alias, about, joins := s.about(q)
	query := fmt.Sprintf("SELECT %s.%s FROM %s", alias, identifier(ordinal), named(identifier(table.Source), alias, about.Mappings[db.dialect][alias]))
	for _, name := range slices.Sorted(maps.Keys(joins)) {
		j := joins[name]
		var on []string
		for i, column := range j.Column {
			on = append(on, fmt.Sprintf("%s.%s = %s.%s", j.From, identifier(column), name, identifier(j.Key[i])))
		}
		query += fmt.Sprintf(" LEFT JOIN %s ON %s", named(identifier(j.Source), name, about.Mappings[db.dialect][name]), strings.Join(on, " AND "))
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
