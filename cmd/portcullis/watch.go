package main

import (
	"context"
	"fmt"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long a directory must be left alone to be read: editors write a
// file in several steps, and a checkout writes several files.
const quiet = 30 * time.Millisecond

// watch tells of changes in a directory until ctx ends. What it tells may be a
// change of nothing that matters.
func watch(ctx context.Context, dir string) (<-chan struct{}, error) {
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
	return changes, nil
}
