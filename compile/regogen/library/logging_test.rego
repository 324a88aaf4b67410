# The fields of people and orders are those of the portal in library_test.go: a
# person's phone and an order's note are sensitive.
package portal.logging_test

import data.portal.logging

# An event of a portal's rule, as OPA asks about it.
event(path, question, answer) := {"decision_id": "7", "path": path, "input": question, "result": answer}

person := {"id": 1, "email": "ana@example.com", "phone": "555"}

asked(type, name, more) := object.union(
	{
		"user": {"login": "ana@example.com", "profiles": ["clerk"], "record": person},
		"action": "view",
		"resource": {"type": type, "name": name},
		"now": "2026-03-01T09:00:00Z",
	},
	more,
)

order := {"id": 7, "person_id": 1, "note": "ill", "person": object.union(person, {"orders": [{"id": 8, "note": "old"}]})}

masked_order := {
	"id": 7, "person_id": 1, "note": "***",
	"person": {"id": 1, "email": "ana@example.com", "phone": "***", "orders": [{"id": 8, "note": "***"}]},
}

# What is put in the place of a part of an event.
put(of, part) := value if {
	mask := logging.mask with input as of
	[value] := [m.value | some m in mask; m.path == concat("", ["/", part]); m.op == "upsert"]
}

# The part of a question is shown so.
question(more) := put(event("portal/allow", asked("table", "orders", more), true), "input")

test_person if {
	user := question({"row": {}}).user
	user == {
		"login": "ana@example.com", "profiles": ["clerk"],
		"record": {"id": 1, "email": "ana@example.com", "phone": "***"},
	}
}

test_parts[name] if {
	some name, value in {"row": order, "set": {"note": "x"}, "related": {"person": person}, "rows": [order, null]}
	shown := {
		"row": masked_order, "set": {"note": "***"}, "rows": [masked_order, null],
		"related": {"person": {"id": 1, "email": "ana@example.com", "phone": "***"}},
	}
	question({name: value})[name] == shown[name]
}

test_rest_stays if {
	shown := question({"row": order, "to": {"key": 3, "profiles": ["boss"]}})
	object.remove(shown, {"user", "row"}) == {
		"action": "view", "resource": {"type": "table", "name": "orders"}, "now": "2026-03-01T09:00:00Z",
		"to": {"key": 3, "profiles": ["boss"]},
	}
}

# Nobody thought of it, so it is hidden.
test_hidden[name] if {
	some name, more in {
		"a field that is none": {"row": {"secret": 1}},
		"a name with a space": {"row": {"no te": 1}},
		"a relation that is none": {"row": {"owner": person}},
		"a relation that no decision looks into": {"row": {"person": {"orders": [{"person": person}]}}},
		"a relation that is a text": {"row": {"person": "555"}},
		"a list that is a text": {"row": {"person": {"orders": "555"}}},
		"a list of texts": {"row": {"person": {"orders": ["555"]}}},
		"a part that is none": {"new": order},
		"a row that is a text": {"row": "555"},
		"rows that are a text": {"rows": "555"},
		"rows that are texts": {"rows": ["555"]},
		"an action that is a row": {"action": order},
		"a time that is a list": {"now": ["555"]},
		"more than a resource": {"resource": {"row": order}},
		"more than a recipient": {"to": {"phone": "555"}},
		"a recipient that is a text": {"to": "555"},
		"a thing that is none": {"resource": {"type": "table", "name": "clients"}, "row": {"id": "555"}},
		"a thing without rows": {"resource": {"type": "page", "name": "plan"}, "row": {"id": "555"}},
		"no thing": {"resource": null, "row": {"id": "555"}},
		"more of a person": {"user": {"phone": "555"}},
		"a person's row that is a text": {"user": {"record": "555"}},
		"a person that is a text": {"user": "555"},
		"a property that is none": {"user": {"properties": {"phone": "555"}}},
		"a property that is an object": {"user": {"properties": {"region": {"phone": "555"}}}},
		"properties that are a text": {"user": {"properties": "555"}},
		"a property of the team that is none": {"user": {"team_properties": {"phone": "555"}}},
		"a property of the team that is a list of lists": {"user": {"team_properties": {"tiers": [["555"]]}}},
		"a team that is an object": {"user": {"team": {"phone": "555"}}},
		"profiles that are objects": {"user": {"profiles": [{"phone": "555"}]}},
	}
	shown := json.marshal(question(more))
	contains(shown, "***")
	not contains(shown, "555")
	not contains(shown, "old")
	not contains(shown, "ill")
}

test_properties if {
	given := {
		"properties": {"region": "north", "phone": "555"}, "team": "north", "team_profiles": ["boss"],
		"team_properties": {"tiers": ["a", "b"], "phone": "555"},
	}
	object.filter(question({"user": given}).user, object.keys(given)) == {
		"properties": {"region": "north", "phone": "***"}, "team": "north", "team_profiles": ["boss"],
		"team_properties": {"tiers": ["a", "b"], "phone": "***"},
	}
}

test_no_question[path] if {
	some path in ["portal/allow", "", "portal"]
	put(event(path, "555", true), "input") == "***"
}

# Nothing is put where there is nothing sensitive.
test_harmless if {
	harmless := object.remove(asked("table", "orders", {"row": {"id": 7}}), {"user"})
	mask := logging.mask with input as event("portal/allow", harmless, true)
	mask == set()
}

test_decision if {
	answer := {"allow": true, "visible": ["id"], "set": {"note": "x", "person_id": 1}}
	put(event("portal/decision", asked("table", "orders", {}), answer), "result") == {
		"allow": true, "visible": ["id"], "set": {"note": "***", "person_id": 1},
	}
}

test_visible if {
	answer := [{"row": {"id": 7, "note": "ill"}, "hidden": ["person_id"], "masked": []}]
	put(event("portal/visible", asked("table", "orders", {}), answer), "result") == [{
		"row": {"id": 7, "note": "***"}, "hidden": ["person_id"], "masked": [],
	}]
}

test_answers_that_stay[path] if {
	some path in ["portal/allow", "portal/access", "portal/catalog", "/portal/allow", "system/version", "system/bundles/portal"]
	mask := logging.mask with input as event(path, null, {"orders": ["view"]})
	mask == set()
}

# A filter has the person's cells in it.
test_answers_that_are_hidden[path] if {
	some path in [
		"portal", "portal/", "", "portal/filter/orders/view", "portal/visible/0/row", "portal/decision/",
		"%70ortal/visible", "portal%2Fvisible", "//portal/rows",
	]
	put(event(path, null, [{"row": {"note": "ill"}}]), "result") == "***"
}

test_query if {
	of := object.remove(event("", asked("table", "orders", {"row": order}), [{"x": "ill"}]), {"path"})
	put(of, "result") == "***"
	put(of, "input").row == masked_order
}

test_filter_of_harmless_people if {
	harmless := event("portal/filter/orders/view", null, {"query": "WHERE 1 = 1"})
	mask := logging.mask with input as harmless with data.portal.logging.records.person_hidden as false
	mask == set()
}

test_sensitive_login if {
	of := event("portal/allow", asked("table", "orders", {}), true)
	mask := logging.mask with input as of with data.portal.logging.records.login_hidden as true
	{m.value.user.login | some m in mask} == {"***"}
}

# Other policies of the agent, of which its data says so.
test_elsewhere[path] if {
	some path in ["shop/allow", "/shop/allow", "portals/visible", "system/main"]
	of := event(path, {"user": person, "row": {"note": "x"}}, "555")
	mask := logging.mask with input as of with data["unmasked-logs"] as ["shop", "portals", "system"]
	mask == set()
}

# A path that nobody knows is asked about a thing that is none.
test_nowhere[path] if {
	some path in ["shop/allow", "/shop/allow", "portals/visible", "system/main", "portall/allow"]
	of := event(path, asked("table", "clients", {"row": {"phone": "555"}, "request": "555"}), [{"row": {"phone": "555"}}])
	put(of, "result") == "***"
	shown := put(of, "input") with data["unmasked-logs"] as ["another"]
	shown.row == "***"
	shown.request == "***"
	put(event(path, "555", true), "input") == "***"
}

test_elsewhere_about_us if {
	of := event("app/authz", asked("table", "orders", {"row": order, "request": {"method": "GET"}}), {"row": order})
	put(of, "input").row == masked_order
	put(of, "input").request == "***"
	put(of, "result") == "***"
	request := put(of, "input").request with data["unmasked-logs"] as ["app"]
	request == {"method": "GET"}
	yes := logging.mask with input as object.union(of, {"result": true}) with data["unmasked-logs"] as ["app"]
	{m.path | some m in yes} == {"/input"}
}
