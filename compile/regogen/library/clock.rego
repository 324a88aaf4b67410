# Dates and timestamps. A date is compared as its text; a timestamp as its
# instant, the microseconds since 1970 in UTC. What is not a date or a
# timestamp of the years 0001 to 9999 is undefined here, and so unknown.
package portal.clock

import data.portal.policy

# The days of each month, leap years among them (Gregorian, as in ISO 8601).
date_pattern := concat("", [
	`^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])`,
	`|(0[469]|11)-(0[1-9]|[12][0-9]|30)`,
	`|02-(0[1-9]|1[0-9]|2[0-8]))`,
	`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$`,
])

# RFC 3339 with T and Z or an offset, no leap second, at most six decimals.
time_pattern := concat("", [
	`^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?`,
	`(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`,
])

# Most dates are of no leap day, and of years with four digits: a pattern that can
# match in one way only is the quickest. (Filters would have alternatives twice.)
is_date(x) if {
	is_string(x)
	regex.match(`^[1-9][0-9]{3}-(0(2-(0[1-9]|1[0-9]|2[0-8])|[469]-(0[1-9]|[12][0-9]|30)|[13578]-(0[1-9]|[12][0-9]|3[01]))|1(1-(0[1-9]|[12][0-9]|30)|[02]-(0[1-9]|[12][0-9]|3[01])))$`, x)
} else if {
	is_string(x)
	regex.match(date_pattern, x)
	not startswith(x, "0000")
}

# (OPA's floor truncates, so nothing negative is floored: five cycles are added
# before, and taken off after.)
#
# A nanosecond count in 64 bits reaches from 1678 to 2262 only. Other years are
# moved there by whole cycles of 400 years, each of the same number of days.
cycle := ((146097 * 24) * 3600) * 1000000

instant(x) := time.parse_rfc3339_ns(x) / 1000 if {
	is_timestamp(x)
	in_reach(x)
} else := at if {
	is_timestamp(x)
	not in_reach(x)
	year := to_number(trim_left(substring(x, 0, 4), "0"))
	moved := floor((year + 300) / 400) - 5
	text := sprintf("%04d%s", [year - (moved * 400), substring(x, 4, -1)])
	at := (time.parse_rfc3339_ns(text) / 1000) + (moved * cycle)
}

in_reach(x) if {
	x >= "1700"
	x < "2200"
}

is_timestamp(x) if {
	is_string(x)
	regex.match(`^[1-9][0-9]{3}-(0(2-(0[1-9]|1[0-9]|2[0-8])|[469]-(0[1-9]|[12][0-9]|30)|[13578]-(0[1-9]|[12][0-9]|3[01]))|1(1-(0[1-9]|[12][0-9]|30)|[02]-(0[1-9]|[12][0-9]|3[01])))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`, x)
} else if {
	is_string(x)
	is_date(substring(x, 0, 10))
	substring(x, 10, 1) == "T"
	regex.match(time_pattern, substring(x, 11, -1))
}

first_instant := -62135596800000000

last_instant := 253402300799999999

# An instant moved by microseconds, if it stays in the years 0001 to 9999.
add(at, micros) := sum if {
	sum := at + micros
	sum >= first_instant
	sum <= last_instant
}

day := (24 * 3600) * 1000000

# A date moved by whole days, likewise.
date_add(x, days) := date_of(moved) if {
	is_date(x)
	moved := add(instant(concat("", [x, "T00:00:00Z"])), days * day)
}

# The UTC date of an instant.
date_of(at) := text if {
	add(at, 0)
	[year, month, dom] := time.date(near(at) * 1000)
	text := sprintf("%04d-%02d-%02d", [year + (400 * cycles(at)), month, dom])
}

# The RFC 3339 text of an instant, in UTC.
text_of(at) := concat("", [
	sprintf("%04d", [to_number(time.format([near(at) * 1000, "UTC", "2006"])) + (400 * cycles(at))]),
	time.format([near(at) * 1000, "UTC", "-01-02T15:04:05.999999Z"]),
])

# The same instant of a year from 1700 to 2099, and how many cycles that is away.
near(at) := at - (cycles(at) * cycle)

cycles(at) := floor(((at + 8520336000000000) + (5 * cycle)) / cycle) - 5

# The clock's time serves only where the request does not tell one. (The whole of
# `input` is not looked at: where filters are made a part of it is unknown.)
now := instant(input.now)

now := floor(time.now_ns() / 1000) if not told

told if type_name(input.now)

# The time as a value that a write gets: as it was told, or of the clock.
now_text := input.now if told

now_text := text_of(now) if not told

# What the clocks of the portal's time zone show now, as the instant at which they
# show it in UTC.
shown := now + offset(now)

# (In UTC it stands in what the request tells.)
today := substring(input.now, 0, 10) if {
	endswith(input.now, "Z")
	is_timestamp(input.now)
	policy.timezone == "UTC"
} else := date_of(shown)

# From 0 to 23.
hour := floor(((shown + (5 * cycle)) % day) / ((3600 * 1000) * 1000))

# From 1, a Monday, to 7, a Sunday. (1970 began on a Thursday, and a cycle is of
# whole weeks.)
weekday := ((floor((shown + (5 * cycle)) / day) + 3) % 7) + 1 if today

# By how much clocks are ahead of UTC at an instant. The rules of a zone are known
# from 1700 up to 2200, as far as nanoseconds in 64 bits reach; before and after,
# clocks stand as they do at these ends.
offset(_) := 0 if policy.timezone == "UTC"

offset(at) := micros if {
	policy.timezone != "UTC"
	ruled := max([min([at, 7258118399999999]), -8520336000000000])
	text := time.format([ruled * 1000, policy.timezone, "-07:00:00"])
	micros := time.parse_duration_ns(sprintf("%sh%sm%ss", split(text, ":"))) / 1000
}

# The instant at which a date begins: the first that has this date or a later
# one. Clocks are put forward and back, so that there may be no midnight, or two.
midnight(x) := add(at, 0) if {
	is_date(x)
	utc := instant(concat("", [x, "T00:00:00Z"]))
	before := offset(utc - day)
	after := offset(utc + day)
	at := begun(utc - before, before, utc - after, after)
}

# Clocks are not changed by then.
begun(early, before, _, _) := early if offset(early) == before

# They have been changed.
begun(early, before, late, after) := late if {
	offset(early) != before
	offset(late) == after
}

# They are put forward over midnight: at midnight, or some half hours before it.
begun(early, before, late, after) := at if {
	offset(early) != before
	offset(late) != after
	at := min({t |
		some n in numbers.range(0, 48)
		t := early - (n * (day / 48))
		offset(t) == after
	})
}
