package policy

import (
	"portcullis/rego/scalar"

	"github.com/zclconf/go-cty/cty"
)

// What values there are is said in package scalar.
type (
	// Kind says which values a [Type] has.
	Kind = scalar.Kind
	// Type is the type of a field, a property or a value in a condition.
	Type = scalar.Type
)

// The kinds of type that a field, a property or a constant can have.
const (
	String    = scalar.String
	Number    = scalar.Number
	Bool      = scalar.Bool
	Date      = scalar.Date
	Timestamp = scalar.Timestamp
	Enum      = scalar.Enum
	List      = scalar.List
	UUID      = scalar.UUID
	JSON      = scalar.JSON
)

// CtyType gives the cty type that holds the type's constants: dates, timestamps
// and enum values are strings there.
func CtyType(t Type) cty.Type {
	switch t.Kind {
	case Number:
		return cty.Number
	case Bool:
		return cty.Bool
	case List:
		return cty.List(CtyType(*t.Elem))
	default:
		return cty.String
	}
}
