package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/internal/opatest"
)

// served runs a command that serves until the test ends, and gives what it prints.
func served(t *testing.T, command string, args ...string) (out, errs *opatest.Output) {
	t.Helper()
	out, errs = opatest.NewOutput(), opatest.NewOutput()
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- execute(ctx, append([]string{command, "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), out, errs)
		out.End()
		errs.End()
	}()
	t.Cleanup(func() {
		interrupt()
		if status := <-ended; status != statusWell {
			t.Errorf("it ends with status %d", status)
		}
		if t.Failed() {
			t.Logf("it said:\n%s%s", out, errs)
		}
	})
	return out, errs
}

// TestServe edits a portal while an agent waits for its bundle.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("shop.portal.hcl", `portal "shop" {}
page "orders" "returns" {}
`)
	write("customer.portal.hcl", `profile "customer" {
  default = true
  allow "page" "orders" {}
}
`)
	out, errs := served(t, "serve", dir)
	url := strings.Fields(out.Await(t, "Serving"))[1]
	base, name, _ := strings.Cut(url, "/bundle")
	a := opatest.Start(t, map[string]any{
		"services": map[string]any{"portal": map[string]any{"url": base}},
		"bundles": map[string]any{"shop": map[string]any{
			"resource": "bundle" + name,
			"polling":  map[string]any{"long_polling_timeout_seconds": 60},
		}},
	})
	open := func(page string) bool {
		allowed, _ := a.Data(t, "shop/allow", map[string]any{
			"user": map[string]any{"login": "ana"}, "action": "access",
			"resource": map[string]any{"type": "page", "name": page},
		}).(bool)
		return allowed
	}
	const activated = "Bundle loaded and activated successfully"
	a.Await(t, activated)
	first := out.Await(t, "Built revision ")
	if !open("orders") || open("returns") {
		t.Fatal("the first bundle is not in force")
	}

	// What is wrong is shown, and changes nothing.
	write("customer.portal.hcl", `profile "customer" {
  default = true
  allow "page" "retruns" {}
}
`)
	errs.Await(t, "on customer.portal.hcl line 3")
	errs.Await(t, `Did you mean "returns"?`)
	kept := errs.Await(t, "Agents keep revision")
	if !strings.Contains(kept, strings.TrimPrefix(first, "Built revision ")) || !open("orders") {
		t.Errorf("the first bundle is not in force any more: %s", kept)
	}

	// What is right again is in force at once, new files too.
	write("customer.portal.hcl", `profile "customer" {
  default = true
  allow "page" "returns" {}
}
`)
	if second := out.Await(t, "Built revision "); second == first {
		t.Errorf("another policy has the same revision: %s", second)
	}
	a.Await(t, activated)
	if open("orders") || !open("returns") {
		t.Error("the second bundle is not in force")
	}
	write("clerk.portal.hcl", `profile "clerk" {
  default = true
  allow "page" "orders" {}
}
`)
	a.Await(t, activated)
	if !open("orders") {
		t.Error("the third bundle is not in force")
	}
}

// TestServeNothing serves a portal that is wrong from the beginning, until it is
// put right.
func TestServeNothing(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "shop.portal.hcl")
	if err := os.WriteFile(file, []byte(`portal "shop" {`), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs := served(t, "serve", dir, "--signing-key", "for-development", "--algorithm", "HS256")
	url := strings.Fields(out.Await(t, "Serving"))[1]
	errs.Await(t, "There is no bundle for agents")
	if printed, err := shell(dir, "portcullis build -o x.tar.gz --signing-key for-development --algorithm HS256"); err == nil {
		t.Errorf("it builds: %s", printed)
	}
	if err := os.WriteFile(file, []byte(`portal "shop" {}`), 0o600); err != nil {
		t.Fatal(err)
	}
	out.Await(t, "Built revision ")
	// The bundle is the one that build writes.
	printed, err := shell(dir, "portcullis build -o built.tar.gz --signing-key for-development --algorithm HS256")
	if err != nil {
		t.Fatal(err, printed)
	}
	built, err := os.ReadFile(filepath.Join(dir, "built.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fetched(t, url); got != string(built) {
		t.Errorf("the bundle has %d bytes, not the %d that build writes", len(got), len(built))
	}
}

// TestServeMisuse asks for what cannot be served.
func TestServeMisuse(t *testing.T) {
	for name, args := range map[string][]string{
		"no directory":  {filepath.Join(t.TempDir(), "nowhere")},
		"no address":    {"--addr", "localhost"},
		"no key":        {"--signing-key", "nowhere.pem"},
		"two portals":   {".", "."},
		"a build count": {"--build-number", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			errs := opatest.NewOutput()
			if status := execute(t.Context(), append([]string{"serve"}, args...), strings.NewReader(""), opatest.NewOutput(), errs); status != statusMisuse {
				t.Errorf("status %d: %s", status, errs)
			}
		})
	}
}

func fetched(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response.Status, err)
	}
	return string(body)
}
