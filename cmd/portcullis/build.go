package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) buildCommand() *cobra.Command {
	var file, revision string
	c := &cobra.Command{
		Use:   "build -o FILE [--revision R] [DIR]",
		Short: "Write the bundle for OPA",
		Long: `Writes the portal's OPA bundle. The same source gives the same bytes on every
machine. A policy with errors writes nothing, and FILE appears whole or not at
all. FILE may be - for stdout.`,
		Example: `  portcullis build examples/jet-coffee-beans -o bundle.tar.gz
  portcullis build examples/zoho6-warehouse -o warehouse.tar.gz --revision 2026-03-01`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case file == "":
				return errors.New("build needs -o FILE")
			case file == "-" && a.json:
				return errors.New("stdout has room for the bundle or for --json; give -o a file")
			}
			dir, err := portalArg(args)
			if err != nil {
				return err
			}
			return a.build(dir, file, revision)
		},
	}
	c.Flags().StringVarP(&file, "output", "o", "", "write the bundle to `FILE`; - is stdout")
	c.Flags().StringVar(&revision, "revision", "", "the revision `R` that the bundle's manifest names")
	_ = c.MarkFlagFilename("output", "tar.gz")
	return c
}

func (a *app) build(dir, file, revision string) error {
	p := readPolicy(dir)
	if p.diags.HasErrors() {
		return a.refuse(p.files, p.diags)
	}
	bundle, err := p.bundle(revision)
	if err != nil {
		return err
	}
	if file == "-" {
		if err := a.warn(p.files, p.diags); err != nil {
			return err
		}
		_, err := a.out.Write(bundle)
		return err
	}
	if err := writeFile(file, bundle); err != nil {
		return err
	}
	if a.json {
		return a.documentWith(p.diags, map[string]any{
			"bundle": file, "revision": revision, "bytes": len(bundle),
		})
	}
	if err := a.warn(p.files, p.diags); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.success("Built"), file)
	return nil
}
