package bind

import (
	"fmt"
	"slices"
	"sync/atomic"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Rows asks rows of one kind: maps, lists of columns, or records of a caller's
// own type. It keeps nothing of a row, needs no memory for one that is seen as another
// was, and is safe for concurrent use.
type Rows[R any] struct {
	there   func(R) bool
	in      test[R] // nil where every row is in the report
	view    *ruleTests[R]
	act     *ruleTests[R] // of the action; nil for view
	update  *ruleTests[R]
	editing bool // the action is an update
	plans   []plan[R]
	known   atomic.Pointer[map[seenAs][]sight] // see [Rows.sights]
}

// ruleTests are rules as closures. What is decided for every row is told apart.
type ruleTests[R any] struct {
	grants []test[R]
	denies []test[R]
	locks  []test[R]
	some   bool // one of the grants always applies
}

// plan is how a field's cell is told from the statements that apply.
type plan[R any] struct {
	get    get[R]
	there  test[R]
	key    bool
	locks  bits     // that hide it
	plain  bits     // the grants that show it
	masks  []maskOf // and those that mask it, in the order of statements
	writes bits     // of update: the grants that cover it
	fixed  bits     // the grants that set it
	frozen bits     // the locks that take it
}

// maskOf is a mask: a value, or a piece of what stands in the cell.
type maskOf struct {
	grant int
	value any
	piece form.Piece // of a type; none where it is a value
	t     form.Type
}

// State is how a cell is seen.
type State uint8

// The states.
const (
	Hidden State = iota // not visible, or not there
	Masked              // visible as the mask
	Shown               // visible as it is
)

// Cell is how a cell of a row is seen.
type Cell struct {
	State    State
	Mask     any  // what is shown where it is masked: nil, a string, a bool, a json.Number or a []any
	Editable bool // an update may send it
}

func newRows[R any](b *Bound, from *source[R], there func(R) bool) *Rows[R] {
	c := &compiler[R]{source: from, who: b.who}
	rows := &Rows[R]{there: there, view: c.rules(b.view, nil, nil), plans: make([]plan[R], len(b.on.Fields))}
	rows.update = c.rules(b.update, &b.view, rows.view)
	switch judge := b.who.policy.judge; {
	case b.in == form.Always{}:
	case judge != nil:
		rows.in = func(a asked[R]) bool {
			row, _ := any(a.row).(map[string]any)
			return b.who.Includes(b.on.Resource, row)
		}
	default:
		rows.in = c.test(b.in)
	}
	switch b.on.Modes[b.action] {
	case form.Update:
		rows.editing, rows.act = true, rows.update
	default:
		if b.action != "view" {
			rows.act = c.rules(b.act, &b.view, rows.view)
		}
	}
	for i, f := range b.on.Fields {
		rows.plans[i] = newPlan(b, f, from.field(f), from.has(f))
	}
	return rows
}

// rules makes closures of rules; statements that bear on what was made before as
// well have theirs already.
func (c *compiler[R]) rules(r rules, before *rules, made *ruleTests[R]) *ruleTests[R] {
	if before == nil {
		before, made = &rules{}, &ruleTests[R]{}
	}
	return &ruleTests[R]{
		grants: c.ruleTests(r.grants, before.grants, made.grants),
		denies: c.ruleTests(r.denies, before.denies, made.denies),
		locks:  c.ruleTests(r.locks, before.locks, made.locks),
		some:   slices.ContainsFunc(r.grants, func(g rule) bool { return g.rows == form.Always{} }),
	}
}

func (c *compiler[R]) ruleTests(list, before []rule, made []test[R]) []test[R] {
	if len(list) == 0 {
		return nil
	}
	out := make([]test[R], len(list))
	for i, r := range list {
		if at, ok := find(before, r.use); ok {
			out[i] = made[at]
		} else if judge := c.who.policy.judge; judge != nil {
			out[i] = judgedRule[R](judge, c.who, r.use)
		} else {
			out[i] = c.test(r.rows)
		}
	}
	return out
}

func newMask(grant int, f *form.Field, shows form.Disguise) maskOf {
	switch d := shows.(type) {
	case form.Constant:
		return maskOf{grant: grant, value: GoValue(d)}
	case form.Piece:
		return maskOf{grant: grant, piece: d, t: f.Type}
	default:
		panic(fmt.Sprintf("bind: a mask of type %T", d))
	}
}

// of gives what is shown of a value that is there.
func (m *maskOf) of(v Value) any {
	if m.piece == (form.Piece{}) {
		return m.value
	}
	if v.kind == null {
		return nil
	}
	switch m.t.Kind {
	case form.String:
		if v.kind == text {
			return m.piece.OfText(v.written())
		}
	case form.Date:
		if d, ok := v.day(); ok {
			return m.piece.OfDay(d)
		}
	default:
		panic(fmt.Sprintf("bind: a piece of a %s", m.t.Kind))
	}
	return scalar.Dots
}

func newPlan[R any](b *Bound, f *form.Field, at get[R], there test[R]) plan[R] {
	p := plan[R]{get: at, there: there, key: b.on.Table.Key.Has(f)}
	for i, g := range b.view.grants {
		if !b.who.revealed(g.use, f) {
			continue
		}
		if is, mask := g.use.Shows(f); mask != nil {
			p.masks = append(p.masks, newMask(i, f, mask))
		} else if is {
			p.plain.add(i)
		}
	}
	for i, l := range b.view.locks {
		if l.use.Takes(f) {
			p.locks.add(i)
		}
	}
	for i, g := range b.update.grants {
		if b.who.writes(g.use, f) {
			p.writes.add(i)
		}
		if g.use.Sets(f) {
			p.fixed.add(i)
		}
	}
	for i, l := range b.update.locks {
		if l.use.Takes(f) {
			p.frozen.add(i)
		}
	}
	return p
}
