// Package vscode has the extension for Visual Studio Code, which is JavaScript. Its
// test packs it, and holds its grammar to what its marks say.
package vscode

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"portcullis/internal/debian"

	_ "portcullis/internal/update" // for -update
)

func TestExtension(t *testing.T) {
	if os.Getenv("CI") != "true" {
		t.Skip("installs packages from npm; it runs with CI=true")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			debian.Need(t, &debian.Missing{What: program, How: "this test needs Node 20 with npm (https://nodejs.org)"})
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(".")); err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{"package", "test"} {
		c := exec.CommandContext(t.Context(), "npm", "run", script)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("npm run %s: %v\n%s", script, err, out)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "portcullis.vsix")); err != nil || info.Size() == 0 {
		t.Errorf("there is no extension: %v", err)
	}
}
