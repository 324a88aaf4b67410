package bind

import "slices"

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
	return r.changeable(a, &s)
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
	if r.editing && !r.changeable(a, &s) {
		return into, false
	}
	for i := range r.plans {
		p := &r.plans[i]
		cell, mask := p.cell(&s)
		if cell.State != Hidden {
			switch v := p.get(a); {
			case v.kind == absent:
				cell = Cell{}
			case mask != nil:
				cell.Mask = mask.of(v)
			}
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

// changeable reports whether an update could send some field.
func (r *Rows[R]) changeable(a asked[R], s *seen) bool {
	for i := range r.plans {
		p := &r.plans[i]
		if cell, _ := p.cell(s); cell.Editable && p.get(a).kind != absent {
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
