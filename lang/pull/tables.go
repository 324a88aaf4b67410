package pull

import (
	"context"
	"errors"

	"portcullis/lang"
)

// Table is a table of a database as a portal has it: for those who write more than the
// tables.
type Table struct {
	Schema, Name string // as the database has them; the schema is "" for the usual one
	Ident        string
	Key          []string // the fields that are the key
	Refused      string   // why a portal cannot have the table; "" where it can
	Fields       []Field
	Relations    []Relation
	Notes        []string
}

// Field is a column that a portal can have.
type Field struct {
	Ident, Name string
	Declared    string // its type, as the database has it
	Type        lang.Type
	Required    bool
	Default     string // as the language has it
	Generated   bool
	Inexact     string // what the type does not say of the column; "" where it says all
}

// Relation is a belongs_to, or a has_many.
type Relation struct {
	Ident string
	Many  bool
	Table string
	Key   []string
}

// Tables reads the tables of a PostgreSQL database, and nothing of others.
func Tables(ctx context.Context, url string) ([]Table, error) {
	if !IsPostgres(url) {
		return nil, errors.New("the URL has the form postgres://USER@HOST:PORT/DATABASE")
	}
	d, err := readPostgres(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	return tablesOf(d), nil
}

func tablesOf(d *database) []Table {
	d.sort()
	var out []Table
	for _, b := range arrange(d, nil) {
		t := Table{Schema: b.schema, Name: b.name, Ident: b.ident, Refused: b.refused, Notes: b.notes}
		t.Key = idents(b.key)
		for _, f := range b.fields {
			initial, generated := f.whenCreated()
			t.Fields = append(t.Fields, Field{
				Ident: f.ident, Name: f.name, Declared: f.declared, Type: *f.typ, Required: f.required,
				Default: initial, Generated: generated, Inexact: f.note,
			})
		}
		for _, r := range b.relations {
			t.Relations = append(t.Relations, Relation{Ident: r.ident, Many: r.many, Table: r.table.ident, Key: idents(r.key)})
		}
		out = append(out, t)
	}
	return out
}

// Declared is a table as statements declare it.
type Declared struct {
	Schema, Name string
	Columns      []DeclaredColumn
	Primary      []string
	Unique       [][]string
	References   []Reference
}

// DeclaredColumn is a column of one. Its type's name is that of PostgreSQL's catalogue.
type DeclaredColumn struct {
	Name      string
	Type      string
	Values    []string // of an enum
	Array     bool
	Required  bool
	Initial   string // as PostgreSQL prints it
	Generated bool
}

// Reference is a foreign key.
type Reference struct {
	Columns       []string
	Schema, Table string
	To            []string // none for the primary key
}

// Arrange gives declared tables as a portal has them.
func Arrange(declared []*Declared) []Table {
	d := &database{}
	for _, from := range declared {
		t := &table{schema: from.Schema, name: from.Name, kind: isTable, primary: from.Primary, unique: from.Unique}
		for _, c := range from.Columns {
			to := &column{name: c.Name, declared: c.Type, required: c.Required, initial: c.Initial, generated: c.Generated}
			to.typ, to.note = declaredType(c)
			t.columns = append(t.columns, to)
		}
		for _, r := range from.References {
			to := r.To
			for _, other := range declared {
				if len(to) == 0 && other.Schema == r.Schema && other.Name == r.Table {
					to = other.Primary
				}
			}
			t.references = append(t.references, reference{columns: r.Columns, schema: r.Schema, table: r.Table, to: to})
		}
		d.tables = append(d.tables, t)
	}
	return tablesOf(d)
}

func declaredType(c DeclaredColumn) (*lang.Type, string) {
	typ, note := (*lang.Type)(nil), ""
	kind, ok := exact[c.Type]
	near, nearly := inexact[c.Type]
	switch {
	case c.Values != nil:
		if typ, ok = enumOf(c.Values); !ok {
			return nil, unsayable
		}
	case ok:
		typ = &lang.Type{Kind: kind}
	case nearly:
		typ, note = &lang.Type{Kind: near.kind}, near.note
	case c.Type == "citext":
		typ, note = &lang.Type{Kind: lang.String}, citextNote
	default:
		return nil, unmapped
	}
	if c.Array {
		return &lang.Type{Kind: lang.List, Elem: typ}, note
	}
	return typ, note
}
