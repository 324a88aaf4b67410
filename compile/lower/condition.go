package lower

import (
	"fmt"
	"slices"

	"portcullis/lang"
	"portcullis/lang/policy"
	"portcullis/rego/form"

	"github.com/zclconf/go-cty/cty"
)

// lowering turns typed conditions into formulas on the form's schema. Constant
// sequences are unrolled, so a variable that ranges over one has a constant for
// a value.
type lowering struct {
	*schema
	constants map[*lang.Var]cty.Value
}

// Proven gives what proves that a condition has the truth value want; nil is
// true. A condition, which is true, false or unknown, becomes two formulas so,
// each positive: no engine's own idea of null or of an undefined value can turn
// a "don't know" into a yes.
func (s *schema) Proven(c lang.Cond, want bool) form.Formula {
	if c == nil {
		return form.Decided(want)
	}
	return (&lowering{schema: s}).cond(c, want)
}

// cond gives what proves that c has the truth value want, after Kleene.
func (l *lowering) cond(c lang.Cond, want bool) form.Formula {
	switch c := c.(type) {
	case *lang.Const:
		return form.Decided(c.Value == want)
	case *lang.Not:
		return l.cond(c.X, !want)
	case *lang.And:
		return l.join(want, l.cond(c.X, want), l.cond(c.Y, want))
	case *lang.Or:
		return l.join(!want, l.cond(c.X, want), l.cond(c.Y, want))
	case *lang.Choice:
		return l.choice(c, want)
	case *lang.Named:
		return l.cond(c.Asked(), want)
	case *lang.Visible:
		return l.cond(c.When, want)
	case *lang.Granted:
		return form.Granted{Profile: c.Profile.Name, Not: !want}
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
func (l *lowering) join(both bool, x, y form.Formula) form.Formula {
	if both {
		return form.And(x, y)
	}
	return form.Or(x, y)
}

// choice lowers (If && Then) || (!If && Else).
func (l *lowering) choice(c *lang.Choice, want bool) form.Formula {
	yes, no := l.cond(c.If, true), l.cond(c.If, false)
	then, otherwise := l.cond(c.Then, want), l.cond(c.Else, want)
	if want {
		return form.Or(form.And(yes, then), form.And(no, otherwise))
	}
	return form.And(form.Or(no, then), form.Or(yes, otherwise))
}

func (l *lowering) leaf(c lang.Cond, want bool) form.Formula {
	switch c := c.(type) {
	case *lang.Compare:
		return l.pairs(c.X, c.Y, func(x, y form.Operand) form.Formula { return compare(c.Op, x, y, want) })
	case *lang.Text:
		return l.pairs(c.X, c.Y, func(x, y form.Operand) form.Formula { return textTest(c.Op, x, y, want) })
	case *lang.IsNull:
		if want {
			return l.null(c.X)
		}
		return l.each(c.X, form.KnownOf)
	case *lang.Truth:
		is := form.Constant{T: form.Type{Kind: form.Bool}, Value: want}
		return l.each(c.X, func(x form.Operand) form.Formula { return compare(lang.Eq, x, is, true) })
	case *lang.Const, *lang.Not, *lang.And, *lang.Or, *lang.Choice, *lang.Any, *lang.All, *lang.Named, *lang.Visible, *lang.Granted:
	}
	panic(fmt.Sprintf("compile: a leaf of kind %T", c))
}

// alternative is an operand that a value stands for, where the guard holds.
type alternative struct {
	guard form.Formula
	x     form.Operand
}

// alternatives gives what a value can be where it is not null. Where no guard
// holds, or the operand is not known, the value is null or unknown.
func (l *lowering) alternatives(v lang.Value) []alternative {
	plain := func(x form.Operand) []alternative { return []alternative{{form.Always{}, x}} }
	switch v := v.(type) {
	case *lang.Literal:
		if v.Value.IsNull() {
			return nil
		}
		return plain(constant(v.T, v.Value))
	case *lang.Element:
		if value, ok := l.constants[v.Var]; ok {
			if value.IsNull() {
				return nil
			}
			return plain(constant(v.Var.Elem, value))
		}
		return plain(l.place(v))
	case *lang.Coalesce:
		out := l.alternatives(v.X)
		return append(out, l.guarded(l.null(v.X), l.alternatives(v.Y))...)
	case *lang.Changed:
		return l.mapped(v.X, func(x form.Operand) form.Operand { return changed(v.By, x) })
	case *lang.TimeAdd:
		return l.mapped(v.X, func(x form.Operand) form.Operand { return moved(x, v.By.Microseconds()) })
	case *lang.DateAdd:
		return l.mapped(v.X, func(x form.Operand) form.Operand { return moved(x, int64(v.Days)) })
	case *lang.Midnight:
		return l.mapped(v.X, func(x form.Operand) form.Operand { return form.Midnight{X: x} })
	case *lang.Template:
		return l.template(v)
	case *lang.IfValue: // of a value that a write gets; conditions have been lifted
		yes := l.guarded(l.cond(v.If, true), l.alternatives(v.Then))
		return append(yes, l.guarded(l.cond(v.If, false), l.alternatives(v.Else))...)
	case *lang.Length:
		return l.length(v.Over)
	default:
		return plain(l.place(v))
	}
}

// guarded adds a guard to alternatives.
func (l *lowering) guarded(guard form.Formula, list []alternative) []alternative {
	var out []alternative
	for _, alt := range list {
		if both := form.And(guard, alt.guard); !form.Impossible(both) {
			out = append(out, alternative{both, alt.x})
		}
	}
	return out
}

// mapped applies f to what a value can be; nil from f is unknown.
func (l *lowering) mapped(v lang.Value, f func(form.Operand) form.Operand) []alternative {
	var out []alternative
	for _, alt := range l.alternatives(v) {
		if x := f(alt.x); x != nil {
			out = append(out, alternative{alt.guard, x})
		}
	}
	return out
}

// each joins what a value can be by "or".
func (l *lowering) each(v lang.Value, f func(form.Operand) form.Formula) form.Formula {
	var parts []form.Formula
	for _, alt := range l.alternatives(v) {
		parts = append(parts, form.And(alt.guard, f(alt.x)))
	}
	return form.Or(parts...)
}

func (l *lowering) pairs(x, y lang.Value, f func(x, y form.Operand) form.Formula) form.Formula {
	return l.each(x, func(x form.Operand) form.Formula {
		return l.each(y, func(y form.Operand) form.Formula { return f(x, y) })
	})
}

// null gives what proves that a value is null (and not unknown).
func (l *lowering) null(v lang.Value) form.Formula {
	switch v := v.(type) {
	case *lang.Literal:
		return form.Decided(v.Value.IsNull())
	case *lang.Element:
		if value, ok := l.constants[v.Var]; ok {
			return form.Decided(value.IsNull())
		}
		return form.Null{At: l.place(v)}
	case *lang.Coalesce:
		return form.And(l.null(v.X), l.null(v.Y))
	case *lang.IfValue:
		return form.Or(
			form.And(l.cond(v.If, true), l.null(v.Then)),
			form.And(l.cond(v.If, false), l.null(v.Else)),
		)
	case *lang.Changed:
		return l.null(v.X)
	case *lang.TimeAdd:
		return l.null(v.X)
	case *lang.DateAdd:
		return l.null(v.X)
	case *lang.Midnight:
		return l.null(v.X)
	case *lang.Template:
		return l.nullTemplate(v)
	case *lang.Length, *lang.Now, *lang.Today, *lang.Hour, *lang.Weekday:
		return form.Never{}
	default:
		p := l.place(v)
		return form.Or(missing(p), form.Null{At: p})
	}
}

// missing gives what proves that a row on the way to a place is not there.
func missing(p form.Place) form.Formula {
	var parts []form.Formula
	for i := range p.Steps {
		parts = append(parts, form.Null{At: form.Place{Root: p.Root, Var: p.Var, Steps: p.Steps[:i+1]}})
	}
	return form.Or(parts...)
}

// place gives where a value without operands of its own stands.
func (s *schema) place(v lang.Value) form.Place {
	switch v := v.(type) {
	case *lang.Path:
		return form.Place{
			Root: roots[v.Root], Var: s.variable(v.Var), Steps: s.steps(v.Steps), Field: s.fields[v.Field], T: v.Field.Type,
		}
	case *lang.Element:
		return form.Place{Root: form.Each, Var: s.variable(v.Var), T: v.Var.Elem}
	case *lang.Login:
		return form.Place{Root: form.Login, T: v.T}
	case *lang.UserProperty:
		return form.Place{Root: form.UserProperty, Name: v.Property.Name, T: v.Property.Type}
	case *lang.TeamName:
		return form.Place{Root: form.TeamName, T: v.Type()}
	case *lang.TeamPropertyOf:
		return form.Place{Root: form.TeamProperty, Name: v.Property.Name, T: v.Property.Type}
	case *lang.Now:
		return form.Place{Root: form.Now, T: v.Type()}
	case *lang.Today:
		return form.Place{Root: form.Today, T: v.Type()}
	case *lang.Hour:
		return form.Place{Root: form.Hour, T: v.Type()}
	case *lang.Weekday:
		return form.Place{Root: form.Weekday, T: v.Type()}
	case *lang.Literal, *lang.Changed, *lang.Coalesce, *lang.IfValue, *lang.TimeAdd, *lang.DateAdd, *lang.Midnight, *lang.Template, *lang.Length:
	}
	panic(fmt.Sprintf("compile: a value of kind %T has no place", v))
}

var roots = map[lang.Root]form.Root{
	lang.RootRow: form.Row, lang.RootNew: form.New, lang.RootUser: form.Record, lang.RootVar: form.Each,
}

// list gives what a sequence that is not constant ranges over.
func (s *schema) list(over lang.Seq) form.List {
	switch of := over.(type) {
	case *lang.FieldSeq:
		return form.List{At: s.place(of.X)}
	case *lang.RowSeq:
		at := form.Place{Root: roots[of.Root], Var: s.variable(of.Var), Steps: s.steps(of.Steps)}
		return form.List{At: at, Relation: s.relations[of.Relation]}
	case *lang.LiteralSeq: // is unrolled
	}
	panic(fmt.Sprintf("compile: a sequence of kind %T", over))
}

// quantified lowers anytrue (any) and alltrue. One element that has the truth
// value `any` decides; else every element must have the other.
func (l *lowering) quantified(over lang.Seq, v *lang.Var, body lang.Cond, any, want bool) form.Formula {
	if constant, ok := over.(*lang.LiteralSeq); ok {
		return l.unrolled(constant, v, body, any, want)
	}
	rows, element := l.list(over), l.variable(v)
	inner := l.cond(body, want)
	if any == want {
		return exists(rows, element, inner)
	}
	whole := form.And(form.Listed{Over: rows}, forAll(rows, element, inner))
	if rows.Relation == nil {
		return whole
	}
	return form.Or(missing(rows.At), whole) // over a missing row there are no rows
}

func exists(over form.List, v *form.Var, body form.Formula) form.Formula {
	if form.Impossible(body) {
		return body
	}
	if !form.Uses(body, v) {
		return form.And(form.Relate{Op: form.Greater, X: form.Count{Over: over}, Y: number(0)}, body)
	}
	return form.And(form.Listed{Over: over}, form.Exists{Over: over, Var: v, Body: body})
}

func forAll(over form.List, v *form.Var, body form.Formula) form.Formula {
	if form.Certain(body) {
		return body
	}
	if !form.Uses(body, v) {
		return form.Or(form.OneOf{X: form.Count{Over: over}, Values: []form.Constant{number(0)}}, body)
	}
	return form.ForAll{Over: over, Var: v, Body: body}
}

// unrolled lowers a quantifier over constants. The common `contains(["a",
// "b"], x)` stays one test of membership.
func (l *lowering) unrolled(over *lang.LiteralSeq, v *lang.Var, body lang.Cond, any, want bool) form.Formula {
	if x := comparedWith(body, v); x != nil && any && !slices.ContainsFunc(over.Values, cty.Value.IsNull) && len(over.Values) > 0 {
		values := make([]form.Constant, len(over.Values))
		for i, value := range over.Values {
			values[i] = constant(over.Elem, value)
		}
		return l.each(x, func(x form.Operand) form.Formula { return among(x, values, want) })
	}
	parts := make([]form.Formula, len(over.Values))
	for i, value := range over.Values {
		inner := lowering{schema: l.schema, constants: map[*lang.Var]cty.Value{v: value}}
		for known, constant := range l.constants {
			inner.constants[known] = constant
		}
		parts[i] = inner.cond(body, want)
	}
	if any == want {
		return form.Or(parts...)
	}
	return form.And(parts...)
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
	if _, choice := x.(*lang.IfValue); choice || isElement(x, v) {
		return true
	}
	return slices.ContainsFunc(policy.Operands(x), func(x lang.Value) bool { return mentions(x, v) })
}

// length gives the number of a sequence's elements.
func (l *lowering) length(s lang.Seq) []alternative {
	if constant, ok := s.(*lang.LiteralSeq); ok {
		return []alternative{{form.Always{}, number(int64(len(constant.Values)))}}
	}
	over := l.list(s)
	out := []alternative{{form.Always{}, form.Count{Over: over}}}
	if none := missing(over.At); over.Relation != nil && !form.Impossible(none) {
		out = append(out, alternative{none, number(0)})
	}
	return out
}
