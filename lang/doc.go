// Package lang reads a portal's policy: HCL text in, a checked [Policy] out,
// or diagnostics that say what is wrong and where.
//
// It works in stages, each with types of its own:
//
//	text     [ParseFile] bounds the source on its tokens and has HCL parse it,
//	         block by block where there are syntax errors
//	syntax   decode turns HCL's bodies into what the language has: tables,
//	         profiles, statements; names are still text, expressions unread
//	policy   resolve gives each name what it names, and each expression its
//	         type: [Policy], whose conditions are [Cond]
//
// Resolution goes from what needs nothing to what needs much: locals, tables,
// the portal, components, conditions, reports and forms, profiles, teams,
// statements. A declaration with a mistake in it stays known by its name, as
// spoiled: what refers to it is passed over, so that one mistake gives one
// diagnostic. Every stage goes on as far as it can, so that all mistakes are
// told in one run. Of a policy without errors, lint says what is legal and
// surely unwanted.
//
// HCL evaluates nothing here but closed constants; conditions are bound into
// the typed form from the syntax tree.
package lang
