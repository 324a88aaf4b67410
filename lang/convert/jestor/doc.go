// Package jestor reads Jestor's profiles: a JSON document each, with comments, of what
// is enabled and disabled.
//
// It is a package of its own beside the other sources', since it shares no more with
// them than what package convert has: it reads another form, of other words, and knows
// no types but what values and comparisons give away.
//
// A profile is called as its file. What it does not name, it refuses. What it names and
// this package does not know, a key or an operator, may be a restriction as well as a
// permission; so it denies what it stands beside, and a comment quotes it: all of the
// table, or, at the top of the document, all that there is.
package jestor
