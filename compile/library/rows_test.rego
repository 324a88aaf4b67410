package portal.rows_test

import data.portal.rows
import data.portal.sample

test_which_statements_grant if {
	asked := sample.on(["clerk"], "view", "table", "orders")
	rows.granting("view", sample.draft) == {"clerk sees"} with input as asked
	rows.granting("view", sample.open) == {"clerk sees", "clerk glances"} with input as asked
	rows.granting("view", sample.done) == {"clerk glances", "clerk peeks"} with input as asked
	rows.granting("view", {}) == set() with input as asked
	rows.granting("export", sample.open) == set() with input as asked
	rows.granting("view", sample.open) == set() with input as sample.on([], "view", "table", "orders")
	rows.granting("view", sample.open) == set() with input as sample.on(["clerk"], "view", "table", "none")
}

# A deny counts wherever it is not proven to spare the row.
test_which_statements_restrict if {
	asked := sample.on(["clerk"], "view", "table", "orders")
	rows.restricting("deny", "view", sample.draft) == set() with input as asked
	rows.restricting("deny", "view", sample.secret) == {"not the secret"} with input as asked
	rows.restricting("deny", "view", {"title": null}) == {"not the secret"} with input as asked
	rows.restricting("deny", "view", {}) == {"not the secret"} with input as asked
	rows.restricting("lock", "view", sample.draft) == set() with input as asked
	rows.restricting("lock", "view", {"total": 100}) == {"not the total"} with input as asked
	rows.restricting("deny", "delete", sample.secret) == set() with input as asked
	rows.restricting("deny", "view", sample.secret) == set() with input as sample.on([], "view", "table", "orders")
}

test_permitted[note] if {
	some note, [profiles, action, row] in {
		"view": [["clerk"], "view", sample.draft],
		"update": [["clerk"], "update", sample.draft],
		"delete": [["boss"], "delete", sample.draft],
	}
	rows.permitted(action, row) with input as sample.order(profiles, action, row)
}

test_not_permitted[note] if {
	some note, [profiles, action, row] in {
		"no allow applies": [["clerk"], "update", sample.done],
		"another profile's": [["clerk"], "delete", sample.draft],
		"no profile": [[], "view", sample.draft],
		"a deny": [["clerk"], "view", sample.secret],
		"a deny of view bears on all": [["boss"], "delete", sample.secret],
		"a row that is not seen": [["boss"], "delete", object.union(sample.draft, {"status": "lost"})],
		"no row": [["boss"], "delete", null],
		"no object": [["boss"], "delete", [sample.draft]],
	}
	not rows.permitted(action, row) with input as sample.order(profiles, action, row)
}

test_rows_of_a_report if {
	asked := sample.on(["auditor"], "view", "report", "open_orders")
	rows.seen(sample.open) with input as asked
	not rows.seen(sample.draft) with input as asked
	not rows.seen({}) with input as asked
	rows.refused("view", sample.draft) with input as asked
	not rows.refused("view", sample.open) with input as asked

	# A deny of other profiles does not count.
	rows.seen(object.union(sample.open, {"title": "secret"})) with input as asked

	# A table's deny counts in its reports as well.
	both := object.union(asked, {"user": sample.person(["auditor", "clerk"])})
	rows.seen(sample.open) with input as both
	not rows.seen(object.union(sample.open, {"title": "secret"})) with input as both
}

# Each case: the profiles, the row, and what is plain, masked and hidden.
test_looks[note] if {
	some note, [profiles, row, plain, masks] in {
		"a mask where nothing shows the field": [
			["clerk"],
			sample.draft,
			{"id", "status", "title", "total", "client_id", "due", "tags"},
			{"phone": "•••"},
		],
		"a class revealed": [
			["boss"],
			sample.draft,
			{"id", "status", "title", "total", "margin", "client_id", "due", "tags"},
			{"phone": "•••"},
		],
		"the first mask counts, and none of what is plain": [
			["clerk"],
			sample.open,
			{"id", "status", "title", "total", "client_id", "due", "tags"},
			{"phone": "•••"},
		],
		"the first mask is null": [["clerk"], sample.done, {"id", "status"}, {"title": "(title)", "phone": null}],
		"a lock takes the field": [
			["clerk"],
			object.union(sample.draft, {"total": 500}),
			{"id", "status", "title", "client_id", "due", "tags"},
			{"phone": "•••"},
		],
		"a lock that is not known to spare the row": [
			["clerk"],
			object.remove(sample.draft, ["total"]),
			{"id", "status", "title", "client_id", "due", "tags"},
			{"phone": "•••"},
		],
	}
	asked := sample.order(profiles, "view", row)
	all := {"id", "status", "title", "total", "margin", "phone", "client_id", "due", "tags"}
	shown := plain | object.keys(masks)
	looks := rows.looks(row) with input as asked
	looks.plain == plain
	looks.masks == object.union(masks, {})
	looks.shown == shown
	looks.hidden == all - shown
}

test_cells_of_a_small_model[note] if {
	some note, [grants, locks, plain, masks] in {
		"the key is always in": [{"none"}, set(), {"id"}, {}],
		"no statement": [set(), set(), {"id"}, {}],
		"plain is stronger than a mask": [{"one", "two"}, set(), {"id", "a", "b"}, {}],
		"by order, not by name": [{"masks z", "masks a"}, set(), {"id"}, {"a": "z", "b": "a"}],
		"a lock takes a mask": [{"masks a"}, {"takes a"}, {"id"}, {"b": "a"}],
		"a lock takes what is plain": [{"one"}, {"takes a"}, {"id"}, {}],
		"several locks": [{"one", "two", "masks a"}, {"takes a", "takes b"}, {"id"}, {}],
	}
	cells := rows.cells(grants, locks) with data.portal.subject.model as {
		"key": "id",
		"fields": {"id", "a", "b"},
		"plain": {"one": {"a"}, "two": {"b"}, "none": set(), "masks a": set(), "masks z": set()},
		"masks": {"masks a": {"a": "a", "b": "a"}, "masks z": {"a": "z"}},
		"locked": {"takes a": {"a"}, "takes b": {"b"}},
	}
		with data.portal.policy.statements as {"masks z": {"order": 1}, "masks a": {"order": 2}}
	cells.plain == plain
	cells.masks == object.union(masks, {})
}

test_sensitive_fields_under_masks if {
	model := {
		"key": "id",
		"fields": {"id", "a"},
		"plain": {"one": set()},
		"masks": {"one": {"a": "x"}},
		"classified": {"one": {"a": {"boss"}}},
	}
	clerk := sample.on(["clerk"], "view", "table", "orders")
	boss := sample.on(["boss"], "view", "table", "orders")
	statements := {"one": {"order": 0}}
	rows.cells({"one"}, set()).masks == {} with input as clerk
		with data.portal.subject.model as model with data.portal.policy.statements as statements
	rows.cells({"one"}, set()).masks == {"a": "x"} with input as boss
		with data.portal.subject.model as model with data.portal.policy.statements as statements
	rows.barred("one") == {"a"} with input as clerk with data.portal.subject.model as model
	rows.barred("one") == set() with input as boss with data.portal.subject.model as model
	rows.barred("other") == set() with input as clerk with data.portal.subject.model as model
}

test_editable[note] if {
	some note, [profiles, row, want] in {
		"visible, unmasked, covered, not the key": [
			["clerk"],
			sample.draft,
			{"status", "title", "total", "client_id", "due", "tags"},
		],
		"a class revealed": [
			["boss"],
			sample.draft,
			{"status", "title", "total", "margin", "client_id", "due", "tags"},
		],
		"what the row lacks is not": [["clerk"], {"id": 7, "status": "draft", "title": "x"}, {"status", "title"}],
		"what a statement sets is not": [["clerk"], sample.open, {"status"}],
		"under a lock": [
			["clerk"],
			object.union(sample.draft, {"total": 100}),
			{"status", "title", "client_id", "due", "tags"},
		],
	}
	rows.editable(row) == want with input as sample.order(profiles, "view", row)
}

# What cannot be updated at all has no editable fields.
test_not_editable if {
	not rows.editable(sample.done) with input as sample.order(["clerk"], "view", sample.done)
	denied := object.union(data.portal.policy.resource.table.orders, {"deny": {"update": {"clerk": ["not the secret"]}}})
	asked := sample.order(["clerk"], "update", sample.secret)
	not rows.editable(sample.secret) with input as asked with data.portal.subject.model as denied
	rows.editable(sample.draft) with input as asked with data.portal.subject.model as denied
	without := object.remove(data.portal.policy.resource.table.orders, ["allow"])
	not rows.editable(sample.draft) with input as asked with data.portal.subject.model as without
}

test_granted if {
	asked := sample.on(["boss"], "delete", "table", "orders")
	rows.granted("delete", sample.draft) with input as asked
	not rows.granted("delete", sample.draft) with input as object.union(asked, {"user": sample.person(["clerk"])})
	not rows.granted("view", sample.secret) with input as asked
	not rows.granted("print", sample.draft) with input as asked
}
