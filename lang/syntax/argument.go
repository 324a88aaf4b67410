package syntax

import (
	"slices"

	"portcullis/lang/policy"
	"portcullis/rego/form"
)

// StatementSyntax is an `allow` or a `deny`. The labels are those after the kind.
type StatementSyntax struct {
	Declaration
	Effect policy.Effect
	Kind   policy.StatementKind

	Actions, Rows, When, Message        Attr
	Fields, Hide, ReadOnly, Mask, Check Attr
	Set, Users, Profiles                Attr
}

// Takes is what the value of an argument is made of.
type Takes int

// What values are made of.
const (
	Words       Takes = iota // texts, names or constants
	Condition                // a condition
	FieldNames               // a list of fields
	FieldValues              // an object with a value for each of some fields
)

// Argument is what there is to know of an argument of statements. Who decodes,
// checks, completes or mutates statements asks the table of them.
type Argument struct {
	Name   string
	Takes  Takes
	Among  bool     // its fields must be among those that the statement covers
	UsedBy []string // the actions that make use of it, `access` being that of forms; nil: all
	// NotForDeny says what to write in place of one in a deny; "" where it may have one.
	NotForDeny string
	kinds      []policy.StatementKind // whose statements have it; nil: of every kind
	at         func(*StatementSyntax) *Attr
}

var (
	onRows   = []policy.StatementKind{policy.KindTable, policy.KindReport}
	onFields = []policy.StatementKind{policy.KindTable, policy.KindReport, policy.KindForm}
	writes   = []string{"create", "update", "import", "access"}
	sees     = append([]string{"view"}, writes...)
)

// Arguments are those of statements, in the order in which they are told of.
var Arguments = []Argument{
	{Name: "actions", kinds: named(), at: func(s *StatementSyntax) *Attr { return &s.Actions }},
	{Name: "rows", Takes: Condition, kinds: onRows, at: func(s *StatementSyntax) *Attr { return &s.Rows }},
	{Name: "users", kinds: []policy.StatementKind{policy.KindMessage}, at: func(s *StatementSyntax) *Attr { return &s.Users }},
	{Name: "profiles", kinds: []policy.StatementKind{policy.KindMessage}, at: func(s *StatementSyntax) *Attr { return &s.Profiles }},
	{Name: "when", Takes: Condition, at: func(s *StatementSyntax) *Attr { return &s.When }},
	{Name: "fields", Takes: FieldNames, kinds: onFields, UsedBy: sees, at: func(s *StatementSyntax) *Attr { return &s.Fields }},
	{
		Name: "hide", Takes: FieldNames, kinds: onFields, UsedBy: sees, at: func(s *StatementSyntax) *Attr { return &s.Hide },
		NotForDeny: "name the fields that it takes in \"fields\".",
	},
	{
		Name: "mask", Takes: FieldValues, Among: true, kinds: onRows, UsedBy: []string{"view"}, at: func(s *StatementSyntax) *Attr { return &s.Mask },
		NotForDeny: "it takes, and gives nothing in place. Masks are for an allow.",
	},
	{
		Name: "read_only", Takes: FieldNames, Among: true, kinds: onFields, UsedBy: writes, at: func(s *StatementSyntax) *Attr { return &s.ReadOnly },
		NotForDeny: "to take fields from writes alone, name them in \"fields\", with actions = [\"update\"].",
	},
	{
		Name: "set", Takes: FieldValues, kinds: onFields, UsedBy: writes, at: func(s *StatementSyntax) *Attr { return &s.Set },
		NotForDeny: "it gives no values to a write. Sets are for an allow.",
	},
	{Name: "check", Takes: Condition, kinds: onFields, UsedBy: writes, at: func(s *StatementSyntax) *Attr { return &s.Check }},
	{Name: "message", at: func(s *StatementSyntax) *Attr { return &s.Message }},
	{Name: "description", at: func(s *StatementSyntax) *Attr { return &s.Description }},
}

// named gives the kinds of things whose statements name actions.
func named() []policy.StatementKind {
	return slices.DeleteFunc(form.Kinds(), func(k policy.StatementKind) bool { return !k.Named() })
}

// ArgumentNamed gives the argument of a name, nil if there is none.
func ArgumentNamed(name string) *Argument {
	for i := range Arguments {
		if Arguments[i].Name == name {
			return &Arguments[i]
		}
	}
	return nil
}

// Serves reports whether an action makes use of the argument.
func (a *Argument) Serves(action string) bool {
	return a.UsedBy == nil || slices.Contains(a.UsedBy, action)
}

// Of gives the argument as a statement has it, nil where it has none.
func (a *Argument) Of(s *StatementSyntax) Attr { return *a.at(s) }

// statementShape gives the arguments of a statement about things of a kind.
func statementShape(kind policy.StatementKind) shape {
	var s shape
	for _, a := range Arguments {
		if a.kinds == nil || slices.Contains(a.kinds, kind) {
			s.attrs = append(s.attrs, a.Name)
		}
	}
	return s
}
