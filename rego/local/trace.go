package local

import (
	"maps"
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// Trace is how an answer comes about: which of the person's statements bear on a
// question, what is seen of the row, and what a write comes to. Of each statement
// it can be asked whether it applies, and of its conditions why. It is for whoever
// explains an answer; a person is told less ([rego.Decision]).
type Trace struct {
	Decision *rego.Decision
	Person   *bind.Person
	On       *form.Resource // nil where there is no such thing
	Mode     form.Mode      // "" where the thing has no such action

	// The statements that bear on the action; of one on an existing row, those that
	// bear on seeing it, and whether it is seen.
	Permits, Refuses, Locks             []*bind.Statement
	ViewPermits, ViewRefuses, ViewLocks []*bind.Statement
	Seen                                bool

	asking *asking
}

// Trace decides a request, and gives all that the decision looks at.
func (e *Engine) Trace(q *rego.Request) *Trace {
	a := &asking{Engine: e, standpoint: e.standpoint(q), q: q}
	t := &Trace{Decision: a.decide(), Person: a.who, On: a.on, Mode: a.mode, asking: a}
	t.Permits, t.Refuses, t.Locks, t.Seen = a.permits, a.refuses, a.locks, a.isSeen
	if a.mode.Existing() {
		view := func(part form.Part) []*bind.Statement { return a.who.Statements(a.on.Kind, a.on.Name, part, "view") }
		t.ViewPermits, t.ViewRefuses, t.ViewLocks = view(form.Permits), view(form.Refuses), view(form.Locks)
	}
	return t
}

// Complaint reports whether the request makes no sense, so that no statement has a
// say.
func (t *Trace) Complaint() bool { return t.asking.complaint() != "" }

// Cell gives how a field of a row that is seen is seen.
func (t *Trace) Cell(f *form.Field) bind.State {
	if i := slices.Index(t.On.Fields, f); i >= 0 && i < len(t.asking.cells) {
		return t.asking.cells[i].State
	}
	return bind.Hidden
}

// Standing gives the statements that decided of what is not about rows.
func (t *Trace) Standing() (granted, refused []*bind.Statement) {
	return t.asking.granted, t.asking.refused
}

// Names reports whether a statement on messages names the recipient.
func (t *Trace) Names(s *bind.Statement) bool { return t.asking.names(s.Clause.Statement.Letter) }

// Write is what a write comes to, whether or not it gets so far: everything is asked
// of the row as it would be, even where a refusal must not tell of it.
type Write struct {
	Stored   map[string]any    // nil for a new row
	Sent     map[string]any    // what counts as sent
	Final    map[string]any    // the row as it would be; nil in a conflict
	Conflict bool              // statements give one field different values
	Fixing   []*bind.Statement // whose values keep their fields from being sent
	Lapsed   []*bind.Statement // that gave values, and do not apply to the row as it is then
	Grants   []*bind.Statement // in a conflict, the statements whose values they are
	Denies   []*bind.Statement // of the write as a whole
	Locks    []*bind.Statement
	InReport bool

	write *write
}

// Write gives what the request comes to as a write.
func (t *Trace) Write() *Write {
	a := t.asking
	if a.mode == form.Create {
		return t.Sending(a.q.Set)
	}
	return t.Sending(a.changed(a.q.Row))
}

// Sending gives what a write comes to that sends other values, and just these.
func (t *Trace) Sending(sent map[string]any) *Write {
	a := t.asking
	w := &write{asking: a, sent: sent, candidates: a.permits}
	if a.mode != form.Create {
		w.stored, w.candidates = a.q.Row, proven(a.permits, a.q.Row, true)
	}
	w.settle()
	out := &Write{Stored: w.stored, Sent: w.sent, Conflict: w.conflict, write: w}
	if w.conflict {
		out.Grants = w.first
		return out
	}
	of := w.stored
	if of == nil {
		of = w.final
	}
	w.denies = slices.Concat(proven(a.refuses, of, false), w.unmet(of))
	slices.SortStableFunc(w.denies, inOrder)
	w.locks = proven(a.locks, of, false)
	out.Final, out.Fixing, out.Grants, out.Denies, out.Locks = w.final, slices.Concat(w.first, w.applied), w.effective, w.denies, w.locks
	out.InReport = w.inReport()
	out.Lapsed = without(w.givers, func(s *bind.Statement) bool {
		return len(s.Clause.Sets) == 0 || slices.Contains(w.applied, s)
	})
	return out
}

// After gives the row as it would be if one statement alone gave what it sets; false
// where that is not known, or no value of its field.
func (w *Write) After(s *bind.Statement) (map[string]any, bool) {
	own, ok := s.Gives()
	if !ok {
		return nil, false
	}
	return w.write.after(joined(w.Sent, own)), true
}

// MaySend reports whether a field may be sent with the write, as far as it is seen
// and covered.
func (w *Write) MaySend(f *form.Field) bool {
	if w.Stored != nil && !w.write.plain(f) || slices.ContainsFunc(w.Locks, func(s *bind.Statement) bool { return s.Takes(f) }) {
		return false
	}
	return slices.ContainsFunc(w.Grants, func(s *bind.Statement) bool { return s.Writes(f) })
}

// Missing gives the required fields that the row would have null, but for its key.
func (w *Write) Missing() []*form.Field {
	return slices.DeleteFunc(slices.Clone(w.write.on.Table.Fields), func(f *form.Field) bool { return !w.write.lacks(f) })
}

// Names gives what is sent, sorted.
func (w *Write) Names() []string { return slices.Sorted(maps.Keys(w.Sent)) }
