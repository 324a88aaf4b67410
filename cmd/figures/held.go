package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/internal/pgtest"
	"portcullis/lang"
	"portcullis/rego"
	psql "portcullis/rego/sql"
)

const heldSchema = `
portal "held" {
  users           = "people"
  login           = "email"
  user_properties = { clients = list(number), since = date, order = number }
}
table "people" {
  fields = { id = number, email = string, client_id = number }
}
table "orders" {
  owner  = "added_by"
  fields = { id = number, client_id = number, added_by = number, due = date, total = number, confidential = bool }
}
`

// heldPolicy is one statement, of which row security and views are made.
const heldPolicy = heldSchema + `
profile "customer" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id == user.client_id && !row.confidential
  }
}
`

// lookups are conditions for which the database has an index, with what a person
// would write.
var lookups = []struct{ name, rows, hand string }{
	{"equality", "row.added_by == user.id", "added_by = 7"},
	{"key", "row.id == user.order", "id = 77"},
	{"dates", "row.due >= user.since", "due >= '2026-09-27'"},
	{"in", "contains(user.clients, row.added_by)", "added_by IN (3, 5, 900)"},
}

var heldPerson = rego.User{
	Login: "ana", Profiles: []string{"customer"},
	Properties: map[string]any{"clients": []any{3, 5, 900}, "since": "2026-09-27", "order": 77},
	Record:     map[string]any{"id": 7, "email": "ana", "client_id": 7},
}

func openSource(source string) (*rego.Engine, error) {
	policy, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		return nil, diags
	}
	var out bytes.Buffer
	if err := compile.Write(&out, policy, compile.Options{}); err != nil {
		return nil, err
	}
	return rego.Open(context.Background(), &out)
}

// heldTables makes the tables in a schema.
func heldTables(schema string, rows int) string {
	return strings.NewReplacer("%s", schema, "ROWS", fmt.Sprint(rows)).Replace(`
DROP SCHEMA IF EXISTS %s CASCADE;
CREATE SCHEMA %s;
CREATE TABLE %s.people (id bigint PRIMARY KEY, email text UNIQUE, client_id bigint);
INSERT INTO %s.people SELECT g, CASE g WHEN 7 THEN 'ana' ELSE 'p' || g END, g % 20 FROM generate_series(1, 1000) g;
CREATE TABLE %s.orders (id bigint PRIMARY KEY, client_id bigint, added_by bigint, due date, total numeric, confidential boolean);
INSERT INTO %s.orders SELECT g, g % 20, g % 1000, date '2026-01-01' + (g % 270)::int, g % 400, g % 13 = 0 FROM generate_series(1::bigint, ROWS) g;
CREATE INDEX ON %s.orders (client_id);
CREATE INDEX ON %s.orders (added_by);
CREATE INDEX ON %s.orders (due);
ANALYZE %s.people;
ANALYZE %s.orders;
`)
}

// held measures what PostgreSQL does itself: that indexes serve for what printed
// statements ask, and what row security and views made of a policy cost beside a row
// security policy that a person would write.
func held(rows int) ([]measure, error) {
	ctx := context.Background()
	server, err := pgtest.Shared()
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("pgx", server.DSN("postgres"))
	if err != nil {
		return nil, err
	}
	for _, schema := range []string{"by_hand", "secured", "viewed"} {
		if _, err := db.Exec(heldTables(schema, rows)); err != nil {
			return nil, fmt.Errorf("filling %s: %w", schema, err)
		}
	}
	list, err := indexed(db, rows)
	if err != nil {
		return nil, err
	}
	engine, err := openSource(heldPolicy)
	if err != nil {
		return nil, err
	}
	scripts := `
DO $$ BEGIN CREATE ROLE by_hand; CREATE ROLE secured; CREATE ROLE viewed; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT USAGE ON SCHEMA by_hand TO by_hand;
GRANT SELECT ON by_hand.orders, by_hand.people TO by_hand;
ALTER TABLE by_hand.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_of_the_client ON by_hand.orders FOR SELECT TO by_hand
  USING (client_id = (SELECT client_id FROM by_hand.people WHERE email = current_setting('app.login')) AND NOT confidential);
`
	secure, err := psql.Secure(engine.Form(), psql.Target{Role: "secured", Schema: "secured"})
	if err != nil {
		return nil, err
	}
	views, err := psql.Views(engine.Form(), psql.Target{Role: "viewed", Schema: "viewed", Into: "shown"})
	if err != nil {
		return nil, err
	}
	for _, script := range []string{scripts, "GRANT USAGE ON SCHEMA secured TO secured", secure.Text, views.Text} {
		if _, err := db.Exec(script); err != nil {
			return nil, fmt.Errorf("holding the roles to the policy: %w", err)
		}
	}
	group := fmt.Sprintf("held/postgresql/%d-rows", rows)
	var found []string
	for i, q := range []struct{ name, role, table string }{
		{"hand-written-policy", "by_hand", "by_hand.orders"}, {"row-security", "secured", "secured.orders"}, {"views", "viewed", "shown.orders"},
	} {
		conn, err := db.Conn(ctx)
		if err != nil {
			return nil, err
		}
		const person = `SELECT set_config('portcullis.user', '{"login": "ana", "profiles": ["customer"]}', false), set_config('app.login', 'ana', false)`
		for _, setting := range []string{person, "SET ROLE " + q.role} {
			if _, err := conn.ExecContext(ctx, setting); err != nil {
				return nil, err
			}
		}
		run := func() (string, error) {
			var rows, totals int
			err := conn.QueryRowContext(ctx, "SELECT count(*), count(total) FROM "+q.table).Scan(&rows, &totals)
			return fmt.Sprintf("%d rows, %d totals", rows, totals), err
		}
		counted, err := run()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", group, q.name, err)
		}
		found = append(found, counted)
		list = append(list, measure{
			group: group, name: q.name, base: i == 0, ours: i > 0, unit: "query",
			do: func(int) error { _, err := run(); return err },
		})
	}
	if found[0] != found[1] || found[0] != found[2] || strings.HasPrefix(found[0], "0 ") {
		return nil, fmt.Errorf("%s: the policy by hand gives %s, row security %s, views %s", group, found[0], found[1], found[2])
	}
	return list, nil
}

// indexed measures statements that an index serves for, which the database's plan
// has to say.
func indexed(db *sql.DB, rows int) ([]measure, error) {
	var list []measure
	for _, l := range lookups {
		engine, err := openSource(heldSchema + "profile \"customer\" {\n  allow \"table\" \"orders\" {\n    actions = [\"view\"]\n    rows = " + l.rows + "\n  }\n}\n")
		if err != nil {
			return nil, err
		}
		bound, err := engine.Bind(heldPerson, rego.Resource{Type: "table", Name: "orders"}, "view", "2026-03-01T09:00:00Z")
		if err != nil {
			return nil, err
		}
		printed, err := psql.Select(bound.Residual(), psql.PostgreSQL)
		if err != nil {
			return nil, err
		}
		const counts = "SELECT count(*), count(total) FROM "
		group := fmt.Sprintf("index/%s/%d-rows", l.name, rows)
		var found []string
		for i, q := range []struct {
			name, text string
			params     []any
		}{
			{"hand-written-where", counts + "by_hand.orders WHERE " + l.hand, nil},
			{"printed", counts + "(" + strings.Replace(printed.SQL, `FROM "orders"`, `FROM "by_hand"."orders"`, 1) + ") AS seen", printed.Params},
		} {
			plan, err := planOf(db, q.text, q.params)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", group, q.name, err)
			}
			if !strings.Contains(plan, "Index") || strings.Contains(plan, "Seq Scan on orders") {
				return nil, fmt.Errorf("%s: %s: no index serves:\n%s", group, q.name, plan)
			}
			run := func() (string, error) {
				var rows, totals int
				err := db.QueryRow(q.text, q.params...).Scan(&rows, &totals)
				return fmt.Sprintf("%d rows, %d totals", rows, totals), err
			}
			counted, err := run()
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", group, q.name, err)
			}
			found = append(found, counted)
			list = append(list, measure{
				group: group, name: q.name, base: i == 0, ours: i == 1, unit: "query",
				do: func(int) error { _, err := run(); return err },
			})
		}
		if found[0] != found[1] || strings.HasPrefix(found[0], "0 ") {
			return nil, fmt.Errorf("%s: the WHERE by hand gives %s, the printed statement %s", group, found[0], found[1])
		}
	}
	return list, nil
}

func planOf(db *sql.DB, query string, params []any) (string, error) {
	rows, err := db.Query("EXPLAIN "+query, params...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return "", err
		}
		plan.WriteString(line + "\n")
	}
	return plan.String(), rows.Err()
}
