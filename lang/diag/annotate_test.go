package diag

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"portcullis/internal/published"
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

func TestDiagnosticsSARIF(t *testing.T) {
	text, err := json.Marshal(DiagnosticsSARIF(annotated, "my portal", "1.2.3"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
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

// TestDiagnosticsSARIFSchema holds the document to OASIS's schema, and sees that the
// schema does say no.
func TestDiagnosticsSARIFSchema(t *testing.T) {
	schema := published.SARIF(t)
	for _, diags := range []hcl.Diagnostics{nil, annotated} {
		if err := published.Conforms(t, schema, DiagnosticsSARIF(diags, "my portal", "1.2.3")); err != nil {
			t.Error(err)
		}
	}
	if published.Conforms(t, schema, map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"results": []any{}}}}) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

// TestDiagnosticsCodeQuality gives each issue what GitLab asks of one, and a fingerprint
// of its own, which stays when lines move.
func TestDiagnosticsCodeQuality(t *testing.T) {
	type issue struct {
		Description string `json:"description"`
		CheckName   string `json:"check_name"`
		Fingerprint string `json:"fingerprint"`
		Severity    string `json:"severity"`
		Location    struct {
			Path  string `json:"path"`
			Lines struct {
				Begin int `json:"begin"`
			} `json:"lines"`
		} `json:"location"`
	}
	read := func(diags hcl.Diagnostics) (issues []issue) {
		t.Helper()
		text, err := json.Marshal(DiagnosticsCodeQuality(diags, "my portal"))
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&issues); err != nil {
			t.Fatal(err)
		}
		return issues
	}
	again := *annotated[0]
	moved := *annotated[0].Subject
	moved.Start.Line++
	again.Subject = &moved
	issues, seen := read(append(slices.Clone(annotated), &again)), map[string]bool{}
	for i, is := range issues {
		if is.Description == "" || is.CheckName == "" || is.Location.Path == "" || is.Location.Lines.Begin < 1 || !slices.Contains([]string{"minor", "major"}, is.Severity) {
			t.Errorf("issue %d lacks something: %+v", i, is)
		}
		if seen[is.Fingerprint] {
			t.Errorf("issue %d has the fingerprint of another", i)
		}
		seen[is.Fingerprint] = true
	}
	if alone := read(hcl.Diagnostics{&again}); alone[0].Fingerprint != issues[0].Fingerprint {
		t.Error("a problem that moved is another one")
	}
}
