package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/lang"
	"portcullis/rego"
)

// portal is a portal's directory, read and checked.
type portal struct {
	dir    string
	fsys   fs.FS
	policy *lang.Policy         // nil if it has errors
	suite  *fixtures.Suite      // of its tests; nil until they are read
	opened *rego.Engine         // of its bundle; nil until the portal is opened
	runner *fixtures.Runner     // that asks it
	uses   []string             // folders, from the portal's directory
	files  map[string]*hcl.File // what diagnostics speak of
	diags  hcl.Diagnostics      // warnings and errors

	bundled bool // there is no source: the policy is what the bundle tells of it

	databases []database // that tests are also asked of
}

// portalArg gives the directory that a command's only argument names, or the
// current one.
func (a *app) portalArg(args []string) (string, error) {
	if len(args) > 0 {
		return portalArg(args)
	}
	return portalArg([]string{a.place.dir})
}

// portalArg is [app.portalArg] of what is named.
func portalArg(args []string) (string, error) {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", fmt.Errorf("cannot use the directory %s: %w", dir, withoutPath(err))
	}
	if !info.IsDir() {
		if isBundle(dir) {
			return "", fmt.Errorf("the portal's source is needed, and %s is no directory; of a bundle the commands are asked that say so", dir)
		}
		return "", fmt.Errorf("%s is not a directory", dir)
	}
	return dir, nil
}

// onePortal allows a command one argument at most.
func onePortal(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one directory, not %d arguments", c.CommandPath(), len(args))
	}
	return nil
}

// readPolicy reads the portal's policy, without its tests.
func readPolicy(dir string) *portal { return rereadPolicy(dir, nil) }

// rereadPolicy is [readPolicy] for who does so again and again.
func rereadPolicy(dir string, cache *lang.Cache) *portal {
	p := &portal{dir: dir, fsys: lang.Dir(dir), files: map[string]*hcl.File{}}
	var sources *lang.Sources
	p.policy, sources, p.diags = cache.Load(p.fsys)
	if sources != nil {
		maps.Copy(p.files, sources.Files())
		p.uses = sources.Folders()
	}
	return p
}

// readPortal reads the portal's policy and its tests.
func readPortal(dir string) *portal {
	p := readPolicy(dir)
	if p.policy != nil { // or else what tests speak of is not known
		p.readTests()
	}
	return p
}

func (p *portal) readTests() {
	suite, files, diags := fixtures.Load(p.fsys, p.policy)
	p.suite = suite
	maps.Copy(p.files, files)
	p.diags = append(p.diags, diags...)
}

// openPortal reads the portal's policy and its tests, and makes the runner
// that asks its bundle; there is none if the policy has errors.
func openPortal(ctx context.Context, dir string) (*portal, error) {
	return reopenPortal(ctx, dir, nil)
}

// reopenPortal is [openPortal] for who does so again and again.
func reopenPortal(ctx context.Context, dir string, cache *lang.Cache) (*portal, error) {
	p := rereadPolicy(dir, cache)
	if p.policy == nil {
		return p, nil
	}
	// Loading the bundle takes as long as all the rest, so the tests are read
	// meanwhile.
	var (
		engine  *rego.Engine
		err     error
		loading sync.WaitGroup
	)
	loading.Go(func() { engine, err = p.engine(ctx) })
	p.readTests()
	loading.Wait()
	if err != nil {
		return nil, err
	}
	p.opened, p.runner = engine, fixtures.NewRunner(p.suite, p.policy, engine)
	return p, nil
}

// engine loads the portal's bundle, as `build` writes it.
func (p *portal) engine(ctx context.Context) (*rego.Engine, error) {
	bundle, _, err := p.bundle(compile.Options{})
	if err != nil {
		return nil, err
	}
	engine, err := rego.Open(ctx, bytes.NewReader(bundle))
	if err != nil {
		return nil, fmt.Errorf("cannot load the bundle: %w", err)
	}
	return engine, nil
}

// bundle compiles the portal's policy, which must be without errors, and gives
// the bundle and its revision.
func (p *portal) bundle(o compile.Options) (text []byte, revision string, err error) {
	var out bytes.Buffer
	if revision, err = compile.WriteRevision(&out, p.policy, o); err != nil {
		return nil, "", fmt.Errorf("cannot build the bundle: %w", err)
	}
	return out.Bytes(), revision, nil
}
