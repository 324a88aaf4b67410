package lang

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/lang/policy"
)

const holding = `portal "p" {}
table "nodes" {
  fields = { id = number, parent_id = number, s = string }
  belongs_to "parent" {
    table = "nodes"
    key   = "parent_id"
  }
}
profile "x" {
  allow "table" "nodes" {
    actions = ["view"]
    rows    = condition.c0
  }
}
`

// loadHolding makes a chain of conditions, each made of the next.
func loadHolding(n int, step func(next string) string) (*policy.Policy, []string) {
	var w strings.Builder
	w.WriteString(holding)
	for i := range n {
		when := `row.s == "a"`
		if i < n-1 {
			when = step(fmt.Sprintf("condition.c%d", i+1))
		}
		fmt.Fprintf(&w, "condition \"c%d\" {\n  table = \"nodes\"\n  when  = %s\n}\n", i, when)
	}
	p, _, diags := Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(w.String())}})
	return p, said(diags)
}

// TestHoldsIsWrittenOut: a path begins where the record is, however many
// conditions it goes through.
func TestHoldsIsWrittenOut(t *testing.T) {
	p, got := loadHolding(4, func(next string) string { return "holds(row.parent, " + next + ")" })
	if p == nil {
		t.Fatal(got)
	}
	var steps int
	policy.EachPath(p.Conditions[0].When, func(r policy.Reach) { steps = len(r.Steps) })
	if steps != 3 || policy.Format(p.Conditions[0].When) != "holds(row.parent, condition.c1)" {
		t.Errorf("%d steps in %s", steps, policy.Format(p.Conditions[0].When))
	}
}

// TestHoldsIsBounded: what doubles with each step, or grows longer, ends.
func TestHoldsIsBounded(t *testing.T) {
	deep := "row" + strings.Repeat(".parent", 900)
	for name, step := range map[string]func(string) string{
		"doubling": func(next string) string {
			return "holds(row.parent, " + next + ") || holds(row.parent.parent, " + next + ")"
		},
		"long": func(next string) string {
			return "holds(" + deep + ", " + next + ") && holds(" + deep + ", " + next + ")"
		},
		"named": func(next string) string { return next + " || holds(row.parent, " + next + ")" },
	} {
		p, got := loadHolding(60, step)
		if p != nil || !slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, ": Expression too large") }) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if p, got := loadHolding(3, func(next string) string { return "holds(row.parent, " + next + ") && holds(row.parent, condition.c0)" }); p != nil || !slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, ": Circular condition") }) {
		t.Errorf("a circle: %q", got)
	}
}
