package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/lang"
)

// diagnosticFormats are those in which validate prints diagnostics.
var diagnosticFormats = []string{"pretty", "json", "github", "sarif"}

func (a *app) validateCommand() *cobra.Command {
	format := "pretty"
	c := &cobra.Command{
		Use:   "validate [DIR]",
		Short: "Read and check a portal and its tests",
		Long: `Reads and checks the portal and its tests, and prints a diagnostic for each
problem. Warnings are for what is legal and surely unwanted; they do not fail.

--format github prints the lines by which a workflow of GitHub marks problems in
the files of a change; --format sarif prints a SARIF 2.1.0 document, which code
hosts and editors read.`,
		Example: `  portcullis validate examples/stacker-orders
  portcullis validate examples/stacker-orders --format sarif`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case !slices.Contains(diagnosticFormats, format):
				return fmt.Errorf("there is no format %q: one of %s", format, strings.Join(diagnosticFormats, ", "))
			case a.json && c.Flags().Changed("format") && format != "json":
				return fmt.Errorf("--json and --format %s contradict each other", format)
			case a.json:
				format = "json"
			}
			dir, err := portalArg(args)
			if err != nil {
				return err
			}
			p := readPortal(dir)
			if p.policy != nil {
				p.diags = append(p.diags, compile.FilterWarnings(p.policy)...)
			}
			return a.validate(p, format)
		},
	}
	c.Flags().StringVar(&format, "format", format, "the `FORMAT`: "+strings.Join(diagnosticFormats, ", "))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diagnosticFormats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// validate prints diagnostics: for people as all commands do, to stderr, and for
// programs as its result.
func (a *app) validate(p *portal, format string) error {
	a.json = format == "json" || format == "sarif"
	var err error
	switch format {
	case "json":
		err = a.document(lang.DiagnosticsJSON(p.diags))
	case "sarif":
		err = a.document(lang.DiagnosticsSARIF(p.diags, a.fromRoot(p.dir), compile.Version))
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
