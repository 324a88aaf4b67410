package published

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// SARIF gives OASIS's schema of SARIF 2.1.0, which a module has in a constant.
func SARIF(t testing.TB) *jsonschema.Schema {
	t.Helper()
	dir := Module(t, "github.com/owenrumney/go-sarif/v3@v3.3.1", "h1:bKY8YnWcY8zYTiGVObC5wZLlfEvMkCxK9XMGXBbzEtQ=")
	_, text, found := strings.Cut(string(File(t, dir, "pkg/report/v210/sarif/schema.go")), "const schema = `")
	text, _, ended := strings.Cut(text, "`")
	if !found || !ended {
		t.Fatal("the module has no schema of SARIF")
	}
	return compiled(t, document(t, []byte(text)), "")
}

// GitLab gives the schema of GitLab's pipelines, as a runner of these on npm has it.
func GitLab(t testing.TB) *jsonschema.Schema {
	t.Helper()
	dir := Package(t, "gitlab-ci-local@4.61.1", "sha512-VbOq91Ze7pCqBmYMBO8j9hEzLHXcN0AGqnicjZSMlm7YWGSR0/6oesjFvMHliKdLMhmaPn8CjXscfv36QrSGzQ==")
	const print = `process.stdout.write(JSON.stringify((await import(process.argv[1])).schema))`
	text, err := exec.Command("node", "--input-type=module", "-e", print, filepath.Join(dir, "src", "schema", "schema.js")).Output()
	if err != nil {
		t.Fatalf("the schema of GitLab's pipelines: %v", err)
	}
	return compiled(t, document(t, text), "")
}

// Compose gives the schema of the Compose Specification.
func Compose(t testing.TB) *jsonschema.Schema {
	t.Helper()
	dir := Module(t, "github.com/compose-spec/compose-go/v2@v2.16.2", "h1:pTp1DqQwJzFd85GzlWsSszKA1ABrV/ySqsClujIcWA8=")
	return compiled(t, document(t, File(t, dir, "schema/compose-spec.json")), "")
}

// Kubernetes gives the schema of a kind of Kubernetes 1.30, as `apps/v1` and `Deployment`.
// It takes no property that Kubernetes does not know.
func Kubernetes(t testing.TB, version, kind string) *jsonschema.Schema {
	t.Helper()
	dir := Module(t, "sigs.k8s.io/kubectl-validate@v0.0.4", "h1:tGKuv0awYHn11Cb6KPsZKxUmHgavF46K3NvVH0Nse9U=")
	place, group := "apis/"+version, strings.TrimSuffix(strings.ReplaceAll(version, "/", "."), ".k8s.io")
	if !strings.Contains(version, "/") {
		place, group = "api/"+version, "core."+version
	}
	api := document(t, File(t, dir, "pkg/openapiclient/builtins/1.30/"+place+".json"))
	closeObjects(api)
	return compiled(t, api, "#/components/schemas/io.k8s.api."+group+"."+kind)
}

// closeObjects has objects of a schema take the properties alone that it names.
func closeObjects(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if _, ok := s["properties"].(map[string]any); ok && s["additionalProperties"] == nil {
			s["additionalProperties"] = false
		}
		for _, below := range s {
			closeObjects(below)
		}
	case []any:
		for _, below := range s {
			closeObjects(below)
		}
	}
}

func document(t testing.TB, text []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("a schema is no JSON: %v", err)
	}
	return v
}

func compiled(t testing.TB, schema any, part string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Conforms holds a value, that is written as JSON or is JSON, to a schema.
func Conforms(t testing.TB, s *jsonschema.Schema, value any) error {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document(t, text))
}
