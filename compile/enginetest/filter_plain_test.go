package enginetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	opafilter "portcullis/compile/filter"
)

// stories are portals whose filters were less than they could be.
const stories = `
portal "stories" {
  user_properties = { orgs = list(string) }
}
table "orders" {
  fields = {
    id = number
    owner = string
    org = string
    total = number
    margin = number
    pub = bool
  }
  field "owner_id" {
    type   = string
    column = "ownerId"
  }
  field "chief_id" {
    type   = number
    column = "ChiefID"
  }
  belongs_to "chief" {
    table = "orders"
    key   = "chief_id"
  }
}
profile "customer" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.owner == user.login
    hide    = ["margin"]
  }
}
profile "staff" {
  includes = ["customer"]
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
  }
}
profile "masked" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { total = 0 }
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.pub
    fields  = ["total"]
  }
}
profile "far" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.owner_id == user.login || row.chief.owner_id == user.login && row.chief.chief_id > 1
  }
}
profile "member" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(user.orgs, row.org)
  }
}
`

// TestPlainOnEveryRow has no narrower statement take away what one on all rows
// shows plain; OPA find columns by their names in capital letters; and lists of
// the person's filter.
func TestPlainOnEveryRow(t *testing.T) {
	s := compiled(t, stories)
	if diags := opafilter.Warnings(s.policy, nil); len(diags) > 0 {
		t.Errorf("the filter cannot do all: %v", diags)
	}
	table := s.policy.Tables[0]
	n := func(v int) any { return json.Number(fmt.Sprint(v)) }
	row := func(id int, owner, org any, chief any) map[string]any {
		return map[string]any{
			"id": n(id), "owner": owner, "org": org, "total": n(10), "margin": n(3), "pub": id == 2, "owner_id": owner, "chief_id": chief,
		}
	}
	d := data{table: {row(1, "ana", "o1", nil), row(2, "bo", "o2", n(1)), row(3, "ana", "o,1", n(2)), row(4, nil, nil, n(3)), row(5, "cy", "O1", n(99))}}
	all := []any{"chief_id", "id", "margin", "org", "owner", "owner_id", "pub", "total"}
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	lite.fill(t, d)
	pg.fill(t, d)
	for _, c := range []struct {
		profile string
		plain   []any
		rows    []int
		orgs    any
	}{
		{"customer", []any{"chief_id", "id", "org", "owner", "owner_id", "pub", "total"}, []int{1, 3}, nil},
		{"staff", all, []int{1, 2, 3, 4, 5}, nil},
		{"masked", []any{"chief_id", "id", "margin", "org", "owner", "owner_id", "pub"}, []int{1, 2, 3, 4, 5}, nil},
		{"far", all, []int{1, 3, 4}, nil},
		{"member", all, []int{1, 3}, []any{"o1", "o,1"}},
		{"member", all, nil, []any{}},
		{"member", all, nil, nil},
	} {
		user := map[string]any{"login": "ana", "profiles": []any{c.profile}, "properties": map[string]any{"orgs": c.orgs}}
		q := filterRequest{"table", "orders", "view", user, ""}
		if plain, _ := s.plain(t, q); !slices.Equal(plain, c.plain) {
			t.Errorf("%s sees %v plain, want %v", c.profile, plain, c.plain)
		}
		if got := s.wanted(t, d, q); !slices.Equal(got, keysOf(table.Key, c.rows...)) {
			t.Errorf("%s sees %v, want %v", c.profile, got, c.rows)
		}
		if !s.check(t, d, q, lite, pg) {
			t.Errorf("%s: not expressed", c.profile)
		}
	}
}
