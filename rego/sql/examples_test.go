package sql_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// normal gives one text to all the ways in which a value comes from a database
// or a bundle.
func normal(t testing.TB, typ form.Type, v any) string {
	t.Helper()
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	if v == nil {
		return "null"
	}
	switch typ.Kind {
	case form.Number:
		r, ok := new(big.Rat).SetString(fmt.Sprint(v))
		if !ok {
			t.Fatalf("%v is no number", v)
		}
		return r.RatString()
	case form.Bool:
		if n, ok := v.(int64); ok {
			v = n == 1
		}
	case form.Date:
		if d, ok := v.(time.Time); ok {
			v = d.Format(time.DateOnly)
		}
	case form.Timestamp:
		if s, ok := v.(string); ok {
			at, err := time.Parse(time.RFC3339Nano, s)
			if err != nil {
				at, err = time.Parse("2006-01-02 15:04:05.999999", s) // of MariaDB
			}
			if err != nil {
				t.Fatal(err)
			}
			v = at
		}
		return v.(time.Time).UTC().Format(time.RFC3339Nano)
	case form.ListOf:
		list, ok := v.([]any)
		if s, isText := v.(string); isText {
			if elements, isArray := strings.CutPrefix(s, "{"); isArray { // of words
				s = regexp.MustCompile(`[a-z]+`).ReplaceAllString(elements, `"$0"`)
				s = "[" + strings.ReplaceAll(strings.TrimSuffix(s, "}"), "NULL", "null") + "]"
			}
			dec := json.NewDecoder(bytes.NewReader([]byte(s)))
			dec.UseNumber()
			if err := dec.Decode(&list); err != nil {
				t.Fatalf("%q: %v", s, err)
			}
		} else if !ok {
			t.Fatalf("%v is no list", v)
		}
		out := "["
		for _, e := range list {
			out += normal(t, *typ.Elem, e) + ","
		}
		return out + "]"
	}
	return fmt.Sprintf("%T %v", v, v)
}

// cells gives the rows of a statement as texts, by key.
func cells(t testing.TB, rows []map[string]any, fields []*form.Field, key form.Key) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, r := range rows {
		row := map[string]string{}
		for _, f := range fields {
			v, ok := r[f.Name]
			if !ok {
				t.Fatalf("a row has no column %q", f.Name)
			}
			row[f.Name] = normal(t, f.Type, v)
		}
		k := ""
		for _, f := range key {
			k += row[f.Name] + " "
		}
		if out[k] != nil {
			t.Fatalf("the row %s comes twice", k)
		}
		out[k] = row
	}
	return out
}

// seen gives what a bundle shows of rows as a statement gives it: hidden cells
// are null.
func seen(t testing.TB, rows []rego.VisibleRow, fields []*form.Field, key form.Key) map[string]map[string]string {
	t.Helper()
	var out []map[string]any
	for _, r := range rows {
		row := map[string]any{}
		for _, f := range fields {
			row[f.Name] = r.Row[f.Name]
		}
		out = append(out, row)
	}
	return cells(t, out, fields, key)
}

// examples gives the directories of the example portals.
func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../examples/*/schema.portal.hcl")
	if err != nil || len(files) < 5 {
		t.Fatal("there are no examples", err)
	}
	for i, f := range files {
		files[i] = filepath.Dir(f)
	}
	return files
}

func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
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
				for _, db := range []*database{onSQLite(t, affine), onStrictSQLite(t), onPostgreSQL(t, postgresTypes)} {
					db.fill(t, p.policy, d)
					p.check(t, db, f)
				}
			}
		})
	}
}

// portal is an example with its tests.
type portal struct {
	policy *lang.Policy
	engine *rego.Engine
	people *bind.Policy
	suite  *fixtures.Suite
	runner *fixtures.Runner
}

func openPortal(t *testing.T, dir string) *portal {
	t.Helper()
	p := &portal{}
	fsys := os.DirFS(dir)
	p.policy, _, _ = lang.Load(fsys)
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, p.policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	var err error
	if p.engine, err = rego.Open(t.Context(), &bundle); err != nil {
		t.Fatal(err)
	}
	p.people = bind.NewPolicy(p.engine.Form())
	p.suite, _, _ = fixtures.Load(fsys, p.policy)
	p.runner = fixtures.NewRunner(p.suite, p.policy, p.engine)
	return p
}

// check compares, for everybody and every table and report, what a database
// gives with what the bundle shows.
func (p *portal) check(t *testing.T, db *database, f *fixtures.Fixture) {
	t.Helper()
	for _, user := range f.Users() {
		subject, err := p.runner.Subject(f, user)
		if err != nil {
			t.Fatal(err)
		}
		if subject.Now == "" {
			subject.Now = now
		}
		for _, r := range p.engine.Form().Resources {
			if r.Kind != form.KindTable && r.Kind != form.KindReport {
				continue
			}
			grid, err := p.runner.View(t.Context(), f, subject, r.Name)
			if err != nil {
				t.Fatal(err)
			}
			s, err := psql.Select(p.residual(t, subject, r), db.dialect)
			if err != nil {
				t.Fatal(err)
			}
			want, got := seen(t, grid.Rows, r.Fields, r.Table.Key), cells(t, db.ask(t, s), r.Fields, r.Table.Key)
			if !maps.EqualFunc(got, want, maps.Equal) {
				t.Errorf("%s as %s on %s: got %v, want %v\n%s\n%v", r.Name, user, db.dialect, got, want, s.SQL, s.Params)
			}
		}
	}
}

func (p *portal) residual(t *testing.T, s fixtures.Subject, r *form.Resource) *bind.Residual {
	t.Helper()
	person := p.people.Person(bind.User(s.User), s.Now)
	b, err := person.Bind(r.Kind, r.Name, "view")
	if err != nil {
		t.Fatal(err)
	}
	return b.Residual()
}
