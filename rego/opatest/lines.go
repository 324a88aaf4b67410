package opatest

import (
	"bytes"
	"slices"
	"sync"
	"time"
)

// lines is what a process has written, and lets others wait for more of it.
type lines struct {
	mu   sync.Mutex
	text []byte
	seen int           // how much of it next has gone through
	more chan struct{} // closed, and made anew, when there is more
}

func newLines() *lines { return &lines{more: make(chan struct{})} }

// Write is an io.Writer's.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	close(l.more)
	l.more = make(chan struct{})
	return len(p), nil
}

func (l *lines) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}

// next gives the next line that has a text in it, and waits for it until the
// writer has ended.
func (l *lines) next(want string, ended <-chan struct{}) ([]byte, bool) {
	timeout := time.After(patience)
	for last := false; ; {
		line, more := l.scan(want)
		switch {
		case line != nil:
			return line, true
		case last:
			return nil, false
		}
		select {
		case <-more:
		case <-ended:
			last = true
		case <-timeout:
			return nil, false
		}
	}
}

// scan looks through the whole lines that next has not gone through.
func (l *lines) scan(want string) ([]byte, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		end := bytes.IndexByte(l.text[l.seen:], '\n')
		if end < 0 {
			return nil, l.more
		}
		line := l.text[l.seen : l.seen+end]
		l.seen += end + 1
		if bytes.Contains(line, []byte(want)) {
			return slices.Clone(line), nil
		}
	}
}
