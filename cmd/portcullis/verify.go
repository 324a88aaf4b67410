package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/compile/pack"
	"portcullis/rego"
)

// verifying are the flags of verify.
type verifying struct{ key, id, algorithm, after string }

func (a *app) verifyCommand() *cobra.Command {
	var v verifying
	c := &cobra.Command{
		Use:   "verify FILE --key PEM [--after REVISION]",
		Short: "Check the signature of a bundle",
		Long: `Checks that FILE is a whole bundle of a portal, that it is signed with the key, and
that nothing in it was changed since. PEM is a file with the public key or its
certificate; for the HS algorithms, a file with the secret, or the secret.

An older bundle was signed as well as a newer one. --after refuses FILE unless its
build number is greater than that of REVISION, which is the revision of the bundle
in force, or its build number.`,
		Example: `  portcullis build examples/zoho5-event -o event.tar.gz --build-number 7 --signing-key for-development --algorithm HS256
  portcullis verify event.tar.gz --key for-development --algorithm HS256 --after 6`,
		Args: cobra.MatchAll(func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("%s takes one bundle, not %d arguments", c.CommandPath(), len(args))
			}
			return nil
		}),
		RunE: func(c *cobra.Command, args []string) error {
			if v.key == "" {
				return errors.New("verify needs --key PEM")
			}
			if !c.Flags().Changed("key-id") {
				v.id = "" // any will do
			}
			return a.verify(c.Context(), args[0], v)
		},
	}
	c.Flags().StringVar(&v.key, "key", "", "the file `PEM` with the public key")
	c.Flags().StringVar(&v.id, "key-id", "", "ask that the signature names the key `ID`; else any will do")
	c.Flags().StringVar(&v.algorithm, "algorithm", pack.SigningAlgorithms[0], "the `ALGORITHM` of the key: "+strings.Join(pack.SigningAlgorithms, ", "))
	c.Flags().StringVar(&v.after, "after", "", "refuse a bundle that was not built after `REVISION`")
	_ = c.MarkFlagFilename("key", "pem", "pub", "crt")
	_ = c.RegisterFlagCompletionFunc("algorithm", cobra.FixedCompletions(pack.SigningAlgorithms, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (a *app) verify(ctx context.Context, file string, v verifying) error {
	key, err := v.rego()
	if err != nil {
		return err
	}
	least := uint64(0)
	if v.after != "" {
		n, ok := pack.BuildOf(v.after)
		if !ok {
			return fmt.Errorf("--after %s does not tell a build number; give that of the bundle in force, as build --build-number counted it", v.after)
		}
		least = n + 1
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", file, withoutPath(err))
	}
	engine, err := rego.Open(ctx, bytes.NewReader(text), rego.WithKey(key))
	if err != nil {
		return a.refuseBundle("The bundle is refused", "%s: %v.", file, err)
	}
	if engine.Build() < least {
		return a.refuseBundle("The bundle is not a newer one", "%s is %s, and the bundle in force is of build %d.", file, buildOf(engine), least-1)
	}
	if a.json {
		return a.documentWith(nil, verifyDocument{Bundle: file, Portal: engine.Portal(), Revision: engine.Revision(), Build: engine.Build()})
	}
	fmt.Fprintf(a.out, "%s %s: portal %s, revision %s\n", a.success("Verified"), file, engine.Portal(), engine.Revision())
	return nil
}

// rego gives the key as the engine takes it.
func (v verifying) rego() (rego.Key, error) {
	key := rego.Key{Algorithm: v.algorithm, ID: v.id}
	var err error
	if key.Text, err = keyText(v.key, strings.HasPrefix(v.algorithm, "HS")); err != nil {
		return key, fmt.Errorf("--key: %w", err)
	}
	if err := key.Check(); err != nil {
		return key, fmt.Errorf("--key: %w", err)
	}
	return key, nil
}

func buildOf(e *rego.Engine) string {
	if e.Build() == 0 {
		return "without a build number"
	}
	return fmt.Sprintf("build %d", e.Build())
}

// refuseBundle says no to a bundle.
func (a *app) refuseBundle(summary, detail string, values ...any) error {
	return a.refuse(nil, hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(detail, values...),
	}})
}
