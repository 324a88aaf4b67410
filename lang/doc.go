// Package lang reads a portal's policy: HCL text in, a checked [Policy] out,
// or diagnostics that say what is wrong and where.
//
// It works in stages, each a package with types of its own:
//
//	syntax    the text is bounded and parsed; HCL's bodies become what the
//	          language has: tables, profiles, statements
//	constant  closed expressions are evaluated
//	bind      conditions are given their types from the syntax tree
//	check     names are given what they name: the [Policy] of package policy
//	lint      what is legal and surely unwanted is warned about
//
// Every stage goes on as far as it can, so that all mistakes are told in one
// run; package diag words them. Package format is apart from these: it gives a
// source its form. [Load] goes through the stages for a directory, [Check] for
// files in memory.
package lang
