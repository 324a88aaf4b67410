package portal.types_test

import data.portal.types

test_values_of_a_type[note] if {
	some [type, x] in [
		["string", ""],
		["string", "x"],
		["number", 0],
		["number", -1.5],
		["bool", false],
		["bool", true],
		["date", "2024-02-29"],
		["timestamp", "2026-03-01T09:00:00.5+01:00"],
		[{"enum": {"a", "b"}}, "b"],
		[{"enum": {"", "b"}}, ""],
		[{"list": "string"}, []],
		[{"list": "string"}, ["x", null, "y"]],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z"]],
		[{"list": {"enum": {"a"}}}, ["a", null]],
		["uuid", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a"],
		[{"list": "uuid"}, ["00000000-0000-0000-0000-000000000000", null]],
		["json", ""],
		["json", false],
		["json", {"a": [null]}],
	]
	note := json.marshal([type, x])
	types.valid(type, x)
}

test_values_of_other_types[note] if {
	some [type, x] in [
		["string", 1],
		["string", null],
		["string", ["x"]],
		["number", "1"],
		["number", true],
		["number", null],
		["bool", 0],
		["bool", "true"],
		["bool", null],
		["date", "2026-02-29"],
		["date", "2026-03-01T00:00:00Z"],
		["date", 20260301],
		["date", null],
		["timestamp", "2026-03-01"],
		["timestamp", 0],
		["timestamp", null],
		[{"enum": {"a", "b"}}, "c"],
		[{"enum": {"a", "b"}}, ""],
		[{"enum": {"a", "b"}}, null],
		[{"enum": {"a", "b"}}, ["a"]],
		[{"list": "string"}, null],
		[{"list": "string"}, "x"],
		[{"list": "string"}, {"0": "x"}],
		[{"list": "string"}, ["x", 1]],
		[{"list": "string"}, [["x"]]],
		[{"list": {"enum": {"a"}}}, ["a", "b"]],
		["uuid", "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A"],
		["uuid", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a\n"],
		["uuid", "0d8c5e1a7b3f4c2e9a615f0e8d7c6b4a"],
		["uuid", 1],
		["uuid", null],
		["json", null],
		["colour", "red"],
		[null, null],
	]
	note := json.marshal([type, x])
	not types.valid(type, x)
}

# Numbers at the edges of the bound, as they are written.
test_numbers[note] if {
	some text in array.concat(
		[
			"0", "-0.0", "0e0", "0.000e-5", "0e400", "1", "-120.50", "1e21", "1E+21", "25e-1", "1e999", "-9.99e999", "0.999e1000", "0.00001e1004",
			"1e-1000", "1000e-1003", "123456789012345678901234567890123456789012345678901234567890.1234567890",
		],
		[
			concat("", ["1", zeros(999)]),
			concat("", ["0.", zeros(999), "1"]),
			concat("", ["1.", zeros(500)]),
			concat("", [nines(100), "e900"]),
			concat("", ["0.", nines(100)]),
			concat("", ["-", nines(50), ".", nines(50)]),
		],
	)
	note := text
	types.valid("number", json.unmarshal(text))
}

test_numbers_beyond[note] if {
	some text in array.concat(["1e1000", "-1e1000", "10e999", "0.9e-1000", "1e-1001", "1e5000", "-1E-5000"], [
		concat("", ["1", zeros(1000)]),
		concat("", ["0.", zeros(1000), "1"]),
		concat("", ["1", zeros(99), "1"]),
		concat("", ["0.", nines(101)]),
		concat("", ["-", nines(50), ".", nines(51)]),
	])
	note := text
	not types.valid("number", json.unmarshal(text))
	not types.valid({"list": "number"}, [json.unmarshal(text)])
}

zeros(n) := sprintf(sprintf("%%0%dd", [n]), [0])

nines(n) := replace(zeros(n), "0", "9")

test_equal_values[note] if {
	some [type, x, y] in [
		["string", "é", "é"],
		["number", 1, 1.0],
		["number", null, null],
		["timestamp", "2026-03-01T09:00:00Z", "2026-03-01T10:00:00.000+01:00"],
		["timestamp", null, null],
		["timestamp", "someday", "someday"],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z", null], ["2026-03-01T10:00:00+01:00", null]],
		[{"list": "number"}, [1, 2], [1.0, 2.0]],
		["json", {"a": 1, "b": [100]}, {"b": [1e2], "a": 1.0}],
		["json", [json.unmarshal("1e2000")], [json.unmarshal("1e2000")]],
		["json", null, null],
	]
	note := json.marshal([type, x, y])
	types.same(type, x, y)
}

test_different_values[note] if {
	some [type, x, y] in [
		["string", "é", "e\u0301"],
		["string", "2026-03-01T09:00:00Z", "2026-03-01T10:00:00+01:00"],
		["number", 1, "1"],
		["number", 0, null],
		["timestamp", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000001Z"],
		["timestamp", "2026-03-01T09:00:00Z", null],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z"], ["2026-03-01T10:00:00+01:00", null]],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z", null], ["2026-03-01T10:00:00+01:00"]],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z"], ["2026-03-01T09:00:01Z"]],
		[{"list": "timestamp"}, ["2026-03-01T09:00:00Z"], "2026-03-01T09:00:00Z"],
		[{"list": "string"}, ["a", "b"], ["b", "a"]],
		["json", [1, 2], [2, 1]],
		["json", "1", 1],
		["json", [json.unmarshal("1e2000")], [json.unmarshal("10e1999")]],
		["json", [json.unmarshal("1e2000")], [1]],
	]
	note := json.marshal([type, x, y])
	not types.same(type, x, y)
}

test_spelling[note] if {
	some [x, want] in [
		[true, "true"],
		[false, "false"],
		[0, "0"],
		[-0.0, "0"],
		[-12, "-12"],
		[100.00, "100"],
		[1e2, "100"],
		[1.50, "1.5"],
		[0.25, "0.25"],
		[-2.5e-3, "-0.0025"],
		[12.5E+1, "125"],
		[123456789012345678901234567890.5, "123456789012345678901234567890.5"],
	]
	note := want
	types.spelling(x) == want
}
