package filter

import (
	"slices"
	"strings"

	"portcullis/rego/form"
)

// condition is a formula as OPA's filter has it: a disjunction of
// conjunctions. Without any it never holds; an empty conjunction always does.
type condition []conjunction

// conjunction is atoms that hold together.
type conjunction []atom

// atom is one test of a filter, as lines of Rego. It is about the person, and
// decided before the filter is made; or about one or two columns; or it stands
// for what a filter cannot express, and why.
type atom struct {
	lines   []string
	about   string   // the column of which it is a test against what is known
	null    bool     // holds only if that column is null
	notNull []string // columns that are not null where it holds
	cannot  string   // why it cannot be expressed
	rare    bool     // what cannot be is a value that few people have
	known   bool
	only    bool   // says no more than that the column is not null
	equals  string // the known value, or set with among, that the column must equal
	among   bool
	op      form.Comparison // of another comparison of the column with a known term
	term    string
}

func (a atom) text() string { return strings.Join(a.lines, "\n") }

// most is how many conjunctions a condition of one statement may have, and how
// many a filter may have for one person. OPA multiplies them out; beyond that
// the time and the query grow out of hand.
const most = 256

var (
	always = condition{conjunction{}}
	never  = condition{}
)

func is(a atom) condition { return condition{conjunction{a}} }

// and multiplies two conditions out; it reports false beyond the limit.
func (c condition) and(d condition) (condition, bool) {
	if len(c)*len(d) > most {
		return nil, false
	}
	out := condition{}
	for _, x := range c {
		for _, y := range d {
			out = append(out, slices.Concat(x, y))
		}
	}
	return out.reduced(), true
}

// or joins two conditions; it reports false beyond the limit.
func (c condition) or(d condition) (condition, bool) {
	if len(c)+len(d) > most {
		return nil, false
	}
	return slices.Concat(c, d).reduced(), true
}

// reduced puts a condition into its canonical form: atoms once each and in
// order, no conjunction that contradicts itself or implies another.
func (c condition) reduced() condition {
	var kept condition
	for _, x := range c {
		if x, ok := x.reduced(); ok {
			kept = append(kept, x)
		}
	}
	slices.SortStableFunc(kept, func(x, y conjunction) int { return strings.Compare(x.text(), y.text()) })
	out := condition{}
	for i, x := range kept {
		redundant := slices.ContainsFunc(kept[:i], func(y conjunction) bool { return x.implies(y) }) ||
			slices.ContainsFunc(kept[i+1:], func(y conjunction) bool { return x.implies(y) && !y.implies(x) })
		if !redundant {
			out = append(out, x)
		}
	}
	return out
}

// reduced gives the atoms once each, those about the person first, without the
// null tests that other atoms make needless; it reports false where a column
// would have to be null and not null.
func (x conjunction) reduced() (conjunction, bool) {
	var out conjunction
	for _, a := range x {
		for _, b := range x {
			if a.null && slices.Contains(b.notNull, a.about) {
				return nil, false
			}
		}
		if !out.has(a) && !(a.only && x.excludesNull(a)) {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b atom) int {
		if a.known != b.known {
			if a.known {
				return -1
			}
			return 1
		}
		return strings.Compare(a.order(), b.order())
	})
	return out, true
}

// order has a column's null test stand before its other tests.
func (a atom) order() string {
	if a.only {
		return a.about
	}
	return a.text()
}

// excludesNull reports whether an atom that equality alone can satisfy says
// that the column is not null. Beside other comparisons the null test stays,
// for engines in which null compares.
func (x conjunction) excludesNull(test atom) bool {
	return slices.ContainsFunc(x, func(a atom) bool {
		return a.equals != "" && a.about == test.about
	})
}

func (x conjunction) has(a atom) bool {
	return slices.ContainsFunc(x, func(b atom) bool { return a.text() == b.text() })
}

func (x conjunction) text() string {
	texts := make([]string, len(x))
	for i, a := range x {
		texts[i] = a.text()
	}
	return strings.Join(texts, "\n")
}

// implies reports whether x has every atom of y.
func (x conjunction) implies(y conjunction) bool {
	return !slices.ContainsFunc(y, func(a atom) bool {
		return !x.has(a) && !(a.only && x.excludesNull(a))
	})
}

// implies reports whether c is seen to hold only where d does.
func (c condition) implies(d condition) bool {
	return !slices.ContainsFunc(c, func(x conjunction) bool {
		return !slices.ContainsFunc(d, x.implies)
	})
}

func (c condition) text() string {
	texts := make([]string, len(c))
	for i, x := range c {
		texts[i] = "{" + x.text() + "}"
	}
	return strings.Join(texts, "\n")
}

// cannot gives why the condition cannot be expressed, "" if it can.
func (c condition) cannot() string {
	for _, x := range c {
		for _, a := range x {
			if a.cannot != "" && !a.rare {
				return a.cannot
			}
		}
	}
	return ""
}
