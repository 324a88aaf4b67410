// Package sql prints what a person may see of a table or a report as one SQL
// statement. It works from a bound form (package bind), which is the policy
// with the person, the action and the time folded in, so that what is left
// asks of rows alone; it knows bundles, and nothing of the language.
//
// How it is printed:
//
//   - A formula is positive: it is proven or it is not. In SQL it becomes a
//     condition that is TRUE where it is proven, and FALSE or NULL elsewhere;
//     AND, OR and EXISTS keep that, and nothing is ever negated but by "is not
//     true" ([printer.cond]).
//   - A comparison with null is NULL, which proves nothing. What SQL would
//     compare all the same, though it is no value of the field's type (a text
//     in a column of numbers of SQLite, an enum's value that the policy does
//     not know, an infinite date), is excluded by a condition beside it
//     ([term]).
//   - Text is compared code point by code point, whatever the column's
//     collation; where an index on the column could serve, the plain
//     comparison stands beside the exact one, which implies it. Of two columns
//     PostgreSQL's plain one is in the database's collation: where both have
//     another, which is not "C" either, only an index in one of these serves.
//   - A to-one path is a LEFT JOIN, each once; a to-many relation and a list
//     are asked by EXISTS and NOT EXISTS ([frame]).
//   - A cell is the column, NULL, or its mask; a CASE where that depends on the
//     row ([Select]).
//   - Every value of the policy, the person or the time is a parameter
//     ([params]), every identifier is quoted.
//
// What the databases do differently is a [dialect]: one for each of
// PostgreSQL, SQLite (also of tables that hold columns to types), MySQL and SQL
// Server. The first three are exact, and tested so, that of MySQL on MariaDB; the
// last prints the same statement in its own words, and no test runs it. Another one
// is a file of its own, and an element of the list of those offered.
//
// The same conditions, with the person left open, become scripts that have
// PostgreSQL itself hold a role to the policy: [Secure] by row security, column
// grants and triggers (rls*.go), [Views] by views. There every value is a literal,
// and what is asked of the person is asked of a view that tells of them ([person]),
// once a statement. Columns have types there that the portal does not tell, so that
// functions for each type, which PostgreSQL chooses when the script is run, compare
// with them (rls_types.sql): by the column's own type, which an index serves, and
// exactly.
//
// Builders of queries, such as go-sqlbuilder, which OPA brings along, do not
// quote identifiers, do not type parameters, and know neither CASE nor what a
// dialect's functions do to text; what is left is joining strings.
package sql
