package opatest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"portcullis/internal/debian"
)

const nginxConfig = `
daemon off;
%[2]s
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
%[3]s
}
`

// Nginx runs Debian's nginx until the test ends, with the `server` blocks of its
// configuration.
func Nginx(t testing.TB, servers string) {
	t.Helper()
	program := debian.Program(t, "nginx", "nginx-light")
	dir := t.TempDir()
	user := "" // said by root alone
	if os.Getuid() == 0 {
		user = "user root;"
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, user, servers), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-e", filepath.Join(dir, "error.log"), "-c", config)
	debian.Bind(c, syscall.SIGTERM)
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
}
