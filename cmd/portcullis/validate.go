package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/compile/filter"
	"portcullis/fixtures/access"
	"portcullis/lang"
)

// diagnosticFormats are those in which validate prints diagnostics.
var diagnosticFormats = []string{"pretty", "json", "github", "sarif", "codequality"}

func (a *app) validateCommand() *cobra.Command {
	format := "pretty"
	c := &cobra.Command{
		Use:   "validate [DIR | FILE…]",
		Short: "Read and check a portal and its tests",
		Long: `Reads and checks the portal and its tests, and prints a diagnostic for each
problem. Warnings are for what is legal and surely unwanted; they do not fail.

--format github prints the lines by which a workflow of GitHub marks problems in
the files of a change; --format sarif prints a SARIF 2.1.0 document, which code
hosts and editors read; --format codequality prints GitLab's report of the kind.

A FILE of a portal stands for all of that; of several, each portal is checked once.`,
		Example: `  portcullis validate examples/stacker-orders
  portcullis validate examples/stacker-orders --format sarif`,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case !slices.Contains(diagnosticFormats, format):
				return fmt.Errorf("there is no format %q: one of %s", format, strings.Join(diagnosticFormats, ", "))
			case a.json && c.Flags().Changed("format") && format != "json":
				return fmt.Errorf("--json and --format %s contradict each other", format)
			case a.json:
				format = "json"
			}
			dirs, err := a.portalArgs(c, args)
			if err != nil {
				return err
			}
			if document := format != "pretty" && format != "github"; document && len(dirs) > 1 {
				return fmt.Errorf("one document of the format %s is of one portal, and these are %d", format, len(dirs))
			}
			var verdict error
			for _, dir := range dirs {
				p := readPortal(dir)
				if p.policy != nil {
					p.diags = append(p.diags, filter.Warnings(p.policy, nil)...)
					idle, err := access.Warnings(c.Context(), p.policy, p.diags)
					if err != nil {
						return err
					}
					p.diags = append(p.diags, idle...)
				}
				verdict = cmp.Or(a.validate(p, format), verdict)
			}
			return verdict
		},
	}
	c.Flags().StringVar(&format, "format", format, "the `FORMAT`: "+strings.Join(diagnosticFormats, ", "))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diagnosticFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// portalArgs gives the portals that the arguments name, each once: one directory, or files
// of portals.
func (a *app) portalArgs(c *cobra.Command, args []string) ([]string, error) {
	var dirs []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case err != nil || info.IsDir():
			if err := onePortal(c, args); err != nil {
				return nil, err
			}
			dir, err := a.portalArg(args)
			return []string{dir}, err
		case !strings.HasSuffix(arg, ".test.hcl") && !strings.HasSuffix(arg, ".portal.hcl"):
			return nil, fmt.Errorf("%s is not a directory, nor a file of a portal, whose name ends in .portal.hcl or .test.hcl", arg)
		}
		dir, _, err := portalAround(arg, false)
		if err != nil {
			return nil, err
		}
		if dir = filepath.Clean(dir); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		dirs = []string{a.place.dir}
	}
	return dirs, nil
}

// validate prints diagnostics: for people as all commands do, to stderr, and for
// programs as its result.
func (a *app) validate(p *portal, format string) error {
	a.json = format != "pretty" && format != "github"
	var err error
	switch format {
	case "json":
		err = a.document(lang.DiagnosticsJSON(p.diags))
	case "sarif":
		err = a.document(lang.DiagnosticsSARIF(p.diags, a.fromRoot(p.dir), compile.Version))
	case "codequality":
		err = a.document(lang.DiagnosticsCodeQuality(p.diags, a.fromRoot(p.dir)))
	case "github":
		_, err = a.out.WriteString(lang.DiagnosticsGitHub(p.diags, a.fromRoot(p.dir)))
	default:
		err = a.warn(p.files, p.diags)
		a.offerExplanations(p.diags)
		a.count(p.diags)
	}
	if err = cmp.Or(err, verdict(p.diags)); err != nil || format != "pretty" {
		return err
	}
	message := "The portal is valid."
	if len(p.diags) > 0 {
		message = "The portal is valid, but there are warnings, shown above."
	}
	fmt.Fprintln(a.out, a.success("Success!"), message)
	return nil
}
