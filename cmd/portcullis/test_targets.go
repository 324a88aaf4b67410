package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"portcullis/fixtures"
	"portcullis/fixtures/report"

	"github.com/hashicorp/hcl/v2"
)

// testTarget is a portal of which tests are to run: all, or those of some files
// and folders in it.
type testTarget struct {
	dir   string
	files []string // slashed, from the portal's directory; nil for all
}

// testTargets gives the portals that the arguments name, each once: a directory
// of a portal, or a folder or a file of its tests.
func (a *app) testTargets(args []string) ([]testTarget, error) {
	if len(args) == 0 {
		args = []string{a.place.dir}
	}
	var targets []testTarget
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, fmt.Errorf("cannot use %s: %w", arg, withoutPath(err))
		}
		if !info.IsDir() && !strings.HasSuffix(arg, ".test.hcl") {
			return nil, fmt.Errorf("%s is neither a directory nor a file of tests, whose name ends in .test.hcl", arg)
		}
		dir, within, err := portalAround(arg, info.IsDir())
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(targets, func(t testTarget) bool { return filepath.Clean(t.dir) == filepath.Clean(dir) })
		switch {
		case i < 0 && within == "":
			targets = append(targets, testTarget{dir, nil})
		case i < 0:
			targets = append(targets, testTarget{dir, []string{within}})
		case within == "":
			targets[i].files = nil
		case targets[i].files != nil:
			targets[i].files = append(targets[i].files, within)
		}
	}
	return targets, nil
}

// portalAround finds the portal that a directory or a file is of, and where in it
// that is: "" for the portal itself. A directory that is in none stands for a
// portal without a policy, of which that is told.
func portalAround(name string, isDir bool) (dir, within string, err error) {
	for dir = name; ; dir = filepath.Join(dir, "..") {
		found, err := filepath.Glob(filepath.Join(dir, "*.portal.hcl"))
		if err != nil { // the name has letters that mean something to Glob
			return name, "", nil
		}
		if len(found) > 0 {
			break
		}
		if abs, err := filepath.Abs(dir); err != nil || abs == filepath.Dir(abs) {
			if isDir {
				return name, "", nil
			}
			return "", "", fmt.Errorf("%s is in no portal: no directory above it has a *.portal.hcl", name)
		}
		if dir == name && !isDir {
			dir = filepath.Dir(name)
			if found, _ := filepath.Glob(filepath.Join(dir, "*.portal.hcl")); len(found) > 0 {
				break
			}
		}
	}
	within, err = filepath.Rel(dir, name)
	if err != nil {
		return "", "", fmt.Errorf("cannot use %s: %w", name, err)
	}
	if within == "." {
		return dir, "", nil
	}
	return dir, filepath.ToSlash(within), nil
}

// testSeveral runs the tests of several portals, and reports them as one, files
// told from the directory that the command was started in.
func (a *app) testSeveral(ctx context.Context, targets []testTarget, o testOptions) error {
	if o.covers || o.mutates || o.watch || o.update || o.opa != "" {
		return errors.New("--coverage, --mutate, --watch, --update and --opa go with one portal")
	}
	format, err := report.Named(o.format)
	if err != nil {
		return err
	}
	run, err := regexp.Compile(o.run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	a.json = o.format == "json"
	var results []*report.Result
	var diags hcl.Diagnostics
	all := report.New(nil)
	for _, target := range targets {
		p, some, err := a.testOne(ctx, target, o, run)
		if err != nil {
			return fmt.Errorf("%s: %w", target.dir, err)
		}
		from := filepath.ToSlash(target.dir)
		for _, t := range some.Tests {
			moved := *t
			moved.File = path.Join(from, t.File)
			results = append(results, &moved)
		}
		for _, d := range p.diags {
			moved := *d
			if d.Subject != nil {
				at := *d.Subject
				at.Filename = path.Join(from, at.Filename)
				moved.Subject = &at
			}
			diags = append(diags, &moved)
		}
		all.Duration += some.Duration
	}
	if len(results) == 0 && o.run != "" {
		return fmt.Errorf("--run %q matches the name of no test", o.run)
	}
	duration := all.Duration
	all = report.New(results)
	all.Duration = duration
	a.documented = true
	if err := format.Write(all, report.Output{To: a.out, Color: a.outColor, Dir: a.fromRoot("."), Diagnostics: diags}); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	if told := verdict(diags); told != nil || all.OK() {
		return told
	}
	return errNo
}

// testOne runs the tests of one of several portals. Where its policy has errors,
// these stand in the place of its tests.
func (a *app) testOne(ctx context.Context, target testTarget, o testOptions, run *regexp.Regexp) (*portal, *report.Report, error) {
	shown := a.showProgress("reading " + target.dir)
	defer shown.end()
	p, err := a.openTests(ctx, target.dir, o)
	if err != nil {
		return nil, nil, err
	}
	if err := a.warn(p.files, p.diags); err != nil {
		return nil, nil, err
	}
	if p.policy == nil {
		return p, report.New(report.Unread(p.diags, func(string) bool { return true })), nil
	}
	defer a.tellDatabases(p)
	done, err := p.runner.Run(ctx, fixtures.RunOptions{Run: run, Files: target.files, FailFast: o.fast, Each: shown.each})
	if err != nil {
		return nil, nil, fmt.Errorf("cannot run the tests: %w", err)
	}
	return p, done, nil
}
