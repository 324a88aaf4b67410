package sql_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

const ofAffinity = `
portal "p" {}
table "things" {
  fields = {
    id = number
    s  = string
    s2 = string
    s3 = string
    n  = number
    n2 = number
    b  = bool
    d  = date
    d2 = date
    u  = uuid
    u2 = uuid
    e  = enum("a", "Draft")
    e2 = enum("a", "Draft")
    m  = enum("1", "1e5", "x")
    m2 = enum("1", "1e5", "x")
  }
}
`

// affineConditions are those in which a column's affinity, or the order of SQLite's
// types, might have a value be taken for another.
var affineConditions = strings.Split(strings.TrimSpace(`
row.s == "1"
row.s == "a"
row.s == ""
row.s != "1"
row.s != "a"
row.s < "b"
row.s >= "1"
row.s < "1"
row.s <= "7"
row.s > "#"
row.s != null
row.s == row.s2
row.s < row.s2
row.s < row.s3
row.s3 >= row.s
row.s == row.s3
row.s != row.s3
contains(["1", "7", "a"], row.s)
!contains(["1", "7"], row.s)
startswith(row.s, "1")
lower(row.s) == "a"
lower(row.s) == "1"
row.n == 1
row.n == 1.5
row.n != 1
row.n < 8
row.n <= 1
row.n > 0.5
row.n >= 100000
row.n < -1
row.n != null
row.n == row.n2
row.n < row.n2
contains([1, 7, 100000], row.n)
!contains([1, 7], row.n)
row.b
!row.b
row.d == "2026-03-01"
row.d != "2026-03-02"
row.d < "2026-03-02"
row.d >= "2026-03-01"
row.d != null
row.d == row.d2
dateadd(row.d, 1) == "2026-03-02"
contains(["2026-03-01", "2026-03-02"], row.d)
!contains(["2026-03-01"], row.d)
row.u == "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
row.u != "00000000-0000-0000-0000-000000000000"
row.u == row.u2
contains(["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "00000000-0000-0000-0000-000000000000"], row.u)
row.e == "a"
row.e != "a"
row.e != null
row.e == row.e2
contains(["a", "Draft"], row.e)
row.m == "1"
row.m == "1e5"
row.m != "1"
row.m != "x"
row.m != null
row.m == row.m2
contains(["1", "x"], row.m)
!contains(["1", "x"], row.m)
`), "\n")

// affineValues are what SQLite may hold in a column, as SQL has them.
var affineValues = []string{
	"NULL", "0", "1", "7", "-2", "1.0", "7.0", "1.5", "100000", "9e999", "-9e999", "20260301",
	"''", "'1'", "'1.0'", "' 1 '", "'#'", "'7'", "'1e5'", "'100000'", "'1.5'", "'9e999'", "'-2'", "'a'", "'A'", "'a '", "'x'", "'Draft'", "'draft'",
	"'true'", "'0'", "'2026-03-01'", "'2026-03-01 '", "'2026-02-30'", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
	"'6BA7B810-9DAD-11D1-80B4-00C04FD430C8'", "char(49, 0)", "char(97, 0)", "x''", "x'31'", "x'37'", "x'61'", "x'78'", "x'313030303030'",
	"CAST('2026-03-01' AS BLOB)", "CAST('6ba7b810-9dad-11d1-80b4-00c04fd430c8' AS BLOB)", "CAST('Draft' AS BLOB)",
}

// TestAffinities asks each condition, as an allow and as a deny, of columns declared in
// every way, in which is each value: SQLite gives the rows that the bound filter does of
// what is stored then.
func TestAffinities(t *testing.T) {
	_, engine := opened(t, strings.Replace(asked(affineConditions), everyType, ofAffinity, 1))
	people := bind.NewPolicy(engine.Form())
	for _, declared := range []string{"", "BLOB", "TEXT", "NUMERIC", "INTEGER", "REAL", "TEXT COLLATE NOCASE", "INTEGER COLLATE RTRIM", "COLLATE NOCASE"} {
		t.Run(declared, func(t *testing.T) {
			db, rows := affineTable(t, declared)
			for i, c := range affineConditions {
				for _, kind := range []string{"t", "f"} {
					b, err := people.Person(bind.User{Login: "x", Profiles: []string{fmt.Sprint(kind, i)}}, "2026-03-01T09:00:00Z").Bind("table", "things", "view")
					if err != nil {
						t.Fatal(err)
					}
					var want []string
					for _, row := range rows {
						if b.Allows(row) {
							want = append(want, fmt.Sprint(row["id"]))
						}
					}
					slices.Sort(want)
					s, err := psql.Select(b.Residual(), psql.SQLite)
					if err != nil {
						t.Fatal(err)
					}
					if got := keysOf(db.ask(t, s)); !slices.Equal(got, want) {
						t.Errorf("%s (%s): got %v, want %v\n%s\n%v", c, kind, got, want, s.SQL, s.Params)
					}
				}
			}
		})
	}
}

// affineTable makes a table whose columns are declared alike, but for the second of
// their kind, and gives what is stored in it.
func affineTable(t *testing.T, declared string) (*database, []map[string]any) {
	t.Helper()
	opened, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	opened.SetMaxOpenConns(1)
	var columns, holders []string
	names := strings.Fields("s n b d u e m s2 n2 d2 u2 e2 m2 s3")
	for _, name := range names {
		if strings.HasSuffix(name, "2") {
			columns = append(columns, name) // without a type
		} else {
			columns = append(columns, name+" "+declared)
		}
		holders = append(holders, "v")
	}
	columns[len(columns)-1], holders[len(holders)-1] = "s3", "w" // of the value before
	text := "CREATE TABLE things (id INTEGER PRIMARY KEY, " + strings.Join(columns, ", ") + ");"
	for i, v := range affineValues {
		before := affineValues[(i+len(affineValues)-1)%len(affineValues)]
		text += "INSERT INTO things SELECT NULL, " + strings.Join(holders, ", ") + " FROM (SELECT " + v + " AS v, " + before + " AS w);"
	}
	if _, err := opened.Exec(text); err != nil {
		t.Fatal(err)
	}
	found, err := opened.Query("SELECT id, " + strings.Join(names, ", ") + " FROM things")
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	var rows []map[string]any
	for found.Next() {
		values := make([]any, len(names)+1)
		at := make([]any, len(values))
		for i := range values {
			at[i] = &values[i]
		}
		if err := found.Scan(at...); err != nil {
			t.Fatal(err)
		}
		row := map[string]any{"id": values[0]}
		for i, name := range names {
			row[name] = values[i+1]
		}
		if n, ok := row["b"].(int64); ok && (n == 0 || n == 1) {
			row["b"] = n == 1
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return &database{opened, psql.SQLite, nil, "?"}, rows
}
