// Package constant evaluates closed expressions: those that refer to nothing
// but locals. HCL does so, within bounds on time and memory that are counted
// before each step, with functions of their arguments alone. A constant is then
// given the type that is wanted of it.
package constant
