package prove

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// list is what a list of scalars has in it: so many slots as somebody spoke of. Lists
// that are alike have the slots of each other, so far as a model rests on that.
type list struct {
	slots  []*slot
	domain []string // of enums
	fixed  bool     // a constant
	like   []likeness
	// many are counts of more elements than are spoken of one by one, of which the
	// filler is one.
	many   []*count
	filler *slot
}

// slot is an element, if in holds. Two slots of a list are one element where their
// places are one; 0 until that is asked.
type slot struct {
	in lit
	*cell
	place point
	n     int // in the order in which elements stand
}

// likeness is "the other list has the same in it".
type likeness struct {
	holds lit
	other *list
}

// pick is a list that is a where cond holds, and else b.
type pick struct {
	cond lit
	a, b *cell
}

// likened is two lists of which it may be said that they are alike.
type likened struct {
	a, b *cell
	// counts says that they differ in what is not looked into; 0 until it is said what
	// it means that they are not alike.
	counts lit
}

// likeLists gives "both lists have the same in them"; of what is null it says nothing.
func (w *world) likeLists(a, b *cell) lit {
	switch {
	case a.pick != nil:
		return w.choose(a.pick.cond, w.likeLists(a.pick.a, b), w.likeLists(a.pick.b, b))
	case b.pick != nil:
		return w.likeLists(b, a)
	case a.elems == nil || b.elems == nil || a.elems == b.elems:
		return yes
	case a.elems.fixed && b.elems.fixed:
		parts := []lit{decided(len(a.elems.slots) == len(b.elems.slots))}
		for i, s := range a.elems.slots {
			if i < len(b.elems.slots) {
				parts = append(parts, w.equalCells(s.cell, b.elems.slots[i].cell))
			}
		}
		return w.and(parts...)
	}
	for _, l := range a.elems.like {
		if l.other == b.elems {
			return l.holds
		}
	}
	l := w.free()
	a.elems.like = append(a.elems.like, likeness{l, b.elems})
	b.elems.like = append(b.elems.like, likeness{l, a.elems})
	w.likened[l] = &likened{a: a, b: b}
	return l
}

// unlike says what it means that two lists are not alike: one has an element that the
// other has not, or they differ in what is not looked into.
func (w *world) unlike(l lit, of *likened) {
	if of.counts != 0 {
		return
	}
	lacks := func(a, b *cell) lit {
		return w.someOf(a, func(x *cell) lit {
			return -w.someOf(b, func(y *cell) lit { return w.equalCells(x, y) })
		})
	}
	of.counts = w.outside("the order of a list's elements, and how often each is in it")
	w.assert(w.implies(of.counts, w.leastOf(of.a, 1)))
	w.assert(w.or(l, lacks(of.a, of.b), lacks(of.b, of.a), of.counts))
}

// reach is a list that has the same in it as another, where all of why hold.
type reach struct {
	list *list
	why  []lit
}

// alikeAs gives the lists that a model has be alike, and the list itself first.
func alikeAs(l *list, rests func(lit) bool) []reach {
	out := []reach{{list: l}}
	seen := map[*list]bool{l: true}
	for i := 0; i < len(out); i++ {
		for _, to := range out[i].list.like {
			if !seen[to.other] && rests(to.holds) {
				seen[to.other] = true
				out = append(out, reach{to.other, append(slices.Clone(out[i].why), -to.holds)})
			}
		}
	}
	return out
}

// members gives the slots that a list has in a model with the clause by which it has
// them, and calls constant for each constant that it is.
func (w *world) members(l *list, rests func(lit) bool, constant func(reach)) []member {
	var out []member
	for _, r := range alikeAs(l, rests) {
		if r.list.fixed && r.list != l && constant != nil {
			constant(r)
		}
		for _, s := range r.list.slots {
			out = append(out, member{s, r.why})
		}
	}
	return out
}

// member is a slot of a list, where none of why holds.
type member struct {
	*slot
	why []lit
}

// unfoldConstant says that a list which is a constant has no elements but its.
func (w *world) unfoldConstant(of *likened, rests func(lit) bool) {
	for _, c := range []*list{of.a.elems, of.b.elems} {
		if !c.fixed {
			continue
		}
		for _, m := range w.members(c, rests, nil) {
			key := fmt.Sprintf("of %p %p %v", c, m.slot, m.why)
			if slices.Contains(c.slots, m.slot) || w.listed[key] {
				continue
			}
			w.listed[key] = true
			clause := append(slices.Clone(m.why), -m.in)
			for _, s := range c.slots {
				clause = append(clause, w.equalCells(m.cell, s.cell))
			}
			w.assert(w.or(clause...))
		}
	}
}

// slot adds a place to a list of scalars.
func (w *world) slot(of *cell) *slot {
	elem := w.fresh(*of.elem, of.elems.domain, of.name+"[]")
	elem.null = no
	if elem.cases != nil { // null is none of its cases
		var some []lit
		for _, v := range elem.order {
			some = append(some, elem.cases[v])
		}
		w.assert(w.or(some...))
	}
	w.slots++
	s := &slot{in: w.free(), cell: elem, n: w.slots}
	of.elems.slots = append(of.elems.slots, s)
	return s
}

// oneSlot gives "both slots are one element".
func (w *world) oneSlot(a, b *slot) lit {
	for _, s := range []*slot{a, b} {
		if s.place.at == 0 {
			s.place = w.open(numbers, s.name+" place")
		}
	}
	one := w.equal(a.place, b.place)
	w.assert(w.implies(one, w.equalCells(a.cell, b.cell)))
	return one
}

// unfoldElement says of "some element is so" what it means, where that is not said yet.
func (w *world) unfoldElement(q *quantifier, holds bool, rests func(lit) bool) {
	if holds {
		if !q.shown {
			q.shown = true
			s := w.slot(q.list)
			w.assert(w.implies(q.holds, w.and(s.in, q.scalars(s.cell))))
		}
		return
	}
	for _, m := range w.members(q.list.elems, rests, nil) {
		key := fmt.Sprintf("%p %p %v", q, m.slot, m.why)
		if !w.listed[key] {
			w.listed[key] = true
			w.assert(w.or(append(slices.Clone(m.why), q.holds, -m.in, -q.scalars(m.cell))...))
		}
	}
}

// unfoldLength says what it means that a list has so many elements or more.
func (w *world) unfoldLength(c *count, holds bool, rests func(lit) bool) {
	var open []member
	for _, m := range w.members(c.list.elems, rests, func(r reach) {
		key := fmt.Sprintf("%p %p %v", c, r.list, r.why)
		if !w.listed[key] {
			w.listed[key] = true
			w.assert(w.or(append(slices.Clone(r.why), w.search.same(c.holds, decided(len(r.list.slots) >= c.least)))...))
		}
	}) {
		if m.in != yes {
			open = append(open, m)
		}
	}
	switch {
	case holds && c.shown:
	case holds && c.least > maxCounted:
		c.shown = true
		of := c.list.elems
		if of.filler == nil {
			of.filler = w.slot(c.list)
		}
		of.many = append(of.many, c)
		w.assert(w.implies(c.holds, of.filler.in))
	case holds:
		c.shown = true
		var elements []lit
		var slots []*slot
		for range c.least {
			s := w.slot(c.list)
			elements = append(elements, s.in)
			for _, other := range slots {
				elements = append(elements, -w.oneSlot(s, other))
			}
			slots = append(slots, s)
		}
		w.assert(w.implies(c.holds, w.and(elements...)))
	case c.least <= maxCounted:
		choose(len(open), c.least, func(picked []int) {
			key := fmt.Sprintf("%p", c)
			for _, i := range picked {
				key += fmt.Sprintf(" %p %v", open[i].slot, open[i].why)
			}
			if w.listed[key] {
				return
			}
			w.listed[key] = true
			clause := []lit{c.holds}
			for at, i := range picked {
				clause = append(append(clause, open[i].why...), -open[i].in)
				for _, j := range picked[:at] {
					clause = append(clause, w.oneSlot(open[i].slot, open[j].slot))
				}
			}
			w.assert(w.or(clause...))
		})
	}
}

// elements gives what a list has in it.
func (b *building) elements(of *list, elem form.Type) []any {
	rests := func(l lit) bool { holds, rests := b.decides(l); return holds && rests }
	var slots []*slot
	most, filler := 0, (*slot)(nil)
	out := []any{}
	for _, r := range alikeAs(of, rests) {
		if r.list.fixed {
			for _, s := range r.list.slots {
				out = append(out, b.cellValue(s.cell, elem, true))
			}
			return out
		}
		for _, s := range r.list.slots {
			if rests(s.in) {
				slots = append(slots, s)
			}
		}
		for _, c := range r.list.many {
			if b.rests[c.holds] && c.least > most {
				most, filler = c.least, r.list.filler
			}
		}
	}
	slices.SortFunc(slots, func(x, y *slot) int { return x.n - y.n })
	places := map[string]bool{}
	for _, s := range slots {
		if v, ok := b.values[s.place.at]; ok && s.place.at != 0 {
			if text := valueText(v); places[text] {
				continue
			} else {
				places[text] = true
			}
		}
		out = append(out, b.cellValue(s.cell, elem, true))
	}
	for len(out) < most {
		out = append(out, b.cellValue(filler.cell, elem, true))
	}
	if len(out) > 0 && b.longer(of) {
		out = append(out, out[0])
	}
	return out
}

// longer reports whether a list is to differ from another that has the same values.
func (b *building) longer(of *list) bool {
	for _, l := range of.like {
		pair := b.likened[l.holds]
		if pair.counts != 0 && b.rests[pair.counts] && pair.a.elems == of {
			return true
		}
	}
	return false
}
