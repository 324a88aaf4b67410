package publish_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"testing/fstest"

	"portcullis/lang"

	"github.com/google/go-cmp/cmp"
)

// labelled has a profile of a name that YAML would read otherwise.
const labelled = `
portal "shop" {}
table "orders" {
  fields = { id = number, status = enum("open", "done"), total = number }
}
profile "a \"clerk\": #1 \\ 日本\u2028" {
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = row.status == "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total > 100
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.total > 1000
  }
  deny "table" "orders" {
    actions = ["update"]
    check   = new.total > 5
  }
}
`

// TestLabels asks an agent who decided: the statements that apply, in the answer
// and in the decision log, and no others.
func TestLabels(t *testing.T) {
	policy, _, diags := lang.Load(fstest.MapFS{"shop.portal.hcl": {Data: []byte(labelled)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	a := logging(t, policy, false)
	const profile = "a \"clerk\": #1 \\ 日本\u2028"
	label := func(statement, effect string) map[string]any {
		return map[string]any{"statement": "shop.portal.hcl:" + statement, "effect": effect, "profile": profile}
	}
	var want [][]map[string]any
	for _, c := range []struct {
		row  map[string]any
		want []map[string]any
	}{
		{map[string]any{"id": 1, "status": "open", "total": 7}, []map[string]any{label("7", "allow")}},
		{map[string]any{"id": 2, "status": "done", "total": 700}, []map[string]any{label("11", "allow")}},
		{
			map[string]any{"id": 3, "status": "open", "total": 7000},
			[]map[string]any{label("7", "allow"), label("11", "allow"), label("15", "deny")},
		},
		{map[string]any{"id": 4, "status": "done", "total": 7}, nil},
	} {
		want = append(want, c.want)
		status, body := a.Post(t, "/v1/data/shop/decision?rule_labels", map[string]any{"input": map[string]any{
			"user":     map[string]any{"login": "ana", "profiles": []string{profile}},
			"action":   "view",
			"resource": map[string]any{"type": "table", "name": "orders"},
			"row":      c.row,
		}})
		var answer struct {
			Labels []map[string]any `json:"rule_labels"`
		}
		if err := json.Unmarshal(body, &answer); err != nil || status != http.StatusOK {
			t.Fatal(status, err, string(body))
		}
		if diff := cmp.Diff(c.want, answer.Labels); diff != "" {
			t.Errorf("%v: -want +got:\n%s", c.row, diff)
		}
	}
	var got [][]map[string]any
	for _, event := range logged(t, a) {
		if event["path"] != "shop/decision" {
			continue
		}
		var labels []map[string]any
		list, _ := event["rule_labels"].([]any)
		for _, l := range list {
			labels = append(labels, l.(map[string]any))
		}
		got = append(got, labels)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the decision log: -want +got:\n%s", diff)
	}
}
