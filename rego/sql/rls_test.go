package sql_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"portcullis/fixtures"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// as runs a query as the role of a portal, for a person.
func (db *database) as(t testing.TB, user any, query string) []string {
	t.Helper()
	told, err := json.Marshal(user)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range []string{"SET LOCAL ROLE portal_role", "SELECT set_config('portcullis.user', " + literal(string(told)) + ", true)"} {
		if _, err := tx.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return texts(t, tx, query)
}

func literal(text string) string {
	out := "'"
	for _, r := range text {
		if r == '\'' {
			out += "'"
		}
		out += string(r)
	}
	return out + "'"
}

func texts(t testing.TB, tx *sql.Tx, query string) []string {
	t.Helper()
	rows, err := tx.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	slices.Sort(out)
	return out
}

// secure runs the script of a portal's row security.
func (db *database) secure(t testing.TB, f *form.Form) *psql.Script {
	t.Helper()
	script, err := psql.Secure(f, psql.Target{Role: "portal_role", Schema: "public"})
	if err != nil {
		t.Fatal(err)
	}
	db.run(t, "DO $$ BEGIN CREATE ROLE portal_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
	for range 2 { // it can be run again
		if _, err := db.Exec(script.Text); err != nil {
			t.Fatalf("%v\n%s", err, script.Text)
		}
	}
	for _, table := range f.Tables {
		if schema, _, ok := cut(table.Source); ok {
			db.run(t, "GRANT USAGE ON SCHEMA "+quoted(schema)+" TO portal_role")
		}
	}
	return script
}

func cut(source string) (schema, table string, ok bool) {
	for i, r := range source {
		if r == '.' {
			return source[:i], source[i+1:], true
		}
	}
	return "", source, false
}

// The rows that are visible through row security are those that the bundle
// shows.
func TestRowSecurityOfTheExamples(t *testing.T) {
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
				db.secure(t, p.engine.Form())
				for _, user := range f.Users() {
					p.secured(t, db, f, user)
				}
			}
		})
	}
}

func (p *portal) secured(t *testing.T, db *database, f *fixtures.Fixture, user string) {
	t.Helper()
	subject, err := p.runner.Subject(f, user)
	if err != nil {
		t.Fatal(err)
	}
	subject.Now = "" // row security has the clock's
	for _, table := range p.engine.Form().Tables {
		grid, err := p.runner.View(t.Context(), f, subject, table.Name)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{}
		for _, r := range grid.Rows {
			want = append(want, fmt.Sprint(r.Row[table.Key[0].Name]))
		}
		slices.Sort(want)
		if len(uses(p.engine.Form(), table)) == 0 {
			continue // the role is not granted the table at all
		}
		got := db.as(t, subject.User, fmt.Sprintf("SELECT %s::text FROM %s", quoted(table.Key[0].Column), db.source(table.Source)))
		if !slices.Equal(got, want) {
			t.Errorf("%s as %s: got %v, want %v", table.Name, user, got, want)
		}
	}
}

// uses gives the statements that allow to view a table.
func uses(f *form.Form, table *form.Table) []*form.Use {
	var out []*form.Use
	for _, u := range f.Resource(form.KindTable, table.Name).Uses {
		if u.Part == form.Permits && u.On("view") {
			out = append(out, u)
		}
	}
	return out
}
