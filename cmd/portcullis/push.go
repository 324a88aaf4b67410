package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/compile/publish"
	"portcullis/rego"
)

// pushing are the flags of push, beside those of how the bundle is built.
type pushing struct {
	bundle string
	plain  bool
}

func (a *app) pushCommand() *cobra.Command {
	var o pushing
	var bundling bundling
	c := &cobra.Command{
		Use:   "push REF [--bundle FILE] [--build-number N] [--signing-key PEM] [DIR]",
		Short: "Push the bundle to an OCI registry",
		Long: `Pushes the portal's bundle to an OCI registry, as an image from which OPA agents
pull it (services.….type: oci). REF is HOST/REPOSITORY:TAG; without a TAG it is
latest. The same bundle is the same image, whoever pushes it and when.

The bundle is built as build does, with its flags, or is the FILE that build has
written. Who pushes is whom docker login or oras login has left. A registry on
this machine is asked by plain HTTP.`,
		Example: `  portcullis push localhost:5000/portals/beans:v1 examples/jet-coffee-beans`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return fmt.Errorf("%s takes a reference and at most one directory, not %d arguments", c.CommandPath(), len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			ref, err := publish.ParseReference(args[0])
			if err != nil {
				return err
			}
			dir, err := a.portalArg(args[1:])
			if err != nil {
				return err
			}
			if o.bundle != "" {
				for _, of := range []string{"revision", "build-number", "signing-key", "key-id", "algorithm", "log-mask"} {
					if c.Flags().Changed(of) || len(args) > 1 {
						return fmt.Errorf("--bundle %s is built already", o.bundle)
					}
				}
				return a.pushFile(c.Context(), ref, o)
			}
			options, err := a.bundleOptions(c, bundling)
			if err != nil {
				return err
			}
			return a.pushPortal(c.Context(), ref, o, dir, options)
		},
	}
	c.Flags().StringVar(&o.bundle, "bundle", "", "push the bundle in `FILE`")
	c.Flags().BoolVar(&o.plain, "plain-http", false, "ask the registry by HTTP, without TLS")
	bundling.flags(c)
	_ = c.MarkFlagFilename("bundle", "tar.gz")
	return c
}

// pushPortal builds the portal's bundle and pushes it.
func (a *app) pushPortal(ctx context.Context, ref publish.Reference, o pushing, dir string, options compile.Options) error {
	p := readPolicy(dir)
	if p.diags.HasErrors() {
		return a.refuse(p.files, p.diags)
	}
	bundle, revision, err := p.bundle(options)
	if err != nil {
		return err
	}
	if !a.json {
		if err := a.warn(p.files, p.diags); err != nil {
			return err
		}
	}
	return a.push(ctx, ref, o.plain, bundle, p.policy.Portal.Name, revision, p.diags)
}

// pushFile pushes a bundle that is built already.
func (a *app) pushFile(ctx context.Context, ref publish.Reference, o pushing) error {
	bundle, err := os.ReadFile(o.bundle)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", o.bundle, withoutPath(err))
	}
	engine, err := rego.Open(ctx, bytes.NewReader(bundle))
	if err != nil {
		return a.refuseBundle("The bundle is refused", "%s: %v.", o.bundle, err)
	}
	return a.push(ctx, ref, o.plain, bundle, engine.Portal(), engine.Revision(), nil)
}

func (a *app) push(ctx context.Context, ref publish.Reference, plain bool, bundle []byte, portal, revision string, diags hcl.Diagnostics) error {
	repository, err := ref.Open(plain || ref.Loopback())
	if err != nil {
		return fmt.Errorf("cannot use %s: %w", ref, err)
	}
	digest, err := publish.Push(ctx, repository, ref.Tag(), bundle, portal, revision)
	if err != nil {
		return fmt.Errorf("cannot push to %s: %w", ref, err)
	}
	if a.json {
		return a.documentWith(diags, pushDocument{Reference: ref.String(), Digest: digest, Portal: portal, Revision: revision})
	}
	fmt.Fprintf(a.out, "%s %s: portal %s, revision %s\n%s\n", a.success("Pushed"), ref, portal, revision, digest)
	return nil
}
