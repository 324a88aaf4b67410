package sql_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

const collationsPolicy = `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
  has_many "accounts" {
    table = "accounts"
    key   = "holder"
  }
}
table "accounts" {
  key    = "code"
  fields = { code = string, holder = number, open = bool }
  has_many "orders" {
    table = "orders"
    key   = "account_code"
  }
}
table "orders" {
  fields = { id = number, account_code = string, paid = bool }
  belongs_to "account" {
    table = "accounts"
    key   = "account_code"
  }
}
profile "p" {
  default = true
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.account.open
  }
  allow "table" "accounts" {
    actions = ["view"]
    rows    = anytrue([for o in row.orders : o.paid])
  }
}
`

const collationsRows = `INSERT INTO people VALUES (1, 'ana');
	INSERT INTO accounts VALUES ('a', 1, true), ('b', 1, false), ('é', 1, true), ('d', 1, true);
	INSERT INTO orders VALUES (1, 'a', true), (2, 'A', true), (3, 'b', true), (4, 'B', true), (5, 'é', false), (6, 'É', true), (7, NULL, true), (8, 'D', true)`

const folded = `CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false); `

// collationsOf are those of the columns of a relation: what it leads to, and what leads there.
var collationsOf = map[string][2]string{
	"none":                      {"text", "text"},
	"two":                       {`text COLLATE "C"`, `text COLLATE "en-x-icu"`},
	"one takes texts for equal": {"text COLLATE folded", `text COLLATE "en-x-icu"`},
	"the other does":            {`varchar(9) COLLATE "de-x-icu"`, "text COLLATE folded"},
	"both do":                   {"text COLLATE folded", "text COLLATE folded"},
	"citext":                    {`citext COLLATE "de-x-icu"`, `citext COLLATE "en-x-icu"`},
	"with spaces at the end":    {`char(3) COLLATE "de-x-icu"`, `varchar COLLATE "en-x-icu"`},
}

// TestCollations has a relation lead between columns of any collations, texts being
// compared exactly: PostgreSQL compares none of two collations by itself.
func TestCollations(t *testing.T) {
	orders, accounts := []string{"1", "5"}, []string{"a", "b"}
	_, engine := opened(t, collationsPolicy)
	people := bind.NewPolicy(engine.Form())
	for name, of := range collationsOf {
		t.Run(name, func(t *testing.T) {
			printed := func(g *guarded, table, key string, want []string) {
				s, err := psql.Select(bound(t, people, bind.User{Login: "ana", Record: map[string]any{"id": num("1"), "email": "ana"}}, "table", table, "view"), psql.PostgreSQL)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, row := range g.ask(t, s) {
					got = append(got, strings.TrimSpace(fmt.Sprint(row[key])))
				}
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Errorf("%s: got %q, not %q\n%s", table, got, want, s.SQL)
				}
			}
			const ana = `{"login": "ana"}`
			for _, schema := range []string{"public", "shop"} {
				g := guard(t, "SELECT 1")
				g.run(t, "CREATE EXTENSION citext; "+folded)
				g.owner(t, "CREATE TABLE people (id int PRIMARY KEY, email text); CREATE TABLE accounts (code "+of[0]+", holder int, open bool); "+
					"CREATE TABLE orders (id int PRIMARY KEY, account_code "+of[1]+", paid bool); "+collationsRows)
				if schema == "shop" {
					g.shown(t, collationsPolicy)
				} else {
					printed(g, "orders", "id", orders)
					printed(g, "accounts", "code", accounts)
					g.installed(t, collationsPolicy)
				}
				g.gives(t, ana, orders, "SELECT id::text FROM "+schema+".orders ORDER BY 1")
				g.gives(t, ana, accounts, "SELECT code::text FROM "+schema+`.accounts ORDER BY code::text COLLATE "C"`)
			}
		})
	}
}

// TestRelationsUseIndexes: that any collation can be met costs no index on columns
// that have none of their own, nor on uuids of fields that are texts, in either direction.
func TestRelationsUseIndexes(t *testing.T) {
	_, engine := opened(t, collationsPolicy)
	people := bind.NewPolicy(engine.Form())
	for _, kind := range []string{"text", "varchar(40)", "uuid", `text COLLATE "C"`} {
		t.Run(kind, func(t *testing.T) {
			db := onPostgreSQL(t, postgresTypes)
			db.run(t, "CREATE TABLE people (id int, email text); CREATE TABLE accounts (code "+kind+" PRIMARY KEY, holder int, open bool); "+
				"CREATE TABLE orders (id int PRIMARY KEY, account_code "+kind+", paid bool); CREATE INDEX by_account ON orders (account_code); "+
				"INSERT INTO accounts SELECT md5(g::text)::uuid::text::"+strings.TrimSuffix(kind, ` COLLATE "C"`)+", 1, g < 9 FROM generate_series(1, 5000) g; "+
				"INSERT INTO orders SELECT g, md5((g / 4)::text)::uuid::text::"+strings.TrimSuffix(kind, ` COLLATE "C"`)+", true FROM generate_series(4, 20000) g; ANALYZE")
			for table, of := range map[string]struct{ where, index string }{
				"orders":   {`WHERE "v"."id" = 7`, "accounts_pkey"},
				"accounts": {`WHERE "v"."code"::text = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b' LIMIT 1`, "by_account"},
			} {
				s, err := psql.Select(bound(t, people, bind.User{Login: "ana", Record: map[string]any{"id": num("1"), "email": "ana"}}, "table", table, "view"), psql.PostgreSQL)
				if err != nil {
					t.Fatal(err)
				}
				if got := plan(t, db, "SELECT * FROM ("+s.SQL+`) AS "v" `+of.where, s.Params); !strings.Contains(got, of.index) {
					t.Errorf("%s does not use %s:\n%s\n%s", table, of.index, got, s.SQL)
				}
			}
		})
	}
}
