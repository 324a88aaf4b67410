package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"portcullis/fixtures/access"
	"portcullis/rego/prove"
)

func (a *app) matrixCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "matrix",
		Short: "Tell for each profile what it may do, and on which condition",
		Long: `Tells for people with each profile, and for those without one, of each thing
whether an action is allowed: always, never, or on which condition. Under view, of
the rows that are seen, it says the same of each field, which may be masked too;
under update, create and import, and of forms, of each field whether it may be sent.

Each answer is proven, not sampled, or says that it is not. Conditions are those of
the language. A person may have several profiles, and belong to a team that has some
more; then what any of them allows and none denies is allowed.`,
		Example: "  portcullis -C examples/stacker-orders matrix",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return errors.New("matrix takes no arguments; -C names the portal")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.matrix(c.Context())
		},
	}
}

func (a *app) matrix(ctx context.Context) error {
	v, err := a.version(ctx, ".")
	if err != nil {
		return err
	}
	shown := a.showProgress("asking what each profile may do")
	defer shown.end()
	m, err := access.NewMatrix(ctx, v.Form, access.Only{}, prove.Default)
	if err != nil {
		return err
	}
	shown.end()
	if a.json {
		return a.document(m)
	}
	_, err = a.out.WriteString(m.Text())
	return err
}
