package lang

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestDir: links within the directory are followed, and none out of it.
func TestDir(t *testing.T) {
	parent := t.TempDir()
	portal := filepath.Join(parent, "portal")
	for name, text := range map[string]string{"secret.json": "secret", "portal/sub/rows.json": "rows"} {
		file := filepath.Join(parent, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"within.json": "sub/rows.json", "out.json": "../secret.json", "far.json": filepath.Join(parent, "secret.json"), "up": "..",
	} {
		if err := os.Symlink(target, filepath.Join(portal, name)); err != nil {
			t.Skip("no links can be made here:", err)
		}
	}
	fsys := Dir(portal)
	for _, name := range []string{"sub/rows.json", "within.json"} {
		if text, err := fs.ReadFile(fsys, name); err != nil || string(text) != "rows" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	for _, name := range []string{"out.json", "far.json", "up/secret.json"} {
		if _, err := fs.ReadFile(fsys, name); !errors.Is(err, ErrOutside) {
			t.Errorf("reading %s: %v", name, err)
		}
		if _, err := fs.Stat(fsys, name); !errors.Is(err, ErrOutside) {
			t.Errorf("looking at %s: %v", name, err)
		}
	}
	if _, err := fs.Stat(fsys, "none.json"); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrOutside) {
		t.Errorf("what is not there: %v", err)
	}
	if _, err := fs.Stat(Dir(filepath.Join(parent, "none")), "."); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	if entries, err := fs.ReadDir(fsys, "."); err != nil || len(entries) != 5 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}
