package bind

import (
	"fmt"
	"strings"

	"portcullis/rego/form"
)

// binder puts what is known of a person and the time into formulas, so that
// places of rows alone are left. What is decided drops out.
type binder struct {
	who  *Person
	vars map[*form.Var]Value // of lists that are known, for each element in turn
	rows *[2]Value           // the row and the row as it would be, where they are known too
}

// formula gives what is left of a formula.
func (b *binder) formula(whole form.Formula) form.Formula {
	switch f := whole.(type) {
	case form.Always, form.Never:
		return whole // as it is, which takes no memory
	case form.Every:
		return b.every(f)
	case form.Some:
		return b.some(f)
	case form.Known:
		x := b.operand(f.X)
		if x.bound {
			return form.Decided(known(x.typ, x.value))
		}
		return form.KnownOf(x.left)
	case form.Null:
		if v, bound := b.place(f.At); bound {
			return form.Decided(v.kind == null)
		}
		return whole
	case form.Relate:
		return relate(f.Op, b.operand(f.X), b.operand(f.Y))
	case form.OneOf:
		return b.oneOf(f, whole)
	case form.TextTest:
		return b.textTest(f)
	case form.Granted:
		return form.Decided(b.who.has(f.Profile) != f.Not)
	case form.Listed:
		if v, bound := b.list(f.Over); bound {
			return form.Decided(listed(f.Over, v))
		}
		return whole
	case form.Exists:
		return b.exists(f)
	case form.ForAll:
		return b.forAll(f)
	default:
		panic(fmt.Sprintf("bind: a formula of kind %T", f))
	}
}

func (b *binder) every(f form.Every) form.Formula {
	parts := make([]form.Formula, 0, len(f))
	for _, p := range f {
		left := b.formula(p)
		if left == (form.Never{}) {
			return left
		}
		parts = append(parts, left)
	}
	return and(parts...)
}

func (b *binder) some(f form.Some) form.Formula {
	parts := make([]form.Formula, 0, len(f))
	for _, p := range f {
		left := b.formula(p)
		if left == (form.Always{}) {
			return left
		}
		parts = append(parts, left)
	}
	return or(parts...)
}

// residue is what is left of an operand: a value, or an operand of the row.
type residue struct {
	typ   form.Type
	bound bool
	value Value
	left  form.Operand
}

// constant gives a bound value as the form has it; false where it is not known.
func (r residue) constant() (form.Constant, bool) {
	if !known(r.typ, r.value) {
		return form.Constant{}, false
	}
	return constantOf(r.typ, r.value), true
}

// operand gives the operand with a constant for a bound value that is known.
func (r residue) operand() (form.Operand, bool) {
	if !r.bound {
		return r.left, true
	}
	return r.constant()
}

func (b *binder) operand(whole form.Operand) residue {
	switch x := whole.(type) {
	case form.Constant:
		return residue{typ: constantType(x), bound: true, value: ofConstant(x)}
	case form.Place:
		v, bound := b.place(x)
		return residue{typ: x.T, bound: bound, value: v, left: whole}
	case form.Changed:
		of := b.operand(x.X)
		r := residue{typ: of.typ, bound: of.bound, value: changed(x.By, of.value)}
		if !of.bound {
			r.left = form.Changed{By: x.By, X: of.left}
		}
		return r
	case form.Moved:
		of := b.operand(x.X)
		r := residue{typ: of.typ, bound: of.bound}
		if of.bound {
			r.value = moved(of.typ, of.value, x.By)
		} else {
			r.left = form.Moved{X: of.left, By: x.By}
		}
		return r
	case form.Template: // of the person and constants, which are bound
		return residue{typ: x.Type(), bound: true, value: b.text(x)}
	case form.Midnight: // of today and constants, which are bound
		return residue{typ: x.Type(), bound: true, value: b.who.midnight(b.operand(x.X).value)}
	case form.Count:
		v, bound := b.list(x.Over)
		r := residue{typ: form.Type{Kind: form.Number}, bound: bound, left: whole}
		if bound && listed(x.Over, v) {
			n, _ := v.length()
			r.value = Int(int64(n))
		}
		return r
	default:
		panic(fmt.Sprintf("bind: an operand of kind %T", x))
	}
}

// text gives the text of one part after the other.
func (b *binder) text(parts form.Template) Value {
	var out strings.Builder
	for _, part := range parts {
		x := b.operand(part)
		if !known(x.typ, x.value) {
			return Value{}
		}
		out.WriteString(x.value.spelling())
	}
	return Text(out.String())
}

// constantType gives the type of a constant of the policy, which the checker
// has passed: an enum's type may leave its values out.
func constantType(c form.Constant) form.Type {
	if c.T.Kind == form.Enum {
		return form.Type{Kind: form.String}
	}
	return c.T
}

// place gives what stands at a place that is not of the row.
func (b *binder) place(p form.Place) (Value, bool) {
	var v Value
	switch p.Root {
	case form.Row, form.New:
		if b.rows == nil {
			return v, false
		}
		v = b.rows[p.Root-form.Row]
	case form.Each:
		of, bound := b.vars[p.Var]
		if !bound {
			return v, false
		}
		v = of
	case form.Record:
		v = b.who.record
	case form.Login:
		return b.who.login, true
	case form.UserProperty:
		return Of(b.who.user[p.Name]), true
	case form.TeamName:
		return b.who.team, true
	case form.TeamProperty:
		return b.who.ofTeam[p.Name], true
	case form.Now:
		return b.who.now, true
	case form.Today:
		return b.who.today(), true
	case form.Hour:
		return b.who.hour(), true
	case form.Weekday:
		return b.who.weekday(), true
	default:
		panic(fmt.Sprintf("bind: a place of root %d", p.Root))
	}
	for _, step := range p.Steps {
		v = v.member(step.Name)
	}
	if p.Field != nil {
		v = v.member(p.Field.Name)
	}
	return v, true
}

// list gives what stands where a list is meant that is not of the row.
func (b *binder) list(over form.List) (Value, bool) {
	v, bound := b.place(over.At)
	if bound && over.Relation != nil {
		v = v.member(over.Relation.Name)
	}
	return v, bound
}

// listed reports whether a value is a list as it must be.
func listed(over form.List, v Value) bool {
	if over.Relation != nil {
		_, ok := v.length()
		return ok
	}
	return knownList(*over.At.T.Elem, v)
}

func (b *binder) exists(f form.Exists) form.Formula {
	v, bound := b.list(f.Over)
	if bound {
		return or(b.unrolled(f.Var, f.Body, v)...)
	}
	switch body := b.formula(f.Body).(type) {
	case form.Never:
		return body
	case form.Always:
		return form.Relate{Op: form.Greater, X: form.Count{Over: f.Over}, Y: number0}
	default:
		return form.Exists{Over: f.Over, Var: f.Var, Body: body}
	}
}

func (b *binder) forAll(f form.ForAll) form.Formula {
	v, bound := b.list(f.Over)
	if bound {
		if !listed(f.Over, v) {
			return form.Never{}
		}
		return and(b.unrolled(f.Var, f.Body, v)...)
	}
	switch body := b.formula(f.Body).(type) {
	case form.Always:
		return body
	case form.Never:
		return form.OneOf{X: form.Count{Over: f.Over}, Values: []form.Constant{number0}}
	default:
		return form.ForAll{Over: f.Over, Var: f.Var, Body: body}
	}
}

var number0 = form.Constant{T: form.Type{Kind: form.Number}, Value: form.Decimal("0")}

// unrolled gives what is left of a body for each element of a list.
func (b *binder) unrolled(v *form.Var, body form.Formula, of Value) []form.Formula {
	n, _ := of.length()
	parts := make([]form.Formula, 0, n)
	inner := b.inside()
	for i := range n {
		inner.vars[v] = of.element(i)
		parts = append(parts, inner.formula(body))
	}
	return parts
}

// inside gives a binder for the elements of a list.
func (b *binder) inside() *binder {
	inner := &binder{who: b.who, rows: b.rows, vars: make(map[*form.Var]Value, len(b.vars)+1)}
	for outer, value := range b.vars {
		inner.vars[outer] = value
	}
	return inner
}
