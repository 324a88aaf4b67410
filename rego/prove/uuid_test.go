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
	"portcullis/rego/scalar"
)

// TestTextIsUUID asks about texts that are keys of rows with a uuid, and the other way
// round: where there is such a row, the text is a uuid.
func TestTextIsUUID(t *testing.T) {
	for rows, want := range map[string]prove.Verdict{
		`row.a.x == 1`:                                     prove.Sometimes,
		`row.a.x == 1 && row.a_id == "hello"`:              prove.Never,
		`row.a.x == 1 && startswith(row.a_id, "g")`:        prove.Never,
		`row.a.x == 1 && startswith(row.a_id, "0")`:        prove.Sometimes,
		`row.a_id == "x" && row.a.x == null`:               prove.Sometimes,
		`row.a.x == 1 && row.a_id == row.b.a_id`:           prove.Sometimes,
		`length(row.bs) > 0 && row.name == "hello"`:        prove.Never,
		`length(row.bs) > 1 && row.name != "hello"`:        prove.Sometimes,
		`length(row.bs) > 0 && !startswith(row.name, "f")`: prove.Sometimes,
	} {
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: fmt.Appendf(nil, `
portal "p" {}
table "as" {
  key    = "uid"
  fields = { uid = uuid, x = number }
}
table "things" {
  key    = "name"
  fields = { name = string, a_id = string }
  belongs_to "a" {
    table = "as"
    key   = "a_id"
  }
  belongs_to "b" {
    table = "things"
    key   = "a_id"
  }
  has_many "bs" {
    table = "bs"
    key   = "thing"
  }
}
table "bs" {
  fields = { id = number, thing = uuid }
}
profile "q" {
  allow "table" "things" {
    actions = ["view"]
    rows    = %s
  }
}
`, rows)}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		fact := prove.Fact{Kind: form.KindTable, Name: "things", Action: "view"}
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}, Claims: []string{"q"}}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verdict != want {
			t.Errorf("%s: the verdict is %v (%s), and not %v", rows, a.Verdict, a.Why, want)
		}
		if a.Verdict != prove.Sometimes {
			continue
		}
		if !run(t, f, a.World, fact).Allow {
			t.Errorf("%s is not so in %+v", rows, a.World)
		}
		for _, row := range a.World.Tables["as"] {
			if !scalar.IsUUID(row["uid"].(string)) {
				t.Errorf("%s: a key is no uuid in %+v", rows, a.World)
			}
		}
	}
}
