package sql_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
	psql "portcullis/rego/sql"
)

const everyType = `
portal "p" {}
table "things" {
  fields = {
    id = number
    parent_id = number
    s = string
    s2 = string
    n = number
    n2 = number
    b = bool
    d = date
    d2 = date
    at = timestamp
    at2 = timestamp
    e = enum("a", "b", "c")
    e2 = enum("b", "c", "x")
    ls = list(string)
    ln = list(number)
    lb = list(bool)
    ld = list(date)
    lt = list(timestamp)
    le = list(enum("a", "b"))
  }
  belongs_to "parent" {
    table = "things"
    key = "parent_id"
  }
  has_many "children" {
    table = "things"
    key = "parent_id"
  }
}
`

// conditions about a row, of every operator and type.
var conditions = strings.Split(strings.TrimSpace(`
row.s == "a"
row.s != "a"
row.s == null
row.s != null
row.s < "b"
row.s >= "é"
row.s == row.s2
row.s != row.s2
row.s <= row.s2
contains(["a", "b", "é"], row.s)
!contains(["a", "b", "é"], row.s)
startswith(row.s, "a%")
startswith(row.s, "")
!startswith(row.s, "a")
endswith(row.s, "_b")
endswith(row.s, "")
strcontains(row.s, "'")
strcontains(row.s, "\\")
!strcontains(row.s, "é")
startswith(row.s, row.s2)
endswith(row.s, row.s2)
strcontains(row.s, row.s2)
lower(row.s) == "straße äb"
upper(row.s) == upper(row.s2)
lower(row.s) < "b"
coalesce(row.s, row.s2) == "a"
row.n == 1
row.n != 1
row.n > 1
row.n <= 0.1
row.n == 0.1
row.n == 9007199254740993
row.n > 9007199254740992
row.n < row.n2
row.n == row.n2
row.n == null
contains([1, 2, 0.3, -1], row.n)
!contains([1, 2], row.n)
row.b
!row.b
row.b == null
coalesce(row.b, true)
row.d == "2024-02-29"
row.d != "2024-02-29"
row.d < "2024-02-29"
row.d >= "0001-01-01"
row.d == row.d2
row.d < row.d2
dateadd(row.d, 1) == "2024-03-01"
dateadd(row.d, -400) < row.d2
dateadd(row.d, 366) > "0002-01-01"
row.d == null
row.d != null
row.at == "2024-02-29T12:00:00Z"
row.at != "2024-02-29T12:00:00Z"
row.at < "2024-02-29T12:00:00.000001Z"
row.at >= "2024-02-29T13:00:00+01:00"
row.at == row.at2
row.at <= row.at2
row.at == null
row.at != null
timeadd(row.at, "-24h") < "2024-02-28T12:00:00.5Z"
timeadd(row.at, "1h") == row.at2
timeadd(row.at, "2500000h") != null
timeadd(row.at, "-2500000h") == null
timeadd(row.at, "30m") > "0001-01-01T00:00:00Z"
row.e == "a"
row.e != "a"
row.e == row.e2
row.e != row.e2
row.e == null
row.e != null
contains(["a", "b"], row.e)
contains(row.ls, "a")
!contains(row.ls, "a")
contains(row.ls, row.s)
length(row.ls) > 1
length(row.ls) == 0
row.ls == null
row.ls != null
anytrue([for x in row.ls : startswith(x, "a")])
anytrue([for x in row.ls : endswith(x, "")])
alltrue([for x in row.ls : !endswith(x, "")])
alltrue([for x in row.ls : x != "a"])
contains(row.ln, 0.1)
contains(row.ln, row.n)
alltrue([for x in row.ln : x > 0])
contains(row.lb, true)
alltrue([for x in row.lb : x])
contains(row.ld, "2024-02-29")
contains(row.ld, row.d)
anytrue([for x in row.ld : x < "2024-02-29"])
contains(row.lt, "2024-02-29T12:00:00Z")
contains(row.lt, row.at)
alltrue([for x in row.lt : x < "2024-02-29T12:00:00.000001Z"])
contains(row.le, "a")
contains(row.le, row.e)
length(row.le) >= 0
row.parent.s == "a"
row.parent.s != "a"
row.parent.s == null
row.parent.s != null
row.parent.parent.n > 0
row.parent.parent.n == null
row.parent.e == row.e
coalesce(row.parent.s, "none") == "none"
contains(row.children[*].s, "a")
!contains(row.children[*].s, "a")
contains(row.parent.children[*].n, row.n)
length(row.children) > 0
length(row.children) == 0
length(row.children) == 2
length(row.parent.children) == 0
length(row.parent.children) > 1
anytrue([for c in row.children : c.n > 0 && c.s == row.s])
alltrue([for c in row.children : c.n > 0])
alltrue([for c in row.children : c.parent.n == row.n])
anytrue([for c in row.children : contains(c.ls, "a") && anytrue([for g in c.children : g.s != row.s])])
alltrue([for c in row.parent.children : c.s != null])
(row.b ? row.n : row.n2) > 0
row.s == "a" || row.n == 1 && !row.b
`), "\n")

// init adds conditions with every function of texts, of texts and of lists of them.
func init() {
	for _, p := range scalar.Predicates() {
		conditions = append(conditions,
			fmt.Sprintf(`%s(row.s, "a")`, p), fmt.Sprintf(`!%s(row.s, "_b")`, p), fmt.Sprintf(`%s(row.s, "")`, p), fmt.Sprintf(`%s(row.s, row.s2)`, p),
			fmt.Sprintf(`anytrue([for x in row.ls : %s(x, "a")])`, p))
	}
	for _, c := range scalar.Changes() {
		conditions = append(conditions,
			fmt.Sprintf(`%s(row.s) == "a"`, c), fmt.Sprintf(`%s(row.s) < %s(row.s2)`, c, c), fmt.Sprintf(`row.s == %s(row.s)`, c),
			fmt.Sprintf(`anytrue([for x in row.ls : %s(x) == row.s])`, c))
	}
}

// sources gives the policy in which each condition is an allow of a profile
// t0, t1, …, and a deny of f0, f1, ….
func everyCondition() string {
	var b strings.Builder
	b.WriteString(everyType)
	for i, c := range conditions {
		fmt.Fprintf(&b, "profile \"t%d\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", i, c)
		fmt.Fprintf(&b, "profile \"f%d\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = all\n  }\n  deny \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", i, c)
	}
	return b.String()
}

func num(s string) json.Number { return json.Number(s) }

// hostile gives rows in which each field has each of its odd values.
func hostile() data {
	values := map[string][]any{
		"s":  {"a", "b", "", "A", "a%b", "a_b", "a'\"b", `a\b`, "é", "e\u0301", "z", "Straße ÄB", "\U0001F600", "\uFFFD", nil, "ab "},
		"s2": {"a", "", "B", "%", "_b", "'", `\`, "é", nil, "STRAßE ÄB", "\U0001F600", "a"},
		"n": {
			num("1"), num("0"), num("-1"), num("0.1"), num("0.3"), num("9007199254740993"), num("9007199254740992"),
			num("9223372036854775807"), num("1.50"), num("1e3"), num("-0"), nil, num("2"),
		},
		"n2":  {num("1.0"), num("2"), nil, num("0.1"), num("9007199254740993"), num("-5")},
		"b":   {true, false, nil},
		"d":   {"2024-02-29", "0001-01-01", "9999-12-31", "2024-03-01", nil, "2024-02-28", "1900-02-28"},
		"d2":  {"2024-02-29", nil, "2023-12-31", "9999-12-31"},
		"at":  {"2024-02-29T12:00:00Z", "2024-02-29T13:00:00+01:00", "2024-02-29T12:00:00.000001Z", "2024-02-29T12:00:00.5-00:30", nil, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.9Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-15:00"},
		"at2": {"2024-02-29T14:00:00+01:00", "2024-02-29T12:00:00Z", nil, "2024-02-28T12:00:00.500000Z", "2024-02-29T12:59:59.5-00:30"},
		"e":   {"a", "b", "c", nil, "z"}, "e2": {"b", "x", "c", nil},
		"ls": {
			[]any{"a", "b"}, []any{}, nil, []any{"é", nil}, []any{"a%b"}, []any{nil}, []any{"a", num("1")}, []any{"b", "z"},
		},
		"ln": {[]any{num("0.1"), num("2")}, []any{}, nil, []any{num("1"), nil}, []any{"1"}, []any{num("9007199254740993")}},
		"lb": {[]any{true}, []any{false, true}, []any{nil, true}, nil, []any{num("1")}, []any{}},
		"ld": {[]any{"2024-02-29"}, []any{"2023-02-29"}, nil, []any{"0001-01-01", nil}, []any{}},
		"lt": {[]any{"2024-02-29T13:00:00+01:00"}, []any{"2024-02-29T12:00:00.000002Z"}, []any{"2024-02-29T07:00:00-05:00"}, []any{"2024-02-29T11:59:60Z"}, nil, []any{"2024-02-29 12:00:00"}, []any{}, []any{"2024-02-29T12:00:00Z", nil}},
		"le": {[]any{"a"}, []any{"b", "c"}, nil, []any{"b", nil}, []any{}},
	}
	var rows []map[string]any
	for i := range 48 {
		row := map[string]any{"id": num(fmt.Sprint(i + 1)), "parent_id": num(fmt.Sprint((i + 3) % 52))}
		if i%7 == 0 {
			row["parent_id"] = nil
		}
		for name, list := range values {
			row[name] = list[(i*7/3+len(name))%len(list)]
			if i >= 24 {
				row[name] = list[i%len(list)]
			}
		}
		rows = append(rows, row)
	}
	return data{"things": rows}
}

// asPostgreSQL leaves out what columns of PostgreSQL do not take.
func asPostgreSQL(d data) data { return d }

func TestEveryConditionOfARow(t *testing.T) {
	policy, engine := opened(t, everyCondition())
	things, d := table(policy, "things"), hostile()
	affineDB, untypedDB, strictDB := onSQLite(t, affine), onSQLite(t, untyped), onStrictSQLite(t)
	postgres := onPostgreSQL(t, postgresTypes)
	affineDB.fill(t, policy, d)
	untypedDB.fill(t, policy, d)
	strictDB.fill(t, policy, d)
	postgres.fill(t, policy, asPostgreSQL(d))
	need := needed(engine.Catalog().Tables["things"].Actions["view"].Needs)
	var rows []map[string]any
	for _, r := range d["things"] {
		rows = append(rows, d.nested(things, r, need))
	}
	agree(t, engine, rows, affineDB, untypedDB, strictDB, postgres)
}

// agree has databases that hold the rows give those that OPA shows, by each condition
// as an allow and as a deny.
func agree(t *testing.T, engine *rego.Engine, rows []map[string]any, dbs ...*database) {
	t.Helper()
	policyForm := bind.NewPolicy(engine.Form())
	for i, c := range conditions {
		for _, kind := range []string{"t", "f"} {
			profile := fmt.Sprint(kind, i)
			want := visibleKeys(t, engine, profile, rows)
			residual := bound(t, policyForm, bind.User{Login: "x", Profiles: []string{profile}}, "table", "things", "view")
			for _, db := range dbs {
				s, err := psql.Select(residual, db.dialect)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, r := range db.ask(t, s) {
					got = append(got, fmt.Sprint(r["id"]))
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s (%s) on %s: got %v, want %v\n%s\n%v", c, kind, db.dialect, got, want, s.SQL, s.Params)
				}
			}
		}
	}
}

// TestOldestSQLite has the oldest release that statements are for answer as the newest
// does, of related rows and of pages too, and of conditions within conditions.
func TestOldestSQLite(t *testing.T) {
	nested := "(row.n > 1)"
	for i := range 24 {
		nested = fmt.Sprintf("(row.s == \"a\" || (row.n2 > %d && !%s))", i, nested)
	}
	policy, engine := opened(t, everyCondition()+"profile \"nested\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = "+nested+"\n  }\n}\n")
	file := filepath.Join(t.TempDir(), "oldest.db")
	opened, err := sql.Open("sqlite3", "file:"+file+"?_timefmt=sqlite")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	db := &database{opened, psql.SQLite, affine, "?"}
	db.fill(t, policy, hostile())
	people := bind.NewPolicy(engine.Form())
	var statements []*psql.Statement
	var names []string
	var wanted [][]string
	add := func(name string, s *psql.Statement, err error) {
		if err != nil {
			t.Fatal(err)
		}
		names, statements, wanted = append(names, name), append(statements, s), append(wanted, keysOf(db.ask(t, s)))
	}
	profiles := []string{"nested"}
	for i := range conditions {
		profiles = append(profiles, fmt.Sprint("t", i), fmt.Sprint("f", i))
	}
	for _, profile := range profiles {
		s, err := psql.Select(bound(t, people, bind.User{Login: "x", Profiles: []string{profile}}, "table", "things", "view"), psql.SQLite)
		add(profile, s, err)
	}
	for _, order := range []string{"s", "-at", "n,-d", "e"} {
		s, err := statements[3].Page(psql.Page{Order: psql.ParseOrder(order), Limit: 5, Offset: 1, Where: []psql.Filter{{Column: "s", Op: psql.NotEqual, Value: "x"}}})
		add("by "+order, s, err)
	}
	for i, got := range throughOldest(t, file, statements) {
		if !slices.Equal(got, wanted[i]) && len(got)+len(wanted[i]) > 0 {
			t.Errorf("%s: got %v, want %v\n%s", names[i], got, wanted[i], statements[i].SQL)
		}
	}
}

// TestEveryConditionOnMariaDB has none of the timestamps that no datetime is.
func TestEveryConditionOnMariaDB(t *testing.T) {
	policy, engine := opened(t, everyCondition())
	d := hostile()
	for _, row := range d["things"] {
		for _, field := range []string{"at", "at2"} {
			text, _ := row[field].(string)
			if at, err := time.Parse(time.RFC3339Nano, text); err == nil && (at.UTC().Year() < 1 || at.UTC().Year() > 9999) {
				row[field] = "1500-01-01T00:00:00Z"
			}
		}
	}
	need := needed(engine.Catalog().Tables["things"].Actions["view"].Needs)
	var rows []map[string]any
	for _, r := range d["things"] {
		rows = append(rows, d.nested(table(policy, "things"), r, need))
	}
	plain, doubles := onMariaDB(t, mariaTypes), maps.Clone(mariaTypes)
	doubles[lang.String], doubles[lang.Enum] = "varchar(50) collate utf8mb4_unicode_ci", "enum('a', 'b', 'c', 'x', 'z')"
	odd := onMariaDB(t, doubles)
	plain.fill(t, policy, d)
	odd.fill(t, policy, d)
	agree(t, engine, rows, plain, odd)
}

func visibleKeys(t *testing.T, engine *rego.Engine, profile string, rows []map[string]any) []string {
	t.Helper()
	visible, err := engine.Visible(t.Context(), &rego.Request{
		User: rego.User{Login: "x", Profiles: []string{profile}}, Action: "view",
		Resource: rego.Resource{Type: "table", Name: "things"}, Rows: rows,
	})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, v := range visible {
		keys = append(keys, fmt.Sprint(v.Row["id"]))
	}
	slices.Sort(keys)
	return keys
}

// now is the time of all tests.
const now = "2026-03-01T09:00:00Z"

func bound(t testing.TB, p *bind.Policy, u bind.User, kind form.ResourceKind, name, action string) *bind.Residual {
	t.Helper()
	b, err := p.Person(u, now).Bind(kind, name, action)
	if err != nil {
		t.Fatal(err)
	}
	return b.Residual()
}
