package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// MediaType is the content type of a bundle, by which an agent knows a server
// that heeds its wish to wait.
const MediaType = "application/vnd.openpolicyagent.bundles"

// longest is how long an agent is let wait, however long it wishes to.
const longest = 10 * time.Minute

// Server is an HTTP handler that gives OPA agents the latest bundle that it was
// given. Its zero value is one without a bundle, and answers 503.
type Server struct {
	mu     sync.Mutex
	latest *published
	next   chan struct{} // closed when latest is another
}

// published is a bundle, which does not change any more.
type published struct {
	text []byte
	etag string
}

// Publish makes a bundle the one that agents get; those that wait get it at
// once. It reports whether it is another one than before.
func (s *Server) Publish(text []byte) bool {
	sum := sha256.Sum256(text)
	b := &published{text: text, etag: strconv.Quote(hex.EncodeToString(sum[:16]))}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest != nil && s.latest.etag == b.etag {
		return false
	}
	s.latest = b
	if s.next != nil {
		close(s.next)
		s.next = nil
	}
	return true
}

// bundle gives the latest bundle, nil for none, and what is closed when there is
// another.
func (s *Server) bundle() (*published, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		s.next = make(chan struct{})
	}
	return s.latest, s.next
}

// ServeHTTP answers a GET or HEAD, whatever its path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "a bundle is only to be had", http.StatusMethodNotAllowed)
		return
	}
	known := strings.Join(r.Header.Values("If-None-Match"), ",")
	b := s.await(r.Context(), known, wish(r.Header))
	if b == nil {
		http.Error(w, "there is no bundle yet", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("ETag", b.etag)
	w.Header().Set("Cache-Control", "no-cache")
	if has(known, b.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(b.text)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(b.text) // an agent that has gone asks again
	}
}

// await gives the latest bundle, once it is one that the agent has not or the
// time is over.
func (s *Server) await(ctx context.Context, known string, wait time.Duration) *published {
	b, next := s.bundle()
	if wait == 0 {
		return b
	}
	over := time.NewTimer(wait)
	defer over.Stop()
	for b == nil || has(known, b.etag) {
		select {
		case <-next:
			b, next = s.bundle()
		case <-over.C:
			return b
		case <-ctx.Done():
			return b
		}
	}
	return b
}

// wish gives how long a request asks to wait for what is new. OPA sets apart its
// preferences by semicolons, RFC 7240 by commas.
func wish(h http.Header) time.Duration {
	for _, line := range h.Values("Prefer") {
		for preference := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == ';' }) {
			name, value, _ := strings.Cut(strings.TrimSpace(preference), "=")
			if !strings.EqualFold(name, "wait") {
				continue
			}
			if n, err := strconv.ParseUint(value, 10, 32); err == nil {
				return min(time.Duration(n)*time.Second, longest)
			}
		}
	}
	return 0
}

// has reports whether an If-None-Match names an ETag (RFC 9110 §13.1.2).
func has(known, etag string) bool {
	for one := range strings.SplitSeq(known, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}
