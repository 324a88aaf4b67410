// Package form is the decision form of a portal: what its policy says, checked
// and lowered, as plain data. A bundle carries it as `data.<portal>.form`, so
// that whatever holds the bundle can answer the portal's questions without
// evaluating Rego: closures over rows (package bind), SQL.
//
// The schema comes as tables, fields and relations; the policy as statements,
// each with its conditions as formulas for every table that it names; and what
// a statement does to a thing that can be acted on as a [Use] of the thing's
// [Resource]. A [Formula] is positive: it is provable of a request or it is
// not, and there is no negation, so that what is unknown proves nothing. An
// allow applies where its formula is proven; a deny applies unless the formula
// that spares is.
//
// What is seen, masked and written of a field, by whom, is said in cover.go alone:
// engines say in their own terms what its statements ask.
//
// In JSON, names stand for what in Go are pointers: a place is a path from its
// root ("row.contact.client_id"), a formula a list that begins with its kind
// (["==", X, Y]). Numbers are texts there, since they are exact decimals.
// Reading resolves every name against the schema, and refuses a form in which
// one leads nowhere.
//
// The package depends on nothing of the compiler or the engine.
package form
