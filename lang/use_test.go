package lang

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/lang/policy"

	"github.com/hashicorp/hcl/v2"
)

// written writes files below a directory of its own.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// said gives the places and summaries of diagnostics.
func said(diags hcl.Diagnostics) []string {
	var list []string
	for _, d := range diags {
		line := d.Summary
		if d.Subject != nil {
			line = d.Subject.Filename + ": " + line
		}
		list = append(list, line)
	}
	return list
}

// What portals share: tables and a condition, in a folder that uses another, and
// both that one and the portal go back.
var sharing = map[string]string{
	"acme/acme.portal.hcl": `portal "acme" {
  use      = ["../shared", "../shared/../base", "."]
  requires = ">= 0.2"
}
profile "x" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.open
  }
}
`,
	"shared/tables.portal.hcl": `use      = ["../base/", "../shared"]
requires = "~> 0.2"
table "orders" { fields = { id = number, status = string, client_id = number } }
condition "open" {
  table = "orders"
  when  = row.status == local.opened
}
table "unseen" { fields = { id = number } }
condition "unused" {
  table = "unseen"
  when  = row.id == 1
}
`,
	"shared/draft.portals.hcl":    `deny`,
	"shared/x.test.hcl":           `of another portal`,
	"shared/sub/other.portal.hcl": `of nobody`,
	"base/locals.portal.hcl": `use = ["../shared", "../acme"]
locals {
  opened = "open"
  closed = "closed"
}
`,
}

func TestUse(t *testing.T) {
	root := written(t, sharing)
	acme := filepath.Join(root, "acme")
	p, sources, diags := Load(Dir(acme))
	if got, want := said(diags), []string{"../shared/draft.portals.hcl: File not read"}; p == nil || !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	var names []string
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	if want := []string{"../base/locals.portal.hcl", "../shared/tables.portal.hcl", "acme.portal.hcl"}; !slices.Equal(names, want) {
		t.Errorf("read are %q", names)
	}
	files, folders := PolicyFiles(Dir(acme))
	if want := []string{"../shared", "../base"}; !slices.Equal(sources.Folders(), want) || !slices.Equal(files, names) || !slices.Equal(folders, want) {
		t.Errorf("used are %q", sources.Folders())
	}
	if len(p.Tables) != 2 || len(p.Statements) != 1 {
		t.Errorf("%d tables, %d statements", len(p.Tables), len(p.Statements))
	}
	again, diags := Check(p.Files)
	if again == nil || outline(again) != outline(p) {
		t.Errorf("read from memory it is another: %s", diags)
	}

	// By a link, the portal is the same: what is around it is around the place
	// that the link leads to.
	elsewhere := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(acme, elsewhere); err != nil {
		t.Skip("no links can be made here:", err)
	}
	linked, _, diags := Load(Dir(elsewhere))
	if linked == nil || outline(linked) != outline(p) {
		t.Errorf("by a link: %s", diags)
	}
	// A folder is the same by another name, too.
	if err := errors.Join(os.Symlink("shared", filepath.Join(root, "also")), os.WriteFile(filepath.Join(acme, "acme.portal.hcl"),
		[]byte(strings.Replace(sharing["acme/acme.portal.hcl"], `"."`, `"../also"`, 1)), 0o600)); err != nil {
		t.Fatal(err)
	}
	if p, _, diags := Load(Dir(acme)); p == nil || len(p.Files) != 3 {
		t.Errorf("by two names: %s", diags)
	}
}

// TestUseWithin: a folder within the portal may be used wherever the portal is
// read from, and its files are read ones.
func TestUseWithin(t *testing.T) {
	p, _, diags := Load(fstest.MapFS{
		"a.portal.hcl":          {Data: []byte("portal \"a\" {\n  use = [\"shared\"]\n}\nprofile \"x\" {\n  allow \"page\" \"home\" {}\n}\n")},
		"shared/b.portal.hcl":   {Data: []byte("page \"home\" {}\n")},
		"shared/c.hcl":          {Data: []byte("page \"away\" {}\n")},
		"shared/d.test.hcl":     {Data: []byte("")},
		"shared/e/f.portal.hcl": {Data: []byte("")},
		"other/b.portal.hcl":    {Data: []byte("page \"home\" {}\n")},
	})
	want := []string{"other/b.portal.hcl", "shared/c.hcl", "shared/d.test.hcl", "shared/e/f.portal.hcl"}
	for i := range want {
		want[i] += ": File not read"
	}
	if got := said(diags); p == nil || len(p.Components[policy.KindPage]) != 1 || !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestUseRefuses: what cannot be used is told of at its place, by names that
// start from the portal, and nothing is told of what could have been in it.
func TestUseRefuses(t *testing.T) {
	root := written(t, map[string]string{
		"full/a.portal.hcl":   "page \"home\" {}\n",
		"twice/a.portal.hcl":  "page \"home\" {}\n",
		"portal/a.portal.hcl": "portal \"q\" {\n  use = [\"../none\"]\n}\n",
		"empty/a.txt":         "",
		"wrong/a.portal.hcl":  "\n\npag \"home\" {}\n",
		"nested/a.portal.hcl": "use = [\"../none\"]\nprofile \"p\" {\n  allow \"page\" \"home\" {}\n}\n",
		"secret.portal.hcl":   "page \"home\" {}\n",
		"links/b.portal.hcl":  "page \"other\" {}\n",
		"p/a.portal.hcl":      "",
	})
	if err := os.Symlink("../secret.portal.hcl", filepath.Join(root, "links", "a.portal.hcl")); err != nil {
		t.Skip("no links can be made here:", err)
	}
	for use, want := range map[string][]string{
		`["../none"]`:              {"a.portal.hcl: No such folder"},
		`["../empty"]`:             {"a.portal.hcl: Nothing to use"},
		`["../full/a.portal.hcl"]`: {"a.portal.hcl: Cannot be read"},
		`["` + root + `/full"]`:    {"a.portal.hcl: Invalid folder"},
		`["..\\full"]`:             {"a.portal.hcl: Invalid folder"},
		`[""]`:                     {"a.portal.hcl: Invalid folder"},
		`["C:/full"]`:              {"a.portal.hcl: Invalid folder"},
		`"../full"`:                {"a.portal.hcl: List needed"},
		`local.folders`:            {"a.portal.hcl: Not a constant"},
		`["../full", "../twice"]`:  {"../twice/a.portal.hcl: Duplicate page"},
		`["../portal", "../full"]`: {"../portal/a.portal.hcl: Portal in a used folder"},
		`["../wrong"]`:             {"../wrong/a.portal.hcl: Unknown block"},
		`["../nested"]`:            {"../nested/a.portal.hcl: No such folder"},
		`["../links"]`:             {"Cannot be read"}, // its detail names the file
	} {
		src := "portal \"p\" {\n  use = " + use + "\n}\nprofile \"x\" {\n  allow \"page\" \"home\" {}\n}\n"
		if err := os.WriteFile(filepath.Join(root, "p", "a.portal.hcl"), []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		p, _, diags := Load(Dir(filepath.Join(root, "p")))
		if got := said(diags); p != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q\n%s", use, got, want, diags)
		}
		if use == `["../links"]` && !strings.HasPrefix(diags[0].Detail, "../links/a.portal.hcl cannot be read: it is a link") {
			t.Errorf("a link: %s", diags)
		}
		for _, d := range diags {
			if machine := (*SystemError)(nil); errors.As(errorOf(d), &machine) {
				t.Errorf("%s: a mistake in the policy is told as one of the machine: %s", use, d)
			}
		}
	}
	p, _, diags := Load(fstest.MapFS{"a.portal.hcl": {Data: []byte("portal \"p\" {\n  use = [\"../full\"]\n}\n")}})
	if got := said(diags); p != nil || !slices.Equal(got, []string{"a.portal.hcl: Cannot be read"}) {
		t.Errorf("where nothing is around it: %q", got)
	}
}

func errorOf(d *hcl.Diagnostic) error {
	err, _ := d.Extra.(error)
	return err
}

// TestRequires: a portal that is too new is told to be that, and nothing else is
// told of it.
func TestRequires(t *testing.T) {
	newer := "  allow \"hologram\" \"*\" { colour = \"red\" }\n"
	for requires, want := range map[string][]string{
		`">= 0.2"`:        nil,
		`"~> 0.2"`:        nil,
		`">= 0.1, < 1"`:   nil,
		`">= 0.3"`:        {"a.portal.hcl: Portal too new"},
		`"< 0.2"`:         {"a.portal.hcl: Portal too new"},
		`">= 0.2, < 0.2"`: {"a.portal.hcl: Portal too new"},
		`"soon"`:          {"a.portal.hcl: Invalid version constraint"},
		`""`:              {"a.portal.hcl: Empty name"},
		`0.2`:             {"a.portal.hcl: Wrong type"},
		`local.version`:   {"a.portal.hcl: Not a constant"},
	} {
		p, _, diags := Load(fstest.MapFS{"a.portal.hcl": {Data: []byte("portal \"p\" {\n  requires = " + requires + "\n}\n")}})
		if got := said(diags); (p == nil) != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", requires, got, want)
		}
		if len(want) == 0 || !strings.Contains(want[0], "too new") {
			continue
		}
		_, _, diags = Load(fstest.MapFS{"a.portal.hcl": {Data: []byte(
			"portal \"p\" {\n  requires = " + requires + "\n  use = [\"beyond\"]\n  moon = true\n}\nprofile \"x\" {\n" + newer + "}\ngalaxy {}\n",
		)}, "b.portal.HCL": {}})
		if got := said(diags); !slices.Equal(got, want) {
			t.Errorf("%s, with what only that one knows: %q", requires, got)
		}
	}
	var files fs.FS = fstest.MapFS{
		"a.portal.hcl":   {Data: []byte("portal \"p\" {\n  use = [\"s\"]\n}\n")},
		"s/a.portal.hcl": {Data: []byte("requires = \">= 0.3\"\n\ngalaxy {}\n")},
	}
	if _, _, diags := Load(files); !slices.Equal(said(diags), []string{"s/a.portal.hcl: Portal too new"}) {
		t.Errorf("a folder that is too new: %q", said(diags))
	}
}
