package bind_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// boundBy gives what [bind.Person.Bind] does, from the cache if it is there.
func boundBy(c *bind.Cache[*bind.Bound], u bind.User, kind form.ResourceKind, name, action, at string) (*bind.Bound, error) {
	return c.Get(u, kind, name, action, at, func(who *bind.Person) (*bind.Bound, error) { return who.Bind(kind, name, action) })
}

// TestCacheKeeps asks that one user is bound once, and that whoever differs in
// anything is bound anew.
func TestCacheKeeps(t *testing.T) {
	c, err := bind.NewCache[*bind.Bound](opened(t, ofRows(`row.person_id == user.id`)), 100)
	if err != nil {
		t.Fatal(err)
	}
	get := func(u bind.User, name, action, at string) *bind.Bound {
		t.Helper()
		b, err := boundBy(c, u, form.KindTable, name, action, at)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := get(ana("p"), "orders", "view", now)
	if get(ana("p"), "orders", "view", "2030-01-01T00:00:00Z") != first || get(ana("p"), "orders", "view", "") != first {
		t.Error("one user is bound twice, where nothing looks at the time")
	}
	for name, change := range map[string]func(*bind.User){
		"login":               func(u *bind.User) { u.Login = "bo" },
		"profiles":            func(u *bind.User) { u.Profiles = append(u.Profiles, "q") },
		"no profiles":         func(u *bind.User) { u.Profiles = nil },
		"team":                func(u *bind.User) { u.Team = "red" },
		"team's profiles":     func(u *bind.User) { u.TeamProfiles = []string{"p"} },
		"team's property":     func(u *bind.User) { u.TeamProperties["tier"] = "free" },
		"a property less":     func(u *bind.User) { delete(u.Properties, "limit") },
		"null for it":         func(u *bind.User) { u.Properties["limit"] = nil },
		"a text for it":       func(u *bind.User) { u.Properties["limit"] = "100" },
		"another list":        func(u *bind.User) { u.Properties["regions"] = []any{"EU", "US"} },
		"a list in it":        func(u *bind.User) { u.Properties["regions"] = []any{[]any{"EU", "US", "EU"}} },
		"the record":          func(u *bind.User) { u.Record["id"] = 2 },
		"a relation":          func(u *bind.User) { u.Record["client"] = nil },
		"a related row":       func(u *bind.User) { u.Record["client"].(map[string]any)["region"] = "US" },
		"names that join":     func(u *bind.User) { u.Login, u.Team = u.Login.(string)+u.Team, "" },
		"profile that is two": func(u *bind.User) { u.Profiles = []string{"p", ""} },
	} {
		u := ana("p")
		change(&u)
		if get(u, "orders", "view", now) == first {
			t.Errorf("%s: another user gets what was bound", name)
		}
	}
	if get(ana("p"), "orders", "delete", now) == first || get(ana("p"), "people", "view", now) == first {
		t.Error("another action or table gets what was bound")
	}
	if _, err := boundBy(c, ana("p"), form.KindTable, "nothing", "view", now); err == nil {
		t.Error("what there is not is bound")
	}
}

// TestCacheTime asks for how long it is kept what looks at the time.
func TestCacheTime(t *testing.T) {
	today, moment, hour, weekday, begun := `row.due == today`, `row.at < now`, `row.total < hour(now)`, `row.total < weekday(today)`, `row.at < midnight(today)`
	for _, c := range []struct {
		condition string
		times     []string
		same      bool
	}{
		{today, []string{"2026-03-01T09:00:00Z", "2026-03-01T23:59:59.999999Z"}, true},
		{today, []string{"2026-03-01T09:00:00Z", "2026-03-02T00:30:00+01:00"}, true},
		{today, []string{"2026-03-01T09:00:00Z", "2026-03-02T00:00:00Z"}, false},
		{today, []string{"1970-01-01T00:00:00Z", "no time"}, false},
		{moment, []string{"2026-03-01T09:00:00Z", "2026-03-01T10:00:00+01:00"}, true},
		{moment, []string{"2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000001Z"}, false},
		{moment, []string{"", ""}, false},
		{hour, []string{"2026-03-29T01:00:00Z", "2026-03-29T01:59:59.999999Z"}, true},
		{hour, []string{"2026-03-29T00:59:59.999999Z", "2026-03-29T01:00:00Z"}, false},
		{hour, []string{"2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z"}, false},
		{hour, []string{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}, true}, // in Berlin it is two o'clock twice
		{weekday, []string{"2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"}, true},
		{weekday, []string{"2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"}, false},
		{begun, []string{"2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"}, true},
		{begun, []string{"2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"}, false},
	} {
		source := ofRows(c.condition)
		if c.condition != today && c.condition != moment {
			source = strings.Replace(source, "{\n", "{\n  timezone = \"Europe/Berlin\"\n", 1)
		}
		cache, err := bind.NewCache[*bind.Bound](opened(t, source), 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []*bind.Bound
		for _, at := range c.times {
			b, err := boundBy(cache, ana(c.condition), form.KindTable, "orders", "view", at)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, b)
		}
		if same := got[0] == got[1]; same != c.same {
			t.Errorf("%s at %q: bound once is %v", c.condition, c.times, same)
		}
	}
}

// TestCacheIsBounded asks that the last ones stay, and that changes of a user's
// maps do not reach what is kept.
func TestCacheIsBounded(t *testing.T) {
	condition := `row.total < user.limit`
	cache, err := bind.NewCache[*bind.Bound](opened(t, ofRows(condition)), 3)
	if err != nil {
		t.Fatal(err)
	}
	u := ana(condition)
	row := full()
	for i := range 10 {
		u.Properties["limit"] = i * 20
		b, err := boundBy(cache, u, form.KindTable, "orders", "view", now)
		if err != nil || b.Allows(row) != (i*20 > 99) {
			t.Errorf("with %d it is %v (%v)", i*20, b.Allows(row), err)
		}
		u.Properties["limit"] = 1000
		if b.Allows(row) != (i*20 > 99) || len(b.Residual().Sights) == 0 {
			t.Error("a later change reaches the filter")
		}
		u.Properties["limit"] = i * 20
		if again, err := boundBy(cache, u, form.KindTable, "orders", "view", now); again != b || err != nil {
			t.Errorf("the last one is not kept (%v)", err)
		}
	}
	if cache.Len() != 3 {
		t.Errorf("%d are kept", cache.Len())
	}
	if _, err := bind.NewCache[*bind.Bound](opened(t, ofRows(condition)), 0); err == nil {
		t.Error("a cache of nothing is made")
	}
	// What cannot be told apart is not kept.
	u.Record["since"] = time.Now()
	b, _ := boundBy(cache, u, form.KindTable, "orders", "view", now)
	if again, _ := boundBy(cache, u, form.KindTable, "orders", "view", now); again == b {
		t.Error("a user without a key is kept")
	}
}

// TestCacheOfManyGoroutines has the race detector look on.
func TestCacheOfManyGoroutines(t *testing.T) {
	condition := `row.id == user.id`
	cache, err := bind.NewCache[*bind.Bound](opened(t, ofRows(condition)), 4)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 200 {
				u := ana(condition)
				u.Record["id"] = i % 8
				b, err := boundBy(cache, u, form.KindTable, "orders", "view", now)
				if err != nil || !b.Allows(map[string]any{"id": i % 8}) || b.Allows(map[string]any{"id": i%8 + 1}) {
					t.Error(fmt.Sprint("another's filter: ", err))
				}
			}
		})
	}
	all.Wait()
}
