package compile_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"portcullis/compile"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// leastCoverage is how much of each of the library's files its tests evaluate,
// in percent of lines.
const leastCoverage = 95

// libraryModules reads the library with its tests, and the policy that stands
// in the tests for what the compiler writes.
func libraryModules(t *testing.T) map[string]*ast.Module {
	t.Helper()
	names, err := filepath.Glob("regogen/library/*.rego")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	modules := map[string]*ast.Module{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		if formatted, err := format.Source(name, text); err != nil || !bytes.Equal(formatted, text) {
			t.Errorf("%s is not as `opa fmt` writes it: %v", name, err)
		}
		modules[name], err = ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{
			RegoVersion: ast.RegoV1, ProcessAnnotation: true,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range generatedForTests {
		modules[name] = parsed(t, name, generatedOf(t, name))
	}
	return modules
}

// generatedForTests are the modules that the compiler writes for the library's tests.
var generatedForTests = []string{"policy/person.rego", "logging/records.rego"}

// generatedOf gives a module that the compiler writes of the portal that the
// library's tests are about, its people and what may be logged of its records; of
// the rest of it, policy_test.rego has what they need.
func generatedOf(t *testing.T, name string) []byte {
	b, err := compile.Bundle(policy(t, files(map[string]string{"a.portal.hcl": `
portal "portal" {
  users = "people"
  login = "email"

  user_properties = { region = string }
  team_properties = { tiers = list(string) }
}
table "people" {
  fields = { id = number, email = string }
  field "phone" {
    type      = string
    sensitive = "pii"
  }
  has_many "orders" {
    table = "orders"
    key   = "person_id"
  }
}
table "orders" {
  fields = { id = number, person_id = number }
  field "note" {
    type      = string
    sensitive = "pii"
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
}
profile "clerk" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.person.phone == user.phone || contains(row.person.orders[*].note, "x")
  }
}
profile "boss" { includes = ["clerk"] }
profile "auditor" {}
profile "guest" { default = true }
team "north" { profiles = ["auditor"] }
`})), compile.Options{LogMask: true})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(b.Modules, func(m bundle.ModuleFile) bool { return m.Path == "/portal/"+name })
	return b.Modules[i].Raw
}

// TestLibrary runs the Rego tests beside the library, each as a subtest, and
// asks that they evaluate nearly all of it.
func TestLibrary(t *testing.T) {
	ctx := context.Background()
	modules := libraryModules(t)
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	covered := cover.New()
	runner := tester.NewRunner().SetStore(store).SetModules(modules).SetCoverageQueryTracer(covered).SetTimeout(time.Minute).RaiseBuiltinErrors(true)
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string]bool{}
	for result := range results {
		name := strings.TrimPrefix(result.Package, "data.portal.")
		packages[name] = true
		t.Run(name+"/"+result.Name, func(t *testing.T) { report(t, result) })
	}
	for name, module := range modules {
		of := strings.TrimPrefix(module.Package.Path.String(), "data.portal.")
		if strings.HasSuffix(of, "_test") && !packages[of] {
			t.Errorf("%s has no test that ran", name)
		}
	}
	checkCoverage(t, covered.Report(modules))
}

// report tells of a Rego test; each case of a table of them is a subtest.
func report(t *testing.T, r *tester.Result) {
	switch {
	case r.Error != nil:
		t.Fatalf("%s: %v", r.Location, r.Error)
	case r.Skip:
		t.Fatalf("%s: a test that is left out", r.Location)
	case len(r.SubResults) == 0 && r.Fail:
		t.Errorf("%s: fails", r.Location)
	}
	for _, sub := range r.SubResults.Iter {
		t.Run(fmt.Sprint(sub.Name), func(t *testing.T) {
			if sub.Fail {
				t.Errorf("%s: fails", r.Location)
			}
		})
	}
}

func checkCoverage(t *testing.T, report cover.Report) {
	for name, file := range report.Files {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		t.Logf("%s: %.1f %%", name, file.Coverage)
		if file.Coverage < leastCoverage {
			t.Errorf("%s: the tests evaluate less than %d %% of it; not lines %v", name, leastCoverage, lines(file.NotCovered))
		}
	}
}

func lines(ranges []cover.Range) []int {
	out := make([]int, len(ranges))
	for i, r := range ranges {
		out[i] = r.Start.Row
	}
	slices.Sort(out)
	return slices.Compact(out)
}
