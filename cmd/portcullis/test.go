package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/coverage"
)

// testOptions are the flags of test.
type testOptions struct {
	run    string
	format string
	update bool
	opa    string // the address of an agent

	coverage coverageOptions
	covers   bool
}

// testFormats are the forms of a test report.
var testFormats = []string{"pretty", "json", "junit", "tap"}

func (a *app) testCommand() *cobra.Command {
	var o testOptions
	c := &cobra.Command{
		Use:   "test [--run REGEX] [--format FORMAT] [--update] [--opa URL] [DIR]",
		Short: "Run the portal's tests",
		Long: `Runs the portal's tests through embedded OPA, on the bundle that build writes,
and ends with a line that counts them.

--update writes what people see now into the grids that tests expect.

--coverage tells what the tests look at: for every statement whether it applied
(how often, ×), for every part of a condition whether it was true, false and
unknown (T, F, U), and for both whether they ever decided (D): whether some
answer would have been another without it. It shows the source where something
is missing, and counts.

--opa has an OPA agent answer, which must have loaded the portal's bundle:

  portcullis test --opa http://localhost:8181 examples/jet-coffee-beans`,
		Example: `  portcullis test examples/jet-coffee-beans
  portcullis test examples/zoho5-event --run sponsor
  portcullis test examples/stacker-orders --format junit
  portcullis test examples/zoho6-warehouse --coverage`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			if a.json {
				if c.Flags().Changed("format") && o.format != "json" {
					return fmt.Errorf("--json and --format %s contradict each other", o.format)
				}
				o.format = "json"
			}
			if c.Flags().Changed("opa") && o.opa == "" {
				return errors.New("--opa needs the address of an agent, like http://localhost:8181")
			}
			var err error
			if o.covers, err = o.coverage.wanted(c); err != nil {
				return err
			}
			dir, err := portalArg(args)
			if err != nil {
				return err
			}
			return a.test(c.Context(), dir, o)
		},
	}
	c.Flags().StringVar(&o.run, "run", "", "run only the tests whose name matches `REGEX`")
	c.Flags().StringVar(&o.format, "format", "pretty", "the report's `FORMAT`: "+strings.Join(testFormats, ", "))
	c.Flags().StringVar(&o.opa, "opa", "", "ask the OPA agent at `URL`, which has the portal's bundle, in place of embedded OPA")
	o.coverage.flags(c)
	c.Flags().BoolVar(&o.update, "update", false, "rewrite expected grids with what is seen")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(testFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) test(ctx context.Context, dir string, o testOptions) error {
	write, err := a.reportWriter(o.format)
	if err != nil {
		return err
	}
	run, err := regexp.Compile(o.run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	// Whatever the flag that asked for JSON, refusals are JSON as well.
	a.json = o.format == "json"
	p, err := a.openTests(ctx, dir, o)
	if err != nil {
		return err
	}
	if p.policy == nil {
		return a.refuse(p.files, p.diags)
	}
	options := fixtures.RunOptions{Run: run}
	if o.update {
		if p, err = a.updateTests(ctx, p, o, options); err != nil {
			return err
		}
	}
	// Tests that are all right run even if there are errors in others.
	if err := a.warn(p.files, p.diags); err != nil {
		return err
	}
	runner := p.runner
	var recorder *coverage.Recorder
	if o.covers {
		recorder = coverage.NewRecorder(p.policy, runner.Engine())
		runner = runner.With(p.policy, recorder)
	}
	report, err := runner.Run(ctx, options)
	if err != nil {
		return fmt.Errorf("cannot run the tests: %w", err)
	}
	if len(report.Tests) == 0 {
		fmt.Fprintln(a.err, "Warning: no test was run.")
	}
	enough := true
	if o.covers {
		covered := recorder.Report()
		if enough, err = a.covered(covered, p.dir, o.coverage, o.format); err != nil {
			return err
		}
		report.Coverage = covered
	}
	a.documented = true
	if err := write(report); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	if !report.OK() || !enough {
		return errNo
	}
	return verdict(p.diags)
}

// openTests opens the portal on the engine that is to answer.
func (a *app) openTests(ctx context.Context, dir string, o testOptions) (*portal, error) {
	if o.opa == "" {
		return openPortal(ctx, dir)
	}
	return a.openOnAgent(ctx, dir, o.opa)
}

// updateTests rewrites expected grids, and gives the portal as it is then.
func (a *app) updateTests(ctx context.Context, p *portal, o testOptions, run fixtures.RunOptions) (*portal, error) {
	changed, err := p.runner.Update(ctx, run, p.dir)
	for _, name := range changed {
		fmt.Fprintf(a.err, "Updated %s\n", name)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot update the tests: %w", err)
	}
	return a.openTests(ctx, p.dir, o)
}

// reportWriter gives what prints a report in a format.
func (a *app) reportWriter(format string) (func(*fixtures.Report) error, error) {
	switch format {
	case "pretty":
		return func(r *fixtures.Report) error { return r.WritePretty(a.out, a.outColor) }, nil
	case "json":
		return func(r *fixtures.Report) error { return r.WriteJSON(a.out) }, nil
	case "junit":
		return func(r *fixtures.Report) error { return r.WriteJUnit(a.out) }, nil
	case "tap":
		return func(r *fixtures.Report) error { return r.WriteTAP(a.out) }, nil
	default:
		return nil, fmt.Errorf("unknown format %q; the formats are %s", format, strings.Join(testFormats, ", "))
	}
}
