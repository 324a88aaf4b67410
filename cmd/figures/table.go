package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// table prints results as Markdown, each line beside its group's base.
type table struct {
	out io.Writer
}

type result struct {
	measure
	testing.BenchmarkResult
}

func newTable(out io.Writer) *table {
	fmt.Fprintln(out, "| what | by | time | ratio | allocations | memory |")
	fmt.Fprintln(out, "| --- | --- | ---: | ---: | ---: | ---: |")
	return &table{out}
}

// print prints groups of results.
func (t *table) print(results []result) {
	base := map[string]float64{}
	for _, r := range results {
		if r.base {
			base[r.group] = r.nanoseconds()
		}
	}
	for _, r := range results {
		ratio := "" // of a group with one line there is nothing to say
		if b := base[r.group]; b > 0 && !r.base {
			ratio = fmt.Sprintf("%.3g×", r.nanoseconds()/b)
		} else if r.base {
			ratio = "1"
		}
		memory := ""
		if held, ok := r.Extra["MB-held"]; ok {
			memory = fmt.Sprintf("%.0f MB held", held)
		}
		if peak, ok := r.Extra["MB-peak"]; ok {
			memory = fmt.Sprintf("%.0f MB at most", peak)
		}
		fmt.Fprintf(t.out, "| %s | %s | %s/%s | %s | %s | %s |\n", r.group, strings.ReplaceAll(r.name, "-", " "),
			short(r.nanoseconds()), r.unit, ratio, r.allocations(), memory)
	}
}

func (r result) units() float64 { return float64(max(r.per, 1)) * float64(r.N) }

func (r result) nanoseconds() float64 {
	if percentile, ok := r.Extra[percentileUnit]; ok {
		return percentile / float64(max(r.per, 1))
	}
	return float64(r.T.Nanoseconds()) / r.units()
}

func (r result) allocations() string {
	n := float64(r.MemAllocs) / r.units()
	if n >= 10 {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.3g", n)
}

// short gives a time with three digits.
func short(nanoseconds float64) string {
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{{"s", time.Second}, {"ms", time.Millisecond}, {"µs", time.Microsecond}} {
		if x := nanoseconds / float64(unit.of); x >= 1 {
			return fmt.Sprintf("%.3g %s", x, unit.name)
		}
	}
	return fmt.Sprintf("%.3g ns", nanoseconds)
}
