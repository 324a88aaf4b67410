package publish_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"portcullis/compile"
	"portcullis/rego/debian"
	"portcullis/rego/opatest"
)

// nginxConfig serves a folder on an address, as nginx does with files: with an
// ETag of a file's time and size.
const nginxConfig = `
daemon off;
%[3]s
pid %[1]s/nginx.pid;
error_log %[1]s/error.log;
events {}
http {
  access_log off;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  server {
    listen %[2]s;
    root %[1]s/www;
    types { application/gzip gz; }
  }
}
`

// nginx serves a folder until the test ends, and gives the folder and its URL.
func nginx(t *testing.T) (folder, url string) {
	t.Helper()
	program, err := debian.Program("nginx", "nginx-light")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	folder, address := filepath.Join(dir, "www"), opatest.FreeAddress(t)
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	user := "" // said by root alone
	if os.Getuid() == 0 {
		user = "user root;"
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, address, user), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-e", filepath.Join(dir, "error.log"), "-c", config)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
		if t.Failed() {
			said, _ := os.ReadFile(filepath.Join(dir, "error.log"))
			t.Logf("nginx said:\n%s", said)
		}
	})
	return folder, "http://" + address
}

// TestNginx has an agent poll a server that knows nothing of bundles, where
// whoever deploys puts one file in the place of another.
func TestNginx(t *testing.T) {
	k := newKeys(t)
	folder, url := nginx(t)
	deploy := func(text []byte) {
		t.Helper()
		next := filepath.Join(folder, "next")
		if err := os.WriteFile(next, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, filepath.Join(folder, "bundle.tar.gz")); err != nil {
			t.Fatal(err)
		}
	}
	deploy(built(t, `"orders"`, compile.Options{Build: 1, Key: k.ours}))
	// A poll a second is the quickest that is polite; this one asks at once.
	a := agentOf(t, k, map[string]any{"url": url}, "bundle.tar.gz", map[string]any{"min_delay_seconds": 0, "max_delay_seconds": 1})
	a.Await(t, activated)
	if !open(t, a, "orders") {
		t.Error("the first bundle is not in force")
	}

	deploy(built(t, `"orders" "returns"`, compile.Options{Build: 2, Key: k.theirs}))
	a.Await(t, "verification error")
	if !open(t, a, "orders") || open(t, a, "returns") {
		t.Error("the first bundle is not in force any more")
	}

	deploy(built(t, `"returns"`, compile.Options{Build: 3, Key: k.ours}))
	a.Await(t, activated)
	if open(t, a, "orders") || !open(t, a, "returns") {
		t.Error("the third bundle is not in force")
	}
}
