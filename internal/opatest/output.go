package opatest

import (
	"bytes"
	"slices"
	"sync"
	"testing"
	"time"
)

// Output takes what a program writes, and lets tests wait for lines of it. It is
// made by [NewOutput].
type Output struct {
	mu    sync.Mutex
	text  []byte
	seen  int           // how much of it next has gone through
	more  chan struct{} // closed, and made anew, when there is more
	ended chan struct{} // closed when no more comes
}

// NewOutput makes an Output of nothing yet.
func NewOutput() *Output {
	return &Output{more: make(chan struct{}), ended: make(chan struct{})}
}

// Write is an io.Writer's.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, p...)
	close(o.more)
	o.more = make(chan struct{})
	return len(p), nil
}

// End says that no more comes.
func (o *Output) End() { close(o.ended) }

// Await waits for a line with a text in it, after those that it gave before, and
// gives it. It ends the test if no more comes.
func (o *Output) Await(t testing.TB, text string) string {
	t.Helper()
	line, ok := o.next(text)
	if !ok {
		t.Fatalf("there is no line with %q", text)
	}
	return string(line)
}

// String gives all of it.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text)
}

// next gives the next line that has a text in it, and waits for it until the
// writer has ended.
func (o *Output) next(want string) ([]byte, bool) {
	timeout := time.After(patience)
	for last := false; ; {
		line, more := o.scan(want)
		switch {
		case line != nil:
			return line, true
		case last:
			return nil, false
		}
		select {
		case <-more:
		case <-o.ended:
			last = true
		case <-timeout:
			return nil, false
		}
	}
}

// scan looks through the whole lines that next has not gone through.
func (o *Output) scan(want string) ([]byte, <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		end := bytes.IndexByte(o.text[o.seen:], '\n')
		if end < 0 {
			return nil, o.more
		}
		line := o.text[o.seen : o.seen+end]
		o.seen += end + 1
		if bytes.Contains(line, []byte(want)) {
			return slices.Clone(line), nil
		}
	}
}
