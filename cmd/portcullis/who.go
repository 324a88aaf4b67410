package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/access"
	"portcullis/rego/form"
	"portcullis/rego/prove"
)

func (a *app) whoCommand() *cobra.Command {
	var (
		q               asking
		row, set, field string
		symbolic        bool
		question        fixtures.Question
	)
	c := &cobra.Command{
		Use:   "who ACTION [KIND] NAME [--row KEY] [--field F]",
		Short: "Tell who may do something, and by which statements",
		Long: `Tells which people of a fixture may do something, on the row that is named or on
how many rows, and which statements decided. It asks of everybody what can and view
ask of one person. With --field, it tells who sees the field, or its mask, or may
send it. Nobody is an answer, too.

Without data, --symbolic tells of people with each profile on which condition.`,
		Example: `  portcullis -C examples/stacker-orders who view orders
  portcullis -C examples/stacker-orders who view people --row 1 --field phone
  portcullis -C examples/stacker-orders who update orders --symbolic`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 && len(args) != 3 {
				return errors.New("who needs ACTION NAME, or ACTION KIND NAME")
			}
			return nil
		},
		ValidArgsFunction: completeQuestion,
		RunE: func(c *cobra.Command, args []string) error {
			question.Action, question.Name = args[0], args[len(args)-1]
			if len(args) == 3 {
				question.Kind = args[1]
			}
			if c.Flags().Changed("row") {
				question.Row = row
			}
			if c.Flags().Changed("set") {
				values, err := objectOf(set)
				if err != nil {
					return fmt.Errorf("--set: %w", err)
				}
				question.Set = values
			}
			if !symbolic {
				return a.who(c.Context(), question, field, q)
			}
			for _, name := range []string{"row", "set", "to", "fixture", "data", "now"} {
				if c.Flags().Changed(name) {
					return fmt.Errorf("--symbolic asks of all rows and people that there could be, so --%s says nothing", name)
				}
			}
			return a.whoCould(c.Context(), question, field)
		},
	}
	c.Flags().StringVar(&row, "row", "", "the `KEY` of the row that the action is asked of; else all rows are counted")
	c.Flags().StringVar(&field, "field", "", "the `FIELD` that is to be seen, or sent")
	c.Flags().StringVar(&set, "set", "", "what a write sends, an object in `JSON`")
	c.Flags().StringVar(&question.To, "to", "", "the fixture's `USER` who is written to, for messages")
	c.Flags().BoolVar(&symbolic, "symbolic", false, "tell for each profile the condition, without data")
	_ = c.RegisterFlagCompletionFunc("to", completeUsers)
	_ = c.RegisterFlagCompletionFunc("row", completeKeys)
	q.dataFlags(c)
	return c
}

// who is the JSON document of an answer, and person a person in it.
type (
	who struct {
		People   []person `json:"people"`
		Complete bool     `json:"complete"`
		Why      string   `json:"why,omitempty"` // it is not
	}
	person struct {
		User    string    `json:"user"`
		Rows    int       `json:"rows,omitempty"`
		Masked  bool      `json:"masked,omitempty"`
		Because []because `json:"because"`
	}
)

func (a *app) who(ctx context.Context, question fixtures.Question, field string, q asking) error {
	s, err := a.about(ctx, q)
	if err != nil {
		return err
	}
	if question.Kind == "message" || question.To != "" {
		if err := s.complete(question); err != nil {
			return err
		}
	}
	shown := a.showProgress("asking everybody")
	defer shown.end()
	found, err := s.runner.Who(ctx, s.fixture, question, field, q.now)
	if err != nil {
		return err
	}
	shown.end()
	document := who{People: []person{}, Complete: found.Why == "", Why: found.Why}
	for _, p := range found.People {
		one := person{User: p.User, Rows: p.Rows, Masked: p.Masked, Because: []because{}}
		for _, r := range p.Because {
			one.Because = append(one.Because, because{r, s.sourceLine(r.Statement)})
		}
		document.People = append(document.People, one)
	}
	if a.json {
		return a.document(document)
	}
	a.printWho(document)
	return nil
}

func (a *app) printWho(w who) {
	if len(w.People) == 0 {
		fmt.Fprintln(a.out, "Nobody.")
	}
	for _, p := range w.People {
		fmt.Fprint(a.out, p.User)
		if p.Rows > 0 {
			fmt.Fprintf(a.out, "  %s", counted(p.Rows, "row"))
		}
		if p.Masked {
			fmt.Fprint(a.out, "  masked")
		}
		fmt.Fprintln(a.out)
		for _, b := range p.Because {
			fmt.Fprintf(a.out, "  %s of profile %q, at %s: %s\n", b.Effect, b.Profile, b.Statement, b.Source)
		}
	}
	if !w.Complete {
		fmt.Fprintf(a.err, "Note: %s.\n", w.Why)
	}
}

// could is the JSON document of the conditions on which people may do something.
type could struct {
	Profiles []access.Column `json:"profiles"`
	Complete bool            `json:"complete"` // all are proven
}

// whoCould tells for each profile the condition.
func (a *app) whoCould(ctx context.Context, question fixtures.Question, field string) error {
	v, err := a.version(ctx, ".")
	if err != nil {
		return err
	}
	on, err := fixtures.EmptyFixture(v.Policy).Named(question, field)
	if err != nil {
		return err
	}
	shown := a.showProgress("asking what each profile may do")
	defer shown.end()
	only := access.Only{Kind: form.ResourceKind(on.Type), Name: on.Name, Action: question.Action, Field: &field}
	m, err := access.NewMatrix(ctx, v.Form, only, prove.Default)
	if err != nil {
		return err
	}
	shown.end()
	document := could{Profiles: m.Columns(), Complete: true}
	for _, c := range document.Profiles {
		document.Complete = document.Complete && c.Certainty == access.Proven
	}
	if a.json {
		return a.document(document)
	}
	for _, c := range document.Profiles {
		fmt.Fprintf(a.out, "%s: %s\n", c.Who(), c.Says())
	}
	return nil
}
