//go:build !race

package bind_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"portcullis/rego/bind"
)

// TestNoMemory asks that no row takes memory. (Under the race detector pools
// give some away.)
func TestNoMemory(t *testing.T) {
	p := ofCases(t)
	cells := make([]bind.Cell, 0, 9)
	for i, c := range rowCases() {
		if wide(c.row) {
			continue
		}
		t.Run(fmt.Sprintf("%d %s", i, c.condition), func(t *testing.T) {
			b := bound(t, p, ana(c.condition), "orders", "view")
			columns, values := flat(c.row)
			lists, records := b.Columns(columns...), b.Records()
			asks := map[string]func(){
				"map": func() { b.Cells(c.row, cells) }, "list": func() { lists.Cells(values, cells) },
			}
			if record := bind.Record(caller(c.row)); !strings.Contains(c.condition, "seats") { // a list of them is made anew
				asks["record"] = func() { records.Cells(record, cells) }
			}
			for name, ask := range asks {
				if n := testing.AllocsPerRun(20, ask); n > 0 {
					t.Errorf("a %s takes %v allocations", name, n)
				}
			}
		})
	}
}

// wide reports whether a row has a number that takes memory to compare: one
// beyond 64 bits, or one of few bits that is written out.
func wide(row map[string]any) bool {
	return row["total"] == uint64(math.MaxUint64) || row["total"] == float32(0.1)
}
