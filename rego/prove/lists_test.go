package prove_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego/form"
	"portcullis/rego/prove"
)

// TestLists asks about lists of scalars: an element may be so in several ways at once,
// one row has one list however it is reached, and a list that is sent may be another
// than the one that is stored.
func TestLists(t *testing.T) {
	view, update, create := "view", "update", "create"
	for _, c := range []struct {
		says, action, field string
		want                prove.Verdict
	}{
		{`rows = anytrue([for t in row.tags : startswith(t, "a")]) && anytrue([for t in row.tags : endswith(t, "b")]) && length(row.tags) < 2`, view, "", prove.Sometimes},
		{`rows = contains(row.tags, "a") && contains(row.tags, "b") && length(row.tags) < 2`, view, "", prove.Never},
		{`rows = length(row.tags) > 6 && alltrue([for t in row.tags : startswith(t, "xy")])`, view, "", prove.Sometimes},
		{`rows = length(row.tags) == 3 && alltrue([for t in row.tags : t == "x"])`, view, "", prove.Sometimes},
		{`rows = row.thing.id == row.id && contains(row.thing.tags, "a") && !contains(row.tags, "a")`, view, "", prove.Never},
		{`rows = row.thing.id == row.id && contains(row.thing.tags, "a") && alltrue([for t in row.tags : t != "a"])`, view, "", prove.Never},
		{`rows = row.thing.id == row.id && contains(row.thing.tags, "a") && contains(row.tags, "b") && length(row.tags) == 1`, view, "", prove.Never},
		{`rows = row.thing.id == row.id && contains(row.thing.tags, "a") && contains(row.tags, "b") && length(row.tags) == 2`, view, "", prove.Sometimes},
		{`rows = row.thing.id == row.id && length(row.thing.tags) != length(row.tags) && length(row.tags) < 3 && length(row.thing.tags) < 4`, view, "", prove.Never},
		{`rows = anytrue([for m in row.things : m.id == row.id && contains(m.tags, "a")]) && length(row.tags) == 0`, view, "", prove.Never},
		{`rows = all`, update, "must", prove.Sometimes},
		{"rows = alltrue([for t in row.must : contains(row.tags, t)])\ncheck = alltrue([for t in row.tags : contains(row.must, t)]) && length(row.must) == 1 && contains(row.tags, \"a\") && contains(row.tags, \"b\")", update, "must", prove.Undecided},
		{"rows = all\ncheck = length(new.must) == 0 && length(row.must) == 0", update, "must", prove.Never},
		{"rows = all\ncheck = contains(new.tags, \"x\")\nfields = [\"must\"]\nset = { tags = [\"x\", \"y\"] }", create, "must", prove.Sometimes},
		{"rows = all\ncheck = contains(new.tags, \"z\")\nfields = [\"must\"]\nset = { tags = [\"x\", \"y\"] }", create, "must", prove.Never},
		{"rows = all\ncheck = length(new.tags) != 2\nfields = [\"must\"]\nset = { tags = [\"x\", \"y\"] }", create, "must", prove.Never},
		{"rows = all\ncheck = anytrue([for t in new.tags : !contains([\"x\", \"y\"], t)])\nfields = [\"must\"]\nset = { tags = [\"x\", \"y\"] }", create, "must", prove.Never},
		{"rows = contains(row.kinds, \"b\") && length(row.kinds) == 1", view, "", prove.Sometimes},
	} {
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: fmt.Appendf(nil, `
portal "p" {}
table "things" {
  fields = { id = number, tags = list(string), kinds = list(enum("a", "b")), thing_id = number }
  field "must" {
    type     = list(string)
    required = true
  }
  belongs_to "thing" {
    table = "things"
    key   = "thing_id"
  }
  has_many "things" {
    table = "things"
    key   = "thing_id"
  }
}
profile "q" {
  allow "table" "things" {
    actions = ["view"]
    rows    = all
  }
}
profile "r" {
  allow "table" "things" {
    actions = [%q]
    %s
  }
}
`, c.action, c.says)}})
		if diags.HasErrors() {
			t.Fatal(c.says, diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		claims := []string{"r"}
		if c.action == update {
			claims = append(claims, "q")
		}
		fact := prove.Fact{Kind: form.KindTable, Name: "things", Action: c.action, Field: c.field}
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}, Claims: claims}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verdict != c.want {
			t.Errorf("%s: the verdict is %v (%s), and not %v", c.says, a.Verdict, a.Why, c.want)
		}
		if a.Verdict != prove.Sometimes {
			continue
		}
		if d := run(t, f, a.World, fact); !holds(d, fact, a.World) {
			t.Errorf("%s is not so in %+v", c.says, a.World)
		}
		if old, ok := a.World.Row[c.field]; ok && fmt.Sprint(old) == fmt.Sprint(a.World.Set[c.field]) {
			t.Errorf("%s: what is sent is what is stored: %+v", c.says, a.World)
		}
	}
}
