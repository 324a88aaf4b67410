package main

import (
	"testing"
)

// measure is one line of the figures: one way to do what the others of its
// group do too.
type measure struct {
	group string // what is done, and on what
	name  string // by whom
	base  bool   // the one that the others of the group are compared to
	ours  bool   // rather than a peer's
	per   int    // how many of the unit one operation does; 0 is 1
	unit  string // of what the time is given: decision, row …
	// do does the operation on the i-th of what it is asked about, i < n.
	do func(i int) error
	n  int // 0 is 1
	// metric, where it is not nil, is measured beside the time, once.
	metric func() (value float64, unit string, err error)
}

// run is the measure as a benchmark.
func (m measure) run(b *testing.B) {
	b.ReportAllocs()
	i, n := 0, max(m.n, 1)
	for b.Loop() {
		if err := m.do(i); err != nil {
			b.Fatal(err)
		}
		if i++; i == n {
			i = 0
		}
	}
	if m.metric != nil {
		value, unit, err := m.metric()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(value, unit)
	}
}
