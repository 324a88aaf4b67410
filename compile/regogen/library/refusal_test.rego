package portal.refusal_test

import data.portal
import data.portal.policy
import data.portal.sample

message(asked) := decision.message if {
	decision := portal.decision with input as asked
}

test_the_author_has_a_word[note] if {
	some note, [asked, want] in {
		"nobody of a row that is not seen": [sample.order(["clerk"], "view", sample.secret), null],
		"nor for another action": [sample.order(["boss"], "delete", sample.secret), null],
		"nor for an update": [sample.update(sample.secret, {"title": "x"}), null],
		"nor for want of an allow": [object.union(sample.on(["auditor"], "update", "report", "open_orders"), {"row": sample.open, "set": {"title": "x"}, "now": "2026-03-01T23:00:00Z"}), null],
		"a deny before an allow": [sample.update(sample.draft, {"client_id": 4}), "Too dear."],
		"the first deny that has one": [sample.create({"title": "x", "total": 500}), "Too dear."],
		"the allow that did not apply": [sample.update(sample.draft, {"status": "open"}), "Only drafts can be changed."],
		"the first allow that has one": [sample.update(sample.done, {"status": "open"}), "Only drafts can be changed."],
		"not that of an allow that applied": [sample.create({}), null],
		"nor of another's": [sample.create({"title": "x"}), "Not to be sent: title."],
		"of a when": [sample.on(["clerk"], "post", "channel", "news"), "Quiet hours."],
		"what is sent may never be": [sample.update(sample.draft, {"title": "x", "margin": 9, "colour": 1}), "Not to be sent: colour, margin."],
		"what is sent is no value": [sample.update(sample.draft, {"status": "gone", "total": 500}), "No values of their fields: status."],
		"what is sent is null and required": [sample.create({"title": null, "id": null}), "No values of their fields: id, title."],
		"what may be sent of other rows, where no author has a word": [sample.update(sample.open, {"title": "x"}), "Only drafts can be changed."],
		"the related rows are none": [
			object.union(sample.create({"title": "x"}), {"related": []}),
			"What is related must be an object of relations and rows.",
		],
		"of a component": [sample.on(["clerk"], "post", "channel", "news"), "Quiet hours."],
		"of a letter that is denied": [sample.letter(["clerk"], {"key": 13, "profiles": ["clerk"]}), "Not to them."],
		"of a letter that is not allowed": [
			sample.letter(["clerk"], {"key": 5, "profiles": ["clerk"]}),
			"Write to the staff.",
		],
		"no word": [sample.on(["clerk"], "access", "page", "plan"), null],
	}
	asked_by := {
		"nor of another's": object.union(asked, {"user": sample.person(["auditor"])}),
	}
	message(object.get(asked_by, note, asked)) == want
}

test_no_word_of_what_is_allowed if {
	message(sample.order(["clerk"], "view", sample.draft)) == null
	message(sample.create({"title": "x"})) == null
	message(sample.letter(["clerk"], {"key": 11, "profiles": ["boss"]})) == null
}

# Nor of a deny that takes a field alone.
test_no_word_of_what_is_hidden if {
	dear := object.union(sample.draft, {"total": 500})
	model := object.union(policy.resource.table.orders, {"messages": {"09 not the total": "The total is hidden."}})
	decision := portal.decision with input as sample.order(["clerk"], "view", dear)
		with data.portal.policy.resource.table.orders as model
	decision.allow == true
	decision.message == null
}

test_complaints[note] if {
	some note, [change, want] in {
		"no user": [{"user": null}, "The request has no user."],
		"a user that is a list": [{"user": []}, "The request has no user."],
		"a user of another form": [
			{"user": object.union(sample.person([]), {"profiles": "clerk"})},
			"The user's profiles, team or properties are not of the form they must have.",
		],
		"a user without a row": [{"user": {"login": "ana@example.com"}}, "The user has no row in people."],
		"an unknown table": [{"resource": {"type": "table", "name": "a \"b\""}}, `There is no table "a \"b\"".`],
		"a name that is no text": [{"resource": {"type": "table", "name": ["orders"]}}, `There is no table ["orders"].`],
		"a type that is no text": [{"resource": {"type": 1, "name": "orders"}}, "There is no such resource."],
		"no resource": [{"resource": null}, "There is no such resource."],
		"an unknown action": [{"action": "fly"}, `table "orders" has no action "fly".`],
		"an action that is no text": [{"action": [1]}, `table "orders" has no action [1].`],
		"an update without a row": [{"row": null}, `The action update on table "orders" needs a row.`],
		"a view without a row": [{"row": 1, "action": "view"}, `The action view on table "orders" needs a row.`],
		"what is sent is no object": [{"set": "x"}, "What is sent must be an object of fields and values."],
		"for a new row neither": [{"set": 1, "action": "create"}, "What is sent must be an object of fields and values."],
		"a letter to nobody": [
			{"resource": {"type": "message", "name": "*"}, "action": "access"},
			"A message needs to say whom it is written to.",
		],
	}
	asked := sample.update(sample.draft, {"title": "x"})
	message(object.union(object.remove(asked, object.keys(change)), change)) == want
}

# Nothing is wrong with a request of whoever is anonymous.
test_anonymous if {
	asked := object.union(object.remove(sample.on(["boss"], "access", "page", "plan"), ["user"]), {"user": null})
	decision := portal.decision with input as asked
		with data.portal.principal.anonymous as true
		with data.portal.principal.profiles as {"guest"}
	decision.message == null
	decision.allow == false
}

test_no_action if {
	asked := sample.update(sample.draft, {"title": "x"})
	message(object.remove(asked, ["action"])) == `The request names no action on table "orders".`
}

# Where there is no users table, nobody is asked for a row.
test_portals_without_users if {
	asked := object.union(object.remove(sample.on(["boss"], "access", "page", "plan"), ["user"]), {"user": {"profiles": ["boss"]}})
	decision := portal.decision with input as asked
		with data.portal.policy.person_known as true
		with data.portal.principal.profiles as {"boss"}
	decision.allow == true
}

test_conflict if {
	data.portal.refusal.text == "Two statements give one field different values." with input as sample.create({"title": "x"})
		with data.portal.write.conflict as always
		with data.portal.write.first as nobody
}

always(_)

nobody(_) := set()
