package reference

import (
	"strings"
	"testing"

	"portcullis/lang"
)

// conditionOf gives the typed form of a row condition on the table t.
func conditionOf(t *testing.T, condition string) (*lang.Policy, lang.Cond) {
	t.Helper()
	p := load(t, conditionSchema+`
condition "named" {
  table = "t"
  when  = row.n == 3 && row.b
}
profile "a" {
  allow "table" "t" {
    actions = ["view"]
    rows    = `+condition+`
  }
}`)
	return p, p.Statements[0].Targets[0].Rows
}

func wishOn(t *testing.T, p *lang.Policy, row map[string]any) wish {
	t.Helper()
	who, refusal := readPerson(p, object(t, `{
    "user": {"profiles": ["a"], "properties": {"up": "eu", "ul": ["x"], "un": 7}, "team_properties": {"tp": "gold"}},
    "now": "2026-03-01T09:00:00Z"
  }`))
	if refusal != "" {
		t.Fatal(refusal)
	}
	return wish{scope: scope{person: who, row: row}, table: "t"}
}

// TestLacks tells in which words each kind of leaf is said to lack something,
// where the condition is wished to be true; and after `!`, where it is wished
// to be false.
func TestLacks(t *testing.T) {
	for _, test := range []struct{ condition, row, want string }{
		{`row.s == "a"`, `{"s": "b"}`, `t.s is "b", needed "a"`},
		{`row.s == "a"`, `{}`, `t.s is unknown, needed "a"`},
		{`"a" == row.s`, `{"s": null}`, `t.s is null, needed "a"`},
		{`row.s != "a"`, `{"s": "a"}`, `t.s is "a", needed other than "a"`},
		{`row.s != "a"`, `{"s": null}`, `t.s is null, needed a value other than "a"`},
		{`row.s == user.up`, `{"s": "us"}`, `t.s is "us", needed "eu" (user.up)`},
		{`user.un == row.n`, `{"n": 1.50}`, `t.n is 1.50, needed 7 (user.un)`},
		{`10 > row.n`, `{"n": 12}`, `t.n is 12, needed < 10`},
		{`!(row.n >= 10)`, `{"n": 12}`, `t.n is 12, needed < 10`},
		{`row.o.p.s == "a"`, `{"o": {"p": null}}`, `t.o.p.s is null, needed "a"`},
		{`row.s == null`, `{"s": "x"}`, `t.s is "x", needed null`},
		{`row.s != null`, `{"s": null}`, `t.s is null, needed a value`},
		{`row.b`, `{"b": false}`, `t.b is false, needed true`},
		{`!row.b`, `{"b": null}`, `t.b is null, needed false`},
		{`startswith(row.s, user.up)`, `{"s": "us"}`, `t.s is "us", needed to begin with "eu" (user.up)`},
		{`!strcontains(row.s, "u")`, `{"s": "us"}`, `t.s is "us", needed not to contain "u"`},
		{`lower(row.s) == "a"`, `{"s": "B"}`, `lower(row.s) is "b", needed "a"`},
		{`contains(["draft", "open"], row.e)`, `{"e": null}`, `t.e is null, needed one of "draft", "open"`},
		{`!contains(["draft"], row.e)`, `{"e": "draft"}`, `t.e is "draft", needed none of "draft"`},
		{`contains(row.l, user.up)`, `{"l": ["a", "b"]}`, `t.l is ["a", "b"], needed "eu" (user.up) among them`},
		{`contains(user.ul, row.s)`, `{"s": "y"}`, `user.ul is ["x"], needed "y" (t.s) among them`},
		{`contains(row.l, "a")`, `{"l": null}`, `t.l is not known, needed "a" among them`},
		{`contains(row.kids[*].p.s, "a")`, `{"kids": [{"p": {"s": "b"}}, {"p": null}]}`, `t.kids[*].p.s is ["b", null], needed "a" among them`},
		{`length(row.kids) > 1`, `{"kids": []}`, `length(row.kids) is 0, needed > 1`},
		{`row.d < today`, `{"d": "2026-03-02"}`, `t.d is "2026-03-02", needed < "2026-03-01" (today)`},
		{`team.tp == "silver"`, `{}`, `team.tp is "gold", needed "silver"`},

		{`row.b && row.s == "a"`, `{"b": false, "s": "b"}`, `t.b is false, needed true; t.s is "b", needed "a"`},
		{`row.s == "a" && row.s == "a"`, `{"s": "b"}`, `t.s is "b", needed "a"`},
		{`row.b && row.n == 1 || row.s == "a"`, `{"b": false, "n": 2, "s": "b"}`, `t.s is "b", needed "a"`},
		{`row.s == "a" || row.s == "c"`, `{"s": "b"}`, `t.s is "b", needed "a"`},
		{`!(row.b || row.n == 1)`, `{"b": true, "n": 1}`, `t.b is true, needed false; t.n is 1, needed other than 1`},
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": true, "n": 3}`, `t.n is 3, needed 1`},
		{`row.b ? row.n == 1 : row.n == 2`, `{"b": true, "n": 2}`, `t.n is 2, needed 1`},
		{`condition.named`, `{"n": 3, "b": false}`, `t.b is false, needed true`},
		{`anytrue([for k in row.kids : k.b && k.s == "a"])`, `{"kids": [{"b": false, "s": "b"}, {"b": true, "s": "c"}]}`, `k.s is "c", needed "a"`},
		{`anytrue([for k in row.kids : k.b])`, `{"kids": []}`, `t.kids has no rows`},
		{`anytrue([for k in row.kids : k.b])`, `{}`, `t.kids is not known`},
		{`alltrue([for k in row.kids : k.b])`, `{"kids": [{"b": false}, {"b": true}, {"b": null}]}`, `k.b is false, needed true; k.b is null, needed true`},
		{`row.b && false`, `{"b": true}`, `it is false of everything`},
		{`(row.b && false) || (row.n == 1 && row.s == "a")`, `{}`, `t.n is unknown, needed 1; t.s is unknown, needed "a"`},
	} {
		p, c := conditionOf(t, test.condition)
		lacks := wishOn(t, p, object(t, test.row)).toward(c, True)
		texts := make([]string, len(lacks))
		for i, l := range lacks {
			texts[i] = l.String()
		}
		if got := strings.Join(texts, "; "); got != test.want {
			t.Errorf("%s of %s lacks\n%s, not\n%s", test.condition, test.row, got, test.want)
		}
	}
}

// TestLacksOfWhatIsSo: a condition lacks nothing just where it is as wished.
func TestLacksOfWhatIsSo(t *testing.T) {
	conditions := []string{
		`row.n == 3`, `row.n != 3`, `!row.b`, `row.s == null`, `row.n > 1 && row.b`, `!(row.n > 1 && row.b)`, `row.b || !(row.s == "a")`,
		`row.b ? row.n == 3 : row.s == "a"`, `!(row.b ? row.n == 3 : row.s == "a")`, `condition.named`, `!condition.named`,
		`contains(row.l, "a")`, `!contains(row.l, "a")`, `contains(["a", null], row.s)`,
		`anytrue([for k in row.kids : k.b || k.s == "a"])`, `alltrue([for k in row.kids : k.b || k.s == "a"])`,
		`!anytrue([for k in row.kids : k.b])`, `!alltrue([for k in row.kids : !k.b])`, `all`,
		`row.s == (row.b ? "a" : "b")`, `coalesce(row.b, row.n == 3 ? true : false)`,
	}
	rows := []string{
		`{}`, `{"n": 3}`, `{"n": 1, "b": true}`, `{"n": 3, "b": false, "s": "a"}`, `{"n": null, "b": null, "s": null, "l": null}`,
		`{"b": true, "s": "a", "l": ["a"], "kids": []}`, `{"s": "b", "l": ["b", null], "kids": [{"b": true}, {"b": false, "s": "a"}]}`,
		`{"b": false, "kids": [{"b": null, "s": "b"}, {"b": false, "s": null}]}`, `{"b": "wrong", "kids": {}}`,
	}
	seen := map[Truth]int{}
	for _, condition := range conditions {
		p, c := conditionOf(t, condition)
		for _, text := range rows {
			w := wishOn(t, p, object(t, text))
			is := w.holds(c)
			seen[is]++
			for _, want := range []Truth{True, False} {
				if lacks := w.toward(c, want); (len(lacks) == 0) != (is == want) {
					t.Errorf("%s of %s is %s, and to be %s it lacks %v", condition, text, is, want, lacks)
				}
			}
		}
	}
	if seen[True] < 20 || seen[False] < 20 || seen[Unknown] < 20 {
		t.Errorf("too much of one kind: %v", seen)
	}
}
