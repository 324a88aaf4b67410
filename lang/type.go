package lang

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Kind says which values a [Type] has.
type Kind int

// The kinds of type that a field, a property or a constant can have.
const (
	String Kind = iota + 1
	Number
	Bool
	Date
	Timestamp
	Enum
	List
)

var kindNames = map[Kind]string{
	String: "string", Number: "number", Bool: "bool", Date: "date",
	Timestamp: "timestamp", Enum: "enum", List: "list",
}

func (k Kind) String() string { return kindNames[k] }

// Type is the type of a field, a property or a value in a condition.
type Type struct {
	Kind   Kind
	Values []string // of an enum, in the order of their declaration
	Elem   *Type    // of a list: a scalar
}

// String gives the type as it is written in a policy.
func (t Type) String() string {
	switch t.Kind {
	case Enum:
		quoted := make([]string, len(t.Values))
		for i, v := range t.Values {
			quoted[i] = quote(v)
		}
		return "enum(" + strings.Join(quoted, ", ") + ")"
	case List:
		return "list(" + t.Elem.String() + ")"
	default:
		return t.Kind.String()
	}
}

// Ordered reports whether values of the type can be compared by <.
func (t Type) Ordered() bool {
	switch t.Kind {
	case String, Number, Date, Timestamp:
		return true
	default:
		return false
	}
}

// Equal reports whether both types have the same values.
func (t Type) Equal(u Type) bool {
	if t.Kind != u.Kind {
		return false
	}
	switch t.Kind {
	case Enum:
		return slices.Equal(t.Values, u.Values)
	case List:
		return t.Elem.Equal(*u.Elem)
	default:
		return true
	}
}

// Cty gives the cty type that holds the type's constants: dates, timestamps
// and enum values are strings there.
func (t Type) Cty() cty.Type {
	switch t.Kind {
	case Number:
		return cty.Number
	case Bool:
		return cty.Bool
	case List:
		return cty.List(t.Elem.Cty())
	default:
		return cty.String
	}
}
