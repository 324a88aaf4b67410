package portal.page_test

import data.portal.page
import data.portal.policy
import data.portal.sample

rows := [sample.draft, sample.secret, "x", sample.open, sample.done]

asked(profiles, action) := object.union(sample.on(profiles, action, "table", "orders"), {"rows": rows})

test_places if {
	page.places("allow", "view") == {
		"01 clerk sees": {0, 1, 3},
		"02 clerk glances": {3, 4},
		"03 clerk peeks": {4},
	} with input as asked(["clerk"], "view")
	page.places("deny", "view") == {"08 not the secret": {1, 2}} with input as asked(["clerk"], "view")
	page.places("allow", "export") == {} with input as asked(["clerk"], "view")
	page.places("allow", "view") == {} with input as asked(["auditor"], "view")
}

# Columns of numbers are asked at once, and cell by cell where one is odd.
test_bounded[note] if {
	some note, [column, want] in {
		"none": [[], true],
		"one": [[7], true],
		"several, and null": [[-1, 2.5, null, 1e99, null], true],
		"beyond the bound": [[1, 1e1000], false],
		"long": [[1, 123456789012345678901234567890123456789012345678901234567890123456789], false],
		"a large power": [[1e100], false],
		"a text": [[1, "2"], false],
		"a list": [[[1, 2]], false],
	}
	within([{"total": x} | some x in column], ["total"]) == want
	within([{"client": {"limit": x}} | some x in column], ["client", "limit"]) == want
}

within(some_rows, path) if {
	page.bounded(path) with input as {"rows": some_rows}
} else := false

test_places_beside_odd_numbers[note] if {
	some note, paths in {"plain": [["total"]], "odd": [["total"], ["margin"]], "odd in another row": [["client", "limit"]]}
	odd := [
		object.union(sample.draft, {"margin": 1e1000}),
		object.union(sample.draft, {"client": {"limit": "x"}}),
		"x",
		sample.done,
	]
	page.places("allow", "view") == {"01 clerk sees": {0, 1}, "02 clerk glances": {3}, "03 clerk peeks": {3}}
		with input as object.union(asked(["clerk"], "view"), {"rows": odd})
		with policy.resource.table.orders as numbered(paths)
}

numbered(paths) := object.union(policy.resource.table.orders, {"numbers": {"01 clerk sees": paths}})

test_allowed[note] if {
	some note, [profiles, action, want] in {
		"view": [["clerk"], "view", [0, 3, 4]],
		"an action": [["boss"], "delete", [0, 3, 4]],
		"another's action": [["clerk"], "delete", []],
		"an update of what can be changed": [["clerk"], "update", [0, 3]],
	}
	page.allowed == want with input as asked(profiles, action)
}

test_not_allowed if {
	not page.allowed with input as asked(["clerk"], "create")
	not page.allowed with input as asked(["clerk"], "fly")
	not page.allowed with input as object.union(asked(["clerk"], "view"), {"rows": {"0": sample.draft}})
}

# What shows depends on what statements show, and on what is there.
test_looks if {
	looks := page.looks({"01 clerk sees"}, {"09 not the total"}, {"id", "title", "total", "phone", "items"}) with input as asked(["clerk"], "view")
	looks == {
		"drop": {"total", "phone", "items"},
		"masks": {"phone": "•••"},
		"hidden": {"status", "total", "margin", "client_id", "due", "tags"},
	}
}
