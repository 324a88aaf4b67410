package local_test

import (
	"context"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/local"

	"github.com/google/go-cmp/cmp"
)

const portal = `
portal "acme" {
  user_properties = { limit = number }
}

table "orders" {
  fields = { id = number, total = number, due = timestamp }
}

table "notes" {
  fields = { id = number, text = string, changed = timestamp }
}

profile "clerk" {
  default = true

  allow "table" "orders" {
    actions = ["view"]
    rows    = user.limit > 30
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = row.total < user.limit
    message = "It is too much."
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.due > now
  }
  allow "table" "notes" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "notes" {
    actions = ["update"]
    rows    = all
    set     = { changed = now }
  }
}
`

func engine(t *testing.T) *local.Engine {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"a.portal.hcl": &fstest.MapFile{Data: []byte(portal)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	f, _, err := compile.Decisions(p)
	if err != nil {
		t.Fatal(err)
	}
	return local.Of(f, nil)
}

// What is kept of one person's question is neither another's, nor that of another
// action, time or later state of the caller's maps.
func TestWhatIsKept(t *testing.T) {
	e := engine(t)
	order := map[string]any{"id": 1, "total": 50, "due": "2026-03-01T12:00:00Z"}
	note := map[string]any{"id": 1, "text": "so", "changed": nil}
	properties := map[string]any{"limit": 100}
	ask := func(table, action, now string, row, set map[string]any) *rego.Decision {
		t.Helper()
		d, err := e.Decide(context.Background(), &rego.Request{
			User: rego.User{Login: "ana", Properties: properties}, Action: action,
			Resource: rego.Resource{Type: "table", Name: table}, Row: row, Set: set, Now: now,
		})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const before, after = "2026-03-01T09:00:00Z", "2026-03-01T15:00:00Z"
	for range 3 { // the second time from what is kept
		for _, c := range []struct {
			limit       int
			action, now string
			want        bool
			message     string
		}{
			{100, "view", before, true, ""},
			{20, "view", before, false, ""},
			{100, "delete", after, true, ""},
			{50, "delete", after, false, "It is too much."},
			{100, "update", before, true, ""},
			{100, "update", after, false, ""},
			{20, "update", before, false, ""},
		} {
			properties["limit"] = c.limit
			d := ask("orders", c.action, c.now, order, nil)
			if d.Allow != c.want || d.Message != c.message {
				t.Errorf("limit %d, %s at %s: %v, %q", c.limit, c.action, c.now, d.Allow, d.Message)
			}
		}
	}
	// What a write sets is of its own time, though no condition looks at it.
	for _, now := range []string{before, "2026-03-01T10:00:00Z", before} {
		d := ask("notes", "update", now, note, map[string]any{"text": "else"})
		if diff := cmp.Diff(map[string]any{"changed": now}, d.Set); !d.Allow || diff != "" {
			t.Errorf("at %s: %v, %s\n%s", now, d.Allow, d.Message, diff)
		}
	}
}
