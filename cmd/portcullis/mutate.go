package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/mutation"
)

// mutateOptions are the flags of test that are about mutants.
type mutateOptions struct {
	show  bool
	min   float64
	limit int
}

func (o *mutateOptions) flags(c *cobra.Command) {
	c.Flags().BoolVar(&o.show, "mutate", false, "change the policy in the ways that people get wrong, and print what no test notices")
	c.Flags().IntVar(&o.limit, "limit", 20, "with --mutate, tell all of `N` changes that no test notices, and count the others; 0 for all")
	c.Flags().Float64Var(&o.min, "mutate-min", 0, "fail if the tests notice less than `PERCENT` of the changes")
}

// wanted reports whether mutants are to be tried, and refuses what the flags
// cannot mean.
func (o *mutateOptions) wanted(c *cobra.Command) (bool, error) {
	if o.min < 0 || o.min > 100 {
		return false, fmt.Errorf("--mutate-min is a percentage, from 0 to 100, not %v", o.min)
	}
	if o.limit < 0 {
		return false, fmt.Errorf("--limit is a number of changes, or 0 for all, not %d", o.limit)
	}
	if c.Flags().Changed("limit") && !o.show {
		return false, errors.New("--limit goes with --mutate")
	}
	return o.show || c.Flags().Changed("mutate-min"), nil
}

// mutated tries the mutants of a portal whose tests pass, prints what came of
// them, and reports whether enough of them were noticed. The report is nil
// where nothing was tried.
func (a *app) mutated(ctx context.Context, p *portal, o testOptions, run fixtures.RunOptions, shown *progress) (r *mutation.Report, enough bool, err error) {
	run.Each = nil
	r, err = mutation.Run(ctx, &mutation.Portal{FS: p.fsys, Policy: p.policy, Suite: p.suite}, mutation.Options{Tests: run, Each: shown.mutants})
	shown.end()
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted || r == nil {
		return nil, false, fmt.Errorf("cannot try the mutants: %w", err)
	}
	total := r.Total()
	if total.Percent() < o.mutate.min {
		defer fmt.Fprintf(a.err, "Error: the tests notice %.1f %% of the mutants, and --mutate-min asks for %v %%.\n", total.Percent(), o.mutate.min)
	}
	switch {
	case !o.mutate.show || o.format == "json": // which has it in its document
	case o.format == "pretty":
		werr := r.WriteSurvivors(a.out, o.mutate.limit, a.outColor)
		if werr == nil {
			werr = r.WriteSummary(a.out)
		}
		if werr != nil {
			return r, false, werr
		}
		fmt.Fprintln(a.out)
	default:
		// The report is for another program, and has no place for it.
		if werr := r.WriteSummary(a.err); werr != nil {
			return r, false, werr
		}
	}
	return r, total.Percent() >= o.mutate.min, err
}
