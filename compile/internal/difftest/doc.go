// Package difftest makes portals, people, rows and requests at random, hostile
// ones too, and holds the compiler against the reference interpreter on them.
//
// A portal is drawn as a schema of its own kind ([Portal]), written down as HCL
// text, and loaded by package lang like any other: nothing of the language is
// taken on trust from the code under test. Constants come from small pools
// ([pool]), and so does data, so that conditions are often true.
//
//	schema.go      tables, fields, relations, components
//	pool.go        values of each type, awkward ones among them
//	source.go      the schema as HCL
//	condition.go   conditions as HCL
//	operand.go     values in conditions
//	profile.go     profiles, teams, menus
//	statement.go   allows and denies
//	scenario.go    statements that fit together
//	record.go      rows, with what can be wrong with them
//	request.go     requests
//	garble.go      requests that make no sense
//	matrix.go      every condition of every value
//	minimize.go    a smaller policy and request on which two answers still differ
package difftest
