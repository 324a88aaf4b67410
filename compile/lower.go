package compile

import (
	"fmt"
	"slices"

	"portcullis/lang"

	"github.com/zclconf/go-cty/cty"
)

// lowering turns typed conditions into formulas. Constant sequences are
// unrolled, so a variable that ranges over one has a constant for a value.
type lowering struct {
	constants map[*lang.Var]cty.Value
}

// isTrue gives what proves that the condition is true; nil is true.
func isTrue(c lang.Cond) Formula {
	if c == nil {
		return Always{}
	}
	return (&lowering{}).cond(c, true)
}

// isFalse gives what proves that the condition is false; nil is true.
func isFalse(c lang.Cond) Formula {
	if c == nil {
		return Never{}
	}
	return (&lowering{}).cond(c, false)
}

// cond gives what proves that c has the truth value want, after Kleene.
func (l *lowering) cond(c lang.Cond, want bool) Formula {
	switch c := c.(type) {
	case *lang.Const:
		return decided(c.Value == want)
	case *lang.Not:
		return l.cond(c.X, !want)
	case *lang.And:
		return l.join(want, l.cond(c.X, want), l.cond(c.Y, want))
	case *lang.Or:
		return l.join(!want, l.cond(c.X, want), l.cond(c.Y, want))
	case *lang.Choice:
		return l.choice(c, want)
	case *lang.Named:
		return l.cond(c.Condition.When, want)
	case *lang.Any:
		return l.quantified(c.Over, c.Var, c.Body, true, want)
	case *lang.All:
		return l.quantified(c.Over, c.Var, c.Body, false, want)
	case *lang.Compare, *lang.IsNull, *lang.Text, *lang.Truth:
		if lifted := liftChoice(c); lifted != nil {
			return l.choice(lifted, want)
		}
		return l.leaf(c, want)
	default:
		panic(fmt.Sprintf("compile: a condition of kind %T", c))
	}
}

// join is "and" where both parts are needed, else "or".
func (l *lowering) join(both bool, x, y Formula) Formula {
	if both {
		return every(x, y)
	}
	return some(x, y)
}

// choice lowers (If && Then) || (!If && Else).
func (l *lowering) choice(c *lang.Choice, want bool) Formula {
	yes, no := l.cond(c.If, true), l.cond(c.If, false)
	then, otherwise := l.cond(c.Then, want), l.cond(c.Else, want)
	if want {
		return some(every(yes, then), every(no, otherwise))
	}
	return every(some(no, then), some(yes, otherwise))
}

func (l *lowering) leaf(c lang.Cond, want bool) Formula {
	switch c := c.(type) {
	case *lang.Compare:
		return l.pairs(c.X, c.Y, func(x, y Operand) Formula { return compare(c.Op, x, y, want) })
	case *lang.Text:
		return l.pairs(c.X, c.Y, func(x, y Operand) Formula { return textTest(c.Op, x, y, want) })
	case *lang.IsNull:
		if want {
			return l.null(c.X)
		}
		return l.each(c.X, known)
	case *lang.Truth:
		is := Constant{lang.Type{Kind: lang.Bool}, cty.BoolVal(want)}
		return l.each(c.X, func(x Operand) Formula { return compare(lang.Eq, x, is, true) })
	default:
		panic(fmt.Sprintf("compile: a leaf of kind %T", c))
	}
}

// alternative is an operand that a value stands for, where the guard holds.
type alternative struct {
	guard Formula
	x     Operand
}

// alternatives gives what a value can be where it is not null. Where no guard
// holds, or the operand is not known, the value is null or unknown.
func (l *lowering) alternatives(v lang.Value) []alternative {
	plain := func(x Operand) []alternative { return []alternative{{Always{}, x}} }
	switch v := v.(type) {
	case *lang.Literal:
		if v.Value.IsNull() {
			return nil
		}
		return plain(Constant{v.T, v.Value})
	case *lang.Element:
		if value, ok := l.constants[v.Var]; ok {
			if value.IsNull() {
				return nil
			}
			return plain(Constant{v.Var.Elem, value})
		}
		return plain(place(v))
	case *lang.Coalesce:
		out := l.alternatives(v.X)
		return append(out, l.guarded(l.null(v.X), l.alternatives(v.Y))...)
	case *lang.Case:
		return l.mapped(v.X, func(x Operand) Operand { return cased(v.Upper, x) })
	case *lang.TimeAdd:
		return l.mapped(v.X, func(x Operand) Operand { return moved(x, v.By.Microseconds()) })
	case *lang.DateAdd:
		return l.mapped(v.X, func(x Operand) Operand { return moved(x, int64(v.Days)) })
	case *lang.IfValue: // of a value that a write gets; conditions have been lifted
		yes := l.guarded(l.cond(v.If, true), l.alternatives(v.Then))
		return append(yes, l.guarded(l.cond(v.If, false), l.alternatives(v.Else))...)
	case *lang.Length:
		return l.length(v.Over)
	default:
		return plain(place(v))
	}
}

// guarded adds a guard to alternatives.
func (l *lowering) guarded(guard Formula, list []alternative) []alternative {
	var out []alternative
	for _, alt := range list {
		if both := every(guard, alt.guard); !impossible(both) {
			out = append(out, alternative{both, alt.x})
		}
	}
	return out
}

// mapped applies f to what a value can be; nil from f is unknown.
func (l *lowering) mapped(v lang.Value, f func(Operand) Operand) []alternative {
	var out []alternative
	for _, alt := range l.alternatives(v) {
		if x := f(alt.x); x != nil {
			out = append(out, alternative{alt.guard, x})
		}
	}
	return out
}

// each joins what a value can be by "or".
func (l *lowering) each(v lang.Value, f func(Operand) Formula) Formula {
	var parts []Formula
	for _, alt := range l.alternatives(v) {
		parts = append(parts, every(alt.guard, f(alt.x)))
	}
	return some(parts...)
}

func (l *lowering) pairs(x, y lang.Value, f func(x, y Operand) Formula) Formula {
	return l.each(x, func(x Operand) Formula {
		return l.each(y, func(y Operand) Formula { return f(x, y) })
	})
}

// null gives what proves that a value is null (and not unknown).
func (l *lowering) null(v lang.Value) Formula {
	switch v := v.(type) {
	case *lang.Literal:
		return decided(v.Value.IsNull())
	case *lang.Element:
		if value, ok := l.constants[v.Var]; ok {
			return decided(value.IsNull())
		}
		return Null{place(v)}
	case *lang.Coalesce:
		return every(l.null(v.X), l.null(v.Y))
	case *lang.IfValue:
		return some(
			every(l.cond(v.If, true), l.null(v.Then)),
			every(l.cond(v.If, false), l.null(v.Else)),
		)
	case *lang.Case:
		return l.null(v.X)
	case *lang.TimeAdd:
		return l.null(v.X)
	case *lang.DateAdd:
		return l.null(v.X)
	case *lang.Length, *lang.Now, *lang.Today:
		return Never{}
	default:
		p := place(v)
		return some(missing(p), Null{p})
	}
}

// missing gives what proves that a row on the way to a place is not there.
func missing(p Place) Formula {
	var parts []Formula
	for i := range p.Steps {
		parts = append(parts, Null{Place{Root: p.Root, Var: p.Var, Steps: p.Steps[:i+1]}})
	}
	return some(parts...)
}

// place gives where a value without operands of its own stands.
func place(v lang.Value) Place {
	switch v := v.(type) {
	case *lang.Path:
		return Place{Root: roots[v.Root], Var: v.Var, Steps: v.Steps, Field: v.Field, T: v.Field.Type}
	case *lang.Element:
		return Place{Root: Each, Var: v.Var, T: v.Var.Elem}
	case *lang.Login:
		return Place{Root: Login, T: v.T}
	case *lang.UserProperty:
		return Place{Root: UserProperty, Name: v.Property.Name, T: v.Property.Type}
	case *lang.TeamName:
		return Place{Root: TeamName, T: v.Type()}
	case *lang.TeamPropertyOf:
		return Place{Root: TeamProperty, Name: v.Property.Name, T: v.Property.Type}
	case *lang.Now:
		return Place{Root: Now, T: v.Type()}
	case *lang.Today:
		return Place{Root: Today, T: v.Type()}
	default:
		panic(fmt.Sprintf("compile: a value of kind %T has no place", v))
	}
}

var roots = map[lang.Root]Root{
	lang.RootRow: Row, lang.RootNew: New, lang.RootUser: Record, lang.RootVar: Each,
}

// list gives what a sequence that is not constant ranges over.
func list(s lang.Seq) List {
	switch s := s.(type) {
	case *lang.FieldSeq:
		return List{At: place(s.X)}
	case *lang.RowSeq:
		return List{At: Place{Root: roots[s.Root], Var: s.Var, Steps: s.Steps}, Relation: s.Relation}
	default:
		panic(fmt.Sprintf("compile: a sequence of kind %T", s))
	}
}

// quantified lowers anytrue (any) and alltrue. One element that has the truth
// value `any` decides; else every element must have the other.
func (l *lowering) quantified(over lang.Seq, v *lang.Var, body lang.Cond, any, want bool) Formula {
	if constant, ok := over.(*lang.LiteralSeq); ok {
		return l.unrolled(constant, v, body, any, want)
	}
	rows := list(over)
	inner := l.cond(body, want)
	if any == want {
		return exists(rows, v, inner)
	}
	whole := every(Listed{rows}, forAll(rows, v, inner))
	if rows.Relation == nil {
		return whole
	}
	return some(missing(rows.At), whole) // over a missing row there are no rows
}

func exists(over List, v *lang.Var, body Formula) Formula {
	if impossible(body) {
		return body
	}
	if !uses(body, v) {
		return every(Relate{Greater, Count{over}, number(0)}, body)
	}
	return every(Listed{over}, Exists{over, v, body})
}

func forAll(over List, v *lang.Var, body Formula) Formula {
	if certain(body) {
		return body
	}
	if !uses(body, v) {
		return some(OneOf{Count{over}, []Constant{number(0)}, false}, body)
	}
	return ForAll{over, v, body}
}

// unrolled lowers a quantifier over constants. The common `contains(["a",
// "b"], x)` stays one test of membership.
func (l *lowering) unrolled(over *lang.LiteralSeq, v *lang.Var, body lang.Cond, any, want bool) Formula {
	if x := comparedWith(body, v); x != nil && any && !slices.ContainsFunc(over.Values, cty.Value.IsNull) && len(over.Values) > 0 {
		values := make([]Constant, len(over.Values))
		for i, value := range over.Values {
			values[i] = Constant{over.Elem, value}
		}
		return l.each(x, func(x Operand) Formula { return among(x, values, want) })
	}
	parts := make([]Formula, len(over.Values))
	for i, value := range over.Values {
		inner := lowering{constants: map[*lang.Var]cty.Value{v: value}}
		for known, constant := range l.constants {
			inner.constants[known] = constant
		}
		parts[i] = inner.cond(body, want)
	}
	if any == want {
		return some(parts...)
	}
	return every(parts...)
}

// comparedWith gives x where the body is `element == x` and x does not use the element.
func comparedWith(body lang.Cond, v *lang.Var) lang.Value {
	c, ok := body.(*lang.Compare)
	if !ok || c.Op != lang.Eq {
		return nil
	}
	if isElement(c.X, v) && !mentions(c.Y, v) {
		return c.Y
	}
	if isElement(c.Y, v) && !mentions(c.X, v) {
		return c.X
	}
	return nil
}

func isElement(x lang.Value, v *lang.Var) bool {
	e, ok := x.(*lang.Element)
	return ok && e.Var == v
}

// mentions reports whether a value is, or has in it, the element v. What has a
// condition in it is taken to.
func mentions(x lang.Value, v *lang.Var) bool {
	switch x := x.(type) {
	case *lang.Element:
		return x.Var == v
	case *lang.Coalesce:
		return mentions(x.X, v) || mentions(x.Y, v)
	case *lang.Case:
		return mentions(x.X, v)
	case *lang.TimeAdd:
		return mentions(x.X, v)
	case *lang.DateAdd:
		return mentions(x.X, v)
	case *lang.IfValue:
		return true
	default:
		return false
	}
}

// length gives the number of a sequence's elements.
func (l *lowering) length(s lang.Seq) []alternative {
	if constant, ok := s.(*lang.LiteralSeq); ok {
		return []alternative{{Always{}, number(int64(len(constant.Values)))}}
	}
	over := list(s)
	out := []alternative{{Always{}, Count{over}}}
	if none := missing(over.At); over.Relation != nil && !impossible(none) {
		out = append(out, alternative{none, number(0)})
	}
	return out
}
