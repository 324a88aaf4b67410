package diag

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

var annotated = hcl.Diagnostics{
	{
		Severity: hcl.DiagError, Summary: "Unknown field", Detail: "100%\nsure: a, b.",
		Subject: &hcl.Range{Filename: "a b.portal.hcl", Start: hcl.Pos{Line: 2, Column: 3, Byte: 10}, End: hcl.Pos{Line: 2, Column: 7, Byte: 14}},
	},
	{
		Severity: hcl.DiagWarning, Summary: "Unused local", Detail: "Nothing uses it.",
		Subject: &hcl.Range{Filename: "c.portal.hcl", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 3, Column: 2, Byte: 30}},
	},
	{Severity: hcl.DiagError, Summary: "No policy", Detail: "There is none."},
	{Severity: hcl.DiagError, Summary: "Unknown field", Detail: "Once more."},
}

func TestDiagnosticsGitHub(t *testing.T) {
	want := `::error file=my portal/a b.portal.hcl,line=2,endLine=2,col=3,endColumn=7,title=Unknown field::100%25%0Asure: a, b.
::warning file=my portal/c.portal.hcl,line=1,endLine=3,title=Unused local::Nothing uses it.
::error title=No policy::There is none.
::error title=Unknown field::Once more.
`
	if got := DiagnosticsGitHub(annotated, "my portal"); got != want {
		t.Errorf("got\n%s", got)
	}
	odd := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "S", Detail: "d", Subject: &hcl.Range{Filename: "a:b,c%.portal.hcl", Start: hcl.InitialPos, End: hcl.InitialPos}}
	if got := DiagnosticsGitHub(hcl.Diagnostics{odd}, "."); !strings.HasPrefix(got, "::error file=a%3Ab%2Cc%25.portal.hcl,line=1,") {
		t.Errorf("got %s", got)
	}
}

// sarifObjects has the properties that the schema of SARIF 2.1.0 gives to the
// objects used here, required ones first.
var sarifObjects = map[string]struct{ required, optional []string }{
	"":                     {[]string{"version", "runs"}, []string{"$schema"}},
	"runs":                 {[]string{"tool"}, []string{"results", "columnKind"}},
	"tool":                 {[]string{"driver"}, nil},
	"driver":               {[]string{"name"}, []string{"version", "rules"}},
	"rules":                {[]string{"id"}, []string{"shortDescription", "fullDescription", "defaultConfiguration"}},
	"shortDescription":     {[]string{"text"}, nil},
	"fullDescription":      {[]string{"text"}, nil},
	"defaultConfiguration": {nil, []string{"level"}},
	"results":              {[]string{"message"}, []string{"ruleId", "ruleIndex", "level", "locations"}},
	"message":              {[]string{"text"}, nil},
	"locations":            {nil, []string{"physicalLocation"}},
	"physicalLocation":     {nil, []string{"artifactLocation", "region"}},
	"artifactLocation":     {nil, []string{"uri"}},
	"region":               {nil, []string{"startLine", "startColumn", "endLine", "endColumn", "byteOffset", "byteLength"}},
}

func TestDiagnosticsSARIF(t *testing.T) {
	text, err := json.Marshal(DiagnosticsSARIF(annotated, "my portal", "1.2.3"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	checkSARIF(t, "", doc)
	run := doc["runs"].([]any)[0].(map[string]any)
	rules := run["tool"].(map[string]any)["driver"].(map[string]any)["rules"].([]any)
	if doc["version"] != "2.1.0" || len(rules) != 3 || run["columnKind"] != "unicodeCodePoints" {
		t.Errorf("%s", text)
	}
	results := run["results"].([]any)
	if len(results) != len(annotated) {
		t.Fatalf("%d results", len(results))
	}
	for i, r := range results {
		result := r.(map[string]any)
		rule := rules[int(result["ruleIndex"].(float64))].(map[string]any)
		if rule["id"] != result["ruleId"] || result["ruleId"] != Code(annotated[i]) || result["level"] != []any{"error", "warning", "error", "error"}[i] {
			t.Errorf("result %d: %v of the rule %v", i, result, rule)
		}
	}
	if !strings.Contains(string(text), `"uri":"my%20portal/a%20b.portal.hcl"`) || !strings.Contains(string(text), `"startColumn":3`) {
		t.Errorf("%s", text)
	}
}

// checkSARIF sees to it that an object has what the schema requires, and
// nothing that it does not have.
func checkSARIF(t *testing.T, name string, object map[string]any) {
	t.Helper()
	schema, ok := sarifObjects[name]
	if !ok {
		t.Fatalf("%q is no object", name)
	}
	for _, property := range schema.required {
		if object[property] == nil {
			t.Errorf("%q lacks %q", name, property)
		}
	}
	for property, value := range object {
		if !slices.Contains(schema.required, property) && !slices.Contains(schema.optional, property) {
			t.Errorf("%q has %q", name, property)
		}
		switch value := value.(type) {
		case map[string]any:
			checkSARIF(t, property, value)
		case []any:
			for _, element := range value {
				checkSARIF(t, property, element.(map[string]any))
			}
		}
	}
}
