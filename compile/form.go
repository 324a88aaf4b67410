package compile

import (
	"math/big"

	"portcullis/lang"

	"github.com/zclconf/go-cty/cty"
)

// Formula is a positive statement about a request: it is provable or it is
// not. A condition of the language, which is true, false or unknown, becomes
// two of them, "is true" and "is false" (see [isTrue] and [isFalse]); where
// neither is provable it is unknown. There is no negation, so that no engine's
// own idea of null or of an undefined value can turn a "don't know" into a yes.
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
	// Null holds if what stands at the place is null.
	Null struct{ At Place }
	// Relate holds if both operands are known and compare so.
	Relate struct {
		Op   Relation
		X, Y Operand
	}
	// OneOf holds if the operand is known and among the constants.
	OneOf struct {
		X      Operand
		Values []Constant
		Except bool // holds if it is known and not among them
	}
	// TextTest holds if both strings are known and the predicate is true of
	// them, or false with Not.
	TextTest struct {
		Op   lang.TextOp
		X, Y Operand
		Not  bool
	}
	// Listed holds if the list is there, and a list.
	Listed struct{ Over List }
	// Exists holds if Body does for some element of the list.
	Exists struct {
		Over List
		Var  *lang.Var
		Body Formula
	}
	// ForAll holds if Body does for every element of the list, which is Listed.
	ForAll struct {
		Over List
		Var  *lang.Var
		Body Formula
	}
)

// Relation is a comparison between known operands.
type Relation string

// The relations.
const (
	Equal          Relation = "=="
	NotEqual       Relation = "!="
	Less           Relation = "<"
	LessOrEqual    Relation = "<="
	Greater        Relation = ">"
	GreaterOrEqual Relation = ">="
)

// Operand is a value that a formula looks at.
type Operand interface {
	operand()
	Type() lang.Type
}

// The operands.
type (
	// Constant is a value of the policy, never null.
	Constant struct {
		T     lang.Type
		Value cty.Value
	}
	// Place is where a value stands: a field of a row, reached over to-one
	// relations, or a fact about the person. With no field it is the related
	// row itself, of which only Null can be asked.
	Place struct {
		Root  Root
		Var   *lang.Var // of Each
		Steps []*lang.Relation
		Field *lang.Field // of Row, New, Record and Each over rows
		Name  string      // of UserProperty and TeamProperty
		T     lang.Type
	}
	// Cased is a string in lower or upper case (the letters A to Z).
	Cased struct {
		Upper bool
		X     Operand
	}
	// Moved is a timestamp moved by microseconds, or a date by days.
	Moved struct {
		X  Operand
		By int64
	}
	// Count is the number of a list's elements.
	Count struct{ Over List }
)

// Root is what a [Place] begins at.
type Root int

// The roots.
const (
	Row Root = iota + 1
	New
	Record // the person's row of the users table
	Each   // the element that a Var stands for
	Login
	UserProperty
	TeamName
	TeamProperty
	Now
	Today
)

// List is what formulas range over: a list field or property (Relation nil),
// or the rows of a to-many relation.
type List struct {
	At       Place          // of the list field; for a relation, the row it starts from (no field)
	Relation *lang.Relation // to-many
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
func (Listed) formula()   {}
func (Exists) formula()   {}
func (ForAll) formula()   {}

func (Constant) operand() {}
func (Place) operand()    {}
func (Cased) operand()    {}
func (Moved) operand()    {}
func (Count) operand()    {}

// Type gives the constant's type.
func (c Constant) Type() lang.Type { return c.T }

// Type gives the type of what stands at the place.
func (p Place) Type() lang.Type { return p.T }

// Type gives string.
func (Cased) Type() lang.Type { return lang.Type{Kind: lang.String} }

// Type gives the type of what is moved.
func (m Moved) Type() lang.Type { return m.X.Type() }

// Type gives number.
func (Count) Type() lang.Type { return lang.Type{Kind: lang.Number} }

// every joins formulas by "and", flat, with what is decided folded.
func every(parts ...Formula) Formula {
	var out Every
	for _, p := range parts {
		switch p := p.(type) {
		case Always:
		case Never:
			return Never{}
		case Every:
			out = append(out, p...)
		default:
			out = append(out, p)
		}
	}
	switch len(out) {
	case 0:
		return Always{}
	case 1:
		return out[0]
	}
	return out
}

// some joins formulas by "or", flat, with what is decided folded.
func some(parts ...Formula) Formula {
	var out Some
	for _, p := range parts {
		switch p := p.(type) {
		case Never:
		case Always:
			return Always{}
		case Some:
			out = append(out, p...)
		default:
			out = append(out, p)
		}
	}
	switch len(out) {
	case 0:
		return Never{}
	case 1:
		return out[0]
	}
	return out
}

// decided gives the formula of a truth value that is known at compile time.
func decided(holds bool) Formula {
	if holds {
		return Always{}
	}
	return Never{}
}

// number gives the constant of a whole number.
func number(n int64) Constant {
	return Constant{lang.Type{Kind: lang.Number}, cty.NumberVal(new(big.Float).SetInt64(n))}
}

// impossible reports whether the formula is known never to hold.
func impossible(f Formula) bool { _, never := f.(Never); return never }

// certain reports whether the formula is known always to hold.
func certain(f Formula) bool { _, always := f.(Always); return always }
