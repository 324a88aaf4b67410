package form

import (
	"encoding/json"
	"fmt"

	"portcullis/rego/scalar"
)

// Formula is a positive statement about a request: it is provable or it is
// not. A condition of the language is lowered to what proves it true, or to
// what proves it false; where neither is provable it is unknown.
//
//sumtype:decl
type Formula interface{ formula() }

// The formulas.
type (
	// Always holds.
	Always struct{}
	// Never holds.
	Never struct{}
	// Every holds if each part does; it has two parts or more.
	Every []Formula
	// Some holds if one of its parts does; it has two parts or more.
	Some []Formula
	// Known holds if the operand is there, not null, and of its type.
	Known struct{ X Operand }
	// Null holds if what stands at the place is there and null.
	Null struct{ At Place }
	// Relate holds if both operands are known and compare so. They are of one
	// type. Of enums and bools there is no order.
	Relate struct {
		Op   Comparison
		X, Y Operand
	}
	// OneOf holds if the operand is known and among the constants or, with
	// Except, known and not among them. There is at least one.
	OneOf struct {
		X      Operand
		Values []Constant
		Except bool
	}
	// TextTest holds if both strings are known and the predicate is true of
	// them, or false with Not.
	TextTest struct {
		Op   scalar.Predicate
		X, Y Operand
		Not  bool
	}
	// Granted holds of people who have the profile, by inclusion too or, with Not,
	// of all others.
	Granted struct {
		Profile string
		Not     bool
	}
	// Listed holds if the list is there, and a list: of a list field or
	// property, one of its type; of a relation, one of whatever rows.
	Listed struct{ Over List }
	// Exists holds if Body does for some element of the list. It stands beside
	// a Listed of the same list.
	Exists struct {
		Over List
		Var  *Var
		Body Formula
	}
	// ForAll holds if Body does for every element of the list. It stands
	// beside a Listed of the same list.
	ForAll struct {
		Over List
		Var  *Var
		Body Formula
	}
)

// Comparison is a relation between known operands.
type Comparison string

// The comparisons.
const (
	Equal          Comparison = "=="
	NotEqual       Comparison = "!="
	Less           Comparison = "<"
	LessOrEqual    Comparison = "<="
	Greater        Comparison = ">"
	GreaterOrEqual Comparison = ">="
)

// Operand is a value that a formula looks at.
//
//sumtype:decl
type Operand interface {
	operand()
	Type() Type
}

// The operands.
type (
	// Constant is a value of the policy or, in a bound form, of the person or
	// the time. Within formulas it is never null.
	Constant struct {
		T Type
		// Value is a string for strings, enums, uuids, dates and timestamps (as they
		// were written: compare them as instants), a bool, a [Decimal] for
		// numbers, a []Constant for lists, or nil for null.
		Value any
	}
	// Place is where a value stands: a field of a row, reached over to-one
	// relations, or a fact about the person. With no field it is the related
	// row itself, of which only Null can be asked.
	Place struct {
		Root  Root
		Var   *Var        // of Each
		Steps []*Relation // to-one
		Field *Field      // of Row, New, Record and Each over rows
		Name  string      // of UserProperty and TeamProperty
		T     Type
	}
	// Changed is what a function makes of a string.
	Changed struct {
		By scalar.Change
		X  Operand
	}
	// Moved is a timestamp moved by microseconds, or a date by days; it is
	// unknown where the result is not of the years 0001 to 9999.
	Moved struct {
		X  Operand
		By int64
	}
	// Midnight is the instant at which a date made of today and constants
	// begins; it is unknown where that is not of the years 0001 to 9999.
	Midnight struct{ X Operand }
	// Template is a text of one part after the other: constant strings, and what
	// is known of the person, numbers in full and without zeros at the end of a
	// fraction, bools as true and false.
	Template []Operand
	// Count is the number of a list's elements; known if the list is Listed.
	Count struct{ Over List }
)

// Decimal is an exact number, as JSON writes it.
type Decimal string

// Root is what a [Place] begins at.
type Root int

// The roots.
const (
	Row    Root = iota + 1 // the row as stored; of create, import and forms, the row to be
	New                    // the row as it would be after the write
	Record                 // the person's row of the users table
	Each                   // the element that a Var stands for
	Login                  // user.login
	UserProperty
	TeamName
	TeamProperty
	Now
	Today   // the date of now in the form's time zone
	Hour    // its hour, a number from 0 to 23
	Weekday // the date's day of the week, from 1, a Monday, to 7, a Sunday
)

// Var stands for each element of a list in turn. Two are the same only if they
// are one pointer.
type Var struct {
	Name  string // as the policy calls it, in what is told of the policy; "" in a form that was read
	Table *Table // the elements are its rows; nil where they are scalars
	Elem  Type   // of scalars
}

// List is what formulas range over: a list field or property (Relation nil),
// or the rows of a to-many relation.
type List struct {
	At       Place     // the list field or property; for a relation, the row that it starts from (no field)
	Relation *Relation // to-many
}

func (Always) formula()   {}
func (Never) formula()    {}
func (Every) formula()    {}
func (Some) formula()     {}
func (Known) formula()    {}
func (Null) formula()     {}
func (Relate) formula()   {}
func (OneOf) formula()    {}
func (TextTest) formula() {}
func (Granted) formula()  {}
func (Listed) formula()   {}
func (Exists) formula()   {}
func (ForAll) formula()   {}

func (Constant) operand() {}
func (Place) operand()    {}
func (Changed) operand()  {}
func (Moved) operand()    {}
func (Midnight) operand() {}
func (Template) operand() {}
func (Count) operand()    {}

// Type gives the constant's type.
func (c Constant) Type() Type { return c.T }

// IsNull reports whether the constant is null.
func (c Constant) IsNull() bool { return c.Value == nil }

// Type gives the type of what stands at the place.
func (p Place) Type() Type { return p.T }

// Type gives string.
func (Changed) Type() Type { return Type{Kind: String} }

// Type gives the type of what is moved.
func (m Moved) Type() Type { return m.X.Type() }

// Type gives timestamp.
func (Midnight) Type() Type { return Type{Kind: Timestamp} }

// Type gives string.
func (Template) Type() Type { return Type{Kind: String} }

// Type gives number.
func (Count) Type() Type { return Type{Kind: Number} }

// And joins formulas by "and", flat, with what is decided folded.
func And(parts ...Formula) Formula {
	n, last := 0, Formula(Always{})
	for _, p := range parts {
		switch inner := p.(type) {
		case Always:
			continue
		case Never:
			return p
		case Every:
			n += len(inner)
		default:
			n++
		}
		last = p
	}
	if whole, ok := last.(Every); n <= 1 || ok && len(whole) == n {
		return last // there is no other
	}
	out := make(Every, 0, n)
	for _, p := range parts {
		switch inner := p.(type) {
		case Always:
		case Every:
			out = append(out, inner...)
		default:
			out = append(out, p)
		}
	}
	return out
}

// Or joins formulas by "or", flat, with what is decided folded.
func Or(parts ...Formula) Formula {
	n, last := 0, Formula(Never{})
	for _, p := range parts {
		switch inner := p.(type) {
		case Never:
			continue
		case Always:
			return p
		case Some:
			n += len(inner)
		default:
			n++
		}
		last = p
	}
	if whole, ok := last.(Some); n <= 1 || ok && len(whole) == n {
		return last // there is no other
	}
	out := make(Some, 0, n)
	for _, p := range parts {
		switch inner := p.(type) {
		case Never:
		case Some:
			out = append(out, inner...)
		default:
			out = append(out, p)
		}
	}
	return out
}

// Decided gives the formula of a truth value.
func Decided(holds bool) Formula {
	if holds {
		return Always{}
	}
	return Never{}
}

// KnownOf gives what proves that an operand has a value: what is changed if the
// text has, a count if its list is one.
func KnownOf(x Operand) Formula {
	switch x := x.(type) {
	case Constant:
		return Always{}
	case Changed:
		return KnownOf(x.X)
	case Count:
		return Listed(x)
	case Template:
		var parts []Formula
		for _, part := range x {
			parts = append(parts, KnownOf(part))
		}
		return And(parts...)
	case Place, Moved, Midnight:
		return Known{X: x}
	default:
		panic(fmt.Sprintf("form: an operand of kind %T", x))
	}
}

// Impossible reports whether a formula is known never to hold.
func Impossible(f Formula) bool { _, never := f.(Never); return never }

// Certain reports whether a formula is known always to hold.
func Certain(f Formula) bool { _, always := f.(Always); return always }

// Mirrored gives the comparison of the operands in the other order.
func (c Comparison) Mirrored() Comparison {
	switch c {
	case Less:
		return Greater
	case LessOrEqual:
		return GreaterOrEqual
	case Greater:
		return Less
	case GreaterOrEqual:
		return LessOrEqual
	default:
		return c
	}
}

// Parsed gives a constant of a scalar type, not null, as what it is compared by.
func (c Constant) Parsed() scalar.Value {
	x, t := c.Value, c.T
	if n, ok := x.(Decimal); ok {
		x = json.Number(n)
	}
	if t.Kind == Enum { // which a constant's type need not list
		t = Type{Kind: String}
	}
	v, err := scalar.Parse(t, x)
	if err != nil {
		panic(fmt.Sprintf("form: a constant that was not checked: %v: %s", c.Value, err))
	}
	return v
}

// Sayable gives those of the constants that a value of a type may be, as constants
// of that type: of texts, a uuid is none but those of its
func Sayable(t Type, values []Constant) []Constant {
	if !t.Textual() {
		return values
	}
	out := make([]Constant, 0, len(values))
	for _, v := range values {
		if _, err := scalar.Parse(t, v.Value); err == nil {
			out = append(out, Constant{T: t, Value: v.Value})
		}
	}
	return out
}

// Instant gives the microseconds since 1970 of a timestamp.
func (c Constant) Instant() int64 {
	text, _ := c.Value.(string)
	at, err := scalar.ParseTimestamp(text)
	if err != nil {
		panic(fmt.Sprintf("form: a timestamp that was not checked: %v", c.Value))
	}
	return at
}
