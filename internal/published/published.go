// Package published gives tests what others publish, and what is too large to keep here:
// schemas that stand in a Go module, and programs of npm. Each is held to the sum that
// it had when it was chosen, and a machine keeps what it has got once.
package published

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"portcullis/internal/debian"
)

// Module gives the folder of a Go module, PATH@VERSION, whose sum is what go.sum would
// have of it.
func Module(t testing.TB, at, sum string) string {
	t.Helper()
	c := exec.Command("go", "mod", "download", "-json", at)
	c.Dir = t.TempDir() // no module's
	c.Env = append(os.Environ(), "GOFLAGS=")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go mod download %s: %v\n%s", at, err, out)
	}
	var got struct{ Dir, Sum string }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("go mod download %s: %v\n%s", at, err, out)
	}
	if got.Sum != sum {
		t.Fatalf("%s is another one: its sum is %s", at, got.Sum)
	}
	return got.Dir
}

// Package gives a folder with an npm package, NAME@VERSION, alone, whose sum is what a
// lock file would have of it.
func Package(t testing.TB, at, sum string) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil {
		debian.Need(t, &debian.Missing{What: "npm", How: "this test needs Node 20 with npm (https://nodejs.org)"})
	}
	dir := t.TempDir()
	c := exec.Command(npm, "pack", "--silent", "--json", at)
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		t.Fatalf("npm pack %s: %v\n%s", at, err, out)
	}
	var got []struct{ Filename, Integrity string }
	if err := json.Unmarshal(out, &got); err != nil || len(got) != 1 {
		t.Fatalf("npm pack %s: %v\n%s", at, err, out)
	}
	if got[0].Integrity != sum {
		t.Fatalf("%s is another one: its sum is %s", at, got[0].Integrity)
	}
	if err := unpack(filepath.Join(dir, got[0].Filename), dir); err != nil {
		t.Fatalf("npm pack %s: %v", at, err)
	}
	return filepath.Join(dir, "package")
}

// unpack writes the files of an archive into a folder.
func unpack(archive, dir string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case h.Typeflag != tar.TypeReg:
			continue
		case !filepath.IsLocal(h.Name):
			return fmt.Errorf("%s has %s", filepath.Base(archive), h.Name)
		}
		name := filepath.Join(dir, filepath.FromSlash(h.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name, text, 0o666); err != nil {
			return err
		}
	}
}

// File reads a file of a folder.
func File(t testing.TB, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
