package pull_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"

	"portcullis/internal/debian"
	"portcullis/internal/mariatest"
	"portcullis/internal/pgtest"
	"portcullis/internal/update"
	"portcullis/lang"
	"portcullis/lang/pull"
)

func TestMain(m *testing.M) {
	flag.Parse()
	status := m.Run()
	pgtest.Stop()
	mariatest.Stop()
	os.Exit(status)
}

// script gives the SQL of a file of testdata.
func script(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// onSQLite makes a file of what SQL creates, by Debian's program, which has more
// modules for virtual tables than what reads it here.
func onSQLite(t *testing.T, statements string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a #1%.sqlite") // which has to be told from a URL
	c := exec.Command(debian.Program(t, "sqlite3", "sqlite3"), "-batch", "-bail", name)
	c.Stdin = strings.NewReader(statements)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}

// onPostgres makes a database of what SQL creates, and gives its URL.
func onPostgres(t *testing.T, name, statements string) string {
	t.Helper()
	server := pgtest.Need(t)
	run(t, server.DSN("postgres"), "DROP DATABASE IF EXISTS "+name)
	run(t, server.DSN("postgres"), "CREATE DATABASE "+name)
	run(t, server.DSN(name), statements)
	return server.URL(name)
}

func run(t *testing.T, dsn, statements string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

// onMariaDB makes a database of what SQL creates, and gives its URL.
func onMariaDB(t *testing.T, name, statements string) string {
	t.Helper()
	server := mariatest.Need(t)
	db, err := server.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
	return server.URL(name)
}

// TestPull holds what is written of three databases, and all that is noted,
// against golden files; what is written is canonical, and loads in a portal.
func TestPull(t *testing.T) {
	for name, source := range map[string]func(*testing.T) string{
		"postgres": func(t *testing.T) string { return onPostgres(t, "whole", script(t, "postgres.sql")) },
		"rental":   func(t *testing.T) string { return onPostgres(t, "rental", script(t, "rental.sql")) },
		"sqlite":   func(t *testing.T) string { return onSQLite(t, script(t, "sqlite.sql")) },
		"mysql":    func(t *testing.T) string { return onMariaDB(t, "whole", script(t, "mysql.sql")) },
	} {
		t.Run(name, func(t *testing.T) {
			got, err := pull.Schema(context.Background(), source(t))
			if err != nil {
				t.Fatal(err)
			}
			var notes strings.Builder
			for _, n := range got.Notes {
				fmt.Fprintf(&notes, "%s: %s\n", n.Table, n.Text)
			}
			golden(t, name+".portal.hcl", got.Text)
			golden(t, name+".notes", []byte(notes.String()))
			formatted, diags := lang.FormatSource("schema.portal.hcl", got.Text)
			if diags.HasErrors() || string(formatted) != string(got.Text) {
				t.Errorf("it is not in canonical form: %s", cmp.Diff(string(got.Text), string(formatted)))
			}
			if policy := load(t, got.Text); len(policy.Tables) != got.Tables || got.Tables < 10 {
				t.Errorf("%d tables are written, and %d told", len(policy.Tables), got.Tables)
			}
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if update.Golden() {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", name, diff)
	}
}

// load reads tables within a portal.
func load(t *testing.T, tables []byte) *lang.Policy {
	t.Helper()
	policy, _, diags := lang.Load(fstest.MapFS{
		"portal.portal.hcl": {Data: []byte("portal \"p\" {}\n")},
		"schema.portal.hcl": {Data: tables},
	})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, tables)
	}
	return policy
}

// TestNorthwind holds the tables of the example to those of its database: keys of
// one column or two, types, what is never null, and what a new row has.
func TestNorthwind(t *testing.T) {
	dir := filepath.Join("..", "..", "examples", "northwind")
	statements, err := os.ReadFile(filepath.Join(dir, "schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := pull.Schema(context.Background(), onPostgres(t, "northwind", string(statements)))
	if err != nil {
		t.Fatal(err)
	}
	example, _, diags := lang.Load(os.DirFS(dir))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff(shapes(load(t, got.Text)), shapes(example)); diff != "" {
		t.Errorf("the database has (-), and the example (+)\n%s", diff)
	}
}

// shapes tells of each table its key and its fields.
func shapes(p *lang.Policy) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, t := range p.Tables {
		fields := map[string]string{"": fmt.Sprint(t.Key.Names())}
		for _, f := range t.Fields {
			fields[f.Name] = fmt.Sprint(f.Type, f.Required, f.Generated, f.Default != nil)
		}
		out[t.Name] = fields
	}
	return out
}

// TestPullOneSchema: a reference that leaves the schemas asked for is no
// relation, and a schema without a table is told.
func TestPullOneSchema(t *testing.T) {
	url := onPostgres(t, "parts", script(t, "postgres.sql"))
	got, err := pull.Schema(context.Background(), url, "public")
	if err != nil {
		t.Fatal(err)
	}
	if text := string(got.Text); strings.Contains(text, "crm.clients") || !strings.Contains(text, `"order_lines"`) {
		t.Errorf("not the tables of public alone:\n%s", text)
	}
	load(t, got.Text)
	if _, err := pull.Schema(context.Background(), url, "public", "cmr"); err == nil || !strings.Contains(err.Error(), `"cmr"`) {
		t.Errorf("a schema that is not there: %v", err)
	}
}

// TestPullNeverTellsTheAccount: what a source says of how to connect is in no
// error.
func TestPullNeverTellsTheAccount(t *testing.T) {
	server := pgtest.Need(t)
	there := server.URL("nothing_there")
	for _, source := range []string{
		"postgres://bob:hunter2@127.0.0.1:1/db",
		"postgres://bob:hunter2@127.0.0.1:port/db",
		"postgres://bob:hunter2@[::1/db",
		"postgresql://bob:hunter2@nowhere.invalid/db?sslmode=maybe",
		strings.Replace(there, "tester@", "bob:hunter2@", 1),
		strings.Replace(mariatest.Need(t).URL("nothing_there"), "root@", "bob:hunter2@", 1),
		mariatest.Need(t).URL("nothing_there"),
		"mysql://bob:hunter2@127.0.0.1/db?secret=hunter2",
		"mysql://bob:hunter2@127.0.0.1/db",
	} {
		_, err := pull.Schema(context.Background(), source)
		if err == nil {
			t.Fatalf("%s is a database", source)
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "bob:") {
			t.Errorf("%s: the error tells the account: %v", source, err)
		}
	}
}

// TestPullOnlyReads: an SQLite file is as it was.
func TestPullOnlyReads(t *testing.T) {
	name := onSQLite(t, script(t, "sqlite.sql"))
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pull.Schema(context.Background(), name); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Error("the file has changed")
	}
}

// TestPartialIndex has an index over some rows alone make no key, whose values are
// unique there and nowhere else.
func TestPartialIndex(t *testing.T) {
	const statements = `
		CREATE TABLE things (code text NOT NULL, name text NOT NULL);
		CREATE UNIQUE INDEX of_some ON things (code) WHERE name <> '';
		CREATE UNIQUE INDEX of_all ON things (name);
		CREATE TABLE others (code text NOT NULL, name text);
		CREATE UNIQUE INDEX of_some_others ON others (code) WHERE name IS NOT NULL;`
	for kind, source := range map[string]string{"postgres": onPostgres(t, "partial", statements), "sqlite": onSQLite(t, statements)} {
		got, err := pull.Schema(context.Background(), source)
		if err != nil {
			t.Fatal(err)
		}
		policy := load(t, got.Text)
		if len(policy.Tables) != 1 || policy.Tables[0].Key[0].Name != "name" {
			t.Errorf("%s gives\n%s", kind, got.Text)
		}
	}
}

// TestNamesOfRelations has relations be told apart by their columns, and none be
// called by what it leads to where the column says more.
func TestNamesOfRelations(t *testing.T) {
	const statements = `
		CREATE TABLE users (id integer PRIMARY KEY);
		CREATE TABLE notes (id integer PRIMARY KEY, created_by integer REFERENCES users (id), approved_by integer REFERENCES users (id),
			owner_id integer REFERENCES users (id), owner_uuid integer REFERENCES users (id), "user" integer REFERENCES users (id));`
	for kind, source := range map[string]string{"postgres": onPostgres(t, "relations", statements), "sqlite": onSQLite(t, statements)} {
		got, err := pull.Schema(context.Background(), source)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, r := range load(t, got.Text).Tables[0].Relations {
			names[r.Key[0].Name] = r.Name
		}
		want := map[string]string{
			"created_by": "created_by_user", "approved_by": "approved_by_user", "owner_id": "owner", "owner_uuid": "owner_uuid_user", "user": "user_record",
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%s: -want +got\n%s\n%s", kind, diff, got.Text)
		}
	}
}
