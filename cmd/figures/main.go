// Command figures measures Portcullis beside what people would use instead: on
// the same portals, people and rows (package workload), in one run. Before
// anything is timed, the answers of all who are compared are held against each
// other, row by row, so that only equal work is compared.
//
//	go run ./cmd/figures                         the table, as in FIGURES.md
//	go run ./cmd/figures -run 'decision/.*small' some of it
//	go test ./cmd/figures -run '^$' -bench .     for benchstat
//
// Those it is measured beside: Rego as an expert writes it by hand, on the same
// OPA, in the process (handrego.go) and over HTTP (agents.go); cedar-go
// (cedar.go); casbin (casbin.go); OPA's own compilation of filters, and a WHERE
// as a person would write it (queries.go); `opa test` (programs.go, large.go).
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"testing"

	"portcullis/internal/pgtest"
)

func main() {
	testing.Init() // before the flags are parsed: it brings those of testing.Benchmark
	run := flag.String("run", ".", "measure the sections whose name matches `REGEX`")
	list := flag.Bool("list", false, "list the sections")
	rounds := flag.Int("rounds", 3, "measure everything `N` times in turn, and take each line's best")
	duration := flag.String("time", "1s", "measure each line for this `DURATION`, or so many times with an x behind")
	flag.Parse()
	err := figures(*run, *list, *rounds, *duration)
	removeScratch()
	pgtest.Stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func figures(run string, list bool, rounds int, duration string) error {
	expression, err := regexp.Compile(run)
	if err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	chosen := matching(sections(), expression)
	if list {
		fmt.Println(names(chosen))
		return nil
	}
	if len(chosen) == 0 {
		return fmt.Errorf("-run: no section matches; there are\n%s", names(sections()))
	}
	if err := flag.Set("test.benchtime", duration); err != nil {
		return fmt.Errorf("-time: %w", err)
	}
	t := newTable(os.Stdout)
	for _, s := range chosen {
		measures, err := s.prepare()
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		t.print(measured(measures, rounds))
	}
	return nil
}

// measured runs the measures in turn, several times, so that what else the
// machine does falls on all of them, and keeps the quickest run of each.
func measured(measures []measure, rounds int) []result {
	results := make([]result, len(measures))
	for range max(rounds, 1) {
		for i, m := range measures {
			r := result{m, testing.Benchmark(m.run)}
			if results[i].N == 0 || r.nanoseconds() < results[i].nanoseconds() {
				results[i] = r
			}
		}
	}
	return results
}
