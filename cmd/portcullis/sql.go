package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

// sqlFlags say which statement is wanted.
type sqlFlags struct {
	action, dialect string
	where           []string
	sort, after     string
	limit, offset   int
	count, explain  bool
	fence, inline   bool

	rls, views bool
	to         psql.Target
}

func (a *app) sqlCommand() *cobra.Command {
	var (
		q asking
		f sqlFlags
	)
	c := &cobra.Command{
		Use:   "sql TABLE --as USER [--action A] [--dialect postgresql|sqlite|mysql] | sql --rls | sql --views",
		Short: "Print the query that returns just what a person may see",
		Long: `Prints one SQL statement, with the values of its parameters, that gives the rows
of a table or a report on which a person is allowed an action, and the cells that
they see: a hidden cell is null, a masked one its mask. What is known of the
person is in it; the database is asked for rows alone.

--where, --sort, --limit, --offset, --after and --count wrap the statement. They
know nothing but its columns, so nobody learns from them what is hidden. Whoever
puts another statement around this one takes --fence: then the database does not
evaluate an expression of theirs on rows that the person does not see, where an
error would tell of these.

Statements are exact for PostgreSQL, SQLite and, by --dialect mysql, MariaDB, on
which tests run them. Those for SQL Server no test runs, as the command says.

With --rls it prints, in place of that, a script that has PostgreSQL's own row
security, column grants and triggers hold a role to the whole policy; run again,
it takes back what is no longer in the policy. It stops where something leads
around it: other policies and grants, an owner, BYPASSRLS. The role says who asks
by the setting portcullis.user, an input.user without the record, which is looked
up; with --claims by request.jwt.claims. A row that is written must have what
statements set, or gets it with --presets. What row security cannot say is told,
and let through to nobody.

With --views it prints a script that makes a view of each table and report, in a
schema of the portal's name or of --into, for a role that has no right on the
tables: whoever reads them, by whatever tool, sees the cells that view shows, and
whoever writes through them is allowed and refused what can says, with the
policy's messages.`,
		Example: `  portcullis -C examples/stacker-orders sql orders --as ana
  portcullis -C examples/stacker-orders sql invoices --as ana --where 'amount >= 100' --sort=-amount --limit 20
  portcullis -C examples/stacker-orders sql --rls
  portcullis -C examples/stacker-orders sql --views --into customers`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case f.rls && len(args) > 0:
				return errors.New("sql --rls is of all tables, and takes no name")
			case f.views && len(args) > 0:
				return errors.New("sql --views is of all tables and reports, and takes no name")
			case !f.rls && !f.views && len(args) != 1:
				return errors.New("sql needs the name of one table or report")
			}
			return nil
		},
		ValidArgsFunction: completeTables,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case f.rls:
				return a.held(c.Context(), f.to, psql.Secure)
			case f.views:
				return a.held(c.Context(), f.to, psql.Views)
			}
			return a.sql(c.Context(), args[0], q, f)
		},
	}
	q.flags(c)
	flags := c.Flags()
	flags.StringVar(&f.action, "action", "view", "the `ACTION` that is allowed on the rows")
	flags.StringVar(&f.dialect, "dialect", string(psql.PostgreSQL), "the database's `DIALECT`: "+strings.Join(dialectNames(), ", "))
	flags.StringArrayVar(&f.where, "where", nil, "only rows that satisfy a `FILTER` such as 'total >= 100'; may be repeated")
	flags.StringVar(&f.sort, "sort", "", "the `COLUMNS` to sort by, set apart by commas, - before a descending one; the key comes last")
	flags.StringVar(&f.after, "after", "", "begin behind the row with these values of the columns to sort by, a `JSON` array, the key last")
	flags.IntVar(&f.limit, "limit", 0, "at most `N` rows")
	flags.IntVar(&f.offset, "offset", 0, "without the first `N` rows")
	flags.BoolVar(&f.count, "count", false, "the number of the rows, in place of them")
	flags.BoolVar(&f.fence, "fence", false, "keep any expression of a statement around this one from the rows that it does not give")
	flags.BoolVar(&f.inline, "inline", false, "write the values into the statement, to be pasted, in place of parameters")
	flags.BoolVar(&f.explain, "explain", false, "ask the database how it would run the statement")
	flags.BoolVar(&f.rls, "rls", false, "print a script for PostgreSQL's row security in place of a statement")
	flags.BoolVar(&f.views, "views", false, "print a script that makes views for PostgreSQL, in place of a statement")
	flags.StringVar(&f.to.Role, "role", "portal", "the `ROLE` that row security or views hold to the policy")
	flags.StringVar(&f.to.Schema, "schema", "public", "the `SCHEMA` of tables whose source names none, for row security and views")
	flags.StringVar(&f.to.Into, "into", "", "the `SCHEMA` that views are put in, the portal's name by default")
	flags.BoolVar(&f.to.Presets, "presets", false, "have the database write what statements set, in place of asking for it")
	flags.BoolVar(&f.to.Roles, "roles", false, "a role for each profile, named ROLE_profile, so that columns follow profiles")
	flags.StringVar(&f.to.Claims, "claims", "", "the person is told by request.jwt.claims, the login by this `CLAIM`")
	for _, other := range []string{"as", "fixture", "data", "now", "action", "dialect", "where", "sort", "after", "limit", "offset", "count", "fence", "inline", "explain"} {
		c.MarkFlagsMutuallyExclusive("rls", other)
		c.MarkFlagsMutuallyExclusive("views", other)
	}
	c.MarkFlagsMutuallyExclusive("rls", "views")
	c.MarkFlagsMutuallyExclusive("rls", "into")
	c.MarkFlagsMutuallyExclusive("views", "presets")
	c.MarkFlagsMutuallyExclusive("views", "roles")
	_ = c.RegisterFlagCompletionFunc("sort", completeSort)
	_ = c.RegisterFlagCompletionFunc("dialect", cobra.FixedCompletions(dialectNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func dialectNames() []string {
	var names []string
	for _, d := range psql.Dialects() {
		names = append(names, string(d))
	}
	return names
}

func (a *app) sql(ctx context.Context, table string, q asking, f sqlFlags) error {
	dialect, err := psql.ParseDialect(f.dialect)
	if err != nil {
		return fmt.Errorf("--dialect: %w", err)
	}
	s, err := a.ask(ctx, q)
	if err != nil {
		return err
	}
	on, err := s.fixture.OnRows(f.action, table)
	if err != nil {
		return err
	}
	bound, err := s.opened.Bind(s.subject.User, on, f.action, s.subject.Now)
	if err != nil {
		return err
	}
	printed := psql.Select
	if f.inline {
		printed = psql.Inline
	}
	statement, err := printed(bound.Residual(), dialect)
	if err != nil {
		return a.refuse(s.files, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "No exact statement", Detail: fmt.Sprintf("The statement cannot be printed for %s: %v.", dialect, err),
		}})
	}
	if statement, err = f.wrapped(statement); err != nil {
		return err
	}
	if why := dialect.Untried(); why != "" {
		fmt.Fprintf(a.err, "Note: no test runs statements for %s: %s.\n", dialect, why)
	}
	if a.json {
		return a.document(statement)
	}
	return a.printStatement(statement)
}

// wrapped gives the statement with what the flags put around it.
func (f sqlFlags) wrapped(s *psql.Statement) (*psql.Statement, error) {
	page := psql.Page{Limit: f.limit, Offset: f.offset}
	for _, text := range f.where {
		filter, err := s.ParseFilter(text)
		if err != nil {
			return nil, fmt.Errorf("--where: %w", err)
		}
		page.Where = append(page.Where, filter)
	}
	if f.sort != "" {
		page.Order = psql.ParseOrder(f.sort)
	}
	if f.after != "" {
		after, err := psql.ParseAfter(f.after)
		if err != nil {
			return nil, fmt.Errorf("--after: %w", err)
		}
		page.After = after
	}
	paged := f.sort != "" || f.after != "" || f.limit != 0 || f.offset != 0
	var err error
	switch {
	case f.count && paged:
		return nil, errors.New("--count is of all rows; it goes with --where alone")
	case f.count:
		s, err = s.Count(page.Where...)
	case paged || len(page.Where) > 0:
		s, err = s.Page(page)
	}
	if err == nil && f.fence {
		s, err = s.Fence()
	}
	if err == nil && f.explain {
		s, err = s.Explain()
	}
	return s, err
}

// printStatement prints a statement as a database's client takes it, with the
// parameters in comments.
func (a *app) printStatement(s *psql.Statement) error {
	fmt.Fprintf(a.out, "%s;\n", s.SQL)
	for i, v := range s.Params {
		text, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("writing a parameter: %w", err)
		}
		fmt.Fprintf(a.out, "-- %d: %s\n", i+1, text)
	}
	return nil
}

// held prints a script that has PostgreSQL hold a role to the portal's policy, and
// tells what it cannot say.
func (a *app) held(ctx context.Context, to psql.Target, print func(*form.Form, psql.Target) (*psql.Script, error)) error {
	p, err := a.openPortal(ctx)
	if err != nil {
		return err
	}
	if p.policy == nil {
		return a.refuse(p.files, p.diags)
	}
	script, err := print(p.opened.Form(), to)
	if err != nil {
		return err
	}
	diags := p.limits(script.Limits)
	if a.json {
		return a.documentWith(diags, scriptDocument{SQL: script.Text})
	}
	if err := a.warn(p.files, diags); err != nil {
		return err
	}
	_, err = a.out.WriteString(script.Text)
	return err
}

// limits gives what a script cannot say as warnings, each at the statement that it
// is about.
func (p *portal) limits(limits []psql.Limit) hcl.Diagnostics {
	at := map[string]*hcl.Range{}
	for _, s := range p.policy.Statements {
		at[fmt.Sprintf("%s:%d", s.File, s.Line)] = &s.Range
	}
	var diags hcl.Diagnostics
	for _, l := range limits {
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Not said in the database", Subject: at[l.Statement],
			Detail: fmt.Sprintf("The script leaves out %s: %s.", l.What, l.Why),
		})
	}
	return diags
}
