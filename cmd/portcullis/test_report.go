package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"portcullis/fixtures"
)

// testFormats are the forms of a test report.
var testFormats = []string{"pretty", "json", "junit", "tap", "github"}

// reportWriter gives what prints the report on a portal's tests in a format.
func (a *app) reportWriter(format string) (func(*portal, *fixtures.Report) error, error) {
	switch format {
	case "pretty":
		return func(_ *portal, r *fixtures.Report) error { return r.WritePretty(a.out, a.outColor) }, nil
	case "json":
		return func(_ *portal, r *fixtures.Report) error { return r.WriteJSON(a.out) }, nil
	case "junit":
		return func(_ *portal, r *fixtures.Report) error { return r.WriteJUnit(a.out) }, nil
	case "tap":
		return func(_ *portal, r *fixtures.Report) error { return r.WriteTAP(a.out) }, nil
	case "github":
		return func(p *portal, r *fixtures.Report) error { return r.WriteGitHub(a.out, a.fromRoot(p.dir), p.diags) }, nil
	default:
		return nil, fmt.Errorf("unknown format %q; the formats are %s", format, strings.Join(testFormats, ", "))
	}
}

// refuseTests reports a policy with errors in place of its tests.
func (a *app) refuseTests(o testOptions, p *portal) error {
	var err error
	switch o.format {
	case "github":
		err = fixtures.WriteGitHubDiagnostics(a.out, a.fromRoot(p.dir), p.diags)
	case "junit":
		err = fixtures.NotRun(p.diags).WriteJUnit(a.out)
	case "tap":
		err = fixtures.NotRun(p.diags).WriteTAP(a.out)
	}
	return cmp.Or(err, a.refuse(p.files, p.diags))
}

// fromRoot gives the path of a directory as annotations have it: from the root
// of the repository that a workflow has checked out, and elsewhere from the
// directory that the command was started in.
func (a *app) fromRoot(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return filepath.ToSlash(dir)
	}
	for _, root := range []string{os.Getenv("GITHUB_WORKSPACE"), a.start} {
		if root == "" {
			continue
		}
		if below, err := filepath.Rel(root, abs); err == nil && filepath.IsLocal(below) {
			return filepath.ToSlash(below)
		}
	}
	return filepath.ToSlash(abs)
}
