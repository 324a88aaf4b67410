package reference

import (
	"testing"

	"portcullis/lang"
)

const conditionSchema = `
portal "p" {
  user_properties = { up = string, ul = list(string), un = number }
  team_properties = { tp = string }
}
table "t" {
  fields = {
    id = number
    s  = string
    s2 = string
    n  = number
    n2 = number
    b  = bool
    d  = date
    at = timestamp
    e  = enum("draft", "open")
    l  = list(string)
    ln = list(number)
    o_id = number
  }
  belongs_to "o" {
    table = "o"
    key   = "o_id"
  }
  has_many "kids" {
    table = "o"
    key   = "t_id"
  }
}
table "o" {
  fields = {
    id   = number
    t_id = number
    s    = string
    b    = bool
    p_id = number
  }
  belongs_to "p" {
    table = "o"
    key   = "p_id"
  }
  has_many "subs" {
    table = "o"
    key   = "p_id"
  }
}
`

// TestConditions has a row for each sentence of LANGUAGE.md §4 on what a
// condition is of a row.
func TestConditions(t *testing.T) {
	tests := []struct {
		when string
		row  string
		want truth
	}{
		// A comparison with null is unknown, save x == null and x != null.
		{`row.s == "a"`, `{"s": "a"}`, isTrue},
		{`row.s == "a"`, `{"s": "b"}`, isFalse},
		{`row.s == "a"`, `{"s": null}`, isUnknown},
		{`row.s != "a"`, `{"s": null}`, isUnknown},
		{`row.s == row.s2`, `{"s": null, "s2": null}`, isUnknown},
		{`row.n < 1`, `{"n": null}`, isUnknown},
		{`row.s == null`, `{"s": null}`, isTrue},
		{`row.s == null`, `{"s": ""}`, isFalse},
		{`row.s != null`, `{"s": null}`, isFalse},
		{`row.s != null`, `{"s": "x"}`, isTrue},
		// A text function of null is unknown, or null.
		{`startswith(row.s, "a")`, `{"s": null}`, isUnknown},
		{`endswith("a", row.s)`, `{"s": null}`, isUnknown},
		{`lower(row.s) == null`, `{"s": null}`, isTrue},
		{`lower(row.s) == "a"`, `{"s": null}`, isUnknown},
		{`startswith(row.s, "")`, `{"s": "x"}`, isTrue},
		{`strcontains(row.s, "%")`, `{"s": "abc"}`, isFalse},
		{`endswith(row.s, "B")`, `{"s": "ab"}`, isFalse},
		// lower, upper: the letters A to Z alone.
		{`lower(row.s) == "aÄ"`, `{"s": "AÄ"}`, isTrue},
		{`upper(row.s) == "Aäß"`, `{"s": "aäß"}`, isTrue},
		// coalesce(x, y) is y where x is null.
		{`coalesce(row.s, "a") == "a"`, `{"s": null}`, isTrue},
		{`coalesce(row.s, "a") == "a"`, `{"s": "b"}`, isFalse},
		{`coalesce(row.s, row.s2) == null`, `{"s": null, "s2": null}`, isTrue},
		{`coalesce(row.s, "a") == "a"`, `{}`, isUnknown},
		{`coalesce(row.s, "a") == "a"`, `{"s": 1}`, isUnknown},
		{`coalesce(row.b, true)`, `{"b": null}`, isTrue},
		{`coalesce(row.b, true)`, `{"b": false}`, isFalse},
		// Kleene.
		{`row.s == "a" && row.n == 1`, `{"s": null, "n": 2}`, isFalse},
		{`row.s == "a" && row.n == 1`, `{"s": null, "n": 1}`, isUnknown},
		{`row.s == "a" || row.n == 1`, `{"s": null, "n": 1}`, isTrue},
		{`row.s == "a" || row.n == 1`, `{"s": null, "n": 2}`, isUnknown},
		{`!(row.s == "a")`, `{"s": null}`, isUnknown},
		{`!row.b`, `{"b": false}`, isTrue},
		{`row.b`, `{"b": null}`, isUnknown},
		// c ? a : b is (c && a) || (!c && b).
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": true, "n": 1}`, isTrue},
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": false, "n": 1}`, isFalse},
		{`row.b ? row.n == 1 : row.n == 1`, `{"b": null, "n": 1}`, isUnknown},
		{`row.b ? row.n == 1 : row.n == 1`, `{"b": null, "n": 2}`, isFalse},
		{`row.b ? row.n == 1 : row.s == "a"`, `{"b": true, "n": 1, "s": 7}`, isTrue},
		// Between values it distributes over its comparison.
		{`(row.b ? row.n : row.n2) == 1`, `{"b": true, "n": 1, "n2": 2}`, isTrue},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": false, "n": 1, "n2": 2}`, isFalse},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": null, "n": 2, "n2": 3}`, isFalse},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": null, "n": 1, "n2": 1}`, isUnknown},
		{`row.s == coalesce(row.s, row.b ? "a" : "b")`, `{"s": "a", "b": null}`, isUnknown},
		{`lower(row.b ? row.s : row.s2) == "a"`, `{"b": null, "s": "B", "s2": "C"}`, isFalse},
		// contains(L, x) means anytrue([for e in L : e == x]).
		{`contains(row.l, "a")`, `{"l": ["a", null]}`, isTrue},
		{`contains(row.l, "b")`, `{"l": ["a", null]}`, isUnknown},
		{`contains(row.l, "b")`, `{"l": ["a"]}`, isFalse},
		{`contains(row.l, "b")`, `{"l": []}`, isFalse},
		{`contains(row.l, row.s)`, `{"l": [], "s": null}`, isFalse},
		{`contains(row.l, row.s)`, `{"l": ["a"], "s": null}`, isUnknown},
		{`contains(["a", "b"], row.s)`, `{"s": "b"}`, isTrue},
		{`contains(["a", "b"], row.s)`, `{"s": "c"}`, isFalse},
		// A null list is unknown in contains, anytrue, alltrue and length.
		{`contains(row.l, "b")`, `{"l": null}`, isUnknown},
		{`anytrue([for x in row.l : x == "a"])`, `{"l": null}`, isUnknown},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": null}`, isUnknown},
		{`length(row.l) == 0`, `{"l": null}`, isUnknown},
		{`length(row.l) == 2`, `{"l": ["a", null]}`, isTrue},
		{`row.l == null`, `{"l": null}`, isTrue},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": []}`, isTrue},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": ["a", null]}`, isUnknown},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": ["b", null]}`, isFalse},
		// A path through a missing row is null; a to-many path through one has no rows.
		{`row.o.s == null`, `{"o": null}`, isTrue},
		{`row.o.p.s == null`, `{"o": {"p": null}}`, isTrue},
		{`row.o.s == "a"`, `{"o": null}`, isUnknown},
		{`length(row.o.subs) == 0`, `{"o": null}`, isTrue},
		{`anytrue([for x in row.o.subs : x.b])`, `{"o": null}`, isFalse},
		{`contains(row.o.subs[*].s, "a")`, `{"o": null}`, isFalse},
		// A field that a record lacks is unknown wherever it is looked at.
		{`row.s == null`, `{}`, isUnknown},
		{`row.s != null`, `{}`, isUnknown},
		{`row.o.s == null`, `{}`, isUnknown},
		{`row.o.s == null`, `{"o": {}}`, isUnknown},
		{`row.o.s == null`, `{"o": "x"}`, isUnknown},
		{`row.o.s == null`, `{"o": []}`, isUnknown},
		{`anytrue([for x in row.kids : x.b])`, `{}`, isUnknown},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": null}`, isUnknown},
		{`length(row.kids) == 0`, `{"kids": {}}`, isUnknown},
		{`length(row.o.subs) == 0`, `{"o": {}}`, isUnknown},
		// So is a value of the wrong type.
		{`row.n == null`, `{"n": "1"}`, isUnknown},
		{`row.n == 1`, `{"n": "1"}`, isUnknown},
		{`row.s == "1"`, `{"s": 1}`, isUnknown},
		{`row.b`, `{"b": "true"}`, isUnknown},
		{`row.b`, `{"b": 1}`, isUnknown},
		{`row.e == null`, `{"e": "void"}`, isUnknown},
		{`row.e == "open"`, `{"e": "open"}`, isTrue},
		{`row.e != "open"`, `{"e": "void"}`, isUnknown},
		{`contains(row.ln, 1)`, `{"ln": [1, "x"]}`, isUnknown},
		{`contains(row.l, "a")`, `{"l": "a"}`, isUnknown},
		{`row.l == null`, `{"l": [["a"]]}`, isUnknown},
		// … they spoil nothing else.
		{`row.s == null || row.n == 1`, `{"s": 7, "n": 1}`, isTrue},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": [{"b": 1}, {"b": true}]}`, isTrue},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": true}]}`, isTrue},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": false}]}`, isUnknown},
		{`alltrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": false}]}`, isFalse},
		{`contains(row.kids[*].p.s, "a")`, `{"kids": [{"p": null}, {"p": {"s": "a"}}]}`, isTrue},
		{`contains(row.kids[*].p.s, "b")`, `{"kids": [{"p": null}, {"p": {"s": "a"}}]}`, isUnknown},
		{`contains(row.kids[*].p.s, "b")`, `{"kids": [{"p": {"s": "c"}}, {"p": {"s": "a"}}]}`, isFalse},
		// Numbers are compared exactly.
		{`row.n == 9007199254740993`, `{"n": 9007199254740992}`, isFalse},
		{`row.n == 18446744073709551617`, `{"n": 18446744073709551616}`, isFalse},
		{`row.n == 0.1`, `{"n": 0.10}`, isTrue},
		{`row.n == 0.1`, `{"n": 0.1000000000000000055511151231257827}`, isFalse},
		{`row.n == 100`, `{"n": 1e2}`, isTrue},
		{`row.n == 0`, `{"n": -0}`, isTrue},
		{`row.n == 0`, `{"n": 0.0e5}`, isTrue},
		{`row.n < -1`, `{"n": -10}`, isTrue},
		{`row.n < 2`, `{"n": 10}`, isFalse},
		{`row.n > 1`, `{"n": 1e999999999}`, isTrue},
		{`row.n > 0`, `{"n": 1e-999999999}`, isTrue},
		// Text is compared code point by code point, exactly.
		{`row.s == "é"`, `{"s": "\u00e9"}`, isTrue},
		{`row.s == "é"`, `{"s": "e\u0301"}`, isFalse},
		{`row.s < "b"`, `{"s": "B"}`, isTrue},
		{`row.s < row.s2`, `{"s": "\uff5e", "s2": "\ud83d\ude00"}`, isTrue},
		// Timestamps are compared as instants; at most six decimals.
		{`row.at == "2026-03-01T09:00:00Z"`, `{"at": "2026-03-01T10:00:00.000+01:00"}`, isTrue},
		{`row.at < "2026-03-01T09:00:00Z"`, `{"at": "2026-03-01T09:30:00+01:00"}`, isTrue},
		{`row.at == null`, `{"at": "2026-03-01T09:00:00.1234567Z"}`, isUnknown},
		{`row.at == null`, `{"at": "2026-03-01t09:00:00z"}`, isUnknown},
		{`row.at == null`, `{"at": "2026-03-01 09:00:00Z"}`, isUnknown},
		{`row.at == null`, `{"at": "2026-02-29T09:00:00Z"}`, isUnknown},
		{`row.at == null`, `{"at": "0000-02-28T09:00:00Z"}`, isUnknown},
		{`row.d == null`, `{"d": "2026-02-29"}`, isUnknown},
		{`row.d == "2024-02-29"`, `{"d": "2024-02-29"}`, isTrue},
		{`row.d < "2026-03-01"`, `{"d": "2026-02-28"}`, isTrue},
		{`row.d == null`, `{"d": "2026-02-28T00:00:00Z"}`, isUnknown},
		// now is a timestamp, today its UTC date.
		{`now == "2026-03-01T00:30:00Z"`, `{}`, isTrue},
		{`today == "2026-03-01"`, `{}`, isTrue},
		{`row.at > timeadd(now, "-1h")`, `{"at": "2026-02-28T23:30:00Z"}`, isFalse},
		{`row.at >= timeadd(now, "-1h")`, `{"at": "2026-02-28T23:30:00Z"}`, isTrue},
		{`row.d == dateadd(today, -1)`, `{"d": "2026-02-28"}`, isTrue},
		{`dateadd(row.d, 1) == null`, `{"d": "9999-12-31"}`, isUnknown},
		{`dateadd(row.d, 1) == null`, `{"d": null}`, isTrue},
		{`timeadd(row.at, "1h") == null`, `{"at": "9999-12-31T23:30:00Z"}`, isUnknown},
		// A user or team property that was not given is null.
		{`user.up == null`, `{}`, isTrue},
		{`contains(user.ul, "a")`, `{}`, isUnknown},
		{`user.un == null`, `{}`, isUnknown}, // given as a text
		{`team.tp == "x"`, `{}`, isTrue},
		{`team.name == "blue"`, `{}`, isTrue},
		{`user.login == "ana"`, `{}`, isTrue},
	}
	who := &person{
		login: "ana", hasLogin: true, properties: map[string]any{"un": "7"}, teamName: "blue",
		teamProperties: map[string]any{"tp": "x"}, now: look(lang.Type{Kind: lang.Timestamp}, "2026-03-01T01:30:00+01:00"),
	}
	for _, tt := range tests {
		p := load(t, conditionSchema+"condition \"c\" {\n  table = \"t\"\n  when  = "+tt.when+"\n}\n")
		s := scope{person: who, row: decode(t, tt.row)}
		if got := s.holds(p.Conditions[0].When); got != tt.want {
			t.Errorf("%s of %s is %d, want %d", tt.when, tt.row, got, tt.want)
		}
	}
}

func TestLookAtTypes(t *testing.T) {
	tests := []struct {
		kind lang.Kind
		text string
		want bool
	}{
		{lang.Date, "0001-01-01", true},
		{lang.Date, "0000-01-01", false},
		{lang.Date, "9999-12-31", true},
		{lang.Date, "2026-02-30", false},
		{lang.Date, "2026-1-01", false},
		{lang.Date, " 2026-01-01", false},
		{lang.Date, "2026-01-01\n", false},
		{lang.Timestamp, "2026-03-01T09:00:00Z", true},
		{lang.Timestamp, "2026-03-01T09:00:00-00:00", true},
		{lang.Timestamp, "2026-03-01T09:00:00.123456+05:45", true},
		{lang.Timestamp, "2026-03-01T09:00:00.Z", false},
		{lang.Timestamp, "2026-03-01T09:00:00", false},
		{lang.Timestamp, "2026-03-01T24:00:00Z", false},
		{lang.Timestamp, "2026-03-01T23:59:60Z", false},
		{lang.Timestamp, "2026-03-01T09:00:00+24:00", false},
		{lang.Timestamp, "2026-03-01T09:00:00+0100", false},
		{lang.Timestamp, "2026-03-01T09:00:00,5Z", false},
	}
	for _, tt := range tests {
		if got := look(lang.Type{Kind: tt.kind}, tt.text).state == value; got != tt.want {
			t.Errorf("%s %q: a value: %v, want %v", tt.kind, tt.text, got, tt.want)
		}
	}
}
