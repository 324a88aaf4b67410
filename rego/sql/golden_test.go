package sql_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/internal/update"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

const sales = `
portal "sales" {
  users           = "people"
  login           = "email"
  user_properties = { regions = list(enum("EU", "US")), since = date, level = number }
}
table "people" {
  fields = { id = number, email = string, client_id = number, active = bool }
}
table "clients" {
  source = "crm.clients"
  fields = { id = string, name = string, region = enum("EU", "US") }
  field "parent_id" {
    type   = string
    column = "parent id"
  }
  belongs_to "parent" {
    table = "clients"
    key   = "parent_id"
  }
}
table "orders" {
  source = "crm.orders"
  owner  = "added_by"
  fields = {
    id        = number
    client_id = string
    added_by  = number
    status    = enum("draft", "open", "done")
    total     = number
    paid      = bool
    placed    = date
    changed   = timestamp
    tags      = list(string)
    note      = string
    phone     = string
  }
  field "margin" {
    type   = number
    column = "marge \"brutto\""
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  has_many "items" {
    table = "items"
    key   = "order_id"
  }
}
table "items" {
  fields = { id = number, order_id = number, sku = string, quantity = number }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
}
report "open_orders" {
  table  = "orders"
  rows   = row.status == "open"
  fields = ["total", "client_id"]
}
profile "all" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
  }
}
profile "joins" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client.parent.region == "EU" && row.client.name != null
    hide    = ["margin"]
  }
}
profile "cells" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status != "draft"
    hide    = ["margin", "note"]
    mask    = { phone = last(4), tags = ["x"], changed = "2020-01-01T00:00:00Z" }
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = own
    hide    = ["margin"]
    mask    = { total = null }
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.paid
    fields  = ["note"]
  }
}
profile "lists" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.items[*].sku, "x-1") && !contains(row.tags, "secret") && length(row.items) > 1
    fields  = ["status"]
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = alltrue([for i in row.items : i.quantity > 0 && i.order.total > 100.5]) && contains(user.regions, row.client.region)
    fields  = ["status"]
  }
}
profile "texts" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startswith(lower(row.note), "rush") && !endswith(row.note, "%") || strcontains(row.note, "'; --") && row.note < "m"
    fields  = ["note"]
  }
}
profile "times" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = dateadd(row.placed, 30) >= today && timeadd(row.changed, "36h") < now && row.placed > user.since
    fields  = ["placed"]
  }
}
profile "editor" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id != null
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.status == "draft"
    fields  = ["note"]
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    fields  = ["total", "note"]
    set     = { note = "paid" }
  }
}
profile "reader" {
  allow "report" "open_orders" {
    actions = ["view"]
    rows    = row.total >= user.level
  }
}
profile "nobody" {}
`

// written are the statements in the golden files.
var written = []struct{ profile, kind, name, action string }{
	{"all", "table", "orders", "view"},
	{"joins", "table", "orders", "view"},
	{"cells", "table", "orders", "view"},
	{"lists", "table", "orders", "view"},
	{"texts", "table", "orders", "view"},
	{"times", "table", "orders", "view"},
	{"editor", "table", "orders", "update"},
	{"reader", "report", "open_orders", "view"},
	{"nobody", "table", "orders", "view"},
}

func seller(profile string) bind.User {
	return bind.User{
		Login: "ana", Profiles: []string{profile},
		Properties: map[string]any{"regions": []any{"EU", "US"}, "since": "2025-01-01", "level": num("0.1")},
		Record:     map[string]any{"id": num("7"), "email": "ana", "client_id": num("9007199254740993"), "active": true},
	}
}

func TestGolden(t *testing.T) {
	_, engine := opened(t, sales)
	people := bind.NewPolicy(engine.Form())
	for _, dialect := range psql.Dialects() {
		var out strings.Builder
		add := func(title string, s *psql.Statement, err error) {
			if err != nil {
				fmt.Fprintf(&out, "-- %s\n-- refused: %v\n\n", title, err)
				return
			}
			params, jsonErr := json.Marshal(s.Params)
			if jsonErr != nil {
				t.Fatal(jsonErr)
			}
			fmt.Fprintf(&out, "-- %s\n%s;\n-- %s\n\n", title, s.SQL, params)
		}
		for _, w := range written {
			s, err := psql.Select(bound(t, people, seller(w.profile), form.ResourceKind(w.kind), w.name, w.action), dialect)
			add(fmt.Sprintf("%s of %s as %s", w.action, w.name, w.profile), s, err)
		}
		s, err := psql.Select(bound(t, people, seller("cells"), "table", "orders", "view"), dialect)
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Page(psql.Page{
			Where: []psql.Filter{{Column: "note", Op: psql.Contains, Value: "50%"}, {Column: "placed", Op: psql.NotEqual}},
			Order: []psql.Order{{Column: "changed", Descending: true}, {Column: "note"}},
			After: []any{"2026-01-01T00:00:00Z", nil, num("12")}, Limit: 20, Offset: 5,
		})
		add("a page", page, err)
		count, err := s.Count(psql.Filter{Column: "total", Op: psql.Greater, Value: num("1e3")})
		add("a count", count, err)
		if err == nil {
			plan, err := count.Explain()
			add("a plan", plan, err)
		}
		golden(t, string(dialect)+".sql", out.String())
	}
}

func TestGoldenRowSecurity(t *testing.T) {
	_, engine := opened(t, sales)
	s, err := psql.Secure(engine.Form(), psql.Target{Role: "web", Schema: "public"})
	if err != nil {
		t.Fatal(err)
	}
	out := s.Text
	for _, l := range s.Limits {
		out += fmt.Sprintf("-- %s: %s: %s\n", l.Statement, l.What, l.Why)
	}
	golden(t, "security.sql", out)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if update.Golden() {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run the test with -update and look at what changed\n%s", path, got)
	}
}
