# Which rows of a page an action is allowed on. Each statement is asked once, of
# all rows; a row is known by its place on the page.
package portal.page

import data.portal.policy
import data.portal.principal
import data.portal.rows
import data.portal.subject
import data.portal.write

# What is seen of rows with these fields: what does not show is dropped from
# them, and what is masked is put in its place. It is the same for many rows, and
# OPA keeps what a function gave.
looks(allows, locks, there) := {"drop": there - cells.plain, "masks": masks, "hidden": hidden} if {
	cells := rows.cells(subject.model, allows, locks)
	masks := {field: mask | some field, mask in cells.masks; field in there}
	hidden := subject.model.fields - (cells.shown & there)
}

# Whether any row may show a mask, or lack fields that a deny takes.
altered if subject.model.masks

altered if places("lock", "view") != {}

# Where the rows are on which the action of the request is allowed.
allowed := sort(picked("view")) if {
	subject.mode == "row"
	input.action == "view"
}

allowed := sort(picked("view") & picked(input.action)) if {
	subject.mode == "row"
	input.action != "view"
}

allowed := [at |
	some at in sort(picked("view") & picked("update"))
	is_object(input.rows[at])
	write.changeable(input.rows[at])
] if {
	subject.mode == "update"
}

# Where the rows are that some allow of an action picks, and no deny.
picked(action) := (granted - refused) - left_out if {
	is_array(input.rows)
	granted := union({at | some at in places("allow", action)})
	refused := union({at | some at in places("deny", action)})
	left_out := {at |
		report := subject.model.report
		some at in granted
		row := input.rows[at]
		not policy.in_report(report, row)
	}
}

# By statement of one part for an action, where the rows are on which it applies.
places(part, action) := {s: at |
	statements := subject.model[part][action]
	some p in principal.profiles
	some s in subject.model.of[p]
	statements[s]
	at := picked_by(s)
}

# Whether numbers are within the bound of numbers is asked of a whole column of the
# page; where one is not, of each cell.
picked_by(s) := policy.picks(s, input.rows) if odd(s) == set()

picked_by(s) := {at | some at, row in input.rows; policy.applies(s, row)} if odd(s) != set()

odd(s) := {path | some path in subject.model.numbers[s]; not bounded(path)}

bounded([field]) if {
	regex.match(columns_pattern, json.marshal([x | some row in input.rows; x := row[field]]))
}

bounded([relation, field]) if {
	regex.match(columns_pattern, json.marshal([x | some row in input.rows; x := row[relation][field]]))
}

# As in portal.types, a number, or null, behind another.
columns_pattern := sprintf(`^\[(%s(,%s)*)?\]$`, [cell_pattern, cell_pattern])

cell_pattern := `(null|-?[0-9.]{1,60}([eE][+-]?[0-9]{1,2})?)`
