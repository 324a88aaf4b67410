package portal

import data.portal.page
import data.portal.subject

# A page of rows at once: those on which the action is allowed, in their
# order, with what is seen of each.
default visible := []

visible := [{"row": object.remove(row, looks.drop), "hidden": looks.hidden, "masked": set()} |
	allowing := page.places("allow", "view")
	locking := page.places("lock", "view")
	some at in page.allowed
	row := input.rows[at]
	is_object(row)
	allows := {s | some s, places in allowing; places[at]}
	locks := {s | some s, places in locking; places[at]}
	looks := page.looks(allows, locks, object.keys(row))
] if {
	not subject.model.masks
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
	shown := {
		"row": object.union(object.remove(row, looks.drop), looks.masks),
		"hidden": looks.hidden,
		"masked": object.keys(looks.masks),
	}
] if {
	subject.model.masks
}
