package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"portcullis/fixtures"
	"portcullis/fixtures/report"
	"portcullis/lang"
)

// watcher runs a portal's tests whenever its files change: all of them when the
// policy does, and else those that were read from what changed. The bundle and
// the engine stay as long as the policy does.
type watcher struct {
	*app
	dir    string
	o      testOptions
	run    *regexp.Regexp
	events *fsnotify.Watcher
	portal *portal // as it was read last; its runner is nil where the policy had errors
}

// watchTests runs the tests, and again what changes touch, until it is
// interrupted.
func (a *app) watchTests(ctx context.Context, dir string, o testOptions) error {
	run, err := regexp.Compile(o.run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("cannot watch %s: %w", dir, err)
	}
	defer events.Close()
	o.cache = &lang.Cache{}
	w := &watcher{app: a, dir: dir, o: o, run: run, events: events}
	// Before anything is read, so that no change is missed.
	if err := w.follow(); err != nil {
		return err
	}
	for changed := []string(nil); ; {
		if err := w.again(ctx, changed); err != nil {
			return err
		}
		if err := w.out.Flush(); err != nil {
			return err
		}
		if changed, err = w.wait(ctx); err != nil || changed == nil {
			return err
		}
	}
}

// follow has the portal's folders watched: its own, and those in it, where
// tests and data are. Folders rather than files, since editors replace files.
func (w *watcher) follow() error {
	return filepath.WalkDir(w.dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name != w.dir: // gone again
			return nil
		case err != nil:
			return fmt.Errorf("cannot watch %s: %w", name, withoutPath(err))
		case !entry.IsDir():
			return nil
		case name != w.dir && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		if err := w.events.Add(name); err != nil {
			return fmt.Errorf("cannot watch %s: %w", name, err)
		}
		return nil
	})
}

// wait gives the files that have changed, relative to the portal; nil when the
// command is interrupted.
func (w *watcher) wait(ctx context.Context) ([]string, error) {
	changed := map[string]bool{}
	var settled <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case err := <-w.events.Errors:
			return nil, fmt.Errorf("cannot watch %s: %w", w.dir, err)
		case event := <-w.events.Events:
			if event.Op == fsnotify.Chmod {
				continue
			}
			name, err := filepath.Rel(w.dir, event.Name)
			if err != nil { // it is elsewhere
				name = event.Name
			}
			if name = filepath.ToSlash(name); w.isPart(name) {
				changed[name] = true
			}
			settled = time.After(quiet)
		case <-settled:
			if err := w.follow(); err != nil { // there may be new folders
				return nil, err
			}
			if len(changed) > 0 {
				return slices.Sorted(maps.Keys(changed)), nil
			}
		}
	}
}

// isPart reports whether a file is one of the portal, or may become one.
func (w *watcher) isPart(name string) bool {
	switch filepath.Ext(name) {
	case ".hcl", ".csv", ".json":
		return !strings.HasPrefix(filepath.Base(name), ".")
	default:
		return w.portal.files[name] != nil // data by another name
	}
}

// again reads what changed, and runs what that touches; all if nothing is said
// to have changed.
func (w *watcher) again(ctx context.Context, changed []string) error {
	started := time.Now()
	options, err := w.read(ctx, changed)
	if err != nil {
		return err
	}
	if changed != nil {
		fmt.Fprintf(w.out, "\n— %s\n", strings.Join(changed, ", "))
	}
	if err := w.warn(w.portal.files, w.portal.diags); err != nil {
		return err
	}
	if w.portal.runner == nil {
		return nil
	}
	done, err := w.portal.runner.Run(ctx, options)
	w.tellDatabases(w.portal)
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("cannot run the tests: %w", err)
	}
	if err := report.Formats[0].Write(done, report.Output{To: w.out, Color: w.outColor}); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	fmt.Fprintf(w.err, "in %d ms; watching for changes\n", time.Since(started).Milliseconds())
	return nil
}

// read brings the portal up to date, and says which tests are to run.
func (w *watcher) read(ctx context.Context, changed []string) (fixtures.RunOptions, error) {
	options := fixtures.RunOptions{Run: w.run}
	if w.samePolicy(changed) {
		fresh := rereadPolicy(w.dir, w.o.cache)
		fresh.policy = w.portal.policy
		fresh.readTests()
		fresh.runner, fresh.databases = w.portal.runner.On(fresh.suite), w.portal.databases
		w.portal = fresh
		options.Touched = changed
		return options, nil
	}
	watching{folders: w.events}.also(w.dir, rereadPolicy(w.dir, w.o.cache).uses) // before they are read
	fresh, err := w.openTests(ctx, w.dir, w.o)
	w.portal = fresh
	return options, err
}

// samePolicy reports whether the tests can go on with the policy that is there.
func (w *watcher) samePolicy(changed []string) bool {
	if w.portal == nil || w.portal.runner == nil {
		return false
	}
	if !slices.ContainsFunc(changed, func(name string) bool { return strings.HasSuffix(name, ".portal.hcl") }) {
		return true
	}
	policy := rereadPolicy(w.dir, w.o.cache).policy
	return policy != nil && slices.EqualFunc(policy.Files, w.portal.policy.Files, func(a, b *lang.File) bool {
		return a.Name == b.Name && bytes.Equal(a.Bytes, b.Bytes)
	})
}
