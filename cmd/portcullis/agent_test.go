package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"portcullis/internal/opatest"
)

// ran gives what a command prints, and its exit status.
func ran(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = execute(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	return stdout.String(), stderr.String(), status
}

// TestOnAgent runs a portal's tests on an agent, and has every agent that is
// not one with the bundle of the portal refused with words that say so.
func TestOnAgent(t *testing.T) {
	const portal = "examples/jet-coffee-beans"
	dir := workplace(t)
	t.Chdir(dir)
	if _, errs, status := ran(t, "build", portal, "-o", "bundle.tar.gz"); status != 0 {
		t.Fatal(errs)
	}
	opa := opatest.Start(t, nil, "--bundle", "bundle.tar.gz")
	out, errs, status := ran(t, "test", portal, "--opa", opa.URL)
	if want, _, _ := ran(t, "test", portal); status != 0 || errs != "" || out != want {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
	if !strings.Contains(opa.Log(), "/v1/data/client_portal/visible") {
		t.Error("the agent was not asked")
	}

	// A test that is wrong fails there as it does here.
	wrong := filepath.Join(portal, "tests", "wrong.test.hcl")
	test := "test \"wrong\" {\n  as = [\"cleo\"]\n\n  can \"access\" \"page\" \"Invoices\" {}\n}\n"
	if err := os.WriteFile(wrong, []byte(test), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, status = ran(t, "test", portal, "--opa", opa.URL)
	if want, _, _ := ran(t, "test", portal); status != 1 || !strings.Contains(out, "✗ wrong") || out != want {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}

	silent := httptest.NewServer(http.NotFoundHandler())
	defer silent.Close()
	if err := os.CopyFS("edited", os.DirFS(portal)); err != nil {
		t.Fatal(err)
	}
	teams := filepath.Join("edited", "teams.portal.hcl")
	source, err := os.ReadFile(teams)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(teams, append(source, "# later\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir, url, want string
	}{
		"another state of the policy": {"edited", opa.URL, "was built from another teams.portal.hcl"},
		"another portal":              {"examples/zoho5-event", opa.URL, `no bundle of the portal "event"; its bundles are of client_portal`},
		"no agent":                    {portal, silent.URL, "answers 404 Not Found"},
		"nobody":                      {portal, "http://" + opatest.FreeAddress(t), "connection refused"},
		"no address":                  {portal, "", "--opa has an empty value"},
		"no URL":                      {portal, "localhost:8181", "is not the address of an agent"},
	} {
		if out, errs, status := ran(t, "test", c.dir, "--opa", c.url); status != 2 || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: status %d\n%s%s", name, status, out, errs)
		}
	}
}

// TestOnGuardedAgent runs a portal's tests on an agent that asks for a token.
func TestOnGuardedAgent(t *testing.T) {
	const portal = "examples/jet-coffee-beans"
	t.Chdir(workplace(t))
	if _, errs, status := ran(t, "build", portal, "-o", "bundle.tar.gz"); status != 0 {
		t.Fatal(errs)
	}
	if err := os.Mkdir("guard", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		".manifest":  `{"roots": ["system/authz"]}`,
		"authz.rego": "package system.authz\n\ndefault allow := false\n\nallow if input.identity == \"secret\"\n",
	} {
		if err := os.WriteFile(filepath.Join("guard", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opa := opatest.Start(t, nil, "--authentication=token", "--authorization=basic", "--bundle", "bundle.tar.gz", "guard")
	for token, want := range map[string]string{
		"":       "answers 401 Unauthorized: request rejected by administrative policy; if it asks for a bearer token, set $OPA_TOKEN",
		"wrong":  "answers 401 Unauthorized: request rejected by administrative policy\n",
		"secret": "",
	} {
		t.Setenv("OPA_TOKEN", token)
		out, errs, status := ran(t, "test", portal, "--opa", opa.URL)
		if want == "" && (status != 0 || errs != "" || !strings.HasSuffix(out, " passed, 0 failed\n")) {
			t.Errorf("with the token: status %d\n%s%s", status, out, errs)
		}
		if want != "" && (status != 2 || out != "" || !strings.Contains(errs, want)) {
			t.Errorf("with the token %q: status %d\n%s%s", token, status, out, errs)
		}
	}
}

// TestAgentGoesAway has tests end where the agent that answers them does.
func TestAgentGoesAway(t *testing.T) {
	const portal = "examples/jet-coffee-beans"
	t.Chdir(workplace(t))
	if _, errs, status := ran(t, "build", portal, "-o", "bundle.tar.gz"); status != 0 {
		t.Fatal(errs)
	}
	opa, err := url.Parse(opatest.Start(t, nil, "--bundle", "bundle.tar.gz").URL)
	if err != nil {
		t.Fatal(err)
	}
	const answers = 20
	for name, gone := range map[string]http.HandlerFunc{
		"EOF":             func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"503 Service":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"has no bundle":   func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") },
		"does not answer": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"result": tr`) },
	} {
		var asked atomic.Int32
		proxy := httputil.NewSingleHostReverseProxy(opa)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) > answers {
				gone(w, r)
				return
			}
			proxy.ServeHTTP(w, r)
		}))
		out, errs, status := ran(t, "test", portal, "--opa", server.URL)
		server.Close()
		if status != 2 || out != "" || !strings.Contains(errs, "cannot run the tests: tests/") || !strings.Contains(errs, name) {
			t.Errorf("%s: status %d\n%s%s", name, status, out, errs)
		}
		if n := asked.Load(); n > 2*answers {
			t.Errorf("%s: it is asked %d times", name, n)
		}
	}
}
