package sql_test

import (
	"fmt"
	"maps"
	"testing"

	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// sold has rows for the statements of the golden files.
func sold() data {
	d := data{
		"people": {{"id": num("7"), "email": "ana", "client_id": num("1"), "active": true}},
		"clients": {
			{"id": "c1", "name": "One", "region": "EU", "parent_id": nil},
			{"id": "c2", "name": nil, "region": "US", "parent_id": "c1"},
			{"id": "c3", "name": "Three", "region": "AU", "parent_id": "c1"},
			{"id": "C1", "name": "Four", "region": "EU", "parent_id": "c9"},
		},
	}
	clients := []any{"c1", "c2", "c3", "C1", "c9", nil}
	statuses := []any{"draft", "open", "done", "Open", nil}
	totals := []any{num("100.5"), num("0.1"), nil, num("9007199254740993"), num("-1")}
	notes := []any{"Rush 50%", "rush 50", "it'; -- s", nil, "", "z'; --"}
	changed := []any{"2026-02-27T20:59:59.999999Z", "2026-03-01T10:00:00+01:00", nil, "2026-02-27T21:00:00Z", "9999-12-31T23:59:59Z"}
	placed := []any{"2026-01-30", "2026-01-29", nil, "2025-01-01", "9999-12-31", "2026-03-01"}
	tags := []any{[]any{"a"}, []any{"secret"}, nil, []any{}, []any{"a", nil}}
	for i := range 40 {
		d["orders"] = append(d["orders"], map[string]any{
			"id": num(fmt.Sprint(i)), "client_id": clients[i%len(clients)], "added_by": num(fmt.Sprint(5 + i%4)),
			"status": statuses[i%len(statuses)], "total": totals[i*3%len(totals)], "paid": []any{true, false, nil}[i%3],
			"placed": placed[i*5%len(placed)], "changed": changed[(i+1)%len(changed)], "tags": tags[i*2%len(tags)],
			"note": notes[i%len(notes)], "phone": fmt.Sprint("0", i), "margin": num("3"),
		})
		for j := range i % 3 {
			d["items"] = append(d["items"], map[string]any{
				"id": num(fmt.Sprint(100*i + j)), "order_id": num(fmt.Sprint(i)), "sku": []any{"x-1", "X-1", nil}[(i+j)%3], "quantity": num(fmt.Sprint(i%4 - j)),
			})
		}
	}
	return d
}

// The statements of the golden files give the rows and cells that the bundle
// shows, on columns of every type that a database may have for them.
func TestCells(t *testing.T) {
	policy, engine := opened(t, sales)
	people := bind.NewPolicy(engine.Form())
	arrays := maps.Clone(postgresTypes)
	arrays[lang.List], arrays[lang.Timestamp], arrays[lang.String] = "text[]", "timestamp", `varchar COLLATE "de-x-icu"`
	folding := maps.Clone(postgresTypes)
	folding[lang.String], folding[lang.Enum] = "text COLLATE folding", "text COLLATE folding"
	d := sold()
	for name, types := range map[string]map[lang.Kind]string{
		"affine": affine, "untyped": untyped, "strict": affine, "jsonb": postgresTypes, "arrays": arrays, "folding": folding, "maria": mariaTypes,
	} {
		t.Run(name, func(t *testing.T) {
			var db *database
			switch name {
			case "affine", "untyped":
				db = onSQLite(t, types)
			case "strict":
				db = onStrictSQLite(t)
			case "maria":
				db = onMariaDB(t, types)
			default:
				db = onPostgreSQL(t, types)
				db.run(t, "CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
			}
			db.fill(t, policy, d)
			for _, w := range written {
				compareCells(t, db, engine, people, policy, d, w.profile, w.kind, w.name, w.action)
			}
		})
	}
}

func compareCells(t *testing.T, db *database, engine *rego.Engine, people *bind.Policy, policy *lang.Policy, d data, profile, kind, name, action string) {
	t.Helper()
	r := engine.Form().Resource(form.ResourceKind(kind), name)
	needs := engine.Catalog().Tables[r.Table.Name].Actions[action].Needs
	if kind == "report" {
		needs = engine.Catalog().Reports[name].Actions[action].Needs
	}
	var rows []map[string]any
	for _, row := range d[r.Table.Name] {
		rows = append(rows, d.nested(table(policy, r.Table.Name), row, needed(needs)))
	}
	u := seller(profile)
	visible, err := engine.Visible(t.Context(), &rego.Request{
		User: rego.User{Login: u.Login, Profiles: u.Profiles, Properties: u.Properties, Record: u.Record}, Action: action, Now: now,
		Resource: rego.Resource{Type: kind, Name: name}, Rows: rows,
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := psql.Select(bound(t, people, u, r.Kind, name, action), db.dialect)
	if err != nil {
		t.Fatal(err)
	}
	want, got := seen(t, visible, r.Fields, r.Table.Key), cells(t, db.ask(t, s), r.Fields, r.Table.Key)
	if !maps.EqualFunc(got, want, maps.Equal) {
		t.Errorf("%s of %s as %s: got %v, want %v\n%s\n%v", action, name, profile, got, want, s.SQL, s.Params)
	}
	if (len(want) == 0) != (profile == "nobody") {
		t.Errorf("%s of %s as %s: %d rows", action, name, profile, len(want))
	}
}
