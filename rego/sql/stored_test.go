package sql_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portcullis/internal/debian"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

// asked gives the everyType policy in which each condition is an allow of a
// profile t0, t1, …, and a deny of f0, f1, ….
func asked(conditions []string) string {
	var b strings.Builder
	b.WriteString(everyType)
	for i, c := range conditions {
		fmt.Fprintf(&b, "profile \"t%d\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", i, c)
		fmt.Fprintf(&b, "profile \"f%d\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = all\n  }\n  deny \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", i, c)
	}
	return b.String()
}

// question is what the statement of a profile must give.
type question struct {
	name   string // the condition, as an allow or a deny
	user   bind.User
	wanted []string
}

// questions gives what OPA shows of the rows, by each condition as an allow and
// as a deny.
func questions(t *testing.T, engine *rego.Engine, conditions []string, rows []map[string]any) []question {
	t.Helper()
	var out []question
	for i, c := range conditions {
		for _, kind := range []string{"t", "f"} {
			profile := fmt.Sprint(kind, i)
			out = append(out, question{c + " " + kind, bind.User{Login: "x", Profiles: []string{profile}}, visibleKeys(t, engine, profile, rows)})
		}
	}
	return out
}

// cycled gives rows in which each field has each of its values, in turn.
func cycled(n int, values map[string][]any) []map[string]any {
	var rows []map[string]any
	for i := range n {
		row := map[string]any{"id": num(fmt.Sprint(i + 1))}
		for name, list := range values {
			row[name] = list[(i+i/len(list))%len(list)]
		}
		rows = append(rows, row)
	}
	return rows
}

func keysOf(rows []map[string]any) []string {
	var keys []string
	for _, r := range rows {
		keys = append(keys, fmt.Sprint(r["id"]))
	}
	slices.Sort(keys)
	return keys
}

// ofThings are the conditions of the matrix that need no related rows.
func ofThings() []string {
	return slices.DeleteFunc(slices.Clone(conditions), func(c string) bool {
		return strings.Contains(c, "parent") || strings.Contains(c, "children")
	})
}

// TestStoredInSQLite has what only SQLite stores be what it is in OPA, or
// unknown: texts with a NUL, days that no month has, infinities. The program that
// Debian has of it answers as the driver does.
func TestStoredInSQLite(t *testing.T) {
	conditions := ofThings()
	policy, engine := opened(t, asked(conditions))
	rows := cycled(40, map[string][]any{
		"s":  {"a\x00b", "a", "\x00", "", "a\x00", "b\x00a", nil, "ab", "a_b\x00", "\x00_b", "STRASSE\x00"},
		"s2": {"a", "\x00", "a\x00", "b", "", "\x00a", "a\x00b"},
		"d":  {"2024-02-29\x00", "2023-02-29", "2024-04-31", "2024-02-29", "2024-02-30", "2024-02-31"},
		"d2": {"2024-02-29", "2023-02-31"},
		"at": {
			"2024-02-29T12:00:00Z\x00", "2023-02-29T12:00:00Z", "2024-02-29T12:00:00Z\x00Z", "2024-02-29T12:00:00Z", "2024-04-31T12:00:00+01:00",
			"2024-02-29T12:00:00\x00.1Z",
		},
		"at2": {"2024-02-29T12:00:00Z", "2023-02-29T12:00:00Z"},
		"e":   {"a", "a\x00", "b"}, "e2": {"b", "b\x00"},
		"n":  {num("1"), "infinite", num("2"), "-infinite"},
		"n2": {num("1"), num("0.1"), "infinite"},
		"ls": {"[\"a\"]\x00x", `["a\u0000"]`, []any{`\u0000`}, []any{`\`, "a"}, []any{"a"}, `["a", "\u0000b"]`},
		"ld": {[]any{"2023-02-29"}, []any{"2024-02-29"}, []any{"2024-02-29", "2024-02-31"}, "null\x00"},
		"lt": {[]any{"2023-02-29T12:00:00Z"}, []any{"2024-02-29T12:00:00Z"}, []any{"2024-02-29T12:00:00Z\x00"}},
		"ln": {"[1e999]", "[1, -1e999]", []any{num("1")}},
		"le": {[]any{"a"}, []any{"a\x00"}},
		"b":  {true, false}, "lb": {nil}, "parent_id": {nil},
	})
	asks := questions(t, engine, conditions, rows)
	for name, types := range map[string]map[lang.Kind]string{"affine": affine, "untyped": untyped, "strict": affine} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "stored.db")
			opened, err := sql.Open("sqlite3", "file:"+file+"?_timefmt=sqlite")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { opened.Close() })
			dialect := psql.SQLite
			if name == "strict" {
				dialect = psql.SQLiteStrict
			}
			db := &database{opened, dialect, types, "?"}
			kept := make([]map[string]any, len(rows))
			for i, row := range rows {
				kept[i] = maps.Clone(row)
				for column, v := range row {
					switch v {
					case "infinite":
						kept[i][column] = math.Inf(1)
					case "-infinite":
						kept[i][column] = math.Inf(-1)
					}
				}
			}
			db.fill(t, policy, data{"things": kept})
			people := bind.NewPolicy(engine.Form())
			var script strings.Builder
			var statements []*psql.Statement
			for _, q := range asks {
				b := bound(t, people, q.user, "table", "things", "view")
				s, err := psql.Select(b, dialect)
				if err != nil {
					t.Fatal(err)
				}
				if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
					t.Errorf("%s: got %v, want %v\n%s\n%v", q.name, got, q.wanted, s.SQL, s.Params)
				}
				statements = append(statements, s)
				if s, err = psql.Inline(b, dialect); err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&script, "SELECT group_concat(\"id\", ' ') FROM (\n%s\n);\n", s.SQL)
			}
			for i, got := range throughOldest(t, file, statements) {
				if !slices.Equal(got, asks[i].wanted) && len(got)+len(asks[i].wanted) > 0 {
					t.Errorf("the oldest, %s: got %v, want %v", asks[i].name, got, asks[i].wanted)
				}
			}
			for i, line := range throughProgram(t, file, script.String()) {
				got := strings.Fields(line)
				if slices.Sort(got); !slices.Equal(got, asks[i].wanted) {
					t.Errorf("the program, %s: got %v, want %v", asks[i].name, got, asks[i].wanted)
				}
			}
		})
	}
}

// throughOldest gives the keys of the rows that statements give in the oldest SQLite that
// they are for, which is compiled from C here.
func throughOldest(t *testing.T, file string, statements []*psql.Statement) [][]string {
	t.Helper()
	debian.Program(t, "gcc", "gcc")
	var script, problems bytes.Buffer
	e := json.NewEncoder(&script)
	for _, s := range append([]*psql.Statement{{SQL: "SELECT sqlite_version()"}}, statements...) {
		if err := e.Encode(s); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("go", "run", ".", file)
	c.Dir = filepath.Join("..", "..", "internal", "sqlite338")
	c.Env = append(os.Environ(), "CGO_ENABLED=1", "CGO_CFLAGS=-O0")
	c.Stdin, c.Stderr = &script, &problems
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	answers := make([][]string, 0, len(statements)+1)
	d := json.NewDecoder(bytes.NewReader(out))
	for d.UseNumber(); d.More(); {
		var rows [][]any
		if err := d.Decode(&rows); err != nil {
			t.Fatal(err)
		}
		keys := []string{}
		for _, row := range rows {
			keys = append(keys, fmt.Sprint(row[0]))
		}
		slices.Sort(keys)
		answers = append(answers, keys)
	}
	if len(answers) != len(statements)+1 || !slices.Equal(answers[0], []string{"3.38.0"}) {
		t.Fatalf("%d answers to %d statements, of SQLite %v", len(answers)-1, len(statements), answers)
	}
	return answers[1:]
}

// TestStoredInMariaDB has what only MariaDB stores be what it is in OPA, or unknown,
// whatever the session's mode: the zero date, days that no month has, texts that
// its collations take for the same, doubles, and texts that are no JSON.
func TestStoredInMariaDB(t *testing.T) {
	conditions := ofThings()
	policy, engine := opened(t, asked(conditions))
	rows := cycled(40, map[string][]any{
		"s":  {"a", "A", "a ", "a\x00", "\x00", "", " ", nil, "ß", "ss", "a\x00b", "\t", "STRASSE ", `\`, "é", "e\u0301"},
		"s2": {"a", "a\x00", "A", "", "a  ", "ss", "\x00"},
		"d":  {"0000-00-00", "2024-00-10", "2024-02-31", "2024-02-29", "2023-02-29", "2024-02-00", "9999-12-31", "0001-01-01", "0000-05-05"},
		"d2": {"2024-02-29", "0000-00-00", "2024-02-30"},
		"at": {
			"0000-00-00 00:00:00", "2024-02-29T12:00:00Z", "2024-02-31 12:00:00", "2024-00-10 12:00:00", "2024-02-29T12:00:00.000001Z",
			"9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z",
		},
		"at2": {"2024-02-29T12:00:00Z", "0000-00-00 00:00:00", "2023-02-29 12:00:00"},
		"e":   {"a", "A", "a ", "b", "a\x00"}, "e2": {"b", "B", "b "},
		"n":  {num("1"), num("0.1"), num("9007199254740992"), num("-0"), num("0.30000000000000004"), num("1.5"), nil},
		"n2": {num("1"), num("0.1"), num("9007199254740993"), num("0.3"), num("9007199254740992")},
		"ls": {`["a"`, []any{"a"}, `["a"] x`, `{"a": 1}`, `"a"`, []any{"A"}, []any{"a "}, []any{"a\x00", "a"}, []any{"\U0001F600", "a"}, "", []any{`\`, "a"}, []any{"a", []any{"b"}}},
		"ld": {[]any{"2023-02-29"}, []any{"2024-02-29"}, []any{"2024-02-29\n"}, []any{"0000-00-00"}},
		"lt": {
			[]any{"2023-02-29T12:00:00Z"},
			[]any{"2024-02-29T12:00:00Z"},
			[]any{"2024-02-29T12:00:00Z\n"},
			[]any{"2024-02-29T12:00:00z"},
			[]any{"0001-01-01T00:00:00+23:59"},
			[]any{"2024-02-29T12:00:00.5-00:30", "2024-02-29T12:00:00-23:59"},
			[]any{"2024-02-29 12:00:00"},
		},
		"ln": {"[1", []any{num("1"), num("0.1")}, []any{num("9007199254740993")}, []any{"1"}, "[1e2, 1E-2]", []any{true}},
		"le": {[]any{"a"}, []any{"A"}, []any{"a "}},
		"lb": {[]any{true}, []any{num("1")}, []any{"true"}, []any{false, nil}},
		"b":  {true, false}, "parent_id": {nil},
	})
	asks := questions(t, engine, conditions, decoded(rows))
	types := maps.Clone(mariaTypes)
	types[lang.Date], types[lang.Timestamp], types[lang.List] = "date not null", "datetime(6) not null", "longtext"
	types[lang.Number] = "decimal(65, 30)"
	db := onMariaDB(t, types)
	db.run(t, "SET sql_mode = 'ALLOW_INVALID_DATES'")
	db.fill(t, policy, data{"things": rows})
	db.run(t, "ALTER TABLE things MODIFY n DOUBLE")
	people := bind.NewPolicy(engine.Form())
	for _, mode := range []string{
		"STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION", "ALLOW_INVALID_DATES",
		"TRADITIONAL,ANSI,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH",
	} {
		db.run(t, "SET sql_mode = '"+mode+"', time_zone = '+05:45'")
		for _, q := range asks {
			b := bound(t, people, q.user, "table", "things", "view")
			s, err := psql.Select(b, psql.MySQL)
			if err != nil {
				t.Fatal(err)
			}
			if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
				t.Errorf("%s: got %v, want %v\n%s\n%v", q.name, got, q.wanted, s.SQL, s.Params)
			}
			if s, err = psql.Inline(b, psql.MySQL); err != nil {
				t.Fatal(err)
			}
			if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
				t.Errorf("inline, %s: got %v, want %v\n%s", q.name, got, q.wanted, s.SQL)
			}
		}
	}
}

// decoded gives rows whose texts of JSON arrays are lists.
func decoded(rows []map[string]any) []map[string]any {
	out := make([]map[string]any, len(rows))
	for i, row := range rows {
		out[i] = maps.Clone(row)
		for name, v := range row {
			var list []any
			text, ok := v.(string)
			if d := json.NewDecoder(strings.NewReader(text)); ok && strings.HasPrefix(name, "l") {
				d.UseNumber()
				if d.Decode(&list) == nil && !d.More() {
					out[i][name] = list
				}
			}
		}
	}
	return out
}

// throughProgram gives what Debian's program of SQLite prints.
func throughProgram(t *testing.T, file, script string) []string {
	t.Helper()
	program := debian.Program(t, "sqlite3", "sqlite3")
	c := exec.Command(program, "-batch", "-bail", file)
	c.Stdin = strings.NewReader(script)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// TestStoredAsJSON has a list in a column of type json be unknown where PostgreSQL
// takes it there and nowhere else, and spoil no other row.
func TestStoredAsJSON(t *testing.T) {
	conditions := ofThings()
	policy, engine := opened(t, asked(conditions))
	rows := cycled(26, map[string][]any{
		"ls": {
			[]any{"a"},
			`["a", "\u0000"]`, `["a\ud800"]`, `["\ude00a"]`, `["a", "\ud800\ud800\udc00"]`,
			[]any{"😀", "a"},
			[]any{`\u0000`, "a"},
			[]any{`\`, "b"},
			`"\u0000"`, `{"a": "\u0000"}`, nil,
			[]any{"1e99999"},
			[]any{`"1e99999`, "b"},
		},
		"ln": {[]any{num("1")}, "[1e200000]", "[0, 1E-99999]", []any{num("0.1"), num("1")}, "[" + strings.Repeat("9", 200000) + "]"},
		"s":  {"a", nil}, "n": {num("1"), num("0.1")}, "b": {true},
		"s2": {nil}, "n2": {nil}, "d": {nil}, "d2": {nil}, "at": {nil}, "at2": {nil}, "e": {"a"}, "e2": {nil}, "le": {nil}, "lb": {nil}, "ld": {nil}, "lt": {nil}, "parent_id": {nil},
	})
	types := maps.Clone(postgresTypes)
	types[lang.List] = "json"
	db := onPostgreSQL(t, types)
	db.fill(t, policy, data{"things": rows})
	people := bind.NewPolicy(engine.Form())
	for _, q := range questions(t, engine, conditions, rows) {
		s, err := psql.Select(bound(t, people, q.user, "table", "things", "view"), db.dialect)
		if err != nil {
			t.Fatal(err)
		}
		if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
			t.Errorf("%s: got %v, want %v\n%s", q.name, got, q.wanted, s.SQL)
		}
	}
	db = onPostgreSQL(t, types)
	db.fill(t, policy, data{"things": nil})
	db.run(t, "ALTER TABLE things ALTER ls TYPE json[] USING ARRAY[ls]")
	db.run(t, `INSERT INTO things (id, ls) VALUES (1, ARRAY['"a"', '"\u0000"']::json[])`)
	s, err := psql.Select(bound(t, people, bind.User{Login: "x", Profiles: []string{fmt.Sprint("t", slices.Index(conditions, `contains(row.ls, "a")`))}}, "table", "things", "view"), db.dialect)
	if err != nil {
		t.Fatal(err)
	}
	if got := keysOf(db.ask(t, s)); len(got) > 0 {
		t.Errorf("lists of json: got %v", got)
	}
}

// TestStoredAsFloats has NaN and the infinities be unknown, and a column of reals
// or doubles be the numbers that it prints.
func TestStoredAsFloats(t *testing.T) {
	var conditions []string
	for _, n := range []string{"0.1", "99.99", "1.5", "100", "16777216", "16777217", "9007199254740992", "9007199254740993", "-9007199254740993", "0.30000000000000004", "1e300"} {
		for _, op := range []string{"==", "!=", "<", "<=", ">", ">="} {
			conditions = append(conditions, fmt.Sprintf("row.n %s %s", op, n))
		}
	}
	many := ""
	for i := range 25 {
		many += fmt.Sprintf("%d, ", i)
	}
	conditions = append(conditions, "row.n == null", "row.n != null", "row.n == row.n2", "row.n < row.n2", "row.n != row.n2", "coalesce(row.n, row.n2) > 1",
		"contains([1, 0.1, 99.99], row.n)", "!contains([1, 0.1, 99.99], row.n)", "contains([100, 9007199254740993], row.n)", "!contains([100, 9007199254740993], row.n)",
		"contains(["+many+"9007199254740993], row.n)", "!contains(["+many+"9007199254740993], row.n)", "contains(["+many+"99.99], row.n)", "!contains(["+many+"99.99], row.n)",
		"contains(row.ln, row.n)", "!contains(row.ln, row.n)", "row.n == length(row.ln)")
	policy, engine := opened(t, asked(conditions))
	stored := map[string][]any{
		"real":             {num("0.1"), num("99.99"), num("16777216"), num("1.5")},
		"double precision": {num("0.1"), num("99.99"), num("16777217"), num("9007199254740992"), num("-9007199254740992"), num("0.30000000000000004"), num("1e300"), num("1.5")},
		"numeric":          {num("0.1"), num("9007199254740993"), num("1e300"), num("-9007199254740993"), num("0.30000000000000001"), "NaN"},
		"bigint":           {num("9007199254740993")},
	}
	for column, beside := range map[string][]string{"real": {"real", "numeric"}, "double precision": {"numeric", "bigint"}, "numeric": {"numeric"}} {
		for _, second := range beside {
			t.Run(column+" beside "+second, func(t *testing.T) {
				values := append([]any{"NaN", "Infinity", "-Infinity", num("0"), num("1"), num("100"), nil}, stored[column]...)
				seconds := append([]any{num("1"), num("100"), num("0"), num("16777216"), nil}, stored[second]...)
				rows := cycled(40, map[string][]any{
					"n": values, "n2": seconds, "ln": {[]any{num("0.1"), num("1")}, []any{num("9007199254740993")}, []any{num("100")}},
					"s": {nil}, "s2": {nil}, "b": {nil}, "d": {nil}, "d2": {nil}, "at": {nil}, "at2": {nil}, "e": {nil}, "e2": {nil},
					"ls": {nil}, "le": {nil}, "lb": {nil}, "ld": {nil}, "lt": {nil}, "parent_id": {nil},
				})
				db := onPostgreSQL(t, postgresTypes)
				db.fill(t, policy, data{"things": nil})
				db.run(t, "ALTER TABLE things ALTER n TYPE "+column+", ALTER n2 TYPE "+second)
				for _, row := range rows {
					number := func(name string) any {
						if row[name] == nil {
							return nil
						}
						return fmt.Sprint(row[name])
					}
					db.run(t, "INSERT INTO things (id, n, n2, ln) VALUES ($1, $2::text::"+column+", $3::text::"+second+", $4)", fmt.Sprint(row["id"]), number("n"), number("n2"), db.bound(lang.Type{Kind: lang.List}, row["ln"]))
				}
				people := bind.NewPolicy(engine.Form())
				for _, q := range questions(t, engine, conditions, rows) {
					s, err := psql.Select(bound(t, people, q.user, "table", "things", "view"), db.dialect)
					if err != nil {
						t.Fatal(err)
					}
					if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
						t.Errorf("%s: got %v, want %v\n%s\n%v", q.name, got, q.wanted, s.SQL, s.Params)
					}
				}
			})
		}
	}
}

// TestFence has no expression around a fenced statement be evaluated on a row that
// the person does not see. (Without the fence, a division tells of one.)
func TestFence(t *testing.T) {
	source := everyType + `
profile "p" {
  allow "table" "things" {
    actions = ["view"]
    rows    = row.parent.n == 1
    hide    = ["s"]
  }
}
`
	policy, engine := opened(t, source)
	d := data{"things": {
		{"id": num("1"), "parent_id": num("3"), "n": num("5"), "s": `{"a":`, "s2": "{}"},
		{"id": num("2"), "parent_id": num("4"), "n": num("7777"), "s": "{}", "s2": `{"a":`},
		{"id": num("3"), "n": num("1"), "s2": "{}"},
		{"id": num("4"), "n": num("2"), "s2": "{}"},
	}}
	b := bound(t, bind.NewPolicy(engine.Form()), bind.User{Login: "x", Profiles: []string{"p"}}, "table", "things", "view")
	for dialect, around := range map[psql.Dialect][]string{
		psql.PostgreSQL: {
			`SELECT "id" FROM (%s) AS "v" WHERE 1 / ("v"."n" - 7777) <> 5`,
			`SELECT "v"."id" FROM (%s) AS "v" JOIN things AS "o" ON 1 / ("v"."n" - 7777) <> 5 AND "o"."id" = "v"."id"`,
			`SELECT 1 / ("n" - 7777) AS "id" FROM (%s) AS "v" ORDER BY 1 / ("n" - 7777)`,
			`SELECT count(*) AS "id" FROM (%s) AS "v" WHERE ("s2"::json ->> 'a') IS NULL`,
		},
		psql.SQLite: {
			`SELECT "id" FROM (%s) AS "v" WHERE json("s2") <> 'x'`,
			`SELECT "v"."id" FROM (%s) AS "v" JOIN things AS "o" ON json("v"."s2") <> 'x' AND "o"."id" = "v"."id"`,
			`SELECT json("s2") AS "id" FROM (%s) AS "v" ORDER BY json("s2")`,
			`SELECT count(*) AS "id" FROM (%s) AS "v" WHERE json_extract("s2", '$.a') IS NULL`,
		},
		psql.MySQL: {
			"SELECT `id` FROM (%s) AS `v` WHERE (SELECT 0 UNION SELECT `v`.`n` = 7777) <> 5",
			"SELECT `v`.`id` FROM (%s) AS `v` JOIN things AS `o` ON (SELECT 0 UNION SELECT `v`.`n` = 7777) <> 5 AND `o`.`id` = `v`.`id`",
		},
	} {
		db := onSQLite(t, affine)
		switch dialect {
		case psql.PostgreSQL:
			db = onPostgreSQL(t, postgresTypes)
		case psql.MySQL:
			db = onMariaDB(t, mariaTypes)
		}
		db.fill(t, policy, d)
		s, err := psql.Select(b, dialect)
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Page(psql.Page{Order: []psql.Order{{Column: "n"}}})
		if err != nil {
			t.Fatal(err)
		}
		limited, err := s.Page(psql.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, query := range around {
			rows, err := db.Query(fmt.Sprintf(query, s.SQL), s.Params...)
			if err == nil {
				for rows.Next() {
				}
				err = rows.Err()
				rows.Close()
			}
			told = told || err != nil
			for _, of := range []*psql.Statement{s, page, limited} {
				fenced, err := of.Fence()
				if err != nil {
					t.Fatal(err)
				}
				wrapped := *fenced
				wrapped.SQL = fmt.Sprintf(query, fenced.SQL)
				if got := db.ask(t, &wrapped); len(got) != 1 {
					t.Errorf("%s: %v", wrapped.SQL, got)
				}
			}
		}
		if !told {
			t.Errorf("%s: nothing is told without the fence, either", dialect)
		}
	}
	if s, err := psql.Select(b, psql.SQLServer); err != nil {
		t.Fatal(err)
	} else if _, err := s.Fence(); err == nil {
		t.Error("SQL Server has a fence")
	}
}
