// Package lower turns a checked policy into its decision form (package form),
// from which everything else is made: Rego, filters, the catalog, closures, SQL.
//
// A condition is lowered twice, to what proves it true and to what proves it
// false ([Policy.Proven]); where neither is provable it is unknown. A statement
// becomes a clause for every table that it names, and a use of each thing that
// it is about: which fields it covers there, for whom, is worked out here.
package lower
