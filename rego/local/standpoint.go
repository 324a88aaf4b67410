package local

import (
	"cmp"
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// standpoint is all of a question but the row, and what is sent: the person
// before an action on a thing. It does not change.
type standpoint struct {
	who    *bind.Person
	on     *form.Resource // nil where there is no such thing
	action string
	mode   form.Mode   // "" where the thing has no such action
	view   *bind.Bound // nil of what has no rows

	// The person's statements on the action, and the denies of view.
	permits, refuses, locks []*bind.Statement
	blanket                 []*bind.Statement // the denies of either that are told of a row that is not seen

	byName []int // the fields' places, in the order of their names
}

// standpoint gives a request's standpoint. That of a write is made anew, since
// what statements set and check may look at the time.
func (e *Engine) standpoint(q *rego.Request) *standpoint {
	kind, name := form.ResourceKind(q.Resource.Type), q.Resource.Name
	on := e.policy.Resource(kind, name)
	var mode form.Mode
	if on != nil {
		mode = on.Modes[q.Action]
	}
	take := func(who *bind.Person) (*standpoint, error) { return newStandpoint(who, on, q.Action, mode), nil }
	var s *standpoint
	if mode == form.OnRow || mode == form.Standing || mode == form.Update && q.Set == nil {
		s, _ = e.kept.Get(bind.User(q.User), kind, name, q.Action, q.Now, take) // it has no error of its own
	} else {
		s, _ = take(e.policy.Person(bind.User(q.User), q.Now))
	}
	return s
}

func newStandpoint(who *bind.Person, on *form.Resource, action string, mode form.Mode) *standpoint {
	s := &standpoint{who: who, on: on, action: action, mode: mode}
	if mode == "" {
		return s
	}
	s.permits = who.Statements(on.Kind, on.Name, form.Permits, action)
	s.refuses = who.Statements(on.Kind, on.Name, form.Refuses, action)
	s.locks = who.Statements(on.Kind, on.Name, form.Locks, action)
	if mode == form.OnRow || mode == form.Update {
		s.blanket = slices.Concat(lasting(who.Statements(on.Kind, on.Name, form.Refuses, "view")), lasting(s.refuses))
		s.view, _ = who.Bind(on.Kind, on.Name, "view") // what has rows can be viewed
	}
	s.byName = make([]int, len(on.Fields))
	for i := range s.byName {
		s.byName[i] = i
	}
	slices.SortFunc(s.byName, func(a, b int) int { return cmp.Compare(on.Fields[a].Name, on.Fields[b].Name) })
	return s
}
