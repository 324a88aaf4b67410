package scalar

import (
	"slices"
	"strings"
)

// Kind says which values a [Type] has. It is written as in a policy.
type Kind string

// The kinds of type that a field, a property or a constant can have.
const (
	String    Kind = "string"
	Number    Kind = "number"
	Bool      Kind = "bool"
	Date      Kind = "date"
	Timestamp Kind = "timestamp"
	Enum      Kind = "enum"
	UUID      Kind = "uuid" // a text in the canonical form of a UUID
	JSON      Kind = "json" // any JSON value, of which only null can be asked
	List      Kind = "list"
)

// facts are what there is to know of each kind.
var facts = map[Kind]struct {
	single  bool // a value is one, not several
	ordered bool // values compare by <
}{
	String:    {single: true, ordered: true},
	Number:    {single: true, ordered: true},
	Bool:      {single: true},
	Date:      {single: true, ordered: true},
	Timestamp: {single: true, ordered: true},
	Enum:      {single: true},
	UUID:      {single: true},
	JSON:      {},
	List:      {},
}

func (k Kind) String() string { return string(k) }

// Type is the type of a field, a property or a value in a condition.
type Type struct {
	Kind   Kind     `json:"type"`
	Values []string `json:"values,omitempty"` // of an enum, in the order of their declaration; a constant's type may leave them out
	Elem   *Type    `json:"elem,omitempty"`   // of a list: a scalar
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
func (t Type) Ordered() bool { return facts[t.Kind].ordered }

// Scalar reports whether the type is one of single values.
func (t Type) Scalar() bool { return facts[t.Kind].single }

// Textual reports whether values of the type are texts that are compared as they
// are written, so that values of two such types can be equal: uuids and strings.
func (t Type) Textual() bool { return t.Kind == String || t.Kind == UUID }

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
