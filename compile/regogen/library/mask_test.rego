package portal.mask_test

import data.portal.mask

test_parts[note] if {
	some note, [shows, x, want] in {
		"the last four": [{"last": 4}, "0151 2345", "•••2345"],
		"no longer than that": [{"last": 4}, "2345", "•••"],
		"the first two": [{"first": 2}, "Bohlen", "Bo•••"],
		"code points": [{"last": 2}, "aé👍🏽", "•••👍🏽"],
		"first code points": [{"first": 1}, "👍x", "👍•••"],
		"a NUL": [{"last": 2}, "ab\u0000", "•••b\u0000"],
		"empty": [{"first": 2}, "", "•••"],
		"null": [{"last": 4}, null, null],
		"a number": [{"last": 4}, 123456, "•••"],
		"a list": [{"first": 1}, ["ab", "cd"], "•••"],
		"the year": [{"year": 0}, "1971-08-09", "1971-01-01"],
		"the month": [{"month": 0}, "1971-08-09", "1971-08-01"],
		"null for a date": [{"year": 0}, null, null],
		"no such day": [{"year": 0}, "1971-02-29", "•••"],
		"a timestamp": [{"month": 0}, "1971-08-09T00:00:00Z", "•••"],
		"a number for a date": [{"year": 0}, 1971, "•••"],
	}
	mask.of(shows, x) == want
}

test_constants[note] if {
	some note, [shows, x] in {
		"text": ["last", "x"],
		"of null": ["•••", null],
		"null": [null, "x"],
		"false": [false, true],
		"a list": [["x"], ["y"]],
	}
	mask.of(shows, x) == shows
}
