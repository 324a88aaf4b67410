package portal

import data.portal.mask
import data.portal.page

# A page of rows at once: those on which the action is allowed, in their
# order, with what is seen of each.
default visible := []

# Most pages are of this kind, so it asks no more than it needs to.
visible := [{"row": object.remove(row, looks.drop), "hidden": looks.hidden, "masked": set()} |
	allowing := page.places("allow", "view")
	some at in page.allowed
	row := input.rows[at]
	is_object(row)
	looks := page.looks({s | some s, places in allowing; places[at]}, set(), object.keys(row))
] if {
	not page.altered
}

visible := [shown |
	allowing := page.places("allow", "view")
	locking := page.places("lock", "view")
	some at in page.allowed
	row := input.rows[at]
	is_object(row)
	allows := {s | some s, places in allowing; places[at]}
	locks := {s | some s, places in locking; places[at]}
	looks := page.looks(allows, locks, object.keys(row))
	masks := {field: mask.of(shows, row[field]) | some field, shows in looks.masks}
	shown := {
		"row": object.union(object.remove(row, looks.drop), masks),
		"hidden": looks.hidden,
		"masked": object.keys(looks.masks),
	}
] if {
	page.altered
}
