package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"portcullis/fixtures/coverage"
)

// coverageOptions are the flags of test that are about coverage.
type coverageOptions struct {
	show bool
	out  string
	min  float64
}

func (o *coverageOptions) flags(c *cobra.Command) {
	c.Flags().BoolVar(&o.show, "coverage", false, "print what of the policy the tests look at, and what they do not")
	c.Flags().StringVar(&o.out, "coverage-out", "", "write the coverage to `FILE`: .info is LCOV, .json JSON, .txt the whole source with what was covered")
	c.Flags().Float64Var(&o.min, "coverage-min", 0, "fail if less than `PERCENT` is covered")
}

// wanted reports whether coverage is to be recorded, and refuses what the flags
// cannot mean.
func (o *coverageOptions) wanted(c *cobra.Command) (bool, error) {
	if o.min < 0 || o.min > 100 {
		return false, fmt.Errorf("--coverage-min is a percentage, from 0 to 100, not %v", o.min)
	}
	if c.Flags().Changed("coverage-out") && coverageForms[path.Ext(o.out)] == nil {
		return false, fmt.Errorf("--coverage-out names a file that ends in .info (LCOV), .json or .txt, not %q", o.out)
	}
	return o.show || o.out != "" || c.Flags().Changed("coverage-min"), nil
}

// coverageForms are the forms of a coverage file, by the end of its name.
var coverageForms = map[string]func(r *coverage.Report, dir string) ([]byte, error){
	".info": func(r *coverage.Report, dir string) ([]byte, error) {
		var b bytes.Buffer
		err := r.WriteLCOV(&b, dir)
		return b.Bytes(), err
	},
	".json": func(r *coverage.Report, _ string) ([]byte, error) {
		text, err := json.MarshalIndent(r, "", "  ")
		return append(text, '\n'), err
	},
	".txt": func(r *coverage.Report, _ string) ([]byte, error) {
		var b bytes.Buffer
		if err := r.WriteListing(&b, true, false); err != nil {
			return nil, err
		}
		fmt.Fprintln(&b)
		err := r.WriteSummary(&b)
		return b.Bytes(), err
	},
}

// covered prints and writes what was covered, and reports whether it is enough.
func (a *app) covered(r *coverage.Report, dir string, o coverageOptions, format string) (enough bool, err error) {
	if o.out != "" {
		text, err := coverageForms[path.Ext(o.out)](r, filepath.ToSlash(dir))
		if err != nil {
			return false, fmt.Errorf("cannot write the coverage: %w", err)
		}
		if err := writeFile(o.out, text); err != nil {
			return false, err
		}
	}
	total := r.Total()
	if total.Percent() < o.min {
		defer fmt.Fprintf(a.err, "Error: %.1f %% of the policy is covered by its tests, and --coverage-min asks for %v %%.\n", total.Percent(), o.min)
	}
	switch {
	case !o.show || format == "json": // which has it in its document
	case format == "pretty":
		err = a.printCoverage(r)
	default:
		// The report is for another program, and has no place for it.
		err = r.WriteSummary(a.err)
	}
	return total.Percent() >= o.min, err
}

func (a *app) printCoverage(r *coverage.Report) error {
	if err := r.WriteListing(a.out, false, a.outColor); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	if err := r.WriteSummary(a.out); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return nil
}
