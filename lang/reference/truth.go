package reference

// Truth is true, false or unknown. The order is Kleene's: and is the least,
// or the greatest.
type Truth int

// The truth values.
const (
	False Truth = iota
	Unknown
	True
)

func (t Truth) String() string { return [...]string{"false", "unknown", "true"}[t] }

func fromBool(b bool) Truth {
	if b {
		return True
	}
	return False
}

func and(x, y Truth) Truth { return min(x, y) }

func or(x, y Truth) Truth { return max(x, y) }

func not(x Truth) Truth { return True - x }
