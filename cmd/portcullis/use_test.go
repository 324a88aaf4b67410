package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// using makes a portal that uses a folder beside it, and gives its directory and
// what writes a file of either.
func using(t *testing.T) (dir string, write func(name, text string)) {
	root := t.TempDir()
	write = func(name, text string) {
		t.Helper()
		file := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	write("shop/shop.portal.hcl", "portal \"shop\" {\n  use = [\"../shared\"]\n}\nprofile \"customer\" {\n  default = true\n  allow \"page\" \"*\" {}\n}\n")
	return filepath.Join(root, "shop"), write
}

// TestServeFollowsUse: the folders that a portal uses are watched, too, before
// they are there.
func TestServeFollowsUse(t *testing.T) {
	dir, write := using(t)
	out, errs := served(t, "serve", dir)
	out.Await(t, "Serving")
	errs.Await(t, "No such folder")
	write("shared/pages.portal.hcl", "page \"home\" {}\n")
	first := out.Await(t, "Built revision ")
	write("shared/pages.portal.hcl", "page \"home\" {}\npage \"away\" {}\n")
	if second := out.Await(t, "Built revision "); first == second {
		t.Errorf("another policy has the same revision: %s", second)
	}
	write("shared/pages.portal.hcl", "pag \"home\" {}\n")
	errs.Await(t, "on ../shared/pages.portal.hcl line 1")
}

// TestWatchFollowsUse: tests run again when a used folder changes.
func TestWatchFollowsUse(t *testing.T) {
	dir, write := using(t)
	write("shared/pages.portal.hcl", "page \"home\" {}\n")
	write("shop/a.test.hcl", "fixture \"f\" {\n  user \"ana\" { login = \"ana\" }\n}\ntest \"home\" {\n  as = [\"ana\"]\n  can \"access\" \"page\" \"home\" {}\n}\n")
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs shared
	status := make(chan int)
	go func() { status <- execute(ctx, []string{"test", "--watch", dir}, strings.NewReader(""), &out, &errs) }()
	at := out.await(t, 0, "1 passed, 0 failed\n")
	write("shared/deny.portal.hcl", "profile \"other\" {\n  deny \"page\" \"home\" {}\n}\nprofile \"more\" {\n  default = true\n  deny \"page\" \"home\" {}\n}\n")
	at = out.await(t, at, "\n— ../shared/deny.portal.hcl\n")
	out.await(t, at, "0 passed, 1 failed\n")
	cancel()
	if got := <-status; got != statusWell {
		t.Errorf("status %d\n%s", got, errs.String())
	}
}
