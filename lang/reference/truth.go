package reference

// truth is true, false or unknown. The order is Kleene's: and is the least,
// or the greatest.
type truth int

const (
	isFalse truth = iota
	isUnknown
	isTrue
)

func truthOf(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

func and(x, y truth) truth { return min(x, y) }

func or(x, y truth) truth { return max(x, y) }

func not(x truth) truth { return isTrue - x }
