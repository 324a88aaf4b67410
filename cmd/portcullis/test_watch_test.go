package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"portcullis/fixtures"
	"portcullis/fixtures/report"
)

// shared is what a command prints, for others to look at meanwhile.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// await waits until the text is there, and gives what stands behind it.
func (s *shared) await(t *testing.T, from int, text string) int {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if i := strings.Index(s.String()[from:], text); i >= 0 {
			return from + i + len(text)
		}
	}
	t.Fatalf("no %q in\n%s", text, s.String()[from:])
	return 0
}

// TestWatch changes a portal's files as an editor does, and looks at which
// tests run.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../examples/stacker-orders")); err != nil {
		t.Fatal(err)
	}
	edit := func(name, old, to string) {
		t.Helper()
		path := filepath.Join(dir, name)
		src, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(src), old) {
			t.Fatalf("%s has no %q: %v", name, old, err)
		}
		changed := strings.Replace(string(src), old, to, 1)
		if err := errors.Join(os.WriteFile(path+"~", []byte(changed), 0o600), os.Rename(path+"~", path)); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs shared
	status := make(chan int)
	go func() { status <- execute(ctx, []string{"test", "--watch", dir}, strings.NewReader(""), &out, &errs) }()
	at := out.await(t, 0, "50 passed, 0 failed\n")

	edit("tests/customers.test.hcl", `as = ["ana"]`, `as = [ "ana" ]`)
	at = out.await(t, at, "\n— tests/customers.test.hcl\n23 passed, 0 failed\n")
	edit("profiles.portal.hcl", `hide    = ["margin", "project_id"]`, `hide    = ["project_id"]`)
	at = out.await(t, at, "47 passed, 3 failed\n")
	edit("profiles.portal.hcl", `hide    = ["project_id"]`, `hid     = ["project_id"]`)
	at = out.await(t, at, "\n— profiles.portal.hcl\n")
	edit("profiles.portal.hcl", `hid     = ["project_id"]`, `hide    = ["margin", "project_id"]`)
	at = out.await(t, at, "50 passed, 0 failed\n")
	// Data is part of the fixture, which all tests are of.
	edit("tests/data/orders.csv", "120.5", "120.25")
	out.await(t, at, "\n— tests/data/orders.csv\n")
	cancel()
	if got := <-status; got != statusWell {
		t.Errorf("status %d\n%s", got, errs.String())
	}
	if !strings.Contains(errs.String(), "Did you mean") {
		t.Errorf("a mistake in the policy is not told of:\n%s", errs.String())
	}
}

// TestInterrupt: what is done is reported, and the command fails.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	a := newApp(strings.NewReader(""), new(bytes.Buffer), new(bytes.Buffer))
	p, err := openPortal(ctx, "../../examples/stacker-orders")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	var out, errs bytes.Buffer
	a.out.Reset(&out)
	a.err = &errs
	format, err := report.Named("pretty")
	if err != nil {
		t.Fatal(err)
	}
	err = a.runTests(ctx, p, testOptions{}, fixtures.RunOptions{}, format, a.showProgress(""))
	if err := a.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, errSystem) || !strings.Contains(errs.String(), "interrupted") || out.String() != "0 passed, 0 failed\n" {
		t.Errorf("%v\n%s\n%s", err, &errs, &out)
	}
}

func TestProgress(t *testing.T) {
	var out shared
	begin, next := make(chan time.Time), make(chan time.Time)
	p := &progress{what: "reading", out: &out, stop: make(chan struct{})}
	var ticking sync.WaitGroup
	ticking.Go(func() { p.tick(begin, next) })
	begin <- time.Time{}
	at := out.await(t, 0, "reading …")
	p.each(&report.Result{Status: report.Passed}, 3)
	p.each(&report.Result{Status: report.Failed}, 3)
	next <- time.Time{}
	at = out.await(t, at, "\r\x1b[K2 of 3 tests, 1 failed")
	p.pause(func() { _, _ = out.Write([]byte("a warning\n")) })
	next <- time.Time{}
	at = out.await(t, at, "\r\x1b[Ka warning\n\r\x1b[K2 of 3")
	p.end()
	p.end()
	ticking.Wait()
	p.show()
	if left := out.String()[at:]; left != " tests, 1 failed\r\x1b[K" {
		t.Errorf("left %q", left)
	}
}
