package sql_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"portcullis/fixtures"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// shown makes the views of a policy, as the owner of the tables.
func (g *guarded) shown(t *testing.T, policy string) {
	t.Helper()
	_, engine := opened(t, policy)
	script, err := psql.Views(engine.Form(), psql.Target{Role: client, Schema: "public"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := g.conn.ExecContext(t.Context(), script.Text); err != nil {
			t.Fatalf("%v\n%s", err, script.Text)
		}
	}
}

const cellShop = `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string, client_id = number, level = number }
}
table "orders" {
  owner  = "added_by"
  fields = { id = number, client_id = number, added_by = number, total = number, margin = number, phone = string, tags = list(string), deleted = bool }
  field "status" {
    type     = enum("draft", "open", "done")
    required = true
    column   = "the status"
  }
  has_many "items" {
    table = "items"
    key   = "order_id"
  }
}
table "items" {
  fields = { id = number, order_id = number }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
}
report "open_orders" {
  table  = "orders"
  rows   = row.status == "open"
  fields = ["total", "status"]
}
profile "customer" {
  default = true
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id == user.client_id && !row.deleted
    hide    = ["margin", "deleted"]
    mask    = { phone = last(2), tags = ["x"] }
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = own
    hide    = ["margin"]
  }
  allow "table" "orders" {
    actions = ["create", "update"]
    rows    = row.added_by == user.id
    fields  = ["id", "total", "phone", "tags", "status", "deleted"]
    check   = new.total < 100
    set     = { added_by = user.id, client_id = user.client_id }
    message = "Only small orders of your own."
  }
  deny "table" "orders" {
    actions = ["update", "delete"]
    rows    = row.status == "done"
    message = "Closed orders stay as they are."
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = own && length(row.items) == 0
  }
  allow "report" "open_orders" {
    actions = ["view"]
    rows    = all
  }
}
profile "staff" {
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = all
    when    = user.level > 2
  }
}
`

const shopRows = `CREATE TABLE people (id int PRIMARY KEY, email text, client_id int, level int);
	INSERT INTO people VALUES (1, 'ana', 1, 1), (2, 'bo', 1, 1), (3, 'sue', 9, 5);
	CREATE TYPE status AS ENUM ('draft', 'open', 'done');
	CREATE TABLE orders (id serial PRIMARY KEY, client_id int, added_by int, total numeric, margin numeric, phone varchar(20), tags text[], deleted bool, "the status" status NOT NULL);
	INSERT INTO orders VALUES (1, 1, 1, 5, 3, '123', '{a,b}', false, 'open'), (2, 1, 2, 6, 4, '456', NULL, false, 'done'), (3, 2, 3, 7, 5, '789', '{}', false, 'draft'), (4, 1, 1, 8, 3, NULL, NULL, true, 'done');
	SELECT setval('orders_id_seq', 4); CREATE TABLE items (id int PRIMARY KEY, order_id int); INSERT INTO items VALUES (1, 3)`

func TestViewsShowCells(t *testing.T) {
	g := guard(t, shopRows)
	g.shown(t, cellShop)
	const all = `SELECT concat_ws('|', id, coalesce(total::text, '-'), coalesce(margin::text, '-'), coalesce(phone, '-'), coalesce(tags::text, '-'), coalesce(deleted::text, '-'), status) FROM shop.orders`
	g.gives(t, `{"login": "ana"}`, []string{`1|5|-|123|["a", "b"]|false|open`, `2|6|-|•••56|["x"]|-|done`, `4|8|-|-|-|true|done`}, all)
	g.gives(t, `{"login": "sue", "profiles": ["staff"]}`, []string{`1|5|3|123|["a", "b"]|false|open`, `2|6|4|456|-|false|done`, `3|7|5|789|[]|false|draft`, `4|8|3|-|-|true|done`}, all)
	g.gives(t, `{"login": "ana", "profiles": ["staff"]}`, []string{}, all)
	g.gives(t, `{"login": "nobody"}`, []string{}, all)
	g.gives(t, `{"login": "sue"}`, []string{"1|5|open"}, "SELECT concat_ws('|', id, total, status) FROM shop.open_orders")
	g.refuses(t, `{"login": "ana"}`, "permission denied", "SELECT total::text FROM orders")
	g.refuses(t, `{"login": "ana"}`, "permission denied", `SELECT "user"::text FROM shop."~person"`)
	g.refuses(t, `{"login": "ana"}`, "permission denied", "SELECT id::text FROM shop.items")
}

// An expression around a view is evaluated on nothing that the view does not show.
func TestViewsAreBarriers(t *testing.T) {
	g := guard(t, shopRows)
	g.shown(t, cellShop)
	g.run(t, `CREATE TABLE seen (what text); GRANT INSERT ON seen TO PUBLIC;
		CREATE FUNCTION spy(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS 'BEGIN INSERT INTO seen VALUES ($1); RETURN true; END';
		GRANT SELECT ON seen TO PUBLIC`)
	g.gives(t, `{"login": "ana"}`, []string{"123", "•••56"}, "SELECT count(*) FROM shop.orders WHERE spy(phone)", "SELECT what FROM seen WHERE what IS NOT NULL")
	g.gives(t, `{"login": "ana"}`, []string{"5", "6", "8"}, "SELECT count(*) FROM shop.orders WHERE spy(total::text) AND 1 / (total - 7) IS NOT NULL", "SELECT what FROM seen")
}

func TestViewsAreWrittenThrough(t *testing.T) {
	g := guard(t, shopRows)
	g.shown(t, cellShop)
	ana, sue := `{"login": "ana"}`, `{"login": "sue", "profiles": ["staff"]}`
	g.gives(t, ana, []string{"5|1|1|9|open|{q}"}, "INSERT INTO shop.orders (total, status, tags) VALUES (9, 'open', '[\"q\"]')",
		"RESET ROLE", "SELECT concat_ws('|', id, client_id, added_by, total, \"the status\", tags) FROM orders WHERE id > 4")
	g.gives(t, ana, []string{"true|9|-"}, "INSERT INTO shop.orders (total, status) VALUES (9, 'open') RETURNING concat_ws('|', (id > 4)::text, total, coalesce(margin::text, '-'))")
	g.refuses(t, ana, "Only small orders of your own.", "INSERT INTO shop.orders (total, status) VALUES (900, 'open')")
	g.refuses(t, ana, `"status" must not be null`, "INSERT INTO shop.orders (total) VALUES (9)")
	g.refuses(t, ana, `"added_by" may not be sent`, "INSERT INTO shop.orders (total, status, added_by) VALUES (9, 'open', 1)")
	g.refuses(t, ana, `"margin" may not be sent`, "INSERT INTO shop.orders (total, status, margin) VALUES (9, 'open', 1)")

	g.gives(t, ana, []string{"10"}, "UPDATE shop.orders SET total = 10 WHERE id = 1 RETURNING total::text")
	g.gives(t, ana, []string{"10|3|123|{a,b}"}, "UPDATE shop.orders SET total = 10, margin = NULL WHERE id = 1", "RESET ROLE", "SELECT concat_ws('|', total, margin, phone, tags) FROM orders WHERE id = 1")
	g.gives(t, ana, []string{"true"}, "UPDATE shop.orders SET deleted = true WHERE id = 1", "RESET ROLE", "SELECT deleted::text FROM orders WHERE id = 1")
	g.refuses(t, ana, "Only small orders of your own.", "UPDATE shop.orders SET total = 1000 WHERE id = 1")
	g.refuses(t, ana, "Closed orders stay as they are.", "UPDATE shop.orders SET total = 10 WHERE id = 4")
	g.refuses(t, ana, `"margin" may not be sent`, "UPDATE shop.orders SET margin = 3 WHERE id = 1")
	g.refuses(t, ana, `"phone" may not be sent`, "UPDATE shop.orders SET phone = '456' WHERE id = 2")
	g.refuses(t, ana, `"id" may not be sent`, "UPDATE shop.orders SET id = 77 WHERE id = 1")
	g.gives(t, ana, []string{"7"}, "UPDATE shop.orders SET total = 10 WHERE id = 3", "RESET ROLE", "SELECT total::text FROM orders WHERE id = 3")
	g.gives(t, sue, []string{"10|5"}, "UPDATE shop.orders SET total = 10 WHERE id = 3", "RESET ROLE", "SELECT concat_ws('|', total, margin) FROM orders WHERE id = 3")

	g.gives(t, ana, []string{"1"}, "DELETE FROM shop.orders WHERE id = 1 RETURNING id::text")
	g.refuses(t, ana, "Closed orders stay as they are.", "DELETE FROM shop.orders WHERE id = 4")
	g.refuses(t, sue, "permission denied", "DELETE FROM orders")
	g.refuses(t, ana, "cannot", "INSERT INTO shop.open_orders (total) VALUES (1)")
}

// A role that has rights on the tables is not held by views.
func TestViewsStopAtRightsOnTables(t *testing.T) {
	for _, before := range []string{"GRANT SELECT ON orders TO PUBLIC", "GRANT UPDATE (total) ON orders TO " + client, "CREATE VIEW v AS SELECT * FROM people; GRANT SELECT ON v TO PUBLIC", "CREATE SCHEMA shop"} {
		g := guard(t, shopRows)
		g.owner(t, before)
		_, engine := opened(t, cellShop)
		script, err := psql.Views(engine.Form(), psql.Target{Role: client, Schema: "public"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.conn.ExecContext(t.Context(), script.Text); err == nil {
			t.Errorf("after %s they are made", before)
		}
		_, _ = g.conn.ExecContext(t.Context(), "ROLLBACK")
	}
}

// The views of the examples show what the bundle does, cell for cell.
func TestViewsOfTheExamples(t *testing.T) {
	for _, dir := range examples(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p := openPortal(t, dir)
			for _, name := range p.suite.Fixtures() {
				f, err := p.suite.Fixture(name)
				if err != nil {
					t.Fatal(err)
				}
				d := data{}
				for _, table := range p.policy.Tables {
					d[table.Name] = f.Rows(table.Name)
				}
				db := onPostgreSQL(t, postgresTypes)
				db.fill(t, p.policy, d)
				db.run(t, "DO $$ BEGIN CREATE ROLE portal_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
				script, err := psql.Views(p.engine.Form(), psql.Target{Role: "portal_role", Schema: "public", Into: "shown"})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := db.Exec(script.Text); err != nil {
					t.Fatalf("%v\n%s", err, script.Text)
				}
				for _, user := range f.Users() {
					for _, r := range p.engine.Form().Resources {
						if r.Kind == form.KindTable || r.Kind == form.KindReport {
							p.viewed(t, db, f, user, r)
						}
					}
				}
			}
		})
	}
}

func (p *portal) viewed(t *testing.T, db *database, f *fixtures.Fixture, user string, r *form.Resource) {
	t.Helper()
	subject, err := p.runner.Subject(f, user)
	if err != nil {
		t.Fatal(err)
	}
	subject.Now = "" // the database has the clock's
	grid, err := p.runner.View(t.Context(), f, subject, r.Name)
	if err != nil {
		t.Fatal(err)
	}
	line := func(row map[string]any) string {
		out := ""
		for _, field := range r.Fields {
			v := row[field.Name]
			if s, ok := v.(string); ok && field.Kind == form.Timestamp {
				at, err := time.Parse(time.RFC3339Nano, s)
				if err != nil {
					t.Fatal(err)
				}
				v = at.UTC().Format(time.RFC3339Nano)
			}
			out += text(v) + "|"
		}
		return out
	}
	want := []string{}
	for _, row := range grid.Rows {
		want = append(want, line(row.Row))
	}
	if len(want) == 0 && !slices.ContainsFunc(r.Uses, func(u *form.Use) bool { return u.Part == form.Permits && u.On("view") }) {
		return // the role is not granted the view
	}
	got := []string{}
	for _, object := range db.as(t, subject.User, fmt.Sprintf(`SELECT to_json(v)::text FROM "shown".%s AS v`, quoted(r.Name))) {
		dec := json.NewDecoder(strings.NewReader(object))
		dec.UseNumber()
		var row map[string]any
		if err := dec.Decode(&row); err != nil {
			t.Fatal(err)
		}
		got = append(got, line(row))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s as %s: got\n%s\nwant\n%s", r.Name, user, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
