package prove

import (
	"slices"

	"portcullis/rego/form"
)

// write is what somebody sends, the same for both versions: of each field
// whether it is sent, and its value.
type write struct {
	stored *term // nil for a new row
	target *table
	sent   map[string]*sent
}

// sent is a field that may be sent.
type sent struct {
	is    lit
	value *cell
	field *form.Field
}

// sending opens a write to a table: any of the fields may be sent, or not.
func (w *world) sending(t *table, stored *term, fields []*form.Field) *write {
	out := &write{stored: stored, target: t, sent: map[string]*sent{}}
	for _, f := range fields {
		key := cellName(f)
		if out.sent[key] == nil {
			out.sent[key] = &sent{w.free(), w.fresh(f.Type, t.domains[f.Name], "sent."+f.Name), f}
		}
	}
	return out
}

// change is a write as a version judges it.
type change struct {
	*env
	r        *form.Resource
	action   string
	w        *write
	counts   map[*form.Field]lit // that a field counts as sent
	anything lit
	grants   []*grant
	final    *term
}

// grant is an allow at work on a write.
type grant struct {
	use       *form.Use
	candidate lit // it bears on the stored row, or may bear on a new one
	own       map[*form.Field]*cell
	gives     lit // what it sets is known
	first     lit // it is satisfied with its own values in the row
	giver     lit
	applied   lit // it is satisfied with the final row
	effective lit
}

// judge works out how a version judges a write.
func (e *env) judge(r *form.Resource, action string, w *write) *change {
	c := &change{env: e, r: r, action: action, w: w, counts: map[*form.Field]lit{}, anything: no}
	for _, f := range r.Table.Fields {
		s := w.sent[cellName(f)]
		if s == nil {
			continue
		}
		is := s.is
		if w.stored != nil && slices.Contains(r.Fields, f) { // what is sent as it is stored, and seen, is not
			is = e.and(is, -e.and(e.plain(r, f), e.alike(s.value, e.cell(w.stored, f))))
		}
		c.counts[f] = is
		c.anything = e.or(c.anything, is)
	}
	for _, u := range r.Uses {
		if u.Part != form.Permits || !u.On(action) || e.has(u.Clause.Statement.Profile) == no {
			continue
		}
		c.grants = append(c.grants, c.grant(u))
	}
	for _, g := range c.grants {
		covers := -c.anything
		for _, f := range r.Table.Fields {
			if l, ok := c.counts[f]; ok {
				covers = e.or(covers, e.and(l, e.writes(g.use, f)))
			}
		}
		g.giver = e.and(g.first, covers)
	}
	c.settle()
	return c
}

func (c *change) grant(u *form.Use) *grant {
	g := &grant{use: u, own: map[*form.Field]*cell{}, gives: yes}
	g.candidate = c.and(c.has(u.Clause.Statement.Profile), c.in(u.Clause, 'w', u.Clause.Statement.When))
	if c.w.stored != nil {
		g.candidate = c.applies(u)
	}
	for _, s := range u.Clause.Sets {
		cell, known := c.given(s)
		g.own[s.Field] = cell
		g.gives = c.and(g.gives, known)
	}
	g.first = c.and(g.candidate, g.gives, c.satisfies(g, c.after(func(f *form.Field) (lit, *cell) {
		if own := g.own[f]; own != nil {
			return yes, own
		}
		return c.sends(f)
	})))
	return g
}

// sends gives what is sent of a field.
func (c *change) sends(f *form.Field) (lit, *cell) {
	is, ok := c.counts[f]
	if !ok {
		return no, nil
	}
	return is, c.w.sent[cellName(f)].value
}

// given gives what a statement sets a field to, and "it is known".
func (c *change) given(s form.Set) (*cell, lit) {
	out := c.fresh(s.Field.Type, c.w.target.domains[s.Field.Name], "set."+s.Field.Name)
	known, before := no, yes
	for _, k := range s.Cases {
		when := c.proven(k.When)
		there, value := c.operand(k.X)
		if value == nil {
			there = no
			value = out
		}
		now := c.and(before, when)
		known = c.or(known, c.and(now, there))
		c.assert(c.implies(c.and(now, there), c.and(-out.null, c.equalCells(out, value))))
		before = c.and(before, -when)
	}
	null := c.and(before, c.proven(s.Null))
	c.assert(c.implies(null, out.null))
	return out, c.or(known, null)
}

// after gives the row with values in it: of gives for a field whether it gets
// one, and which. Cells are made as they are looked at.
func (c *change) after(of func(f *form.Field) (lit, *cell)) *term {
	n := c.addRow(c.w.target, "new", yes, 0)
	n.base, n.fresh = c.w.stored, c.w.stored == nil
	n.made = func(f *form.Field) *cell {
		f = c.native(f)
		gets, value := of(f)
		switch {
		case gets == yes:
			return value
		case c.w.stored != nil && gets == no:
			return c.cell(c.w.stored, f)
		case gets == no:
			return c.initial(f)
		case c.w.stored != nil:
			return c.either(f.Type, gets, value, c.cell(c.w.stored, f))
		case f.Default != nil || f.Generated:
			return c.either(f.Type, gets, value, c.initial(f))
		}
		to := *value
		to.null = c.or(-gets, value.null)
		return &to
	}
	n.gets = func(f *form.Field) bool {
		gets, _ := of(c.native(f))
		return gets != no || c.w.stored == nil
	}
	return n
}

// native gives the version's own field where another version's formula is asked of the row
// as this one writes it: they differ in what a new row has by default.
func (c *change) native(f *form.Field) *form.Field {
	for _, own := range c.r.Table.Fields {
		if cellName(own) == cellName(f) {
			return own
		}
	}
	return f
}

// initial gives what a new row has in a field that is neither sent nor set.
func (c *change) initial(f *form.Field) *cell {
	switch {
	case f.Default != nil:
		_, value := c.operand(f.Default)
		return value
	case f.Generated:
		unknown := c.fresh(f.Type, c.w.target.domains[f.Name], "made."+f.Name)
		unknown.null, unknown.absent = no, yes
		return unknown
	default:
		return &cell{kind: f.Kind, null: yes, truth: no, at: c.text(""), elem: f.Elem}
	}
}

// either gives the cell that is a where cond holds, and else b.
func (w *world) either(t form.Type, cond lit, a, b *cell) *cell {
	switch {
	case a == b || cond == yes:
		return a
	case cond == no:
		return b
	}
	to := &cell{kind: t.Kind, null: w.choose(cond, a.null, b.null), elem: t.Elem, name: b.name}
	if a.known() != yes || b.known() != yes {
		to.absent = -w.choose(cond, a.known(), b.known())
	}
	switch {
	case t.Kind == form.Bool:
		to.truth = w.choose(cond, a.truth, b.truth)
	case a.cases != nil || b.cases != nil:
		to.cases = map[string]lit{}
		for _, from := range []*cell{a, b} {
			for _, v := range from.order {
				if _, ok := to.cases[v]; !ok {
					to.order = append(to.order, v)
					to.cases[v] = w.choose(cond, caseOf(a, v), caseOf(b, v))
				}
			}
		}
	case t.Kind == form.ListOf:
		to.pick = &pick{cond, a, b}
	case t.Kind == form.JSON:
	default:
		to.at = w.open(sortOf(t.Kind), to.name)
		w.nodes[to.at.at].uuid = t.Kind == form.UUID
		w.assert(w.or(-cond, a.null, w.equalCells(to, a)))
		w.assert(w.or(cond, b.null, w.equalCells(to, b)))
	}
	return to
}

func caseOf(c *cell, v string) lit {
	if l, ok := c.cases[v]; ok {
		return l
	}
	return no
}

// satisfies gives "the row as it would be is one for the statement".
func (c *change) satisfies(g *grant, to *term) lit {
	u := g.use
	of := *c.env
	of.new = to
	if c.w.stored == nil {
		of.row = to
	}
	switch {
	case u.Clause.Check != nil && c.w.stored == nil:
		return c.and(of.in(u.Clause, 'r', u.Clause.Rows), of.in(u.Clause, 'c', u.Clause.Check))
	case u.Clause.Check != nil:
		return of.in(u.Clause, 'c', u.Clause.Check)
	default:
		of.row = to
		return of.in(u.Clause, 'r', u.Clause.Rows)
	}
}

// settle makes the final row, and finds which statements grant.
func (c *change) settle() {
	c.final = c.after(func(f *form.Field) (lit, *cell) {
		gets, value := c.sends(f)
		for _, g := range slices.Backward(c.grants) { // the first giver's; two that differ refuse the write
			own := g.own[f]
			switch {
			case own == nil:
			case value == nil:
				gets, value = g.giver, own
			default:
				gets, value = c.or(gets, g.giver), c.either(f.Type, g.giver, own, value)
			}
		}
		return gets, value
	})
	for _, g := range c.grants {
		g.applied = c.and(g.candidate, c.satisfies(g, c.final))
		g.effective = g.applied
		if len(g.own) > 0 {
			g.effective = c.and(g.applied, g.giver)
		}
	}
}

// conflict gives "two statements give one field different values".
func (c *change) conflict() lit {
	var parts []lit
	for i, g := range c.grants {
		for _, h := range c.grants[:i] {
			for f, own := range g.own {
				if other := h.own[f]; other != nil {
					parts = append(parts, c.and(g.giver, h.giver, -c.alike(own, other)))
				}
			}
		}
	}
	return c.or(parts...)
}

// covered gives "the field may be sent", whatever else is.
func (c *change) covered(f *form.Field) lit {
	var by, sets []lit
	for _, g := range c.grants {
		by = append(by, c.and(g.effective, c.writes(g.use, f)))
		if g.own[f] != nil {
			sets = append(sets, g.first, g.applied)
		}
	}
	return c.and(c.or(by...), -c.or(sets...), c.judged().open(c.r, c.action, f))
}

// judged looks at the row that denies are asked of.
func (c *change) judged() *env {
	of := *c.env
	of.new = c.final
	if c.w.stored == nil {
		of.row = c.final
	}
	return &of
}

// accepted gives "the write is allowed", or that it is but for which fields may be sent.
func (c *change) accepted(anyway bool) lit {
	e := c.judged()
	parts := []lit{-c.conflict()}
	for _, g := range c.grants {
		if len(g.own) > 0 { // who gave still applies
			parts = append(parts, c.implies(g.giver, g.applied))
		}
	}
	parts = append(parts, c.whole(), -e.some(c.r, form.Refuses, c.action, nil), -c.unmet(e))
	if c.r.Rows != nil {
		of := *e
		of.row = c.final
		parts = append(parts, of.proven(c.r.Rows))
	}
	if c.w.stored != nil {
		parts = append(parts, c.seen(c.r), c.permitted(c.r, c.action))
	}
	if c.w.stored == nil || anyway {
		var some []lit
		for _, g := range c.grants {
			some = append(some, g.effective)
		}
		parts = append(parts, c.or(some...))
	}
	for _, f := range c.r.Table.Fields {
		is, ok := c.counts[f]
		if !ok || anyway {
			continue
		}
		may := c.covered(f)
		if !slices.Contains(c.r.Fields, f) {
			may = no
		} else if c.w.stored != nil {
			may = c.and(may, c.plain(c.r, f))
			if c.r.Table.Key.Has(f) {
				may = no
			}
		}
		parts = append(parts, c.implies(is, may))
	}
	for _, key := range sortedKeys(c.w.sent) { // what this version has no field for
		s := c.w.sent[key]
		if !slices.ContainsFunc(c.r.Table.Fields, func(f *form.Field) bool { return cellName(f) == key }) {
			parts = append(parts, -s.is)
		}
	}
	if c.w.stored != nil { // one that sends nothing
		parts = append(parts, c.or(c.anything, c.allowed(c.r, c.action)))
	}
	return c.and(parts...)
}

// whole gives "what is sent is of its type, and nothing required is left null".
func (c *change) whole() lit {
	var parts []lit
	for _, f := range c.r.Table.Fields {
		if s := c.w.sent[cellName(f)]; s != nil {
			parts = append(parts, c.implies(s.is, c.or(s.value.null, c.inDomain(s.value, f.Type))))
			if c.r.Table.Key.Has(f) {
				parts = append(parts, c.implies(s.is, -s.value.null))
			}
		}
		if f.Required && !c.r.Table.Key.Is(f) {
			parts = append(parts, -c.cell(c.final, f).null)
		}
	}
	return c.and(parts...)
}

// formed gives "of these fields alone some are sent, all of which count, and are well
// formed".
func (c *change) formed(fields []string) lit {
	parts := []lit{c.whole()}
	for _, key := range sortedKeys(c.w.sent) {
		s := c.w.sent[key]
		if !slices.Contains(fields, s.field.Name) {
			parts = append(parts, -s.is)
			continue
		}
		for _, f := range c.r.Table.Fields {
			if counts, ok := c.counts[f]; ok && cellName(f) == key {
				parts = append(parts, c.implies(s.is, counts))
			}
		}
	}
	return c.and(parts...)
}

// unmet gives "a deny's check is not satisfied".
func (c *change) unmet(e *env) lit {
	var parts []lit
	for _, u := range c.r.Uses {
		if u.Part != form.Demands || !u.On(c.action) {
			continue
		}
		check := u.Clause.Check
		if check == nil {
			check = form.Never{}
		}
		parts = append(parts, e.and(e.applies(u), -e.in(u.Clause, 'c', check)))
	}
	return e.or(parts...)
}
