package pull

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Identifier makes a name of the language of any name: small letters a to z,
// digits and single underscores. What begins otherwise gets the prefix.
//
//	"OrderLines" → order_lines    "Größe (cm)" → grosse_cm    "2024" → t_2024
func Identifier(name, prefix string) string {
	var b strings.Builder
	runes := []rune(norm.NFD.String(strings.ReplaceAll(name, "ß", "ss")))
	gap := false
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Mn, r): // the dots of ö
			continue
		case r >= 'A' && r <= 'Z':
			if i > 0 && wordBegins(runes, i) {
				gap = true
			}
			r = unicode.ToLower(r)
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		default:
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
	}
	out := b.String()
	if out == "" {
		return strings.TrimSuffix(prefix, "_")
	}
	if out[0] >= '0' && out[0] <= '9' {
		return prefix + out
	}
	return out
}

// wordBegins tells whether a capital letter begins a word, in OrderLine and in
// the HTTPServer's S.
func wordBegins(runes []rune, i int) bool {
	before := runes[i-1]
	if unicode.IsLower(before) || unicode.IsDigit(before) {
		return true
	}
	return unicode.IsUpper(before) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// names hands out names, each once.
type names map[string]bool

// take gives the first of the candidates that is free, or the last of them with
// a number.
func (n names) take(candidates ...string) string {
	for _, c := range candidates {
		if !n[c] {
			n[c] = true
			return c
		}
	}
	last := candidates[len(candidates)-1]
	for i := 2; ; i++ {
		if c := last + "_" + strconv.Itoa(i); !n[c] {
			n[c] = true
			return c
		}
	}
}

// keySuffixes end the names of columns that hold keys of other tables.
var keySuffixes = []string{"_id", "_uuid", "_key", "_fk", "_no", "_code"}

// referred names what a column with a key refers to: order_id, the order; ""
// where the name does not tell the two apart.
func referred(column string) string {
	for _, suffix := range keySuffixes {
		if name, ok := strings.CutSuffix(column, suffix); ok && name != "" {
			return name
		}
	}
	if name, ok := strings.CutPrefix(column, "id_"); ok {
		return name
	}
	return ""
}

// singular is the name of one of a table's rows, where English makes it out of
// the table's.
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "ies") && len(name) > 4:
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"), strings.HasSuffix(name, "xes"), strings.HasSuffix(name, "ches"), strings.HasSuffix(name, "shes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "ss"), strings.HasSuffix(name, "us"), strings.HasSuffix(name, "is"):
		return name
	case strings.HasSuffix(name, "s") && len(name) > 2:
		return strings.TrimSuffix(name, "s")
	default:
		return name
	}
}
