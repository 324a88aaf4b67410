package main

import (
	"cmp"
	"os"
	"path/filepath"

	"portcullis/fixtures/report"
)

// output is where the report on a portal's tests goes.
func (a *app) output(p *portal) report.Output {
	return report.Output{To: a.out, Color: a.outColor, Dir: a.fromRoot(p.dir), Diagnostics: p.diags}
}

// refuseTests reports a policy with errors in place of its tests.
func (a *app) refuseTests(format report.Format, p *portal) error {
	err := format.WriteBroken(a.output(p))
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
