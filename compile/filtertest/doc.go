// Package filtertest holds the filters of the bundle against its decisions:
// what OPA makes of a filter, run on a database, gives just the rows that the
// bundle's `visible` allows on the same data.
//
//	subject_test.go    a portal compiled, and its filter for a person as OPA's endpoint makes it
//	data_test.go       rows of tables, and rows with their related rows in them
//	sqlite_test.go     a database of these rows, asked with the filter and the catalog's joins
//	postgres_test.go   likewise on PostgreSQL
//	ucast_test.go      filters in the form that back ends evaluate themselves
//	policies_test.go   policies written by hand, each with what must be refused
//	random_test.go     policies of all kinds, people and rows at random
//	conditions_test.go conditions at random that tell rows apart
//	examples_test.go   the examples' tables, actions and people, asked of an agent
//	ways_test.go       in how many ways a filter holds
//	reach_test.go      how much of a portal a filter has to do with
//	names_test.go      tables and columns whose names are words of SQL
//	server_test.go     the endpoint itself
package filtertest
