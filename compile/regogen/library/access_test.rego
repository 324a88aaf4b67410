package portal.access_test

import data.portal
import data.portal.sample

nothing := {
	"tables": {},
	"reports": {},
	"forms": set(),
	"pages": set(),
	"dashboards": set(),
	"channels": {},
	"capabilities": set(),
	"message": {
		"everyone": false, "users": set(), "profiles": set(), "denied_users": set(), "denied_profiles": set(),
	},
	"menu": [],
	"sortable": {},
}

asked(profiles) := {"user": sample.person(profiles), "now": "2026-03-01T09:00:00Z"}

access(request) := answer if {
	answer := portal.access with input as request
}

test_a_clerk if {
	access(asked(["clerk"])) == object.union(nothing, {
		"tables": {"orders": {"view", "create", "update"}},
		"message": {
			"everyone": false,
			"users": {1, 11},
			"profiles": {"boss", "guest"},
			"denied_users": {13},
			"denied_profiles": {"auditor"},
		},
		"menu": [{"section": "work", "label": "work", "items": [
			{"type": "table", "name": "orders", "label": "Orders", "as": "board"},
		]}],
		"sortable": {"orders": {"id"}},
	})
}

test_a_boss if {
	answer := access(asked(["boss"]))
	answer.tables == {"orders": {"view", "create", "update", "delete", "manage_structure"}}
	answer.pages == {"plan"}
	answer.dashboards == {"figures"}
	answer.capabilities == {"hire"}
	answer.forms == set()
}

test_a_guest if {
	access(asked([])) == object.union(nothing, {"forms": {"ask"}})
}

# An allow counts if its `when` is true, a deny unless its is false.
test_when if {
	access(asked(["auditor"])).reports == {"open_orders": {"view", "update"}}
	access(object.union(asked(["auditor"]), {"now": "2026-03-01T23:00:00Z"})).reports == {"open_orders": {"update"}}

	access(asked(["clerk"])).channels == {}
	reader := {"record": {"id": 1, "email": "ana@example.com", "reads": true}}
	access(object.union(asked(["clerk"]), {"user": reader})).channels == {"news": {"read"}}
	european := object.union(reader, {"properties": {"region": "EU"}})
	access(object.union(asked(["clerk"]), {"user": european})).channels == {"news": {"read", "post"}}
}

test_nobody[note] if {
	some request in [
		null, [], "x", 1, {}, {"user": null}, {"user": []}, {"user": "ana"}, {"user": {}}, {"user": {"login": "ana@example.com"}},
		{"user": object.union(sample.person([]), {"profiles": "clerk"})},
		{"user": object.union(sample.person(["clerk"]), {"login": "bo@example.com"})},
	]
	note := json.marshal(request)
	access(request) == nothing
}

# Sections join at the place of the first of a name, an item that two profiles
# list stays at its first place, and what may not be opened goes.
test_menus_of_two_profiles if {
	request := asked(["boss", "auditor"])
	access(request).menu == [
		{"section": "lead", "label": "Lead", "items": [{"type": "page", "name": "plan", "label": "Plan", "as": "page"}]},
		{"section": "work", "label": "Boss's work", "items": [
			{"type": "table", "name": "orders", "label": "All orders", "as": "object"},
			{"type": "report", "name": "open_orders", "label": "Open", "as": "object"},
		]},
	]
}

# A report's item stays where it can be viewed; a form's where it can be filled in.
test_menus_heed_access if {
	by_night := object.union(asked(["clerk", "auditor"]), {"now": "2026-03-01T23:00:00Z"})
	[i.name | some s in access(by_night).menu; some i in s.items] == ["orders"]
	menus := {"guest": [{"section": "s", "label": "", "items": [
		{"type": "form", "name": "ask", "label": "Ask", "as": "object"},
		{"type": "dashboard", "name": "figures", "label": "Figures", "as": "dashboard"},
	]}]}
	menu := portal.access.menu with input as asked([]) with data.portal.policy.menus as menus
	menu == [{"section": "s", "label": "s", "items": [{"type": "form", "name": "ask", "label": "Ask", "as": "object"}]}]
}

section(name, label, items) := {"section": name, "label": label, "items": [
{"type": "page", "name": i, "label": i, "as": "page"} |
	some i in items
]}

# Each case: the menus by profile, and sections with labels and items.
test_menus_merge[note] if {
	some note, [menus, want] in {
		"profiles by name": [
			{"b": [section("two", "Two", ["y"])], "a": [section("one", "One", ["x"])]},
			[["one", "One", ["x"]], ["two", "Two", ["y"]]],
		],
		"at the place of the first": [
			{"a": [section("one", "One", ["x"]), section("two", "Two", ["y"])], "b": [section("one", "Uno", ["z"])]},
			[["one", "One", ["x", "z"]], ["two", "Two", ["y"]]],
		],
		"the first label there is": [
			{"a": [section("one", "", ["x"])], "b": [section("one", "One", ["y"])]},
			[["one", "One", ["x", "y"]]],
		],
		"the name for want of a label": [{"a": [section("one", "", ["x"])]}, [["one", "one", ["x"]]]],
		"an item once": [
			{"a": [section("one", "One", ["x", "y"])], "b": [section("one", "One", ["y", "z", "x"])]},
			[["one", "One", ["x", "y", "z"]]],
		],
		"an item in two sections": [
			{"a": [section("one", "One", ["x"]), section("two", "Two", ["x"])]},
			[["one", "One", ["x"]], ["two", "Two", ["x"]]],
		],
		"a section that is empty": [{"a": [section("one", "One", ["closed"]), section("two", "Two", ["x"])]}, [["two", "Two", ["x"]]]],
		"no sections": [{"a": []}, []],
		"another's": [{"c": [section("one", "One", ["x"])]}, []],
	}
	menu := portal.menu with data.portal.policy.menus as menus
		with data.portal.principal.profiles as {"a", "b"}
		with data.portal.reachable as {["page", "x", "access"], ["page", "y", "access"], ["page", "z", "access"]}
	[[s.section, s.label, [i.name | some i in s.items]] | some s in menu] == want
}

# A field serves to sort where a view statement in force that is of all rows shows
# it plain, or every one in force does.
test_sortable[note] if {
	some note, [profiles, model, want] in {
		"what all show": [["clerk"], {}, {"id", "a"}],
		"a class revealed": [["boss"], {}, {"id", "a", "c"}],
		"a deny of fields takes": [["clerk"], {"of": {"clerk": ["not a"]}, "lock": {"view": {"not a"}}, "locked": {"not a": {"a"}}}, {"id"}],
		"another's deny does not": [["clerk"], {"of": {"boss": ["not a"]}, "lock": {"view": {"not a"}}, "locked": {"not a": {"a"}}}, {"id", "a"}],
		"one with a when that is false does not": [
			["clerk"],
			{"of": {"clerk": ["16 no posting"]}, "lock": {"view": {"16 no posting"}}, "locked": {"16 no posting": {"a"}}},
			{"id", "a"},
		],
		"what one of all rows shows": [["clerk"], {"on_all_rows": {"one"}}, {"id", "a", "b"}],
		"one of all rows that is not in force": [["clerk"], {"shows": {"clerk": ["two", "by night"]}, "on_all_rows": {"by night"}}, {"id", "a"}],
		"another's of all rows": [["clerk"], {"shows": {"clerk": ["two"], "boss": ["one"]}, "on_all_rows": {"one"}}, {"id", "a"}],
		"a class revealed by one of all rows": [["boss"], {"shows": {"boss": ["two", "three"]}, "on_all_rows": {"two"}}, {"id", "a", "c"}],
		"a deny of fields takes from one of all rows": [
			["clerk"],
			{"on_all_rows": {"one"}, "of": {"clerk": ["not b"]}, "lock": {"view": {"not b"}}, "locked": {"not b": {"b"}}},
			{"id", "a"},
		],
		"one statement": [["clerk"], {"shows": {"clerk": ["one"]}}, {"id", "a", "b"}],
		"another's statement does not count": [
			["clerk"],
			{"shows": {"clerk": ["one"], "boss": ["two"]}},
			{"id", "a", "b"},
		],
		"a statement that is not in force does not count": [
			["clerk"],
			{"shows": {"clerk": ["one", "by night"]}},
			{"id", "a", "b"},
		],
	}
	base := {
		"key": {"id"},
		"of": {},
		"shows": {"clerk": ["one", "two"]},
		"plain": {"one": {"id", "a", "b"}, "two": {"id", "a"}, "three": {"id"}, "by night": {"id"}},
		"revealed": {"boss": {"plain": {"one": {"c"}, "two": {"c"}}}},
		"when": {"by night": "by night", "16 no posting": "16 no posting"},
	}
	user := object.union(sample.person(profiles), {"properties": {"region": "EU"}})
	sortable := portal.sortable with input as {"user": user}
		with data.portal.policy.resource.table.orders as object.union(base, model)
	sortable.orders == want
}

# What may not be viewed has no fields to sort by.
test_not_sortable if {
	sortable := portal.sortable with input as asked(["clerk"]) with data.portal.policy.reach as {"clerk": {
		"allow": {"always": {["table", "orders", "update"]}},
	}}
	sortable == {}
}

test_letters[note] if {
	some note, [message, want] in {
		"to everyone": [
			{"17 clerk writes to staff": {"users": set(), "profiles": set(), "anyone": true}},
			{"everyone": true, "users": set(), "profiles": set(), "denied_users": {13}, "denied_profiles": {"auditor"}},
		],
		"to nobody": [
			{"18 not to 13": {"users": set(), "profiles": set(), "anyone": true}},
			{"everyone": false, "users": set(), "profiles": set(), "denied_users": set(), "denied_profiles": set()},
		],
	}
	answer := portal.access.message with input as asked(["clerk"])
		with data.portal.policy.message as object.union(data.portal.policy.message, {s: by |
			some s, by in message
		})
	answer == object.union(want, {})
}

# A deny whose `when` is false denies nobody.
test_letters_when if {
	letters := object.union(data.portal.policy.resource.message["*"], {"when": {"18 not to 13": "by night"}})
	answer := portal.access.message with input as asked(["clerk"])
		with data.portal.policy.resource.message as {"*": letters}
		with data.portal.policy.lifted as {"by night": true}
	answer == {
		"everyone": false,
		"users": {1, 11},
		"profiles": {"boss", "guest"},
		"denied_users": set(),
		"denied_profiles": set(),
	}
}

test_nobody_writes if {
	portal.access.message == nothing.message with input as asked([])
}
