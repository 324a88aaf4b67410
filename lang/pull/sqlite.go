package pull

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/ncruces/go-sqlite3/driver" // the driver of SQLite files
)

// readSQLite reads the catalogue of an SQLite file.
func readSQLite(ctx context.Context, name string) (*database, error) {
	switch info, err := os.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", name)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=ro"}).String())
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("cannot read %s as an SQLite database: %w", name, err)
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to undo
	r := &sqliteReader{rows: rows{ctx: ctx, tx: tx}}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("cannot read %s as an SQLite database: %w", name, err)
	}
	return &r.database, nil
}

type sqliteReader struct {
	rows
	database database
}

// read reads the tables. Those that a virtual table keeps its content in are known
// by their names: SQLite itself tells only with the module that they are of (FTS,
// R-Tree).
func (r *sqliteReader) read() error {
	r.database.folds, r.database.loose, r.database.usual = true, true, "main"
	definitions := map[*table]string{}
	var name, kind, definition string
	const query = `
		SELECT l.name, l.type, s.sql FROM pragma_table_list l JOIN sqlite_schema s ON s.type = l.type AND s.name = l.name
		WHERE l.schema = 'main' AND l.type IN ('table', 'view') AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND NOT EXISTS (
			SELECT 1 FROM pragma_table_list v JOIN json_each('["content", "data", "idx", "docsize", "config", "segments", "segdir", "stat", "node", "rowid", "parent"]') AS part
			WHERE v.schema = 'main' AND v.type = 'virtual' AND l.name = v.name || '_' || part.value
		)`
	err := r.each(query, nil, []any{&name, &kind, &definition}, func() {
		t := &table{name: name, kind: kind}
		definitions[t] = definition
		r.database.tables = append(r.database.tables, t)
	})
	if err != nil {
		return err
	}
	r.database.tables = slices.DeleteFunc(r.database.tables, func(t *table) bool {
		return t.kind == isView && r.readColumns(t) != nil // it reads what is not there
	})
	for _, t := range r.database.tables {
		if t.kind == isView {
			continue
		}
		for _, step := range []func(*table) error{r.readColumns, r.readIndexes} {
			if err := step(t); err != nil {
				return err
			}
		}
		takeChecks(t, definitions[t])
	}
	for _, t := range r.database.tables { // which may refer to any other
		if err := r.readReferences(t); err != nil {
			return err
		}
	}
	return nil
}

// rows reads a catalogue within a transaction.
type rows struct {
	ctx context.Context
	tx  *sql.Tx
}

// each reads the rows of a query, one after another, into the same variables.
func (r rows) each(query string, args, into []any, do func()) error {
	rows, err := r.tx.QueryContext(r.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		do()
	}
	return rows.Err()
}

func (r *sqliteReader) readColumns(t *table) error {
	var (
		name, declared string
		required       bool
		initial        string
		filled         bool
		key            int
	)
	primary := map[int]string{}
	const query = `SELECT name, type, "notnull", coalesce(dflt_value, ''), hidden <> 0, pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid`
	err := r.each(query, []any{t.name}, []any{&name, &declared, &required, &initial, &filled, &key}, func() {
		c := &column{name: name, declared: declared, required: required, initial: initial, generated: filled}
		c.typ, c.note = affinity(declared)
		t.columns = append(t.columns, c)
		if key > 0 {
			primary[key] = name
		}
	})
	for i := 1; i <= len(primary); i++ {
		t.primary = append(t.primary, primary[i])
	}
	return err
}

// readIndexes finds the unique indexes over all rows, of columns alone.
func (r *sqliteReader) readIndexes(t *table) error {
	var index string
	var indexes []string
	const query = `SELECT name FROM pragma_index_list(?1) WHERE "unique" AND NOT partial AND origin <> 'pk' ORDER BY name`
	if err := r.each(query, []any{t.name}, []any{&index}, func() { indexes = append(indexes, index) }); err != nil {
		return err
	}
	for _, index := range indexes {
		var name sql.NullString // null for an expression
		var columns []string
		whole := true
		const query = `SELECT name FROM pragma_index_info(?1) ORDER BY seqno`
		err := r.each(query, []any{index}, []any{&name}, func() {
			columns = append(columns, name.String)
			whole = whole && name.Valid
		})
		if err != nil {
			return err
		}
		if whole {
			t.unique = append(t.unique, columns)
		}
	}
	return nil
}

// readReferences finds the foreign keys. SQLite's names are the same in capital
// and small letters, so a reference may spell them otherwise.
func (r *sqliteReader) readReferences(t *table) error {
	var (
		number, last int
		other, from  string
		to           sql.NullString // null: the primary key
	)
	last = -1
	const query = `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?1) ORDER BY id, seq`
	return r.each(query, []any{t.name}, []any{&number, &other, &from, &to}, func() {
		if number != last {
			last = number
			t.references = append(t.references, reference{table: other})
		}
		ref := &t.references[len(t.references)-1]
		ref.columns = append(ref.columns, t.spelled(from))
		for _, target := range r.database.tables {
			if !strings.EqualFold(target.name, other) {
				continue
			}
			ref.table = target.name
			if to.Valid {
				ref.to = append(ref.to, target.spelled(to.String))
			} else {
				ref.to = target.primary
			}
		}
	})
}

// spelled gives a column's name as its table has it.
func (t *table) spelled(name string) string {
	for _, c := range t.columns {
		if strings.EqualFold(c.name, name) {
			return c.name
		}
	}
	return name
}
