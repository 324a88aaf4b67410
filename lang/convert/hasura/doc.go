// Package hasura reads a folder of Hasura's metadata (version 3): tables, their
// relationships, and what each role may select, insert, update and delete.
//
// It is a package of its own beside the other sources', since it shares no more with
// them than what package convert has: YAML files that include one another, and Hasura's
// boolean expressions.
//
// A role is a profile. A session variable is a property of the person, X-Hasura-Org-Id
// the property org_id, with the type of the columns that it is compared with; one that
// stands for a list of values is a property of its own. Metadata have neither types nor
// keys: a column is what comparisons give away, the key of a table is "id", and a foreign
// key leads to the table that has an array relationship back by it, or whose name it has.
// A schema that was read elsewhere says it better ([Options]).
//
// Hasura's conditions are SQL. An object relationship within one is an EXISTS, an update
// without a check is not asked of the new row, and a preset is a value that is set. What
// the portal makes of a role is never more: `update` and `delete` need `view` of the row,
// which Hasura does not ask, and is told as narrowed; so is a permission that lacks the
// table's key, which the language shows wherever it shows the row. Of what is no matter
// of rows and fields (limits, aggregations, computed fields, actions, functions) a note
// says that it is left out.
package hasura
