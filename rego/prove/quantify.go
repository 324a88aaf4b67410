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
	rests := func(l lit) bool { _, found := slices.BinarySearch(atoms, l); return found }
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
		switch q, c, of := w.quantifiers[abs(l)], w.counts[abs(l)], w.likened[abs(l)]; {
		case q != nil && q.list != nil:
			w.unfoldElement(q, l > 0, rests)
		case q != nil:
			w.unfoldSome(q, l > 0, rows)
		case c != nil && c.list != nil:
			w.unfoldLength(c, l > 0, rests)
		case c != nil:
			w.unfoldCount(c, l > 0, rows)
		case of != nil && l < 0:
			w.unlike(abs(l), of)
		case of != nil:
			w.unfoldConstant(of, rests)
		}
	}
	return len(w.asserted) > before
}

func (w *world) unfoldSome(q *quantifier, holds bool, rows map[string][]*term) {
	switch {
	case holds && q.shown:
	case holds:
		if !w.room(q.of.depth) {
			return
		}
		q.shown = true
		n := w.joined(q.of, q.by, fmt.Sprintf("%s.%s%d", q.of.name, q.by.Name, w.rows))
		w.assert(w.implies(q.holds, w.and(n.in, q.rows(n))))
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

// maxChoices is of how many choices it is said that not all of them are in a list.
const maxChoices = 5000

// choose calls visit for every choice of k numbers below n, as far as [maxChoices].
func choose(n, k int, visit func([]int)) {
	picked, left := make([]int, 0, k), maxChoices
	var from func(at int)
	from = func(at int) {
		if len(picked) == k {
			visit(picked)
			left--
			return
		}
		for i := at; i < n && left > 0; i++ {
			picked = append(picked, i)
			from(i + 1)
			picked = picked[:len(picked)-1]
		}
	}
	from(0)
}
