package portal.write_test

import data.portal.sample
import data.portal.write

test_accepted_updates[note] if {
	some note, [row, set] in {
		"a covered field": [sample.draft, {"title": "Tables"}],
		"nothing": [sample.draft, {}],
		"the stored values": [sample.draft, {"status": "draft", "total": 80, "title": "Chairs"}],
		"the stored key": [sample.draft, {"id": 7, "title": "Tables"}],
		"a stored instant written otherwise": [sample.draft, {"due": "2026-03-01T09:00:00Z"}],
		"a list": [sample.draft, {"tags": ["b", null]}],
		"null in what is not required": [sample.draft, {"due": null, "tags": null, "total": null}],
		"what a check asks": [sample.open, {"status": "done"}],
		"null for the key of a relation, and no total": [sample.draft, {"client_id": null, "total": null}],
	}
	write.accepted(row) with input as sample.update(row, set)
}

test_refused_updates[note] if {
	some note, [row, set] in {
		"rows not true of what would be": [sample.draft, {"status": "open"}],
		"the check not satisfied": [sample.open, {"status": "draft"}],
		"a field not covered": [sample.open, {"status": "done", "title": "x"}],
		"a field hidden": [sample.draft, {"margin": 8}],
		"a field masked": [sample.draft, {"phone": "456"}],
		"a field masked, with its stored value": [sample.draft, {"phone": "123"}],
		"a field masked, with its mask": [sample.draft, {"phone": "•••"}],
		"the key": [sample.draft, {"id": 8}],
		"the key as null": [sample.draft, {"id": null}],
		"a field that a statement sets": [sample.open, {"status": "done", "due": "2026-03-02T00:00:00Z"}],
		"a wrong type": [sample.draft, {"title": 5}],
		"a wrong type that is stored": [object.union(sample.draft, {"tags": "a"}), {"tags": "a"}],
		"a value outside the enum": [sample.draft, {"status": "drafts"}],
		"an element of a wrong type": [sample.draft, {"tags": ["a", 1]}],
		"null in what is required": [sample.draft, {"title": null}],
		"a required field is null already": [object.union(sample.draft, {"title": null}), {"total": 1}],
		"an unknown field": [sample.draft, {"colour": "red"}],
		"a relation": [sample.draft, {"client": {"id": 3, "limit": 1000}}],
		"rows of a relation": [sample.draft, {"items": []}],
		"a lock": [object.union(sample.draft, {"total": 100}), {"total": 1}],
		"a row that nothing grants": [sample.done, {"title": "x"}],
		"a deny with a check": [object.union(sample.draft, {"client": {"id": 3, "limit": 5}}), {"title": "x"}],
		"a deny with a check, not known": [object.remove(sample.draft, ["client"]), {"title": "x"}],
		"a relation whose key is sent is not the stored one": [sample.draft, {"client_id": 4}],
		"a field that the row lacks": [object.remove(sample.draft, ["due"]), {"due": "2026-03-02T00:00:00Z"}],
	}
	not write.accepted(row) with input as sample.update(row, set)
}

# The deny with a check wants a client of some limit.
test_related[note] if {
	some note, [related, accepted] in {
		"the new one": [{"client": {"id": 4, "limit": 50}}, true],
		"without its key": [{"client": {"limit": 50}}, true],
		"of too small a limit": [{"client": {"id": 4, "limit": 5}}, false],
		"of another key": [{"client": {"id": 3, "limit": 50}}, false],
		"missing": [{"client": null}, false],
		"no object": [{"client": "x"}, false],
		"others": [{"owner": {"id": 4, "limit": 50}}, false],
		"null": [null, false],
		"a list": [[{"id": 4, "limit": 50}], false],
	}
	asked := object.union(sample.update(sample.draft, {"client_id": 4}), {"related": related})
	answer := write_accepted(sample.draft) with input as asked
	answer == accepted
}

default write_accepted(_) := false

write_accepted(row) if write.accepted(row)

# Relations whose keys stay are those of the row, whatever is said.
test_related_of_keys_that_stay if {
	poor := object.union(sample.draft, {"client": {"id": 3, "limit": 5}})
	asked := object.union(sample.update(poor, {"title": "x"}), {"related": {"client": {"id": 3, "limit": 50}}})
	not write.accepted(poor) with input as asked
}

test_related_must_be_an_object[x] if {
	some x in ["x", 1, [], true]
	asked := object.union(sample.update(sample.draft, {"title": "x"}), {"related": x})
	not write.accepted(sample.draft) with input as asked
}

test_related_may_be_left_out if {
	asked := object.union(sample.update(sample.draft, {"title": "x"}), {"related": null})
	write.accepted(sample.draft) with input as asked
}

test_sent if {
	asked := sample.update(sample.draft, {"id": 7, "title": "x", "total": 80.0, "phone": "123", "margin": 8, "due": null})
	write.sent(sample.draft) == {"title": "x", "phone": "123", "margin": 8, "due": null} with input as asked
}

# Nothing of a row that is not seen is known to the person.
test_sent_to_a_row_that_is_not_seen if {
	write.sent(sample.secret) == {"total": 80} with input as sample.update(sample.secret, {"total": 80})
	write.sent(sample.draft) == {} with input as sample.update(sample.draft, {"total": 80})
}

test_what_statements_set if {
	asked := sample.update(sample.open, {"status": "done"})
	write.set(sample.open) == {"due": "2026-03-01T09:00:00Z"} with input as asked
	write.final(sample.open) == object.union(sample.open, {"status": "done", "due": "2026-03-01T09:00:00Z"}) with input as asked
	write.set(sample.draft) == {} with input as sample.update(sample.draft, {"title": "x"})
	write.set(sample.open) == {} with input as sample.update(sample.open, {"status": "draft"})
}

test_asked if {
	write.asked with input as {"set": {}}
	write.asked with input as {"set": "x"}
	write.asked with input as {"set": false}
	not write.asked with input as {"set": null}
	not write.asked with input as {}
	write.given == {} with input as {}
	write.given == {} with input as {"set": null}
	write.given == {"a": 1} with input as {"set": {"a": 1}}
	not write.given with input as {"set": ["a"]}
}

test_the_row_as_it_would_be[note] if {
	some note, [set, related, want] in {
		"a field": [{"title": "x"}, {}, object.union(sample.draft, {"title": "x"})],
		"a key that leads nowhere": [
			{"client_id": null},
			{"client": {"id": 3}},
			object.union(sample.draft, {"client_id": null, "client": null}),
		],
		"a key of an unknown row": [
			{"client_id": 4},
			{},
			object.union(object.remove(sample.draft, ["client"]), {"client_id": 4}),
		],
		"a key of a row that is missing": [
			{"client_id": 4},
			{"client": null},
			object.union(sample.draft, {"client_id": 4, "client": null}),
		],
		"what is no field": [{"client": {"id": 9}, "colour": "red"}, {}, sample.draft],
		"a key of the wrong type": [
			{"client_id": "3"},
			{"client": {"id": "3"}},
			object.union(object.remove(sample.draft, ["client"]), {"client_id": "3"}),
		],
		"a key and its row": [
			{"client_id": 4},
			{"client": {"id": 4}},
			object.union(object.remove(sample.draft, ["client"]), {"client_id": 4, "client": {"id": 4}}),
		],
		"a field in place of an object": [
			{"title": {"a": 1}},
			{},
			object.union(sample.draft, {"title": {"a": 1}}),
		],
	}
	asked := object.union(sample.update(sample.draft, set), {"related": related})
	write.after(sample.draft, set) == want with input as asked
}

test_accepted_creations[note] if {
	some note, set in {
		"what is required": {"title": "x"},
		"with fields that are not visible": {"title": "x", "phone": "1"},
		"with its key": {"id": 9, "title": "x"},
		"with null in what is not required": {"title": "x", "due": null},
		"with a total, if the client is known": {"title": "x", "total": 50, "client_id": 3},
	}
	asked := object.union(sample.create(set), {"related": {"client": {"id": 3, "limit": 50}}})
	write.accepted(null) with input as asked
}

test_refused_creations[note] if {
	some note, set in {
		"nothing, and a title is required": {},
		"a field not covered": {"title": "x", "margin": 5},
		"a field that is set": {"title": "x", "status": "draft"},
		"null in what is required": {"title": null},
		"null for the key": {"id": null, "title": "x"},
		"a wrong type": {"title": "x", "id": "9"},
		"an unknown field": {"title": "x", "colour": "red"},
		"a relation": {"title": "x", "client": {"id": 3, "limit": 50}},
		"a lock": {"title": "x", "total": 100, "client_id": 3},
		"a deny with a check": {"title": "x", "total": 50},
	}
	asked := object.union(sample.create(set), {"related": {"client": {"id": 3, "limit": 50}}})
	not write.accepted(null) with input as asked
}

test_a_new_row if {
	asked := sample.create({"title": "x"})
	write.set(null) == {"status": "draft"} with input as asked
	write.final(null) == {
		"id": null, "status": "draft", "title": "x", "total": null, "margin": null, "phone": null, "client_id": null,
		"due": null, "tags": null, "client": null, "items": [],
	} with input as asked
	write.covered(null) == {"id", "title", "client_id", "due", "tags", "phone", "total"} with input as sample.create({"total": 5})
	write.covered(null) == {"id", "title", "client_id", "due", "tags", "phone"} with input as sample.create({"total": 100})
}

# A form's statement asks for a telephone.
test_forms[note] if {
	some note, [set, accepted] in {
		"its fields": [{"title": "x", "phone": "1"}, true],
		"the check not satisfied": [{"title": "x"}, false],
		"a field that it lacks": [{"title": "x", "phone": "1", "status": "draft"}, false],
	}
	asked := object.union(sample.on([], "access", "form", "ask"), {"set": set})
	answer := write_accepted(null) with input as asked
	answer == accepted
}

test_the_rows_of_a_report[note] if {
	some note, [action, row, set, accepted] in {
		"stays in": ["update", sample.open, {"title": "x"}, true],
		"leaves": ["update", sample.open, {"status": "done"}, false],
		"comes in": ["import", null, {"title": "x", "status": "open"}, true],
		"stays out": ["import", null, {"title": "x", "status": "done"}, false],
		"has not the field": ["update", sample.open, {"total": 1}, false],
	}
	asked := object.union(sample.on(["auditor"], action, "report", "open_orders"), {"row": row, "set": set})
	answer := write_accepted(row) with input as asked
	answer == accepted
}

# Statements of a model that is all about `set`: a and b give s; c covers x only.
sets := {
	"key": {"id"}, "fields": {"id", "s", "t", "x", "y"},
	"modes": {"create": "create"},
	"of": {"clerk": ["a", "b", "c"]},
	"allow": {"create": {"a", "b", "c"}},
	"writes": {"a": {"x"}, "b": {"y"}, "c": {"x", "y"}},
	"sets": {"a": {"s"}, "b": {"s", "t"}},
	"checked": set(),
	"types": {"id": "number", "s": "number", "t": "number", "x": "number", "y": "number"},
	"blank": {"id": null, "s": null, "t": null, "x": null, "y": null},
}

values(a, b) := {"a": {"s": a}, "b": {"s": b, "t": 1}}

applies(s, new) if {
	s in {"a", "b", "c"}
	new.y != 13
}

giving(set, given) := answer if {
	answer := {
		"set": write.set(null),
		"conflict": [true | write.conflict(null)],
		"accepted": [true | write.accepted(null)],
		"by": write.effective(null),
	} with input as sample.create(set)
		with data.portal.policy.resource.table.orders as sets
		with data.portal.policy.sets as given
		with data.portal.policy.applies as applies
}

test_givers_cover_something_sent if {
	giving({"x": 1}, values(5, 6)) == {"set": {"s": 5}, "conflict": [], "accepted": [true], "by": {"a", "c"}}
	giving({"y": 1}, values(5, 6)) == {"set": {"s": 6, "t": 1}, "conflict": [], "accepted": [true], "by": {"b", "c"}}
}

test_all_give_where_nothing_is_sent if {
	giving({}, values(5, 5)) == {"set": {"s": 5, "t": 1}, "conflict": [], "accepted": [true], "by": {"a", "b", "c"}}
}

test_two_values_for_one_field if {
	giving({}, values(5, 6)).conflict == [true]
	giving({}, values(5, 6)).accepted == []
	giving({"x": 1, "y": 1}, values(5, 6)).accepted == []
	giving({"x": 1, "y": 1}, values(5, 5)).accepted == [true]
}

# One instant in two forms is one value: the first's.
test_one_value_in_two_forms if {
	model := object.union(sets, {"types": {"s": "timestamp"}})
	answer := [write.set(null), [true | write.conflict(null)]] with input as sample.create({"x": 1, "y": 1})
		with data.portal.policy.resource.table.orders as model
		with data.portal.policy.sets as values("2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00Z")
		with data.portal.policy.applies as applies
	answer == [{"s": "2026-03-01T10:00:00+01:00", "t": 1}, []]
}

# Of what nobody writes the model has the types alone of which one value has several
# forms.
test_what_nobody_writes_is_as_it_was if {
	model := {"alike": {"t": "timestamp", "ts": {"list": "timestamp"}}}
	was := {"t": "2026-03-01T10:00:00+01:00", "ts": ["2026-03-01T10:00:00+01:00", null], "s": "a", "at": "2026-03-01T10:00:00+01:00"}
	sent := {"t": "2026-03-01T09:00:00Z", "ts": ["2026-03-01T09:00:00Z", null], "s": "b", "at": "2026-03-01T09:00:00Z"}
	same := {field | some field, value in sent; write.unchanged(field, was[field], value)} with data.portal.subject.model as model
	same == {"t", "ts"}
	all := {field | some field, value in was; write.unchanged(field, was[field], value)} with data.portal.subject.model as model
	all == object.keys(was)
}

test_what_is_set_is_not_sent if {
	giving({"x": 1, "s": 5}, values(5, 5)).accepted == []
	giving({"t": 1}, values(5, 5)).accepted == []
}

# A statement whose value is unknown does not apply.
test_a_value_that_is_unknown if {
	giving({"x": 1}, {"b": {"s": 6, "t": 1}}) == {"set": {}, "conflict": [], "accepted": [true], "by": {"c"}}
}

test_none_applies if {
	giving({"y": 13}, values(5, 5)) == {"set": {}, "conflict": [], "accepted": [], "by": set()}
}

# What gave a value must still apply to the row with all values in it.
test_givers_apply_to_the_end if {
	model := object.union(sets, {"sets": {"a": {"s"}, "b": {"y"}}, "writes": {"a": {"x"}, "b": {"x"}}})
	asked := sample.create({"x": 1})
	given := {"a": {"s": 5}, "b": {"y": 13}}
	write.givers(null) == {"a", "c"} with input as asked with data.portal.policy.resource.table.orders as model
		with data.portal.policy.sets as given with data.portal.policy.applies as applies
	write.accepted(null) with input as asked with data.portal.policy.resource.table.orders as model
		with data.portal.policy.sets as given with data.portal.policy.applies as applies
	not write.accepted(null) with input as asked with data.portal.policy.resource.table.orders as model
		with data.portal.policy.sets as given with data.portal.policy.applies as applies_early
}

# Statement a applies only as long as nothing but its own value is set.
applies_early(s, new) if {
	s == "a"
	new.y == null
}

applies_early(s, _) if s == "b"

# A model whose new rows have something by themselves: values by default, the
# time, and what the database fills in; a key of a relation among each.
born := {
	"key": {"id"}, "fields": {"id", "status", "at", "day", "room_id", "host_id", "note"},
	"modes": {"create": "create"},
	"of": {"clerk": ["a"]},
	"allow": {"create": {"a"}},
	"writes": {"a": {"note", "status", "room_id", "host_id", "at"}},
	"checked": set(),
	"types": {
		"id": "number", "status": {"enum": {"draft", "open"}}, "at": "timestamp", "day": "date",
		"room_id": "number", "host_id": "number", "note": "string",
	},
	"required": {"status", "at", "host_id"},
	"blank": {"note": null},
	"defaults": {"status": "draft", "room_id": 3},
	"timed": {"at": "now", "day": "today"},
	"to_one": {"room": {"room_id": "id"}, "host": {"host_id": "id"}},
}

made(request, asks) := answer if {
	answer := {
		"final": write.final(null),
		"accepted": [true | write.accepted(null)],
		"set": write.set(null),
	} with input as object.union(request, {"asks": asks})
		with data.portal.policy.resource.table.orders as born
		with data.portal.policy.applies as is_asked
}

is_asked(_, _) if input.asks == "nothing"

is_asked(_, new) if {
	input.asks == "draft"
	new.status == "draft"
}

is_asked(_, new) if {
	input.asks == "no host"
	is_null(new.host_id)
}

is_asked(_, new) if {
	input.asks == "no host"
	is_null(new.host)
}

is_asked(_, new) if {
	input.asks == "host"
	is_number(new.host_id)
}

test_new_rows_have_their_defaults if {
	asked := object.union(sample.create({"note": "x"}), {"related": {"room": {"id": 3, "floor": 1}, "host": {"id": 4}}})
	made(asked, "nothing") == {
		"final": {
			"note": "x", "status": "draft", "at": "2026-03-01T09:00:00Z", "day": "2026-03-01",
			"room_id": 3, "room": {"id": 3, "floor": 1},
		},
		"accepted": [true],
		"set": {},
	}
}

test_what_is_sent_comes_before_a_default if {
	asked := object.union(
		sample.create({"status": "open", "at": "2026-01-01T00:00:00Z", "room_id": null, "host_id": 4}),
		{"related": {"host": {"id": 4}}},
	)
	made(asked, "nothing").final == {
		"note": null, "status": "open", "at": "2026-01-01T00:00:00Z", "day": "2026-03-01", "room_id": null, "room": null,
		"host_id": 4, "host": {"id": 4},
	}
	made(object.union(asked, {"set": {"status": null}}), "nothing").accepted == []
}

test_the_row_that_a_default_names_is_looked_up if {
	other := object.union(sample.create({}), {"related": {"room": {"id": 5}}})
	not "room" in object.keys(made(other, "nothing").final)
	none := object.union(sample.create({}), {"related": {"room": null}})
	made(none, "nothing").final.room == null
}

test_conditions_see_defaults if {
	made(sample.create({}), "draft").accepted == [true]
	made(sample.create({"status": "open"}), "draft").accepted == []
}

# What the database fills in is neither null nor anything else.
test_what_is_generated_is_unknown if {
	made(sample.create({}), "no host").accepted == []
	made(sample.create({"host_id": null}), "no host").accepted == []
	made(sample.create({}), "host").accepted == []
	made(sample.create({"host_id": 4}), "host").accepted == [true]
}

# A time that is none is unknown, and not null.
test_a_time_that_is_none[x] if {
	some x in ["yesterday", null, 5]
	final := made(object.union(sample.create({}), {"now": x}), "nothing").final
	{"at", "day"} & object.keys(final) == set()
}
