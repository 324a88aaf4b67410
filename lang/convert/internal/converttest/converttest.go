// Package converttest holds imported portals to what is promised of them: they validate,
// are formatted, and pass the tests that come with them.
package converttest

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/lang"
	"portcullis/lang/convert"
	"portcullis/rego"
)

// Run writes a portal, and runs the tests that are written with it: it gives how many.
func Run(t testing.TB, p *convert.Portal) (passed int) {
	t.Helper()
	_, passed = run(t, p)
	return passed
}

// Policy is [Run], and gives the policy.
func Policy(t testing.TB, p *convert.Portal) *lang.Policy {
	t.Helper()
	policy, _ := run(t, p)
	return policy
}

func run(t testing.TB, p *convert.Portal) (*lang.Policy, int) {
	t.Helper()
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: text}
		again, diags := lang.FormatSource(name, text)
		if diags.HasErrors() || !bytes.Equal(again, text) {
			t.Errorf("%s is not formatted", name)
		}
	}
	policy, _, diags := lang.Load(fsys)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, all(files))
	}
	suite, _, diags := fixtures.Load(fsys, policy)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, all(files))
	}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	engine, err := rego.Open(t.Context(), &bundle)
	if err != nil {
		t.Fatal(err)
	}
	report, err := fixtures.NewRunner(suite, policy, engine).Run(t.Context(), fixtures.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK() {
		var b bytes.Buffer
		if err := report.Write(&b, "pretty"); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("%s\n%s", b.String(), all(files))
	}
	return policy, len(report.Tests)
}

func all(files map[string][]byte) string {
	var b bytes.Buffer
	for name, text := range files {
		fmt.Fprintf(&b, "-- %s --\n%s", name, text)
	}
	return b.String()
}
