package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/lang"
)

func (a *app) validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate [DIR]",
		Short: "Read and check a portal and its tests",
		Long: `Reads and checks the portal and its tests, and prints a diagnostic for each
problem. Warnings are for what is legal and surely unwanted; they do not fail.`,
		Example:           "  portcullis validate examples/stacker-orders",
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			dir, err := portalArg(args)
			if err != nil {
				return err
			}
			p := readPortal(dir)
			if p.policy != nil {
				p.diags = append(p.diags, compile.FilterWarnings(p.policy)...)
			}
			return a.validate(p)
		},
	}
}

func (a *app) validate(p *portal) error {
	// Diagnostics are what this command is for, so they go to stdout.
	var err error
	if a.json {
		err = a.document(lang.DiagnosticsJSON(p.diags))
	} else {
		err = lang.WriteDiagnostics(a.out, p.files, p.diags, a.outColor, a.outWidth)
	}
	if !a.json {
		a.offerExplanations(p.diags)
	}
	if err = cmp.Or(err, verdict(p.diags)); err != nil || a.json {
		return err
	}
	message := "The portal is valid."
	if len(p.diags) > 0 {
		message = "The portal is valid, but there are warnings, shown above."
	}
	fmt.Fprintln(a.out, a.success("Success!"), message)
	return nil
}
