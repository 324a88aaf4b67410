package sql_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// typesOf are columns as databases of PostgreSQL have them, by field: each set with the
// values that they hold.
var typesOf = map[string]struct {
	setup   string
	columns map[string]string
	values  map[string][]any
}{
	"domains": {
		`CREATE TYPE letter AS ENUM ('x', 'c', 'b', 'a', 'z'); CREATE DOMAIN mark AS letter; CREATE DOMAIN folded AS citext; CREATE DOMAIN mail AS folded;
		CREATE DOMAIN short AS varchar(20); CREATE DOMAIN small AS real; CREATE DOMAIN smaller AS small; CREATE DOMAIN amount AS numeric;
		CREATE DOMAIN flag AS boolean; CREATE DOMAIN day AS date; CREATE DOMAIN moment AS timestamp; CREATE DOMAIN instant AS timestamptz;
		CREATE DOMAIN texts AS text[]; CREATE DOMAIN amounts AS numeric[]; CREATE DOMAIN flags AS boolean[]; CREATE DOMAIN days AS date[];
		CREATE DOMAIN moments AS timestamp[];`,
		map[string]string{
			"s": "mail", "s2": "short", "n": "smaller", "n2": "amount", "b": "flag", "d": "day", "d2": "day", "at": "moment", "at2": "instant",
			"e": "mark", "e2": "letter", "ls": "texts", "ln": "amounts", "lb": "flags", "ld": "days", "lt": "moments", "le": "letter[]",
		},
		map[string][]any{
			"n": {num("0.1"), num("1"), num("16777216"), "NaN", num("0.3"), nil, "Infinity"},
		},
	},
	"kept": {
		`CREATE DOMAIN folded AS citext; CREATE DOMAIN day AS date; CREATE DOMAIN facts AS jsonb;`,
		map[string]string{
			"s": "char(10)", "s2": "citext", "n": "double precision", "n2": "real", "b": "boolean", "d": "date", "d2": "date", "at": "timestamp", "at2": "timestamp",
			"e": "char(3)", "e2": "name", "ls": "citext[]", "ln": "real[]", "lb": "facts", "ld": "day[]", "lt": "timestamptz[]", "le": "folded[]",
		},
		map[string][]any{
			"n":  {num("0.1"), num("1"), num("9007199254740992"), "NaN", num("0.30000000000000004"), nil, "-Infinity"},
			"n2": {num("0.1"), num("1"), num("16777216"), nil},
			"lb": {[]any{true}, []any{false, true}, nil, []any{nil, true}, []any{}},
		},
	},
	"padded": {
		`CREATE DOMAIN code AS char(12); CREATE DOMAIN code2 AS code;`,
		map[string]string{
			"s": "code2", "s2": "text", "n": "bigint", "n2": "smallint", "b": "boolean", "d": "date", "d2": "date", "at": "timestamptz", "at2": "timestamp",
			"e": "varchar(5)", "e2": "char(1)", "ls": "varchar[]", "ln": "double precision[]", "lb": "boolean[]", "ld": "date[]", "lt": "timestamp[]", "le": "text[]",
		},
		map[string][]any{
			"n": {num("1"), num("9007199254740993"), nil, num("2"), num("-1")}, "n2": {num("1"), num("2"), nil},
			"s2": {"a", "a ", "ab", nil, "A", ""},
		},
	},
	"numbers": {
		"",
		map[string]string{
			"s": "text", "s2": "text", "n": "numeric", "n2": "numeric(500, 200)", "b": "boolean", "d": "date", "d2": "date", "at": "timestamptz", "at2": "timestamptz",
			"e": "text", "e2": "text", "ls": "text[]", "ln": "numeric[]", "lb": "boolean[]", "ld": "jsonb", "lt": "jsonb", "le": "json",
		},
		map[string][]any{
			"n": {
				num("1"), num("1e1000"), num("-1e1000"), num("999e997"), num("-1e999"), num("1e-1000"), num("-1e-1001"), num("1e-1001"), num("0"),
				num(strings.Repeat("9", 100)), num("1" + strings.Repeat("0", 99) + "1"), num("0." + strings.Repeat("3", 100)), num("-0." + strings.Repeat("3", 101)),
				num("1e80"), num("0." + strings.Repeat("0", 30) + strings.Repeat("7", 90)), num(strings.Repeat("8", 80) + "." + strings.Repeat("8", 21)),
				num(strings.Repeat("8", 79) + "." + strings.Repeat("8", 21)), "NaN", "Infinity", "-Infinity", nil, num("0.10"), num("1000e-1003"),
			},
			"n2": {num("1.0"), num("2"), nil, num("0.1"), num("0." + strings.Repeat("3", 101)), num("1e200"), num("-5")},
			"ln": {[]any{num("1e999"), num("2")}, []any{num("1e1000"), num("1")}, nil, []any{num("1e-1001")}, []any{}, []any{num("0." + strings.Repeat("3", 101)), num("0.1")}, []any{num("0.1"), nil}},
		},
	},
}

// ordinary are values that columns hold if a set says nothing else.
var ordinary = map[string][]any{
	"s": {"a", "A", "b", "", "é", "ab", nil, "straße äb", "a%b", "a b", "Z"}, "s2": {"a", "A", "", "é", nil, "ab", "b"},
	"n": {num("1"), num("0.1"), nil, num("2")}, "n2": {num("1"), num("2"), nil, num("0.1"), num("-5")}, "b": {true, false, nil},
	"d": {"2024-02-29", "0001-01-01", "9999-12-31", nil, "infinity", "2024-03-01", "-infinity"}, "d2": {"2024-02-29", nil, "2023-12-31"},
	"at":  {"2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000001Z", nil, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "infinity", "1969-12-31T23:59:59.9Z"},
	"at2": {"2024-02-29T12:00:00Z", "2024-02-29T13:00:00Z", nil, "2024-02-28T12:00:00.5Z", "-infinity"},
	"e":   {"a", "b", "c", nil, "z"}, "e2": {"b", "x", "c", nil},
	"ls": {[]any{"a", "b"}, []any{}, nil, []any{"A", nil}, []any{"e1234"}, []any{`\u0000`, "a"}, []any{strings.Repeat("1", 300), "a"}},
	"ln": {[]any{num("0.1"), num("2")}, []any{}, nil, []any{num("1"), nil}}, "lb": {[]any{true}, []any{false, true}, []any{nil, true}, nil, []any{}},
	"ld": {[]any{"2024-02-29"}, nil, []any{"0001-01-01", nil}, []any{}, []any{"infinity"}},
	"lt": {[]any{"2024-02-29T12:00:00Z"}, []any{"2024-02-29T12:00:00.000002Z"}, nil, []any{"2024-02-29T12:00:00Z", nil}, []any{}, []any{"infinity"}},
	"le": {[]any{"a"}, []any{"b", "c"}, nil, []any{"b", nil}, []any{}, []any{"a", "z"}},
}

// TestTypes has columns of all types that hold what the language has give the rows and
// cells that the bundle shows: what else they hold is unknown.
func TestTypes(t *testing.T) {
	conditions := append(ofThings(), `row.s == "a "`, `row.s != "a "`, `contains(["a ", "b"], row.s)`, `!contains(["a ", "b"], row.s)`, `endswith(row.s, " ")`,
		`row.s2 == "a "`, `row.n > -1`, `row.n != null`, `row.n != 7`, `row.n2 >= 0.1`, `row.n < 1`, `contains([1, 0.3], row.n2)`, `!contains([1, 0.3], row.n)`,
		`strcontains(row.s, "a")`, `row.e != "c"`, `contains(["b", "c"], row.e2)`)
	const all = "profile \"all\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = all\n  }\n}\n" +
		"profile \"some\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = row.n != null\n    mask = { s = last(1), e = \"b\", d = year(), n2 = 7 }\n  }\n" +
		"  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = row.b\n  }\n}\n"
	policy, engine := opened(t, asked(conditions)+all)
	things, people := engine.Form().Resource(form.KindTable, "things"), bind.NewPolicy(engine.Form())
	for name, set := range typesOf {
		t.Run(name, func(t *testing.T) {
			values := maps.Clone(ordinary)
			maps.Copy(values, set.values)
			values["parent_id"] = []any{nil}
			rows := cycled(46, values)
			db := onPostgreSQL(t, postgresTypes)
			db.run(t, "CREATE EXTENSION citext")
			if set.setup != "" {
				db.run(t, set.setup)
			}
			db.fill(t, policy, data{"things": nil})
			var columns, holders []string
			for _, f := range slices.Sorted(maps.Keys(set.columns)) {
				db.run(t, fmt.Sprintf("ALTER TABLE things ALTER %s TYPE %s USING NULL", f, set.columns[f]))
				columns, holders = append(columns, f), append(holders, fmt.Sprintf("$%d::text::%s", len(holders)+1, set.columns[f]))
			}
			insert := fmt.Sprintf("INSERT INTO things (%s, id) VALUES (%s, $%d::text::numeric)", strings.Join(columns, ", "), strings.Join(holders, ", "), len(holders)+1)
			for _, row := range rows {
				var args []any
				for _, f := range columns {
					switch v := row[f].(type) {
					case nil:
						args = append(args, nil)
					case []any:
						typ := lang.Type{Kind: lang.List}
						stored := *db
						stored.types = maps.Clone(db.types)
						if !slices.Contains([]string{"jsonb", "json", "facts"}, set.columns[f]) {
							stored.types[lang.List] = "text[]"
						}
						args = append(args, stored.bound(typ, v))
					default:
						args = append(args, fmt.Sprint(v))
					}
				}
				db.run(t, insert, append(args, fmt.Sprint(row["id"]))...)
			}
			for _, q := range questions(t, engine, conditions, rows) {
				s, err := psql.Select(bound(t, people, q.user, "table", "things", "view"), db.dialect)
				if err != nil {
					t.Fatal(err)
				}
				if got := keysOf(db.ask(t, s)); !slices.Equal(got, q.wanted) {
					t.Errorf("%s: got %v, want %v\n%s\n%v", q.name, got, q.wanted, s.SQL, s.Params)
				}
			}
			fields := slices.DeleteFunc(slices.Clone(things.Fields), func(f *form.Field) bool {
				return !slices.Contains([]string{"id", "s", "s2", "e", "e2", "b"}, f.Name)
			})
			for _, profile := range []string{"all", "some"} {
				visible, err := engine.Visible(t.Context(), &rego.Request{
					User: rego.User{Login: "x", Profiles: []string{profile}}, Action: "view", Now: now, Resource: rego.Resource{Type: "table", Name: "things"}, Rows: rows,
				})
				if err != nil {
					t.Fatal(err)
				}
				s, err := psql.Select(bound(t, people, bind.User{Login: "x", Profiles: []string{profile}}, "table", "things", "view"), db.dialect)
				if err != nil {
					t.Fatal(err)
				}
				want, got := seen(t, visible, fields, things.Table.Key), cells(t, db.ask(t, s), fields, things.Table.Key)
				if !maps.EqualFunc(got, want, maps.Equal) || len(want) < 10 {
					t.Errorf("%s shows %v, want %v\n%s", profile, got, want, s.SQL)
				}
			}
		})
	}
}

const typesPolicy = `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
}
table "things" {
  owner  = "owner_id"
  fields = { id = number, owner_id = number, mail = string, code = string, small = number, amount = number, at = timestamp, tags = list(string), kind = enum("a", "b") }
}
profile "p" {
  default = true
  allow "table" "things" {
    actions = ["view"]
    rows    = row.mail == "ana" || row.code == "ab" || row.small > 0.1 || row.amount > 5 || row.at > "9999-01-01T00:00:00Z" || contains(row.tags, "e1234") || row.kind == "a"
  }
  deny "table" "things" {
    actions = ["view"]
    rows    = row.code == "no" && row.amount < 7
  }
  allow "table" "things" {
    actions = ["create", "update"]
    rows    = own
    check   = new.small <= 0.1 && new.code != "ab " && new.mail == user.email
    set     = { kind = "a" }
  }
}
`

const typesRows = `CREATE SCHEMA kinds; CREATE TYPE kinds.letter AS ENUM ('z', 'b', 'a'); CREATE DOMAIN kinds.mark AS kinds.letter; CREATE DOMAIN kinds.folded AS public.citext;
	CREATE DOMAIN kinds.small AS real; CREATE DOMAIN kinds.amount AS numeric; CREATE DOMAIN kinds.moment AS timestamp; CREATE DOMAIN kinds.tags AS public.citext[]; CREATE DOMAIN kinds.code AS char(5);
	CREATE TABLE people (id int PRIMARY KEY, email public.citext); INSERT INTO people VALUES (1, 'ana'), (2, 'Ana');
	CREATE TABLE things (id serial PRIMARY KEY, owner_id int, mail kinds.folded, code kinds.code, small kinds.small, amount kinds.amount, at kinds.moment, tags kinds.tags, kind kinds.mark);
	INSERT INTO things VALUES (1, 1, 'Ana', '', 0.1, 5, '2026-01-01', '{x}', 'z'), (2, 1, 'ana', '', 0, 0, '2026-01-01', '{}', 'b'), (3, 1, '', 'ab', 0, 0, '2026-01-01', NULL, NULL),
		(4, 1, '', '', 0.3, 0, '2026-01-01', NULL, NULL), (5, 1, '', '', 0, 6, '2026-01-01', NULL, NULL), (6, 1, '', '', 'NaN', 1e1000, 'infinity', '{E1234}', NULL),
		(7, 1, '', '', 0, 0, '9999-12-31', NULL, NULL), (8, 1, '', '', 0, 0, '2026-01-01', '{e1234,NULL}', NULL), (9, 1, '', 'no', 0, 1e1000, '2026-01-01', NULL, 'a'), (10, 1, '', 'no', 0, 8, '2026-01-01', NULL, 'a');
	SELECT setval('things_id_seq', 10)`

// TestTypesHeld has row security and views, on such columns, show and take what the
// language has, and nothing else.
func TestTypesHeld(t *testing.T) {
	const ana = `{"login": "ana"}`
	for name, table := range map[string]string{"row security": "things", "views": "shop.things"} {
		t.Run(name, func(t *testing.T) {
			g := guard(t, "SELECT 1")
			g.run(t, "CREATE EXTENSION citext")
			g.owner(t, typesRows)
			if name == "views" {
				g.shown(t, typesPolicy)
			} else {
				g.installed(t, typesPolicy)
				g.owner(t, "GRANT USAGE ON SCHEMA kinds TO "+client)
			}
			g.gives(t, ana, []string{"10", "2", "3", "4", "5", "7", "8"}, "SELECT id::text FROM "+table)
			shown := []string{"10|no|8", "2||0", "3|ab|0"}
			g.gives(t, ana, shown, "SELECT concat_ws('|', id, code::text, amount) FROM "+table+" WHERE id IN (2, 3, 10)")
			// What a statement sets is sent as it is set to a table, and not at all to a view.
			column, value, put, words := ", kind", ", 'a')", ", kind = 'a'", "must have the value that the policy sets"
			if name == "views" {
				column, value, put, words = "", ")", "", "not allowed"
			}
			insert := "INSERT INTO " + table + " (owner_id, mail, code, small, amount" + column + ") VALUES "
			count := "SELECT 'taken'"
			g.gives(t, ana, []string{"taken"}, insert+"(1, 'ana', 'cd', 0.1, 9"+value, count)
			g.refuses(t, ana, words, insert+"(1, 'ANA', 'cd', 0.1, 9"+value, count)
			g.refuses(t, ana, words, insert+"(1, 'ana', 'cd', 0.3, 9"+value, count)
			g.refuses(t, ana, `"amount" cannot have this value`, insert+"(1, 'ana', 'cd', 0.1, 1e1000"+value, count)
			g.refuses(t, ana, `"amount" cannot have this value`, insert+"(1, 'ana', 'cd', 0.1, 'NaN'"+value, count)
			g.refuses(t, ana, `"amount" cannot have this value`, insert+"(1, 'ana', 'cd', 0.1, '"+strings.Repeat("7", 101)+"'"+value, count)
			g.gives(t, ana, []string{"ef|7|a"}, "UPDATE "+table+" SET code = 'ef', amount = 7"+put+" WHERE id = 2", "SELECT concat_ws('|', code::text, amount, kind) FROM "+table+" WHERE id = 2")
			g.refuses(t, ana, words, "UPDATE "+table+" SET mail = 'ANA'"+put+" WHERE id = 2", count)
			g.refuses(t, ana, `"at" cannot have this value`, "UPDATE "+table+" SET at = 'infinity'"+put+" WHERE id = 2", count)
		})
	}
}
