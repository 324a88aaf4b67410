package portal

import data.portal.policy
import data.portal.rows
import data.portal.subject

# A page of rows at once: those on which the action is allowed, in their
# order, with what is seen of each.
default visible := []

visible := [shown(row, looks) | some [row, looks] in seen] if input.action == "view"

visible := [shown(row, looks) | some [row, looks] in seen; acted(row)] if input.action != "view"

# The rows that are seen. Which statements to ask is found once for all rows.
seen := [[row, looks] |
	subject.mode in {"row", "update"}
	table := subject.model.table
	reports := [report | report := subject.model.report]
	allows := subject.theirs("allow", "view")
	denies := subject.theirs("deny", "view")
	locks := subject.theirs("lock", "view")
	some row in input.rows
	is_object(row)
	count([report | some report in reports; not policy.in_report(report, row)]) == 0
	grants := {s | some s in allows; policy.applies(table, s, row)}
	count(grants) > 0
	count({s | some s in denies; not policy.spares(table, s, row)}) == 0
	looks := rows.cells(grants, {s | some s in locks; not policy.spares(table, s, row)})
]

acted(row) if {
	rows.granted(input.action, row)
	changing(row)
}

changing(_) if subject.mode == "row"

changing(row) if {
	subject.mode == "update"
	changeable(row)
}

# Most rows have all fields, and no masks.
shown(row, looks) := {"row": plain, "hidden": looks.hidden, "masked": set()} if {
	count(looks.masks) == 0
	plain := object.filter(row, looks.plain)
	count(plain) == count(looks.plain)
} else := {
	"row": object.union(object.filter(row, looks.plain), masked),
	"hidden": (looks.hidden | (looks.shown - object.keys(row))),
	"masked": object.keys(masked),
} if {
	masked := object.filter(looks.masks, object.keys(row))
}
