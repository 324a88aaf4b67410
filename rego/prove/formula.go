package prove

import (
	"cmp"
	"fmt"
	"math/big"

	"portcullis/rego/form"
)

// env is what the formulas of one version look at.
type env struct {
	*world
	who  *person
	of   *version
	row  *term // nil where there is none
	new  *term
	vars map[*form.Var]any // *term or *cell
}

func (e *env) with(v *form.Var, element any) *env {
	inner := *e
	inner.vars = make(map[*form.Var]any, len(e.vars)+1)
	for k, x := range e.vars {
		inner.vars[k] = x
	}
	inner.vars[v] = element
	return &inner
}

// proven gives "the formula is provable". In a complete world nothing is
// unknown but for want of a row or a value.
func (e *env) proven(whole form.Formula) lit {
	switch f := whole.(type) {
	case form.Always:
		return yes
	case form.Never:
		return no
	case form.Every:
		parts := make([]lit, len(f))
		for i, p := range f {
			if parts[i] = e.proven(p); parts[i] == no {
				return no
			}
		}
		return e.and(parts...)
	case form.Some:
		parts := make([]lit, len(f))
		for i, p := range f {
			if parts[i] = e.proven(p); parts[i] == yes {
				return yes
			}
		}
		return e.or(parts...)
	case form.Known:
		known, _ := e.operand(f.X)
		return known
	case form.Null:
		return e.isNull(f.At)
	case form.Relate:
		return e.relate(f.Op, f.X, f.Y)
	case form.OneOf:
		return e.oneOf(f)
	case form.TextTest:
		return e.textTest(f)
	case form.Granted:
		if f.Not {
			return -e.has(f.Profile)
		}
		return e.has(f.Profile)
	case form.Listed:
		return e.listed(f.Over)
	case form.Exists:
		return e.exists(f.Over, f.Var, f.Body, false)
	case form.ForAll:
		return -e.exists(f.Over, f.Var, f.Body, true)
	default:
		panic(fmt.Sprintf("prove: a formula of kind %T", f))
	}
}

// start gives the row, or the value, that a place begins at; both are nil where
// there is none.
func (e *env) start(p form.Place) (*term, *cell) {
	switch p.Root {
	case form.Row:
		return e.row, nil
	case form.New:
		return e.new, nil
	case form.Record:
		return e.who.record, nil
	case form.Each:
		switch x := e.vars[p.Var].(type) {
		case *term:
			return x, nil
		case *cell:
			return nil, x
		}
		return nil, nil
	case form.Login:
		return nil, e.who.login
	case form.UserProperty:
		return nil, e.who.property(e.world, p)
	case form.TeamName:
		return nil, e.who.team
	case form.TeamProperty:
		return nil, e.of.teamProperty(e, p)
	case form.Now:
		return nil, e.who.now
	case form.Today:
		return nil, e.clock().today
	case form.Hour:
		return nil, e.clock().hourOf(e.world)
	case form.Weekday:
		return nil, e.clock().weekdayOf(e.world)
	default:
		panic(fmt.Sprintf("prove: a place of root %d", p.Root))
	}
}

// reached gives the row before the last part of a place, and whether it is there.
func (e *env) reached(p form.Place) *term {
	n, _ := e.start(p)
	for _, s := range p.Steps {
		if n == nil {
			return nil
		}
		n = e.step(n, s)
	}
	return n
}

// value gives the cell at a place, and whether the row that has it is there.
func (e *env) value(p form.Place) (lit, *cell) {
	if e.null(p) {
		return yes, &cell{kind: p.T.Kind, null: yes, truth: no, at: e.text(""), elem: p.T.Elem, fixed: true}
	}
	if p.Field == nil && len(p.Steps) == 0 {
		_, c := e.start(p)
		if c == nil {
			return no, nil
		}
		return yes, c
	}
	n := e.reached(p)
	if n == nil || p.Field == nil {
		return no, nil
	}
	c := e.cell(n, p.Field)
	return e.and(n.in, c.known()), c
}

func (e *env) isNull(p form.Place) lit {
	if e.null(p) {
		return yes
	}
	if p.Field == nil && len(p.Steps) > 0 { // the row itself
		before := p
		before.Steps = p.Steps[:len(p.Steps)-1]
		from := e.reached(before)
		if from == nil {
			return no
		}
		by := p.Steps[len(p.Steps)-1]
		var known, nulls []lit // a part that is null leads nowhere, whatever is not known of the others
		for _, k := range by.Key {
			c := e.cell(from, k)
			known = append(known, c.known())
			if len(by.Key) > 1 {
				nulls = append(nulls, e.and(c.known(), c.null))
			}
		}
		return e.and(from.in, -e.step(from, by).in, e.or(append(nulls, e.and(known...))...))
	}
	there, c := e.value(p)
	if c == nil {
		return no
	}
	return e.and(there, c.null)
}

// operand gives the cell of an operand, and "it is known".
func (e *env) operand(whole form.Operand) (lit, *cell) {
	switch x := whole.(type) {
	case form.Constant:
		c := e.constant(x)
		return -c.null, c
	case form.Place:
		there, c := e.value(x)
		if c == nil {
			return no, nil
		}
		return e.and(there, -c.null, e.inDomain(c, x.T)), c
	case form.Changed:
		known, c := e.operand(x.X)
		if c == nil || c.cases != nil {
			return no, c
		}
		folded := *c
		folded.at = point{at: e.changed(x.By, c.at.at)}
		return known, &folded
	case form.Moved:
		known, c := e.operand(x.X)
		if c == nil {
			return no, nil
		}
		later := *c
		later.at.off += x.By
		of := e.nodes[c.at.at].sort
		first, last := rangeOf(of)
		return e.and(known, e.atMost(e.count(of, first), later.at), e.atMost(later.at, e.count(of, last))), &later
	case form.Template:
		return e.template(x)
	case form.Midnight:
		return yes, e.clock().midnight(e.world, x)
	case form.Count:
		return no, nil
	default:
		panic(fmt.Sprintf("prove: an operand of kind %T", x))
	}
}

// inDomain gives "the value is of the type as this version has it".
func (e *env) inDomain(c *cell, t form.Type) lit {
	if t.Kind != form.Enum || len(t.Values) == 0 || c.cases == nil {
		return yes
	}
	parts := make([]lit, 0, len(t.Values))
	for _, v := range t.Values {
		if l, ok := c.cases[v]; ok {
			parts = append(parts, l)
		}
	}
	if len(parts) == len(c.order) {
		return yes
	}
	return e.or(parts...)
}

func (e *env) relate(op form.Comparison, x, y form.Operand) lit {
	if c, ok := y.(form.Count); ok {
		if _, ok := x.(form.Count); !ok {
			return e.relate(turned[op], c, x)
		}
	}
	if c, ok := x.(form.Count); ok {
		return e.relateCount(op, c, y)
	}
	knownX, a := e.operand(x)
	knownY, b := e.operand(y)
	if a == nil || b == nil {
		return no
	}
	both := e.and(knownX, knownY)
	if both == no {
		return no
	}
	switch op {
	case form.Equal:
		return e.and(both, e.equalCells(a, b))
	case form.NotEqual:
		return e.and(both, -e.equalCells(a, b))
	}
	if a.cases != nil || b.cases != nil || a.kind == form.Bool {
		return no // of these there is no order
	}
	switch op {
	case form.Less:
		return e.and(both, e.less(a.at, b.at))
	case form.LessOrEqual:
		return e.and(both, e.atMost(a.at, b.at))
	case form.Greater:
		return e.and(both, e.less(b.at, a.at))
	case form.GreaterOrEqual:
		return e.and(both, e.atMost(b.at, a.at))
	default:
		panic(fmt.Sprintf("prove: a comparison %q", op))
	}
}

var turned = map[form.Comparison]form.Comparison{
	form.Equal: form.Equal, form.NotEqual: form.NotEqual, form.Less: form.Greater, form.Greater: form.Less,
	form.LessOrEqual: form.GreaterOrEqual, form.GreaterOrEqual: form.LessOrEqual,
}

func (e *env) relateCount(op form.Comparison, c form.Count, y form.Operand) lit {
	k, ok := y.(form.Constant)
	if !ok {
		return e.relateFew(op, c, y)
	}
	d, ok := k.Value.(form.Decimal)
	if !ok {
		return no
	}
	r, ok := new(big.Rat).SetString(string(d))
	if !ok {
		return no
	}
	n, exact := floor(r)
	listed := e.listed(c.Over)
	least := func(n int64) lit { return e.least(c.Over, n) }
	switch op {
	case form.Equal:
		return e.and(listed, decided(exact), least(n), -least(n+1))
	case form.NotEqual:
		return e.and(listed, -e.and(decided(exact), least(n), -least(n+1)))
	case form.GreaterOrEqual:
		if exact {
			return e.and(listed, least(n))
		}
		return e.and(listed, least(n+1))
	case form.Greater:
		return e.and(listed, least(n+1))
	case form.LessOrEqual:
		return e.and(listed, -least(n+1))
	case form.Less:
		if exact {
			return e.and(listed, -least(n))
		}
		return e.and(listed, -least(n+1))
	default:
		panic(fmt.Sprintf("prove: a comparison %q", op))
	}
}

// relateFew compares a count with what is no constant: where there are few elements,
// one number after the other; of more, nothing is said.
func (e *env) relateFew(op form.Comparison, c form.Count, y form.Operand) lit {
	const few = maxCounted - 1
	exactly := func(over form.List, n int64) lit { return e.and(e.least(over, n), -e.least(over, n+1)) }
	if other, ok := y.(form.Count); ok {
		var parts []lit
		for n := range int64(few + 1) {
			for m := range int64(few + 1) {
				if ordered(op, cmp.Compare(n, m)) {
					parts = append(parts, e.and(exactly(c.Over, n), exactly(other.Over, m)))
				}
			}
		}
		more := e.or(e.least(c.Over, few+1), e.least(other.Over, few+1))
		parts = append(parts, e.and(more, e.outside("a count of many that is compared with another")))
		return e.and(e.listed(c.Over), e.listed(other.Over), e.or(parts...))
	}
	known, b := e.operand(y)
	if b == nil || e.nodes[b.at.at].sort != numbers {
		return no
	}
	var parts []lit
	for n := range int64(few + 1) {
		a := e.number(big.NewRat(n, 1))
		is := no
		switch op {
		case form.Equal:
			is = e.equal(a, b.at)
		case form.NotEqual:
			is = -e.equal(a, b.at)
		case form.Less:
			is = e.less(a, b.at)
		case form.LessOrEqual:
			is = e.atMost(a, b.at)
		case form.Greater:
			is = e.less(b.at, a)
		case form.GreaterOrEqual:
			is = e.atMost(b.at, a)
		}
		parts = append(parts, e.and(exactly(c.Over, n), is))
	}
	parts = append(parts, e.and(e.least(c.Over, few+1), e.outside("a count of many that is compared with what is no constant")))
	return e.and(e.listed(c.Over), known, e.or(parts...))
}

// ordered reports whether a comparison holds of two values that compare so.
func ordered(op form.Comparison, how int) bool {
	switch op {
	case form.Equal:
		return how == 0
	case form.NotEqual:
		return how != 0
	case form.Less:
		return how < 0
	case form.LessOrEqual:
		return how <= 0
	case form.Greater:
		return how > 0
	case form.GreaterOrEqual:
		return how >= 0
	default:
		panic(fmt.Sprintf("prove: a comparison %q", op))
	}
}

// floor gives the whole number at or below r, and whether it is r.
func floor(r *big.Rat) (int64, bool) {
	n := new(big.Int)
	n.Div(r.Num(), r.Denom()) // Euclid's, and the denominator is positive
	const most = 1 << 40
	if n.CmpAbs(big.NewInt(most)) > 0 {
		if n.Sign() < 0 {
			return -most, false
		}
		return most, false
	}
	return n.Int64(), r.IsInt()
}

// outside gives a proposition that may be true or not, for what this package
// cannot look into.
func (w *world) outside(what string) lit {
	l := w.free()
	w.beyond[l] = what
	return l
}

func (e *env) oneOf(f form.OneOf) lit {
	if c, ok := f.X.(form.Count); ok {
		parts := make([]lit, len(f.Values))
		for i, v := range f.Values {
			parts[i] = e.relateCount(form.Equal, c, v)
		}
		if f.Except {
			return e.and(e.listed(c.Over), -e.or(parts...))
		}
		return e.or(parts...)
	}
	known, x := e.operand(f.X)
	if x == nil || known == no {
		return no
	}
	parts := make([]lit, len(f.Values))
	for i, v := range f.Values {
		parts[i] = e.equalCells(x, e.constant(v))
	}
	if f.Except {
		return e.and(known, -e.or(parts...))
	}
	return e.and(known, e.or(parts...))
}

func (e *env) textTest(f form.TextTest) lit {
	knownX, x := e.operand(f.X)
	knownY, y := e.operand(f.Y)
	if x == nil || y == nil || x.cases != nil || y.cases != nil {
		return no
	}
	is := e.test(f.Op, x.at.at, y.at.at)
	if f.Not {
		is = -is
	}
	return e.and(knownX, knownY, is)
}

func (e *env) listed(over form.List) lit {
	if over.Relation != nil {
		if e.null(over.At) { // of a missing row there are none
			return decided(len(over.At.Steps) == 0)
		}
		n := e.reached(over.At)
		if n == nil {
			return no
		}
		return n.in
	}
	there, c := e.value(over.At)
	if c == nil || c.kind != form.ListOf {
		return no
	}
	return e.and(there, -c.null)
}

// least gives "the list has so many elements or more".
func (e *env) least(over form.List, n int64) lit {
	if over.Relation != nil {
		of := e.reached(over.At)
		if of == nil {
			return decided(n <= 0)
		}
		return e.atLeast(of, over.Relation, nil, n)
	}
	_, c := e.value(over.At)
	if c == nil || c.kind != form.ListOf {
		return no
	}
	return e.leastOf(c, n)
}

func (w *world) leastOf(list *cell, n int64) lit {
	switch p := list.pick; {
	case p != nil:
		return w.choose(p.cond, w.leastOf(p.a, n), w.leastOf(p.b, n))
	case list.elems == nil: // null
		return no
	case list.fixed:
		return decided(int64(len(list.elems.slots)) >= n)
	}
	return w.atLeast(nil, nil, list, n)
}

// exists gives "for some element of the list the body is provable" or, with
// not, "… is not provable". The list is there: a Listed stands beside it.
func (e *env) exists(over form.List, v *form.Var, body form.Formula, not bool) lit {
	is := func(element any) lit {
		l := e.with(v, element).proven(body)
		if not {
			return -l
		}
		return l
	}
	if over.Relation != nil {
		of := e.reached(over.At)
		if of == nil {
			return no
		}
		return e.someRow(of, over.Relation, func(n *term) lit { return is(n) })
	}
	_, c := e.value(over.At)
	if c == nil || c.kind != form.ListOf {
		return no
	}
	return e.someOf(c, func(elem *cell) lit { return is(elem) })
}

func (w *world) someOf(list *cell, is func(*cell) lit) lit {
	switch p := list.pick; {
	case p != nil:
		return w.choose(p.cond, w.someOf(p.a, is), w.someOf(p.b, is))
	case list.elems == nil: // null
		return no
	case list.fixed:
		parts := make([]lit, 0, len(list.elems.slots))
		for _, s := range list.elems.slots {
			parts = append(parts, is(s.cell))
		}
		return w.or(parts...)
	}
	return w.someElement(list, is)
}
