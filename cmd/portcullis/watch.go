package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"portcullis/lang"
)

// quiet is how long a directory must be left alone to be read: editors write a
// file in several steps, and a checkout writes several files.
const quiet = 30 * time.Millisecond

// watching tells of changes in folders. What it tells may be a change of nothing
// that matters.
type watching struct {
	changes <-chan struct{}
	folders *fsnotify.Watcher
}

// also watches the folders that the portal of a directory uses, and reports
// whether one of them was not watched before. For one that is not there, it is
// the one that it would be in.
func (w watching) also(dir string, used []string) (more bool) {
	before := len(w.folders.WatchList())
	for _, folder := range used {
		at := lang.At(dir, folder)
		for w.folders.Add(at) != nil && at != filepath.Dir(at) {
			at = filepath.Dir(at)
		}
	}
	return len(w.folders.WatchList()) > before
}

// watch watches a directory until ctx ends.
func watch(ctx context.Context, dir string) (*watching, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("cannot watch files: %w", err)
	}
	if err := watcher.Add(dir); err != nil {
		_ = watcher.Close()
		return nil, fmt.Errorf("cannot watch %s: %w", dir, err)
	}
	changes := make(chan struct{}, 1)
	go func() {
		defer watcher.Close()
		settled := time.NewTimer(0)
		for {
			select {
			case <-ctx.Done():
				return
			case <-watcher.Events:
				settled.Reset(quiet)
			case <-watcher.Errors: // some events are lost
				settled.Reset(quiet)
			case <-settled.C:
				select {
				case changes <- struct{}{}:
				default: // told already, and not looked at yet
				}
			}
		}
	}()
	return &watching{changes, watcher}, nil
}
