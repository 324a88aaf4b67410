package filter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Lists of the person's (a list property, rows that their own row leads to)
// are known when a filter is made. A test of a column with their elements
// becomes a test with the set of these, or with the least or the greatest.

// item names the element of a list.
func (e *expresser) item() string {
	e.items++
	return fmt.Sprintf("item_%d", e.items)
}

// exists expresses that some element of a list makes a test hold.
// `contains(user.regions, row.region)` stays one test of membership.
func (e *expresser) exists(f form.Exists) condition {
	if f.Over.At.Root == form.Row {
		return e.cannot("%s, a list", described(f.Over))
	}
	nested := e.bound(f)
	name := e.item()
	e.body.Vars[f.Var] = name
	defer delete(e.body.Vars, f.Var)
	some := "some " + name + " in " + e.body.List(f.Over)
	out, fits := never, true
	for _, way := range e.express(f.Body) {
		lines, tests := []string{some}, conjunction{}
		for _, a := range way {
			if a.known {
				lines = append(lines, a.lines...)
			} else {
				tests = append(tests, a)
			}
		}
		all := condition{append(conjunction{{lines: lines, known: true}}, tests...)}
		if len(tests) == 1 && tests[0].equals != "" && !tests[0].among && !nested {
			values := e.values(lines, tests[0].equals)
			all = e.portable(values, conjunction{fact("count(" + values + ") > 0")}, oneOf(tests[0].about, values))
		}
		if out, fits = out.or(all); !fits {
			return e.tooMany()
		}
	}
	return out
}

// forAll expresses that every element of a list makes a test hold, as far as
// one alternative alone of the test looks at the element.
func (e *expresser) forAll(f form.ForAll) condition {
	if f.Over.At.Root == form.Row || e.bound(f) {
		return e.cannot("a test of all elements of %s", described(f.Over))
	}
	name := e.item()
	e.body.Vars[f.Var] = name
	defer delete(e.body.Vars, f.Var)
	uses := regexp.MustCompile(`\b` + name + `\b`)
	out, over := never, e.body.List(f.Over)
	var each conjunction
	for _, way := range e.express(f.Body) {
		if uses.MatchString(way.text()) {
			if each != nil {
				return e.cannot("a test of all elements of %s", described(f.Over))
			}
			each = way
			continue
		}
		out = append(out, way)
	}
	all := always
	for _, a := range each {
		one := condition{{a}}
		if uses.MatchString(a.text()) {
			one = e.ofEach(a, name, over)
		}
		joined, fits := all.and(one)
		if !fits {
			return e.tooMany()
		}
		all = joined
	}
	out = append(out, condition{{fact("count(" + over + ") == 0")}}...)
	if each == nil {
		return out.reduced()
	}
	some := condition{{fact("count(" + over + ") > 0")}}
	all, _ = all.and(some)
	return append(out, all...).reduced()
}

// ofEach expresses that an atom holds for every element of a list.
func (e *expresser) ofEach(a atom, name, over string) condition {
	every := func(lines ...string) atom {
		return fact("every " + name + " in " + over + " {\n" + strings.Join(lines, "\n") + "\n}")
	}
	if a.known {
		return condition{{every(a.lines...)}}
	}
	bounds := map[form.Comparison]string{form.Less: "min", form.LessOrEqual: "min", form.Greater: "max", form.GreaterOrEqual: "max"}
	bound, ordered := bounds[a.op]
	if a.op != form.NotEqual && !ordered {
		return e.cannot("a test of all elements of a list")
	}
	values := e.values([]string{"some " + name + " in " + over}, a.term)
	known := conjunction{every(a.term + " != null")}
	if ordered {
		line := fmt.Sprintf("%s %s %s(%s)", a.about, a.op, bound, values)
		return e.portable(values, known, notNull(a.about), atom{lines: []string{line}, about: a.about, notNull: []string{a.about}})
	}
	out := atom{lines: []string{"not " + a.about + " in " + values}, about: a.about, notNull: []string{a.about}}
	return e.portable(values, known, notNull(a.about), out)
}

func fact(line string) atom { return atom{lines: []string{line}, known: true} }

// values writes a set as a rule of its own: the values that a term has over
// the ways in which the lines hold.
func (e *expresser) values(lines []string, term string) string {
	set := "{value |\n" + strings.Join(lines, "\n") + "\nvalue := " + term + "\n}"
	name, done := e.facts[set]
	if !done {
		name = fmt.Sprintf("_person_%d", len(e.facts)+1)
		e.facts[set] = name
		e.module.Rules.WriteString(name + " := " + set + "\n\n")
	}
	return name
}

// portable gives the condition of tests with a set of values, for people of
// whom not every database has all; to the others the filter is refused.
func (e *expresser) portable(values string, known conjunction, tests ...atom) condition {
	whole := e.body.Library("filtering") + ".portable(" + values + ")"
	odd := e.cannot("a value of the person's that not every database has")[0]
	odd[0].rare = true
	return condition{
		append(append(slices.Clone(known), fact(whole)), tests...),
		append(append(slices.Clone(known), fact("not "+whole)), odd...),
	}
}
