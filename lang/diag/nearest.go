package diag

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Rewrites are what details say should stand in the place of the subject: a name
// (see [DidYouMean]), or a text as it is.
var (
	meantName = regexp.MustCompile(`Did you mean ("(?:[^"\\]|\\.)*")`)
	meantText = regexp.MustCompile(`[Ww]rite (?:it as )?("(?:[^"\\]|\\.)*"|\["[^\]]*"\]|row\.[a-z0-9_]+)\.`)
)

// Rewrite gives the text that a diagnostic says should stand in the place of its
// subject, which is now the given text; false where it says none.
func Rewrite(d *hcl.Diagnostic, now string) (string, bool) {
	if m := meantName.FindStringSubmatch(d.Detail); m != nil {
		if strings.HasPrefix(now, `"`) {
			return m[1], true
		}
		name, err := strconv.Unquote(m[1])
		return name, err == nil
	}
	if m := meantText.FindStringSubmatch(d.Detail); m != nil && !strings.ContainsAny(now, "\n") {
		return m[1], true
	}
	return "", false
}

// Nearest gives the candidate that name most likely was meant to be, or ""
// where none is near. Distance is Damerau-Levenshtein's (optimal string
// alignment): insertions, deletions, substitutions and swaps of neighbours,
// letter case apart. A third of the name's length may differ, and the first of
// equally near candidates wins.
func Nearest(name string, candidates []string) string {
	folded := []rune(strings.ToLower(name))
	bound := max(1, (len(folded)+1)/3)
	best, found := bound+1, ""
	for _, c := range candidates {
		if c == name {
			continue
		}
		other := []rune(strings.ToLower(c))
		if diff := len(other) - len(folded); diff >= best || -diff >= best {
			continue
		}
		d := editDistance(folded, other)
		if d >= len(folded) && d >= len(other) {
			continue // nothing in common: `x` is no misspelling of `y`
		}
		if d < best {
			best, found = d, c
		}
	}
	return found
}

func editDistance(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
