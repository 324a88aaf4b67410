package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/data"
)

func (a *app) viewCommand() *cobra.Command {
	var q asking
	c := &cobra.Command{
		Use:   "view TABLE --as USER [--fixture F] [--data DIR] [--now T]",
		Short: "Show the rows and cells of a table that a person sees",
		Long: `Prints the grid that a person sees of a table or a report: the rows on which
they are allowed view, hidden cells as ***.

OPA is asked of every row on the bundle that build writes. Of a table of more
than 20,000 rows it is asked of a sample of 2,000; all rows are asked of the
filter that the bundle leaves for the person, as a Go program has it of
Engine.Bind, and if the two do not agree on the sample, nothing is printed.`,
		Example: "  portcullis -C examples/stacker-orders view orders --as ana",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("view needs the name of one table or report")
			}
			return nil
		},
		ValidArgsFunction: completeTables,
		RunE: func(c *cobra.Command, args []string) error {
			return a.view(c.Context(), args[0], q)
		},
	}
	q.flags(c)
	return c
}

// tellUnseen says of an empty grid of how many rows it is, and which command
// tells why.
func (a *app) tellUnseen(sheet *fixtures.Sheet, q asking, table string) {
	seen, rows, key := sheet.Seen()
	switch {
	case seen > 0:
	case rows == 0:
		fmt.Fprintf(a.err, "There are no rows of %s to be seen.\n", table)
	default:
		fmt.Fprintf(a.err, "Of %s of %s none is seen. Why, tells: portcullis can view %s --row %s%s\n",
			data.Plural(rows, "row"), table, table, shellWord(key), q.again())
	}
}

func (a *app) view(ctx context.Context, table string, q asking) error {
	s, err := a.ask(ctx, q)
	if err != nil {
		return err
	}
	shown := a.showProgress("looking at the rows of " + table)
	defer shown.end()
	sheet, err := s.runner.Sheet(ctx, s.fixture, s.subject, table)
	if err != nil {
		return err
	}
	shown.end()
	a.tellUnseen(sheet, q, table)
	if a.json {
		return a.document(sheet.Grid())
	}
	return sheet.Write(a.out, int(a.outWidth))
}
