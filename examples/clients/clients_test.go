// Package clients has a back end of a portal that others could have written, in
// JavaScript: it asks an OPA agent with OPA's client from npm, and PostgreSQL
// with Prisma. The test runs it on the portal of stacker-orders.
package clients

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/internal/debian"
	"portcullis/internal/opatest"
	"portcullis/internal/pgtest"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"

	_ "github.com/jackc/pgx/v5/stdlib"
)

func TestMain(m *testing.M) {
	status := m.Run()
	pgtest.Stop()
	os.Exit(status)
}

const portal = "../stacker-orders"

// TestClients installs what package-lock.json names, and runs node's tests.
func TestClients(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			debian.Need(t, &debian.Missing{What: program, How: "this test needs Node 20 with npm (https://nodejs.org)"})
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "schema.prisma", "portal.mjs", "portal.test.mjs"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := load(t, dir)
	server := pgtest.Need(t)
	p.fill(t, server.DSN("postgres"))
	opa := opatest.Start(t, nil, "--log-level=error", "--bundle", filepath.Join(dir, "bundle.tar.gz"))

	host := strings.TrimPrefix(strings.Fields(server.DSN("postgres"))[0], "host=")
	env := append(os.Environ(),
		"AGENT="+opa.URL, "CASES="+filepath.Join(dir, "cases.json"),
		"DATABASE_URL=postgresql://tester@localhost/postgres?host="+host,
		// Prisma's generator wants this program, and asks nothing of it.
		"PRISMA_SCHEMA_ENGINE_BINARY=/bin/true", "CHECKPOINT_DISABLE=1", "PRISMA_HIDE_UPDATE_MESSAGE=1")
	for _, line := range []string{"npm ci --ignore-scripts --no-audit --no-fund", "npm run generate", "npm test"} {
		args := strings.Fields(line)
		c := exec.CommandContext(t.Context(), args[0], args[1:]...)
		c.Dir, c.Env = dir, env
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
		if line == "npm test" && !strings.Contains(string(out), fmt.Sprintf("pass %d\n", 3*p.cases)) {
			t.Errorf("not all of %d cases were run three times:\n%s", p.cases, out)
		}
	}
}

// TestLock has package-lock.json name no host that packages come from: that is
// up to whoever installs.
func TestLock(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(lock, []byte(`"resolved"`)) {
		t.Error("package-lock.json says where packages were taken from")
	}
}

// prepared is the portal, with the rows of its tests.
type prepared struct {
	policy *lang.Policy
	rows   map[string][]map[string]any // by table
	cases  int
}

// watched is an engine that keeps the rows that it is asked about.
type watched struct {
	*rego.Engine
	rows []map[string]any
}

func (w *watched) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	w.rows = q.Rows
	return w.Engine.Visible(ctx, q)
}

// load builds the portal's bundle, and writes what its people have to see.
func load(t *testing.T, dir string) *prepared {
	t.Helper()
	policy, _, diags := lang.Load(os.DirFS(portal))
	if policy == nil {
		t.Fatal(diags)
	}
	var b bytes.Buffer
	if err := compile.Write(&b, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bundle.tar.gz"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, err := rego.Open(t.Context(), &b)
	if err != nil {
		t.Fatal(err)
	}
	suite, _, diags := fixtures.Load(os.DirFS(portal), policy)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	fixture, err := suite.Fixture("")
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{Engine: engine}
	runner := fixtures.NewRunner(suite, policy, w)
	p := &prepared{policy: policy, rows: map[string][]map[string]any{}}
	type expected struct {
		Name       string           `json:"name"`
		User       rego.User        `json:"user"`
		Action     string           `json:"action"`
		Table      string           `json:"table"`
		Now        string           `json:"now"`
		Rows       []map[string]any `json:"rows"`
		Seen       []map[string]any `json:"seen"`
		Filterable bool             `json:"filterable"`
	}
	var cases []expected
	for _, table := range []string{"people", "clients", "orders", "order_items", "invoices", "statuses", "products"} {
		for _, name := range fixture.Users() {
			s, err := runner.Subject(fixture, name)
			if err != nil {
				t.Fatal(err)
			}
			grid, err := runner.View(t.Context(), fixture, s, table)
			if err != nil {
				t.Fatal(err)
			}
			p.rows[table] = w.rows
			seen := []map[string]any{}
			for _, row := range grid.Rows {
				seen = append(seen, row.Row)
			}
			// Who works on projects sees orders by a list of rows.
			projects := slices.Contains(s.User.Profiles, "staff") && table == "orders"
			cases = append(cases, expected{table + " of " + name, s.User, "view", table, s.Now, w.rows, seen, !projects})
		}
	}
	p.cases = len(cases)
	text, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cases.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// fill makes the tables of schema.prisma, and puts the rows in.
func (p *prepared) fill(t *testing.T, dsn string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	types := map[lang.Kind]string{lang.Number: "numeric", lang.Bool: "boolean"}
	for _, table := range p.policy.Tables {
		rows, ok := p.rows[table.Name]
		if !ok {
			continue
		}
		var columns []string
		for _, f := range table.Fields {
			kind, ok := types[f.Type.Kind]
			switch {
			case !ok:
				kind = "text"
			case f.Name == "id" || strings.HasSuffix(f.Name, "_id") || f.Name == "quantity":
				kind = "integer"
			}
			columns = append(columns, fmt.Sprintf("%q %s", f.Name, kind))
		}
		text, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			fmt.Sprintf("CREATE TABLE %q (%s)", table.Name, strings.Join(columns, ", ")),
			fmt.Sprintf("INSERT INTO %[1]q SELECT * FROM jsonb_populate_recordset(null::%[1]q, '%[2]s')", table.Name, strings.ReplaceAll(string(text), "'", "''")),
		} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
}
