package form

import (
	"encoding/json"
	"fmt"

	"portcullis/rego/scalar"
)

// Mask is what is shown in place of a field.
type Mask struct {
	Field *Field
	Shows Disguise
}

// Disguise is what a mask shows: a [Constant] of the field's type (any text for an
// enum) or null; or a [Piece] of what stands in the cell.
type Disguise interface{ disguise() }

// Piece is a part of the value itself: null of null, and [scalar.Dots] of what is
// not of the field's type.
type Piece struct{ scalar.Piece }

func (Constant) disguise() {}
func (Piece) disguise()    {}

// DisguiseText writes what a mask shows, each in a way of its own.
func DisguiseText(d Disguise) string {
	switch d := d.(type) {
	case Constant:
		text, err := json.Marshal(encodeValue(d))
		if err != nil {
			panic("form: " + err.Error())
		}
		return string(text)
	case Piece:
		return d.String()
	default:
		panic(fmt.Sprintf("form: a mask of type %T", d))
	}
}

// encodeDisguise writes a piece as an object, which no constant is.
func encodeDisguise(d Disguise) any {
	switch d := d.(type) {
	case Constant:
		return encodeValue(d)
	case Piece:
		return map[string]any{d.Of: d.N}
	default:
		panic(fmt.Sprintf("form: a mask of type %T", d))
	}
}

func (d *decoder) disguise(t Type, x any) Disguise {
	object, ok := x.(map[string]any)
	if !ok {
		return d.value(t, x)
	}
	for name, of := range object {
		n, isNumber := of.(float64)
		p := Piece{scalar.Piece{Of: name, N: int(n)}}
		if len(object) == 1 && isNumber && n == float64(p.N) && p.Fits(t) {
			return p
		}
	}
	d.fail("%v is no part of a %s", x, t.Kind)
	return Constant{T: t}
}
