package reference

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// imports gives what the Go files of the repository import that are so, by file.
func imports(t *testing.T, are func(file string) bool) map[string][]string {
	t.Helper()
	root := os.DirFS("../..")
	found := map[string][]string{}
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && file != "."):
			return fs.SkipDir
		case d.IsDir() || path.Ext(file) != ".go" || !are(file):
			return nil
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			found[file] = append(found[file], strings.Trim(i.Path.Value, `"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAskedByTestsAlone: the oracle is the second opinion of tests, and nothing that
// is answered or explained comes from it. What compares engines with it is a test's
// support.
func TestAskedByTestsAlone(t *testing.T) {
	isTest := func(file string) bool {
		return strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "compile/internal/difftest/")
	}
	by := map[bool]int{}
	for file, list := range imports(t, func(string) bool { return true }) {
		if !slices.Contains(list, "portcullis/lang/reference") {
			continue
		}
		by[isTest(file)]++
		if !isTest(file) {
			t.Errorf("%s asks the oracle, and is no test", file)
		}
	}
	if by[true] == 0 {
		t.Error("no test asks the oracle")
	}
}

// TestSharesNothing: of what it judges the oracle shares but the types of values, and
// the checked policy.
func TestSharesNothing(t *testing.T) {
	own := func(file string) bool {
		return path.Dir(file) == "lang/reference" && !strings.HasSuffix(file, "_test.go")
	}
	for file, list := range imports(t, own) {
		for _, of := range list {
			if strings.HasPrefix(of, "portcullis/") && of != "portcullis/lang" && of != "portcullis/rego/scalar" {
				t.Errorf("%s imports %s", file, of)
			}
		}
	}
}
