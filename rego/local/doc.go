// Package local answers the questions of a portal from its decision form,
// without OPA: the same requests as package rego, and the same answers, word
// for word. It serves to hold one against the other, and where a process that
// has a bundle wants decisions without an interpreter.
//
// Conditions are those of package bind, as closures over maps; here is what
// the bundle's own library does with the statements that apply:
//
//	engine.go    the questions, and which way an action is decided
//	standpoint.go  the person before an action, which is kept from question to question
//	reading.go   actions on existing rows, and what has no rows
//	write.go     writes: what is sent, what statements set, who covers it
//	record.go    the row as it would be
//	message.go   whom a person may write to
//	refusal.go   why not
//	access.go    what there is for a person, whatever the rows are
//	menu.go      the first screen
//	trace.go     all that a decision looks at, for explanations
package local
