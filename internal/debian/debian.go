// Package debian finds programs that tests need beside Go. As root on Debian it
// installs the packages of those that are not there, saying so first. Elsewhere
// a test that lacks one is skipped, with a line that says what it lacks and how to
// have it; with CI=true nothing is skipped, and the test fails.
package debian

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Missing is the error for what a machine lacks, and nobody here can install.
type Missing struct {
	What string // that is lacking
	How  string // to have it
}

func (m *Missing) Error() string { return fmt.Sprintf("there is no %s: %s", m.What, m.How) }

// Need ends a test if there is an error: skipped where the machine lacks
// something, but for CI, where nothing is.
func Need(t testing.TB, err error) {
	t.Helper()
	missing, ok := errors.AsType[*Missing](err)
	switch {
	case err == nil:
	case ok && os.Getenv("CI") != "true":
		t.Skip(missing)
	default:
		t.Fatal(err)
	}
}

// Program gives the path of a program, having installed the package if need be.
// It ends the test without one.
func Program(t testing.TB, name, of string) string {
	t.Helper()
	path := Find(name)
	if path == "" {
		Need(t, Install(name, of, func() bool { return Find(name) != "" }))
		if path = Find(name); path == "" {
			t.Fatalf("Debian's package %s has no %s", of, name)
		}
	}
	return path
}

// Find gives the path of a program, "" where there is none. It looks where
// administrators' programs are too, which need not be on the path.
func Find(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	if path, err := exec.LookPath(filepath.Join("/usr/sbin", name)); err == nil {
		return path
	}
	return ""
}

// missing is what is told of a program that cannot be installed here.
func missing(program, of string) error {
	return &Missing{program, fmt.Sprintf("it is in Debian's package %s (apt-get install %s), which tests install if root runs them", of, of)}
}
