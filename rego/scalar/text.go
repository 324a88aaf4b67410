package scalar

import "strconv"

// quote writes a text as a literal of a policy.
func quote(s string) string { return strconv.Quote(s) }

// fold gives a text in upper or lower case: the letters A to Z alone, so that
// its length stays.
func fold(upper bool, s string) string {
	folded := []byte(s)
	for i, c := range folded {
		folded[i] = FoldByte(upper, c)
	}
	return string(folded)
}

// FoldByte folds one byte of a text.
func FoldByte(upper bool, c byte) byte {
	switch {
	case upper && c >= 'a' && c <= 'z':
		return c - 'a' + 'A'
	case !upper && c >= 'A' && c <= 'Z':
		return c - 'A' + 'a'
	default:
		return c
	}
}
