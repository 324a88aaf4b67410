package bind_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// opened compiles a policy, and gives the decision form of its bundle.
func opened(t testing.TB, source string) *bind.Policy {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	b, err := compile.Bundle(p, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(b.Data["acme"].(map[string]any)["form"])
	if err != nil {
		t.Fatal(err)
	}
	var f form.Form
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	return bind.NewPolicy(&f)
}

const now = "2026-03-01T09:00:00Z"

// bound binds a user to a table's action.
func bound(t testing.TB, p *bind.Policy, u bind.User, table, action string) *bind.Bound {
	t.Helper()
	b, err := p.Person(u, now).Bind("table", table, action)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ofRows is a table of every type; a profile for each condition, of its name,
// is allowed to view the rows that it is true of.
func ofRows(conditions ...string) string {
	var b strings.Builder
	b.WriteString(schema)
	for _, c := range conditions {
		fmt.Fprintf(&b, "profile %q {\n  allow \"table\" \"orders\" {\n    actions = [\"view\"]\n    rows    = %s\n  }\n}\n", c, c)
	}
	return b.String()
}

const schema = `
portal "acme" {
  users = "people"
  login = "email"
  user_properties = { regions = list(string), limit = number, since = date, level = enum("low", "high") }
  team_properties = { tier = string }
}
table "people" {
  fields = { id = number, email = string, client_id = number }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  has_many "seats" {
    table = "seats"
    key   = "person_id"
  }
}
table "clients" {
  fields = { id = number, region = string }
}
table "seats" {
  fields = { id = number, person_id = number, order_id = number }
}
table "orders" {
  fields = {
    id        = number
    total     = number
    title     = string
    level     = enum("low", "mid", "high")
    open      = bool
    due       = date
    at        = timestamp
    tags      = list(string)
    person_id = number
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
  has_many "seats" {
    table = "seats"
    key   = "order_id"
  }
}
`

// ana has all that there is to have, and the profiles.
func ana(profiles ...string) bind.User {
	return bind.User{
		Login: "ana@example.com", Profiles: profiles, Team: "green",
		TeamProperties: map[string]any{"tier": "paid"},
		Properties:     map[string]any{"regions": []any{"EU", "US", "EU"}, "limit": 100, "since": "2026-01-01", "level": "low"},
		Record: map[string]any{
			"id": 1, "email": "ana@example.com", "client_id": 7, "client": map[string]any{"id": 7, "region": "EU"},
			"seats": []any{map[string]any{"id": 1, "order_id": 10}, map[string]any{"id": 2, "order_id": nil}, map[string]any{"id": 3, "order_id": 30}},
		},
	}
}
