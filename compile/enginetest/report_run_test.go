package enginetest

import (
	"testing"
	"testing/fstest"

	"portcullis/compile/internal/difftest"
	"portcullis/fixtures"
	_ "portcullis/internal/update" // for -update
)

// TestReportIsATest: a question that is printed as a test passes as one.
func TestReportIsATest(t *testing.T) {
	printed := 0
	for seed := range 16 {
		p, err := open(difftest.RowPortals().Example(seed).Source)
		if err != nil {
			t.Fatal(err)
		}
		d := newDrawer(uint64(seed))
		w := newWorld(p.policy, d.tables(p.policy, 8))
		who := d.asker(w)
		q := d.question(p, who, p.listed(w, who))
		if !sayable(p, w, q) {
			continue
		}
		source := p.test(asJSON(w, q))
		suite, _, diags := fixtures.Load(fstest.MapFS{"p.test.hcl": {Data: []byte(source)}}, p.policy)
		if diags.HasErrors() {
			t.Fatalf("seed %d: %v\n%s", seed, diags, source)
		}
		report, err := fixtures.NewRunner(suite, p.policy, p.engine).Run(t.Context(), fixtures.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if report.Failed > 0 || report.Passed == 0 {
			t.Errorf("seed %d: %+v\n%s\n%s", seed, report.Tests[0].Failures, p.source, source)
		}
		printed++
	}
	if printed < 5 {
		t.Errorf("only %d questions could be printed", printed)
	}
}
