// Package postgres reads who may do what in a PostgreSQL database: its tables, the
// policies of row security, and the privileges of roles, from a live database or from
// what `pg_dump -s` prints.
//
// It is a package of its own beside the other sources', since it shares no more with
// them than what package convert has; and apart from lang/pull, whose tables it takes,
// since that knows nothing of policies. What PostgreSQL prints is parsed by PostgreSQL's
// own parser, as a tree in JSON: of go-pgquery only package parser, which needs no C.
//
// A role is a profile, and anon that of requests without a login. auth.uid() and the
// claim sub are the login; other claims and settings are properties of the person, with
// the type that they are cast to. A role sees the rows on which one of its permissive
// policies and all of its restrictive ones are true. As in PostgreSQL, a subquery in a
// policy sees what the role sees of the other table; an update must leave a row that the
// role sees; a table without row security is open to who has the privilege.
//
// An EXISTS, or an IN with a subquery, can be said where relations lead from the row to
// the other table; see [convert.Portal.Relate]. What cannot be said is never guessed: a
// permissive policy is left out of the rows, a restrictive one denies them all. Neither
// can be said what depends on the database's collation or its time zone.
package postgres
