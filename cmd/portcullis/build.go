package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/compile"
)

func (a *app) buildCommand() *cobra.Command {
	var file string
	var bundling bundling
	c := &cobra.Command{
		Use:   "build -o FILE [--revision R] [--build-number N] [--signing-key PEM] [--log-mask] [DIR]",
		Short: "Write the bundle for OPA",
		Long: `Writes the portal's OPA bundle. The same source and flags give the same bytes on
every machine. A policy with errors writes nothing, and FILE appears whole or not
at all. FILE may be - for stdout.

--build-number counts builds, as a CI does; verify --after finds an older bundle
by it. A --revision that is a whole number is the build's number too.

--signing-key signs the bundle, so that agents that have the public key take no
other. PEM is a file with a private RSA key, or one of an elliptic curve with
--algorithm ES256 or ES384, or its text; for the HS algorithms,
which are for development, a file with the secret, or the secret.

--log-mask adds a policy at system.log, by which agents hide the cells of sensitive
fields in their decision logs. compile/publish/AGENTS.md tells of agents in production.`,
		Example: `  portcullis build examples/jet-coffee-beans -o bundle.tar.gz
  portcullis build examples/zoho6-warehouse -o warehouse.tar.gz --revision 2026-03-01
  portcullis build examples/zoho5-event -o event.tar.gz --log-mask --signing-key for-development --algorithm HS256`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case file == "":
				return errors.New("build needs -o FILE")
			case file == "-" && a.json:
				return errors.New("stdout has room for the bundle or for --json; give -o a file")
			}
			dir, err := a.portalArg(args)
			if err != nil {
				return err
			}
			options, err := a.bundleOptions(c, bundling)
			if err != nil {
				return err
			}
			return a.build(dir, file, options)
		},
	}
	c.Flags().StringVarP(&file, "output", "o", "", "write the bundle to `FILE`; - is stdout")
	bundling.flags(c)
	_ = c.MarkFlagFilename("output", "tar.gz")
	return c
}

func (a *app) build(dir, file string, o compile.Options) error {
	p := readPolicy(dir)
	if p.diags.HasErrors() {
		return a.refuse(p.files, p.diags)
	}
	bundle, revision, err := p.bundle(o)
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
		return a.documentWith(p.diags, buildDocument{Bundle: file, Revision: revision, Signed: o.Key != nil, Bytes: len(bundle)})
	}
	if err := a.warn(p.files, p.diags); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.success("Built"), file)
	return nil
}
