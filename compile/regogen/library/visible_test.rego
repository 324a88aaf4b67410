package portal.visible_test

import data.portal
import data.portal.policy
import data.portal.sample

page := [sample.draft, sample.secret, sample.open, {}, sample.done, object.union(sample.draft, {"status": "lost"})]

# A request for a page of orders.
asked(profiles, action, rows) := object.union(sample.on(profiles, action, "table", "orders"), {"rows": rows})

ids(request) := [[r.row.status, r.row.id] | some r in visible] if {
	visible := portal.visible with input as request
}

test_cells if {
	rows := [sample.draft, sample.done]
	visible := portal.visible with input as asked(["clerk"], "view", rows)
	visible == [
		{
			"row": {
				"id": 7, "status": "draft", "title": "Chairs", "total": 80, "phone": "•••", "client_id": 3,
				"due": "2026-03-01T10:00:00+01:00", "tags": ["a"],
			},
			"hidden": {"margin"},
			"masked": {"phone"},
		},
		{
			"row": {"id": 7, "status": "done", "title": "(title)", "phone": null},
			"hidden": {"total", "margin", "client_id", "due", "tags"},
			"masked": {"title", "phone"},
		},
	]
}

# Relations, and whatever else is no field, are not given out.
test_fields_alone if {
	row := object.union(sample.done, {"surprise": 1})
	visible := portal.visible with input as asked(["clerk"], "view", [row])
	object.keys(visible[0].row) == {"id", "status", "title", "phone"}
}

test_what_a_row_lacks_is_hidden if {
	rows := [{"status": "done", "title": "x"}, {"id": 1, "status": "draft", "title": "x"}]
	visible := portal.visible with input as asked(["clerk"], "view", rows)
	visible == [
		{
			"row": {"status": "done", "title": "(title)"},
			"hidden": {"id", "phone", "total", "margin", "client_id", "due", "tags"},
			"masked": {"title"},
		},
		{
			"row": {"id": 1, "status": "draft", "title": "x"},
			"hidden": {"phone", "total", "margin", "client_id", "due", "tags"},
			"masked": set(),
		},
	]
}

# Rows without masks go a shorter way. A report hides what the table has besides.
test_without_masks if {
	besides := {"total", "margin", "phone", "client_id", "due", "tags"}
	request := object.union(sample.on(["auditor"], "view", "report", "open_orders"), {"rows": [sample.open, {"status": "open"}]})
	visible := portal.visible with input as request
	visible == [
		{"row": {"id": 7, "status": "open", "title": "Chairs"}, "hidden": besides, "masked": set()},
		{"row": {"status": "open"}, "hidden": (besides | {"id", "title"}), "masked": set()},
	]
}

# Without masks, too.
test_a_lock_alone if {
	model := object.union(policy.resource.report.open_orders, {
		"of": {"auditor": ["09 not the total", "11 auditor sees"]},
		"lock": {"view": {"09 not the total"}},
		"locked": {"09 not the total": {"title"}},
	})
	rows := [sample.open, object.union(sample.open, {"total": 500})]
	request := object.union(sample.on(["auditor"], "view", "report", "open_orders"), {"rows": rows})
	visible := portal.visible with input as request with policy.resource.report.open_orders as model
	[r.row | some r in visible] == [{"id": 7, "status": "open", "title": "Chairs"}, {"id": 7, "status": "open"}]
}

test_a_lock_hides if {
	rows := [object.union(sample.draft, {"total": 500}), sample.draft]
	visible := portal.visible with input as asked(["clerk"], "view", rows)
	[r.hidden | some r in visible] == [{"margin", "total"}, {"margin"}]
}

test_rows_in_their_order if {
	ids(asked(["clerk"], "view", page)) == [["draft", 7], ["open", 7], ["done", 7]]
	ids(asked(["clerk"], "view", array.reverse(page))) == [["done", 7], ["open", 7], ["draft", 7]]
	ids(asked(["clerk"], "view", [sample.draft, sample.draft])) == [["draft", 7], ["draft", 7]]
}

test_other_actions if {
	ids(asked(["boss"], "delete", page)) == [["draft", 7], ["open", 7], ["done", 7]]
	ids(asked(["clerk"], "delete", page)) == []
	ids(asked(["clerk"], "update", page)) == [["draft", 7], ["open", 7]]
	ids(object.union(asked(["clerk"], "update", page), {"set": {"status": "done"}})) == [["open", 7]]
	ids(object.union(asked(["clerk"], "update", page), {"set": {"title": "x"}})) == [["draft", 7]]
	ids(object.union(asked(["clerk"], "update", page), {"set": "x"})) == []
}

test_the_rows_of_a_report if {
	request := object.union(sample.on(["auditor"], "view", "report", "open_orders"), {"rows": page})
	ids(request) == [["open", 7]]
	by_night := object.union(request, {"now": "2026-03-01T23:00:00Z"})
	ids(by_night) == []
}

test_no_rows[note] if {
	some request in [
		asked(["clerk"], "view", []),
		asked(["clerk"], "view", null),
		asked(["clerk"], "view", "x"),
		asked(["clerk"], "view", 3),
		asked(["clerk"], "view", [null, "x", 1, [sample.draft], true]),
		asked([], "view", page),
		asked(["clerk"], "create", page),
		asked(["clerk"], "import", page),
		asked(["boss"], "manage_structure", page),
		asked(["clerk"], "fly", page),
		sample.on(["clerk"], "view", "table", "orders"),
		sample.order(["clerk"], "view", sample.draft),
		object.union(sample.on(["boss"], "access", "page", "plan"), {"rows": page}),
		object.union(sample.on(["clerk"], "view", "table", "none"), {"rows": page}),
		object.union(asked(["clerk"], "view", page), {"user": {"record": null, "login": null}}),
	]
	note := json.marshal(request)
	portal.visible == [] with input as request
}
