package portal.message_test

import data.portal.message
import data.portal.sample

test_recipients_profiles[note] if {
	some note, [to, want] in {
		"with those they include": [{"profiles": ["boss"]}, {"boss", "clerk"}],
		"unknown ones left out": [{"profiles": ["auditor", "king", 1, null]}, {"auditor"}],
		"only unknown": [{"profiles": ["king"]}, {"guest"}],
		"none": [{"profiles": []}, {"guest"}],
	}
	message.profiles == want with input as sample.letter([], to)
}

# What is not known of a recipient is no reason to let a person write to them.
test_no_recipients_profiles[note] if {
	some note, to in {
		"absent": {"key": 1},
		"null": {"profiles": null},
		"a string": {"profiles": "boss"},
		"an object": {"profiles": {}},
	}
	not message.profiles with input as sample.letter([], to)
}

test_recipient[note] if {
	some note, to in {"null": null, "a string": "bo", "a list": [1], "a number": 1, "false": false}
	not message.recipient with input as sample.letter(["clerk"], to)
	message.grants == set() with input as sample.letter(["clerk"], to)
}

test_no_recipient if {
	asked := sample.on(["clerk"], "access", "message", "*")
	not message.recipient with input as asked
	message.grants == set() with input as asked
}

test_who_is_allowed[note] if {
	some note, to in {
		"a key": {"key": 11, "profiles": ["clerk"]},
		"a profile": {"key": 5, "profiles": ["boss"]},
		"default profiles": {"key": 5, "profiles": []},
		"a key alone": {"key": 1},
		"a profile alone": {"profiles": ["boss"]},
		"both": {"key": 11, "profiles": ["boss"]},
	}
	message.grants == {"17 clerk writes to staff"} with input as sample.letter(["clerk"], to)
}

test_who_is_not_allowed[note] if {
	some note, to in {
		"another key": {"key": 5, "profiles": ["clerk"]},
		"a key as text": {"key": "11", "profiles": ["clerk"]},
		"a key that a deny names": {"key": 13, "profiles": ["clerk"]},
		"no key": {"key": null, "profiles": ["clerk"]},
		"nothing known": {},
	}
	message.grants == set() with input as sample.letter(["clerk"], to)
}

test_others_statements_allow_nothing if {
	message.grants == set() with input as sample.letter(["guest"], {"key": 11, "profiles": ["boss"]})
}

test_who_is_denied[note] if {
	some note, to in {
		"a key": {"key": 13, "profiles": ["boss"]},
		"a profile": {"key": 11, "profiles": ["auditor"]},
		"no key": {"profiles": ["boss"]},
		"a key that is null": {"key": null, "profiles": ["boss"]},
		"a key of another type": {"key": "11", "profiles": ["boss"]},
		"no profiles": {"key": 11},
		"profiles of another type": {"key": 11, "profiles": "boss"},
	}
	message.refusals == {"18 not to 13"} with input as sample.letter(["clerk"], to)
}

test_who_is_spared if {
	message.refusals == set() with input as sample.letter(["clerk"], {"key": 11, "profiles": ["boss"]})
	message.refusals == set() with input as sample.letter(["guest"], {"key": 13, "profiles": ["auditor"]})
}

test_statements_without_names if {
	anyone := {"users": set(), "profiles": set(), "anyone": true}
	message.named(anyone) with input as sample.letter([], {"key": 5})
	message.named(anyone) with input as sample.letter([], {})
	not message.named(anyone) with input as sample.letter([], null)
	not message.spared(anyone) with input as sample.letter([], {"key": 5, "profiles": ["boss"]})
}

test_statements_with_one_kind_of_names if {
	to := {"key": 5, "profiles": ["boss"]}
	users := {"users": {5}, "profiles": set(), "anyone": false}
	message.named(users) with input as sample.letter([], to)
	not message.spared(users) with input as sample.letter([], to)
	message.spared(users) with input as sample.letter([], {"key": 6})
	profiles := {"users": set(), "profiles": {"clerk"}, "anyone": false}
	message.named(profiles) with input as sample.letter([], to)
	not message.spared(profiles) with input as sample.letter([], to)
	message.spared(profiles) with input as sample.letter([], {"profiles": ["guest"]})
}
