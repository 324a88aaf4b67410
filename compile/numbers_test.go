package compile_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"portcullis/compile"
	"portcullis/rego"
	"portcullis/rego/local"

	oparego "github.com/open-policy-agent/opa/v1/rego"
)

const numbersPortal = `
portal "p" {
  users           = "people"
  login           = "nr"
  user_properties = { limit = number }
}
table "people" {
  fields = { id = number, nr = number, age = number }
}
table "orders" {
  fields = { id = number, total = number, totals = list(number), note = string }
}
profile "all" {
  default = true
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = row.total > 0 || row.total <= 0 || contains(row.totals, 1)
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = row.total != user.limit
  }
  allow "message" "*" { users = [1] }
}
`

// TestNumbersBeyond asks the engines with numbers beyond the bound wherever one
// can stand. What is asked of them is unknown, they cost nothing to tell, and they
// are shown as they came. What OPA itself takes in, it judges the same.
func TestNumbersBeyond(t *testing.T) {
	bundle := written(t, files(map[string]string{"p.portal.hcl": numbersPortal}), compile.Options{})
	engine, err := rego.Open(t.Context(), bytes.NewReader(bundle))
	if err != nil {
		t.Fatal(err)
	}
	other := local.New(engine)
	agent := plain(t, bundle, "x := data.p")
	for _, text := range []string{"1e5000", "-1e5000", "1e-5000", "1" + strings.Repeat("0", 99) + "1", "1e10000000", "1e1000000", "-1e99999999999999999999"} {
		n := json.Number(text)
		row := map[string]any{"id": json.Number("1"), "total": n, "note": "x"}
		some := map[string]any{"id": json.Number("1"), "total": json.Number("5"), "totals": []any{n}, "note": "x"}
		on := rego.Resource{Type: "table", Name: "orders"}
		ana := rego.User{Login: 7, Record: map[string]any{"id": 1, "nr": 7, "age": 30}}
		limited, aged, unknown := ana, ana, ana
		limited.Properties = map[string]any{"limit": n}
		aged.Record = map[string]any{"id": 1, "nr": 7, "age": n}
		unknown.Login, unknown.Record = n, map[string]any{"id": 1, "nr": n}
		for name, c := range map[string]struct {
			q    rego.Request
			want bool
		}{
			"a row":             {rego.Request{User: ana, Action: "view", Resource: on, Row: row}, false},
			"a list":            {rego.Request{User: ana, Action: "view", Resource: on, Row: map[string]any{"id": 1, "totals": []any{n, json.Number("1")}}}, false},
			"another field":     {rego.Request{User: ana, Action: "view", Resource: on, Row: some}, true},
			"set":               {rego.Request{User: ana, Action: "update", Resource: on, Row: some, Set: map[string]any{"total": n}}, false},
			"set of a text":     {rego.Request{User: ana, Action: "update", Resource: on, Row: some, Set: map[string]any{"note": n}}, false},
			"a property":        {rego.Request{User: limited, Action: "delete", Resource: on, Row: some}, false},
			"a record":          {rego.Request{User: aged, Action: "view", Resource: on, Row: some}, true},
			"a login":           {rego.Request{User: unknown, Action: "view", Resource: on, Row: some}, false},
			"a related row":     {rego.Request{User: ana, Action: "update", Resource: on, Row: some, Set: map[string]any{"note": "y"}, Related: map[string]any{"x": row}}, true},
			"whom to write to":  {rego.Request{User: ana, Action: "access", Resource: rego.Resource{Type: "message", Name: "*"}, To: &rego.Recipient{Key: n}}, false},
			"a property unused": {rego.Request{User: limited, Action: "view", Resource: on, Row: some}, true},
		} {
			short := name + " with " + text[:min(len(text), 20)]
			allow, err := engine.Allow(t.Context(), &c.q)
			if err != nil || allow != c.want {
				t.Errorf("%s: allow is %v, %v", short, allow, err)
			}
			d, err := engine.Decide(t.Context(), &c.q)
			if err != nil || d.Allow != c.want {
				t.Errorf("%s: the decision is %v, %v", short, d, err)
			}
			b, err := other.Decide(t.Context(), &c.q)
			if err != nil || b.Allow != c.want {
				t.Errorf("%s: the bound decision is %v, %v", short, b, err)
			}
			if len(text) > 7 && strings.Contains(text, "e") {
				continue // what OPA does not take in
			}
			document, err := json.Marshal(&c.q)
			if err != nil {
				t.Fatal(err)
			}
			results, err := agent.Eval(t.Context(), oparego.EvalInput(*decoded(t, string(document))))
			if err != nil {
				t.Errorf("%s: %s", short, err)
				continue
			}
			if answer := results[0].Bindings["x"].(map[string]any); answer["allow"] != c.want {
				t.Errorf("%s: OPA alone says %v", short, answer["allow"])
			}
		}
		q := rego.Request{User: ana, Action: "view", Resource: on, Rows: []map[string]any{some, row}}
		seen, err := engine.Visible(t.Context(), &q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]rego.VisibleRow{{Row: some, Hidden: []string{}, Masked: []string{}}}, seen); diff != "" {
			t.Errorf("with %.20s the rows are others (-want +got):\n%s", text, diff)
		}
	}
}

// TestWrittenOutNumbers holds that the form in which a number comes does not matter.
func TestWrittenOutNumbers(t *testing.T) {
	engine, err := rego.Open(t.Context(), bytes.NewReader(written(t, files(map[string]string{"p.portal.hcl": numbersPortal}), compile.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"1." + strings.Repeat("0", 100000), "0e99999999999999999999", "9e999", "1e-1000"} {
		q := rego.Request{
			User:   rego.User{Login: 7, Record: map[string]any{"nr": 7}},
			Action: "view", Resource: rego.Resource{Type: "table", Name: "orders"},
			Row: map[string]any{"id": json.Number("1"), "total": json.Number(text)},
		}
		if allow, err := engine.Allow(t.Context(), &q); err != nil || !allow {
			t.Errorf("%.20s: %v, %v", text, allow, err)
		}
	}
}
