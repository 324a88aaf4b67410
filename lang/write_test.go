package lang

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"portcullis/internal/update"

	"portcullis/lang/diag"
	"portcullis/lang/syntax"
)

func golden(t *testing.T, file, got string) {
	t.Helper()
	if update.Golden() {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestWriteDiagnostics has one of each thing that is shown in a way of its own:
// tabs, a mark over lines, no place, a file that was not read, and what a
// terminal would obey.
func TestWriteDiagnostics(t *testing.T) {
	const src = `portal "p" {}

table "orders" {
	fields = {
		id    = number
		total = nubmer
	}
}
locals {
  unused = "` + "\x1b[31m" + `"
}
`
	fsys := fstest.MapFS{"main.portal.hcl": {Data: []byte(src)}, "a.portal.hcl": {Data: []byte("page \"home\" {}\n")}}
	_, sources, diags := Load(fsys)
	diags = append(diags,
		&hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Without a place", Detail: "A detail that is long enough to be broken where lines are no wider than this page is."},
		&hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Over lines", Detail: "One.",
			Subject: &hcl.Range{Filename: "main.portal.hcl", Start: hcl.Pos{Line: 3, Column: 7, Byte: 21}, End: hcl.Pos{Line: 5, Column: 4, Byte: 50}},
		},
		diag.Problem(hcl.Range{Filename: "main.portal.hcl", Start: hcl.Pos{Line: 10, Column: 3, Byte: strings.Index(src, "unused")}, End: hcl.Pos{Line: 10, Column: 9, Byte: strings.Index(src, "unused") + 6}},
			"Escapes are not obeyed", "Found \x1b[2J."),
		diag.Problem(syntax.StartOf("gone.portal.hcl"), "Of a file that was not read", "Two."),
	)
	for name, color := range map[string]bool{"plain": false, "color": true} {
		var w strings.Builder
		if err := diag.WriteDiagnostics(&w, sources.Files(), diags, color, 60); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/diagnostics."+name+".golden", w.String())
	}
}

// TestWriteNarrow has no source line that is wider than the terminal.
func TestWriteNarrow(t *testing.T) {
	src := "portal \"p\" {}\nprofile \"x\" {\n  allow \"page\" \"home\" { when = user.login == \"ana@beans.example\" && user.nothing == \"a long text that goes on and on\" }\n}\n"
	_, sources, diags := Load(fstest.MapFS{"main.portal.hcl": {Data: []byte(src)}})
	for _, width := range []uint{40, 60, 90} {
		var w strings.Builder
		if err := diag.WriteDiagnostics(&w, sources.Files(), diags, false, width); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(w.String(), `"home"`) || !strings.Contains(w.String(), "user.nothing") {
			t.Errorf("%d columns:\n%s", width, w.String())
		}
		for line := range strings.Lines(w.String()) {
			n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
			if n > int(width) && !strings.Contains(line, "on main") { // which is a place to be copied
				t.Errorf("%d columns: a line of %d: %s", width, n, line)
			}
		}
	}
}

func TestDiagnosticsJSON(t *testing.T) {
	_, _, diags := Load(fstest.MapFS{"main.portal.hcl": {Data: []byte("portal \"p\" {}\nlocals {\n  é = 1\n}\n")}})
	diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "S", Detail: "D"})
	got, err := json.MarshalIndent(diag.DiagnosticsJSON(diags), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/diagnostics.json.golden", string(got)+"\n")

	none, err := json.Marshal(diag.DiagnosticsJSON(nil))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}`; string(none) != want {
		t.Errorf("got %s", none)
	}
}

func TestCode(t *testing.T) {
	for summary, want := range map[string]string{
		"Unknown field":     "unknown-field",
		`Name beside "*"`:   "name-beside",
		"Many rows [*] one": "many-rows-one",
	} {
		if got := diag.Code(&hcl.Diagnostic{Summary: summary}); got != want {
			t.Errorf("%q: %q, want %q", summary, got, want)
		}
	}
}
