package local

import (
	"encoding/json"
	"fmt"
	"slices"

	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// complaint says what makes no sense about the request; "" for nothing.
func (a *asking) complaint() string {
	described := func() string { return fmt.Sprintf("%s %s", a.q.Resource.Type, quoted(a.q.Resource.Name)) }
	switch {
	case !a.who.Known() && a.form.Users == nil: // there is a record, and no login
		return "The user's profiles, team or properties are not of the form they must have."
	case !a.who.Known():
		return fmt.Sprintf("The user has no row in %s.", a.form.Users.Table.Name)
	case a.on == nil:
		return fmt.Sprintf("There is no %s.", described())
	case a.mode == "" && a.q.Action != "":
		return fmt.Sprintf("%s has no action %s.", described(), quoted(a.q.Action))
	case a.mode == "":
		return fmt.Sprintf("The request names no action on %s.", described())
	case (a.mode == form.OnRow || a.mode == form.Update) && a.q.Row == nil:
		return fmt.Sprintf("The action %s on %s needs a row.", a.q.Action, described())
	case a.mode == form.Message && a.q.To == nil:
		return "A message needs to say whom it is written to."
	default:
		return ""
	}
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic("local: " + err.Error()) // every string can be written
	}
	return string(text)
}

// reason gives the author's words for who is refused; "" for none.
func (a *asking) reason() string {
	if a.fault != "" {
		return a.fault
	}
	if text := words(a.refused); text != "" {
		return text
	}
	if a.clash {
		return "Two statements give one field different values."
	}
	lacking := without(a.lacking, func(s *bind.Statement) bool {
		return slices.ContainsFunc(a.worked, func(g *bind.Statement) bool { return g.ID() == s.ID() })
	})
	if text := words(lacking); text != "" {
		return text
	}
	return a.last
}

// lack notes the allows of the action that applied: of the others one is told.
func (a *asking) lack(worked []*bind.Statement) { a.lacking, a.worked = a.permits, worked }

// lasting gives the denies of actions that ask nothing of rows and apply:
// without `rows`, `fields` and `check`.
func lasting(denies []*bind.Statement) []*bind.Statement {
	return without(denies, func(s *bind.Statement) bool { return !s.Clause.Statement.Bare || !s.InForce() })
}

// without gives a list's other statements; the list, which others may have too, stays.
func without(list []*bind.Statement, gone func(*bind.Statement) bool) []*bind.Statement {
	return slices.DeleteFunc(slices.Clone(list), gone)
}

// words gives the message of the first statement that has one.
func words(list []*bind.Statement) string {
	var first *form.Statement
	for _, s := range list {
		of := s.Clause.Statement
		if of.Message != "" && (first == nil || of.Order < first.Order) {
			first = of
		}
	}
	if first == nil {
		return ""
	}
	return first.Message
}
