package reference

import (
	"strings"
	"testing"
	"time"

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
condition "is_a" {
  table = "o"
  when  = row.s == "a"
}
condition "is_null" {
  table = "o"
  when  = row.s == null
}
condition "under" {
  table = "o"
  when  = holds(row.p, condition.is_a)
}
condition "above" {
  table = "o"
  when  = anytrue([for s in row.subs : holds(s, condition.is_a)])
}
condition "row_is_a" {
  table = "t"
  when  = row.s == "a"
}
`

// TestConditions has a row for each sentence of lang/LANGUAGE.md §4 on what a
// condition is of a row.
func TestConditions(t *testing.T) {
	tests := []struct {
		when string
		row  string
		want Truth
	}{
		// A comparison with null is unknown, save x == null and x != null.
		{`row.s == "a"`, `{"s": "a"}`, True},
		{`row.s == "a"`, `{"s": "b"}`, False},
		{`row.s == "a"`, `{"s": null}`, Unknown},
		{`row.s != "a"`, `{"s": null}`, Unknown},
		{`row.s == row.s2`, `{"s": null, "s2": null}`, Unknown},
		{`row.n < 1`, `{"n": null}`, Unknown},
		{`row.s == null`, `{"s": null}`, True},
		{`row.s == null`, `{"s": ""}`, False},
		{`row.s != null`, `{"s": null}`, False},
		{`row.s != null`, `{"s": "x"}`, True},
		// holds(RECORD, condition.NAME) is the condition with RECORD in place of row,
		// and a path through a missing row is null.
		{`holds(row.o, condition.is_a)`, `{"s": "b", "o": {"s": "a"}}`, True},
		{`holds(row.o, condition.is_a)`, `{"s": "a", "o": {"s": "b"}}`, False},
		{`holds(row.o, condition.is_a)`, `{"s": "a", "o": null}`, Unknown},
		{`holds(row.o, condition.is_null)`, `{"s": "a", "o": null}`, True},
		{`holds(row.o, condition.is_null)`, `{"s": null, "o": {"s": "a"}}`, False},
		{`holds(row.o, condition.is_null)`, `{"s": null}`, Unknown},
		{`holds(row.o.p, condition.is_null)`, `{"o": null}`, True},
		{`holds(row.o, condition.under)`, `{"o": {"s": "b", "p": {"s": "a"}}}`, True},
		{`holds(row.o, condition.under)`, `{"o": {"s": "a", "p": {"s": "b"}}}`, False},
		{`holds(row.o, condition.above)`, `{"o": {"subs": [{"s": "b"}, {"s": "a"}]}}`, True},
		{`holds(row.o, condition.above)`, `{"o": null}`, False},
		{`anytrue([for k in row.kids : holds(k, condition.is_a)])`, `{"s": "b", "kids": [{"s": "b"}, {"s": "a"}]}`, True},
		{`alltrue([for k in row.kids : holds(k.p, condition.is_a)])`, `{"kids": [{"s": "a", "p": {"s": "b"}}]}`, False},
		{`holds(row, condition.row_is_a)`, `{"s": "a"}`, True},
		// A text function of null is unknown, or null.
		{`startswith(row.s, "a")`, `{"s": null}`, Unknown},
		{`endswith("a", row.s)`, `{"s": null}`, Unknown},
		{`lower(row.s) == null`, `{"s": null}`, True},
		{`lower(row.s) == "a"`, `{"s": null}`, Unknown},
		{`startswith(row.s, "")`, `{"s": "x"}`, True},
		{`strcontains(row.s, "%")`, `{"s": "abc"}`, False},
		{`endswith(row.s, "B")`, `{"s": "ab"}`, False},
		// lower, upper: the letters A to Z alone.
		{`lower(row.s) == "aÄ"`, `{"s": "AÄ"}`, True},
		{`upper(row.s) == "Aäß"`, `{"s": "aäß"}`, True},
		// coalesce(x, y) is y where x is null.
		{`coalesce(row.s, "a") == "a"`, `{"s": null}`, True},
		{`coalesce(row.s, "a") == "a"`, `{"s": "b"}`, False},
		{`coalesce(row.s, row.s2) == null`, `{"s": null, "s2": null}`, True},
		{`coalesce(row.s, "a") == "a"`, `{}`, Unknown},
		{`coalesce(row.s, "a") == "a"`, `{"s": 1}`, Unknown},
		{`coalesce(row.b, true)`, `{"b": null}`, True},
		{`coalesce(row.b, true)`, `{"b": false}`, False},
		// Kleene.
		{`row.s == "a" && row.n == 1`, `{"s": null, "n": 2}`, False},
		{`row.s == "a" && row.n == 1`, `{"s": null, "n": 1}`, Unknown},
		{`row.s == "a" || row.n == 1`, `{"s": null, "n": 1}`, True},
		{`row.s == "a" || row.n == 1`, `{"s": null, "n": 2}`, Unknown},
		{`!(row.s == "a")`, `{"s": null}`, Unknown},
		{`!row.b`, `{"b": false}`, True},
		{`row.b`, `{"b": null}`, Unknown},
		// c ? a : b is (c && a) || (!c && b).
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": true, "n": 1}`, True},
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": false, "n": 1}`, False},
		{`row.b ? row.n == 1 : row.n == 1`, `{"b": null, "n": 1}`, Unknown},
		{`row.b ? row.n == 1 : row.n == 1`, `{"b": null, "n": 2}`, False},
		{`row.b ? row.n == 1 : row.s == "a"`, `{"b": true, "n": 1, "s": 7}`, True},
		// Between values it distributes over its comparison.
		{`(row.b ? row.n : row.n2) == 1`, `{"b": true, "n": 1, "n2": 2}`, True},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": false, "n": 1, "n2": 2}`, False},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": null, "n": 2, "n2": 3}`, False},
		{`(row.b ? row.n : row.n2) == 1`, `{"b": null, "n": 1, "n2": 1}`, Unknown},
		{`row.s == coalesce(row.s, row.b ? "a" : "b")`, `{"s": "a", "b": null}`, Unknown},
		{`lower(row.b ? row.s : row.s2) == "a"`, `{"b": null, "s": "B", "s2": "C"}`, False},
		// contains(L, x) means anytrue([for e in L : e == x]).
		{`contains(row.l, "a")`, `{"l": ["a", null]}`, True},
		{`contains(row.l, "b")`, `{"l": ["a", null]}`, Unknown},
		{`contains(row.l, "b")`, `{"l": ["a"]}`, False},
		{`contains(row.l, "b")`, `{"l": []}`, False},
		{`contains(row.l, row.s)`, `{"l": [], "s": null}`, False},
		{`contains(row.l, row.s)`, `{"l": ["a"], "s": null}`, Unknown},
		{`contains(["a", "b"], row.s)`, `{"s": "b"}`, True},
		{`contains(["a", "b"], row.s)`, `{"s": "c"}`, False},
		// A null list is unknown in contains, anytrue, alltrue and length.
		{`contains(row.l, "b")`, `{"l": null}`, Unknown},
		{`anytrue([for x in row.l : x == "a"])`, `{"l": null}`, Unknown},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": null}`, Unknown},
		{`length(row.l) == 0`, `{"l": null}`, Unknown},
		{`length(row.l) == 2`, `{"l": ["a", null]}`, True},
		{`row.l == null`, `{"l": null}`, True},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": []}`, True},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": ["a", null]}`, Unknown},
		{`alltrue([for x in row.l : x == "a"])`, `{"l": ["b", null]}`, False},
		// A path through a missing row is null; a to-many path through one has no rows.
		{`row.o.s == null`, `{"o": null}`, True},
		{`row.o.p.s == null`, `{"o": {"p": null}}`, True},
		{`row.o.s == "a"`, `{"o": null}`, Unknown},
		{`length(row.o.subs) == 0`, `{"o": null}`, True},
		{`anytrue([for x in row.o.subs : x.b])`, `{"o": null}`, False},
		{`contains(row.o.subs[*].s, "a")`, `{"o": null}`, False},
		// A field that a record lacks is unknown wherever it is looked at.
		{`row.s == null`, `{}`, Unknown},
		{`row.s != null`, `{}`, Unknown},
		{`row.o.s == null`, `{}`, Unknown},
		{`row.o.s == null`, `{"o": {}}`, Unknown},
		{`row.o.s == null`, `{"o": "x"}`, Unknown},
		{`row.o.s == null`, `{"o": []}`, Unknown},
		{`anytrue([for x in row.kids : x.b])`, `{}`, Unknown},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": null}`, Unknown},
		{`length(row.kids) == 0`, `{"kids": {}}`, Unknown},
		{`length(row.o.subs) == 0`, `{"o": {}}`, Unknown},
		// So is a value of the wrong type.
		{`row.n == null`, `{"n": "1"}`, Unknown},
		{`row.n == 1`, `{"n": "1"}`, Unknown},
		{`row.s == "1"`, `{"s": 1}`, Unknown},
		{`row.b`, `{"b": "true"}`, Unknown},
		{`row.b`, `{"b": 1}`, Unknown},
		{`row.e == null`, `{"e": "void"}`, Unknown},
		{`row.e == "open"`, `{"e": "open"}`, True},
		{`row.e != "open"`, `{"e": "void"}`, Unknown},
		{`contains(row.ln, 1)`, `{"ln": [1, "x"]}`, Unknown},
		{`contains(row.l, "a")`, `{"l": "a"}`, Unknown},
		{`row.l == null`, `{"l": [["a"]]}`, Unknown},
		// … they spoil nothing else.
		{`row.s == null || row.n == 1`, `{"s": 7, "n": 1}`, True},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": [{"b": 1}, {"b": true}]}`, True},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": true}]}`, True},
		{`anytrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": false}]}`, Unknown},
		{`alltrue([for x in row.kids : x.b])`, `{"kids": ["x", {"b": false}]}`, False},
		{`contains(row.kids[*].p.s, "a")`, `{"kids": [{"p": null}, {"p": {"s": "a"}}]}`, True},
		{`contains(row.kids[*].p.s, "b")`, `{"kids": [{"p": null}, {"p": {"s": "a"}}]}`, Unknown},
		{`contains(row.kids[*].p.s, "b")`, `{"kids": [{"p": {"s": "c"}}, {"p": {"s": "a"}}]}`, False},
		// Numbers are compared exactly.
		{`row.n == 9007199254740993`, `{"n": 9007199254740992}`, False},
		{`row.n == 18446744073709551617`, `{"n": 18446744073709551616}`, False},
		{`row.n == 0.1`, `{"n": 0.10}`, True},
		{`row.n == 0.1`, `{"n": 0.1000000000000000055511151231257827}`, False},
		{`row.n == 100`, `{"n": 1e2}`, True},
		{`row.n == 0`, `{"n": -0}`, True},
		{`row.n == 0`, `{"n": 0.0e5}`, True},
		{`row.n < -1`, `{"n": -10}`, True},
		{`row.n < 2`, `{"n": 10}`, False},
		{`row.n > 1`, `{"n": 1e999}`, True},
		{`row.n > 1`, `{"n": 1e1000}`, Unknown},
		{`row.n > 1`, `{"n": 1e999999999}`, Unknown},
		{`row.n > 0`, `{"n": 1e-1000}`, True},
		{`row.n > 0`, `{"n": 1e-999999999}`, Unknown},
		// Text is compared code point by code point, exactly.
		{`row.s == "é"`, `{"s": "\u00e9"}`, True},
		{`row.s == "é"`, `{"s": "e\u0301"}`, False},
		{`row.s < "b"`, `{"s": "B"}`, True},
		{`row.s < row.s2`, `{"s": "\uff5e", "s2": "\ud83d\ude00"}`, True},
		// Timestamps are compared as instants; at most six decimals.
		{`row.at == "2026-03-01T09:00:00Z"`, `{"at": "2026-03-01T10:00:00.000+01:00"}`, True},
		{`row.at < "2026-03-01T09:00:00Z"`, `{"at": "2026-03-01T09:30:00+01:00"}`, True},
		{`row.at == null`, `{"at": "2026-03-01T09:00:00.1234567Z"}`, Unknown},
		{`row.at == null`, `{"at": "2026-03-01t09:00:00z"}`, Unknown},
		{`row.at == null`, `{"at": "2026-03-01 09:00:00Z"}`, Unknown},
		{`row.at == null`, `{"at": "2026-02-29T09:00:00Z"}`, Unknown},
		{`row.at == null`, `{"at": "0000-02-28T09:00:00Z"}`, Unknown},
		{`row.d == null`, `{"d": "2026-02-29"}`, Unknown},
		{`row.d == "2024-02-29"`, `{"d": "2024-02-29"}`, True},
		{`row.d < "2026-03-01"`, `{"d": "2026-02-28"}`, True},
		{`row.d == null`, `{"d": "2026-02-28T00:00:00Z"}`, Unknown},
		// now is a timestamp, today its UTC date.
		{`now == "2026-03-01T00:30:00Z"`, `{}`, True},
		{`today == "2026-03-01"`, `{}`, True},
		{`row.at > timeadd(now, "-1h")`, `{"at": "2026-02-28T23:30:00Z"}`, False},
		{`row.at >= timeadd(now, "-1h")`, `{"at": "2026-02-28T23:30:00Z"}`, True},
		{`row.d == dateadd(today, -1)`, `{"d": "2026-02-28"}`, True},
		{`dateadd(row.d, 1) == null`, `{"d": "9999-12-31"}`, Unknown},
		{`dateadd(row.d, 1) == null`, `{"d": null}`, True},
		{`timeadd(row.at, "1h") == null`, `{"at": "9999-12-31T23:30:00Z"}`, Unknown},
		// A user or team property that was not given is null.
		{`user.up == null`, `{}`, True},
		{`contains(user.ul, "a")`, `{}`, Unknown},
		{`user.un == null`, `{}`, Unknown}, // given as a text
		{`team.tp == "x"`, `{}`, True},
		{`team.name == "blue"`, `{}`, True},
		{`user.login == "ana"`, `{}`, True},
	}
	who := &person{
		zone:  time.UTC,
		login: "ana", hasLogin: true, properties: map[string]any{"un": "7"}, teamName: "blue",
		teamProperties: map[string]any{"tp": "x"}, now: look(lang.Type{Kind: lang.Timestamp}, "2026-03-01T01:30:00+01:00"),
	}
	for _, tt := range tests {
		p := load(t, conditionSchema+"condition \"a\" {\n  table = \"t\"\n  when  = "+tt.when+"\n}\n")
		s := scope{person: who, row: decode(t, tt.row)}
		if got := s.holds(p.Conditions[0].When); got != tt.want {
			t.Errorf("%s of %s is %d, want %d", tt.when, tt.row, got, tt.want)
		}
	}
}

// TestTimeZones asks for dates, hours and midnights on nights on which clocks are
// changed.
func TestTimeZones(t *testing.T) {
	for _, c := range []struct{ zone, now, when string }{
		{"Europe/Berlin", "2026-03-28T22:59:59.999999Z", `today == "2026-03-28" && hour(now) == 23 && weekday(today) == 6`},
		{"Europe/Berlin", "2026-03-28T23:00:00Z", `today == "2026-03-29" && hour(now) == 0 && weekday(today) == 7 && midnight(today) == now`},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", `hour(now) == 3 && midnight(dateadd(today, 1)) == "2026-03-29T22:00:00Z"`},
		{"Europe/Berlin", "2026-10-25T01:30:00Z", `hour(now) == 2 && midnight(today) == "2026-10-24T22:00:00Z" && midnight(dateadd(today, 1)) == "2026-10-25T23:00:00Z"`},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", `today == "2018-11-04" && hour(now) == 1 && midnight(today) == now && midnight("2018-11-04") == now`},
		{"America/Havana", "2026-11-01T06:00:00Z", `hour(now) == 1 && midnight(today) == "2026-11-01T04:00:00Z"`},
		{"America/St_Johns", "2010-11-07T02:31:00Z", `today == "2010-11-06" && midnight(dateadd(today, 1)) == "2010-11-07T02:30:00Z"`},
		{"Pacific/Apia", "2011-12-30T10:00:00Z", `today == "2011-12-31" && midnight(dateadd(today, -1)) == now`},
		{"UTC", "2026-03-01T00:00:00Z", `hour(now) == 0 && weekday(today) == 7 && midnight(today) == now`},
	} {
		p := load(t, strings.Replace(conditionSchema, "{\n", "{\n  timezone = \""+c.zone+"\"\n", 1)+"condition \"a\" {\n  table = \"t\"\n  when  = "+c.when+"\n}\n")
		who := &person{now: look(lang.Type{Kind: lang.Timestamp}, c.now), zone: zoneOf(p)}
		if got := (scope{person: who, row: map[string]any{}}).holds(p.Conditions[0].When); got != True {
			t.Errorf("%s in %s: %s is %d", c.now, c.zone, c.when, got)
		}
	}
	who := &person{now: look(lang.Type{Kind: lang.Timestamp}, "0001-01-01T00:00:00+01:00"), zone: time.UTC}
	p := load(t, conditionSchema+"condition \"a\" {\n  table = \"t\"\n  when  = hour(now) == 23 && weekday(today) == null\n}\n")
	if got := (scope{person: who, row: map[string]any{}}).holds(p.Conditions[0].When); got != Unknown {
		t.Errorf("the day of the week of no date is null: %d", got)
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
