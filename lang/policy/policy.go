package policy

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Policy is a portal that has been read, resolved and typed without an error.
// Every name in it is a pointer to what it names. Lists are in the order of
// names, but for Statements, which are in the order of file name and line, the
// fields of a table and what lists them, which are in the order of the table's
// declaration, and menus.
type Policy struct {
	Portal     *Portal
	Tables     []*Table
	Reports    []*Report
	Forms      []*Form
	Components map[StatementKind][]*Component // by kind: those of [form.Components]
	Teams      []*Team
	Conditions []*Condition
	Profiles   []*Profile
	Statements []*Statement
	Files      []*File // the *.portal.hcl files, in the order of their names

	Locals map[string]cty.Value // evaluated

	Uses *Uses // where names are written; nil unless somebody asked for it
}

// File is one source file.
type File struct {
	Name  string // relative to the portal's directory, with slashes
	Bytes []byte
}

// Portal is the `portal` block.
type Portal struct {
	Name           string
	Description    string
	Users          *Table // nil where the portal has no users table
	Login          *Field // of Users; nil without one
	UserProperties []*Property
	TeamProperties []*Property
	Timezone       string // of the tz database; "" is UTC
	Zone           scalar.Zone
	Range          hcl.Range
}

// Key is what tells the rows of a table apart: a field, or several together. That
// of a relation holds, field by field, the key of the row on the other side.
type Key []*Field

// Has reports whether a field is of the key.
func (k Key) Has(f *Field) bool { return slices.Contains(k, f) }

// Is reports whether a field is the key, alone.
func (k Key) Is(f *Field) bool { return len(k) == 1 && k[0] == f }

// Names gives the names of the fields, in the order of the key.
func (k Key) Names() []string {
	names := make([]string, len(k))
	for i, f := range k {
		names[i] = f.Name
	}
	return names
}

// Property is a fact about a person or a team that is not in a table.
type Property struct {
	Name  string
	Type  Type
	Range hcl.Range
}

// Table is a `table` block.
type Table struct {
	Name        string
	Description string
	Source      string // the physical table
	Key         Key    // its fields are never null; of several, each is Required
	Owner       *Field // nil where rows have no owner
	Fields      []*Field
	Relations   []*Relation
	Actions     []string // every action that rows of the table have, sorted: the built-in ones and the declared
	Range       hcl.Range
}

// Field is a column of a table.
type Field struct {
	Name        string
	Description string
	Type        Type
	Required    bool
	Sensitive   string // its class, or ""
	Column      string // the physical column

	// Default is what a new row has where the field is neither sent nor set: a
	// *Literal, a *Now or a *Today; nil for null. Generated says that the database
	// fills it in then, with what is not known before; such a field has no Default.
	Default   Value
	Generated bool

	Range hcl.Range
}

// Relation leads from a row to one row of another table (belongs_to) or to many (has_many).
type Relation struct {
	Name   string
	Many   bool
	Target *Table
	Key    Key // belongs_to: of the table that declares it; has_many: of Target
	Range  hcl.Range
}

// Report is a saved view of a table.
type Report struct {
	Name        string
	Description string
	Table       *Table
	Rows        Cond     // nil: all
	Fields      []*Field // in the table's order, the key among them
	Range       hcl.Range
}

// Form is a way to create rows of a table.
type Form struct {
	Name        string
	Description string
	Table       *Table
	Fields      []*Field // in the table's order
	Range       hcl.Range
}

// Component is a page, a dashboard, a channel or a capability.
type Component struct {
	Name        string
	Description string
	Range       hcl.Range
}

// Team is a declared team.
type Team struct {
	Name        string
	Description string
	Profiles    []*Profile
	Properties  []TeamProperty // in the order of names; those left out are null
	Range       hcl.Range
}

// TeamProperty is what a declared team has for a property.
type TeamProperty struct {
	Property *Property
	Value    cty.Value // of the property's type, or null
}

// Condition is a `condition` block: a row condition with a name.
type Condition struct {
	Name  string
	Table *Table
	When  Cond
	Range hcl.Range

	Tests Tests // see expanded
}

// Profile is a `profile` block.
type Profile struct {
	Name        string
	Title       string
	Description string
	Default     bool       // given to people who have no other profile
	Anonymous   bool       // given to requests without a login, and to nobody else
	Includes    []*Profile // as written
	Closure     []*Profile // itself and all that it includes, directly or through others, in the order of names
	Reveal      []string   // classes, sorted
	Menu        []*Section
	Statements  []*Statement
	Range       hcl.Range
}

// Section is a part of a profile's menu.
type Section struct {
	Name  string
	Label string // its name where none is given
	Items []*Item
	Range hcl.Range
}

// Item is an entry of a menu.
type Item struct {
	Kind  StatementKind // table, report, form, page or dashboard
	Name  string
	Label string // its name where none is given
	As    string // object, board, page or dashboard
	Range hcl.Range
}

// Effect says whether a statement permits or restricts.
type Effect int

// The effects of statements.
const (
	Allow Effect = iota + 1
	Deny
)

func (e Effect) String() string {
	if e == Deny {
		return "deny"
	}
	return "allow"
}

// StatementKind is the kind of things that a statement is about.
type StatementKind = form.ResourceKind

// The kinds of statement.
const (
	KindTable      = form.KindTable
	KindReport     = form.KindReport
	KindForm       = form.KindForm
	KindPage       = form.KindPage
	KindDashboard  = form.KindDashboard
	KindChannel    = form.KindChannel
	KindCapability = form.KindCapability
	KindMessage    = form.KindMessage
)

// Statement is an `allow` or a `deny`, wildcards expanded.
type Statement struct {
	Effect   Effect
	Kind     StatementKind
	Profile  *Profile
	Wildcard bool     // the name was "*"
	Bare     bool     // it has no `rows`, not even `all`
	Targets  []Target // one for each thing named; for message one, named "*"
	When     Cond     // nil: always
	Message  string   // the author's words, or ""
	Users    []cty.Value
	Profiles []*Profile
	// Anyone is true of a message statement that names neither users nor profiles.
	Anyone bool
	File   string // relative to the portal's directory, with slashes
	Line   int
	Range  hcl.Range // of the statement's header
}

// Target is one thing that a statement is about, with the statement's
// attributes bound to it.
type Target struct {
	Name    string
	Actions []string // sorted; those that the thing has, ["*"] expanded

	// The rest is for tables, reports and forms.
	Table  *Table  // of the report or form, too
	Report *Report // nil but for a report
	Form   *Form   // nil but for a form

	Rows     Cond // nil: all rows
	Check    Cond // nil: none
	Partial  bool // a deny with `fields`: it takes these fields, and leaves the row
	Fields   []FieldUse
	ReadOnly []*Field
	Masks    []Mask
	Sets     []Set
}

// Keeps reports whether the target's statement, though it covers the field, lets nobody
// write it.
func (t *Target) Keeps(f *Field) bool { return slices.Contains(t.ReadOnly, f) }

// FieldUse is a field that a statement covers (or, for a deny with `fields`, takes).
type FieldUse struct {
	Field *Field
	Named bool // by `fields`, rather than by being among all or not in `hide`
}

// Mask is what is shown in place of a field.
type Mask struct {
	Field *Field
	Value cty.Value    // of the field's type (any text for an enum), or null
	Piece scalar.Piece // in its place, a part of the field's own value; else zero
}

// Text writes the mask as a policy does.
func (m Mask) Text() string {
	if m.Piece != (scalar.Piece{}) {
		return m.Piece.String()
	}
	return ConstantText(m.Value)
}

// Set is a value that a write gets.
type Set struct {
	Field *Field
	Value Value
}
