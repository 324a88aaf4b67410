// Package scalar decides everything about one value: which kinds and types of
// value there are, which texts and numbers are values of them, how two values
// compare, how a text is folded, and how a value is written. It imports nothing
// of Portcullis, so that the language, the engines and the commands all ask it.
//
// Where a value is no value of its type, whatever is asked of it is unknown
// (see the reference of the language); what is unknown is the caller's to know.
//
// The bundle's Rego has the same rules of its own, in compile/regogen/library/types.rego,
// clock.rego and ascii.rego, since an agent has nothing else; the tests of
// package compile ask both of the same values.
package scalar
