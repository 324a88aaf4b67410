package form

import "slices"

// Form is the decision form of a portal.
type Form struct {
	Portal         string
	Timezone       string // of the tz database, by which now has a date and an hour; "" is UTC
	Users          *Users // nil where the portal has no users table
	UserProperties []Property
	TeamProperties []Property
	Teams          []*Team
	Profiles       []*Profile
	Tables         []*Table
	Statements     []*Statement // in the order of file and line
	Resources      []*Resource  // tables, reports and forms, then the components
}

// Effect says whether a statement permits or restricts.
type Effect string

// The effects.
const (
	Allow Effect = "allow"
	Deny  Effect = "deny"
)

// Statement is an allow or a deny of a profile.
type Statement struct {
	ID      string // file:line
	Order   int    // its place among all statements
	Effect  Effect
	Profile string
	Message string // the author's words for who is refused, or ""
	Bare    bool   // it has no `rows`, not even `all`

	// When is what proves that an allow is in force, or that a deny is not.
	When    Formula
	Clauses []*Clause // one for each table that it names; one, without a table, for components

	Letter *Letter // of statements on messages
}

// Clause is a statement with its conditions lowered for one table.
type Clause struct {
	Statement *Statement
	Table     *Table // nil for components

	// Rows is what proves that an allow applies to Row, or that a deny spares it.
	Rows Formula
	// Rowless says that it is about all rows, whatever it is lowered to.
	Rowless bool
	// Check is what proves that New satisfies the `check`; nil without one.
	Check Formula
	Sets  []Set
}

// Idle reports that a deny can never apply.
func (c *Clause) Idle() bool {
	return c.Statement.Effect == Deny && (Certain(c.Rows) || Certain(c.Statement.When))
}

// RowBlind reports whether it does not depend on rows that the clause applies:
// an allow that does to every row, a deny that spares none.
func (c *Clause) RowBlind() bool {
	if c.Statement.Effect == Deny {
		return Impossible(c.Rows)
	}
	return Certain(c.Rows)
}

// Timed reports whether it depends on the person or the time that the statement
// is in force.
func (s *Statement) Timed() bool {
	if s.Effect == Deny {
		return !Impossible(s.When)
	}
	return !Certain(s.When)
}

// Set is a value that an allow gives to a write: the value of the first case
// that holds, null if Null does, and else unknown, which refuses the write.
type Set struct {
	Field *Field
	Cases []Case
	Null  Formula
}

// Case is a value that there is where When holds. The value is known there.
type Case struct {
	When Formula
	X    Operand
}

// Letter says whom a statement on messages names.
type Letter struct {
	Users    []Constant // users-table keys
	Profiles []string
	Anyone   bool // it names neither users nor profiles
}

// Mode is how an action is decided.
type Mode string

// The modes.
const (
	Standing Mode = "standing" // without a row: components, manage_structure
	OnRow    Mode = "row"      // on an existing row
	Update   Mode = "update"
	Create   Mode = "create" // create, import, and access to a form
	Message  Mode = "message"
)

// Writes reports whether an action of the mode makes or changes a row.
func (m Mode) Writes() bool { return m == Update || m == Create }

// Existing reports whether an action of the mode is on a row that there is.
func (m Mode) Existing() bool { return m == OnRow || m == Update }

// Resource is a thing that can be acted on.
type Resource struct {
	Kind   ResourceKind
	Name   string
	Table  *Table          // of tables, reports and forms
	Rows   Formula         // of reports: what proves that a row is in it; else nil
	Fields []*Field        // of tables, reports and forms, in the table's order
	Modes  map[string]Mode // by action
	Uses   []*Use          // in the order of statements; a table's denies are also uses of its reports and forms
}

// Part is what a statement does to a resource's action.
type Part string

// The parts.
const (
	Permits Part = "allow"
	Refuses Part = "deny"   // the row
	Locks   Part = "lock"   // takes fields, leaves the row
	Demands Part = "demand" // refuses what does not satisfy its check
)

// Use is a statement at work on one resource.
type Use struct {
	Clause  *Clause
	Part    Part
	Actions []string // of the resource, sorted

	// Of allows: the fields that it covers for view, plain and masked, and for
	// writing. A field in Classed is covered only for holders of one of the
	// profiles that it names.
	Plain   []*Field
	Masks   []Mask
	Writes  []*Field
	Classed []Classed

	Locked []*Field // of locks
}

// Classed is a sensitive field of an allow that the statement's own profile
// does not reveal, with the profiles through which it is revealed.
type Classed struct {
	Field *Field
	By    []string
}

// Visited reports whether people without a login have profiles.
func (f *Form) Visited() bool {
	return slices.ContainsFunc(f.Profiles, func(p *Profile) bool { return p.Anonymous })
}

// Resource gives the resource of a kind and name, or nil.
func (f *Form) Resource(kind ResourceKind, name string) *Resource {
	for _, r := range f.Resources {
		if r.Kind == kind && r.Name == name {
			return r
		}
	}
	return nil
}

// On reports whether the statement bears on an action of the resource.
func (u *Use) On(action string) bool {
	for _, a := range u.Actions {
		if a == action {
			return true
		}
	}
	return false
}
