package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/suite"
	"portcullis/rego"
)

// here is the portal's place where none is named.
const here = "."

// place is where the portal is: a directory, or the file of a bundle.
type place struct {
	named  string // as the user named it
	dir    string
	commit string // of a revision; else ""
}

// What -C may name besides a directory, for commands that do not write there: of a
// revision those that only read the source, of a bundle those that need none.
var (
	ofRevisions = []string{"validate", "build", "test", "view", "can", "sql", "diff", "who", "matrix", "explain", "explain-input"}
	ofBundles   = []string{"view", "can", "sql", "diff", "who", "matrix", "explain-input"}
)

// use has a command work on the portal that -C names.
func (a *app) use(ctx context.Context, c *cobra.Command, named string) error {
	switch {
	case strings.HasPrefix(named, "git:"):
		if !slices.Contains(ofRevisions, c.Name()) {
			return fmt.Errorf("%s works on a directory, and %s is none", c.CommandPath(), named)
		}
		dir, commit, remove, err := atRevision(ctx, named)
		if err != nil {
			return fmt.Errorf("cannot use -C %s: %w", named, err)
		}
		a.place, a.removes = place{named, dir, commit}, remove
		return nil
	case isBundle(named):
		if !slices.Contains(ofBundles, c.Name()) {
			return fmt.Errorf("%s needs the portal's source, and %s is a bundle", c.CommandPath(), named)
		}
		a.place = place{named: named, dir: named}
		return nil
	}
	if err := os.Chdir(named); err != nil {
		return fmt.Errorf("cannot use -C %s: %w", named, withoutPath(err))
	}
	return nil
}

// isBundle reports whether a name is that of a file, which a portal's directory is
// not.
func isBundle(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// openPortal opens the portal that the command is about.
func (a *app) openPortal(ctx context.Context) (*portal, error) {
	if isBundle(a.place.dir) {
		return openBundle(ctx, a.place.dir)
	}
	return openPortal(ctx, a.place.dir)
}

// openBundle opens a bundle as a portal without tests, of whose policy is known what
// the bundle tells.
func openBundle(ctx context.Context, name string) (*portal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
	}
	defer f.Close()
	engine, err := rego.Open(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("%s is no bundle that can be used: %w", name, err)
	}
	p := &portal{dir: name, fsys: fstest.MapFS{}, files: map[string]*hcl.File{}, bundled: true, policy: suite.PolicyOf(engine.Form()), opened: engine}
	p.readTests()
	p.runner = fixtures.NewRunner(p.suite, p.policy, engine)
	return p, nil
}
