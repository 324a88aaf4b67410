package portal.rows_test

import data.portal.policy
import data.portal.rows
import data.portal.sample
import data.portal.subject

test_which_statements_grant if {
	asked := sample.on(["clerk"], "view", "table", "orders")
	rows.applying("allow", "view", sample.draft) == {"01 clerk sees"} with input as asked
	rows.applying("allow", "view", sample.open) == {"01 clerk sees", "02 clerk glances"} with input as asked
	rows.applying("allow", "view", sample.done) == {"02 clerk glances", "03 clerk peeks"} with input as asked
	rows.applying("allow", "view", {}) == set() with input as asked
	rows.applying("allow", "export", sample.open) == set() with input as asked
	rows.applying("allow", "view", sample.open) == set() with input as sample.on([], "view", "table", "orders")
	rows.applying("allow", "view", sample.open) == set() with input as sample.on(["clerk"], "view", "table", "none")
}

# A deny counts wherever it is not proven to spare the row.
test_which_statements_restrict if {
	asked := sample.on(["clerk"], "view", "table", "orders")
	rows.applying("deny", "view", sample.draft) == set() with input as asked
	rows.applying("deny", "view", sample.secret) == {"08 not the secret"} with input as asked
	rows.applying("deny", "view", {"title": null}) == {"08 not the secret"} with input as asked
	rows.applying("deny", "view", {}) == {"08 not the secret"} with input as asked
	rows.applying("lock", "view", sample.draft) == set() with input as asked
	rows.applying("lock", "view", {"total": 100}) == {"09 not the total"} with input as asked
	rows.applying("deny", "delete", sample.secret) == set() with input as asked
	rows.applying("deny", "view", sample.secret) == set() with input as sample.on([], "view", "table", "orders")
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
	not rows.granted("view", sample.draft) with input as asked
	rows.granted("view", sample.open) with input as asked

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
	shown := plain | object.keys(masks)
	looks := rows.looks(row) with input as asked
	looks.plain == plain
	looks.masks == object.union(masks, {})
	looks.shown == shown
}

test_cells_of_a_small_model[note] if {
	some note, [allows, locks, plain, masks] in {
		"a statement that shows nothing else": [{"5 none"}, set(), {"id"}, {}],
		"plain is stronger than a mask": [{"3 shows a", "4 shows b", "1 masks"}, set(), {"id", "a", "b"}, {}],
		"the first mask": [{"1 masks", "2 masks"}, set(), {"id"}, {"a": "z", "b": "a"}],
		"a lock takes a mask": [{"2 masks"}, {"takes a"}, {"id"}, {"b": "a"}],
		"a lock takes what is plain": [{"3 shows a"}, {"takes a"}, {"id"}, {}],
		"several locks": [{"2 masks", "3 shows a", "4 shows b"}, {"takes a", "takes b"}, {"id"}, {}],
	}
	cells := rows.cells(small, allows, locks)
	cells == {"plain": plain, "masks": masks, "shown": (plain | object.keys(masks))}
}

small := {
	"plain": {"1 masks": {"id"}, "2 masks": {"id"}, "3 shows a": {"id", "a"}, "4 shows b": {"id", "b"}, "5 none": {"id"}},
	"masks": {"1 masks": {"a": "z"}, "2 masks": {"a": "a", "b": "a"}},
	"locked": {"takes a": {"a"}, "takes b": {"b"}},
}

test_sensitive_fields if {
	model := {
		"plain": {"one": {"id"}, "two": {"id"}},
		"masks": {"one": {}},
		"writes": {"one": {"b"}},
		"revealed": {"boss": {"plain": {"two": {"a"}}, "masks": {"one": {"a": "x"}}, "writes": {"one": {"a"}}}},
	}
	clerk := sample.on(["clerk"], "view", "table", "orders")
	boss := sample.on(["boss"], "view", "table", "orders")
	rows.cells(model, {"one"}, set()).masks == {} with input as clerk
	rows.cells(model, {"one"}, set()).masks == {"a": "x"} with input as boss
	rows.cells(model, {"one", "two"}, set()).plain == {"id"} with input as clerk
	rows.cells(model, {"one", "two"}, set()).plain == {"id", "a"} with input as boss
	rows.covered(model, "writes", {"one"}) == {"b"} with input as clerk
	rows.covered(model, "writes", {"one"}) == {"a", "b"} with input as boss
	rows.covered(model, "writes", {"two"}) == set() with input as boss
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
	editable(row) == want with input as sample.order(profiles, "view", row)
}

editable(row) := rows.editable(subject.model, rows.all_applying(row), rows.looks(row).plain & object.keys(row))

# What cannot be updated at all has no editable fields.
test_not_editable if {
	all := {"id", "status", "title"}
	model := policy.resource.table.orders
	applying := {"04 clerk changes", "08 not the secret"}
	rows.editable(model, applying, all) == {"status", "title"}
	not rows.editable(model, {"01 clerk sees", "08 not the secret"}, all)
	not rows.editable(object.remove(model, ["allow"]), applying, all)
	denied := object.union(model, {"deny": {"update": {"08 not the secret"}}})
	not rows.editable(denied, applying, all)
	rows.editable(denied, {"04 clerk changes"}, all) == {"status", "title"}
}

test_all_applying if {
	asked := sample.on(["clerk"], "view", "table", "orders")
	rows.all_applying(sample.done) == {"02 clerk glances", "03 clerk peeks", "06 clerk makes", "10 only cheap"} with input as asked
	rows.all_applying(sample.done) == set() with input as sample.on([], "view", "table", "orders")
}

test_granted if {
	asked := sample.on(["boss"], "delete", "table", "orders")
	rows.granted("delete", sample.draft) with input as asked
	not rows.granted("delete", sample.draft) with input as object.union(asked, {"user": sample.person(["clerk"])})
	not rows.granted("view", sample.secret) with input as asked
	not rows.granted("print", sample.draft) with input as asked
}
