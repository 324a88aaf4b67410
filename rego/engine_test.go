package rego_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/google/go-cmp/cmp"
)

const policy = `
portal "acme" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
}
table "orders" {
  fields = { id = number, owner_id = number, status = enum("draft", "open"), total = number, phone = string, note = string }
}
page "tasks" {}
profile "customer" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.owner_id == user.id
    hide    = ["note"]
    mask    = { phone = "•••" }
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.owner_id == user.id && row.status == "draft"
    set     = { owner_id = user.id }
    message = "Only drafts can be changed."
  }
  allow "page" "tasks" {}
  allow "message" "*" { users = [1, 2] }
  menu {
    section "work" {
      item "page" "tasks" { label = "My tasks" }
    }
  }
}
`

// built compiles a policy into a bundle.
func built(t testing.TB, source string) []byte {
	t.Helper()
	return builtWith(t, source, compile.Options{Revision: "r1"})
}

func builtWith(t testing.TB, source string, opts compile.Options) []byte {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"acme.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out bytes.Buffer
	if err := compile.Write(&out, p, opts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, source string) *rego.Engine {
	t.Helper()
	e, err := rego.Open(context.Background(), bytes.NewReader(built(t, source)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func person(id int) rego.User {
	email := fmt.Sprintf("p%d@example.com", id)
	return rego.User{Login: email, Profiles: []string{"customer"}, Record: map[string]any{"id": id, "email": email}}
}

func order(id, owner int) map[string]any {
	return map[string]any{"id": id, "owner_id": owner, "status": "draft", "total": json.Number("10.50"), "phone": "123", "note": "x"}
}

func onOrder(action string, user int, row map[string]any) *rego.Request {
	return &rego.Request{User: person(user), Action: action, Resource: rego.Resource{Type: "table", Name: "orders"}, Row: row}
}

func TestEngine(t *testing.T) {
	e := opened(t, policy)
	if e.Portal() != "acme" || e.Revision() != "r1" {
		t.Errorf("it is %q, %q", e.Portal(), e.Revision())
	}
	c := e.Catalog()
	if c.Portal != "acme" || c.Users == nil || c.Users.Table != "people" || len(c.Tables["orders"].Fields) != 6 {
		t.Errorf("its catalog is %+v", c)
	}
	if _, ok := c.Tables["orders"].Actions["update"]; !ok {
		t.Errorf("the catalog's actions are %v", c.Tables["orders"].Actions)
	}
}

func TestDecide(t *testing.T) {
	e := opened(t, policy)
	update := onOrder("update", 1, order(7, 1))
	update.Set = map[string]any{"total": 12}
	done := onOrder("update", 1, order(7, 1))
	done.Row["status"] = "open"
	reasons := func(lines ...int) []rego.Reason {
		out := []rego.Reason{}
		for _, line := range lines {
			out = append(out, rego.Reason{Statement: fmt.Sprintf("acme.portal.hcl:%d", line), Effect: "allow", Profile: "customer"})
		}
		return out
	}
	visible := []string{"id", "owner_id", "phone", "status", "total"}
	for name, c := range map[string]struct {
		q    *rego.Request
		want rego.Decision
	}{
		"view": {onOrder("view", 1, order(7, 1)), rego.Decision{
			Allow: true, Visible: visible, Masked: map[string]any{"phone": "•••"}, Editable: []string{"status", "total"},
			Set: map[string]any{}, Because: reasons(14),
		}},
		"update": {update, rego.Decision{
			Allow: true, Visible: visible, Masked: map[string]any{"phone": "•••"}, Editable: []string{"status", "total"},
			Set: map[string]any{"owner_id": json.Number("1")}, Because: reasons(20),
		}},
		"refused": {done, rego.Decision{
			Visible: []string{}, Masked: map[string]any{}, Editable: []string{}, Set: map[string]any{},
			Because: []rego.Reason{}, Message: "Only drafts can be changed.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := e.Decide(context.Background(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&c.want, d); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if yes, err := e.Allow(context.Background(), c.q); err != nil || yes != c.want.Allow {
				t.Errorf("allow is %v, %v", yes, err)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	e := opened(t, policy)
	q := onOrder("view", 1, nil)
	q.Rows = []map[string]any{order(9, 1), order(8, 2), order(7, 1)}
	got, err := e.Visible(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	row := func(id string) rego.VisibleRow {
		return rego.VisibleRow{
			Row: map[string]any{
				"id": json.Number(id), "owner_id": json.Number("1"), "status": "draft", "total": json.Number("10.50"), "phone": "•••",
			},
			Hidden: []string{"note"}, Masked: []string{"phone"},
		}
	}
	if diff := cmp.Diff([]rego.VisibleRow{row("9"), row("7")}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestCells sends values there and back: a cell that is seen is as it was.
func TestCells(t *testing.T) {
	e := opened(t, policy)
	for name, c := range map[string]struct{ cell, want any }{
		"null":            {nil, nil},
		"a long decimal":  {json.Number("12345678901234567890.123456789000"), json.Number("12345678901234567890.123456789000")},
		"an exponent":     {json.Number("1E-7"), json.Number("1E-7")},
		"a great integer": {int64(math.MaxInt64), json.Number("9223372036854775807")},
		"a float":         {0.1, json.Number("0.1")},
		"of another type": {"<&>\u2028\x00é", "<&>\u2028\x00é"},
		"a list":          {[]any{1, nil}, []any{json.Number("1"), nil}},
		"an object":       {map[string]any{"a": true}, map[string]any{"a": true}},
	} {
		t.Run(name, func(t *testing.T) {
			q := onOrder("view", 1, nil)
			q.Rows = []map[string]any{order(7, 1)}
			q.Rows[0]["total"] = c.cell
			rows, err := e.Visible(context.Background(), q)
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			if diff := cmp.Diff(c.want, rows[0].Row["total"]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestAccess(t *testing.T) {
	e := opened(t, policy)
	got, err := e.Access(context.Background(), person(1), "")
	if err != nil {
		t.Fatal(err)
	}
	want := &rego.Access{
		Tables:  map[string][]string{"orders": {"update", "view"}},
		Reports: map[string][]string{}, Forms: []string{}, Pages: []string{"tasks"}, Dashboards: []string{},
		Channels: map[string][]string{}, Capabilities: []string{},
		Message: rego.MessageAccess{
			Users: []any{json.Number("1"), json.Number("2")}, Profiles: []string{}, DeniedUsers: []any{}, DeniedProfiles: []string{},
		},
		Menu: []rego.MenuSection{{Section: "work", Label: "work", Items: []rego.MenuItem{
			{Type: "page", Name: "tasks", Label: "My tasks", As: "page"},
		}}},
		Sortable: map[string][]string{"orders": {"id", "owner_id", "status", "total"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestValuesThatAreNone asks with what a request cannot hold: an error, and no yes.
func TestValuesThatAreNone(t *testing.T) {
	e := opened(t, policy)
	q := onOrder("view", 1, order(7, 1))
	q.Row["total"] = math.NaN()
	q.Rows = []map[string]any{q.Row}
	ctx := context.Background()
	const want = "the request: row: total: NaN is not a number of JSON"
	if yes, err := e.Allow(ctx, q); yes || err == nil || err.Error() != want {
		t.Errorf("Allow: %v, %v", yes, err)
	}
	if d, err := e.Decide(ctx, q); d != nil || err == nil || err.Error() != want {
		t.Errorf("Decide: %v, %v", d, err)
	}
	if rows, err := e.Visible(ctx, q); rows != nil || err == nil || err.Error() != want {
		t.Errorf("Visible: %v, %v", rows, err)
	}
	user := person(1)
	user.Properties = map[string]any{"x": struct{}{}}
	if a, err := e.Access(ctx, user, ""); a != nil || err == nil {
		t.Errorf("Access: %v, %v", a, err)
	}
}

func TestTime(t *testing.T) {
	e := opened(t, `
portal "acme" {}
page "day" {}
page "past" {}
profile "x" {
  default = true
  allow "page" "day" { when = today == "2026-03-01" }
  allow "page" "past" { when = now < timeadd(now, "1h") && now > "2025-01-01T00:00:00Z" }
}
`)
	page := func(name, now string) bool {
		yes, err := e.Allow(context.Background(), &rego.Request{
			User: rego.User{Login: "x"}, Action: "access", Resource: rego.Resource{Type: "page", Name: name}, Now: now,
		})
		if err != nil {
			t.Fatal(err)
		}
		return yes
	}
	if !page("day", "2026-03-01T23:30:00Z") || page("day", "2026-03-01T23:30:00-01:00") || page("day", "2026-03-01") {
		t.Error("the day is not that of the request's time")
	}
	if !page("past", "") || page("past", "someday") {
		t.Error("the clock is not asked where the request has no time, and only there")
	}
	a, err := e.Access(context.Background(), rego.User{Login: "x"}, "2026-03-01T12:00:00Z")
	if diff := cmp.Diff([]string{"day", "past"}, a.Pages); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestManyAtOnce lets people ask one engine at the same time; everyone gets
// their own answers.
func TestManyAtOnce(t *testing.T) {
	e := opened(t, policy)
	ctx := context.Background()
	var group sync.WaitGroup
	for id := 1; id <= 8; id++ {
		group.Go(func() {
			for i := range 10 {
				mine, theirs := order(100*id+i, id), order(1, id+1)
				if yes, err := e.Allow(ctx, onOrder("view", id, mine)); err != nil || !yes {
					t.Errorf("person %d: %v, %v", id, yes, err)
				}
				if d, err := e.Decide(ctx, onOrder("view", id, theirs)); err != nil || d.Allow {
					t.Errorf("person %d sees another's: %v, %v", id, d, err)
				}
				q := onOrder("view", id, nil)
				q.Rows = []map[string]any{theirs, mine}
				rows, err := e.Visible(ctx, q)
				if err != nil || len(rows) != 1 || rows[0].Row["id"] != json.Number(fmt.Sprint(100*id+i)) {
					t.Errorf("person %d sees %v, %v", id, rows, err)
				}
				if a, err := e.Access(ctx, person(id), ""); err != nil || len(a.Menu) != 1 {
					t.Errorf("person %d has %v, %v", id, a, err)
				}
			}
		})
	}
	group.Wait()
}

// TestCancel ends a long question, and asks none when the time is over.
func TestCancel(t *testing.T) {
	e := opened(t, policy)
	q := onOrder("view", 1, nil)
	for i := range 1000 {
		q.Rows = append(q.Rows, order(i, 1))
	}
	for { // until a machine takes longer than that, however quick it is
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		rows, err := e.Visible(ctx, q)
		cancel()
		if err != nil {
			if rows != nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				t.Errorf("%d rows are given, and the error is %v", len(rows), err)
			}
			break
		}
		if q.Rows = append(q.Rows, q.Rows...); len(q.Rows) > 1_000_000 {
			t.Fatal("nothing ends a long question")
		}
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for range 20 {
		if yes, err := e.Allow(over, onOrder("view", 1, order(7, 1))); yes || err == nil {
			t.Fatalf("after its end it says %v, %v", yes, err)
		}
	}
}
