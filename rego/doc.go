// Package rego answers the questions of a portal from a bundle that
// `portcullis build` wrote, with an embedded OPA: may this be done, what of
// these rows is seen, what is there for this person.
//
// It knows bundles, not policies: an [Engine] reads the bundle, compiles its
// Rego once and prepares a query for each question. An Engine may be used by
// any number of goroutines. Requests are converted straight into OPA's own
// values, which is most of the cost of a decision otherwise.
package rego
