package pull

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"portcullis/lang"
)

// database is what the catalogue of a database says, in its own names.
type database struct {
	tables []*table
	// usual is the schema that names without one are of; folds says that capital and
	// small letters are the same in names; loose, that a column takes values that its
	// declared type does not say.
	usual        string
	folds, loose bool
}

type table struct {
	schema     string // "" where tables have none, or where it is the usual one
	name       string
	kind       string // "table", "view" and the like
	comment    string
	columns    []*column
	primary    []string   // the columns of the primary key, in its order
	unique     [][]string // the columns of every other unique index over all rows
	references []reference
}

type column struct {
	name     string
	comment  string
	declared string     // its type, as the database has it
	typ      *lang.Type // nil where the language has none for it
	required bool       // never null
	// initial is the expression that gives a new row its value, where none is given;
	// "" for null. A generated one is worked out otherwise, or counted.
	initial   string
	generated bool
	note      string // what is to be known of how the type was taken, or why there is none
}

// reference is a foreign key.
type reference struct {
	columns []string
	schema  string
	table   string
	to      []string
}

// sort of a table in words.
const (
	isTable            = "table"
	isView             = "view"
	isMaterializedView = "materialized view"
	isForeignTable     = "foreign table"
)

// stored tells whether others may refer to its rows.
func (t *table) stored() bool { return t.kind == isTable || t.kind == isForeignTable }

func (t *table) column(name string) *column {
	i := slices.IndexFunc(t.columns, func(c *column) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return t.columns[i]
}

// physical is the table's name in SQL, as the `source` of a table has it.
func (t *table) physical() string {
	if t.schema == "" {
		return t.name
	}
	return t.schema + "." + t.name
}

// sort puts in an order of their own what databases list in any.
func (d *database) sort() {
	slices.SortFunc(d.tables, func(a, b *table) int {
		return cmp.Or(cmp.Compare(a.schema, b.schema), cmp.Compare(a.name, b.name))
	})
	for _, t := range d.tables {
		slices.SortStableFunc(t.unique, slices.Compare)
		slices.SortStableFunc(t.references, func(a, b reference) int {
			return cmp.Or(slices.Compare(t.places(a.columns), t.places(b.columns)), cmp.Compare(a.schema, b.schema), cmp.Compare(a.table, b.table), slices.Compare(a.to, b.to))
		})
		t.references = slices.CompactFunc(t.references, func(a, b reference) bool { // declared twice
			return slices.Equal(a.columns, b.columns) && a.schema == b.schema && a.table == b.table && slices.Equal(a.to, b.to)
		})
	}
}

// places gives where columns stand in the table.
func (t *table) places(columns []string) []int {
	places := make([]int, len(columns))
	for i, name := range columns {
		places[i] = slices.IndexFunc(t.columns, func(c *column) bool { return c.name == name })
	}
	return places
}

// enumOf gives the type of a column that has one of the values; false where a
// policy cannot name them all, since HCL reads its texts as NFC.
func enumOf(values []string) (*lang.Type, bool) {
	seen := map[string]bool{}
	for _, v := range values {
		if !Sayable(v) || seen[v] {
			return nil, false
		}
		seen[v] = true
	}
	return &lang.Type{Kind: lang.Enum, Values: values}, len(values) > 0
}

// Sayable tells whether a text of a policy can be this one.
func Sayable(s string) bool { return utf8.ValidString(s) && norm.NFC.IsNormalString(s) }
