// Package pull reads the tables of a real database, PostgreSQL, MySQL, MariaDB or
// SQLite, and writes them as the `table` blocks of a portal.
//
// It goes in three steps. The catalogue of the database is read into a
// [database]: tables, columns, keys and references as the database names them,
// each column's type mapped to one of the language where there is one. That is
// arranged as blocks: names become identifiers, foreign keys
// become a belongs_to and, on the other side, a has_many. The blocks are
// written as HCL and formatted by [lang.FormatSource].
//
// With a portal given, what it has already keeps its names, and the blocks are compared
// with it: what is new is added to its file, what is gone or otherwise marked by
// comments ([Database.Merge]), and nothing else of the file is touched.
//
// What the language cannot say is never written as something near it: a column
// without a type, a table or a view without a key, a reference to anything but a key
// stand in a comment that says why, and in [Result.Notes]. Nothing of
// how the database was reached is written, and nothing in it is changed.
package pull
