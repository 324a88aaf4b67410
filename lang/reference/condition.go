package reference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"portcullis/lang"
	"portcullis/rego/scalar"
)

// scope is what a condition is asked with.
type scope struct {
	person *person
	row    any // the row as stored, or the row to be; not an object where there is none
	new    any
	vars   map[*lang.Var]element
}

// element is what a variable of `for` stands for: a record, or a scalar.
type element struct {
	record any
	scalar cell
}

func (s scope) bind(v *lang.Var, e element) scope {
	vars := map[*lang.Var]element{v: e}
	for outer, was := range s.vars {
		if outer != v {
			vars[outer] = was
		}
	}
	s.vars = vars
	return s
}

// holds tells whether a condition is true, false or unknown. No condition at
// all is true.
func (s scope) holds(c lang.Cond) Truth {
	switch c := c.(type) {
	case nil:
		return True
	case *lang.Const:
		return fromBool(c.Value)
	case *lang.Not:
		return not(s.holds(c.X))
	case *lang.And:
		return and(s.holds(c.X), s.holds(c.Y))
	case *lang.Or:
		return or(s.holds(c.X), s.holds(c.Y))
	case *lang.Choice:
		return choose(s.holds(c.If), s.holds(c.Then), s.holds(c.Else))
	case *lang.Compare:
		return s.each(c.X, func(x cell) Truth {
			return s.each(c.Y, func(y cell) Truth { return compare(c.Op, x, y) })
		})
	case *lang.IsNull:
		return s.each(c.X, isNull)
	case *lang.Text:
		return s.each(c.X, func(x cell) Truth {
			return s.each(c.Y, func(y cell) Truth { return textHolds(c.Op, x, y) })
		})
	case *lang.Truth:
		return s.each(c.X, func(x cell) Truth {
			if x.state != value {
				return Unknown
			}
			return fromBool(x.flag)
		})
	case *lang.Any:
		return s.overElements(c.Over, c.Var, c.Body, False, or)
	case *lang.All:
		return s.overElements(c.Over, c.Var, c.Body, True, and)
	case *lang.Named:
		// "`condition` (asked of `row`)": nothing else of the scope is its own.
		return scope{person: s.person, row: s.recordOf(c.Of)}.holds(c.Condition.When)
	case *lang.Visible:
		return s.visible(c)
	case *lang.Granted:
		return fromBool(slices.Contains(s.person.profiles, c.Profile))
	default:
		panic(fmt.Sprintf("reference: no such condition: %T", c))
	}
}

// visible is "whether this person may `view` that row of that table, by all that
// the policy says": some allow applies, and no deny does; "false where the row is
// missing".
func (s scope) visible(c *lang.Visible) Truth {
	key := s.path(&lang.Path{Root: c.Of.Root, Var: c.Of.Var, Steps: c.Of.Steps, Field: c.Table.Key[0]})
	allowed, denied := False, False
	asked := scope{person: s.person, row: s.recordOf(&c.Of)}
	for _, r := range rules(s.person.policy, s.person, lang.Allow, lang.KindTable, c.Table.Name, "view") {
		allowed = or(allowed, and(asked.holds(r.When), asked.holds(r.Rows)))
	}
	for _, r := range rules(s.person.policy, s.person, lang.Deny, lang.KindTable, c.Table.Name, "view") {
		if !r.Partial && r.Check == nil {
			denied = or(denied, and(asked.holds(r.When), asked.holds(r.Rows)))
		}
	}
	return and(not(isNull(key)), and(allowed, not(denied)))
}

// choose is "`c ? a : b` is `(c && a) || (!c && b)`".
func choose(c, a, b Truth) Truth { return or(and(c, a), and(not(c), b)) }

func (s scope) overElements(over lang.Seq, v *lang.Var, body lang.Cond, start Truth, join func(x, y Truth) Truth) Truth {
	elements, ok := s.elements(over)
	if !ok {
		return Unknown
	}
	result := start
	for _, e := range elements {
		result = join(result, s.bind(v, e).holds(body))
	}
	return result
}

// compare is "A comparison with null is unknown".
func compare(op lang.CompareOp, x, y cell) Truth {
	if x.state != value || y.state != value {
		return Unknown
	}
	switch op {
	case lang.Eq:
		return fromBool(equal(x, y))
	case lang.Lt:
		return fromBool(order(x, y) < 0)
	case lang.Le:
		return fromBool(order(x, y) <= 0)
	case lang.Gt:
		return fromBool(order(x, y) > 0)
	case lang.Ge:
		return fromBool(order(x, y) >= 0)
	default:
		panic(fmt.Sprintf("reference: no such comparison: %q", op))
	}
}

// isNull is "`x == null` and `x != null`, which are never unknown", save where
// x cannot be looked at.
func isNull(x cell) Truth {
	if x.state == unknown {
		return Unknown
	}
	return fromBool(x.state == null)
}

// textHolds is "A text function of null is unknown".
func textHolds(op scalar.Predicate, x, y cell) Truth {
	if x.state != value || y.state != value {
		return Unknown
	}
	switch op {
	case scalar.StartsWith:
		return fromBool(strings.HasPrefix(x.text, y.text))
	case scalar.EndsWith:
		return fromBool(strings.HasSuffix(x.text, y.text))
	case scalar.StrContains:
		return fromBool(strings.Contains(x.text, y.text))
	default:
		panic(fmt.Sprintf("reference: no such text predicate: %q", op))
	}
}

// each asks ask of what an operand is. Where the operand is a choice between
// values, "it distributes over its comparison": ask is asked of both.
func (s scope) each(v lang.Value, ask func(cell) Truth) Truth {
	switch v := v.(type) {
	case *lang.IfValue:
		return choose(s.holds(v.If), s.each(v.Then, ask), s.each(v.Else, ask))
	case *lang.Coalesce:
		// A choice in Y is asked of even where X is not null: the comparison
		// stands on both sides of it.
		return s.each(v.Y, func(y cell) Truth {
			return s.each(v.X, func(x cell) Truth {
				if x.state == null {
					return ask(y)
				}
				return ask(x)
			})
		})
	case *lang.Changed:
		return s.each(v.X, func(x cell) Truth { return ask(changed(v, x)) })
	case *lang.TimeAdd:
		return s.each(v.X, func(x cell) Truth { return ask(addTime(v, x)) })
	case *lang.DateAdd:
		return s.each(v.X, func(x cell) Truth { return ask(addDays(v, x)) })
	case *lang.Template:
		return s.eachText(v.Parts, nil, ask)
	case *lang.Midnight:
		return s.each(v.X, func(x cell) Truth { return ask(s.person.midnight(x)) })
	default:
		return ask(s.plain(v))
	}
}

// eachText asks ask of the text of parts, those that are left after those that
// have been chosen.
func (s scope) eachText(left []lang.Value, chosen []cell, ask func(cell) Truth) Truth {
	if len(left) == 0 {
		return ask(spell(chosen))
	}
	return s.each(left[0], func(x cell) Truth {
		return s.eachText(left[1:], append(chosen[:len(chosen):len(chosen)], x), ask)
	})
}

// spell is "numbers in their shortest decimal form; null if a part is null",
// and bools as true and false.
func spell(parts []cell) cell {
	text, gap := "", cell{state: value}
	for _, x := range parts {
		switch {
		case x.state == unknown:
			return cell{}
		case x.state == null:
			gap = cell{state: null, typ: lang.Type{Kind: lang.String}}
		case x.typ.Kind == lang.Number:
			text += shortest(x.num)
		case x.typ.Kind == lang.Bool:
			text += strconv.FormatBool(x.flag)
		default:
			text += x.text
		}
	}
	if gap.state == null {
		return gap
	}
	return look(lang.Type{Kind: lang.String}, text)
}

// shortest writes a number without an exponent.
func shortest(n number) string {
	point := int(n.exponent.Int64())
	digits := strings.Repeat("0", max(0, -point)) + n.digits + strings.Repeat("0", max(0, point-len(n.digits)))
	whole, rest := digits[:max(0, point)], digits[max(0, point):]
	if whole == "" {
		whole = "0"
	}
	if rest != "" {
		rest = "." + rest
	}
	if n.sign < 0 {
		whole = "-" + whole
	}
	return whole + rest
}

// valueOf is what a `set` gives: a choice whose condition is unknown gives
// nothing that could be known.
func (s scope) valueOf(v lang.Value) cell {
	switch v := v.(type) {
	case *lang.IfValue:
		switch s.holds(v.If) {
		case True:
			return s.valueOf(v.Then)
		case False:
			return s.valueOf(v.Else)
		default:
			return cell{}
		}
	case *lang.Coalesce:
		if x := s.valueOf(v.X); x.state != null {
			return x
		}
		return s.valueOf(v.Y)
	case *lang.Changed:
		return changed(v, s.valueOf(v.X))
	case *lang.TimeAdd:
		return addTime(v, s.valueOf(v.X))
	case *lang.DateAdd:
		return addDays(v, s.valueOf(v.X))
	case *lang.Midnight:
		return s.person.midnight(s.valueOf(v.X))
	case *lang.Template:
		parts := make([]cell, len(v.Parts))
		for i, part := range v.Parts {
			parts[i] = s.valueOf(part)
		}
		return spell(parts)
	default:
		return s.plain(v)
	}
}

// changed is "A text function of null is […] null".
func changed(v *lang.Changed, x cell) cell {
	if x.state != value {
		return x
	}
	switch v.By {
	case scalar.Lower:
		return look(v.Type(), lettersFrom('A', 'a', x.text))
	case scalar.Upper:
		return look(v.Type(), lettersFrom('a', 'A', x.text))
	default:
		panic(fmt.Sprintf("reference: no such change of a text: %q", v.By))
	}
}

// lettersFrom changes "the letters A to Z alone".
func lettersFrom(from, to rune, text string) string {
	return strings.Map(func(r rune) rune {
		if from <= r && r <= from+25 {
			return r - from + to
		}
		return r
	}, text)
}

func addTime(v *lang.TimeAdd, x cell) cell {
	if x.state != value {
		return x
	}
	return timestampCell(x.at.Add(v.By))
}

func addDays(v *lang.DateAdd, x cell) cell {
	if x.state != value {
		return x
	}
	return dateCell(x.at.AddDate(0, 0, v.Days))
}

// plain reads an operand in which nothing is chosen.
func (s scope) plain(v lang.Value) cell {
	switch v := v.(type) {
	case *lang.Literal:
		return constant(v.T, v.Value)
	case *lang.Path:
		return s.path(v)
	case *lang.Element:
		return s.vars[v.Var].scalar
	case *lang.Login:
		return s.person.loginAs(v.T)
	case *lang.UserProperty:
		return property(s.person.properties, v.Property)
	case *lang.TeamName:
		return look(v.Type(), s.person.teamName)
	case *lang.TeamPropertyOf:
		return property(s.person.teamProperties, v.Property)
	case *lang.Now:
		return s.person.now
	case *lang.Today:
		return s.person.today()
	case *lang.Hour:
		return s.person.hour(v.Type())
	case *lang.Weekday:
		return s.person.weekday(v.Type())
	case *lang.Length:
		elements, ok := s.elements(v.Over)
		if !ok {
			return cell{}
		}
		return look(v.Type(), countOf(elements))
	case *lang.Coalesce, *lang.IfValue, *lang.Changed, *lang.TimeAdd, *lang.DateAdd, *lang.Midnight, *lang.Template:
	}
	panic(fmt.Sprintf("reference: no such plain value: %T", v))
}

// property is "A `user` or `team` property that was not given is null."
func property(given map[string]any, p *lang.Property) cell {
	return look(p.Type, given[p.Name])
}
