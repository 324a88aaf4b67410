package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/fixtures/data"
	"portcullis/lang"
	"portcullis/lang/pull"
)

// examplePull works in the repository.
const examplePull = `  portcullis schema pull examples/stacker-orders/base.sqlite
  portcullis schema pull examples/stacker-orders/base.sqlite -o schema.portal.hcl
  portcullis schema pull examples/stacker-orders/base.sqlite -o schema.portal.hcl --check`

func (a *app) schemaCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "schema",
		Short:   "Read the tables of a database",
		Long:    "Reads the tables of a database; see `portcullis help schema pull`.",
		Example: examplePull,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return errors.New("schema needs what to do: portcullis schema pull SOURCE")
		},
	}
	c.AddCommand(a.schemaPullCommand())
	return c
}

func (a *app) schemaPullCommand() *cobra.Command {
	var o pulling
	c := &cobra.Command{
		Use:   "pull SOURCE [--schema S] [-o FILE] [--check]",
		Short: "Write the table blocks of a real database",
		Long: `Reads the tables of a database and writes them as the table blocks of a portal:
fields with their types, what is required, enums, keys, and for each foreign key
a belongs_to and a has_many. SOURCE is postgres://USER@HOST:PORT/DATABASE, where
the driver takes a password from PGPASSWORD or ~/.pgpass; or
mysql://USER@HOST:PORT/DATABASE of MySQL or MariaDB, with a password from
MYSQL_PWD, ?socket=PATH for a Unix socket and ?tls=true; or the path of an SQLite
file.

A FILE that is there, *.portal.hcl, is merged into: tables, fields, relations and
values of enums that the portal has not are added; what the database has not any
more is marked by a comment (# gone: …), and what it has otherwise (# differs: …).
All else stays as it was written, and a second time changes nothing. What another
file of FILE's folder declares is not written again. --force replaces FILE instead.

--check writes nothing: it tells in what the portal of the current directory, or
of FILE's folder, and the database differ, and exits 1 if they do. A portal may
say more of a column than its database: that a text is an enum or a uuid.

What a portal is to do without is named by a comment, which both heed: anywhere
  # The table "audit" is left out: nobody needs it.
and within a table's block
  # column "secret": nobody sees it
  # reference (created_by) to users: nobody asks
With --declared, tables that the portal has not are left alone altogether.

The database is only read, and no account or password is written. What the
language cannot say of it stands in such comments and is told on stderr: a column
whose type it does not have, a table or view without a key.`,
		Example: examplePull,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("schema pull needs one database: postgres://…, mysql://… or the path of an SQLite file")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case o.check && o.force:
				return errors.New("--check writes nothing, so there is nothing to --force")
			case o.declared && !o.check && o.stdout():
				return errors.New("--declared goes with --check, or with -o FILE to merge into")
			}
			database, err := pull.Read(c.Context(), args[0], o.schemas...)
			if err != nil {
				return err
			}
			switch {
			case o.check:
				return a.schemaCheck(database, o)
			case o.stdout(), o.force, !strings.HasSuffix(o.file, ".portal.hcl"):
				return a.schemaWrite(database, o)
			default:
				return a.schemaMerge(database, o)
			}
		},
	}
	c.Flags().StringVarP(&o.file, "output", "o", "", "write to `FILE` instead of stdout, or merge into it")
	c.Flags().BoolVar(&o.force, "force", false, "replace FILE, whatever it has")
	c.Flags().BoolVar(&o.check, "check", false, "write nothing; exit 1 if the portal and the database differ")
	c.Flags().BoolVar(&o.declared, "declared", false, "leave out tables that the portal does not have")
	c.Flags().StringArrayVar(&o.schemas, "schema", nil, "only tables of PostgreSQL's schema `S`; may be given several times")
	_ = c.MarkFlagFilename("output", "hcl")
	return c
}

// pulling is the flags of schema pull.
type pulling struct {
	file                   string
	force, check, declared bool
	schemas                []string
}

func (o pulling) stdout() bool { return o.file == "" || o.file == "-" }

// schemaWrite writes the tables as they are, unless that would overwrite what somebody
// may have written.
func (a *app) schemaWrite(database *pull.Database, o pulling) error {
	pulled, err := database.Write()
	if err != nil {
		return err
	}
	diags := noteDiagnostics(pulled.Notes)
	if !o.stdout() {
		if there, err := readRegular(o.file); err == nil && !o.force && !bytes.Equal(there, pulled.Text) {
			return fmt.Errorf("%s has something else than the database; --force replaces it, and only a file whose name ends in .portal.hcl is merged into", o.file)
		}
		if err := writeFile(o.file, pulled.Text); err != nil {
			return err
		}
	}
	if a.json {
		result := pullDocument{Tables: pulled.Tables}
		if o.stdout() {
			result.Source = string(pulled.Text)
		} else {
			result.File = o.file
		}
		return a.documentWith(diags, result)
	}
	if err := a.warn(nil, diags); err != nil {
		return err
	}
	if o.stdout() {
		_, err := a.out.Write(pulled.Text)
		return err
	}
	fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Pulled"), data.Plural(pulled.Tables, "table"), o.file)
	return nil
}

// declaredIn reads the portal of a folder as far as its tables can be made out,
// whatever else is wrong with it. What keeps them from being found ends it.
func (a *app) declaredIn(folder string) (*lang.Policy, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, fmt.Errorf("cannot use the folder %s: %w", folder, withoutPath(err))
	}
	fsys := lang.Dir(folder)
	policy, sources, diags := lang.Reread(fsys, nil)
	if policy == nil {
		if files, _ := lang.PolicyFiles(fsys); len(files) > 0 {
			return nil, a.refuse(sources.Files(), diags)
		}
		return &lang.Policy{}, nil
	}
	if errs := pull.Readable(policy); errs.HasErrors() {
		return nil, a.refuse(sources.Files(), errs)
	}
	return policy, nil
}

// schemaCheck tells in what a portal and the database differ.
func (a *app) schemaCheck(database *pull.Database, o pulling) error {
	folder := "."
	if !o.stdout() {
		folder = filepath.Dir(o.file)
	}
	policy, err := a.declaredIn(folder)
	if err != nil {
		return err
	}
	if len(policy.Files) == 0 {
		return fmt.Errorf("there is no portal in %s to check; -C names its directory", folder)
	}
	changes := database.Compare(pull.Comparison{Portal: policy, Declared: o.declared})
	if a.json {
		if err := a.documentWith(hcl.Diagnostics{}, checkDocument{Differences: changesOf(folder, changes)}); err != nil {
			return err
		}
	} else {
		a.tellChanges(a.out, folder, changes)
	}
	if len(changes) > 0 {
		return errNo
	}
	if !a.json {
		fmt.Fprintf(a.out, "%s: the portal has what the database has.\n", a.success("No difference"))
	}
	return nil
}

// schemaMerge writes into a portal's file what the database has and the portal has not.
func (a *app) schemaMerge(database *pull.Database, o pulling) error {
	folder, name := filepath.Dir(o.file), filepath.Base(o.file)
	policy, err := a.declaredIn(folder)
	if err != nil {
		return err
	}
	merged, err := database.Merge(pull.Comparison{Portal: policy, Declared: o.declared}, name)
	if err != nil {
		return err
	}
	there, err := os.ReadFile(o.file)
	if isNew := errors.Is(err, fs.ErrNotExist); err != nil && !isNew {
		return fmt.Errorf("cannot read %s: %w", o.file, withoutPath(err))
	}
	if err != nil || !bytes.Equal(there, merged.Text) {
		if err := writeFile(o.file, merged.Text); err != nil {
			return err
		}
	}
	diags := noteDiagnostics(merged.Notes)
	if a.json {
		return a.documentWith(diags, pullDocument{Tables: merged.Tables, File: o.file, Changes: changesOf(folder, merged.Changes), Others: changesOf(folder, merged.Others)})
	}
	if err := a.warn(nil, diags); err != nil {
		return err
	}
	if len(there) == 0 && len(merged.Others) == 0 {
		fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Pulled"), data.Plural(merged.Tables, "table"), o.file)
		return nil
	}
	a.tellChanges(a.out, folder, merged.Changes)
	if len(merged.Others) > 0 {
		fmt.Fprintf(a.err, "Not written, since another file has the table:\n")
		a.tellChanges(a.err, folder, merged.Others)
	}
	if bytes.Equal(there, merged.Text) {
		fmt.Fprintf(a.out, "Nothing to change in %s\n", o.file)
	} else {
		fmt.Fprintf(a.out, "%s into %s\n", a.success("Merged"), o.file)
	}
	return nil
}

// tellChanges prints a line for each difference, with its place.
func (a *app) tellChanges(to io.Writer, folder string, changes []pull.Change) {
	for _, c := range changesOf(folder, changes) {
		place := ""
		if c.File != "" {
			place = fmt.Sprintf("%s:%d: ", c.File, c.Line)
		}
		fmt.Fprintf(to, "%s%s: %s\n", place, c.Table, c.Text)
	}
}

func changesOf(folder string, changes []pull.Change) []changeDocument {
	out := make([]changeDocument, len(changes))
	for i, c := range changes {
		out[i] = changeDocument{Change: string(c.Kind), Table: c.Table, Field: c.Field, Relation: c.Relation, Text: c.Text, Line: c.At.Start.Line}
		if c.At.Filename != "" {
			out[i].File = filepath.ToSlash(filepath.Join(folder, filepath.FromSlash(c.At.Filename)))
		}
	}
	return out
}

// noteDiagnostics gives a warning for each table of which something is noted.
func noteDiagnostics(notes []pull.Note) hcl.Diagnostics {
	diags := hcl.Diagnostics{}
	table := ""
	for _, n := range notes {
		if len(diags) == 0 || n.Table != table {
			table = n.Table
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagWarning,
				Summary:  "Not quite in the language",
				Detail:   fmt.Sprintf("Of the table %q:", table),
			})
		}
		diags[len(diags)-1].Detail += "\n- " + n.Text
	}
	return diags
}
