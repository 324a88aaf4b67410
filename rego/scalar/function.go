package scalar

import "strings"

// The functions of texts are tables here: whoever types, lowers, prints, evaluates,
// draws or explains one asks its row, so that a new one is a row, its SQL where
// dialects have it (rego/sql), and its meaning in the oracle (lang/reference).

// Predicate is a function of the language that asks something of two texts. Where
// one of them is null or unknown, so is what it asks.
type Predicate string

// The predicates.
const (
	StartsWith  Predicate = "startswith"
	EndsWith    Predicate = "endswith"
	StrContains Predicate = "strcontains"
)

var predicates = []struct {
	name  Predicate
	part  string // what the second argument is called
	holds func(text, part string) bool
	rego  string // the function of Rego
	verb  string // what a text does that it is true of
}{
	{StartsWith, "start", strings.HasPrefix, "startswith", "begin with"},
	{EndsWith, "end", strings.HasSuffix, "endswith", "end with"},
	{StrContains, "part", strings.Contains, "contains", "contain"},
}

// Predicates lists the predicates.
func Predicates() []Predicate {
	names := make([]Predicate, len(predicates))
	for i, row := range predicates {
		names[i] = row.name
	}
	return names
}

func (p Predicate) row() int {
	for i := range predicates {
		if predicates[i].name == p {
			return i
		}
	}
	panic("scalar: a predicate of texts: " + string(p))
}

// Usage gives how it is written.
func (p Predicate) Usage() string { return string(p) + "(text, " + predicates[p.row()].part + ")" }

// Of gives the predicate as a function, which is asked many times.
func (p Predicate) Of() func(text, part string) bool { return predicates[p.row()].holds }

// Holds reports whether it is true of two texts.
func (p Predicate) Holds(text, part string) bool { return p.Of()(text, part) }

// Rego gives the name of the function in Rego.
func (p Predicate) Rego() string { return predicates[p.row()].rego }

// Verb gives what a text does that it is true of, in the infinitive.
func (p Predicate) Verb() string { return predicates[p.row()].verb }

// Change is a function of the language that gives a text for a text: null for null,
// and for what is unknown something unknown.
type Change string

// The changes.
const (
	Lower Change = "lower"
	Upper Change = "upper"
)

var changes = []struct {
	name    Change
	of      func(string) string
	library string // the package of the library that has it in Rego; "" of what Rego has itself
	rego    string // the call in Rego, of %s
	folds   bool
}{
	{Lower, func(s string) string { return fold(false, s) }, "ascii", "lower(%s)", true},
	{Upper, func(s string) string { return fold(true, s) }, "ascii", "upper(%s)", true},
}

// Changes lists the changes.
func Changes() []Change {
	names := make([]Change, len(changes))
	for i, row := range changes {
		names[i] = row.name
	}
	return names
}

func (c Change) row() int {
	for i := range changes {
		if changes[i].name == c {
			return i
		}
	}
	panic("scalar: a change of texts: " + string(c))
}

// Usage gives how it is written.
func (c Change) Usage() string { return string(c) + "(text)" }

// Of gives what becomes of a text.
func (c Change) Of(text string) string { return changes[c.row()].of(text) }

// Rego gives the package of the library that has the change in Rego, "" where Rego
// has it itself, and the call, with %s for the text.
func (c Change) Rego() (library, call string) {
	row := c.row()
	return changes[row].library, changes[row].rego
}

// Folds reports whether it puts letters in one case, each by itself: then length
// stays, what is folded is not changed again, and of several the last one decides.
func (c Change) Folds() bool { return changes[c.row()].folds }
