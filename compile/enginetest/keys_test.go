package enginetest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"portcullis/rego"
)

// TestKeysOfEnums asks for rows over keys of enums, which one column of a database
// has as a type of its own, and another that refers to it as text.
func TestKeysOfEnums(t *testing.T) {
	const names = "abcdefgh"
	var b strings.Builder
	fmt.Fprint(&b, "portal \"acme\" {}\ntable \"kinds\" {\n  key = [\"status\", \"nr\"]\n  fields = { status = enum(\"open\", \"done\"), nr = number, title = string }\n")
	for _, c := range names {
		fmt.Fprintf(&b, "  has_many \"things_%c\" {\n    table = \"things\"\n    key = [\"%[1]c\", \"nr\"]\n  }\n", c)
	}
	fmt.Fprint(&b, "}\ntable \"things\" {\n  fields = {\n    id = number\n    nr = number\n")
	for _, c := range names {
		fmt.Fprintf(&b, "    %c = enum(\"open\", \"done\")\n", c)
	}
	fmt.Fprint(&b, "  }\n")
	for _, c := range names {
		fmt.Fprintf(&b, "  belongs_to \"kind_%c\" {\n    table = \"kinds\"\n    key = [\"%[1]c\", \"nr\"]\n  }\n", c)
	}
	fmt.Fprint(&b, "}\n")
	for _, c := range names {
		fmt.Fprintf(&b, "profile \"%c\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = row.kind_%[1]c.title == \"yes\"\n  }\n", c)
		fmt.Fprintf(&b, "  allow \"table\" \"kinds\" {\n    actions = [\"view\"]\n    rows = contains(row.things_%c[*].id, 1)\n  }\n}\n", c)
	}
	p, err := open(b.String())
	if err != nil {
		t.Fatal(err)
	}
	row := func(values ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(values); i += 2 {
			out[values[i].(string)] = values[i+1]
		}
		return out
	}
	n := func(text string) any { return json.Number(text) }
	things := []any{row("id", n("1"), "nr", n("1")), row("id", n("2"), "nr", n("2")), row("id", n("3"), "nr", nil), row("id", n("4"), "nr", n("1"))}
	for i, thing := range things {
		for _, c := range names {
			thing.(map[string]any)[string(c)] = []any{"open", "done", "open", nil}[i]
		}
	}
	w := newWorld(p.policy, map[string]any{"things": things, "kinds": []any{
		row("status", "open", "nr", n("1"), "title", "yes"), row("status", "done", "nr", n("1"), "title", "yes"), row("status", "done", "nr", n("2"), "title", "no"),
	}})
	bench := newBench(t)
	databases, err := bench.holding(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range names {
		for _, table := range []string{"things", "kinds"} {
			q := question{kind: "table", name: table, action: "view", now: "2026-03-01T09:00:00Z", asker: asker{User: rego.User{Login: "ana", Profiles: []string{string(c)}}}}
			about, _ := p.thing(q)
			r := p.request(w, q, about, w.rows[about.table])
			want := p.expected(r, about)
			if len(want.rows) != 1 {
				t.Errorf("%c: %d rows of %s", c, len(want.rows), table)
			}
			if diff := bench.ask(p, r, about, want, databases); diff != "" {
				t.Errorf("%c: %s", c, diff)
			}
		}
	}
}
