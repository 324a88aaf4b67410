package sql_test

import (
	"fmt"
	"testing"

	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

const stable = `
portal "p" {
  users           = "people"
  login           = "email"
  user_properties = { level = number, regions = list(string), since = date, seen = timestamp, other = number }
}
table "people" {
  fields = { id = number, email = string, client_id = number, name = string }
}
table "orders" {
  owner  = "added_by"
  fields = { id = number, added_by = number, client_id = number, region = string, status = enum("a", "b"), due = date, at = timestamp, name = string }
  belongs_to "person" {
    table = "people"
    key   = "added_by"
  }
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id == user.client_id || row.client_id == user.other || row.client_id == 7
    hide    = ["name"]
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = own && row.status == "a" && startswith(row.person.name, user.name)
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(user.regions, row.region) && row.due >= user.since && row.at < user.seen && row.id > user.level
    mask    = { name = last(2) }
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.added_by == user.id && row.client_id != user.client_id && row.region == user.name
    fields  = ["due"]
  }
}
`

// TestStableText: the text of a statement is the same for people with the same
// profiles, whatever is known of them, which of it is equal included; so that a database
// prepares and plans it once. (Null is another text; so are another number of values
// in a list of at most 20, and a number with a fraction or of more than six digits.)
func TestStableText(t *testing.T) {
	_, engine := opened(t, stable)
	people := bind.NewPolicy(engine.Form())
	person := func(id, client, other int, name string, regions []any, since, seen string, level string) bind.User {
		return bind.User{
			Login: "x", Profiles: []string{"p"},
			Properties: map[string]any{"level": num(level), "regions": regions, "since": since, "seen": seen, "other": num(fmt.Sprint(other))},
			Record:     map[string]any{"id": num(fmt.Sprint(id)), "email": "x", "client_id": num(fmt.Sprint(client)), "name": name},
		}
	}
	all := []bind.User{
		person(1, 2, 3, "Ana", []any{"north", "south"}, "2026-01-01", "2026-01-01T00:00:00Z", "4"),
		person(7, 7, 7, "north", []any{"north", "north"}, "2025-02-01", "2020-01-01T00:00:00.5+01:00", "7"),
		person(9, 9, 7, "a", []any{"a", "o'hara"}, "0001-01-01", "0001-01-01T00:00:00Z", "-123456"),
	}
	many := func(n int) []any {
		list := make([]any, n)
		for i := range list {
			list[i] = fmt.Sprint("region ", i)
		}
		return list
	}
	long := []bind.User{
		person(1, 2, 3, "Ana", many(21), "2026-01-01", "2026-01-01T00:00:00Z", "4"),
		person(2, 2, 2, "Bo", many(400), "2026-01-01", "2026-01-01T00:00:00Z", "4"),
	}
	for _, dialect := range psql.Dialects() {
		for _, group := range [][]bind.User{all, long} {
			text := func(i int) string {
				s, err := psql.Select(bound(t, people, group[i], "table", "orders", "view"), dialect)
				if err != nil {
					t.Fatal(err)
				}
				page, err := s.Page(psql.Page{
					Order: []psql.Order{{Column: "name"}}, Limit: 1 + i, Offset: 1 + 2*i,
					Where: []psql.Filter{{Column: "client_id", Op: psql.Equal, Value: i}},
				})
				if err != nil {
					t.Fatal(err)
				}
				return s.SQL + "\n" + page.SQL
			}
			for i := range group {
				if got := text(i); got != text(0) {
					t.Errorf("%s: the text for %v is\n%s\nand not\n%s", dialect, group[i], got, text(0))
				}
			}
		}
	}
}
