package workload_test

import (
	"bytes"
	"testing"

	"portcullis/cmd/figures/workload"
	"portcullis/compile"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"
)

// TestShapes loads the portals, counts what is in them, and sees that the rows
// tell the statements apart.
func TestShapes(t *testing.T) {
	for _, shape := range []workload.Shape{workload.Small, {Name: "middle", Tables: 30, Profiles: 40, Statements: 500}} {
		t.Run(shape.Name, func(t *testing.T) {
			policy, _, diags := lang.Load(shape.Source())
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if len(policy.Tables) != shape.Tables || len(policy.Profiles) != shape.Profiles || len(policy.Statements) != shape.Statements {
				t.Errorf("%d tables, %d profiles, %d statements; want %+v", len(policy.Tables), len(policy.Profiles), len(policy.Statements), shape)
			}
			var bundle bytes.Buffer
			if err := compile.Write(&bundle, policy, compile.Options{}); err != nil {
				t.Fatal(err)
			}
			engine, err := rego.Open(t.Context(), &bundle)
			if err != nil {
				t.Fatal(err)
			}
			request := shape.View(1)
			request.Rows = workload.Rows(500, 1)
			seen, err := engine.Visible(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			hidden := map[int]int{}
			for _, row := range seen {
				hidden[len(row.Hidden)]++
			}
			if len(seen) == 0 || len(seen) == 500 || len(hidden) < 3 {
				t.Errorf("%d of 500 rows are seen, by the number of their hidden fields: %v", len(seen), hidden)
			}
		})
	}
}
