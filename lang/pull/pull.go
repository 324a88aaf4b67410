package pull

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
)

// Result is the tables of a database, written.
type Result struct {
	Text   []byte // HCL, in the form that `fmt` gives
	Tables int    // that a portal can have
	Notes  []Note // what the language cannot say of the database, or not quite
}

// Note is a remark on a table, which stands in the text as a comment too.
type Note struct {
	Table string // as the database names it
	Text  string
}

// ErrNoTables is the error of [Schema] where there is nothing to write.
var ErrNoTables = errors.New("there is no table in it")

// Database is the tables of a database, read.
type Database struct {
	*database
	schemas []string // that were asked for; nil for all
}

// Schema reads the tables of a database and writes them.
func Schema(ctx context.Context, source string, schemas ...string) (*Result, error) {
	d, err := Read(ctx, source, schemas...)
	if err != nil {
		return nil, err
	}
	return d.Write()
}

// Read reads the tables of a database. The source is a URL of PostgreSQL, or of MySQL
// or MariaDB, or the path of an SQLite file; what it says of how to connect is neither
// written nor told in an error. With schemas given, only tables in these are read;
// PostgreSQL alone has any, and the others refuse them.
//
// The database is only read, in one transaction.
func Read(ctx context.Context, source string, schemas ...string) (*Database, error) {
	var (
		d   *database
		err error
	)
	switch {
	case IsPostgres(source):
		d, err = readPostgres(ctx, source, schemas)
	case IsMySQL(source) && len(schemas) > 0:
		return nil, errNoSchemas
	case IsMySQL(source):
		d, err = readMySQL(ctx, source)
	case strings.Contains(source, "://"):
		scheme, _, _ := strings.Cut(source, "://")
		return nil, fmt.Errorf("a database is postgres://…, mysql://… or the path of an SQLite file; %s:// is none of these", scheme)
	case len(schemas) > 0:
		return nil, errors.New("an SQLite file has no schemas to choose from")
	default:
		d, err = readSQLite(ctx, source)
	}
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(d.tables, (*table).stored) {
		return nil, ErrNoTables
	}
	d.sort()
	return &Database{d, schemas}, nil
}

// Write writes the tables.
func (d *Database) Write() (*Result, error) { return write(arrange(d.database, nil)) }

// IsPostgres tells whether a source is a URL of PostgreSQL.
func IsPostgres(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

func write(blocks []*block) (*Result, error) {
	source, diags := lang.FormatSource("schema.portal.hcl", []byte(text(blocks)))
	if diags.HasErrors() {
		return nil, fmt.Errorf("the tables cannot be written: %w", diags)
	}
	r := &Result{Text: source}
	for _, b := range blocks {
		if b.refused != "" {
			r.Notes = append(r.Notes, Note{Table: b.physical(), Text: "left out: " + b.refused})
		} else {
			r.Tables++
		}
		for _, n := range b.notes {
			r.Notes = append(r.Notes, Note{Table: b.physical(), Text: n})
		}
	}
	r.Notes = slices.Clip(r.Notes)
	return r, nil
}
