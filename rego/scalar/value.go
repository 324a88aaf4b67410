package scalar

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Value is a value of a scalar type, read: what it is compared by.
type Value struct {
	kind   Kind
	text   string // of a string, an enum, a uuid
	n      int64  // of a bool, 0 or 1; of a date or timestamp
	number Decimal
}

// What is wrong with a value.
var (
	ErrKind = errors.New("it is of another type")
	ErrEnum = errors.New("it is none of the values")
	ErrUUID = errors.New("it is not of that form, with small letters")
)

// Parse reads a value as JSON has it as one of a scalar type: a string, a bool
// or a json.Number. An error is one of this package's.
func Parse(t Type, x any) (Value, error) {
	v := Value{kind: t.Kind}
	var err error
	switch x := x.(type) {
	case bool:
		if t.Kind != Bool {
			return v, ErrKind
		}
		if x {
			v.n = 1
		}
	case json.Number:
		if t.Kind != Number {
			return v, ErrKind
		}
		v.number, err = ParseNumber(string(x))
	case string:
		v.text = x
		err = v.read(t)
	default:
		return v, ErrKind
	}
	return v, err
}

// read reads a value that is written as a text.
func (v *Value) read(t Type) (err error) {
	switch t.Kind {
	case String:
	case Enum:
		if !slices.Contains(t.Values, v.text) {
			return ErrEnum
		}
	case Date:
		v.n, err = ParseDate(v.text)
	case Timestamp:
		v.n, err = ParseTimestamp(v.text)
	case UUID:
		if !IsUUID(v.text) {
			return ErrUUID
		}
	case Number, Bool, List, JSON:
		return ErrKind
	default:
		panic(fmt.Sprintf("scalar: a type of kind %q", t.Kind))
	}
	return err
}

// Compare gives how two values of one kind compare: <0, 0 or >0. Of bools and
// enums only being equal means something.
func (v Value) Compare(w Value) int {
	switch v.kind {
	case String, Enum, UUID: // code point by code point: UTF-8 keeps their order
		return strings.Compare(v.text, w.text)
	case Number:
		return v.number.Compare(w.number)
	default:
		return cmp.Compare(v.n, w.n)
	}
}

// Key gives a text that two values of one kind share if and only if they are equal.
func (v Value) Key() string {
	switch v.kind {
	case String, Enum, UUID:
		return v.text
	case Number:
		return v.number.String()
	default:
		return strconv.FormatInt(v.n, 10)
	}
}
