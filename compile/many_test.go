package compile_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/format"
)

// TestManyTables puts the tables of a large portal into files together, and
// has each row decided by the statement of its own table.
func TestManyTables(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	const tables = 120
	var b strings.Builder
	b.WriteString("portal \"many\" {}\nprofile \"p\" {\n")
	for i := range tables {
		fmt.Fprintf(&b, "  allow \"table\" \"t%03d\" {\n    actions = [\"view\"]\n    rows = row.n == %d\n  }\n", i, i)
	}
	b.WriteString("}\n")
	for i := range tables {
		fmt.Fprintf(&b, "table \"t%03d\" {\n  fields = { id = number, n = number }\n}\n", i)
	}
	portal := files(map[string]string{"many.portal.hcl": b.String()})
	var together []string
	for _, m := range compiled(t, portal).Modules {
		if strings.HasPrefix(m.Path, "/many/policy/tables/") {
			together = append(together, m.Path)
		}
		formatted, err := format.Source(m.Path, m.Raw)
		if err != nil || string(formatted) != string(m.Raw) {
			t.Errorf("%s is not formatted: %v", m.Path, err)
		}
	}
	want := []string{
		"/many/policy/tables/t000_to_t049.rego", "/many/policy/tables/t050_to_t099.rego",
		"/many/policy/tables/t100_to_t119.rego",
	}
	if !slices.Equal(together, want) {
		t.Errorf("%q, want %q", together, want)
	}
	e := engine(t, portal)
	for i := range tables {
		for n := range 2 {
			allowed, err := e.Allow(context.Background(), &rego.Request{
				User: rego.User{Login: "ana", Profiles: []string{"p"}}, Action: "view",
				Resource: rego.Resource{Type: "table", Name: fmt.Sprintf("t%03d", i)},
				Row:      map[string]any{"id": 1, "n": i + n},
			})
			if err != nil || allowed != (n == 0) {
				t.Errorf("t%03d, n = %d: %v, %v", i, i+n, allowed, err)
			}
		}
	}
}
