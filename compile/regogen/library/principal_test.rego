package portal.principal_test

import data.portal.principal
import data.portal.sample

test_profiles[note] if {
	some note, [with_user, want] in {
		"the request's": [{"profiles": ["clerk"]}, {"clerk"}],
		"those they include": [{"profiles": ["boss"]}, {"boss", "clerk"}],
		"with all that may be told": [told, {"clerk"}],
		"several": [{"profiles": ["boss", "auditor"]}, {"boss", "clerk", "auditor"}],
		"unknown ones left out": [{"profiles": ["clerk", "king", 7, null, ["boss"], {}]}, {"clerk"}],
		"none": [{"profiles": []}, {"guest"}],
		"null": [{"profiles": null}, {"guest"}],
		"only unknown": [{"profiles": ["king"]}, {"guest"}],
		"a declared team's": [{"team": "north"}, {"auditor"}],
		"and their own": [{"team": "north", "profiles": ["clerk"]}, {"auditor", "clerk"}],
		"a declared team has its own": [{"team": "north", "team_profiles": ["boss"]}, {"auditor"}],
		"an undeclared team's": [{"team": "south", "team_profiles": ["boss"]}, {"boss", "clerk"}],
		"of a team without a name": [{"team_profiles": ["boss"]}, {"boss", "clerk"}],
		"of a team that is null": [{"team": null, "team_profiles": ["auditor"]}, {"auditor"}],
		"a team's unknown": [{"team_profiles": ["king"]}, {"guest"}],
		"a team without profiles": [{"team": "south", "team_profiles": null}, {"guest"}],
	}
	user := object.union(object.remove(sample.person([]), ["profiles"]), with_user)
	principal.profiles == want with input as {"user": user}
}

# A person of whom all is told.
told := {"profiles": ["clerk"], "properties": {"region": "EU"}, "team": "south", "team_profiles": [], "team_properties": {}}

test_all_told_in_another_form[name] if {
	some name, _ in told
	user := object.union(object.union(sample.person([]), told), {name: 7})
	not principal.profiles with input as {"user": user}
	not principal.formed with input as {"user": user}
}

# Nobody has no profiles at all, the default ones neither.
test_nobody[note] if {
	some note, user in {
		"profiles are a string": {"profiles": "clerk"},
		"profiles are an object": {"profiles": {"0": "clerk"}},
		"profiles are false": {"profiles": false},
		"the team is a number": {"team": 1},
		"the team is false": {"team": false},
		"the team is a list": {"team": ["north"]},
		"properties are a list": {"properties": []},
		"properties are false": {"properties": false},
		"team profiles are a string": {"team_profiles": "boss"},
		"team profiles are false": {"team_profiles": false},
		"team properties are a string": {"team_properties": "paid"},
		"no row": {"record": null},
		"an empty row": {"record": {}},
		"a row of another": {"record": {"email": "bo@example.com"}},
		"a login of another": {"login": "bo@example.com"},
		"no login": {"login": null, "record": {"email": null}},
		"a number for a login": {"login": 1, "record": {"email": 1}},
	}
	asked := {"user": object.union_n([sample.person(["clerk"]), {"record": {"email": "ana@example.com"}}, user])}
	not principal.profiles with input as replaced(asked, user)
}

# object.union joins objects within objects, and here they are to be replaced.
replaced(asked, user) := {"user": object.union(object.remove(asked.user, object.keys(user)), user)}

test_nobody_asks[x] if {
	some x in [null, [], "ana", 1, true]
	not principal.profiles with input as {"user": x}
}

test_nobody_asks_at_all if {
	not principal.profiles with input as {}
	not principal.profiles with input as "x"
}

test_properties[note] if {
	some note, [given, want] in {
		"given": [{"properties": {"region": "EU", "floor": 2}}, {"region": "EU", "floor": 2}],
		"some of them": [{"properties": {"floor": 2}}, {"region": null, "floor": 2}],
		"null": [{"properties": null}, {"region": null, "floor": null}],
		"not given": [{}, {"region": null, "floor": null}],
	}
	principal.properties == want with input as {"user": given}
}

test_team[note] if {
	some note, [user, name, properties] in {
		"declared": [{"team": "north"}, "north", {"tier": "paid", "size": null}],
		"declared, whatever is given": [
			{"team": "north", "team_properties": {"tier": "free", "size": 3}},
			"north",
			{"tier": "paid", "size": null},
		],
		"undeclared": [{"team": "south", "team_properties": {"size": 3}}, "south", {"tier": null, "size": 3}],
		"without a name": [{"team_properties": {"tier": "free"}}, null, {"tier": "free", "size": null}],
		"null": [{"team": null, "team_properties": null}, null, {"tier": null, "size": null}],
		"none": [{}, null, {"tier": null, "size": null}],
	}
	principal.team == {"name": name, "properties": properties} with input as {"user": user}
}

# Of whoever is anonymous the compiler gives a user of whom all is null, whatever
# the request says.
test_anonymous if {
	asked := {"user": {"team": "north", "properties": {"region": "EU"}}}
	principal.team == {"name": null, "properties": {"tier": null, "size": null}} with input as asked
		with principal.user as {"login": null}
	principal.properties == {"region": null, "floor": null} with input as asked with principal.user as {"login": null}
}
