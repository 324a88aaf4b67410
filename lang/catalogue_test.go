package lang

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// expectation is what a test file says beside the line that earns it:
//
//	rows = row.totl > 1 # ERROR: Unknown field | totl | Did you mean "total"?
//
// a summary, and if wished what is marked and a part of the detail. ERROR-BELOW
// is of the line beneath, for lines that have no room for a comment.
var expectation = regexp.MustCompile(`# (ERROR|WARNING)(-BELOW)?: (.*?)\s*$`)

// common is the portal that the catalogue's cases add their mistake to.
const common = "testdata/base.portal.hcl"

// TestCatalogue loads every case of the catalogue, and compares all that is
// said with what the case expects, line by line.
func TestCatalogue(t *testing.T) {
	for _, dir := range []string{"errors", "warnings"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.portal.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".portal.hcl")
			t.Run(dir+"/"+name, func(t *testing.T) { checkCase(t, file) })
		}
	}
}

func checkCase(t *testing.T, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(src), "# ERROR") && !strings.Contains(string(src), "# WARNING") {
		t.Fatal("the case expects nothing")
	}
	fsys := fstest.MapFS{"case.portal.hcl": {Data: src}}
	if !strings.Contains(string(src), "# ALONE") {
		shared, err := os.ReadFile(common)
		if err != nil {
			t.Fatal(err)
		}
		fsys["base.portal.hcl"] = &fstest.MapFile{Data: shared}
	}
	checkDiagnostics(t, fsys, "case.portal.hcl", string(src))
}

// checkDiagnostics compares what Load says of a file with its comments.
func checkDiagnostics(t *testing.T, fsys fs.FS, file, src string) {
	t.Helper()
	policy, _, diags := Load(fsys)
	if diags.HasErrors() != (policy == nil) {
		t.Errorf("policy is nil: %v, but errors: %v", policy == nil, diags.HasErrors())
	}
	var got []string
	for _, d := range diags {
		if d.Subject == nil || d.Subject.Filename != file {
			t.Errorf("elsewhere: %s", d)
			continue
		}
		got = append(got, describe(d, src))
	}
	var want []string
	for i, line := range strings.Split(src, "\n") {
		m := expectation.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		number := i + 1
		if m[2] != "" {
			number++
		}
		for _, one := range strings.Split(m[3], " ;; ") {
			want = append(want, matching(fmt.Sprintf("%d: %s: %s", number, m[1], one), got))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// describe writes a diagnostic as `line: SEVERITY: summary | marked | detail`.
func describe(d *hcl.Diagnostic, src string) string {
	severity := "ERROR"
	if d.Severity == hcl.DiagWarning {
		severity = "WARNING"
	}
	marked := ""
	if d.Subject.End.Byte <= len(src) {
		marked = src[d.Subject.Start.Byte:d.Subject.End.Byte]
	}
	return fmt.Sprintf("%d: %s: %s | %s | %s", d.Subject.Start.Line, severity, d.Summary, marked, d.Detail)
}

// matching gives the diagnostic that an expectation is met by, or the
// expectation itself.
func matching(want string, got []string) string {
	parts := strings.SplitN(want, " | ", 3)
	for _, g := range got {
		have := strings.SplitN(g, " | ", 3)
		if have[0] != parts[0] || len(parts) > 1 && have[1] != parts[1] || len(parts) > 2 && !strings.Contains(have[2], parts[2]) {
			continue
		}
		return g
	}
	return want
}
