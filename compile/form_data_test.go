package compile_test

import (
	"encoding/json"
	"slices"
	"testing"

	"portcullis/compile"
	"portcullis/rego/form"

	"github.com/google/go-cmp/cmp"
)

// TestForm reads the decision form of every portal's bundle, and writes it
// anew: what a bundle carries leads somewhere, and nothing of it is lost.
func TestForm(t *testing.T) {
	for name, portal := range portals(t) {
		t.Run(name, func(t *testing.T) {
			p := policy(t, portal)
			b, err := compile.Bundle(p, compile.Options{})
			if err != nil {
				t.Fatal(err)
			}
			root, _ := b.Data[p.Portal.Name].(map[string]any)
			text, err := json.Marshal(root["form"])
			if err != nil {
				t.Fatal(err)
			}
			var f form.Form
			if err := json.Unmarshal(text, &f); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(&f)
			if err != nil {
				t.Fatal(err)
			}
			var written any
			if err := json.Unmarshal(again, &written); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(root["form"], written); diff != "" {
				t.Errorf("read and written anew, it differs (-carried +again):\n%s", diff)
			}
			if len(f.Statements) != len(p.Statements) || len(f.Tables) != len(p.Tables) {
				t.Errorf("it has %d statements and %d tables", len(f.Statements), len(f.Tables))
			}
			for i, s := range p.Statements {
				if got := f.Statements[i]; len(got.Clauses) == 0 || got.Profile != s.Profile.Name || got.Effect != form.Effect(s.Effect.String()) {
					t.Errorf("statement %d is %+v", i, got)
				}
			}
		})
	}
}

// TestFormTells asks what the form says of a small policy.
func TestFormTells(t *testing.T) {
	b := compiled(t, files(map[string]string{"p.portal.hcl": `
portal "acme" {}
table "orders" {
  source = "crm.orders"
  fields = { id = number, status = enum("open", "done"), total = number, phone = string, card = string }
  field "vat" {
    type      = string
    sensitive = "tax"
    column    = "vat_no"
  }
}
profile "clerk" {
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = row.status == "open" && row.total > 12345678901234567890.5
    mask    = { phone = null, card = last(4) }
    message = "Open ones."
  }
  deny "table" "orders" {
    fields = ["total"]
    rows   = row.total == null
  }
}
profile "chief" {
  includes = ["clerk"]
  reveal   = ["tax"]
}
`}))
	text, err := json.Marshal(b.Data["acme"].(map[string]any)["form"])
	if err != nil {
		t.Fatal(err)
	}
	var f form.Form
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	orders := f.Resource(form.KindTable, "orders")
	if orders.Table.Source != "crm.orders" || orders.Table.Field("vat").Column != "vat_no" || len(orders.Uses) != 2 {
		t.Fatalf("the table is %+v", orders)
	}
	allow, lock := orders.Uses[0], orders.Uses[1]
	total := form.Place{Root: form.Row, Field: orders.Table.Field("total"), T: form.Type{Kind: form.Number}}
	rows, _ := allow.Clause.Rows.(form.Every)
	want := form.Relate{Op: form.Greater, X: total, Y: form.Constant{T: total.T, Value: form.Decimal("12345678901234567890.5")}}
	if len(rows) != 2 || cmp.Diff(form.Formula(want), rows[1]) != "" {
		t.Errorf("the allow applies to %+v", allow.Clause.Rows)
	}
	if s := allow.Clause.Statement; s.ID != "p.portal.hcl:13" || s.Message != "Open ones." || s.When != (form.Always{}) {
		t.Errorf("the allow is %+v", s)
	}
	if m := allow.Masks; len(m) != 2 || m[0].Field.Name != "phone" || form.DisguiseText(m[0].Shows) != "null" || form.DisguiseText(m[1].Shows) != "last(4)" {
		t.Errorf("it masks %+v", m)
	}
	if c := allow.Classed; len(c) != 1 || c[0].Field.Name != "vat" || !slices.Equal(c[0].By, []string{"chief"}) {
		t.Errorf("it covers for holders %+v", c)
	}
	if lock.Part != form.Locks || len(lock.Locked) != 1 || lock.Locked[0] != orders.Table.Field("total") {
		t.Errorf("the deny is %+v", lock)
	}
	if spared := cmp.Diff(form.Formula(form.Known{X: total}), lock.Clause.Rows); spared != "" {
		t.Errorf("the deny spares %+v", lock.Clause.Rows)
	}
}
