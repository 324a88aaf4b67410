package prove

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// quantifier is "some element of a list is so", as a proposition. Nothing is
// said of it until a model rests on its truth, when there is an element that is
// so, or on its being false, when no element that is spoken of is so.
type quantifier struct {
	holds   lit
	of      *term // of rows
	by      *form.Relation
	rows    func(*term) lit
	list    *cell // of scalars
	scalars func(*cell) lit
	shown   bool
	asked   int // so many of the slots have been
	done    map[*term]bool
}

// someRow gives "some row that the relation leads to is so".
func (w *world) someRow(of *term, by *form.Relation, is func(*term) lit) lit {
	if of.fresh {
		return no
	}
	q := &quantifier{holds: w.free(), of: stored(of), by: by, rows: is, done: map[*term]bool{}}
	w.quantifiers[q.holds] = q
	return q.holds
}

// stored gives the row that has the rows to-many of a row as it would be.
func stored(n *term) *term {
	for n.base != nil {
		n = n.base
	}
	return n
}

// someElement gives "some element of the list is so".
func (w *world) someElement(list *cell, is func(*cell) lit) lit {
	q := &quantifier{holds: w.free(), list: list, scalars: is}
	w.quantifiers[q.holds] = q
	return q.holds
}

// count is "the list has so many elements or more".
type count struct {
	holds lit
	of    *term
	by    *form.Relation
	list  *cell
	least int
	shown bool
	asked int             // so many of the slots have been
	done  map[string]bool // choices of rows
}

// maxCounted is how many elements are spoken of one by one.
const maxCounted = 4

// maxElements is how many elements a list of a world has at most.
const maxElements = 1000

// atLeast gives "the list has so many elements or more", of rows (of, by) or of
// scalars (list).
func (w *world) atLeast(of *term, by *form.Relation, list *cell, least int64) lit {
	if least <= 0 {
		return yes
	}
	if of != nil && of.fresh {
		return no
	}
	key := ""
	if list != nil {
		key = fmt.Sprintf("scalars %p", list.elems)
	} else {
		of = stored(of)
		key = fmt.Sprintf("rows %p %s", of, relationName(by))
	}
	same := w.counted[key]
	for _, c := range same {
		if int64(c.least) == least {
			return c.holds
		}
	}
	c := &count{holds: w.free(), of: of, by: by, list: list, least: int(min(least, 1<<30)), done: map[string]bool{}}
	for _, other := range same {
		if other.least < c.least {
			w.learn(-c.holds, other.holds)
		} else {
			w.learn(-other.holds, c.holds)
		}
	}
	w.counted[key] = append(same, c)
	w.counts[c.holds] = c
	return c.holds
}

// unfold says what the propositions that a model rests on mean, where that is
// not said yet; false if there was nothing.
//
// there reports whether a term is one of the model's rows: others are none that
// "no element is so" would have to speak of.
func (w *world) unfold(atoms []lit, there, asked func(*term) bool) bool {
	before := len(w.asserted)
	w.introduce(there, asked)
	rows := map[string][]*term{}
	for name, t := range w.tables {
		for _, n := range t.terms {
			if there(n) {
				rows[name] = append(rows[name], n)
			}
		}
	}
	for _, l := range atoms {
		if q := w.quantifiers[abs(l)]; q != nil {
			w.unfoldSome(q, l > 0, rows)
		}
		if c := w.counts[abs(l)]; c != nil {
			w.unfoldCount(c, l > 0, rows)
		}
	}
	return len(w.asserted) > before
}

func (w *world) unfoldSome(q *quantifier, holds bool, rows map[string][]*term) {
	switch {
	case holds && q.shown:
	case holds && q.list != nil:
		q.shown = true
		s := w.slot(q.list)
		w.assert(w.implies(q.holds, w.and(s.in, q.scalars(s.cell))))
	case holds:
		if !w.room(q.of.depth) {
			return
		}
		q.shown = true
		n := w.joined(q.of, q.by, fmt.Sprintf("%s.%s%d", q.of.name, q.by.Name, w.rows))
		w.assert(w.implies(q.holds, w.and(n.in, q.rows(n))))
	case q.list != nil:
		for ; q.asked < len(q.list.elems.slots); q.asked++ {
			s := q.list.elems.slots[q.asked]
			w.assert(w.or(q.holds, -s.in, -q.scalars(s.cell)))
		}
	default:
		for _, n := range rows[q.by.Target.Name] {
			if q.done[n] {
				continue
			}
			q.done[n] = true
			if member := w.member(q.of, q.by, n); member != no {
				w.assert(w.or(q.holds, -member, -q.rows(n)))
			}
		}
	}
}

// slot adds a place to a list of scalars.
func (w *world) slot(of *cell) *slot {
	elem := w.fresh(*of.elem, nil, of.name+"[]")
	elem.null = no
	if elem.cases != nil { // null is none of its cases
		var some []lit
		for _, v := range elem.order {
			some = append(some, elem.cases[v])
		}
		w.assert(w.or(some...))
	}
	s := &slot{w.free(), elem}
	of.elems.slots = append(of.elems.slots, s)
	return s
}

// room reports whether another row may be spoken of.
func (w *world) room(depth int) bool {
	if depth < w.limits.Depth && w.rows < w.limits.Rows {
		return true
	}
	w.cut = true
	return false
}

// unfoldCount speaks of as many elements as there are to be, or holds those
// that are spoken of to be fewer.
func (w *world) unfoldCount(c *count, holds bool, there map[string][]*term) {
	if c.least > maxCounted {
		switch {
		case !holds || c.shown:
		case c.list != nil:
			c.shown = true
			c.list.elems.many = append(c.list.elems.many, c)
		default:
			c.shown = true
			apart := slices.DeleteFunc(slices.Clone(w.table(c.by.Target.Name).key), func(f *form.Field) bool {
				return slices.ContainsFunc(c.by.Key, func(k *form.Field) bool { return k.Name == f.Name })
			})
			if len(apart) == 0 { // its whole key leads there: there is one such row at most
				w.assert(-c.holds)
				return
			}
			n := w.joined(c.of, c.by, fmt.Sprintf("%s.%s%d", c.of.name, c.by.Name, w.rows))
			n.copies, n.copied, n.apart = c.least-1, c.holds, apart
			w.assert(w.implies(c.holds, n.in))
		}
		return
	}
	if holds {
		if c.shown {
			return
		}
		c.shown = true
		var elements []lit
		var rows []*term
		for range c.least {
			if c.list != nil {
				elements = append(elements, w.slot(c.list).in)
				continue
			}
			if !w.room(c.of.depth) {
				return
			}
			n := w.joined(c.of, c.by, fmt.Sprintf("%s.%s%d", c.of.name, c.by.Name, w.rows))
			elements = append(elements, n.in)
			for _, other := range rows {
				elements = append(elements, -w.sameKey(n, other))
			}
			rows = append(rows, n)
		}
		w.assert(w.implies(c.holds, w.and(elements...)))
		return
	}
	if c.list != nil {
		slots := c.list.elems.slots
		if c.asked < len(slots) {
			c.asked = len(slots)
			choose(len(slots), c.least, func(picked []int) {
				clause := []lit{c.holds}
				for _, i := range picked {
					clause = append(clause, -slots[i].in)
				}
				w.assert(w.or(clause...))
			})
		}
		return
	}
	rows := there[c.by.Target.Name]
	choose(len(rows), c.least, func(picked []int) {
		key := ""
		for _, at := range picked {
			key += fmt.Sprintf("%p ", rows[at])
		}
		if !c.done[key] {
			c.done[key] = true
			clause := []lit{c.holds}
			for i, at := range picked {
				clause = append(clause, -w.member(c.of, c.by, rows[at]))
				for _, other := range picked[:i] {
					clause = append(clause, w.sameKey(rows[at], rows[other]))
				}
			}
			w.assert(w.or(clause...))
		}
	})
}

// choose calls visit for every choice of k numbers below n.
func choose(n, k int, visit func([]int)) {
	picked := make([]int, 0, k)
	var from func(at int)
	from = func(at int) {
		if len(picked) == k {
			visit(picked)
			return
		}
		for i := at; i < n; i++ {
			picked = append(picked, i)
			from(i + 1)
			picked = picked[:len(picked)-1]
		}
	}
	from(0)
}
