package form

import (
	"encoding/json"
	"slices"

	"portcullis/rego/scalar"
)

// What values there are is said in package scalar.
type (
	// Kind says which values a [Type] has.
	Kind = scalar.Kind
	// Type is the type of a field, a property or an operand.
	Type = scalar.Type
)

// The kinds of type.
const (
	String    = scalar.String
	Number    = scalar.Number
	Bool      = scalar.Bool
	Date      = scalar.Date
	Timestamp = scalar.Timestamp
	Enum      = scalar.Enum
	ListOf    = scalar.List
	UUID      = scalar.UUID
	JSON      = scalar.JSON
)

// Table is a table of the schema.
type Table struct {
	Name      string
	Source    string // the physical table, perhaps with its schema: "crm.orders"
	Key       Key    // its fields are never null; of several, each is Required
	Owner     *Field // nil where rows have no owner
	Fields    []*Field
	Relations []*Relation
}

// Field is a column of a table.
type Field struct {
	Name string
	Type
	Required  bool
	Default   Operand // what a new row has where it is neither sent nor set: a Constant, or the Place of Now or Today; nil for null
	Generated bool    // the database fills it in then, with what is not known; it has no Default
	Sensitive string  // its class, or ""
	Column    string  // the physical column
}

// Relation is a relation of a table, that leads from a row to one row of
// another table, or to many.
type Relation struct {
	Name   string
	Many   bool
	Target *Table
	Key    Key // to-one: of the table that has the relation; to-many: of Target
}

// Key is what tells the rows of a table apart: a field, or several together. That
// of a relation holds, field by field, the key of the row on the other side.
type Key []*Field

// Has reports whether a field is of the key.
func (k Key) Has(f *Field) bool { return slices.Contains(k, f) }

// Is reports whether a field is the key, alone.
func (k Key) Is(f *Field) bool { return len(k) == 1 && k[0] == f }

// Names gives the names of the fields, in the order of the key.
func (k Key) Names() Names { return k.each(func(f *Field) string { return f.Name }) }

// Columns gives the physical columns of the fields, in the order of the key.
func (k Key) Columns() Names { return k.each(func(f *Field) string { return f.Column }) }

func (k Key) each(text func(*Field) string) Names {
	out := make(Names, len(k))
	for i, f := range k {
		out[i] = text(f)
	}
	return out
}

// Names are names of a key's fields: in JSON the one, or a list of several.
type Names []string

// MarshalJSON writes the one name, or the list.
func (n Names) MarshalJSON() ([]byte, error) {
	if len(n) == 1 {
		return json.Marshal(n[0])
	}
	return json.Marshal([]string(n))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Names) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*n = Names{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(n))
}

// FieldNames gives the names of fields, in their order.
func FieldNames(fields []*Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Field gives the table's field of a name, or nil.
func (t *Table) Field(name string) *Field {
	i := slices.IndexFunc(t.Fields, func(f *Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return t.Fields[i]
}

// Relation gives the table's relation of a name, or nil.
func (t *Table) Relation(name string) *Relation {
	i := slices.IndexFunc(t.Relations, func(r *Relation) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return t.Relations[i]
}

// Users says which table has the people who log in, and how a person's row is
// known: its login field equals the request's login.
type Users struct {
	Table *Table
	Login *Field
}

// Property is a fact about a person or a team that is not in a table.
type Property struct {
	Name string `json:"name"`
	Type
}

// Team is a declared team: it has only its own profiles and properties.
type Team struct {
	Name       string
	Profiles   []string
	Properties map[string]Constant // every team property, null where none was given
}

// Profile is a role that people have.
type Profile struct {
	Name      string
	Default   bool     // given to people who have no other profile
	Anonymous bool     // given to requests without a login, and to nobody else
	Closure   []string // itself and all that it includes, sorted
	Menu      []Section
}

// Section is a part of a profile's menu.
type Section struct {
	Name  string `json:"section"`
	Label string `json:"label"`
	Items []Item `json:"items"`
}

// Item is an entry of a menu.
type Item struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Label string `json:"label"`
	As    string `json:"as"`
}
