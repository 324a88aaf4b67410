// Package compile turns a checked policy into an OPA bundle.
//
// The stages, each with types of its own:
//
//  1. Conditions become formulas (form.go, lower.go, compare.go). A condition of
//     the language is true, false or unknown; it is lowered twice, to what
//     proves it true and to what proves it false, both without any negation
//     (Kleene, Introduction to Metamathematics, §64). An allow needs the first;
//     a deny applies unless the second holds. So whatever an engine cannot
//     prove, it refuses.
//  2. The policy becomes a model (model.go): for each thing that can be acted
//     on, the statements that bear on it, by profile and action, wildcards
//     expanded, a table's restrictions counted on its reports and forms.
//  3. The model becomes Rego (rego_*.go): a constant for each resource, and for
//     each statement and table a function of the row, found by OPA's index
//     whatever their number. What is common to all policies is the library, in
//     Rego written by hand (library/).
//  4. Rego, the catalog and the manifest become a bundle (bundle.go).
//
// Filters for queries (filter*.go) come from the same formulas, as rules in
// which the row is unknown, for OPA's filter compilation.
package compile
