package reference

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/lang"
)

// TestLeaves tells which parts of a condition are watched, and what each comes
// to; a leaf is named by its text in the source, once for each time it is asked.
func TestLeaves(t *testing.T) {
	tests := []struct {
		condition string
		row       string
		want      []string
	}{
		{`row.n == 1`, `{"n": 1}`, []string{`row.n == 1: true`}},
		{`row.n != 1`, `{"n": 1}`, []string{`row.n != 1: false`}},
		{`row.n == null || row.n != 1`, `{"n": null}`, []string{`row.n == null: true`, `row.n != 1: unknown`}},
		{`row.n > 1 && row.b`, `{"n": 1, "b": true}`, []string{`row.n > 1: false`, `row.b: true`}},
		{`!(row.b || startswith(row.s, "x"))`, `{"b": false, "s": "xy"}`, []string{`row.b: false`, `startswith(row.s, "x"): true`}},
		{`row.b ? row.n > 1 : row.n < 1`, `{"n": 2, "b": true}`, []string{`row.b: true`, `row.n > 1: true`, `row.n < 1: false`}},
		{`contains(["draft", "open"], row.e)`, `{"e": "open"}`, []string{`contains(["draft", "open"], row.e): true`}},
		{`!contains(row.l, "a")`, `{"l": null}`, []string{`contains(row.l, "a"): unknown`}},
		{`anytrue([for k in row.kids : k.b])`, `{"kids": [{"b": true}, {"b": null}]}`, []string{`k.b: true`, `k.b: unknown`}},
		{`alltrue([for k in row.kids : k.s != "a"])`, `{"kids": [{"s": "a"}]}`, []string{`k.s != "a": false`}},
		{`row.s == (row.b ? "x" : "y")`, `{"s": "x", "b": true}`, []string{`row.b: true`, `row.s == (row.b ? "x" : "y"): true`}},
		{`condition.named`, `{"n": 3}`, []string{`row.n == 3: true`, `condition.named: true`}},
		{`all`, `{}`, nil},
	}
	for _, test := range tests {
		source := conditionSchema + `
condition "named" {
  table = "t"
  when  = row.n == 3
}
profile "a" {
  allow "table" "t" {
    actions = ["view"]
    rows    = ` + test.condition + `
  }
}`
		p := load(t, source)
		row := merge(object(t, `{"id": 1}`), object(t, test.row))
		var got []string
		i := Interpreter{Policy: p, Watch: &Watch{Leaf: func(c lang.Cond, is Truth) Truth {
			at := c.Source()
			got = append(got, fmt.Sprintf("%s: %s", at.SliceBytes(p.Files[0].Bytes), is))
			return is
		}}}
		i.Decide(map[string]any{
			"user": map[string]any{"profiles": []any{"a"}}, "action": "view",
			"resource": map[string]any{"type": "table", "name": "t"}, "row": row,
		})
		if !slices.Equal(got, test.want) {
			t.Errorf("%s of %s: %q, not %q", test.condition, test.row, got, test.want)
		}
		var all []string
		lang.EachLeaf(p.Statements[0].Targets[0].Rows, func(c lang.Cond) {
			at := c.Source()
			all = append(all, string(at.SliceBytes(p.Files[0].Bytes)))
		})
		for _, w := range test.want {
			text := w[:strings.LastIndex(w, ": ")]
			if !slices.Contains(all, text) && text != "row.n == 3" {
				t.Errorf("%s: EachLeaf does not find %q in %q", test.condition, text, all)
			}
		}
	}
}

// TestWatchChanges puts other answers in the place of leaves and statements.
func TestWatchChanges(t *testing.T) {
	p := load(t, conditionSchema+`
profile "a" {
  allow "table" "t" {
    actions = ["view"]
    rows    = row.n == 1 && row.b
  }
  deny "table" "t" {
    actions = ["view"]
    rows    = row.n2 == 2
  }
}`)
	request := map[string]any{
		"user": map[string]any{"profiles": []any{"a"}}, "action": "view",
		"resource": map[string]any{"type": "table", "name": "t"}, "row": object(t, `{"id": 1, "n": 1, "b": true, "n2": 2}`),
	}
	deny := p.Statements[1]
	var asked, applied []string
	watch := &Watch{
		Asked:   func(s *lang.Statement) { asked = append(asked, s.Effect.String()) },
		Applied: func(s *lang.Statement) { applied = append(applied, s.Effect.String()) },
	}
	i := Interpreter{Policy: p, Watch: watch}
	if i.Decide(request).Allow {
		t.Error("allowed, in spite of the deny")
	}
	if !slices.Contains(asked, "allow") || !slices.Contains(asked, "deny") || !slices.Equal(applied, []string{"allow", "deny"}) {
		t.Errorf("asked %q, applied %q", asked, applied)
	}
	watch.Skip = func(s *lang.Statement) bool { return s == deny }
	if !i.Decide(request).Allow {
		t.Error("refused, without the deny")
	}
	for text, want := range map[string]bool{`row.n == 1`: false, `row.b`: false, `row.n2 == 2`: true} {
		watch.Leaf = func(c lang.Cond, is Truth) Truth {
			at := c.Source()
			if string(at.SliceBytes(p.Files[0].Bytes)) == text {
				return Unknown
			}
			return is
		}
		if got := i.Decide(request).Allow; got != want {
			t.Errorf("with %s unknown, allowed is %v", text, got)
		}
	}
}
