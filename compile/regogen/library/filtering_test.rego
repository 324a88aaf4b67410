package portal.filtering_test

import data.portal.filtering
import data.portal.policy
import data.portal.sample

orders := policy.resource.table.orders

report := policy.resource.report.open_orders

asked(profiles) := {"user": sample.person(profiles), "now": "2026-03-01T09:00:00Z"}

test_bound if {
	filtering.views(orders, set()) == {"01 clerk sees", "02 clerk glances", "03 clerk peeks"} with input as asked(["clerk"])
	filtering.views(orders, set()) == set() with input as asked(["auditor"])
	filtering.denies(orders, set(), "update") == {"08 not the secret"} with input as asked(["boss"])
	filtering.denies(orders, set(), "update") == set() with input as asked(["auditor"])
}

# An allow counts if its `when` is true, a deny unless its is false.
test_when if {
	filtering.views(report, {"11 auditor sees"}) == {"11 auditor sees"} with input as asked(["auditor"])
	filtering.views(report, {"by night"}) == set() with input as asked(["auditor"])
	conditional := object.union(orders, {"when": {"08 not the secret": "by night"}})
	filtering.denies(conditional, {"by day"}, "view") == {"08 not the secret"} with input as asked(["clerk"])
	filtering.denies(conditional, {"by night"}, "view") == set() with input as asked(["clerk"])
}

test_acts if {
	filtering.acts(report, {"11 auditor sees"}, "update") == {"12 auditor corrects": {"11 auditor sees"}} with input as asked(["auditor"])
	not filtering.acts(orders, set(), "delete") with input as asked(["auditor"])
}

test_updates if {
	filtering.updates(orders, set(), set()) == {
		"04 clerk changes": {"01 clerk sees", "02 clerk glances"},
		"05 clerk closes": {"01 clerk sees", "02 clerk glances"},
	} with input as asked(["clerk"])
	not filtering.in_doubt(orders, set(), set()) with input as asked(["clerk"])
}

# What one statement lets change, others may take: for sure, or depending on the row.
narrow := {
	"key": {"id"},
	"of": {"clerk": ["l", "u", "v", "w"]},
	"allow": {"view": {"v"}, "update": {"u", "w"}},
	"lock": {"update": {"l"}},
	"plain": {"v": {"id", "a", "b"}},
	"writes": {"u": {"id", "a"}, "w": {"b"}},
	"sets": {"w": {"a"}},
	"locked": {"l": {"b"}},
}

test_doubt if {
	filtering.updates(narrow, set(), set()) == {} with input as asked(["clerk"])
	not filtering.in_doubt(narrow, set(), set()) with input as asked(["clerk"])
	filtering.updates(narrow, set(), {"w"}) == {} with input as asked(["clerk"])
	filtering.in_doubt(narrow, set(), {"w"}) with input as asked(["clerk"])
	filtering.in_doubt(narrow, set(), {"l"}) with input as asked(["clerk"])
	filtering.updates(object.union(narrow, {"sets": {"w": {"c"}}}), set(), {"w"}) == {"u": {"v"}} with input as {
		"user": sample.person(["clerk"]),
	}
}

test_beside if {
	acts := {"s": {"v", "w"}, "t": {"v"}}
	filtering.beside(acts, {"s"}, set()) == {"v", "w"}
	filtering.beside(acts, {"s"}, {"t"}) == {"v", "w"}
	not filtering.beside(acts, {"t"}, {"s"})
	not filtering.beside(acts, {"u"}, set())
}

test_masks if {
	columns := {"id": "id", "status": "state", "margin": "margin"}
	masked := {"replace": {"value": null}}
	filtering.masks(orders, "o", columns) == {"o": {"state": masked, "margin": masked}} with input as asked(["clerk"])
	filtering.masks(orders, "o", {"id": "id"}) == {} with input as asked(["clerk"])
}

test_size if {
	filtering.size({"a": 2, "b": 3, "c": 5}, {"a", "b", "x"}) == 6
	filtering.size({"a": 2}, set()) == 1
}

test_text if {
	filtering.text("é'\"\\") == "é'\"\\"
	is_object(filtering.text("\u0000"))
	is_object(filtering.text("a\u001ab"))
	every x in [null, 1, true, ["a"]] {
		not filtering.text(x)
	}
}

test_number if {
	every x in [0, 1, -1, 9007199254740991, -9007199254740991, 0.1, -1.5, 1e-7, 123456.789012345] {
		filtering.number(x) == x
	}
	every x in [
		9007199254740992, -9007199254740992, 18446744073709551617, 1e300, 0.1234567890123456, 1e-300, 1.5e-250,
	] {
		is_object(filtering.number(x))
	}
	every x in [null, "1", true, [1], 1e1000, 1e-1001] {
		not filtering.number(x)
	}
}

test_portable if {
	filtering.portable({"a", 1, 0.5, true})
	filtering.portable(set())
	not filtering.portable({"a", {"not every database has": "x"}})
}
