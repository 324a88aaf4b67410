package portal

import data.portal.principal
import data.portal.rows
import data.portal.subject

# A page of rows at once: those on which the action is allowed, in their
# order, with what is seen of each.
visible := [shown(row, cells) |
	principal.identified
	subject.mode in {"row", "update"}
	some row in input.rows
	rows.seen(row)
	acted(row)
	cells := rows.cells(rows.granting("view", row), rows.locking("view", row))
]

acted(_) if input.action == "view"

acted(row) if {
	input.action != "view"
	rows.granted(input.action, row)
	changing(row)
}

changing(_) if subject.mode == "row"

changing(row) if {
	subject.mode == "update"
	changeable(row)
}

shown(row, cells) := {
	"row": object.union(object.filter(row, cells.plain), masked),
	"hidden": ((subject.model.fields - cells.shown) | (cells.shown - object.keys(row))),
	"masked": object.keys(masked),
} if {
	masked := object.filter(cells.masks, object.keys(row))
}
