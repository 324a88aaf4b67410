// Package check makes the policy of a document: it gives each name what it
// names, and each expression its type.
//
// It goes from what needs nothing to what needs much: locals, tables, the
// portal, components, conditions, reports and forms, profiles, teams,
// statements. A declaration with a mistake in it stays known by its name, as
// spoiled: what refers to it is passed over, so that one mistake gives one
// diagnostic.
package check
