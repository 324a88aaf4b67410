package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/fixtures/access"
	"portcullis/fixtures/page"
	"portcullis/rego"
	"portcullis/rego/prove"
)

func (a *app) matrixCommand() *cobra.Command {
	var file string
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
			return a.matrix(c.Context(), file)
		},
	}
	c.Flags().StringVar(&file, "html", "", "write it as a page to `FILE`")
	return c
}

func (a *app) matrix(ctx context.Context, file string) error {
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
	switch {
	case a.json:
		return a.document(m)
	case file != "":
		var out bytes.Buffer
		if err := m.HTML(&out, v, factsOf(v)); err != nil {
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
func factsOf(v *access.Version) []page.Fact {
	facts := policyFacts(v.Policy, v.Source)
	if engine, ok := v.Engine.(*rego.Engine); ok {
		facts = append(facts, page.Fact{Name: "revision", Value: engine.Revision()})
	}
	if v.Revision != "" {
		facts = append(facts, page.Fact{Name: "commit", Value: v.Revision})
	}
	return facts
}
