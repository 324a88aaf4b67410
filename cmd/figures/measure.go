package main

import (
	"slices"
	"testing"
	"time"
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
	// percentile has the time be that within which so many of a hundred operations
	// are: 50 where now and then one takes long for reasons of others'.
	percentile int
	// metric, where it is not nil, is measured beside the time, once.
	metric func() (value float64, unit string, err error)
}

// percentileUnit is that of the metric of a measure's percentile.
const percentileUnit = "ns-percentile"

// run is the measure as a benchmark.
func (m measure) run(b *testing.B) {
	b.ReportAllocs()
	i, n := 0, max(m.n, 1)
	var times []time.Duration
	for b.Loop() {
		started := time.Now()
		if err := m.do(i); err != nil {
			b.Fatal(err)
		}
		if i++; i == n {
			i = 0
		}
		if m.percentile > 0 {
			times = append(times, time.Since(started))
		}
	}
	if m.percentile > 0 {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)*m.percentile/100].Nanoseconds()), percentileUnit)
	}
	if m.metric != nil {
		value, unit, err := m.metric()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(value, unit)
	}
}
