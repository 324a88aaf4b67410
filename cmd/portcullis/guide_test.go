package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/internal/debian"
	"portcullis/internal/opatest"
)

const agentsGuide = "../../compile/publish/AGENTS.md"

// TestAgentsGuide follows the guide to agents in production: with its bundle
// server, and with a service that takes logs in place of a company's.
func TestAgentsGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	guide, err := os.ReadFile(agentsGuide)
	if err != nil {
		t.Fatal(err)
	}
	debian.Program(t, "openssl", "openssl")
	r, logs := newReader(t), opatest.NewOutput()
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		body := io.Reader(q.Body)
		if q.Header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(q.Body)
			if err != nil {
				t.Error(err)
				return
			}
			body = unzipped
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		_, _ = logs.Write([]byte(q.URL.Path + " " + strings.TrimSpace(string(text)) + "\n"))
	}))
	t.Cleanup(service.Close)

	bundles, address := filepath.Join(r.dir, "bundles"), opatest.FreeAddress(t)
	if err := os.Mkdir(bundles, 0o755); err != nil {
		t.Fatal(err)
	}
	r.here = strings.NewReplacer(
		agentAddress, r.address, "localhost:8080", address, "/srv/bundles", bundles,
		"http://localhost:9000", service.URL,
		// nginx makes an ETag of a file's size and the second of its change.
		"cp event.tar.gz", "sleep 1; cp event.tar.gz")
	for _, block := range fenced.FindAllStringSubmatch(string(guide), -1) {
		if block[2] == "bundles.conf" {
			opatest.Nginx(t, r.here.Replace(block[3]))
		}
	}
	r.follow(agentsGuide)

	// The service has got the decision, without what is sensitive, and the status.
	decision := logs.Await(t, "event/visible")
	if !strings.HasPrefix(decision, "/logs ") || !strings.Contains(decision, `"phone":"***"`) {
		t.Errorf("the service gets %s", decision)
	}
	for _, secret := range []string{`"nuts"`, "+55 11 5550 0102", "rui@mortar.example"} {
		if !strings.Contains(string(guide), secret) || strings.Contains(logs.String(), secret) {
			t.Errorf("the service gets to know %q, or nobody does", secret)
		}
	}
	if got := logs.String(); !strings.Contains(got, "/status ") || !strings.Contains(got, "bundle_error") {
		t.Error("the service gets no status of what went wrong")
	}
}
