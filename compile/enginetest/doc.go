// Package enginetest holds everything that runs a policy to one meaning: a
// list must show just the rows, and of each row just the cells, that a check
// of the row allows, whoever asks and whatever runs it.
//
// A portal is drawn (package difftest), and rows of all its tables, which refer
// to one another as in a database. People who are rows of the users table ask
// for rows: those of a table or a report on which they are allowed an action.
// Each question goes to
//
//   - the reference interpreter (package lang/reference), which the others are
//     held against,
//   - the bundle in embedded OPA, by the page (`visible`) and by the row
//     (`decision`),
//   - OPA's filter, where the bundle has one, on SQLite and PostgreSQL,
//   - the bound engine, and
//   - the SQL of the bound form, on SQLite and PostgreSQL, once with columns as
//     anybody would declare them, and once with all that databases have in store:
//     types that nearly are the same, collations that take different texts for
//     one, under a locale that sorts as people do and one that does not.
//
// Row security and views are asked on PostgreSQL as a role without rights, writes
// too (TestHuntRowSecurity is their hunt).
//
// A difference in a row or in a cell is made smaller, and printed as a policy
// with its test.
//
// In a usual run this takes seconds, always the same ones. A long hunt is
//
//	go test ./compile/enginetest -run TestHunt -v -hunt 3h -decisions 10000000 -rows 400 -first 1 -timeout 0
//
// which tells how many decisions it has compared, and from which seeds; with -oldest it
// asks SQLite 3.38, too, which is compiled first. A
// decision is about one row: whether an action is allowed on it, and which cells
// are seen, in all of these engines.
//
//	world_test.go      rows of every table
//	matrix_test.go     every condition of every value
//	draw_test.go       worlds, people and questions at random
//	question_test.go   who asks for what
//	grid_test.go       answers, and what two differ in
//	portal_test.go     a policy, compiled for all that run it
//	opa_test.go        the reference and OPA; filter_test.go its filter
//	database_test.go   what databases have in common; sqlite_test.go, postgres_test.go, mariadb_test.go, oldest_test.go
//
//	agree_test.go      the test, and the hunt; cover_test.go what the test is about
//	held_test.go       what a role reads and writes under row security and views
//	report_test.go     a difference as a policy with its test
//
// OPA's filters are held to the bundle's decisions on their own, too: what OPA makes
// of one, run on a database, gives just the rows that the bundle's `visible` allows
// on the same data.
//
//	filter_subject_test.go     a portal compiled, and its filter for a person as OPA's endpoint makes it
//	filter_data_test.go        rows of tables, and rows with their related rows in them
//	filter_sqlite_test.go      a database of these rows, asked with the filter; filter_postgres_test.go
//	filter_ucast_test.go       filters in the form that back ends evaluate themselves
//	filter_policies_test.go    policies written by hand, each with what must be refused
//	filter_random_test.go      policies of all kinds, people and rows at random
//	filter_conditions_test.go  conditions at random that tell rows apart
//	filter_examples_test.go    the examples' tables, actions and people, asked of an agent
//	filter_ways_test.go        in how many ways a filter holds
//	filter_reach_test.go       how much of a portal a filter has to do with
//	filter_names_test.go       tables and columns whose names are words of SQL
//	filter_server_test.go      the endpoint itself
package enginetest
