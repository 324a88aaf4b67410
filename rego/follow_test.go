package rego_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"portcullis/compile"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// page is a policy of which one page may be opened.
func page(t *testing.T, portal, name string, build uint64) *bundle.Bundle {
	t.Helper()
	text := builtWith(t, `
portal "`+portal+`" {}
page "one" "two" {}
profile "guest" {
  default = true
  allow "page" "`+name+`" {}
}`, compile.Options{Build: build})
	b, err := bundle.NewReader(bytes.NewReader(text)).Read()
	if err != nil {
		t.Fatal(err)
	}
	return &b
}

func opens(t *testing.T, e *rego.Engine, name string) bool {
	t.Helper()
	yes, err := e.Allow(t.Context(), &rego.Request{
		User: rego.User{Login: "ana"}, Action: "access", Resource: rego.Resource{Type: "page", Name: name},
	})
	if err != nil {
		t.Error(err)
	}
	return yes
}

// TestFollow takes bundles one after another: a good one is in force at once,
// what is wrong leaves the last good one, and is told until it is well.
func TestFollow(t *testing.T) {
	damaged := page(t, "shop", "two", 3)
	damaged.Data = map[string]any{}
	patch := page(t, "shop", "two", 3)
	patch.Patch = bundle.Patch{Data: []bundle.PatchOperation{{Op: "upsert"}}}
	type step struct {
		b     *bundle.Bundle
		err   error
		wrong string // in what is told
		open  string // the page of the bundle in force
		news  int    // how often something has been told by then
	}
	steps := []step{
		{err: errors.New("no server"), wrong: "no server", news: 1},
		{b: page(t, "shop", "one", 2), open: "one", news: 2},
		{open: "one", news: 2},
		{b: damaged, wrong: "data.shop.catalog", open: "one", news: 3},
		{wrong: "data.shop.catalog", open: "one", news: 3}, // nothing new: it is still refused
		{err: errors.New("no server"), wrong: "no server", open: "one", news: 4},
		{b: page(t, "shop", "two", 1), wrong: "build 1", open: "one", news: 5},
		{b: page(t, "crm", "two", 3), wrong: "portal crm", open: "one", news: 6},
		{b: patch, wrong: "not a whole one", open: "one", news: 7},
		{b: page(t, "shop", "two", 3), open: "two", news: 8},
	}
	next, done := make(chan step), make(chan error)
	news := make(chan rego.Status, 100)
	var f *rego.Followed
	opened := make(chan error, 1)
	go func() {
		var err error
		f, err = rego.Follow(t.Context(), func(ctx context.Context, take func(*bundle.Bundle, error) error) {
			for {
				select {
				case s := <-next:
					done <- take(s.b, s.err)
				case <-ctx.Done():
					return
				}
			}
		}, rego.WithNews(func(s rego.Status) { news <- s }))
		opened <- err
	}()
	for i, s := range steps {
		next <- s
		if err := <-done; (err == nil) != (s.wrong == "") || err != nil && !strings.Contains(err.Error(), s.wrong) {
			t.Errorf("step %d: %v, want %q", i, err, s.wrong)
		}
		if len(news) != s.news {
			t.Errorf("step %d: %d told, want %d", i, len(news), s.news)
		}
		if s.open == "" {
			continue
		}
		if opened != nil {
			if err := <-opened; err != nil {
				t.Fatal(err)
			}
			opened = nil
		}
		for _, name := range []string{"one", "two"} {
			if opens(t, f.Engine(), name) != (name == s.open) {
				t.Errorf("step %d: the page %s", i, name)
			}
		}
		if status := f.Status(); (status.Err == nil) != (s.wrong == "") || status.Build != f.Engine().Build() || status.Revision != f.Engine().Revision() || status.Since.IsZero() {
			t.Errorf("step %d: the status is %+v", i, status)
		}
	}
	f.Close()
	f.Close()
	if !opens(t, f.Engine(), "two") {
		t.Error("the engine does not answer any more")
	}
}

// TestFollowNothing waits no longer than its context, and says what went wrong.
func TestFollowNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := rego.Follow(ctx, func(ctx context.Context, take func(*bundle.Bundle, error) error) {
		_ = take(nil, errors.New("no server"))
		cancel()
		<-ctx.Done()
	})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "no server") {
		t.Errorf("got %v", err)
	}
	if _, err := rego.Follow(t.Context(), func(context.Context, func(*bundle.Bundle, error) error) {}); err == nil {
		t.Error("a source that ends brings a bundle")
	}
}

// TestFollowWhileAsked asks from many goroutines while bundles change: each answer
// is wholly that of one bundle. The race detector looks on.
func TestFollowWhileAsked(t *testing.T) {
	bundles := []*bundle.Bundle{page(t, "shop", "one", 0), page(t, "shop", "two", 0)}
	asked := make(chan struct{})
	f, err := rego.Follow(t.Context(), func(ctx context.Context, take func(*bundle.Bundle, error) error) {
		for i := 0; ctx.Err() == nil; i++ {
			b := bundles[i%2].Copy()
			if err := take(&b, nil); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
			if i == 0 {
				continue
			}
			select {
			case <-asked:
			case <-ctx.Done():
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for range 5 {
				e := f.Engine()
				if opens(t, e, "one") == opens(t, e, "two") {
					t.Error("one bundle opens both pages, or none")
				}
				_ = f.Status()
				asked <- struct{}{}
			}
		})
	}
	asking.Wait()
	f.Close()
}
