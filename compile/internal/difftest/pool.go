package difftest

import (
	"encoding/json"
	"slices"
	"strings"
)

// pool has the values of each type that policies and rows are made of, the
// plain ones first. They are told apart only by what the contract says tells
// them apart: 0.1 and 0.10 are one number, é in two forms are two texts.
var pool = map[string][]any{
	"string": {
		"a", "", "A", "ab", "b", "open", "1", "é", "e\u0301", "É", "ß", "%", "_", "a_b", `\`, `"`, "'", "${a}", "%{a}", "a\nb",
		"\uFF5E", "\U0001F600", "true", "null", "2026-03-01",
		"00000000-0000-4000-8000-000000000001", "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a",
	},
	"uuid": {
		"00000000-0000-4000-8000-000000000001", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a", "00000000-0000-4000-8000-000000000002",
		"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4b",
	},
	"json": {
		map[string]any{"a": json.Number("1"), "b": []any{true, nil}},
		"text", json.Number("1"), false,
		map[string]any{},
		[]any{},
		"null", "",
		json.Number("1.0"),
		[]any{"a|b", json.Number("1e2"), map[string]any{"é": "\\"}},
		[]any{"a|b", json.Number("100"), map[string]any{"é": "\\"}},
	},
	"number": numbers(
		"1", "0", "2", "3", "-1", "-0", "0.0", "1.0", "0.1", "0.10", "1e2", "100", "1E+2", "-1.5",
		"9007199254740992", "9007199254740993", "18446744073709551616", "18446744073709551617",
		"0.1000000000000000055511151231257827", "1e-7", "123456789012345678901234567890", "0.3", "0.30000000000000004",
	),
	"bool": {false, true},
	"date": {
		"2026-03-01", "2026-02-28", "2026-03-02", "2024-02-29", "0001-01-01", "9999-12-31", "1970-01-01", "2026-01-30",
		"1677-09-21", "2262-04-12", "2018-11-04",
	},
	"timestamp": {
		"2026-03-01T09:00:00Z", "2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00.000000Z", "2026-03-01T09:00:00.5Z",
		"2026-03-01T09:00:00.000001Z", "2026-02-28T23:30:00-01:30", "1969-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999Z", "2026-03-01T00:00:00Z", "1500-06-01T00:00:00+05:45", "2026-03-01T09:00:00-00:00",
		// Nanoseconds of 64 bits end between these.
		"2026-03-28T23:00:00Z", "2018-11-04T03:00:00Z", // dates begin in Berlin and São Paulo
		"1677-09-21T00:12:43.145224Z", "1677-09-21T00:12:43.145225Z", "2262-04-11T23:47:16.854775Z", "2262-04-11T23:47:16.854776Z",
	},
}

// nights has times about which clocks are put forward or back in some zone.
var nights = []any{
	"2026-03-28T22:59:59.999999Z", "2026-03-28T23:00:00Z", "2026-03-29T00:59:59.999999Z", "2026-03-29T01:00:00Z", "2026-10-25T00:30:00Z",
	"2026-10-25T01:30:00Z", "2026-10-25T23:00:00Z", "2018-11-04T02:59:59.999999Z", "2018-11-04T03:00:00Z", "2018-02-18T02:30:00Z",
	"2018-11-04T04:30:00Z", "2018-11-04T05:30:00Z", "2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z", "2010-11-07T02:30:30Z", "2010-11-07T02:31:00Z",
}

// extreme has values that only data has: of the last years, and hours outside.
var extreme = map[string][]any{
	"timestamp": {"0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"},
	"number":    numbers("1e400", "-1e400", "1e-400", "9e999", "1e-1000"),
}

// wrong has values that are of the type in the eyes of a careless reader, and
// values that no reader takes for it.
var wrong = map[string][]any{
	"string": {json.Number("1"), true, []any{"a"}, map[string]any{"a": "a"}},
	"number": {
		"1", "", true, "NaN",
		[]any{json.Number("1")},
		map[string]any{},
		json.Number("1e1000"), json.Number("-1e5000"), json.Number("1e-1001"), json.Number("1" + strings.Repeat("0", 99) + "1"), // beyond the bound
	},
	"bool": {"true", json.Number("1"), json.Number("0"), "", []any{}},
	"date": {
		"2026-02-29", "0000-01-01", "2026-3-1", "0000-12-31", "2026-03-01T00:00:00Z", "0000-02-29", "10000-01-01", " 2026-03-01", "2026-03-01\n", "2026-13-01", "",
		"20260301", json.Number("20260301"), "２026-03-01", "2026-04-31", "1900-02-29",
	},
	"timestamp": {
		"2026-03-01", "2026-03-01 09:00:00Z", "2026-03-01T09:00:00", "2026-03-01t09:00:00z", "2026-03-01T09:00:00.1234567Z",
		"2026-12-31T23:59:60Z", "2026-03-01T24:00:00Z", "2026-03-01T09:00:00+24:00", "2026-02-29T09:00:00Z", "0000-12-31T00:00:00Z",
		"2026-03-01T09:00:00+0100", "2026-03-01T09:00:00.Z", "2026-03-01T09:00:00,5Z", "2026-03-01T09:60:00Z", "", json.Number("0"),
		"2026-03-01T09:00:00Z\n", "2026-03-01T9:00:00Z", "2026-03-01T09:00Z",
	},
	"uuid": {
		"0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A", "system", "", "0d8c5e1a7b3f4c2e9a615f0e8d7c6b4a", "{0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a}",
		"0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a\n", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4g", json.Number("1"),
		[]any{},
		"0d8c5e1a-7b3f-4c2e-9a61_5f0e8d7c6b4a", " 0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a",
	},
	"enum": {"OPEN", "elsewhere", " open", json.Number("1"), false, []any{"open"}, map[string]any{"open": true}},
	"list": {"a", json.Number("1"), map[string]any{"0": "a"}, []any{[]any{}}, []any{map[string]any{}}, false},
}

func numbers(texts ...string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = json.Number(t)
	}
	return list
}

// Values gives the values of a kind of scalar, but an enum, the plain ones first;
// Wrong those that data may have in their place, and Extreme those that only
// data has.
func Values(kind string) []any { return slices.Clone(pool[kind]) }

// Wrong is beside [Values].
func Wrong(kind string) []any { return slices.Clone(wrong[kind]) }

// Extreme is beside [Values].
func Extreme(kind string) []any { return slices.Clone(extreme[kind]) }

// values gives the pool of a type that is not a list.
func (t Type) values() []any {
	if t.Kind != "enum" {
		return pool[t.Kind]
	}
	list := make([]any, len(t.Values))
	for i, v := range t.Values {
		list[i] = v
	}
	return list
}

// value draws a value of a type; it is a plain one more often than not.
func (g *gen) value(t Type) any {
	if t.Kind == "list" {
		list := []any{}
		for range g.below(4) {
			if g.chance(5) {
				list = append(list, nil)
			} else {
				list = append(list, g.value(*t.Elem))
			}
		}
		return list
	}
	values := t.values()
	if g.chance(70) {
		values = values[:min(4, len(values))]
	}
	return pick(g, values)
}

// wrongValue draws a value that is not of the type, or hardly.
func (g *gen) wrongValue(t Type) any {
	if more := extreme[t.Kind]; len(more) > 0 && g.chance(15) {
		return pick(g, more)
	}
	if len(wrong[t.Kind]) == 0 { // anything is of the type
		return g.value(t)
	}
	v := pick(g, wrong[t.Kind])
	if s, ok := v.(string); ok && slices.Contains(t.Values, s) {
		return json.Number("1")
	}
	return v
}
