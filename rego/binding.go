package rego

import (
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// keptFilters bounds how many bound filters an Engine keeps. One takes a few
// kilobytes.
const keptFilters = 1024

// Bind binds a user to an action on the existing rows of a table or report, at
// a time (RFC 3339; the clock's where it is empty), and gives the filter of
// rows that is left: which rows the action is allowed on, and what is seen of
// them. It answers as [Engine.Visible] does, without OPA, at a thousandth of
// the cost. The filter may be used by many goroutines, and is good for as long
// as the user and the time are; the last ones asked for are kept. The error
// says that there is no such table or report, or no such action on existing
// rows.
func (e *Engine) Bind(user User, on Resource, action, now string) (*bind.Bound, error) {
	kind := form.ResourceKind(on.Type)
	return e.bound.Get(bind.User(user), kind, on.Name, action, now, func(who *bind.Person) (*bind.Bound, error) {
		return who.Bind(kind, on.Name, action)
	})
}

// Policy gives the bundle's policy for people to be bound to it otherwise than
// by [Engine.Bind].
func (e *Engine) Policy() *bind.Policy { return e.policy }
