// Package compile turns a checked policy into an OPA bundle. It is the face of the
// packages that do so, each with types of its own:
//
//  1. Package lower makes the decision form: for each thing that can be acted on,
//     the statements that bear on it, by profile and action, wildcards expanded, a
//     table's restrictions counted on its reports and forms. A condition of the
//     language is true, false or unknown; it is lowered twice, to what proves it
//     true and to what proves it false, both without any negation (Kleene,
//     Introduction to Metamathematics, §64). An allow needs the first; a deny
//     applies unless the second holds. So whatever an engine cannot prove, it
//     refuses.
//  2. Package regogen writes the form as Rego, beside the library that every
//     bundle carries.
//  3. Package filter writes from the same formulas rules in which the row is
//     unknown, for OPA's compilation of filters for queries.
//  4. Here the catalog is made, and package pack makes of all that the bundle, with
//     its revision and signature.
package compile
