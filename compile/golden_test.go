package compile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/internal/update"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// source is the name of the policy in a golden file.
const source = "policy.portal.hcl"

// goldens reads the golden files: a policy in HCL, and those of the modules
// compiled from it that show what becomes of it. A new one has empty modules,
// for -update to fill in.
func goldens(t testing.TB) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	out := map[string]*txtar.Archive{}
	for _, name := range names {
		if out[name], err = txtar.ParseFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// goldenPortal gives the directory of the portal of a golden file.
func goldenPortal(a *txtar.Archive) fs.FS {
	return files(map[string]string{source: string(a.Files[0].Data)})
}

func TestGolden(t *testing.T) {
	for name, golden := range goldens(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".golden"), func(t *testing.T) {
			if golden.Files[0].Name != source || len(golden.Files) < 2 {
				t.Fatalf("%s does not begin with %s and go on with modules", name, source)
			}
			masks := slices.ContainsFunc(golden.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "logging/") })
			b, err := compile.Bundle(policy(t, goldenPortal(golden)), compile.Options{LogMask: masks})
			if err != nil {
				t.Fatal(err)
			}
			modules := map[string]string{}
			for _, m := range b.Modules {
				modules[strings.TrimPrefix(m.Path, "/acme/")] = string(m.Raw)
			}
			got := &txtar.Archive{Comment: golden.Comment, Files: golden.Files[:1:1]}
			for _, f := range golden.Files[1:] {
				if modules[f.Name] == "" {
					t.Errorf("the bundle has no module %s", f.Name)
				}
				got.Files = append(got.Files, txtar.File{Name: f.Name, Data: []byte(modules[f.Name])})
			}
			text := txtar.Format(got)
			if update.Golden() {
				if err := os.WriteFile(name, text, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(golden)), string(text)); diff != "" {
				t.Errorf("the golden file differs (-want +got); write it anew with -update:\n%s", diff)
			}
		})
	}
}
