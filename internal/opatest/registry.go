package opatest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"portcullis/internal/debian"
)

const registryConfig = `
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: %q}}
http: {addr: %q}
`

// Registry runs an OCI registry until the test ends, and gives its HOST:PORT. It
// is Debian's, and takes from anybody.
func Registry(t testing.TB) string {
	t.Helper()
	program := debian.Program(t, "docker-registry", "docker-registry")
	dir := t.TempDir()
	address, config, said := FreeAddress(t), filepath.Join(dir, "config.yml"), NewOutput()
	if err := os.WriteFile(config, fmt.Appendf(nil, registryConfig, filepath.Join(dir, "registry"), address), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "serve", config)
	c.Env = append(os.Environ(), "OTEL_TRACES_EXPORTER=none")
	debian.Bind(c, syscall.SIGKILL)
	c.Stdout, c.Stderr = said, said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		if t.Failed() {
			t.Logf("the registry said:\n%s", said)
		}
	})
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		response, err := http.Get("http://" + address + "/v2/")
		if err == nil {
			_ = response.Body.Close()
			return address
		}
		if time.Now().After(deadline) {
			t.Fatalf("the registry does not answer: %v", err)
		}
	}
}

// GuardedRegistry runs a registry that takes and gives nothing but to one user
// with a password.
func GuardedRegistry(t testing.TB, user, password string) string {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: Registry(t)})
	guard := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if u, p, ok := r.BasicAuth(); !ok || u != user || p != password {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(guard.Close)
	return strings.TrimPrefix(guard.URL, "http://")
}
