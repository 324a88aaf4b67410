package policy

import (
	"fmt"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"portcullis/rego/scalar"
)

// Cond is a typed condition: true, false or unknown of a request. Sugar has
// been taken out: `own` is a comparison, `contains` an [Any], `x != y` the
// [Not] of a [Compare], `x == null` an [IsNull]. `c ? a : b` stays.
//
//sumtype:decl
type Cond interface {
	cond()
	Source() hcl.Range
}

// Value is a typed scalar or list operand of a condition.
//
//sumtype:decl
type Value interface {
	value()
	Type() Type
	Source() hcl.Range
}

// Seq is what [Any], [All] and [Length] range over.
//
//sumtype:decl
type Seq interface {
	seq()
	Source() hcl.Range
}

// Expr carries the place in the source; every node embeds it.
type Expr struct{ Range hcl.Range }

// Source gives the place of the node in the policy.
func (e Expr) Source() hcl.Range { return e.Range }

// Conditions.
type (
	// Const is true or false, whatever the request.
	Const struct {
		Expr
		Value bool
	}
	// Not swaps true and false and keeps unknown.
	Not struct {
		Expr
		X Cond
	}
	// And is Kleene's.
	And struct {
		Expr
		X, Y Cond
	}
	// Or is Kleene's.
	Or struct {
		Expr
		X, Y Cond
	}
	// Choice is `If ? Then : Else`: (If && Then) || (!If && Else).
	Choice struct {
		Expr
		If, Then, Else Cond
	}
	// Compare is X Op Y of two values of one type; neither is the constant null.
	Compare struct {
		Expr
		Op   CompareOp
		X, Y Value
	}
	// IsNull is `X == null`; it is unknown only where X cannot be looked at.
	IsNull struct {
		Expr
		X Value
	}
	// Text is a predicate of two strings, such as startswith.
	Text struct {
		Expr
		Op   scalar.Predicate
		X, Y Value
	}
	// Truth is a bool value that stands as a condition.
	Truth struct {
		Expr
		X Value
	}
	// Any is true if Body is of some element, false if it is of every one.
	Any struct {
		Expr
		Over Seq
		Var  *Var
		Body Cond
	}
	// All is true if Body is of every element, false if it is of some.
	All struct {
		Expr
		Over Seq
		Var  *Var
		Body Cond
	}
	// Named is `condition.NAME`, asked of row, or `holds(RECORD, condition.NAME)`,
	// asked of another record.
	Named struct {
		Expr
		Condition *Condition
		Of        *Record // nil for row
		When      Cond    // the condition with the record in place of row; nil for row
	}
	// Visible is `visible(RECORD)`: the person may view that row of its table.
	Visible struct {
		Expr
		Of    Record
		Table *Table
		When  Cond // what the policy says of it, written out; nil until all statements are known
	}
	// Granted is true of people who have the profile, and false of others. The
	// language has no words for it: it is what Visible is written out with.
	Granted struct {
		Expr
		Profile *Profile
	}
)

// Record is a row that to-one relations lead to.
type Record struct {
	Root  Root
	Var   *Var // of RootVar
	Steps []*Relation
}

// Asked gives the condition that is named, as it is asked.
func (c *Named) Asked() Cond {
	if c.Of != nil {
		return c.When
	}
	return c.Condition.When
}

// CompareOp is ==, <, <=, > or >=.
type CompareOp string

// The comparisons. `!=` is the [Not] of ==.
const (
	Eq CompareOp = "=="
	Lt CompareOp = "<"
	Le CompareOp = "<="
	Gt CompareOp = ">"
	Ge CompareOp = ">="
)

// Root is where a path begins.
type Root int

// The roots of paths.
const (
	RootRow  Root = iota + 1 // the row as stored; of create and import, the row to be
	RootNew                  // the row as it would be after the write
	RootUser                 // the person's row of the users table
	RootVar                  // the row that a Var stands for
)

// AllRoots are the names that expressions begin with.
var AllRoots = []string{"row", "new", "user", "team", "now", "today", "local", "condition", "all", "own"}

// Var stands for each element of a [Seq] in turn. Two Vars are the same only
// if they are one pointer.
type Var struct {
	Name  string
	Table *Table // the elements are its rows; nil where they are scalars
	Elem  Type   // of scalars
}

// Values.
type (
	// Literal is a constant of type T, or null.
	Literal struct {
		Expr
		T     Type
		Value cty.Value // dates, timestamps and enum values are strings; never unknown
	}
	// Path is a field reached from a root over to-one relations.
	Path struct {
		Expr
		Root  Root
		Var   *Var // of RootVar
		Steps []*Relation
		Field *Field
	}
	// Element is the scalar that a Var stands for.
	Element struct {
		Expr
		Var *Var
	}
	// Login is `user.login`.
	Login struct {
		Expr
		T Type // of the login field, or string
	}
	// UserProperty is `user.NAME` of `user_properties`.
	UserProperty struct {
		Expr
		Property *Property
	}
	// TeamName is `team.name`.
	TeamName struct{ Expr }
	// TeamPropertyOf is `team.NAME`.
	TeamPropertyOf struct {
		Expr
		Property *Property
	}
	// Now is `now`, a timestamp.
	Now struct{ Expr }
	// Today is `today`, the date of now in the portal's time zone.
	Today struct{ Expr }
	// Hour is `hour(now)`, from 0 to 23 in the portal's time zone.
	Hour struct{ Expr }
	// Weekday is `weekday(today)`, from 1, a Monday, to 7, a Sunday.
	Weekday struct{ Expr }
	// Midnight is the instant at which a date made of `today` and constants
	// begins in the portal's time zone.
	Midnight struct {
		Expr
		X Value // Today, or a DateAdd of such
	}
	// Changed is what a function makes of a text, such as lower.
	Changed struct {
		Expr
		By scalar.Change
		X  Value
	}
	// Coalesce is Y where X is null, else X.
	Coalesce struct {
		Expr
		X, Y Value
	}
	// IfValue is `If ? Then : Else` between values; it distributes over the
	// condition that it stands in.
	IfValue struct {
		Expr
		If         Cond
		Then, Else Value
	}
	// TimeAdd is a timestamp moved by a constant duration.
	TimeAdd struct {
		Expr
		X  Value
		By time.Duration
	}
	// DateAdd is a date moved by a constant number of days.
	DateAdd struct {
		Expr
		X    Value
		Days int
	}
	// Template is a text of one part after the other, each of constants or of
	// what is known of the person: null if one of them is.
	Template struct {
		Expr
		Parts []Value // texts, numbers, bools and enum values
	}
	// Length is the number of elements of a list.
	Length struct {
		Expr
		Over Seq
	}
)

// Sequences.
type (
	// LiteralSeq is a constant list; its elements may be null.
	LiteralSeq struct {
		Expr
		Elem   Type
		Values []cty.Value
	}
	// FieldSeq is a list field or property.
	FieldSeq struct {
		Expr
		X Value // Path, UserProperty or TeamPropertyOf of a list type
	}
	// RowSeq is the rows that a to-many relation leads to, from a root over
	// to-one relations.
	RowSeq struct {
		Expr
		Root     Root
		Var      *Var // of RootVar
		Steps    []*Relation
		Relation *Relation // the to-many one
	}
)

func (*Const) cond()   {}
func (*Not) cond()     {}
func (*And) cond()     {}
func (*Or) cond()      {}
func (*Choice) cond()  {}
func (*Compare) cond() {}
func (*IsNull) cond()  {}
func (*Text) cond()    {}
func (*Truth) cond()   {}
func (*Any) cond()     {}
func (*All) cond()     {}
func (*Named) cond()   {}
func (*Visible) cond() {}
func (*Granted) cond() {}

func (*Literal) value()        {}
func (*Path) value()           {}
func (*Element) value()        {}
func (*Login) value()          {}
func (*UserProperty) value()   {}
func (*TeamName) value()       {}
func (*TeamPropertyOf) value() {}
func (*Now) value()            {}
func (*Today) value()          {}
func (*Hour) value()           {}
func (*Weekday) value()        {}
func (*Midnight) value()       {}
func (*Changed) value()        {}
func (*Coalesce) value()       {}
func (*IfValue) value()        {}
func (*TimeAdd) value()        {}
func (*DateAdd) value()        {}
func (*Template) value()       {}
func (*Length) value()         {}

func (*LiteralSeq) seq() {}
func (*FieldSeq) seq()   {}
func (*RowSeq) seq()     {}

// Operands gives the values that a value is made of, without those of what it
// ranges over or asks.
func Operands(v Value) []Value {
	switch v := v.(type) {
	case *Literal, *Path, *Element, *Login, *UserProperty, *TeamName, *TeamPropertyOf, *Now, *Today, *Hour, *Weekday, *Length:
		return nil
	case *Changed:
		return []Value{v.X}
	case *Coalesce:
		return []Value{v.X, v.Y}
	case *IfValue:
		return []Value{v.Then, v.Else}
	case *TimeAdd:
		return []Value{v.X}
	case *DateAdd:
		return []Value{v.X}
	case *Midnight:
		return []Value{v.X}
	case *Template:
		return v.Parts
	default:
		panic(fmt.Sprintf("policy: a value of kind %T", v))
	}
}

// Type gives the type of the constant; of null, the type that it stands for.
func (v *Literal) Type() Type { return v.T }

// Type gives the field's type.
func (v *Path) Type() Type { return v.Field.Type }

// Type gives the type of the sequence's elements.
func (v *Element) Type() Type { return v.Var.Elem }

// Type gives the type of the login field, or string.
func (v *Login) Type() Type { return v.T }

// Type gives the property's type.
func (v *UserProperty) Type() Type { return v.Property.Type }

// Type gives string.
func (v *TeamName) Type() Type { return Type{Kind: String} }

// Type gives the property's type.
func (v *TeamPropertyOf) Type() Type { return v.Property.Type }

// Type gives timestamp.
func (v *Now) Type() Type { return Type{Kind: Timestamp} }

// Type gives date.
func (v *Today) Type() Type { return Type{Kind: Date} }

// Type gives number.
func (v *Hour) Type() Type { return Type{Kind: Number} }

// Type gives number.
func (v *Weekday) Type() Type { return Type{Kind: Number} }

// Type gives timestamp.
func (v *Midnight) Type() Type { return Type{Kind: Timestamp} }

// Type gives string.
func (v *Changed) Type() Type { return Type{Kind: String} }

// Type gives the type of X, or of Y where X is the constant null.
func (v *Coalesce) Type() Type { return v.X.Type() }

// Type gives the type of both branches.
func (v *IfValue) Type() Type { return v.Then.Type() }

// Type gives timestamp.
func (v *TimeAdd) Type() Type { return Type{Kind: Timestamp} }

// Type gives date.
func (v *DateAdd) Type() Type { return Type{Kind: Date} }

// Type gives string.
func (v *Template) Type() Type { return Type{Kind: String} }

// Type gives number.
func (v *Length) Type() Type { return Type{Kind: Number} }
