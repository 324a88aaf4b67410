package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"portcullis/cmd/figures/workload"
	"portcullis/internal/update"
)

// TestAllocations counts the allocations of what is done for each request, and
// compares them with the counts on record: twenty per cent more is a
// regression. Time is not looked at, since machines differ. With -update the
// counts become the record.
func TestAllocations(t *testing.T) {
	file := filepath.Join("testdata", "allocations.txt")
	counts := countAllocations(t)
	if update.Golden() {
		var b strings.Builder
		for _, c := range counts {
			fmt.Fprintf(&b, "%s %d\n", c.name, c.allocations)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	recorded := readCounts(t, file)
	for _, c := range counts {
		was, ok := recorded[c.name]
		switch {
		case !ok:
			t.Errorf("%s: %d allocations, and none on record; go -C cmd/figures test -run TestAllocations -update", c.name, c.allocations)
		case c.allocations*5 > was*6:
			t.Errorf("%s: %d allocations, %d on record", c.name, c.allocations, was)
		}
		delete(recorded, c.name)
	}
	for name := range recorded {
		t.Errorf("%s is on record, and is not measured", name)
	}
}

type count struct {
	name        string
	allocations int64
}

// countAllocations counts those of each measure of the small portal that is
// ours, for one operation.
func countAllocations(t *testing.T) []count {
	p, err := openPortal(workload.Small)
	if err != nil {
		t.Fatal(err)
	}
	var counts []count
	for _, prepare := range hotPaths(p) {
		measures, err := prepare()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range measures {
			if !m.ours {
				continue
			}
			n := testing.AllocsPerRun(20, m.once(t))
			counts = append(counts, count{m.group + "/" + m.name, int64(n)})
		}
	}
	return counts
}

// hotPaths gives what is done for each request.
func hotPaths(p *portal) []func() ([]measure, error) {
	return []func() ([]measure, error){
		func() ([]measure, error) { return decisions(p, 1) },
		func() ([]measure, error) { return decisions(p, 3) },
		func() ([]measure, error) { return pages(p, 100) },
		func() ([]measure, error) { return filters(p) },
	}
}

// once gives a function that does the measure's work on the first of what it
// is asked about.
func (m measure) once(t *testing.T) func() {
	return func() {
		if err := m.do(0); err != nil {
			t.Error(err)
		}
	}
}

func readCounts(t *testing.T, file string) map[string]int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int64{}
	for line := range strings.Lines(string(text)) {
		name, n, _ := strings.Cut(strings.TrimSpace(line), " ")
		if counts[name], err = strconv.ParseInt(n, 10, 64); err != nil {
			t.Fatalf("%s: %q: %v", file, line, err)
		}
	}
	return counts
}
