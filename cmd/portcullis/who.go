package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/access"
	"portcullis/fixtures/data"
	"portcullis/fixtures/suite"
	"portcullis/rego/form"
	"portcullis/rego/prove"
	psql "portcullis/rego/sql"
)

func (a *app) whoCommand() *cobra.Command {
	var (
		q               asking
		row, set, field string
		symbolic        bool
		question        fixtures.Question
		solver          solving
		inDatabase      bool
		profiles        []string
		f               sqlFlags
	)
	c := &cobra.Command{
		Use:   "who ACTION [KIND] NAME [--row KEY] [--field F]",
		Short: "Tell who may do something, and by which statements",
		Long: `Tells which people of a fixture may do something, on the row that is named or on
how many rows, and which statements decided. It asks of everybody what can and view
ask of one person. With --field, it tells who sees the field, or its mask, or may
send it. Nobody is an answer, too.

Without data, --symbolic tells of people with each profile on which condition.

With --sql, it prints one statement over the users table, which finds them in a
database by their key and login: of people with the profiles that --profile names,
or else with any one of the policy's. What the database does not tell of people,
their profiles, teams and properties, is said to be left out.`,
		Example: `  portcullis -C examples/stacker-orders who view orders
  portcullis -C examples/stacker-orders who view people --row 1 --field phone
  portcullis -C examples/stacker-orders who update orders --symbolic
  portcullis -C examples/stacker-orders who view orders --row 1 --sql --profile customer --limit 100`,
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
			if inDatabase {
				return a.whoSQL(c, question, row, field, q.now, profiles, f)
			}
			for _, name := range []string{"dialect", "profile", "after", "limit", "count", "inline"} {
				if c.Flags().Changed(name) {
					return fmt.Errorf("--%s is for --sql", name)
				}
			}
			if !symbolic {
				if solver.name != "" {
					return errors.New("--solver is for --symbolic: people of data are asked, and nothing is proven")
				}
				return a.who(c.Context(), question, field, q)
			}
			for _, name := range []string{"row", "set", "to", "fixture", "data", "now"} {
				if c.Flags().Changed(name) {
					return fmt.Errorf("--symbolic asks of all rows and people that there could be, so --%s says nothing", name)
				}
			}
			limits, err := solver.limits()
			if err != nil {
				return err
			}
			return a.whoCould(c.Context(), question, field, limits)
		},
	}
	c.Flags().StringVar(&row, "row", "", "the `KEY` of the row that the action is asked of; else all rows are counted")
	c.Flags().StringVar(&field, "field", "", "the `FIELD` that is to be seen, or sent")
	c.Flags().StringVar(&set, "set", "", "what a write sends, an object in `JSON`")
	c.Flags().StringVar(&question.To, "to", "", "the fixture's `USER` who is written to, for messages")
	solver.flag(c)
	c.Flags().BoolVar(&inDatabase, "sql", false, "print a statement that finds them in a database")
	c.Flags().StringArrayVar(&profiles, "profile", nil, "with --sql, people have `PROFILE`; may be repeated")
	c.Flags().StringVar(&f.dialect, "dialect", string(psql.PostgreSQL), "with --sql, the database's `DIALECT`: "+strings.Join(dialectNames(), ", "))
	c.Flags().StringVar(&f.after, "after", "", "with --sql, begin behind the person with this key, a `JSON` array")
	c.Flags().IntVar(&f.limit, "limit", 0, "with --sql, at most `N` people")
	c.Flags().BoolVar(&f.count, "count", false, "with --sql, the number of people, in place of them")
	c.Flags().BoolVar(&f.inline, "inline", false, "with --sql, write the values into the statement, in place of parameters")
	_ = c.RegisterFlagCompletionFunc("dialect", cobra.FixedCompletions(dialectNames(), cobra.ShellCompDirectiveNoFileComp))
	c.Flags().BoolVar(&symbolic, "symbolic", false, "tell for each profile the condition, without data")
	c.MarkFlagsMutuallyExclusive("sql", "symbolic")
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
			fmt.Fprintf(a.out, "  %s", data.Plural(p.Rows, "row"))
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

// peopleDocument is the JSON document of a statement that finds people.
type peopleDocument struct {
	psql.StatementDocument
	Complete bool   `json:"complete"`
	Why      string `json:"why,omitempty"` // it is not
}

// whoSQL prints a statement that finds people in a database.
func (a *app) whoSQL(c *cobra.Command, question fixtures.Question, row, field, now string, profiles []string, f sqlFlags) error {
	for _, name := range []string{"set", "to", "fixture", "data", "solver"} {
		if c.Flags().Changed(name) {
			return fmt.Errorf("--sql asks a database, so --%s says nothing", name)
		}
	}
	dialect, err := psql.ParseDialect(f.dialect)
	if err != nil {
		return fmt.Errorf("--dialect: %w", err)
	}
	v, err := a.version(c.Context(), here)
	if err != nil {
		return err
	}
	on, err := suite.EmptyFixture(v.Policy).Named(question, field)
	if err != nil {
		return err
	}
	for _, p := range profiles {
		if !slices.ContainsFunc(v.Form.Profiles, func(known *form.Profile) bool { return known.Name == p }) {
			return fmt.Errorf("--profile: there is no profile %q", p)
		}
	}
	q := access.Whose{
		Kind: form.ResourceKind(on.Type), Name: on.Name, Action: question.Action, Field: field, Row: c.Flags().Changed("row"), Profiles: profiles, Now: now,
	}
	if q.Row {
		if q.Key, err = suite.KeyOf(v.Policy, on, row); err != nil {
			return fmt.Errorf("--row: %w", err)
		}
	}
	people, err := q.Find(v.Form)
	if err != nil {
		return err
	}
	printed := psql.Select
	if f.inline {
		printed = psql.Inline
	}
	statement, err := printed(people.Residual, dialect)
	if err != nil {
		return fmt.Errorf("the statement cannot be printed for %s: %w", dialect, err)
	}
	if statement, err = f.wrapped(statement); err != nil {
		return err
	}
	if a.json {
		text, err := statement.MarshalJSON()
		if err != nil {
			return err
		}
		document := peopleDocument{Complete: people.Why == "", Why: people.Why}
		if err := json.Unmarshal(text, &document.StatementDocument); err != nil {
			return fmt.Errorf("writing a statement as JSON: %w", err)
		}
		return a.document(document)
	}
	if people.Why != "" {
		fmt.Fprintf(a.err, "Note: %s.\n", people.Why)
	}
	return a.printStatement(statement)
}

// could is the JSON document of the conditions on which people may do something.
type could struct {
	Profiles []access.Column `json:"profiles"`
	Complete bool            `json:"complete"` // all are proven
}

// whoCould tells for each profile the condition.
func (a *app) whoCould(ctx context.Context, question fixtures.Question, field string, limits prove.Limits) error {
	v, err := a.version(ctx, here)
	if err != nil {
		return err
	}
	on, err := suite.EmptyFixture(v.Policy).Named(question, field)
	if err != nil {
		return err
	}
	shown := a.showProgress("asking what each profile may do")
	defer shown.end()
	only := access.Only{Kind: form.ResourceKind(on.Type), Name: on.Name, Action: question.Action, Field: &field}
	m, err := access.NewMatrix(ctx, v.Form, only, limits)
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
