// Package opatest runs OPA itself in tests: the `opa` program of the version in
// go.mod, on its own or as an agent that listens on loopback.
//
// The program is a tool of go.mod, so Go builds it when it is first needed and
// keeps it in its build cache: the first test that asks for it on a machine
// waits for the build, all others wait for nothing. The agents of a test end
// with it.
package opatest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Program gives the path of the `opa` program, building it if need be.
var Program = sync.OnceValues(func() (string, error) {
	c := exec.Command("go", "tool", "-n", "github.com/open-policy-agent/opa")
	c.Stderr = os.Stderr
	path, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("building the opa program: %w", err)
	}
	return strings.TrimSpace(string(path)), nil
})

// OnPath puts the program on the path, so that what a test runs finds it there.
// It is for TestMain.
func OnPath() error {
	program, err := Program()
	if err != nil {
		return err
	}
	return os.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// Run runs the program, and gives what it prints. It ends the test if the
// program fails.
func Run(t testing.TB, args ...string) string {
	t.Helper()
	c := command(t, args...)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("opa %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	program, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command(program, args...)
}
