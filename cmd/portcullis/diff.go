package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"portcullis/fixtures/access"
	"portcullis/fixtures/page"
	"portcullis/rego/prove"
)

// diffFormats are those in which diff prints what it found, and diffFailures
// what it may exit with 1 for.
var (
	diffFormats  = []string{"text", "json", "markdown", "github", "html"}
	diffFailures = []string{access.Gain, access.Loss, access.Mask, access.Undecided}
)

func (a *app) diffCommand() *cobra.Command {
	var (
		format = "text"
		tests  string
		failOn []string
		logs   []string
		solver solving
	)
	c := &cobra.Command{
		Use:   "diff [OLD [NEW]]",
		Short: "Tell who gains and who loses which access from one version of the policy to another",
		Long: `Compares two versions of the policy: for people with each profile, and with
combinations of them, which rows, fields, actions and components they gain or
lose, and where. OLD is git:HEAD, and NEW the directory as it is, unless they are
named: a directory, git:REV, git:REV:DIR for another directory, or a bundle.

That there is no change is proven, not sampled. Each change comes with a fixture
and a test that passes in the newer version and fails in the older one, and that
was run on both before it is told; --tests FILE writes them.

With --log, past decisions are put to both: events of OPA's decision logs, as JSON
lines, gzipped or not. Those that the versions answer otherwise are told, folded
by profile, thing and statements.`,
		Example: `  portcullis diff examples/stacker-orders examples/stacker-orders --fail-on gain,undecided`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return errors.New("diff takes OLD and NEW")
			}
			return nil
		},
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case !slices.Contains(diffFormats, format):
				return fmt.Errorf("there is no format %q: one of %s", format, strings.Join(diffFormats, ", "))
			case a.json && c.Flags().Changed("format") && format != "json":
				return fmt.Errorf("--json and --format %s contradict each other", format)
			case a.json:
				format = "json"
			}
			for _, kind := range failOn {
				if !slices.Contains(diffFailures, kind) {
					return fmt.Errorf("--fail-on knows no %q: some of %s", kind, strings.Join(diffFailures, ","))
				}
			}
			specs := []string{"git:HEAD", here}
			copy(specs, args)
			if len(logs) > 0 {
				if format != "text" && format != "json" {
					return fmt.Errorf("--log prints text and json, not %s", format)
				}
				if slices.Contains(logs, "") {
					return errors.New("--log needs a FILE, or - for stdin")
				}
				return a.diffLogs(c.Context(), specs, logs, format, tests, failOn)
			}
			limits, err := solver.limits()
			if err != nil {
				return err
			}
			return a.diff(c.Context(), specs, format, tests, failOn, limits)
		},
	}
	c.Flags().StringVar(&format, "format", format, "the `FORMAT`: "+strings.Join(diffFormats, ", "))
	c.Flags().StringArrayVar(&logs, "log", nil, "put the decisions of `FILE` to both versions: a decision log, - for stdin; may be repeated")
	solver.flag(c)
	c.Flags().StringVar(&tests, "tests", "", "write a test for each change to `FILE`")
	c.Flags().StringSliceVar(&failOn, "fail-on", nil, "exit with 1 if there are changes of these `KINDS`: "+strings.Join(diffFailures, ","))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diffFormats, cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(diffFailures, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) diff(ctx context.Context, specs []string, format, tests string, failOn []string, limits prove.Limits) error {
	a.json = format == "json"
	versions, err := a.versions(ctx, specs)
	if err != nil {
		return err
	}
	report, err := access.Compare(ctx, versions[0], versions[1], limits)
	if err != nil {
		return err
	}
	if tests != "" {
		if err := writeFile(tests, []byte(report.Tests())); err != nil {
			return err
		}
	}
	switch format {
	case "json":
		err = a.document(report)
	case "markdown":
		_, err = a.out.WriteString(report.Markdown())
	case "html":
		var facts []page.Fact
		if facts, err = factsOf(&versions[1]); err == nil {
			err = report.HTML(a.out, versions[0], versions[1], facts)
		}
	case "github":
		_, err = a.out.WriteString(report.GitHub(a.folderOf(specs[1])))
	default:
		_, err = a.out.WriteString(report.Text())
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(failOn, report.Has) {
		return errNo
	}
	return nil
}

// diffLogs puts past decisions to two versions.
func (a *app) diffLogs(ctx context.Context, specs, logs []string, format, tests string, failOn []string) error {
	a.json = format == "json"
	versions, err := a.versions(ctx, specs)
	if err != nil {
		return err
	}
	found := access.CompareLogs(versions[0], versions[1])
	for _, name := range logs {
		if err := a.readLog(ctx, found, name); err != nil {
			return err
		}
	}
	report := found.Report()
	if tests != "" {
		if err := writeFile(tests, []byte(report.Tests())); err != nil {
			return err
		}
	}
	if a.json {
		err = a.document(report)
	} else {
		_, err = a.out.WriteString(report.Text())
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(failOn, report.Has) {
		return errNo
	}
	return nil
}

func (a *app) readLog(ctx context.Context, into *access.Logs, name string) error {
	if name == "-" {
		if err := into.Read(ctx, a.in); err != nil {
			return fmt.Errorf("cannot read stdin: %w", err)
		}
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
	}
	defer f.Close()
	if err := into.Read(ctx, f); err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

// versions reads two versions, both at once; what there is to say of them is said in
// their order.
func (a *app) versions(ctx context.Context, specs []string) ([]access.Version, error) {
	out := make([]access.Version, len(specs))
	said, errs := make([]bytes.Buffer, len(specs)), make([]error, len(specs))
	var reading sync.WaitGroup
	for i, spec := range specs {
		reading.Go(func() {
			by := *a
			by.err = &said[i]
			var v *access.Version
			if v, errs[i] = by.version(ctx, spec); v != nil {
				out[i] = *v
			}
		})
	}
	reading.Wait()
	for i, err := range errs {
		if _, wrong := said[i].WriteTo(a.err); wrong != nil {
			return nil, fmt.Errorf("telling of a version: %w", wrong)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// folderOf gives the folder, seen from the repository's root, in which the files of a
// version are.
func (a *app) folderOf(spec string) string {
	if spec == here {
		spec = a.place.named
	}
	if rev, ok := strings.CutPrefix(spec, "git:"); ok {
		if _, dir, other := strings.Cut(rev, ":"); other {
			return dir
		}
		spec = here
	}
	if isBundle(spec) {
		return "" // nothing tells where its source is
	}
	return a.fromRoot(spec)
}

// version reads a version of the policy.
func (a *app) version(ctx context.Context, spec string) (*access.Version, error) {
	dir, commit := spec, ""
	switch {
	case spec == here:
		spec, dir, commit = a.place.named, a.place.dir, a.place.commit
	case strings.HasPrefix(spec, "git:"):
		at, is, remove, err := atRevision(ctx, spec)
		if err != nil {
			return nil, err
		}
		defer remove()
		dir, commit = at, is
	}
	if isBundle(dir) {
		p, err := openBundle(ctx, dir)
		if err != nil {
			return nil, err
		}
		return access.NewBundled(spec, p.opened), nil
	}
	if _, err := portalArg([]string{dir}); err != nil {
		return nil, err
	}
	p := readPolicy(dir)
	if p.policy == nil {
		fmt.Fprintf(a.err, "%s does not validate:\n", spec)
		if err := a.warn(p.files, p.diags); err != nil {
			return nil, err
		}
		return nil, verdict(p.diags)
	}
	v, err := access.NewVersion(spec, p.policy)
	if err != nil {
		return nil, err
	}
	v.Revision = commit
	return v, nil
}
