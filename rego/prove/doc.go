// Package prove decides questions about decision forms: is there a world, of
// rows, a person and a time, in which a version of a policy allows something,
// or allows it where another version does not?
//
// A question is a proposition over an open world. Rows are terms, cells are
// values that are open, and a condition becomes propositions about their order
// (formula.go). What a version decides is made of those of its statements
// (decide.go, write.go), for a person who may have any profiles (person.go).
// Then, in turns, until there is an answer or the budget is spent:
//
//  1. the SAT solver gophersat finds truth values (search.go);
//  2. of those that the answer rests on, quantifiers get rows that make them
//     true, or are held against the rows that there are (quantify.go), which is
//     as much of the rows' tables as a decision can tell apart;
//  3. the order of values is held against them (order.go: difference bounds,
//     after Bellman and Ford; dense for numbers and texts), and what contradicts
//     itself is taught to the solver as a lemma;
//  4. values are found, for texts by trying (values.go, text.go).
//
// Whatever the turns leave out only leaves more worlds open, so that "there is
// none" is a proof. A world that is found is a claim, to be run by who asked.
//
// That the solver is taught of contradictions as it meets them is the method of
// "Lemmas on Demand for Satisfiability Solvers" (de Moura and Rueß, 2002).
//
// It stands beside the engines, since it knows decision forms and nothing of
// HCL, and apart from them, since it asks of all worlds and not of one.
package prove
