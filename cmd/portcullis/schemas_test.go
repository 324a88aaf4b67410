package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"portcullis/internal/opatest"
)

// schemaNamed compiles a schema as it is printed, by a library that is not the
// one that made it.
func schemaNamed(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := schemaOf(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name+".json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// conforms holds a document to a schema.
func conforms(t *testing.T, s *jsonschema.Schema, document []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
	return s.Validate(v)
}

// TestSchemas holds documents of every command to the schemas, those that tell of
// mistakes, too.
func TestSchemas(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	dir := workplace(t)
	if out, err := shell(dir, "git init -q && git add . && git -c user.name=a -c user.email=a@example.com commit -q -m one"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	private, public, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"private.pem": private, "public.pem": public,
		"broken/a.portal.hcl": "portal \"a\" {}\npage \"one\" {}\nprofile \"b\" {\n  allow \"page\" \"two\" {}\n}\n",
		"messy/a.portal.hcl":  "portal \"a\"   {}\npage \"one\" {}\nprofile \"b\" {\n  allow \"page\" \"one\" {}\n}\n",
		"log.jsonl":           `{"decision_id": "1", "path": "client_orders/decision", "input": {"user": {"login": "ana@beans.example", "profiles": ["customer"], "record": {"id": 1, "email": "ana@beans.example"}}, "action": "view", "resource": {"type": "table", "name": "orders"}, "row": {"id": 1, "contact_id": 1, "margin": 3}}}` + "\n" + `{"path": "other/allow", "input": {}}`,
		"request.json":        `{"user": {"login": "nobody@example.com"}, "action": "view", "resource": {"type": "table", "name": "orders"}, "row": {"id": "1"}}`,
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const orders = "portcullis --json -C examples/stacker-orders "
	lines := map[string][]string{
		"build":         {"portcullis --json build examples/zoho5-event -o e.tar.gz --revision 1 --signing-key private.pem"},
		"can":           {orders + "can view orders --row 1 --as ana", orders + "can view payroll --row 1 --as ana", "portcullis --json can"},
		"completion":    {"portcullis --json completion bash"},
		"diff":          {"sed -i '0,/hide    = /s//# /' examples/stacker-orders/profiles.portal.hcl; " + orders + "diff; " + orders + "diff --log ../../log.jsonl >log.json; git checkout -q examples", "cat log.json"},
		"docs":          {"portcullis --json docs", "portcullis --json docs null", "portcullis --json docs --html site", "portcullis --json docs xyzzyxyzzy"},
		"explain":       {"portcullis --json explain", "portcullis --json explain unknown-field", "portcullis --json explain file-too-large"},
		"explain-input": {orders + "explain-input ../../request.json"},
		"fmt":           {"portcullis --json fmt --check --diff messy", "portcullis --json fmt - < messy/a.portal.hcl"},
		"help":          {"portcullis --json help can"},
		"import":        {"portcullis --json import jestor examples/jestor-contractor/profiles -o imported"},
		"init":          {"portcullis --json init new"},
		"matrix":        {"portcullis --json -C examples/zoho5-event matrix"},
		"preview":       {"exec portcullis --json -C examples/zoho5-event preview --addr " + opatest.FreeAddress(t)},
		"push":          {"portcullis --json -C examples/zoho5-event push " + opatest.Registry(t) + "/shop:1"},
		"schema-pull":   {"portcullis --json schema pull examples/stacker-orders/base.sqlite", orders + "schema pull base.sqlite --check"},
		"serve":         {"exec portcullis --json -C examples/zoho5-event serve --addr " + opatest.FreeAddress(t)},
		"sql":           {orders + "sql orders --as ana", orders + "sql --views"},
		"test":          {"portcullis --json test examples/zoho5-event --coverage", orders + "test --generate ana orders", "portcullis --json init small >init.json && portcullis --json test small --mutate", "portcullis --json test broken"},
		"types":         {"portcullis --json types examples/zoho5-event --format go", "portcullis --json types broken --format typescript"},
		"validate":      {"portcullis --json validate broken", "portcullis --json validate examples/zoho5-event"},
		"verify":        {"portcullis --json verify e.tar.gz --key public.pem", "portcullis --json verify private.pem --key public.pem"},
		"version":       {"portcullis --json version"},
		"view":          {orders + "view orders --as ana"},
		"who":           {orders + "who view orders", orders + "who view orders --symbolic"},
	}
	for _, name := range schemaNames() {
		if name == inputSchema { // which is no command
			continue
		}
		t.Run(name, func(t *testing.T) {
			s := schemaNamed(t, name)
			for _, line := range lines[name] {
				document := printedBy(t, dir, line)
				if err := conforms(t, s, document); err != nil {
					t.Errorf("%s: %v\n%.1000s", line, err, document)
				}
				// Nothing is printed that the schema does not know of.
				strange := append(bytes.TrimSuffix(bytes.TrimSpace(document), []byte("}")), []byte(`, "strange": 1}`)...)
				if conforms(t, s, strange) == nil {
					t.Errorf("%s: the schema takes anything", line)
				}
			}
			if len(lines[name]) == 0 {
				t.Error("no document is held to the schema")
			}
		})
	}
}

// printedBy gives the document that a command line prints, which is then
// interrupted where the command has no end.
func printedBy(t *testing.T, dir, line string) []byte {
	t.Helper()
	c := exec.Command("sh", "-c", line)
	c.Dir = dir
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var document json.RawMessage
	if err := json.NewDecoder(out).Decode(&document); err != nil {
		t.Errorf("%s: %v", line, err)
	}
	endless := strings.HasPrefix(line, "exec ")
	if endless {
		err = c.Process.Signal(os.Interrupt)
	}
	_, readErr := io.Copy(io.Discard, out)
	if _, ok := errors.AsType[*exec.ExitError](c.Wait()); err != nil || readErr != nil || ok && endless {
		t.Errorf("%s: %v, %v", line, err, readErr)
	}
	return document
}

// TestEveryCommandHasASchema has no command without.
func TestEveryCommandHasASchema(t *testing.T) {
	root := newApp(strings.NewReader(""), io.Discard, io.Discard).rootCommand()
	names := map[string]bool{"help": true} // which cobra adds
	for _, c := range root.Commands() {
		name := c.Name()
		if name == "schema" {
			name = "schema-pull"
		}
		names[name] = true
		if _, ok := documents[name]; !ok && c.IsAvailableCommand() && name != "lsp" { // which refuses --json
			t.Errorf("%s has no schema", name)
		}
	}
	for name := range documents {
		if !names[name] {
			t.Errorf("there is no command %s", name)
		}
	}
}

// TestInputSchema holds the inputs that pages show to the schema, and inputs that
// are wrong.
func TestInputSchema(t *testing.T) {
	s := schemaNamed(t, inputSchema)
	input := regexp.MustCompile("(?s)```json( \\S+)?\n(.*?)```")
	found := 0
	for _, page := range []string{"../../cmd/CONTRACTS.md", "../../rego/ASKING.md", agentsGuide} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range input.FindAllSubmatch(text, -1) {
			document := m[2]
			var wrapped struct {
				Input json.RawMessage `json:"input"`
			}
			if err := json.Unmarshal(document, &wrapped); err != nil {
				t.Fatal(err)
			}
			if wrapped.Input != nil {
				document = wrapped.Input
			}
			if !bytes.Contains(document, []byte(`"user"`)) {
				continue
			}
			found++
			if err := conforms(t, s, document); err != nil {
				t.Errorf("%s: %v\n%s", page, err, document)
			}
		}
	}
	if found < 4 {
		t.Errorf("only %d inputs", found)
	}
	for _, wrong := range []string{
		`[]`, `{"action": 1}`, `{"user": {"profiles": "staff"}}`, `{"rows": [1]}`, `{"resource": {"type": "table"}}`, `{"acton": "view"}`, `{"now": 5}`,
	} {
		if conforms(t, s, []byte(wrong)) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
	if !slices.IsSorted(schemaNames()[1:]) {
		t.Error("the schemas are not in order")
	}
}
