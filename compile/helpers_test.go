package compile_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// policy loads a portal that has no errors.
func policy(t testing.TB, portal fs.FS) *lang.Policy {
	t.Helper()
	p, sources, diags := lang.Load(portal)
	if diags.HasErrors() {
		var text bytes.Buffer
		if err := lang.WriteDiagnostics(&text, sources.Files(), diags, false, 120); err != nil {
			t.Fatal(err)
		}
		t.Fatal(text.String())
	}
	return p
}

// files makes a portal's directory of file names and texts.
func files(texts map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// compiled gives a portal's bundle before it is written.
func compiled(t testing.TB, portal fs.FS) *bundle.Bundle {
	t.Helper()
	b, err := compile.Bundle(policy(t, portal), compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// written gives a portal's bundle as `build` writes it.
func written(t testing.TB, portal fs.FS, opts compile.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := compile.Write(&out, policy(t, portal), opts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// engine opens a portal.
func engine(t testing.TB, portal fs.FS) *rego.Engine {
	t.Helper()
	e, err := rego.Open(context.Background(), bytes.NewReader(written(t, portal, compile.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// portals gives the examples of the repository, those of the golden files, and
// the odd portals, by name.
func portals(t testing.TB) map[string]fs.FS {
	t.Helper()
	dirs, err := filepath.Glob("../examples/*/schema.portal.hcl")
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	out := map[string]fs.FS{}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		out[filepath.Base(dir)] = os.DirFS(dir)
	}
	for name, golden := range goldens(t) {
		out[filepath.Base(name)] = goldenPortal(golden)
	}
	for _, odd := range oddPortals {
		out["odd/"+odd.name] = files(odd.files)
	}
	return out
}
