package enginetest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/logging"
	"github.com/open-policy-agent/opa/v1/runtime"
)

// serve runs OPA's own server on a bundle, and gives its address.
func serve(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	params := runtime.NewParams()
	params.Addrs = &[]string{"127.0.0.1:0"}
	params.Paths, params.BundleMode = []string{file}, true
	params.Logger = logging.NewNoOpLogger()
	params.Output = io.Discard
	ctx, cancel := context.WithCancel(context.Background())
	rt, err := runtime.NewRuntime(ctx, params)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := rt.Serve(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	for range 200 {
		if len(rt.Addrs()) > 0 && !strings.HasSuffix(rt.Addrs()[0], ":0") {
			return "http://" + rt.Addrs()[0]
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("OPA's server does not get ready")
	return ""
}

// post asks the endpoint, and gives the answer's status and document.
func post(t *testing.T, url, accept string, body any) (int, map[string]any) {
	t.Helper()
	content, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", accept)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	delete(out, "hints") // of names that resemble a table's
	return response.StatusCode, out
}

// TestServer asks OPA's server with nothing but the input: the annotations are
// to say the rest.
func TestServer(t *testing.T) {
	s := compiled(t, actions)
	address := serve(t, s.bundle)
	masked := map[string]any{"replace": map[string]any{"value": nil}}
	hidden := map[string]any{"user_": map[string]any{"Select it": masked, "pii": masked}}
	for _, c := range []struct {
		name, path, accept string
		profiles           []string
		status             int
		want               map[string]any
	}{
		{
			"postgresql", "in/filter/user/view", "sql.postgresql",
			[]string{"base"},
			200,
			map[string]any{"result": map[string]any{"query": `WHERE user_.owner = E'ana'`, "masks": hidden}},
		},
		{
			"sqlite", "in/filter/user/delete", "sql.sqlite",
			[]string{"base"},
			200,
			map[string]any{"result": map[string]any{"query": `WHERE (user_.owner = 'ana' AND user_."not so" = TRUE)`, "masks": hidden}},
		},
		{
			"ucast", "in/filter/user/view", "ucast.all", []string{"base"}, 200, map[string]any{"result": map[string]any{
				"query": map[string]any{"type": "field", "operator": "eq", "field": "user_.owner", "value": "ana"}, "masks": hidden,
			}},
		},
		{
			"an action that is a word of Rego", "in/filter/user/else", "sql.sqlite", []string{"base"}, 200, map[string]any{"result": map[string]any{
				"query": `WHERE (user__default__default.row = 'a' AND user_.owner = 'ana')`, "masks": hidden,
			}},
		},
		{
			"all rows", "in/filter/user/view", "sql.sqlite",
			[]string{"wide"},
			200,
			map[string]any{"result": map[string]any{"query": "", "masks": map[string]any{"user_": map[string]any{"pii": masked}}}},
		},
		{"no rows", "in/filter/user/view", "sql.sqlite", []string{"writer"}, 200, map[string]any{}},
		{
			"a report", "in/filter/everything/view", "sql.sqlite", []string{"base"}, 200, map[string]any{"result": map[string]any{
				"query": `WHERE user_.owner IS NOT NULL`,
				"masks": map[string]any{"user_": map[string]any{"Select it": masked, "not so": masked, "pii": masked, "some": masked}},
			}},
		},
		{"what cannot be expressed", "in/filter/user/update", "sql.sqlite", []string{"writer", "wide", "locked at times"}, 400, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := map[string]any{"input": map[string]any{"user": map[string]any{"login": "ana", "profiles": c.profiles}}}
			status, got := post(t, address+"/v1/compile/"+c.path, "application/vnd.opa."+c.accept+"+json", body)
			if status != c.status {
				t.Fatalf("status %d: %v", status, got)
			}
			if c.want != nil {
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			}
			// With what the catalog says, the answer is the same.
			name, action := strings.Split(c.path, "/")[2], strings.Split(c.path, "/")[3]
			kind := "table"
			if name != "user" {
				kind = "report"
			}
			_, about, _ := s.about(filterRequest{kind, name, action, nil, ""})
			if about.Path != c.path {
				t.Errorf("the catalog has the path %s", about.Path)
			}
			body["unknowns"], body["options"] = about.Unknowns, map[string]any{"maskRule": about.MaskRule}
			status, again := post(t, address+"/v1/compile/"+c.path, "application/vnd.opa."+c.accept+"+json", body)
			if status != c.status || c.want != nil && !cmp.Equal(got, again) {
				t.Errorf("asked with what the catalog says: %d, %v", status, again)
			}
		})
	}
}

// TestStrict has OPA's strict check and its formatter find nothing in the
// modules of a portal whose names are words of Rego.
func TestStrict(t *testing.T) {
	b, err := bundle.NewReader(bytes.NewReader(compiled(t, actions).bundle)).Read()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for _, m := range b.Modules {
		modules[m.Path] = m.Parsed
		formatted, err := format.Source(m.Path, m.Raw)
		if err != nil || !slices.Equal(formatted, m.Raw) {
			t.Errorf("%s is not formatted: %v", m.Path, err)
		}
	}
	c := ast.NewCompiler().WithStrict(true)
	if c.Compile(modules); c.Failed() {
		t.Error(c.Errors)
	}
}
