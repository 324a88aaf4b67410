package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"portcullis/fixtures/report"
)

// progress tells on a terminal's stderr how far something is that takes longer
// than a moment, in one line that is taken away again.
type progress struct {
	out io.Writer // nil where there is no terminal

	mu          sync.Mutex
	what        string
	done, total int
	failed      int
	tried       string // of mutants, once there are any
	shown       bool   // a line stands there
	ended       bool
	stop        chan struct{}
}

// How long nothing is said, and how often it is said then.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// showProgress begins to tell of something, until end is called.
func (a *app) showProgress(what string) *progress {
	p := &progress{what: what, stop: make(chan struct{})}
	a.shown = p
	if a.errWidth == 0 {
		return p
	}
	p.out = a.err
	go p.tick(time.After(progressAfter), time.NewTicker(progressEvery).C)
	return p
}

func (p *progress) tick(begin, next <-chan time.Time) {
	select {
	case <-begin:
	case <-p.stop:
		return
	}
	for {
		p.show()
		select {
		case <-next:
		case <-p.stop:
			return
		}
	}
}

// each takes a test that is done.
func (p *progress) each(result *report.Result, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = p.done+1, total
	if result.Status != report.Passed {
		p.failed++
	}
}

// mutants takes how many mutants are done.
func (p *progress) mutants(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tried = fmt.Sprintf("%d of %d mutants", done, total)
}

// line is what is said now.
func (p *progress) line() string {
	if p.tried != "" {
		return p.tried
	}
	if p.total == 0 {
		return p.what + " …"
	}
	line := fmt.Sprintf("%d of %d tests", p.done, p.total)
	if p.failed > 0 {
		line += fmt.Sprintf(", %d failed", p.failed)
	}
	return line
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	fmt.Fprintf(p.out, "\r\x1b[K%s", p.line())
	p.shown = true
}

// pause takes the line away while something else is printed.
func (p *progress) pause(print func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	print()
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.shown = false
}

// end takes the line away for good; once is enough.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		close(p.stop)
		p.ended = true
	}
	p.clear()
}
