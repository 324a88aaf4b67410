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
	"portcullis/fixtures/report"
	"portcullis/lang"
)

// testOptions are the flags of test.
type testOptions struct {
	run    string
	format string
	update bool
	fast   bool
	prove  bool // invariants have to be proven
	solver solving
	opa    string // the address of an agent

	cache *lang.Cache // of who runs them again and again

	engine  string
	engines []engineChoice // the same, read

	coverage coverageOptions
	covers   bool
	mutate   mutateOptions
	mutates  bool
	html     string // a file for a browser, with what both found

	generate bool // write a test, of the USER and TABLE that are given
	fixture  string
	watch    bool
}

func (a *app) testCommand() *cobra.Command {
	var o testOptions
	c := &cobra.Command{
		Use:   "test [--run REGEX] [--format FORMAT] [--update] [--watch] [--opa URL] [--engine LIST] [PATH…]\n  portcullis test --generate USER TABLE [--fixture F] [DIR]",
		Short: "Run the portal's tests",
		Long: `Runs the portal's tests through embedded OPA, on the bundle that build writes,
and ends with a line that counts them. A PATH is the directory of a portal, or a
folder or a file of its tests; there may be several.

--update writes what people see now into the grids that tests expect. --generate
prints the test that holds today of what a user sees of a table, ready to paste.
--watch goes on, and runs what a change of a file touches.

--coverage tells what the tests look at: for every statement whether it applied
(how often, ×), for every part of a condition whether it was true, false and
unknown (T, F, U), and for both whether they ever decided (D): whether some
answer would have been another without it. It shows the source where something
is missing, and counts.

--mutate tells whether the tests would notice if the policy said something else:
it changes the policy in the ways that people get wrong (a statement is gone, a
condition negated or wider, a field shown, an action more) and runs the tests on
each such mutant. What no test notices is printed as a diff, with a test that
would. A score follows for each file: how many mutants were noticed, of those
that do not mean the same. No file is written.

--html writes the source with what --coverage or --mutate found as one page for a
browser, which needs no server and no network.

--opa has an OPA agent answer, which must have loaded the portal's bundle:

  portcullis test --opa http://localhost:8181 examples/jet-coffee-beans

Where the agent asks for a bearer token, it is in the environment variable
OPA_TOKEN.

--engine names the engines that answer, apart by commas: opa, which evaluates
the bundle's Rego; bound, which binds each person to the decision form that the
bundle carries; sqlite and postgres, which run the statement that sql prints on
the fixture's rows. Several must agree, and where they do not, the test fails and
names the row, the cell, and the statements that decided for each.

Of a table of more than 20,000 rows, what is seen is found as view finds it, by the
bound filter, and OPA answers for a sample and for rows of every kind that are
seen; where the two do not agree, the test fails. OPA that is named answers for
all rows: --engine opa.

Databases are asked what is seen of rows, and on which of them an action is
allowed; what cannot be asked of rows that are stored (creating, values that are
sent, pages, menus) is asked of opa and bound alone. SQLite's are in memory.
PostgreSQL's is that of a URL, postgres://USER@HOST:PORT/DATABASE, or of PGHOST,
PGDATABASE and so on; the rows are in temporary tables, within a transaction that
never commits: no table that is there is touched, and nothing stays.`,
		Example: `  portcullis test examples/jet-coffee-beans
  portcullis test examples/zoho5-event --run sponsor
  portcullis test examples/stacker-orders --format junit
  portcullis test examples/zoho6-warehouse --coverage
  portcullis test examples/zoho5-event --mutate
  portcullis test examples/jet-coffee-beans --coverage --html coverage.html
  portcullis test examples/jet-coffee-beans --engine opa,bound,sqlite
  portcullis test --generate ana orders examples/stacker-orders`,
		Args: func(_ *cobra.Command, args []string) error {
			if o.generate {
				return generateArgs(args)
			}
			return nil
		},
		ValidArgsFunction: completeTests,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.contradiction(); err != nil {
				return err
			}
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
			if o.covers && strings.Contains(o.engine, ",") {
				return errors.New("--coverage goes with one engine: it looks at its answers")
			}
			if o.mutates, err = o.mutate.wanted(c); err != nil {
				return err
			}
			if err := o.pageWanted(c); err != nil {
				return err
			}
			if c.Flags().Changed("engine") {
				if o.engines, err = readEngines(o.engine); err != nil {
					return err
				}
			}
			var asked []string // USER and TABLE
			if o.generate {
				asked, args = args[:2], args[2:]
			}
			targets, err := a.testTargets(args)
			switch {
			case err != nil:
				return err
			case len(targets) > 1:
				return a.testSeveral(c.Context(), targets, o)
			case o.generate:
				return a.generateTest(c.Context(), targets[0].dir, o, asked[0], asked[1])
			case o.watch:
				return a.watchTests(c.Context(), targets[0].dir, o)
			default:
				return a.test(c.Context(), targets[0], o)
			}
		},
	}
	c.Flags().StringVar(&o.run, "run", "", "run only the tests whose name matches `REGEX`")
	c.Flags().StringVar(&o.format, "format", "pretty", "the report's `FORMAT`: "+strings.Join(report.Names(), ", "))
	o.solver.flag(c)
	c.Flags().BoolVar(&o.prove, "prove", false, "fail where a never or an always holds and is not proven")
	c.Flags().BoolVar(&o.fast, "fail-fast", false, "end with the first test that does not pass")
	c.Flags().StringVar(&o.opa, "opa", "", "ask the OPA agent at `URL`, which has the portal's bundle, in place of embedded OPA")
	c.Flags().StringVar(&o.engine, "engine", "opa", "the engines that answer, and must agree: a `LIST` of "+engineForms)
	o.coverage.flags(c)
	o.mutate.flags(c)
	c.Flags().StringVar(&o.html, "html", "", "with --coverage or --mutate, write the policy's source with what they found as a page to `FILE`")
	c.Flags().BoolVar(&o.update, "update", false, "rewrite expected grids with what is seen")
	c.Flags().BoolVar(&o.generate, "generate", false, "print the test that holds today of what USER sees of TABLE")
	c.Flags().StringVar(&o.fixture, "fixture", "", "with --generate, the `FIXTURE`; needed only where there are several")
	c.Flags().BoolVar(&o.watch, "watch", false, "go on, and run what a change of a file touches, until interrupted")
	_ = c.RegisterFlagCompletionFunc("run", completeRun)
	_ = c.RegisterFlagCompletionFunc("fixture", completeFixtures)
	_ = c.RegisterFlagCompletionFunc("engine", cobra.FixedCompletions(engineNames, cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(report.Names(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// contradiction says which flags do not go together.
func (o *testOptions) contradiction() error {
	switch {
	case o.fixture != "" && !o.generate:
		return errors.New("--fixture goes with --generate: tests say themselves which they mean")
	case o.generate && (o.watch || o.update):
		return errors.New("--generate goes with neither --watch nor --update")
	case (o.watch || o.generate) && (o.mutate.show || o.mutate.min > 0):
		return errors.New("--mutate goes with neither --watch nor --generate")
	case o.watch && (o.update || o.format != "pretty"):
		return errors.New("--watch goes with neither --update nor another --format")
	}
	return nil
}

func (a *app) test(ctx context.Context, target testTarget, o testOptions) error {
	format, err := report.Named(o.format)
	if err != nil {
		return err
	}
	run, err := regexp.Compile(o.run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	// Whatever the flag that asked for JSON, refusals are JSON as well.
	a.json = o.format == "json"
	shown := a.showProgress("reading the portal")
	defer shown.end()
	p, err := a.openTests(ctx, target.dir, o)
	if err != nil {
		return err
	}
	if p.policy == nil {
		shown.end()
		return a.refuseTests(format, p)
	}
	options := fixtures.RunOptions{Run: run, Files: target.files, FailFast: o.fast, Prove: o.prove, Each: shown.each}
	limits, err := o.solver.limits()
	if err != nil {
		return err
	}
	if p.runner != nil {
		p.runner.ProveBy(limits)
	}
	if o.update {
		if p, err = a.updateTests(ctx, p, o, options); err != nil {
			return err
		}
	}
	defer a.tellDatabases(p)
	// Tests that are all right run even if there are errors in others.
	if err := a.warn(p.files, p.diags); err != nil {
		return err
	}
	return a.runTests(ctx, p, o, options, format, shown)
}

// runTests runs and reports the tests of a portal that has been opened.
func (a *app) runTests(ctx context.Context, p *portal, o testOptions, run fixtures.RunOptions, format report.Format, shown *progress) error {
	runner := p.runner
	var recorder *coverage.Recorder
	if o.covers {
		recorder = coverage.NewRecorder(p.policy, runner.Engine())
		runner = runner.With(p.policy, recorder)
	}
	done, err := runner.Run(ctx, run)
	if !o.mutates || err != nil || !done.OK() {
		shown.end()
	}
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return fmt.Errorf("cannot run the tests: %w", err)
	}
	if len(done.Tests) == 0 && o.run != "" {
		return fmt.Errorf("--run %q matches the name of no test", o.run)
	}
	if len(done.Tests) == 0 {
		fmt.Fprintln(a.err, "Warning: no test was run.")
	}
	enough := true
	var source found
	if o.covers {
		covered := recorder.Report()
		source.coverage = covered
		if enough, err = a.covered(covered, p.dir, o.coverage, o.format); err != nil {
			return err
		}
		done.Coverage = covered
	}
	if o.mutates && done.OK() && !interrupted {
		mutants, noticed, err := a.mutated(ctx, p, o, run, shown)
		if interrupted = errors.Is(err, context.Canceled); err != nil && !interrupted {
			return err
		}
		done.Mutation, enough = mutants, enough && noticed
		source.mutation = mutants
	} else if o.mutates {
		fmt.Fprintln(a.err, "Error: no mutants were tried: the tests have to pass first.")
		enough = false
	}
	if err := a.writePage(p, o.html, source); err != nil {
		return err
	}
	a.documented = true
	if err := format.Write(done, a.output(p)); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	if interrupted {
		fmt.Fprintln(a.err, "Error: interrupted; the report has the tests that were done.")
		return errSystem
	}
	if told := verdict(p.diags); told != nil {
		return told // where the system fails as well as a test, nobody knows what else is wrong
	}
	if !done.OK() || !enough {
		return errNo
	}
	return nil
}

// openTests opens the portal on the engine that is to answer.
func (a *app) openTests(ctx context.Context, dir string, o testOptions) (*portal, error) {
	var p *portal
	var err error
	if o.opa == "" {
		p, err = reopenPortal(ctx, dir, o.cache)
	} else {
		p, err = a.openOnAgent(ctx, dir, o.opa)
	}
	if err != nil || p.policy == nil {
		return p, err
	}
	return p, p.onEngines(ctx, o.engines)
}

// updateTests rewrites expected grids, and gives the portal as it is then.
func (a *app) updateTests(ctx context.Context, p *portal, o testOptions, run fixtures.RunOptions) (*portal, error) {
	changed, err := p.runner.Update(ctx, run, p.dir)
	p.leaveDatabases()
	for _, name := range changed {
		fmt.Fprintf(a.err, "Updated %s\n", name)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot update the tests: %w", err)
	}
	return a.openTests(ctx, p.dir, o)
}
