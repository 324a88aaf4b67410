package opatest_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/internal/opatest"
	_ "portcullis/internal/update" // for -update

	"github.com/open-policy-agent/opa/v1/version"
)

// TestProgram asks the program for its version, which is that of go.mod.
func TestProgram(t *testing.T) {
	if out := opatest.Run(t, "version"); !strings.Contains(out, version.Version) {
		t.Errorf("it is not of version %s: %s", version.Version, out)
	}
}

func TestAgent(t *testing.T) {
	module := filepath.Join(t.TempDir(), "shop.rego")
	if err := os.WriteFile(module, []byte("package shop\n\nsum := input.a + 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := opatest.Start(t, map[string]any{"labels": map[string]any{"region": "west"}}, module)
	if got := a.Data(t, "shop/sum", map[string]any{"a": 2}); got != json.Number("3") {
		t.Errorf("the agent says %v", got)
	}
	if got := a.Data(t, "shop/product", nil); got != nil {
		t.Errorf("what is undefined is %v", got)
	}
	if status, body := a.Get(t, "/v1/config"); status != http.StatusOK || !strings.Contains(string(body), `"west"`) {
		t.Errorf("its configuration is not ours: %d %s", status, body)
	}
	if entry := a.Await(t, "Received request"); entry["req_path"] == nil {
		t.Errorf("its log has %v", entry)
	}
	if status, _ := a.Post(t, "/v1/data/shop/sum", "no object"); status != http.StatusBadRequest {
		t.Errorf("nonsense has status %d", status)
	}
}
