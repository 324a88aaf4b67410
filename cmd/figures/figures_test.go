package main

import (
	"os"
	"testing"

	"portcullis/cmd/figures/workload"
	"portcullis/internal/pgtest"
)

func TestMain(m *testing.M) {
	status := m.Run()
	removeScratch()
	pgtest.Stop()
	os.Exit(status)
}

// TestSameAnswers holds what is measured to the same answers, on a portal of
// each kind that is small enough for every run.
func TestSameAnswers(t *testing.T) {
	p, err := openPortal(workload.Shape{Name: "some", Tables: 24, Profiles: 32, Statements: 320})
	if err != nil {
		t.Fatal(err)
	}
	for _, profiles := range []int{1, 3, 30} {
		if _, err := decisions(p, profiles); err != nil {
			t.Error(err)
		}
	}
	if _, err := agents(p); err != nil {
		t.Error(err)
	}
	if _, err := coreDecisions(); err != nil {
		t.Error(err)
	}
	if _, err := held(30_000); err != nil {
		t.Error(err)
	}
}

// BenchmarkFigures is the whole of the figures, in the form that benchstat
// reads.
func BenchmarkFigures(b *testing.B) {
	for _, s := range sections() {
		b.Run(s.name, func(b *testing.B) {
			measures, err := s.prepare()
			if err != nil {
				b.Fatal(err)
			}
			for _, m := range measures {
				b.Run(m.name, m.run)
			}
		})
	}
}
