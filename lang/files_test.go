package lang

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
)

// TestUnreadFiles: what looks as if it were meant for the portal is read, or
// named by a warning. Hidden files are neither.
func TestUnreadFiles(t *testing.T) {
	deny := "deny \"page\" \"home\" {}\n" // no whole policy: reading it would be an error
	fsys := fstest.MapFS{
		"a.portal.hcl":               {Data: []byte("portal \"p\" {}\npage \"home\" {}\nprofile \"x\" {\n  allow \"page\" \"home\" {}\n}\n")},
		"deny.portal.HCL":            {Data: []byte(deny)},
		"deny.Portal.hcl":            {Data: []byte(deny)},
		"deny.portals.hcl":           {Data: []byte(deny)},
		"deny.hcl":                   {Data: []byte(deny)},
		"deny.portal.hcl.txt":        {Data: []byte(deny)},
		".deny.portal.hcl":           {Data: []byte(deny)},
		"x.tests.hcl":                {Data: []byte(deny)},
		"x.Test.hcl":                 {Data: []byte(deny)},
		"x.test.hcl":                 {Data: []byte(deny)},
		".x.test.hcl":                {Data: []byte(deny)},
		"sub/deny.portal.hcl":        {Data: []byte(deny)},
		"sub/x.test.hcl":             {Data: []byte(deny)},
		"sub/meant.portal.hcl":       {Data: []byte("# portcullis: allow file-not-read a draft\n" + deny)},
		"sub/infra.hcl":              {Data: []byte(deny)},
		"tests/deny.portal.hcl":      {Data: []byte(deny)},
		"tests/deny.hcl":             {Data: []byte(deny)},
		"tests/b.test.hcl":           {Data: []byte(deny)},
		"tests/deep/er/a.test.hcl":   {Data: []byte(deny)},
		"tests/.deep/a.test.hcl":     {Data: []byte(deny)},
		"tests/deep/.a.test.hcl":     {Data: []byte(deny)},
		".git/deny.portal.hcl":       {Data: []byte(deny)},
		"notes.txt":                  {Data: []byte(deny)},
		"other[1]/main.portal.hcl":   {Data: []byte("portal \"q\" {}\n")},
		"other[1]/deny.portal.hcl":   {Data: []byte(deny)},
		"other[1]/tests/x.test.hcl":  {Data: []byte(deny)},
		"other[1]/deep/y.portal.hcl": {Data: []byte(deny)},
	}
	p, _, diags := Load(fsys)
	if p == nil {
		t.Fatal(diags)
	}
	var got []string
	for _, d := range diags {
		if d.Summary != "File not read" {
			t.Errorf("%s", d)
		}
		got = append(got, d.Subject.Filename)
	}
	want := []string{
		"deny.Portal.hcl", "deny.hcl", "deny.portal.HCL", "deny.portal.hcl.txt", "deny.portals.hcl", "other[1]/main.portal.hcl",
		"sub/deny.portal.hcl", "sub/x.test.hcl", "tests/deny.hcl", "tests/deny.portal.hcl", "x.Test.hcl", "x.tests.hcl",
	}
	if !slices.Equal(got, want) {
		t.Errorf("named are\n%q, not\n%q", got, want)
	}
	if tests, want := TestFiles(fsys), []string{"tests/b.test.hcl", "tests/deep/er/a.test.hcl", "x.test.hcl"}; !slices.Equal(tests, want) {
		t.Errorf("tests are %q, not %q", tests, want)
	}
}

// TestUnreadBeforeErrors: they are named where the policy has errors, or is
// not there, too.
func TestUnreadBeforeErrors(t *testing.T) {
	for _, fsys := range []fstest.MapFS{
		{"x.portal.HCL": {Data: []byte("portal \"p\" {}\n")}},
		{"x.portal.HCL": {Data: []byte("portal \"p\" {}\n")}, "a.portal.hcl": {Data: []byte("portal \"p\" {\n")}},
	} {
		p, _, diags := Load(fsys)
		if p != nil || !slices.ContainsFunc(diags, func(d *hcl.Diagnostic) bool { return d.Summary == "File not read" }) {
			t.Errorf("%v", diags)
		}
	}
}
