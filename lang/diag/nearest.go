package diag

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Instead is the Extra of a diagnostic that says what should stand in the place of
// more, or less, than its subject.
type Instead struct {
	At   hcl.Range
	Text string
}

// Else details say what should stand in the place of the subject: a name (see
// [DidYouMean]), or a text as it is.
var (
	meantName = regexp.MustCompile(`Did you mean ("(?:[^"\\]|\\.)*")`)
	meantText = []*regexp.Regexp{
		regexp.MustCompile(`[Ww]rite (?:it as )?("(?:[^"\\]|\\.)*"|\[[^\]]+\]|row\.[a-z0-9_]+|null|true|false)\.`),
		regexp.MustCompile(`Write (\S+), without quotes`),
		regexp.MustCompile(`Did you mean boolean [A-Z]+ \("(.+?)"\)`),
		regexp.MustCompile(`stands behind the value end it: ("(?:[^"\\]|\\.)*")\.`),
	}
)

// Rewrite gives the text that a diagnostic says should stand in some place of its
// source; false where it says none.
func Rewrite(d *hcl.Diagnostic, src []byte) (Instead, bool) {
	if instead, ok := hcl.DiagnosticExtra[*Instead](d); ok {
		return *instead, true
	}
	out := Instead{At: *d.Subject}
	now := string(src[min(out.At.Start.Byte, len(src)):min(out.At.End.Byte, len(src))])
	if m := meantName.FindStringSubmatch(d.Detail); m != nil {
		out.Text = m[1]
		if !strings.HasPrefix(now, `"`) {
			name, err := strconv.Unquote(m[1])
			if err != nil {
				return out, false
			}
			out.Text = name
		}
		return out, now != ""
	}
	for _, meant := range meantText {
		if m := meant.FindStringSubmatch(d.Detail); m != nil {
			out.Text = m[1]
			return out, now != "" && !strings.Contains(now, "\n")
		}
	}
	return out, false
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
