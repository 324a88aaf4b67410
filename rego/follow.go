package rego

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// Source brings the bundles of a portal, one after another, until ctx ends, and
// returns then. It calls take, never twice at once, with each new bundle, with an
// error where it cannot get one, and with neither where it asked and there is
// nothing new. What take gives says why a bundle is not in force.
type Source func(ctx context.Context, take func(*bundle.Bundle, error) error)

// Status tells which bundle is in force, and whether something went wrong since.
type Status struct {
	Revision string    // of the bundle in force
	Build    uint64    // its number; 0 if it has none
	Since    time.Time // when it came into force
	Err      error     // why there is no newer one; nil while all is well
}

// Followed is the engine of the bundle that is in force, of those that a source
// brings. It is safe for concurrent use.
type Followed struct {
	engine atomic.Pointer[Engine]
	tell   func(Status)
	first  chan struct{} // closed when there is an engine
	ended  chan struct{} // closed when the source has returned
	stop   context.CancelFunc

	mu      sync.Mutex
	status  Status
	refused error // the last bundle, if it is not in force
}

// FollowOption is a choice in following bundles.
type FollowOption func(*Followed)

// WithNews has tell called with the status whenever it is another one: a bundle
// has come into force, something went wrong, or is well again. It is called by
// the goroutine that brings bundles, which waits for it.
func WithNews(tell func(Status)) FollowOption { return func(f *Followed) { f.tell = tell } }

// Follow opens the bundles that a source brings (the package rego/download has
// sources). It returns when the first is in force; if ctx ends before, with what
// went wrong. A bundle takes the place of another at once and as a whole, and one
// that cannot be opened, is of another portal, or has a lower number than the one
// in force, is refused and leaves that in force. [Followed.Close] ends it.
func Follow(ctx context.Context, source Source, options ...FollowOption) (*Followed, error) {
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	f := &Followed{tell: func(Status) {}, first: make(chan struct{}), ended: make(chan struct{}), stop: stop}
	for _, option := range options {
		option(f)
	}
	go func() {
		defer close(f.ended)
		source(following, func(b *bundle.Bundle, err error) error { return f.take(following, b, err) })
	}()
	var wrong error
	select {
	case <-f.first:
		return f, nil
	case <-f.ended:
		wrong = errors.New("the source has ended")
	case <-ctx.Done():
		wrong = ctx.Err()
	}
	f.Close()
	return nil, fmt.Errorf("no bundle came into force: %w", errors.Join(wrong, f.Status().Err))
}

// Engine gives the engine of the bundle in force. Who asks several questions that
// belong together asks one engine.
func (f *Followed) Engine() *Engine { return f.engine.Load() }

// Status tells which bundle is in force.
func (f *Followed) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

// Close ends the following. Engines go on answering.
func (f *Followed) Close() {
	f.stop()
	<-f.ended
}

// take puts a bundle into force, or says why not.
func (f *Followed) take(ctx context.Context, b *bundle.Bundle, err error) error {
	var e *Engine
	if b != nil && err == nil {
		e, err = f.open(ctx, b)
	}
	f.mu.Lock()
	before := f.status
	switch {
	case b != nil:
		f.refused = err
	case err == nil: // nothing new: what was wrong with the last one still is
		err = f.refused
	}
	f.status.Err = err
	if e != nil {
		f.status = Status{Revision: e.Revision(), Build: e.Build(), Since: time.Now()}
	}
	now := f.status
	f.mu.Unlock()
	if e != nil && f.engine.Swap(e) == nil {
		close(f.first)
	}
	if e != nil || text(before.Err) != text(now.Err) {
		f.tell(now)
	}
	return err
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func (f *Followed) open(ctx context.Context, b *bundle.Bundle) (*Engine, error) {
	if b.Type() != bundle.SnapshotBundleType {
		return nil, errors.New("the bundle is not a whole one")
	}
	e, err := open(ctx, b)
	if err != nil {
		return nil, err
	}
	old := f.Engine()
	switch {
	case old == nil:
	case e.Portal() != old.Portal():
		return nil, fmt.Errorf("the bundle is of the portal %s, not of %s", e.Portal(), old.Portal())
	case e.Build() < old.Build():
		return nil, fmt.Errorf("the bundle is build %d, and the one in force is build %d", e.Build(), old.Build())
	}
	return e, nil
}
