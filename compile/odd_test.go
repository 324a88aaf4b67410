package compile_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/compile/internal/difftest"
	"portcullis/rego"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// keywords are names that mean something to Rego, or to the library.
var keywords = []string{
	"as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null",
	"package", "some", "true", "with", "allow", "and", "applies", "array", "by", "clock", "count", "filter", "new", "on",
	"policy", "portal", "principal", "rego", "resource", "row", "set", "sets", "time", "user", "view",
}

// oddPortals are legal, and have what a compiler stumbles over.
var oddPortals = []struct {
	name  string
	files map[string]string
	asks  map[string]ask
}{
	{
		name:  "nothing at all",
		files: map[string]string{"a.portal.hcl": `portal "p" {}`},
		asks: map[string]ask{
			"of no profile": {thing("page", "x", "access"), false},
			"of anything":   {rego.Request{}, false},
		},
	},
	{
		name: "no profile",
		files: map[string]string{"a.portal.hcl": `
portal "p" {
  users = "people"
  login = "email"
}
table "people" { fields = { id = number, email = string } }
report "all" { table = "people" }
form "one" {
  table  = "people"
  fields = ["email"]
}
page "x" {}
`},
		asks: map[string]ask{
			"a row":  {onRow("people", "view", map[string]any{"id": 1, "email": "x"}), false},
			"a page": {thing("page", "x", "access"), false},
			"a form": {thing("form", "one", "access"), false},
		},
	},
	{
		name: "no table",
		files: map[string]string{"a.portal.hcl": `
portal "p" {}
page "x" "y" {}
profile "all" {
  default = true
  allow "page" "x" {}
}
`},
		asks: map[string]ask{
			"allowed":     {thing("page", "x", "access"), true},
			"not allowed": {thing("page", "y", "access"), false},
			"no table":    {onRow("t", "view", map[string]any{"id": 1}), false},
		},
	},
	{
		name: "messages alone",
		files: map[string]string{"a.portal.hcl": `
portal "p" {}
profile "all" {
  default = true
  allow "message" "*" {}
}
`},
		asks: map[string]ask{
			"to somebody": {rego.Request{
				User: rego.User{Login: "x"}, Action: "access", Resource: rego.Resource{Type: "message", Name: "*"}, To: &rego.Recipient{Key: "x"},
			}, true},
			"to nobody": {thing("message", "*", "access"), false},
		},
	},
	{
		name: "nothing that is ever allowed",
		files: map[string]string{"a.portal.hcl": `
portal "p" {}
table "t" { fields = { id = number } }
profile "all" {
  default = true
  allow "table" "t" {
    actions = ["view", "delete"]
    rows    = false
  }
  allow "table" "t" {
    actions = ["update"]
    rows    = row.id == 1
    when    = 2 < 1
  }
  deny "table" "t" { when = 2 > 1 }
}
`},
		asks: map[string]ask{
			"view":   {onRow("t", "view", map[string]any{"id": 1}), false},
			"update": {onRow("t", "update", map[string]any{"id": 1}), false},
		},
	},
	{
		name: "texts that could end a literal",
		files: map[string]string{
			"odd \"name\" #1.portal.hcl": "portal \"p\" {}\n" + `
table "t" {
  source      = "a\"b"
  description = "} \n\" # METADATA"
  fields = {
    id    = number
    title = string
    kind  = enum("\"", "a\\", "{{}}", "#", "` + "`" + `", "")
  }
}
page "x\"] := true\nallow := true #" {}
`,
			"zeile\nzwei é.portal.hcl": `
profile "all\n# METADATA\n\"} if {" {
  default = true
  title   = "\u0000\u2028\"\\"
  allow "page" "*" {}
  allow "table" "t" {
    actions = ["view"]
    rows    = row.title == "\"\\\n\r\t\u0000\u2028é𝄞$${x}%%{y}" || contains(["\"", "\n# x"], row.title) || startswith(row.title, "\"]")
    mask    = { kind = "\"} {{ \\" }
  }
  deny "table" "t" {
    rows    = row.kind == "` + "`" + `"
    message = "say \"no\" \\ ${"\n"}\ttwice, é𝄞\u0000\u2028"
  }
  menu {
    section "\"one\"\n" {
      item "page" "x\"] := true\nallow := true #" { label = "\\\"" }
    }
  }
}
`,
		},
		asks: map[string]ask{
			"the text": {onRow("t", "view", map[string]any{
				"id": 1, "kind": "#", "title": "\"\\\n\r\t\x00\u2028é𝄞${x}%{y}",
			}), true},
			"another text":   {onRow("t", "view", map[string]any{"id": 1, "kind": "#", "title": "\"\\\n"}), false},
			"of a list":      {onRow("t", "view", map[string]any{"id": 1, "kind": "#", "title": "\n# x"}), true},
			"a beginning":    {onRow("t", "view", map[string]any{"id": 1, "kind": "", "title": "\"] := true"}), true},
			"denied":         {onRow("t", "view", map[string]any{"id": 1, "kind": "`", "title": "\""}), false},
			"a page":         {thing("page", "x\"] := true\nallow := true #", "access"), true},
			"not its prefix": {thing("page", "x", "access"), false},
		},
	},
	keywordPortal("import", "keywords everywhere"),
}

// keywordPortal has keywords for all of its names.
func keywordPortal(portal, name string) struct {
	name  string
	files map[string]string
	asks  map[string]ask
} {
	var b strings.Builder
	fmt.Fprintf(&b, "portal %q {\n  user_properties = { %s }\n}\n", portal, strings.Join(suffixed(keywords, " = string"), ", "))
	asks := map[string]ask{}
	b.WriteString("profile \"with\" {\n  default = true\n}\n")
	for i, word := range keywords {
		next := keywords[(i+1)%len(keywords)]
		fmt.Fprintf(&b, `
table %[1]q {
  field "id" { type = number }
  field "import_of" { type = number }
  field %[1]q { type = string }
  belongs_to "to_%[1]s" {
    table = %[2]q
    key   = "import_of"
  }
}
page %[1]q {}
action "%[1]s_it" { tables = [%[1]q] }
condition %[1]q {
  table = %[1]q
  when  = row.%[1]s == "x"
}
profile "of %[1]s" {
  allow "table" %[1]q {
    actions = ["view", "%[1]s_it"]
    rows    = condition.%[1]s && row.to_%[1]s.import_of == 1
    when    = user.%[1]s == "yes"
  }
  allow "page" %[1]q {}
}
`, word, next)
		row := map[string]any{"id": 1, word: "x", "to_" + word: map[string]any{"import_of": 1}}
		yes := onRow(word, word+"_it", row)
		yes.User = rego.User{Login: "somebody", Profiles: []string{"of " + word}, Properties: map[string]any{word: "yes"}}
		no := yes
		no.User.Properties = map[string]any{next: "yes"}
		asks[word] = ask{yes, true}
		asks["no "+word] = ask{no, false}
	}
	return struct {
		name  string
		files map[string]string
		asks  map[string]ask
	}{name, map[string]string{"a.portal.hcl": b.String()}, asks}
}

func suffixed(words []string, suffix string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w + suffix
	}
	return out
}

// ask is a request and whether it is allowed.
type ask struct {
	request rego.Request
	allowed bool
}

func thing(kind, name, action string) rego.Request {
	return rego.Request{User: rego.User{Login: "somebody"}, Action: action, Resource: rego.Resource{Type: kind, Name: name}}
}

func onRow(table, action string, row map[string]any) rego.Request {
	q := thing("table", table, action)
	q.Row = row
	return q
}

// TestOddPortals opens each, and asks it.
func TestOddPortals(t *testing.T) {
	for _, odd := range oddPortals {
		t.Run(odd.name, func(t *testing.T) {
			e := engine(t, files(odd.files))
			for name, ask := range odd.asks {
				allowed, err := e.Allow(context.Background(), &ask.request)
				if err != nil || allowed != ask.allowed {
					t.Errorf("%s: %v, %v; want %v", name, allowed, err, ask.allowed)
				}
			}
		})
	}
}

// TestPortalNames opens portals whose names are Rego's.
func TestPortalNames(t *testing.T) {
	for _, name := range keywords {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := engine(t, files(map[string]string{"a.portal.hcl": fmt.Sprintf(`
portal %[1]q {}
table %[1]q { fields = { id = number } }
profile "x" {
  default = true
  allow "table" %[1]q {
    actions = ["view"]
    rows    = row.id == 1
  }
}
`, name)}))
			for id, want := range map[int]bool{1: true, 2: false} {
				q := onRow(name, "view", map[string]any{"id": id})
				if allowed, err := e.Allow(context.Background(), &q); err != nil || allowed != want {
					t.Errorf("row %d: %v, %v", id, allowed, err)
				}
			}
			if e.Portal() != name {
				t.Errorf("the engine is of %q", e.Portal())
			}
		})
	}
}

// TestStrictAndFormatted holds all bundles, those of random portals too, to what
// `opa check --strict` and `opa fmt --fail` ask.
func TestStrictAndFormatted(t *testing.T) {
	if testing.Short() {
		t.Skip("how bundles are written does not change what they decide")
	}
	all := portals(t)
	for seed := range 8 {
		all[fmt.Sprint("random/", seed)] = files(map[string]string{source: difftest.Portals().Example(seed).Source})
	}
	for name, portal := range all {
		t.Run(name, func(t *testing.T) {
			b, err := compile.Bundle(policy(t, portal), compile.Options{LogMask: true}) // all there can be
			if err != nil {
				t.Fatal(err)
			}
			modules := map[string]*ast.Module{}
			for _, m := range b.Modules {
				formatted, err := format.Source(m.Path, m.Raw)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(formatted), string(m.Raw)); diff != "" {
					t.Errorf("%s is not formatted (-want +got):\n%s", m.Path, diff)
				}
				modules[m.Path], err = ast.ParseModuleWithOpts(m.Path, string(m.Raw), ast.ParserOptions{
					RegoVersion: ast.RegoV1, ProcessAnnotation: true,
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			compiler := ast.NewCompiler().WithStrict(true)
			if compiler.Compile(modules); compiler.Failed() {
				t.Error(compiler.Errors)
			}
		})
	}
}
