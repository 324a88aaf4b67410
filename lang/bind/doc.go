// Package bind gives expressions their types: an expression of HCL in, a typed
// condition or value out, or diagnostics.
//
// HCL evaluates nothing here but closed constants. The binder goes down the
// syntax tree; what it finds is an operand (a constant, a value of a certain
// type, a row, the rows of a relation, a condition), and what is wanted of it
// decides its type. A mistake is told once: what comes of it is passed over.
package bind
