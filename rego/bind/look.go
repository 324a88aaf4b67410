package bind

import (
	"maps"
	"slices"
)

// bits is a set of statements by their place among those of the person. It
// takes memory of its own only where there are more than 64.
type bits struct {
	first uint64
	rest  []uint64
}

func (b *bits) add(i int) {
	if i < 64 {
		b.first |= 1 << i
		return
	}
	for len(b.rest) < i/64 {
		b.rest = append(b.rest, 0)
	}
	b.rest[i/64-1] |= 1 << (i % 64)
}

func (b *bits) has(i int) bool {
	if i < 64 {
		return b.first&(1<<i) != 0
	}
	return i/64 <= len(b.rest) && b.rest[i/64-1]&(1<<(i%64)) != 0
}

// meets reports whether both sets have a member in common.
func (b *bits) meets(c *bits) bool {
	if b.first&c.first != 0 {
		return true
	}
	for i := range min(len(b.rest), len(c.rest)) {
		if b.rest[i]&c.rest[i] != 0 {
			return true
		}
	}
	return false
}

// equal reports whether both have the same members, added in order.
func (b *bits) equal(c bits) bool { return b.first == c.first && slices.Equal(b.rest, c.rest) }

func (b *bits) empty() bool {
	return b.first == 0 && !slices.ContainsFunc(b.rest, func(w uint64) bool { return w != 0 })
}

// which gives the tests that hold, or those that do not.
func which[R any](tests []test[R], a asked[R], hold bool) bits {
	var set bits
	for i, t := range tests {
		if t(a) == hold {
			set.add(i)
		}
	}
	return set
}

// seen is which statements apply to a row.
type seen struct {
	view   bits // grants
	hides  bits // locks of view
	update bits // grants; none where a deny refuses the update
	takes  bits // locks of update
}

// Allows reports whether the action is allowed on a row. Of an update it is
// asked whether some field could be changed. No row at all is not allowed.
func (r *Rows[R]) Allows(row R) bool {
	a := asked[R]{row: row}
	if !r.there(row) || r.in != nil && !r.in(a) || !r.view.permit(a) || r.act != nil && !r.act.permit(a) {
		return false
	}
	if !r.editing {
		return true
	}
	var s seen
	s.view = which(r.view.grants, a, true)
	r.look(a, &s)
	return r.changeable(a, &s, r.sights(&s))
}

// permit reports whether some grant applies, and every deny spares the row.
func (t *ruleTests[R]) permit(a asked[R]) bool {
	return t.granted(a) && t.spared(a)
}

func (t *ruleTests[R]) granted(a asked[R]) bool {
	if t.some {
		return true
	}
	for _, grant := range t.grants {
		if grant(a) {
			return true
		}
	}
	return false
}

func (t *ruleTests[R]) spared(a asked[R]) bool {
	for _, spared := range t.denies {
		if !spared(a) {
			return false
		}
	}
	return true
}

// Cells tells what is seen of a row, and what of it an update may send: a cell
// for each of [Bound.Fields], in their order, in the memory of into where there
// is room. It is false, and there are no cells, where the action is not allowed
// on the row.
func (r *Rows[R]) Cells(row R, into []Cell) ([]Cell, bool) {
	into = into[:0]
	a := asked[R]{row: row}
	if !r.there(row) || r.in != nil && !r.in(a) {
		return into, false
	}
	var s seen
	s.view = which(r.view.grants, a, true)
	if s.view.empty() || !r.view.spared(a) || r.act != nil && !r.act.permit(a) {
		return into, false
	}
	r.look(a, &s)
	sights := r.sights(&s)
	if r.editing && !r.changeable(a, &s, sights) {
		return into, false
	}
	for i := range r.plans {
		p := &r.plans[i]
		cell, mask := p.seen(&s, sights, i)
		switch {
		case cell.State == Hidden:
		case mask != nil:
			if v := p.get(a); v.kind == absent {
				cell = Cell{}
			} else {
				cell.Mask = mask.of(v)
			}
		case !p.there(a):
			cell = Cell{}
		}
		into = append(into, cell)
	}
	return into, true
}

// look finds which statements bear on the cells of a row that is seen.
func (r *Rows[R]) look(a asked[R], s *seen) {
	s.hides = which(r.view.locks, a, false)
	if len(r.update.grants) > 0 && r.update.spared(a) {
		s.update = which(r.update.grants, a, true)
		s.takes = which(r.update.locks, a, false)
	}
}

// sight is how a field is seen if it is there, and where it is masked, by which mask.
type sight struct {
	cell Cell
	mask *maskOf
}

// seenAs is which statements apply to a row, where they are few.
type seenAs struct{ view, hides, update, takes uint64 }

// mostSights is of how many ways in which rows are seen the sights are kept.
const mostSights = 32

// sights tells how the fields of a row are seen, which is kept for the rows that are
// seen alike: most are. It gives none where the ways are too many to be kept.
func (r *Rows[R]) sights(s *seen) []sight {
	if len(s.view.rest)+len(s.hides.rest)+len(s.update.rest)+len(s.takes.rest) > 0 {
		return nil
	}
	as := seenAs{s.view.first, s.hides.first, s.update.first, s.takes.first}
	var known map[seenAs][]sight
	last := r.known.Load()
	if last != nil {
		known = *last
	}
	if sights, ok := known[as]; ok || len(known) >= mostSights {
		return sights
	}
	sights := make([]sight, len(r.plans))
	for i := range r.plans {
		sights[i].cell, sights[i].mask = r.plans[i].cell(s)
	}
	more := make(map[seenAs][]sight, len(known)+1)
	maps.Copy(more, known)
	more[as] = sights
	r.known.CompareAndSwap(last, &more) // else another row was quicker
	return sights
}

// seen tells how the field is seen if it is there: it is the i-th of the sights, if these
// are known.
func (p *plan[R]) seen(s *seen, sights []sight, i int) (Cell, *maskOf) {
	if sights == nil {
		return p.cell(s)
	}
	return sights[i].cell, sights[i].mask
}

// changeable reports whether an update could send some field.
func (r *Rows[R]) changeable(a asked[R], s *seen, sights []sight) bool {
	for i := range r.plans {
		p := &r.plans[i]
		if cell, _ := p.seen(s, sights, i); cell.Editable && p.there(a) {
			return true
		}
	}
	return false
}

// cell tells how a field that is there is seen, and of what is masked by which mask.
func (p *plan[R]) cell(s *seen) (Cell, *maskOf) {
	switch {
	case p.key:
		return Cell{State: Shown}, nil
	case p.locks.meets(&s.hides):
		return Cell{}, nil
	case p.plain.meets(&s.view):
		return Cell{State: Shown, Editable: p.writes.meets(&s.update) && !p.fixed.meets(&s.update) && !p.frozen.meets(&s.takes)}, nil
	}
	for i := range p.masks {
		if s.view.has(p.masks[i].grant) {
			return Cell{State: Masked}, &p.masks[i]
		}
	}
	return Cell{}, nil
}
