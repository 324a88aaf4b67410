// Package bind binds people to a portal's decision form (package form), and
// asks what is left of rows.
//
// Binding puts all that is known before there is a row into the formulas of
// the person's statements: their profiles, properties, team and row of the
// users table, and the time. What is decided drops out, lists of the person's
// become constants, and a [Residual] is left: formulas in which only places of
// the row stand. That is what SQL is printed from. For rows in memory a
// residual becomes closures ([Rows]): over maps, over lists of values with a
// list of columns, or over a caller's own type.
//
//	policy.go           the decision form, prepared
//	person.go           who asks
//	residual.go         formulas bound to a person; atoms.go its comparisons
//	rules.go            the statements that bear on an action on rows
//	bound.go            a person bound to an action
//	residual_cells.go   how cells are seen, as formulas
//	test.go, leaf.go    formulas as closures; direct.go what is asked of fields at once,
//	                    cost.go what is asked first
//	sources.go          what stands in rows of each kind
//	rows.go, look.go    filters and cells, from closures
//	statement.go        single statements, for decisions on requests
//	scene.go            formulas by themselves, for explanations
//	judge.go            what answers rest on: statements that come to something else
//	cache.go, key.go    what was bound last
//	value.go            what stands in a cell
//	typed.go            values of a type: known, compared, computed
//	number.go           exact decimals
//	clock.go            dates and instants
//
// Unknown proves nothing: what a row lacks, what is of
// another type, and null but where null itself is asked for. A closure keeps
// nothing from row to row and needs no memory for one: values are not parsed
// into new ones but compared where they stand.
package bind
