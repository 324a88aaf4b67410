package pull

import (
	"slices"
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
var keySuffixes = []string{"_id", "_uuid", "_guid", "_uid", "_key", "_fk", "_ref", "_no", "_nr", "_code"}

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

// prepositions end the names of columns that say in which way another row is meant.
var prepositions = []string{"by", "to", "from", "for", "of", "in", "at", "on", "with", "via"}

// directed tells whether a name ends in a preposition, and wants a noun behind it.
func directed(name string) bool { return slices.Contains(prepositions, lastWord(name)) }

func lastWord(name string) string { return name[strings.LastIndexByte(name, '_')+1:] }

// toOne gives what a relation over columns may be called, best first: order_id leads
// to the order, created_by to the created_by_user, and create_uid to the create_user.
func toOne(columns []string, target string) []string {
	whole := singular(target)
	noun := lastWord(whole)
	by := columns[len(columns)-1] // of several, the last tells the row: order_id and line
	if len(columns) > 1 {
		return []string{whole, by + "_" + noun, strings.Join(columns, "_") + "_" + noun}
	}
	name := referred(by)
	switch {
	case name != "" && (directed(name) || strings.HasSuffix(by, "_uid")) && lastWord(name) != noun:
		return []string{name + "_" + noun, by + "_" + noun}
	case name != "":
		return []string{name, by + "_" + noun}
	case singular(lastWord(by)) != noun && by != "uid":
		return []string{by + "_" + noun, by + "_" + whole}
	case by == "uid" || singular(by) != by:
		return []string{noun, by + "_record"}
	default: // the field itself has the name
		return []string{by + "_record"}
	}
}

// toMany gives what the way back may be called, best first; several, of a table that
// refers to the other more than once, or to itself, are told apart by the columns.
func toMany(from string, columns []string, several bool) []string {
	all, by := plural(from), columns[len(columns)-1]
	name := by
	if r := referred(by); r != "" && len(columns) == 1 {
		name = r
	}
	apart := all + "_by_" + name
	if done, ok := strings.CutSuffix(name, "_by"); ok { // created_by: the created notes
		apart = done + "_" + all
	}
	names := []string{apart, all + "_by_" + strings.Join(columns, "_")}
	switch {
	case !several:
		return append([]string{all}, names...)
	case name == "parent":
		return append([]string{"children"}, names...)
	default:
		return names
	}
}

// irregular are plurals, by the singular, that the rules would get wrong.
var irregular = map[string]string{
	"person": "people", "child": "children", "man": "men", "woman": "women", "movie": "movies", "cookie": "cookies",
	"status": "statuses", "alias": "aliases", "bonus": "bonuses", "campus": "campuses", "virus": "viruses", "bus": "buses",
	"analysis": "analyses", "basis": "bases", "criterion": "criteria", "index": "indices", "vertex": "vertices", "matrix": "matrices",
	"staff": "staff", "news": "news", "series": "series", "species": "species", "data": "data", "media": "media",
	"information": "information", "equipment": "equipment", "inventory": "inventory", "stock": "stock", "history": "history",
	"personnel": "personnel", "feedback": "feedback", "metadata": "metadata",
}

var regular = func() map[string]string {
	singulars := map[string]string{}
	for one, many := range irregular {
		singulars[many] = one
	}
	return singulars
}()

// singular is the name of one of a table's rows, where English makes it out of
// the table's.
func singular(name string) string {
	last := lastWord(name)
	if one, ok := regular[last]; ok {
		return strings.TrimSuffix(name, last) + one
	}
	switch {
	case strings.HasSuffix(name, "ies") && len(last) > 4:
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"), strings.HasSuffix(name, "xes"), strings.HasSuffix(name, "ches"), strings.HasSuffix(name, "shes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "ss"), strings.HasSuffix(name, "us"), strings.HasSuffix(name, "is"):
		return name
	case strings.HasSuffix(name, "s") && len(last) > 2:
		return strings.TrimSuffix(name, "s")
	default:
		return name
	}
}

// plural is the name of several rows of a table; a name that is a plural stays.
func plural(name string) string {
	last := lastWord(name)
	if many, ok := irregular[last]; ok {
		return strings.TrimSuffix(name, last) + many
	}
	switch {
	case singular(name) != name, last == "" || last[len(last)-1] <= '9':
		return name
	case strings.HasSuffix(name, "y") && len(last) > 1 && !strings.ContainsRune("aeiou", rune(last[len(last)-2])):
		return strings.TrimSuffix(name, "y") + "ies"
	case strings.HasSuffix(name, "s"), strings.HasSuffix(name, "x"), strings.HasSuffix(name, "ch"), strings.HasSuffix(name, "sh"):
		return name + "es"
	default:
		return name + "s"
	}
}
