package update_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "portcullis/internal/update"
)

// TestEveryPackage: one package without the flag, and go test ./... -update fails.
func TestEveryPackage(t *testing.T) {
	const root, self = "../..", `"portcullis/internal/update"`
	takes := map[string]bool{} // by the packages that have tests
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if base := entry.Name(); base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") && name != root {
				return fs.SkipDir
			}
			// A module of its own may have nothing of this one.
			if text, err := os.ReadFile(filepath.Join(name, "go.mod")); err == nil && name != root && !bytes.Contains(text, []byte("\tportcullis ")) {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(name))
		takes[dir] = takes[dir] || false
		for _, spec := range file.Imports {
			if spec.Path.Value == self {
				takes[dir] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(takes) < 10 {
		t.Errorf("only %d packages have tests", len(takes))
	}
	for dir, does := range takes {
		if !does {
			t.Errorf("no test of %s imports %s, so that it takes no -update", dir, self)
		}
	}
}
