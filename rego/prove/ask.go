package prove

import (
	"context"
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// Fact is something that a version of a policy decides: that an action is
// allowed, and of a field that it is seen plain (view), masked (view, with a
// Mask), or written (update, create, import, and access to a form).
type Fact struct {
	Kind   form.ResourceKind
	Name   string
	Action string
	Field  string        // "" for the thing as a whole
	Mask   form.Disguise // of view: this is shown in place of the field
	Masked bool          // of view: some mask is
	Shown  bool          // of view: the field is, or some mask
	// Editable asks of update only whether the row as it is lets the field be
	// sent, whatever is.
	Editable bool
	// Anyway asks of a write whether it is accepted but for which fields may be sent, and
	// May whether the field may be, whatever else is.
	Anyway, May bool
}

// Query asks for a world in which all of what it says is so. Facts are of
// things of one table.
type Query struct {
	Old, New *form.Form // Old may be nil

	Has, Lacks    []Fact // in New
	Had, HadNever []Fact // in Old

	Also []Fact // in both
	Of   []Fact // are asked about, whatever is decided of them

	// Only and Except narrow the worlds down to those in which a condition holds,
	// and does not; NotBoth leaves out those in which a change comes.
	Only, Except Where
	NotBoth      *Change
	// Formed narrows writes down to those that send no other fields than these, and in
	// which what is sent counts, is of its type and leaves nothing required null; the field
	// of NotBoth is sent. Nil for any.
	Formed []string
	// Without leaves out the worlds in which facts that New has, and Old has not, are
	// so for somebody who claims just one of these sets of profiles.
	Without [][]string

	Anonymous bool // the request has no login; else it has one

	Claims []string     // the profiles that the request claims, no others; nil for any
	Some   []string     // one of these profiles is held in New, by inclusion too; nil for any
	None   []string     // none of these is
	NoTeam bool         // the person is of no declared team
	When   form.Formula // is proven of the row in New; nil for any
	Unless form.Formula // is not; nil for any
	Sends  []string     // of a write: these fields are sent, no others; nil for any
}

// Where is a condition: all of its terms hold. Nil is no condition.
type Where []Term

// Term is "Is is provable, or Unless is not"; nil is a part that is not there. Of a
// write, the row to be is that of the newer version.
type Term struct{ Is, Unless form.Formula }

// Change is "the newer version has a fact, and the older one another not, but has these".
type Change struct {
	Has, HadNever Fact
	Had           []Fact
}

func (e *env) where(w Where) lit {
	every := yes
	for _, t := range w {
		some := no
		if t.Is != nil {
			some = e.proven(t.Is)
		}
		if t.Unless != nil {
			some = e.or(some, -e.proven(t.Unless))
		}
		every = e.and(every, some)
	}
	return every
}

// Ask looks for a world. Errors say that ctx ended, or that solvers disagree.
//
// What the prover trips over is undecided: a question must not take down who
// asks it.
func Ask(ctx context.Context, of Query, limits Limits) (*Answer, error) {
	return limits.Solver.asked(func(by Solver) (*Answer, error) { return ask(ctx, of, limits, by) })
}

func ask(ctx context.Context, of Query, limits Limits, by Solver) (answer *Answer, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			answer, err = &Answer{Why: fmt.Sprintf("a fault of Portcullis: %v", fault)}, nil
		}
	}()
	of = relevant(of)
	q := &Question{world: newWorld(limits), changes: map[string]*change{}}
	for _, f := range []*form.Form{of.Old, of.New} {
		if f != nil {
			q.versions = append(q.versions, &version{form: f, number: len(q.versions)})
			q.world.forms = append(q.world.forms, f)
		}
	}
	q.who = q.world.someone(q.versions, of)
	now := q.versions[len(q.versions)-1]
	q.open(of)
	for _, f := range of.Has {
		q.world.assert(q.fact(now, f))
		q.world.assert(q.counts(now, f))
	}
	for _, f := range of.Lacks {
		q.world.assert(-q.fact(now, f))
	}
	for _, f := range of.Had {
		q.world.assert(q.fact(q.versions[0], f))
	}
	for _, f := range of.HadNever {
		q.world.assert(-q.fact(q.versions[0], f))
	}
	for _, f := range of.Also {
		for _, v := range q.versions {
			q.world.assert(q.fact(v, f))
		}
	}
	q.people(now, of)
	e := q.env(now)
	if c := q.writing(now, of); c != nil {
		e.new = c.final
	}
	if of.Only != nil {
		q.world.assert(e.where(of.Only))
	}
	if of.Except != nil {
		q.world.assert(-e.where(of.Except))
	}
	if c := of.NotBoth; c != nil {
		change := q.world.and(q.fact(now, c.Has), -q.fact(q.versions[0], c.HadNever))
		for _, f := range c.Had {
			change = q.world.and(change, q.fact(q.versions[0], f))
		}
		q.world.assert(-change)
	}
	if of.Formed != nil {
		for _, v := range q.versions {
			if c := q.writing(v, of); c != nil {
				q.world.assert(c.formed(of.Formed))
			}
		}
		if c := of.NotBoth; c != nil && c.Has.Field != "" && q.write != nil {
			for _, key := range sortedKeys(q.write.sent) {
				if s := q.write.sent[key]; s.field.Name == c.Has.Field {
					q.world.assert(s.is)
				}
			}
		}
	}
	for _, claims := range of.Without {
		q.without(of, claims)
	}
	if of.When != nil {
		q.world.assert(e.proven(of.When))
	}
	if of.Unless != nil {
		q.world.assert(-e.proven(of.Unless))
	}
	if by == Z3 || by == CVC5 {
		return q.decideBy(ctx, by, limits)
	}
	return q.decide(ctx, limits)
}

// without leaves out the worlds in which the change is one for somebody else, who is
// as the person but claims just these profiles.
func (q *Question) without(of Query, claims []string) {
	as := func(f *form.Form) *version {
		v := &version{form: f, number: len(q.versions) + q.others}
		q.others++
		v.people(q.world, q.who)
		v.held = v.holding(q.world, func(profile string) lit {
			if slices.Contains(claims, profile) {
				return yes
			}
			return no
		})
		return v
	}
	change := yes
	now, was := as(of.New), as(of.Old)
	for _, f := range of.Has {
		change = q.world.and(change, q.fact(now, f))
	}
	for _, f := range of.HadNever {
		change = q.world.and(change, -q.fact(was, f))
	}
	q.world.assert(-change)
}

// people narrows down who asks.
func (q *Question) people(now *version, of Query) {
	w := q.world
	e := q.env(now)
	if of.Some != nil {
		var some []lit
		for _, p := range of.Some {
			some = append(some, e.has(p))
		}
		w.assert(w.or(some...))
	}
	for _, p := range of.None {
		w.assert(-e.has(p))
	}
}

// open adds the row and the write that the facts are about.
func (q *Question) open(of Query) {
	facts := slices.Concat(of.Has, of.Lacks, of.Had, of.HadNever, of.Also, of.Of)
	if of.NotBoth != nil {
		facts = append(facts, of.NotBoth.Has, of.NotBoth.HadNever)
	}
	var fields []*form.Field
	var target *table
	stored, written := false, false
	for _, f := range facts {
		for _, v := range q.versions {
			r := v.form.Resource(f.Kind, f.Name)
			if r == nil || r.Table == nil {
				continue
			}
			target = q.world.table(r.Table.Name)
			switch r.Modes[f.Action] {
			case form.OnRow:
				stored = true
			case form.Update:
				stored, written = true, written || f.Field != "" && !f.Editable
			case form.Create:
				written = true
			}
			fields = append(fields, r.Table.Fields...)
		}
	}
	if stored {
		q.row = q.world.addRow(target, "row", yes, 0)
		q.world.pool(q.row)
	}
	if !written {
		return
	}
	q.write = q.world.sending(target, q.row, fields)
	if of.Sends != nil {
		for _, key := range sortedKeys(q.write.sent) {
			if s := q.write.sent[key]; slices.Contains(of.Sends, s.field.Name) {
				q.world.assert(s.is)
			} else {
				q.world.assert(-s.is)
			}
		}
	}
}

func (q *Question) env(v *version) *env {
	return &env{world: q.world, who: q.who, of: v, row: q.row}
}

// fact gives "the version decides so".
func (q *Question) fact(v *version, f Fact) lit {
	r := v.form.Resource(f.Kind, f.Name)
	if r == nil || r.Modes[f.Action] == "" {
		return no
	}
	e := q.env(v)
	mode := r.Modes[f.Action]
	if mode == form.Message {
		return q.writesTo(e, r)
	}
	if f.Field == "" {
		if mode == form.Create {
			return q.judged(v, r, f.Action).accepted(f.Anyway)
		}
		return e.allowed(r, f.Action)
	}
	i := slices.IndexFunc(r.Fields, func(x *form.Field) bool { return x.Name == f.Field })
	if i < 0 {
		return no
	}
	field := r.Fields[i]
	switch {
	case f.Editable:
		return e.editable(r, field)
	case mode == form.Update || mode == form.Create:
		c, sent := q.judged(v, r, f.Action), q.write.sent[cellName(field)].is
		if f.May {
			return e.and(sent, c.covered(field))
		}
		return e.and(sent, c.accepted(f.Anyway))
	case f.Action != "view":
		return e.and(e.allowed(r, f.Action), e.plain(r, field))
	case f.Mask != nil, f.Masked, f.Shown:
		var parts []lit
		for _, m := range e.masked(r, field) {
			if f.Mask == nil || form.DisguiseText(m.mask) == form.DisguiseText(f.Mask) {
				parts = append(parts, m.holds)
			}
		}
		if f.Shown {
			parts = append(parts, e.plain(r, field))
		}
		return e.or(parts...)
	default:
		return e.plain(r, field)
	}
}

// judged gives a write as a version judges it, worked out once.
func (q *Question) judged(v *version, r *form.Resource, action string) *change {
	key := fmt.Sprintf("%d %s %s %s", v.number, r.Kind, r.Name, action)
	c := q.changes[key]
	if c == nil {
		c = q.env(v).judge(r, action, q.write)
		q.changes[key] = c
	}
	return c
}

// writing gives the write that facts are about, as a version judges it; nil where they
// are about none.
func (q *Question) writing(v *version, of Query) *change {
	facts := slices.Concat(of.Has, of.Lacks, of.HadNever)
	if of.NotBoth != nil {
		facts = append(facts, of.NotBoth.Has, of.NotBoth.HadNever)
	}
	for _, f := range facts {
		if r := v.form.Resource(f.Kind, f.Name); q.write != nil && r != nil && r.Modes[f.Action].Writes() {
			return q.judged(v, r, f.Action)
		}
	}
	return nil
}

// counts gives "what is sent of the field is not what is stored and seen".
func (q *Question) counts(v *version, f Fact) lit {
	r := v.form.Resource(f.Kind, f.Name)
	if q.write == nil || f.Field == "" || r == nil {
		return yes
	}
	for field, l := range q.judged(v, r, f.Action).counts {
		if field.Name == f.Field {
			return l
		}
	}
	return yes
}

// writesTo gives "the person may write to the recipient".
func (q *Question) writesTo(e *env, r *form.Resource) lit {
	if q.to == nil {
		q.to = q.recipient()
	}
	held := e.of.holding(q.world, func(p string) lit { return q.to.claims[p] })
	named := func(u *form.Use) lit {
		l := u.Clause.Statement.Letter
		if l == nil || l.Anyone {
			return yes
		}
		var parts []lit
		for _, k := range l.Users {
			parts = append(parts, e.equalCells(q.to.key, e.constant(k)))
		}
		for _, p := range l.Profiles {
			if has, ok := held[p]; ok {
				parts = append(parts, has)
			}
		}
		return e.or(parts...)
	}
	return e.and(e.some(r, form.Permits, "access", named), -e.some(r, form.Refuses, "access", named))
}
