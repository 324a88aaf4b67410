package portal.clock_test

import data.portal.clock

test_dates[x] if {
	some x in [
		"2026-03-01",
		"2024-02-29",
		"2000-02-29",
		"0004-02-29",
		"0001-01-01",
		"9999-12-31",
		"2026-01-31",
		"2026-04-30",
	]
	clock.is_date(x)
}

test_no_dates[note] if {
	some note, x in {
		"february 29 of an odd year": "2026-02-29",
		"february 29 of a century": "1900-02-29",
		"february 30": "2024-02-30",
		"april 31": "2026-04-31",
		"day 0": "2026-01-00",
		"day 32": "2026-01-32",
		"month 0": "2026-00-10",
		"month 13": "2026-13-10",
		"year 0": "0000-01-01",
		"leap year 0": "0000-02-29",
		"short year": "926-01-01",
		"short month": "2026-3-01",
		"long year": "12026-01-01",
		"negative year": "-2026-01-01",
		"basic form": "20260301",
		"time behind": "2026-03-01T00:00:00Z",
		"space before": " 2026-03-01",
		"newline behind": "2026-03-01\n",
		"line of two": "2026-03-01\n2026-03-02",
		"arabic digits": "٢٠٢٦-٠٣-٠١",
		"empty": "",
		"number": 20260301,
		"null": null,
		"list": ["2026-03-01"],
		"object": {},
	}
	not clock.is_date(x)
}

# Microseconds since 1970, worked out by other means (Python's datetime).
test_instants[x] if {
	some x, want in {
		"1970-01-01T00:00:00Z": 0,
		"1969-12-31T23:59:59.999999Z": -1,
		"2026-03-01T09:00:00Z": 1772355600000000,
		"2026-03-01T09:00:00.5Z": 1772355600500000,
		"2026-03-01T09:00:00.000001Z": 1772355600000001,
		"2026-03-01T09:00:00.123456Z": 1772355600123456,
		"2026-03-01T10:30:00+01:30": 1772355600000000,
		"2026-02-28T23:00:00-10:00": 1772355600000000,
		"2026-03-01T09:00:00-00:00": 1772355600000000,
		"2024-02-29T23:59:59Z": 1709251199000000,
		"0001-01-01T00:00:00Z": -62135596800000000,
		"0001-01-01T00:00:00+23:59": -62135683140000000,
		"9999-12-31T23:59:59.999999Z": 253402300799999999,
		"9999-12-31T23:59:59-23:59": 253402387139000000,
		"1000-01-01T00:00:00Z": -30610224000000000,
		"1500-06-01T00:00:00+05:45": -14818743900000000,
		"1699-12-31T23:59:59Z": -8520336001000000,
		"1700-01-01T00:00:00Z": -8520336000000000,
		"2100-02-28T00:00:00Z": 4107456000000000,
		"2199-12-31T23:59:59Z": 7258118399000000,
		"2200-01-01T00:00:00Z": 7258118400000000,
		"2400-02-29T12:00:00Z": 13574606400000000,
		"5000-01-01T00:00:00Z": 95617584000000000,
	}
	clock.instant(x) == want
}

test_no_timestamps[note] if {
	some note, x in {
		"leap second": "2016-12-31T23:59:60Z",
		"hour 24": "2026-03-01T24:00:00Z",
		"minute 60": "2026-03-01T09:60:00Z",
		"seven decimals": "2026-03-01T09:00:00.1234567Z",
		"no decimals behind the point": "2026-03-01T09:00:00.Z",
		"comma": "2026-03-01T09:00:00,5Z",
		"no zone": "2026-03-01T09:00:00",
		"small t": "2026-03-01t09:00:00Z",
		"small z": "2026-03-01T09:00:00z",
		"space": "2026-03-01 09:00:00Z",
		"no seconds": "2026-03-01T09:00Z",
		"offset without colon": "2026-03-01T09:00:00+0100",
		"offset of 24 hours": "2026-03-01T09:00:00+24:00",
		"offset of 60 minutes": "2026-03-01T09:00:00+01:60",
		"no such day": "2026-02-29T09:00:00Z",
		"year 0": "0000-12-31T23:59:59Z",
		"year 10000": "10000-01-01T00:00:00Z",
		"date": "2026-03-01",
		"newline behind": "2026-03-01T09:00:00Z\n",
		"empty": "",
		"number": 1772355600,
		"null": null,
		"list": [],
	}
	not clock.is_timestamp(x)
	not clock.instant(x)
}

test_dates_of_instants[want] if {
	some want, at in {
		"1970-01-01": 0,
		"1969-12-31": -1,
		"0001-01-01": -62135596800000000,
		"1499-12-31": -14831769600000001,
		"1500-01-01": -14831769600000000,
		"1699-12-31": -8520336000000001,
		"1700-01-01": -8520336000000000,
		"2024-02-29": 1709251199999999,
		"2099-12-31": 4102444799999999,
		"2100-01-01": 4102444800000000,
		"2400-02-29": 13574606400000000,
		"9999-12-31": 253402300799999999,
	}
	clock.date_of(at) == want
}

test_no_dates_outside_the_calendar if {
	not clock.date_of(-62135596800000001)
	not clock.date_of(253402300800000000)
}

test_texts_of_instants[want] if {
	some want, at in {
		"1970-01-01T00:00:00Z": 0,
		"2026-03-01T09:00:00.5Z": 1772355600500000,
		"2026-03-01T09:00:00.000001Z": 1772355600000001,
		"0001-01-01T00:00:00Z": -62135596800000000,
		"1500-05-31T18:15:00Z": -14818743900000000,
		"9999-12-31T23:59:59.999999Z": 253402300799999999,
	}
	clock.text_of(at) == want
	clock.instant(want) == at
}

test_moved_dates[note] if {
	some note, [x, days, want] in {
		"over a leap day": ["2024-02-28", 2, "2024-03-01"],
		"over none": ["2026-02-28", 1, "2026-03-01"],
		"back": ["2026-03-01", -30, "2026-01-30"],
		"not at all": ["2026-03-01", 0, "2026-03-01"],
		"over the year": ["2025-12-31", 1, "2026-01-01"],
		"by centuries": ["0001-01-01", 3652058, "9999-12-31"],
		"and back": ["9999-12-31", -3652058, "0001-01-01"],
		"before 1700": ["1582-10-04", 1, "1582-10-05"],
	}
	clock.date_add(x, days) == want
}

test_no_moved_dates[note] if {
	some note, [x, days] in {
		"before year 1": ["0001-01-01", -1],
		"after year 9999": ["9999-12-31", 1],
		"no date": ["2026-02-29", 1],
		"a timestamp": ["2026-03-01T00:00:00Z", 1],
		"null": [null, 1],
	}
	not clock.date_add(x, days)
}

test_moved_instants if {
	clock.add(5, -10) == -5
	clock.add(-62135596800000001, 1) == -62135596800000000
	clock.add(253402300799999999, 0) == 253402300799999999
	not clock.add(-62135596800000000, -1)
	not clock.add(253402300799999999, 1)
}

test_the_time_is_told if {
	clock.now == 1772324999000000 with input as {"now": "2026-03-01T09:29:59+09:00"}
	clock.now_text == "2026-03-01T09:29:59+09:00" with input as {"now": "2026-03-01T09:29:59+09:00"}
	clock.today == "2026-03-01" with input as {"now": "2026-03-01T09:29:59+09:00"}
	clock.today == "2026-02-28" with input as {"now": "2026-03-01T08:29:59+09:00"}
	clock.today == "1500-05-31" with input as {"now": "1500-06-01T00:00:00+05:45"}
}

test_no_other_time_where_one_is_told[note] if {
	some note, told in {
		"null": null,
		"false": false,
		"empty": "",
		"no timestamp": "yesterday",
		"leap second": "2016-12-31T23:59:60Z",
		"number": 1772355600,
		"object": {},
	}
	not clock.now with input as {"now": told}
	not clock.today with input as {"now": told}
}

# An instant a few hours outside the calendar is a time, but has no date.
test_no_today_outside_the_calendar if {
	clock.now with input as {"now": "0001-01-01T00:00:00+01:00"}
	not clock.today with input as {"now": "0001-01-01T00:00:00+01:00"}
}

test_the_clock_serves_otherwise[note] if {
	some note, asked in {"no time": {}, "no object": "x", "null": null}
	at := 1772355600123456789
	clock.now == 1772355600123456 with input as asked with time.now_ns as at
	clock.now_text == "2026-03-01T09:00:00.123456Z" with input as asked with time.now_ns as at
	clock.today == "2026-03-01" with input as asked with time.now_ns as at
}

in_zone[at] := seen if {
	some at, [zone, _] in nights
	seen := [clock.today, clock.hour, clock.weekday] with input.now as at with data.portal.policy.timezone as zone
}

# Dates, hours and days of the week on nights on which clocks are changed.
nights := {
	"2026-03-28T22:59:59.999999Z": ["Europe/Berlin", ["2026-03-28", 23, 6]],
	"2026-03-28T23:00:00Z": ["Europe/Berlin", ["2026-03-29", 0, 7]],
	"2026-03-29T00:59:59Z": ["Europe/Berlin", ["2026-03-29", 1, 7]],
	"2026-03-29T01:00:00Z": ["Europe/Berlin", ["2026-03-29", 3, 7]],
	"2026-03-29T22:00:00Z": ["Europe/Berlin", ["2026-03-30", 0, 1]],
	"2026-10-25T00:30:00Z": ["Europe/Berlin", ["2026-10-25", 2, 7]],
	"2026-10-25T01:30:00Z": ["Europe/Berlin", ["2026-10-25", 2, 7]],
	"2026-10-25T23:00:00Z": ["Europe/Berlin", ["2026-10-26", 0, 1]],
	"2018-11-04T02:59:59Z": ["America/Sao_Paulo", ["2018-11-03", 23, 6]],
	"2018-11-04T03:00:00Z": ["America/Sao_Paulo", ["2018-11-04", 1, 7]],
	"2026-01-01T10:00:00Z": ["Pacific/Kiritimati", ["2026-01-02", 0, 5]],
	"1969-12-31T18:30:00Z": ["Asia/Kathmandu", ["1970-01-01", 0, 4]],
	"1600-12-31T23:06:31Z": ["Europe/Berlin", ["1600-12-31", 23, 7]],
	"1600-12-31T23:06:32Z": ["Europe/Berlin", ["1601-01-01", 0, 1]],
	"3000-07-01T22:30:00Z": ["Europe/Berlin", ["3000-07-01", 23, 2]],
	"2026-03-29T00:00:00Z": ["UTC", ["2026-03-29", 0, 7]],
}

test_clocks_are_changed[at] if {
	some at, [_, want] in nights
	in_zone[at] == want
}

test_an_hour_but_no_date_outside_the_calendar if {
	clock.hour == 23 with input as {"now": "0001-01-01T00:00:00+01:00"}
	not clock.weekday with input as {"now": "0001-01-01T00:00:00+01:00"}
	not clock.hour with input as {"now": "yesterday"}
}

# When dates begin.
midnights := [
	["UTC", "2026-03-29", "2026-03-29T00:00:00Z"],
	["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"],
	["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"],
	["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z"],
	["Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z"],
	["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"],
	["America/Sao_Paulo", "2018-11-05", "2018-11-05T02:00:00Z"],
	["America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"],
	["America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"],
	["America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"],
	["America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"],
	["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"],
	["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"],
	["Europe/Berlin", "1601-01-01", "1600-12-31T23:06:32Z"],
	["Europe/Berlin", "3000-07-02", "3000-07-01T23:00:00Z"],
]

begins[[zone, date]] := at if {
	some [zone, date, _] in midnights
	at := clock.midnight(date) with data.portal.policy.timezone as zone
}

test_dates_begin[note] if {
	some [zone, date, at] in midnights
	note := concat(" ", [zone, date])
	begins[[zone, date]] == clock.instant(at)
}

test_no_midnight_outside_the_calendar if {
	not clock.midnight("0001-01-01") with data.portal.policy.timezone as "Asia/Tokyo"
	not clock.midnight("2026-02-29")
}
