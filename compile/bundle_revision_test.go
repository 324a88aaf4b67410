package compile_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/compile/pack"

	"github.com/open-policy-agent/opa/v1/bundle"
)

func TestBuildOf(t *testing.T) {
	for revision, want := range map[string]uint64{
		"1":                       1,
		"0042":                    42,
		"42-0123456789abcdef":     42,
		"9007199254740991":        pack.MaxBuild,
		"9007199254740992":        0,
		"99999999999999999999999": 0,
		"0":                       0,
		"":                        0,
		"v1":                      0,
		"1.2":                     0,
		"-1":                      0,
		"2026-03-01":              0,
		"42-0123456789abcde":      0,
		"42-0123456789ABCDEF":     0,
		"42-":                     0,
		"42\n":                    0,
		"0123456789abcdef":        0, // a revision without a number
		"1234567890123456":        1234567890123456,
	} {
		if n, ok := pack.BuildOf(revision); ok != (want > 0) || ok && n != want {
			t.Errorf("%q is of build %d, %v; want %d", revision, n, ok, want)
		}
	}
}

// TestBuildNumber reads revisions and numbers back from bundles.
func TestBuildNumber(t *testing.T) {
	manifest := func(opts compile.Options) bundle.Manifest {
		t.Helper()
		b, err := bundle.NewReader(bytes.NewReader(written(t, os.DirFS(example), opts))).Read()
		if err != nil {
			t.Fatal(err)
		}
		return b.Manifest
	}
	digest := manifest(compile.Options{}).Revision
	for _, c := range []struct {
		opts     compile.Options
		revision string
		build    any
	}{
		{compile.Options{}, digest, nil},
		{compile.Options{Build: 7}, "7-" + digest, json.Number("7")},
		{compile.Options{Build: 8}, "8-" + digest, json.Number("8")},
		{compile.Options{Build: 8, Revision: "v8"}, "v8", json.Number("8")},
		{compile.Options{Revision: "9"}, "9", json.Number("9")},
		{compile.Options{Revision: "9", Build: 9}, "9", json.Number("9")},
		{compile.Options{Revision: "v9"}, "v9", nil},
	} {
		m := manifest(c.opts)
		ours, _ := m.Metadata["portcullis"].(map[string]any)
		if m.Revision != c.revision || ours["build"] != c.build {
			t.Errorf("%+v: revision %q, build %v; want %q, %v", c.opts, m.Revision, ours["build"], c.revision, c.build)
		}
	}
	for _, opts := range []compile.Options{{Revision: "7", Build: 8}, {Build: pack.MaxBuild + 1}} {
		if _, err := compile.Bundle(policy(t, os.DirFS(example)), opts); err == nil || !strings.Contains(err.Error(), "build") {
			t.Errorf("%+v: %v", opts, err)
		}
	}
}
