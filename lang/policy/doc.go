// Package policy is a policy that has been read, resolved and typed without an
// error: what the stages of package lang make, and what is compiled.
//
// A [Policy] holds no name that is not resolved, and no expression without a
// type. Conditions are sealed sums: a [Cond] is true, false or unknown of a
// request, a [Value] is what it compares, a [Seq] what it goes through. Every
// switch over one of them has all its members, and panics at another.
package policy
