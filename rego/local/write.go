package local

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// write is a write at work: an update starts from the stored row; create,
// import and access to a form from an empty one.
type write struct {
	*asking
	stored     map[string]any // nil for a new row
	sent       map[string]any // what counts as sent
	candidates []*bind.Statement
	first      []*bind.Statement // that are satisfied with their own values in the row
	givers     []*bind.Statement // of those, the ones that give their values
	given      map[string]any
	conflict   bool
	final      map[string]any    // the row with everything in it
	applied    []*bind.Statement // that are satisfied with that
	effective  []*bind.Statement // and have given what they set: they grant
	denies     []*bind.Statement // that refuse the write
	locks      []*bind.Statement
}

// update decides what is sent to a row that is seen.
func (a *asking) update(d *rego.Decision, denies, locks []*bind.Statement) {
	w := &write{asking: a, stored: a.q.Row, sent: a.changed(a.q.Row), candidates: a.granted, locks: locks}
	if a.halted(d, w, locks) {
		return
	}
	w.settle()
	if !w.conflict {
		w.denies = slices.Concat(denies, w.unmet(w.stored))
		a.refused = slices.Concat(w.denies, locks)
	}
	w.decide(d)
}

// onNew decides a write that makes a row.
func (a *asking) onNew(d *rego.Decision) {
	w := &write{asking: a, sent: a.q.Set}
	w.candidates = without(a.permits, func(s *bind.Statement) bool { return !s.InForce() })
	locks := lasting(a.locks)
	a.refused = slices.Concat(lasting(a.refuses), locks)
	a.lack(w.candidates)
	if a.halted(d, w, locks) {
		return
	}
	a.refused = nil
	w.settle()
	if !w.conflict {
		w.denies = slices.Concat(proven(a.refuses, w.final, false), w.unmet(w.final))
		w.locks = proven(a.locks, w.final, false)
		a.refused = slices.Concat(w.denies, w.locks)
	}
	w.decide(d)
	if !d.Allow {
		return
	}
	for _, f := range a.on.Fields {
		if w.covered(f) {
			d.Editable = append(d.Editable, f.Name)
		}
	}
	slices.Sort(d.Editable)
}

// halted refuses a write before anything is asked of the row as it would be:
// where what is sent is not of its form, or may not be sent as far as the stored
// row and the person tell.
func (a *asking) halted(d *rego.Decision, w *write, locks []*bind.Statement) bool {
	a.fault = w.fault()
	if a.fault != "" {
		a.granted, a.refused, d.Allow = nil, nil, false
		return true
	}
	if names := w.notSendable(w.candidates, locks); len(names) > 0 {
		a.last, d.Allow = notSent(names), false
		return true
	}
	return false
}

// decide has the row as it would be decide.
func (w *write) decide(d *rego.Decision) {
	w.clash = w.conflict
	w.asking.granted = w.effective
	if w.conflict { // nothing is granted: told are the statements that give the values
		w.asking.granted = w.first
	}
	w.lack(w.asking.granted)
	d.Allow = w.accepted()
	if d.Allow {
		d.Set = w.given
	}
}

// fault says what is wrong with what is sent, whatever the row would be.
func (w *write) fault() string {
	if names := w.notSendable(w.permits, nil); len(names) > 0 {
		return notSent(names)
	}
	var misfits []string
	for _, name := range slices.Sorted(maps.Keys(w.q.Set)) {
		f := w.on.Table.Field(name)
		x, sent := w.sent[name]
		if needed := f.Required || w.on.Table.Key.Has(f); !bind.Valid(f.Type, w.q.Set[name]) || needed && sent && bind.IsNull(x) {
			misfits = append(misfits, name)
		}
	}
	if len(misfits) > 0 {
		return fmt.Sprintf("No values of their fields: %s.", strings.Join(misfits, ", "))
	}
	return ""
}

func notSent(names []string) string {
	return fmt.Sprintf("Not to be sent: %s.", strings.Join(names, ", "))
}

// notSendable names what is sent that none of the statements lets the person
// send: it covers the field and does not set it, the field is seen plain, and
// none of the locks takes it.
func (w *write) notSendable(by, locks []*bind.Statement) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.sent)) {
		f := w.on.Table.Field(name)
		if f == nil || w.stored != nil && !w.plain(f) ||
			!slices.ContainsFunc(by, func(s *bind.Statement) bool { return s.Writes(f) && !s.Sets(f) }) ||
			slices.ContainsFunc(locks, func(s *bind.Statement) bool { return s.Takes(f) }) {
			names = append(names, name)
		}
	}
	return names
}

// changed gives the fields that count as sent: one that the person sees plain
// and sends with its stored value does not.
func (a *asking) changed(row map[string]any) map[string]any {
	sent := maps.Clone(a.q.Set)
	for i, c := range a.cells {
		f := a.on.Fields[i]
		if x, ok := sent[f.Name]; ok && c.State == bind.Shown && bind.Same(f.Type, row[f.Name], x) {
			delete(sent, f.Name)
		}
	}
	return sent
}

// settle finds what statements give, and which of them grant.
func (w *write) settle() {
	for _, s := range w.candidates {
		if own, ok := s.Gives(); ok && w.satisfies(s, w.after(joined(w.sent, own))) {
			w.first = append(w.first, s)
		}
	}
	w.givers = w.first
	if len(w.sent) > 0 {
		w.givers = slices.DeleteFunc(slices.Clone(w.first), func(s *bind.Statement) bool { return !w.covers(s) })
	}
	w.given = map[string]any{}
	for _, s := range w.givers {
		w.conflict = w.conflict || !w.give(s)
	}
	if w.conflict {
		return
	}
	w.final = w.after(joined(w.sent, w.given))
	for _, s := range w.candidates {
		if !w.satisfies(s, w.final) {
			continue
		}
		w.applied = append(w.applied, s)
		if len(s.Clause.Sets) == 0 || slices.Contains(w.givers, s) {
			w.effective = append(w.effective, s)
		}
	}
}

func joined(sent, given map[string]any) map[string]any {
	out := maps.Clone(sent)
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, given)
	return out
}

// satisfies reports whether a candidate applies to the row as it would be.
func (w *write) satisfies(s *bind.Statement, to map[string]any) bool {
	switch {
	case w.stored == nil:
		return s.Proven(to) && (!s.Checked() || s.Passes(to, to))
	case s.Checked():
		return s.Passes(w.stored, to)
	default:
		return s.Proven(to)
	}
}

// covers reports whether a statement covers something that is sent.
func (w *write) covers(s *bind.Statement) bool {
	return slices.ContainsFunc(w.on.Table.Fields, func(f *form.Field) bool {
		_, sent := w.sent[f.Name]
		return sent && s.Writes(f)
	})
}

// give adds what a statement gives; false where another has given otherwise.
func (w *write) give(s *bind.Statement) bool {
	own, _ := s.Gives() // what cannot be given does not apply
	for _, set := range s.Clause.Sets {
		name := set.Field.Name
		before, twice := w.given[name]
		if twice && !bind.Same(set.Field.Type, before, own[name]) {
			return false
		}
		if !twice {
			w.given[name] = own[name]
		}
	}
	return true
}

// unmet gives the denies with a `check` that bear on a row, and that the row
// as it would be does not satisfy.
func (w *write) unmet(of map[string]any) []*bind.Statement {
	demands := proven(w.who.Statements(w.on.Kind, w.on.Name, form.Demands, w.action), of, false)
	return slices.DeleteFunc(demands, func(s *bind.Statement) bool { return s.Passes(of, w.final) })
}

// accepted reports whether the write is allowed.
func (w *write) accepted() bool {
	return !w.conflict && w.steady() && w.whole() && len(w.denies) == 0 && w.inReport() && w.sendable()
}

// inReport reports whether the write keeps to a report's rows.
func (w *write) inReport() bool {
	return w.who.Includes(w.on, w.final)
}

// steady reports whether the statements that gave values still apply.
func (w *write) steady() bool {
	return !slices.ContainsFunc(w.givers, func(s *bind.Statement) bool {
		return len(s.Clause.Sets) > 0 && !slices.Contains(w.applied, s)
	})
}

// whole reports whether nothing required is left null. The key of a new row may
// be left to the database.
func (w *write) whole() bool {
	return !slices.ContainsFunc(w.on.Table.Fields, w.lacks)
}

// lacks reports whether a field is required, and left null.
func (w *write) lacks(f *form.Field) bool {
	x, has := w.final[f.Name]
	return f.Required && !w.on.Table.Key.Is(f) && has && bind.IsNull(x)
}

// sendable reports whether everything that is sent may be.
func (w *write) sendable() bool {
	switch {
	case w.stored == nil && len(w.effective) == 0:
		return false
	case w.stored != nil && len(w.sent) == 0:
		return slices.ContainsFunc(w.cells, func(c bind.Cell) bool { return c.Editable })
	}
	for name := range w.sent {
		if !w.covered(w.on.Table.Field(name)) {
			return false
		}
	}
	return true
}

// covered reports whether a field may be sent: some statement that grants
// covers it, none that applies sets it, and no deny takes it.
func (w *write) covered(f *form.Field) bool {
	return slices.ContainsFunc(w.effective, func(s *bind.Statement) bool { return s.Writes(f) }) &&
		!slices.ContainsFunc(w.first, func(s *bind.Statement) bool { return s.Sets(f) }) &&
		!slices.ContainsFunc(w.applied, func(s *bind.Statement) bool { return s.Sets(f) }) &&
		!slices.ContainsFunc(w.locks, func(s *bind.Statement) bool { return s.Takes(f) })
}

// plain reports whether a field of the stored row is there, seen and unmasked;
// the key is never changed.
func (w *write) plain(f *form.Field) bool {
	i := slices.Index(w.on.Fields, f)
	return i >= 0 && i < len(w.cells) && w.cells[i].State == bind.Shown && !w.on.Table.Key.Has(f)
}
