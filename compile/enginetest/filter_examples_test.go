package enginetest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portcullis/fixtures"
	"portcullis/internal/opatest"
	"portcullis/internal/update"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/google/go-cmp/cmp"
)

// TestExamples asks an agent for the filter of every table, report and action
// of the examples, for everybody in their tests, in every dialect.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	schemas, err := filepath.Glob("../../examples/*/schema.portal.hcl")
	if err != nil || len(schemas) < 5 {
		t.Fatal(schemas, err)
	}
	subjects := map[string]*subject{}
	args := []string{"--log-level=error", "--bundle"}
	for _, schema := range schemas {
		dir := filepath.Dir(schema)
		s := compiledFrom(t, os.DirFS(dir))
		file := filepath.Join(t.TempDir(), "bundle.tar.gz")
		if err := os.WriteFile(file, s.bundle, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
		subjects[dir] = s
	}
	opa := opatest.Start(t, nil, args...)
	for dir, s := range subjects {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			var err error
			if s.agent, err = agent.Open(t.Context(), opa.URL, s.policy.Portal.Name, agent.Options{}); err != nil {
				t.Fatal(err)
			}
			s.checkExample(t, dir)
		})
	}
}

func (s *subject) checkExample(t *testing.T, dir string) {
	people, d := s.fixture(t, dir)
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	lite.fill(t, d)
	pg.fill(t, d)
	var asked, refused, some int
	var golden strings.Builder
	for _, q := range s.questions() {
		unlisted, texts := false, false
		for i, name := range slices.Sorted(maps.Keys(people)) {
			q.user, q.now = people[name].User, people[name].Now
			s.dialects = append(dialects[:2:2], dialects[2+i%3]) // UCAST's three are evaluated alike
			if !s.listed(t, q) {                                 // by access: one of them is asked for
				if unlisted {
					continue
				}
				unlisted = true
			}
			asked++
			want := s.wanted(t, d, q)
			if !s.checkFor(t, d, q, want, lite, pg) {
				refused++
				continue
			}
			if table, _ := s.tables(q); len(want) > 0 && len(want) < len(d[table]) {
				some++
				if !texts {
					fmt.Fprintf(&golden, "%s, for %s\n", q, name)
					s.checkTexts(t, q, &golden)
				}
				texts = true
			}
		}
	}
	t.Logf("%d filters asked for, %d refused, %d of some rows but not all", asked, refused, some)
	if some < 10 {
		t.Errorf("only %d filters are of some rows but not all", some)
	}
	checkGolden(t, filepath.Join("testdata", filepath.Base(dir)+".golden"), golden.String())
}

func checkGolden(t *testing.T, file, got string) {
	t.Helper()
	if update.Golden() {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; write it anew with -update: -golden +now\n%s", file, diff)
	}
}

// listed reports whether `access` has an action for the person.
func (s *subject) listed(t *testing.T, q filterRequest) bool {
	t.Helper()
	actions, _ := s.there(t, q)[q.kind+"s"].(map[string]any)[q.name].([]any)
	return slices.Contains(actions, any(q.action))
}

// checkTexts has the endpoint give the dialects that are not asked of a
// database the condition that SQLite has, but for how literals and names are
// quoted, and writes the conditions down. In none is an alternative redundant.
func (s *subject) checkTexts(t *testing.T, q filterRequest, golden io.Writer) {
	t.Helper()
	texts := map[string]string{}
	for _, dialect := range []string{"sqlite", "postgresql", "mysql", "sqlserver"} {
		f, err := s.filter(t.Context(), q, "sql", dialect)
		if err != nil {
			t.Fatalf("%v, %s: %v", q, dialect, err)
		}
		texts[dialect] = f.rows.(string)
		fmt.Fprintf(golden, "  %-10s  %s\n", dialect, texts[dialect])
	}
	f, err := s.filter(t.Context(), q, "ucast", "all")
	if err != nil {
		t.Fatalf("%v, ucast: %v", q, err)
	}
	if way, ok := redundant(alternatives(f.rows)); ok {
		t.Errorf("%v: redundant: %s\n%s", q, way, texts["sqlite"])
	}
	same := map[string]*strings.Replacer{
		"postgresql": strings.NewReplacer(" E'", " '", "(E'", "('"),
		"mysql":      strings.NewReplacer("`", `"`),
		"sqlserver":  strings.NewReplacer(" N'", " '", "(N'", "('", "= 1)", "= TRUE)", "= 0)", "= FALSE)"),
	}
	for dialect, replacer := range same {
		if diff := cmp.Diff(texts["sqlite"], replacer.Replace(texts[dialect])); diff != "" {
			t.Errorf("%v: -sqlite +%s\n%s", q, dialect, diff)
		}
	}
}

// questions are all that the catalog has filters for, without the person.
func (s *subject) questions() []filterRequest {
	var out []filterRequest
	add := func(kind, name string, actions map[string]rego.CatalogAction) {
		for action, about := range actions {
			if about.Filter != nil {
				out = append(out, filterRequest{kind: kind, name: name, action: action})
			}
		}
	}
	for name, t := range s.engine.Catalog().Tables {
		add("table", name, t.Actions)
	}
	for name, r := range s.engine.Catalog().Reports {
		add("report", name, r.Actions)
	}
	slices.SortFunc(out, func(a, b filterRequest) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// watched is an engine that keeps the rows that it was asked about.
type watched struct {
	*rego.Engine
	rows []map[string]any
}

func (w *watched) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	w.rows = append(w.rows, q.Rows...)
	return w.Engine.Visible(ctx, q)
}

// fixture gives the people of the portal's tests, and the rows there with
// variations of them.
func (s *subject) fixture(t *testing.T, dir string) (map[string]fixtures.Subject, data) {
	t.Helper()
	suite, _, diags := fixtures.Load(os.DirFS(dir), s.policy)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var f *fixtures.Fixture // that with the most people
	for _, name := range suite.Fixtures() {
		one, err := suite.Fixture(name)
		if err != nil {
			t.Fatal(err)
		}
		if f == nil || len(one.Users()) > len(f.Users()) {
			f = one
		}
	}
	w := &watched{Engine: s.engine}
	runner := fixtures.NewRunner(suite, s.policy, w)
	people, d := map[string]fixtures.Subject{}, data{}
	for _, name := range f.Users() {
		person, err := runner.Subject(f, name)
		if err != nil {
			t.Fatal(err)
		}
		people[name] = person
	}
	for _, table := range s.policy.Tables {
		w.rows = nil
		if _, err := runner.View(t.Context(), f, fixtures.Subject{}, table.Name); err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		for _, row := range w.rows {
			plain := map[string]any{}
			for _, field := range table.Fields {
				plain[field.Name] = row[field.Name]
			}
			rows = append(rows, plain)
		}
		d[table] = varied(table, rows)
	}
	return people, d
}

// varied adds to each row one that has null in one of its fields, each field in
// turn, and one that has the half of another row.
func varied(table *lang.Table, rows []map[string]any) []map[string]any {
	out := slices.Clone(rows)
	add := func(row map[string]any) {
		row[table.Key[0].Name] = fmt.Sprintf("row %d", len(out))
		if table.Key[0].Type.Kind == lang.Number {
			row[table.Key[0].Name] = json.Number(fmt.Sprint(100000 + len(out)))
		}
		out = append(out, row)
	}
	for i, row := range rows {
		null, half := maps.Clone(row), maps.Clone(row)
		null[table.Fields[i%len(table.Fields)].Name] = nil
		add(null)
		for j, f := range table.Fields {
			if (i+j)%2 == 0 {
				half[f.Name] = rows[(i+1)%len(rows)][f.Name]
			}
		}
		add(half)
	}
	return out
}
