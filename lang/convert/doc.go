// Package convert writes a portal, with tests, from permissions that somebody has
// already. Packages below it read one source each: Jestor's profiles, Hasura's
// metadata, PostgreSQL's policies. They fill a [Portal], which this package writes.
//
// It is no part of lang/pull, which reads a database's tables and knows nothing of
// who may do what, nor of package lang, which reads the language and writes none.
//
// A [Portal] is what a source means, in terms that the sources share: tables,
// profiles, rules on rows. Its conditions ([Cond]) are those of SQL, with its three
// truth values, and an EXISTS that is never unknown. They go two ways. [Portal.Files]
// writes them in the language, where a rule applies if its condition is true: a
// negation goes down to the comparisons, which are guarded against null where SQL's
// EXISTS would have made false of unknown. And the tests that are written beside come
// from evaluating the very conditions, on rows made for them, as the source's database
// would: so the tests do not follow the writer's mistakes.
//
// What the language cannot say is a [Finding], and the reader makes a deny of it, with
// a comment that quotes the source. About what is narrowed no test is written, since
// the source means something else.
package convert
