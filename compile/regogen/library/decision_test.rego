package portal.decision_test

import data.portal
import data.portal.policy
import data.portal.sample

refused := {"allow": false, "visible": set(), "masked": {}, "editable": set(), "set": {}}

# What a decision says, without its reasons.
answer(asked) := object.remove(decision, ["because", "message"]) if {
	decision := portal.decision with input as asked
}

reasons(asked) := [[b.statement, b.effect, b.profile] | some b in decision.because] if {
	decision := portal.decision with input as asked
}

test_a_row_is_seen if {
	answer(sample.order(["clerk"], "view", sample.draft)) == {
		"allow": true,
		"visible": {"id", "status", "title", "total", "phone", "client_id", "due", "tags"},
		"masked": {"phone": "•••"},
		"editable": {"status", "title", "total", "client_id", "due", "tags"},
		"set": {},
	}
}

# The table without masks and sensitive fields.
unveiled := object.union(object.remove(policy.resource.table.orders, ["masks", "revealed"]), {"cells": "open"})

test_a_row_without_masks_is_seen if {
	answer(sample.order(["clerk"], "view", sample.draft)) == {
		"allow": true,
		"visible": {"id", "status", "title", "total", "client_id", "due", "tags"},
		"masked": {},
		"editable": {"status", "title", "total", "client_id", "due", "tags"},
		"set": {},
	} with policy.resource.table.orders as unveiled
}

# What has no masks is decided on alike in either way.
test_without_masks[note] if {
	some note, asked in {
		"a draft": sample.order(["clerk"], "view", sample.draft),
		"done": sample.order(["clerk"], "view", sample.done),
		"a secret": sample.order(["clerk"], "view", sample.secret),
		"lost": sample.order(["clerk"], "view", object.union(sample.draft, {"status": "lost"})),
		"without fields": sample.order(["clerk"], "view", {"id": 7, "status": "done", "title": "x"}),
		"print": sample.order(["clerk"], "print", sample.draft),
		"delete": sample.order(["boss"], "delete", sample.draft),
		"delete, not allowed": sample.order(["clerk"], "delete", sample.draft),
	}
	alike := portal.decision with input as asked
		with policy.resource.table.orders as object.union(unveiled, {"cells": "veiled"})
	portal.decision == alike with input as asked with policy.resource.table.orders as unveiled
}

# Of a table of which neither is said, nothing is decided.
test_cells_not_told if {
	answer(sample.order(["clerk"], "view", sample.draft)) == refused
		with policy.resource.table.orders as object.union(unveiled, {"cells": "other"})
}

test_what_a_row_lacks_is_in_no_list if {
	answer(sample.order(["clerk"], "view", {"id": 7, "status": "done", "total": 1})) == refused
	answer(sample.order(["clerk"], "view", {"id": 7, "status": "done", "title": "x"})) == {
		"allow": true, "visible": {"id", "status", "title"}, "masked": {"title": "(title)"}, "editable": set(), "set": {},
	}
	answer(sample.order(["clerk"], "view", {"status": "draft", "title": "x"})) == {
		"allow": true, "visible": {"status", "title"}, "masked": {}, "editable": {"status", "title"}, "set": {},
	}
}

# The lists are of the row, whatever the action is.
test_lists_of_other_actions if {
	viewed := answer(sample.order(["boss"], "view", sample.draft))
	answer(sample.order(["boss"], "delete", sample.draft)) == viewed
	answer(sample.order(["boss"], "update", sample.draft)) == viewed
	"margin" in viewed.editable
}

test_refused[note] if {
	some note, asked in {
		"a row": sample.order(["clerk"], "view", object.union(sample.draft, {"status": "lost"})),
		"an action": sample.order(["clerk"], "delete", sample.draft),
		"an update of a row that is not seen": sample.update(sample.secret, {"title": "x"}),
		"the same, not told": sample.order(["clerk"], "update", sample.secret),
		"an update of no field": sample.order(["clerk"], "update", sample.done),
		"a value": sample.update(sample.draft, {"status": "open"}),
		"a new row": sample.create({"title": "x", "margin": 1}),
		"import": object.union(sample.on(["clerk"], "import", "table", "orders"), {"set": {"title": "x"}}),
		"a page": sample.on(["clerk"], "access", "page", "plan"),
		"a letter": sample.letter(["clerk"], {"key": 13, "profiles": ["boss"]}),
		"structure": sample.on(["clerk"], "manage_structure", "table", "orders"),
	}
	answer(asked) == refused
	not portal.allow with input as asked
}

test_allowed[note] if {
	some note, asked in {
		"a row": sample.order(["clerk"], "view", sample.done),
		"an action": sample.order(["boss"], "delete", sample.draft),
		"an update": sample.update(sample.draft, {"title": "x"}),
		"an update that is not told": sample.order(["clerk"], "update", sample.draft),
		"a new row": sample.create({"title": "x"}),
		"import": object.union(
			sample.on(["auditor"], "import", "report", "open_orders"),
			{"set": {"title": "x", "status": "open"}},
		),
		"a form": object.union(sample.on([], "access", "form", "ask"), {"set": {"title": "x", "phone": "1"}}),
		"a page": sample.on(["boss"], "access", "page", "plan"),
		"a letter": sample.letter(["clerk"], {"key": 11, "profiles": ["boss"]}),
		"structure": sample.on(["boss"], "manage_structure", "table", "orders"),
	}
	portal.allow with input as asked
	answer(asked).allow == true
}

test_what_a_write_gets if {
	answer(sample.update(sample.open, {"status": "done"})).set == {"due": "2026-03-01T09:00:00Z"}
	answer(sample.update(sample.draft, {"title": "x"})).set == {}
	answer(sample.order(["clerk"], "update", sample.open)).set == {}
	answer(sample.create({"title": "x"})) == {
		"allow": true,
		"visible": set(),
		"masked": {},
		"editable": {"id", "title", "client_id", "due", "tags", "phone"},
		"set": {"status": "draft"},
	}
}

# What has no row does not look at one.
test_rows_that_do_not_matter if {
	with_row := object.union(sample.create({"title": "x"}), {"row": sample.draft})
	answer(with_row) == answer(sample.create({"title": "x"}))
	page := sample.on(["boss"], "access", "page", "plan")
	answer(object.union(page, {"row": sample.draft})) == answer(page)
	structure := sample.on(["boss"], "manage_structure", "table", "orders")
	answer(object.union(structure, {"row": sample.draft})) == answer(structure)
}

# An update that is not told needs some field that it could change.
test_an_update_of_some_field if {
	model := object.remove(conflicting, ["deny"])
	portal.allow with input as sample.order(["clerk"], "update", {"id": 7, "title": "x"})
		with data.portal.policy.resource.table.orders as model with data.portal.policy.applies as applies
	not portal.allow with input as sample.order(["clerk"], "update", {"id": 7})
		with data.portal.policy.resource.table.orders as model with data.portal.policy.applies as applies
}

test_because[note] if {
	some note, [asked, want] in {
		"in the order of statements": [
			sample.order(["clerk"], "view", sample.open),
			[["01 clerk sees", "allow", "clerk"], ["02 clerk glances", "allow", "clerk"]],
		],
		"nothing that looks at a row that is not seen": [sample.order(["clerk"], "view", sample.secret), []],
		"nor at one that is changed": [sample.update(sample.secret, {"title": "x"}), []],
		"nothing but that it may not be sent": [sample.update(sample.draft, {"title": "x", "margin": 9}), []],
		"nor of a new row": [sample.create({"title": "x", "margin": 1, "total": 500}), []],
		"nothing of the row as it would be where a field may be sent of other rows alone": [
			sample.update(sample.open, {"title": "x", "status": "done"}),
			[["05 clerk closes", "allow", "clerk"]],
		],
		"denies of fields": [
			sample.order(["clerk"], "view", object.union(sample.draft, {"total": 500})),
			[["01 clerk sees", "allow", "clerk"], ["09 not the total", "deny", "clerk"]],
		],
		"nothing for another action": [sample.order(["boss"], "delete", sample.secret), []],
		"denies with a check": [
			sample.update(sample.draft, {"client_id": 4}),
			[["04 clerk changes", "allow", "clerk"], ["10 only cheap", "deny", "clerk"]],
		],
		"nothing is asked of what is not sent": [
			sample.order(["clerk"], "update", object.remove(sample.draft, ["client"])),
			[["04 clerk changes", "allow", "clerk"]],
		],
		"a new row, whose total is not known to be small": [
			sample.create({"title": "x"}),
			[["06 clerk makes", "allow", "clerk"], ["09 not the total", "deny", "clerk"]],
		],
		"fields of a new row": [
			sample.create({"title": "x", "total": 500}),
			[
				["06 clerk makes", "allow", "clerk"],
				["09 not the total", "deny", "clerk"],
				["10 only cheap", "deny", "clerk"],
			],
		],
		"a thing": [sample.on(["boss"], "access", "page", "plan"), [["20 boss sees pages", "allow", "boss"]]],
		"a when that is not false": [
			sample.on(["clerk"], "post", "channel", "news"),
			[["15 clerk posts", "allow", "clerk"], ["16 no posting", "deny", "clerk"]],
		],
		"letters": [
			sample.letter(["clerk"], {"key": 11, "profiles": ["auditor"]}),
			[["17 clerk writes to staff", "allow", "clerk"], ["18 not to 13", "deny", "clerk"]],
		],
		"nothing": [sample.order([], "view", sample.draft), []],
		"what is given anew": [
			sample.update(sample.open, {"status": "done", "title": "x"}),
			[["05 clerk closes", "allow", "clerk"]],
		],
		"no row": [sample.on(["clerk"], "view", "table", "orders"), []],
	}
	reasons(asked) == want
}

# Two statements that give `id` different values, beside a deny.
conflicting := {
	"because": policy.because, "messages": policy.messages,
	"key": {"id"}, "fields": {"id", "title"},
	"modes": {"create": "create", "update": "update", "view": "row"},
	"of": {"clerk": ["01 clerk sees", "05 clerk closes", "06 clerk makes", "08 not the secret"]},
	"allow": {
		"view": {"01 clerk sees"},
		"create": {"06 clerk makes", "05 clerk closes"},
		"update": {"06 clerk makes", "05 clerk closes"},
	},
	"deny": {"update": {"08 not the secret"}},
	"checked": set(), "plain": {"01 clerk sees": {"id", "title"}},
	"writes": {"06 clerk makes": {"title"}, "05 clerk closes": {"title"}},
	"sets": {"06 clerk makes": {"id"}, "05 clerk closes": {"id"}}, "blank": {"id": null, "title": null},
	"types": {"id": "number", "title": "string"},
}

test_conflicts_name_the_statements_that_set[note] if {
	some note, [asked, because, message] in {
		"create": [
			sample.create({"title": "x"}),
			["05 clerk closes", "06 clerk makes"],
			"Two statements give one field different values.",
		],
		"update": [
			sample.update(sample.draft, {"title": "x"}),
			["05 clerk closes", "06 clerk makes"],
			"Two statements give one field different values.",
		],
		"a deny of the row goes before": [
			sample.update(sample.secret, {"title": "x"}),
			["05 clerk closes", "06 clerk makes", "08 not the secret"],
			"Secret orders are not for you.",
		],
	}
	decision := portal.decision with input as asked
		with data.portal.policy.resource.table.orders as conflicting
		with data.portal.policy.sets as {"06 clerk makes": {"id": 1}, "05 clerk closes": {"id": 2}}
		with data.portal.policy.applies as applies
	[b.statement | some b in decision.because] == because
	decision.message == message
	decision.allow == false
}

applies(by, _) if by != "08 not the secret"

applies("08 not the secret", row) if row.title == "secret"

# Whatever is asked, there is an answer, and what makes no sense is refused.
test_nonsense[note] if {
	some asked in array.concat(
		[null, "x", 1, true, [], {}, [{}]],
		[object.union(object.remove(whole, object.keys(change)), change) |
			whole := sample.update(sample.draft, {"title": "x"})
			some change in [
				{"user": null}, {"user": "ana"}, {"user": []}, {"user": {}}, {"user": {"login": "ana@example.com"}},
				{"action": null}, {"action": 1}, {"action": "fly"}, {"action": ["update"]}, {"action": "UPDATE"},
				{"resource": null}, {"resource": "orders"}, {"resource": []}, {"resource": {}},
				{"resource": {"type": "table"}}, {"resource": {"name": "orders"}},
				{"resource": {"type": "tables", "name": "orders"}}, {"resource": {"type": "table", "name": "none"}},
				{"resource": {"type": ["table"], "name": {"orders": 1}}},
				{"row": null}, {"row": []}, {"row": "x"}, {"row": 7}, {"row": [sample.draft]},
				{"set": "x"}, {"set": []}, {"set": 1}, {"set": false},
			]
		],
	)
	note := json.marshal(asked)
	answer(asked) == refused
	reasons(asked) == []
	message := data.portal.decision.message with input as asked
	is_string(message)
	portal.visible == [] with input as asked
	not portal.allow with input as asked
}

# What does not matter to a request may be anything.
test_what_is_not_looked_at[note] if {
	some change in [{"related": {"client": 1}}, {"rows": 3}, {"to": "x"}, {"row": "x"}, {"set": []}]
	note := json.marshal(change)
	asked := object.union(sample.on(["boss"], "access", "page", "plan"), change)
	portal.allow with input as asked
}

# Of a row that is not seen, denies that ask nothing of it are told.
test_denies_of_everything[note] if {
	some note, [asked, want] in {
		"of view": [sample.order(["boss"], "view", sample.secret), ["08 not the secret"]],
		"of view, for another action": [sample.order(["boss"], "delete", sample.secret), ["08 not the secret"]],
		"of view, for an update": [sample.update(sample.secret, {"title": "x"}), ["08 not the secret"]],
		"of fields they are not": [sample.order(["clerk"], "view", object.union(sample.secret, {"total": 500})), ["08 not the secret"]],
	}
	model := object.union(policy.resource.table.orders, {"rowless": {"08 not the secret", "09 not the total"}})
	decision := portal.decision with input as asked with policy.resource.table.orders as model
	decision.allow == false
	decision.message == "Secret orders are not for you."
	[b.statement | some b in decision.because] == want
}

# A deny of the action alone leaves the row to be seen.
test_an_action_denied if {
	model := object.union(object.remove(policy.resource.table.orders, ["deny", "decides"]), {
		"deny": {"delete": {"08 not the secret"}},
		"decides": {"view": {"01 clerk sees"}, "delete": {"07 boss deletes", "08 not the secret"}},
		"told": {"delete": {"08 not the secret"}},
	})
	secret := object.union(sample.draft, {"title": "secret"})
	deleted := portal.decision with input as sample.order(["boss"], "delete", secret)
		with policy.resource.table.orders as model
	deleted.allow == false
	[r.statement | some r in deleted.because] == ["07 boss deletes", "08 not the secret"]
	deleted.message == "Secret orders are not for you."
	viewed := portal.decision with input as sample.order(["boss"], "view", secret)
		with policy.resource.table.orders as model
	viewed.allow
	[r.statement | some r in viewed.because] == ["01 clerk sees"]
}
