package lang

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/lang/policy"
)

// chained makes a chain of tables, the rows of each of which are seen where two
// rows of the next are.
func chained(tables int) (*policy.Policy, []string) {
	var w strings.Builder
	w.WriteString("portal \"p\" {}\nprofile \"x\" {\n")
	for i := range tables {
		rows := "row.id > 1"
		if i < tables-1 {
			rows = "visible(row.one) || visible(row.other)"
		}
		fmt.Fprintf(&w, "  allow \"table\" \"t%d\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n", i, rows)
	}
	w.WriteString("}\n")
	for i := range tables {
		fmt.Fprintf(&w, "table \"t%d\" {\n  fields = { id = number, one_id = number, other_id = number }\n", i)
		if i < tables-1 {
			for _, name := range []string{"one", "other"} {
				fmt.Fprintf(&w, "  belongs_to %q {\n    table = \"t%d\"\n    key = \"%s_id\"\n  }\n", name, i+1, name)
			}
		}
		w.WriteString("}\n")
	}
	p, _, diags := Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(w.String())}})
	return p, said(diags)
}

// TestVisibleIsWrittenOut: a path begins where the record is, however many tables
// it goes through, and what doubles with each ends.
func TestVisibleIsWrittenOut(t *testing.T) {
	p, got := chained(4)
	if p == nil {
		t.Fatal(got)
	}
	steps, paths := 0, 0
	rows := p.Statements[0].Targets[0].Rows
	policy.EachPath(rows, func(r policy.Reach) { steps, paths = max(steps, len(r.Steps)), paths+1 })
	if text := policy.Format(rows); steps != 3 || paths < 14 || text != "visible(row.one) || visible(row.other)" {
		t.Errorf("%d paths of at most %d steps in %s", paths, steps, text)
	}
	if p, got := chained(40); p != nil || !strings.Contains(strings.Join(got, "\n"), "Expression too large") {
		t.Errorf("40 tables: %v", got)
	}
}
