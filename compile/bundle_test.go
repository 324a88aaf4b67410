package compile_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"portcullis/compile"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/bundle"
	oparego "github.com/open-policy-agent/opa/v1/rego"
)

const example = "../examples/stacker-orders"

// backwards lists directories in the order of names from the last to the first.
type backwards struct{ fs.FS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.FS, name)
	slices.Reverse(entries)
	return entries, err
}

// TestReproducible builds one policy in several ways.
func TestReproducible(t *testing.T) {
	want := written(t, os.DirFS(example), compile.Options{})
	copied := filepath.Join(t.TempDir(), "a copy of younger files")
	if err := os.CopyFS(copied, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "a copy of old files that few may read")
	if err := os.CopyFS(old, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(old, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		long := time.Date(1999, 12, 31, 23, 59, 59, 0, time.UTC)
		return errors.Join(os.Chtimes(name, long, long), os.Chmod(name, 0o400))
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, portal := range map[string]fs.FS{
		"again":               os.DirFS(example),
		"in another place":    os.DirFS(copied),
		"of other times":      os.DirFS(old),
		"in another order":    backwards{os.DirFS(example)},
		"without its tests":   policyFiles(t, example, ""),
		"of a changed policy": policyFiles(t, example, "\n# a comment\n"),
	} {
		t.Run(name, func(t *testing.T) {
			same := bytes.Equal(written(t, portal, compile.Options{}), want)
			if changed := name == "of a changed policy"; same == changed {
				t.Errorf("the bundle is the same: %v", same)
			}
		})
	}
}

// policyFiles reads a portal's policy alone, with something behind each file.
func policyFiles(t *testing.T, dir, behind string) fs.FS {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.portal.hcl"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text) + behind
	}
	return files(texts)
}

// TestManifest reads the bundle back as OPA does.
func TestManifest(t *testing.T) {
	read := func(t *testing.T, opts compile.Options) bundle.Manifest {
		t.Helper()
		b, err := bundle.NewReader(bytes.NewReader(written(t, os.DirFS(example), opts))).Read()
		if err != nil {
			t.Fatal(err)
		}
		return b.Manifest
	}
	sources := map[string]any{}
	for _, name := range []string{"profiles.portal.hcl", "schema.portal.hcl"} {
		text, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		sources[name] = "sha256:" + hex.EncodeToString(sum[:])
	}
	m := read(t, compile.Options{Revision: "v1.2 of ours"})
	got := map[string]any{"roots": *m.Roots, "revision": m.Revision, "rego": *m.RegoVersion, "metadata": m.Metadata}
	want := map[string]any{
		"roots":    []string{"client_orders"},
		"revision": "v1.2 of ours",
		"rego":     1,
		"metadata": map[string]any{"portcullis": map[string]any{"version": compile.Version, "sources": sources}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	// Without a name, the revision is one of the content.
	first := read(t, compile.Options{}).Revision
	if len(first) < 16 || first != read(t, compile.Options{}).Revision {
		t.Errorf("the revision %q is not a digest", first)
	}
	other, err := bundle.NewReader(bytes.NewReader(written(t, policyFiles(t, example, "\n"), compile.Options{}))).Read()
	if err != nil {
		t.Fatal(err)
	}
	if other.Manifest.Revision == first {
		t.Error("another policy has the same revision")
	}
}

// TestBundleFiles asks for what a reader of the bundle looks for.
func TestBundleFiles(t *testing.T) {
	b, err := bundle.NewReader(bytes.NewReader(written(t, os.DirFS(example), compile.Options{}))).Read()
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, m := range b.Modules {
		paths = append(paths, m.Path)
		if strings.Contains(m.Path, "_test") || strings.Contains(string(m.Raw), "data.portal") {
			t.Errorf("%s is of the library's own", m.Path)
		}
	}
	if !slices.IsSorted(paths) {
		t.Errorf("the modules are not in the order of their names: %v", paths)
	}
	for _, want := range []string{"/client_orders/decision.rego", "/client_orders/policy/portal.rego", "/client_orders/policy/tables/orders.rego"} {
		if !slices.Contains(paths, want) {
			t.Errorf("there is no %s among %v", want, paths)
		}
	}
	root, _ := b.Data["client_orders"].(map[string]any)
	if len(b.Data) != 1 || len(root) != 2 || root["catalog"] == nil || root["form"] == nil {
		t.Errorf("data.json has not just the catalog and the decision form: %v", slices.Sorted(maps.Keys(root)))
	}
	// Each statement's conditions stand under its file and line.
	for _, s := range policy(t, os.DirFS(example)).Statements {
		at := "# " + s.File + ":" + strconv.Itoa(s.Line) + ": "
		if !slices.ContainsFunc(b.Modules, func(m bundle.ModuleFile) bool { return bytes.Contains(m.Raw, []byte(at)) }) {
			t.Errorf("no comment tells of the statement %s", at)
		}
	}
}

// plain is an OPA without anything of ours but the bundle, from its file.
func plain(t testing.TB, text []byte, query string) oparego.PreparedEvalQuery {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	q, err := oparego.New(oparego.LoadBundle(file), oparego.Query(query), oparego.StrictBuiltinErrors(true)).PrepareForEval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestPlainOPA loads every bundle into OPA as it is, and asks all its rules
// about nothing.
func TestPlainOPA(t *testing.T) {
	for name, portal := range portals(t) {
		t.Run(name, func(t *testing.T) {
			text := written(t, portal, compile.Options{})
			root := policy(t, portal).Portal.Name
			q := plain(t, text, `x := data[`+quoted(root)+`]; y := [x.decision.allow, x.allow, x.visible, count(x.access), x.catalog.portal]`)
			results, err := q.Eval(context.Background(), oparego.EvalInput(map[string]any{}))
			if err != nil || len(results) != 1 {
				t.Fatal(results, err)
			}
			want := []any{false, false, []any{}, json.Number("10"), root}
			if diff := cmp.Diff(want, results[0].Bindings["y"]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}
