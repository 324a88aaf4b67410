package reference

import (
	"portcullis/lang"
	"portcullis/rego/scalar"
)

// disguised gives what a mask shows in place of a value, §3: "this constant (of its
// type, any text for an enum, or null) in place of its own value, null included. Or
// with a part of its value".
func disguised(m lang.Mask, raw any) any {
	if m.Piece == (scalar.Piece{}) {
		return rawConstant(m.Value)
	}
	of := look(m.Field.Type, raw)
	switch of.state {
	case null:
		return nil // "null stays null then"
	case value:
	default:
		return "•••" // "a part of a value of the wrong type is `•••`"
	}
	letters := []rune(of.text)
	switch n := m.Piece.N; m.Piece.Of {
	case "last":
		if len(letters) > n {
			return "•••" + string(letters[len(letters)-n:])
		}
	case "first":
		if len(letters) > n {
			return string(letters[:n]) + "•••"
		}
	case "year":
		return of.at.Format("2006") + "-01-01"
	case "month":
		return of.at.Format("2006-01") + "-01"
	}
	return "•••" // "`•••` alone if the text is no longer than that"
}
