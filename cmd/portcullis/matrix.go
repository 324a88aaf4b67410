package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/fixtures/access"
	"portcullis/fixtures/page"
	"portcullis/rego/prove"
)

func (a *app) matrixCommand() *cobra.Command {
	var file string
	var solver solving
	c := &cobra.Command{
		Use:   "matrix [--html FILE]",
		Short: "Tell for each profile what it may do, and on which condition",
		Long: `Tells for people with each profile, and for those without one, of each thing
whether an action is allowed: always, never, or on which condition. Under view, of
the rows that are seen, it says the same of each field, which may be masked too;
under update, create and import, and of forms, of each field whether it may be sent.

Each answer is proven, not sampled, or says that it is not. Conditions are those of
the language. A person may have several profiles, and belong to a team that has some
more; then what any of them allows and none denies is allowed.

--html writes it to a file for a browser, which needs no server and no network: with
search and filters; a cell tells its condition, the source of its statements, and
somebody of whom it is so.`,
		Example: `  portcullis -C examples/stacker-orders matrix
  portcullis -C examples/zoho5-event matrix --html matrix.html`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return errors.New("matrix takes no arguments; -C names the portal")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			if file != "" && a.json {
				return errors.New("--html and --json contradict each other")
			}
			limits, err := solver.limits()
			if err != nil {
				return err
			}
			return a.matrix(c.Context(), file, limits)
		},
	}
	solver.flag(c)
	c.Flags().StringVar(&file, "html", "", "write it as a page to `FILE`")
	return c
}

func (a *app) matrix(ctx context.Context, file string, limits prove.Limits) error {
	v, err := a.version(ctx, here)
	if err != nil {
		return err
	}
	shown := a.showProgress("asking what each profile may do")
	defer shown.end()
	m, err := access.NewMatrix(ctx, v.Form, access.Only{}, limits)
	if err != nil {
		return err
	}
	shown.end()
	switch {
	case a.json:
		return a.document(m)
	case file != "":
		var out bytes.Buffer
		facts, err := factsOf(v)
		if err != nil {
			return err
		}
		if err := m.HTML(&out, v, facts); err != nil {
			return err
		}
		if err := writeFile(file, out.Bytes()); err != nil {
			return err
		}
		fmt.Fprintln(a.out, "Wrote", file)
		return nil
	}
	_, err = a.out.WriteString(m.Text())
	return err
}

// factsOf tells of a page which policy it is about, and which version of it.
func factsOf(v *access.Version) ([]page.Fact, error) {
	facts := policyFacts(v.Policy, v.Source)
	if v.Bundle != nil {
		return append(facts, page.Fact{Name: "revision", Value: v.Revision}), nil
	}
	bundle, err := compile.Bundle(v.Policy, compile.Options{})
	if err != nil {
		return nil, fmt.Errorf("cannot build the bundle: %w", err)
	}
	facts = append(facts, page.Fact{Name: "revision", Value: bundle.Manifest.Revision})
	if v.Revision != "" {
		facts = append(facts, page.Fact{Name: "commit", Value: v.Revision})
	}
	return facts, nil
}
