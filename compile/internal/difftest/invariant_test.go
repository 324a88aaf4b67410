package difftest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/fixtures/report"
	"portcullis/lang"
	"portcullis/rego"
)

// TestRandomInvariants asks of random portals what may never be, or always is, by
// the conditions of their own statements. What is proven must hold in every world
// that is made, or the run ends with an error; what is refuted has been seen in a
// world by OPA.
func TestRandomInvariants(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	told := map[string]int{}
	portals := max(1, *draws/4) // one takes as long as many of the others
	for i := range portals {
		p, source := drawn(t, *firstSeed+i)
		tests := invariants(p)
		s, _, diags := fixtures.Load(fstest.MapFS{"a.test.hcl": {Data: []byte(tests)}}, p)
		if diags.HasErrors() {
			t.Fatalf("%v\n%s\n%s", diags, source, tests)
		}
		var bundle bytes.Buffer
		if err := compile.Write(&bundle, p, compile.Options{}); err != nil {
			t.Fatal(err)
		}
		engine, err := rego.Open(t.Context(), &bundle)
		if err != nil {
			t.Fatal(err)
		}
		done, err := fixtures.NewRunner(s, p, engine).Run(t.Context(), fixtures.RunOptions{})
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, source, tests)
		}
		for _, result := range done.Tests {
			switch {
			case result.Status == report.Failed:
				told["refuted"]++
			case result.Certainty == "proven":
				told["proven"]++
			default:
				told["held"]++
			}
		}
	}
	t.Log(told)
	if told["refuted"] < portals || told["proven"] < portals {
		t.Errorf("of %d portals too little is refuted or proven: %v", portals, told)
	}
}

// invariants writes what is asked of a portal: of each table whether anybody sees a
// row of it, and each of its fields in turn; and of statements on rows whether
// people with their profile see these rows always, and those that they leave out never.
func invariants(p *lang.Policy) string {
	var b strings.Builder
	say := func(kind string, lines ...string) {
		fmt.Fprintf(&b, "%s \"%d\" {\n  %s\n}\n", kind, b.Len(), strings.Join(lines, "\n  "))
	}
	for i, table := range p.Tables {
		on := fmt.Sprintf("table = %q", table.Name)
		say("never", on)
		if f := table.Fields[i%len(table.Fields)]; !table.Key.Has(f) {
			say("never", on, fmt.Sprintf("fields = [%q]", f.Name))
		}
	}
	for _, st := range p.Statements {
		for _, t := range st.Targets {
			if st.Kind != lang.KindTable || st.Effect != lang.Allow || t.Rows == nil || !slices.Contains(t.Actions, "view") {
				continue
			}
			on := []string{fmt.Sprintf("table = %q", t.Name), fmt.Sprintf("profiles = [%q]", st.Profile.Name)}
			when := lang.Format(t.Rows)
			say("always", append(on, "when = "+when)...)
			say("never", append(on, "when = !("+when+")")...)
			break
		}
	}
	return b.String()
}
