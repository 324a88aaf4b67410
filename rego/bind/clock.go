package bind

import (
	"time"

	"portcullis/rego/scalar"
)

// instant gives the value as an instant; false where it is no timestamp.
func (v Value) instant() (int64, bool) {
	switch v.kind {
	case instant:
		return v.n, true
	case text:
		at, err := scalar.ParseTimestamp(v.s)
		return at, err == nil
	default:
		return 0, false
	}
}

// day gives the value as a day; false where it is no date.
func (v Value) day() (int64, bool) {
	switch v.kind {
	case day:
		return v.n, true
	case text:
		d, err := scalar.ParseDate(v.s)
		return d, err == nil
	case instant:
		t, ok := v.ref.(time.Time)
		if !ok {
			return 0, false
		}
		return scalar.MidnightOf(t)
	default:
		return 0, false
	}
}
