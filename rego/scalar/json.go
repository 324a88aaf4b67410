package scalar

import "encoding/json"

// SameJSON reports whether two values are one JSON value: numbers are compared as
// numbers, objects whatever the order of their members. A number beyond the bound
// of numbers is the same as one that is written like it.
func SameJSON(x, y any) bool {
	switch x := x.(type) {
	case json.Number:
		y, ok := y.(json.Number)
		return ok && sameNumbers(x, y)
	case []any:
		y, ok := y.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !SameJSON(x[i], y[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		y, ok := y.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for name, member := range x {
			if other, has := y[name]; !has || !SameJSON(member, other) {
				return false
			}
		}
		return true
	default: // null, a bool, a string
		switch y.(type) {
		case json.Number, []any, map[string]any:
			return false
		}
		return x == y
	}
}

func sameNumbers(x, y json.Number) bool {
	a, err := ParseNumber(string(x))
	b, err2 := ParseNumber(string(y))
	if err != nil || err2 != nil {
		return x == y
	}
	return a.Compare(b) == 0
}
