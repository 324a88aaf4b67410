package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"portcullis/fixtures/run"
	"portcullis/internal/mariatest"
	"portcullis/internal/pgtest"
)

func TestReadEngines(t *testing.T) {
	for text, want := range map[string][]engineChoice{
		"opa":                           {{"opa", ""}},
		"sqlite,bound":                  {{"bound", ""}, {"sqlite", ""}},
		"postgres,opa,sqlite,bound":     {{"opa", ""}, {"bound", ""}, {"postgres", ""}, {"sqlite", ""}},
		"opa,postgresql://h/d":          {{"opa", ""}, {"postgres", "postgresql://h/d"}},
		"postgres://h:1,i:2/d,opa":      {{"opa", ""}, {"postgres", "postgres://h:1,i:2/d"}},
		"":                              nil,
		"opa,":                          nil,
		"opa,mongo":                     nil,
		"opa,bound,opa":                 nil,
		"opa,postgres,postgres://h/d":   nil,
		"sqlite":                        nil,
		"postgres,sqlite":               nil,
		"mysql://h/d,opa":               {{"opa", ""}, {"mysql", "mysql://h/d"}},
		"opa,mariadb://h/d":             {{"opa", ""}, {"mysql", "mariadb://h/d"}},
		"opa,mysql":                     nil,
		"opa,sqlite,file.sqlite,bound,": nil,
	} {
		got, err := readEngines(text)
		if !slices.Equal(got, want) && want != nil || (err == nil) != (want != nil) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

// TestNamedEngine: OPA is asked of all rows only where it is named; else, as
// package run has it, of some of a large table.
func TestNamedEngine(t *testing.T) {
	for name, choices := range map[string][]engineChoice{"none": nil, "opa": {{"opa", ""}}, "two": {{"opa", ""}, {"bound", ""}}} {
		p, err := openPortal(t.Context(), "../../examples/jet-coffee-beans")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.onEngines(t.Context(), choices); err != nil {
			t.Fatal(err)
		}
		if _, panel := p.runner.Engine().(*run.Panel); panel != (choices != nil) {
			t.Errorf("%s: the engine is a %T", name, p.runner.Engine())
		}
	}
}

// TestFiveEngines runs an example's tests as the command line has them run.
func TestFiveEngines(t *testing.T) {
	server, maria := pgtest.Need(t), mariatest.Need(t)
	db, err := maria.Create("postgres")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for database, want := range map[string]struct {
		status int
		says   string
	}{
		"postgres": {0, " passed, 0 failed\n"},
		"missing":  {2, "Error: --engine: postgres: cannot connect to PostgreSQL: database \"missing\" does not exist\n"},
	} {
		var out, errs bytes.Buffer
		status := execute(t.Context(), []string{"test", "../../examples/jet-coffee-beans", "--engine", "opa,bound,sqlite," + maria.URL("postgres") + "," + server.URL(database)}, nil, &out, &errs)
		if said := out.String() + errs.String(); status != want.status || !strings.HasSuffix(said, want.says) {
			t.Errorf("%s: status %d:\n%s", database, status, said)
		}
	}
}
