package sql_test

import (
	"strings"
	"testing"

	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

const shop = `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string, client_id = number, region = string }
}
table "clients" {
  fields = { id = number, region = string }
}
table "orders" {
  source = "public.orders"
  fields = {
    id = number, contact_id = number, client_id = number, region = string, status = enum("draft", "open", "done", "void")
    total = number, margin = number, note = string, placed = date, at = timestamp
    f1 = string, f2 = string, f3 = string, f4 = string, f5 = string, f6 = string, f7 = string, f8 = string, f9 = string, f10 = string
  }
  belongs_to "client" {
    table = "clients"
    key = "client_id"
  }
}
profile "one" {
  allow "table" "orders" {
    actions = ["view"]
    rows = row.client_id == user.client_id
    hide = ["margin"]
  }
}
profile "text" {
  allow "table" "orders" {
    actions = ["view"]
    rows = row.region == user.region && row.total > 100
  }
}
profile "three" {
  allow "table" "orders" {
    actions = ["view"]
    rows = row.client_id == user.client_id
    hide = ["margin", "note"]
  }
  allow "table" "orders" {
    actions = ["view"]
    rows = row.contact_id == user.id && row.status != "void"
    hide = ["margin"]
  }
  allow "table" "orders" {
    actions = ["view"]
    rows = row.client.region == user.region && row.placed >= "2026-01-01"
    fields = ["id", "status", "total"]
  }
  deny "table" "orders" {
    actions = ["view"]
    rows = row.status == "draft" && row.total > 1000
  }
}
`

func shopper(profile string) bind.User {
	return bind.User{Login: "ana", Profiles: []string{profile}, Record: map[string]any{
		"id": num("7"), "email": "ana", "client_id": num("77"), "region": "r77",
	}}
}

// BenchmarkSelect prints a statement of three grants and a deny over 20 fields.
func BenchmarkSelect(b *testing.B) {
	_, engine := opened(b, shop)
	people := bind.NewPolicy(engine.Form())
	for _, dialect := range []psql.Dialect{psql.PostgreSQL, psql.SQLite} {
		b.Run(string(dialect), func(b *testing.B) {
			residual := bound(b, people, shopper("three"), "table", "orders", "view")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := psql.Select(residual, dialect); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// handwritten are the statements that a person would write.
var handwritten = map[string]string{
	"one":  `SELECT count(*), count(total), count(note) FROM orders WHERE client_id = 77`,
	"text": `SELECT count(*), count(total), count(note) FROM orders WHERE region = 'r77' AND total > 100`,
	"three": `SELECT count(*), count(total), count(note) FROM orders o LEFT JOIN clients c ON c.id = o.client_id
		WHERE (o.client_id = 77 OR o.contact_id = 7 AND o.status <> 'void' OR c.region = 'r77' AND o.placed >= '2026-01-01')
		AND NOT (o.status = 'draft' AND o.total > 1000)`,
}

// BenchmarkPostgreSQL runs printed statements on 1,000,000 rows beside those
// that a person would write.
func BenchmarkPostgreSQL(b *testing.B) {
	_, engine := opened(b, shop)
	people := bind.NewPolicy(engine.Form())
	db := onPostgreSQL(b, nil)
	for _, statement := range strings.Split(`
CREATE TABLE clients (id int PRIMARY KEY, region text);
INSERT INTO clients SELECT g, 'r' || g % 1000 FROM generate_series(1, 10000) g;
CREATE TABLE orders (id int PRIMARY KEY, contact_id int, client_id int, region text, status text, total numeric, margin numeric, note text,
  placed date, at timestamptz, f1 text, f2 text, f3 text, f4 text, f5 text, f6 text, f7 text, f8 text, f9 text, f10 text);
INSERT INTO orders SELECT g, g % 50000, g % 10000, 'r' || g % 5000, (ARRAY['draft', 'open', 'done', 'void'])[1 + g % 4], g % 2000, 1, 'note ' || g,
  DATE '2026-01-01' + g % 300 - 150, TIMESTAMPTZ '2026-01-01' + g * INTERVAL '1 second', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'
  FROM generate_series(1, 1000000) g;
CREATE INDEX ON orders (client_id);
CREATE INDEX ON orders (contact_id);
CREATE INDEX ON orders (region);
ANALYZE orders;
ANALYZE clients`, ";\n") {
		db.run(b, statement)
	}
	for _, profile := range []string{"one", "text", "three"} {
		s, err := psql.Select(bound(b, people, shopper(profile), "table", "orders", "view"), psql.PostgreSQL)
		if err != nil {
			b.Fatal(err)
		}
		for name, query := range map[string]string{
			"printed": "SELECT count(*), count(total), count(note) FROM (" + s.SQL + ") AS v", "handwritten": handwritten[profile],
		} {
			params := s.Params
			if name == "handwritten" {
				params = nil
			}
			b.Run(profile+"/"+name, func(b *testing.B) {
				b.Logf("%s", plan(b, db, query, params))
				for b.Loop() {
					db.asked(b, query, params)
				}
			})
		}
	}
}

func plan(b testing.TB, db *database, query string, params []any) string {
	rows, err := db.Query("EXPLAIN "+query, params...)
	if err != nil {
		b.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			b.Fatal(err)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (db *database) asked(b *testing.B, query string, params []any) {
	var n, m, k int
	if err := db.QueryRow(query, params...).Scan(&n, &m, &k); err != nil {
		b.Fatal(err)
	}
}
