package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/lang/pull"
)

// examplePull works in the repository.
const examplePull = `  portcullis schema pull examples/stacker-orders/base.sqlite
  portcullis schema pull examples/stacker-orders/base.sqlite -o schema.portal.hcl`

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
	var (
		o       pulling
		schemas []string
	)
	c := &cobra.Command{
		Use:   "pull SOURCE [--schema S] [-o FILE]",
		Short: "Write the table blocks of a real database",
		Long: `Reads the tables of a database and writes them as the table blocks of a portal:
fields with their types, what is required, enums, keys, and for each foreign key
a belongs_to and a has_many. SOURCE is postgres://USER@HOST:PORT/DATABASE, where
the driver takes a password from PGPASSWORD or ~/.pgpass; or
mysql://USER@HOST:PORT/DATABASE of MySQL or MariaDB, with a password from
MYSQL_PWD, ?socket=PATH for a Unix socket and ?tls=true; or the path of an SQLite
file.

A FILE that is there and has something else, which may be somebody's work, is only
replaced with --force.

The database is only read, and no account or password is written. What the
language cannot say of it stands in comments and is told on stderr: a column
whose type it does not have, a table without a key of one column, a reference
over several.`,
		Example: examplePull,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("schema pull needs one database: postgres://…, mysql://… or the path of an SQLite file")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.schemaPull(c.Context(), args[0], o, schemas)
		},
	}
	c.Flags().StringVarP(&o.file, "output", "o", "", "write to `FILE` instead of stdout")
	c.Flags().BoolVar(&o.force, "force", false, "replace FILE, though it has something else")
	c.Flags().StringArrayVar(&schemas, "schema", nil, "only tables of PostgreSQL's schema `S`; may be given several times")
	_ = c.MarkFlagFilename("output", "hcl")
	return c
}

// pulling says where pulled tables go.
type pulling struct {
	file  string
	force bool
}

// write writes what was pulled, unless that would overwrite what somebody may
// have written by hand.
func (o pulling) write(text []byte) error {
	if there, err := readRegular(o.file); err == nil && !o.force && !bytes.Equal(there, text) {
		return fmt.Errorf("%s has something else than the database: it was edited, or the database was changed since; --force replaces it, and without -o the tables go to stdout", o.file)
	}
	return writeFile(o.file, text)
}

func (a *app) schemaPull(ctx context.Context, source string, o pulling, schemas []string) error {
	pulled, err := pull.Schema(ctx, source, schemas...)
	if err != nil {
		return err
	}
	diags := noteDiagnostics(pulled.Notes)
	toStdout := o.file == "" || o.file == "-"
	if !toStdout {
		if err := o.write(pulled.Text); err != nil {
			return err
		}
	}
	if a.json {
		result := pullDocument{Tables: pulled.Tables}
		if toStdout {
			result.Source = string(pulled.Text)
		} else {
			result.File = o.file
		}
		return a.documentWith(diags, result)
	}
	if err := a.warn(nil, diags); err != nil {
		return err
	}
	if toStdout {
		_, err := a.out.Write(pulled.Text)
		return err
	}
	fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Pulled"), counted(pulled.Tables, "table"), o.file)
	return nil
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

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
