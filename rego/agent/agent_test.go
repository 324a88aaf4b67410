package agent_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/google/go-cmp/cmp"
)

const shop = `
portal "shop" {
  user_properties = { region = string }
}
table "orders" {
  fields = { id = number, region = string, title = string, total = number, select = string }
}
profile "seller" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.region == user.region
    hide    = ["total"]
  }
}
profile "boss" {
  allow "table" "orders" {
    actions = ["view", "delete"]
    rows    = all
  }
}
profile "chooser" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.select == "x"
  }
}
profile "reader" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startswith(row.title, "a")
  }
}
`

func seller(profile string) *rego.Request {
	return &rego.Request{
		User:   rego.User{Login: "ana", Profiles: []string{profile}, Properties: map[string]any{"region": "EU"}},
		Action: "view", Resource: rego.Resource{Type: "table", Name: "orders"},
	}
}

func TestBundle(t *testing.T) {
	opa, policies, engines := started(t, fstest.MapFS{"shop.portal.hcl": {Data: []byte(shop)}}, fstest.MapFS{"n.portal.hcl": {Data: []byte(numbers)}})
	a, err := agent.Open(t.Context(), opa.URL+"/", "shop", agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.Bundle(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if b.Revision != engines[0].Revision() || b.Version != compile.Version || !strings.HasSuffix(b.Name, "shop.tar.gz") {
		t.Errorf("the bundle is %+v", b)
	}
	if differ := b.Differs(compile.Sources(policies[0])); len(differ) > 0 {
		t.Errorf("%v differ", differ)
	}
	others := map[string]string{"shop.portal.hcl": "sha256:00", "a.portal.hcl": "sha256:01"}
	if diff := cmp.Diff([]string{"a.portal.hcl", "shop.portal.hcl"}, b.Differs(others)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"shop.portal.hcl"}, b.Differs(nil)); diff != "" {
		t.Error(diff)
	}

	_, err = agent.Open(t.Context(), opa.URL, "bakery", agent.Options{})
	if !errors.Is(err, agent.ErrNoBundle) || !strings.Contains(err.Error(), `"bakery"`) || !strings.HasSuffix(err.Error(), "numbers, shop") {
		t.Errorf("a portal that is not there: %v", err)
	}
}

func TestFilter(t *testing.T) {
	opa, _, _ := started(t, fstest.MapFS{"shop.portal.hcl": {Data: []byte(shop)}})
	a, err := agent.Open(t.Context(), opa.URL, "shop", agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	masks := map[string]map[string]any{"orders": {"total": nil}}
	for _, c := range []struct {
		profile, action string
		dialect         agent.Dialect
		want            *agent.Filter
	}{
		{"seller", "view", agent.PostgreSQL, &agent.Filter{SQL: `WHERE orders.region = E'EU'`, Masks: masks}},
		{"seller", "view", agent.SQLite, &agent.Filter{SQL: `WHERE orders.region = 'EU'`, Masks: masks}},
		{"seller", "view", agent.MySQL, &agent.Filter{SQL: `WHERE orders.region = 'EU'`, Masks: masks}},
		{"seller", "view", agent.SQLServer, &agent.Filter{SQL: `WHERE orders.region = N'EU'`, Masks: masks}},
		{"seller", "view", agent.UCAST, &agent.Filter{UCAST: map[string]any{"type": "field", "operator": "eq", "field": "orders.region", "value": "EU"}, Masks: masks}},
		{"seller", "delete", agent.SQLite, &agent.Filter{Nothing: true}},
		{"chooser", "view", agent.PostgreSQL, &agent.Filter{SQL: `WHERE orders.select = E'x'`, Masks: map[string]map[string]any{}}},
		{"chooser", "view", agent.SQLite, &agent.Filter{SQL: `WHERE orders.select_ = 'x'`, Masks: map[string]map[string]any{}}},
		{"boss", "delete", agent.SQLite, &agent.Filter{Masks: map[string]map[string]any{}}},
		{"boss", "view", agent.UCASTPrisma, &agent.Filter{UCAST: map[string]any{}, Masks: map[string]map[string]any{}}},
	} {
		q := seller(c.profile)
		q.Action = c.action
		got, err := a.Filter(t.Context(), q, c.dialect)
		if err != nil {
			t.Errorf("%v: %v", c, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s, %s:\n%s", c.profile, c.action, c.dialect, diff)
		}
	}
	if f, err := a.Filter(t.Context(), seller("reader"), agent.SQLite); !errors.Is(err, agent.ErrNotFilterable) || !strings.Contains(err.Error(), "startswith") {
		t.Errorf("what cannot be expressed: %v, %v", f, err)
	}
	if f, err := a.Filter(t.Context(), seller("seller"), "sql.oracle"); err == nil || errors.Is(err, agent.ErrNotFilterable) {
		t.Errorf("an unknown dialect: %v, %v", f, err)
	}
	for _, on := range []rego.Resource{{Type: "table", Name: "nothing"}, {Type: "report", Name: "orders"}, {Type: "page", Name: "orders"}} {
		q := seller("seller")
		q.Resource = on
		if f, err := a.Filter(t.Context(), q, agent.SQLite); !errors.Is(err, agent.ErrNoFilter) {
			t.Errorf("%v: %v, %v", on, f, err)
		}
	}
	q := seller("seller")
	q.Action = "create"
	if f, err := a.Filter(t.Context(), q, agent.SQLite); !errors.Is(err, agent.ErrNoFilter) {
		t.Errorf("create: %v, %v", f, err)
	}
}

// TestFilterRequest has the agent told what it would otherwise look for in the
// annotations of all rules, which is slow, and nothing of the request that is
// the row's, which is unknown.
func TestFilterRequest(t *testing.T) {
	catalog := `{"result": {"portal": "shop", "tables": {"orders": {"actions": {"view": {"filter": {
		"path": "shop/filter/orders/view", "unknowns": ["input.orders", "input.orders__contact"], "mask_rule": "_masks",
		"mappings": {"sqlite": {"orders": {"select": "select_"}}}
	}}}}}}}`
	asked := map[string]any{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/data/shop/catalog" {
			fmt.Fprint(w, catalog)
			return
		}
		if r.URL.Path != "/v1/compile/shop/filter/orders/view" || r.Header.Get("Accept") != "application/vnd.opa.sql.sqlite+json" {
			t.Errorf("asked at %s for %s", r.URL, r.Header.Get("Accept"))
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		fmt.Fprint(w, `{"result": {"query": ""}}`)
	}))
	defer server.Close()
	a, err := agent.Open(t.Context(), server.URL, "shop", agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	q := seller("seller")
	q.Now, q.Row, q.Set, q.Rows = "2026-03-01T09:00:00Z", map[string]any{"id": 1}, map[string]any{"id": 1}, []map[string]any{{"id": 1}}
	if _, err := a.Filter(t.Context(), q, agent.SQLite); err != nil {
		t.Fatal(err)
	}
	delete(asked["input"].(map[string]any), "resource") // which is empty
	want := map[string]any{
		"input": map[string]any{
			"now":  "2026-03-01T09:00:00Z",
			"user": map[string]any{"login": "ana", "profiles": []any{"seller"}, "properties": map[string]any{"region": "EU"}},
		},
		"unknowns": []any{"input.orders", "input.orders__contact"},
		"options": map[string]any{
			"maskRule":               "_masks",
			"targetSQLTableMappings": map[string]any{"sqlite": map[string]any{"orders": map[string]any{"select": "select_"}}},
		},
	}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
}

// TestErrors has nothing that goes wrong be an answer.
func TestErrors(t *testing.T) {
	catalog := `{"result": {"portal": "shop", "tables": {"orders": {"actions": {"view": {"filter": {"path": "shop/filter/orders/view"}}}}}}}`
	var answer func(w http.ResponseWriter)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer secret":
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"code": "unauthorized", "message": "request rejected by administrative policy"}`)
		case r.URL.Path == "/opa/v1/data/shop/catalog":
			fmt.Fprint(w, catalog)
		default:
			answer(w)
		}
	}))
	defer server.Close()
	if _, err := agent.Open(t.Context(), server.URL+"/opa", "shop", agent.Options{}); err == nil || !strings.Contains(err.Error(), "401 Unauthorized: request rejected by administrative policy") {
		t.Errorf("without a token: %v", err)
	}
	a, err := agent.Open(t.Context(), server.URL+"/opa", "shop", agent.Options{Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		status     int
		text, want string
	}{
		"undefined":          {200, `{}`, "no bundle of the portal"},
		"null":               {200, `{"result": null}`, "no bundle of the portal"},
		"another type":       {200, `{"result": "yes"}`, "does not answer as an OPA agent does"},
		"no JSON":            {200, `<html>`, "does not answer as an OPA agent does"},
		"cut off":            {200, `{"result": tr`, "does not answer as an OPA agent does"},
		"nothing":            {200, ``, "does not answer as an OPA agent does"},
		"an error of OPA":    {500, `{"code": "internal_error", "message": "m", "errors": [{"message": "e"}, {"message": "e"}]}`, "500 Internal Server Error: m: e"},
		"an error of others": {502, `Bad gateway`, "502 Bad Gateway"},
	} {
		answer = func(w http.ResponseWriter) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.text)
		}
		q := seller("seller")
		yes, err := a.Allow(t.Context(), q)
		errs := map[string]error{"allow": err}
		d, err := a.Decide(t.Context(), q)
		errs["decision"] = err
		rows, err := a.Visible(t.Context(), q)
		errs["visible"] = err
		access, err := a.Access(t.Context(), q.User, "")
		errs["access"] = err
		if yes || d != nil || rows != nil || access != nil {
			t.Errorf("%s: %v, %v, %v, %v", name, yes, d, rows, access)
		}
		for rule, err := range errs {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s of %s: %v", name, rule, err)
			}
		}
		f, err := a.Filter(t.Context(), q, agent.SQLite)
		if c.want == "no bundle of the portal" { // OPA says so of no rows
			if err != nil || !f.Nothing {
				t.Errorf("%s: %v, %v", name, f, err)
			}
		} else if f != nil || err == nil {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	// What cannot be sent is not asked.
	answer = func(w http.ResponseWriter) { fmt.Fprint(w, `{"result": true}`) }
	for _, x := range []any{math.NaN(), "\xff", json.Number("1 "), struct{}{}} {
		q := seller("seller")
		q.Row = map[string]any{"x": x}
		if yes, err := a.Allow(t.Context(), q); yes || err == nil || !strings.HasPrefix(err.Error(), "the request: row: x: ") {
			t.Errorf("%v: %v, %v", x, yes, err)
		}
		q.Row, q.User.Properties = nil, map[string]any{"x": x}
		if f, err := a.Filter(t.Context(), q, agent.SQLite); f != nil || err == nil {
			t.Errorf("%v: %v, %v", x, f, err)
		}
	}
	server.Close()
	if yes, err := a.Allow(t.Context(), seller("seller")); yes || err == nil {
		t.Errorf("an agent that is gone: %v, %v", yes, err)
	}
	for _, address := range []string{"", "localhost:8181", "localhost", "ftp://localhost", "http://", "http://%zz", "/v1/data"} {
		if _, err := agent.Open(t.Context(), address, "shop", agent.Options{}); err == nil || !strings.Contains(err.Error(), "is not the address of an agent") {
			t.Errorf("the address %q: %v", address, err)
		}
	}
	for _, path := range []string{"/v1", "/v1/", "/v1/data", "/v1/data/shop/decision"} {
		_, err := agent.Open(t.Context(), "http://localhost:8181/opa"+path, "shop", agent.Options{})
		if err == nil || !strings.HasSuffix(err.Error(), "that of the agent is http://localhost:8181/opa") {
			t.Errorf("an address that ends in %s: %v", path, err)
		}
	}
}
