package bind_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"portcullis/rego/bind"
)

// caller is a row of a caller's own type.
type caller map[string]any

func (c caller) Field(name string) bind.Value {
	x, ok := c[name]
	if !ok {
		return bind.Absent()
	}
	switch x := x.(type) {
	case map[string]any:
		return bind.Related(caller(x))
	case []any:
		if len(x) > 0 {
			if _, ok := x[0].(map[string]any); ok {
				var rows []bind.Record
				for _, e := range x {
					rows = append(rows, caller(e.(map[string]any)))
				}
				return bind.Of(rows)
			}
		}
	}
	return bind.Of(x)
}

// full is a row that has everything.
func full() map[string]any {
	return map[string]any{
		"id": 10, "total": json.Number("99.50"), "title": "Größe", "level": "mid", "open": true, "due": "2026-03-01",
		"at": "2026-03-01T10:00:00+01:00", "tags": []any{"a", nil}, "person_id": 1,
		"person": map[string]any{"id": 1, "client_id": 7, "client": map[string]any{"id": 7, "region": "EU"}},
		"seats":  []any{map[string]any{"id": 1, "person_id": 1}, map[string]any{"id": 2, "person_id": nil}},
	}
}

// with gives the full row with one value in place of another.
func with(name string, x any) map[string]any {
	row := full()
	row[name] = x
	return row
}

func without(name string) map[string]any {
	row := full()
	delete(row, name)
	return row
}

// flat gives a row as a LEFT JOIN has it: related rows are columns.
func flat(row map[string]any) ([]string, []any) {
	var names []string
	var values []any
	add := func(name string, x any) { names, values = append(names, name), append(values, x) }
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if name != "person" {
			add(name, row[name])
		}
	}
	person, ok := row["person"].(map[string]any)
	if !ok && row["person"] != nil {
		add("person", row["person"])
		return names, values
	}
	for _, name := range []string{"id", "client_id"} {
		add("person."+name, person[name])
	}
	client, _ := person["client"].(map[string]any)
	for _, name := range []string{"id", "region"} {
		add("person.client."+name, client[name])
	}
	return names, values
}

// rowCases are conditions, rows, and whether they are true of them.
func rowCases() []rowCase {
	return []rowCase{
		{`row.total == 99.5`, full(), true},
		{`row.total == 99.5`, with("total", 99.5), true},
		{`row.total == 99.5`, with("total", "99.5"), false},
		{`row.total != 99.5`, with("total", "99.5"), false},
		{`row.total != 99.5`, with("total", nil), false},
		{`row.total == null`, with("total", nil), true},
		{`row.total == null`, without("total"), false},
		{`row.total != null`, without("total"), false},
		{`row.total > 9007199254740992`, with("total", int64(9007199254740993)), true},
		{`row.total > 9007199254740992`, with("total", json.Number("9007199254740992.000001")), true},
		{`row.total > 9007199254740992`, with("total", json.Number("9007199254740992.0")), false},
		{`row.total == 0.3`, with("total", math.Nextafter(0.3, 1)), false},
		{`row.total == 0.3`, with("total", 0.3), true},
		{`row.total == 0.1`, with("total", float32(0.1)), true},
		{`row.total == 0`, with("total", math.Copysign(0, -1)), true},
		{`row.total == 0`, with("total", json.Number("-0.0e99")), true},
		{`row.total < 1`, with("total", json.Number("1e-1000")), true},
		{`row.total < 1`, with("total", json.Number("1e-999999999999999999999")), false},
		{`row.total < 1`, with("total", math.NaN()), false},
		{`row.total >= 1`, with("total", math.NaN()), false},
		{`row.total >= 1`, with("total", json.Number("1,0")), false},
		{`row.total >= 1`, with("total", uint64(math.MaxUint64)), true},
		{`row.total > 9223372036854775807`, with("total", int64(math.MaxInt64)), false},
		{`row.total > 9223372036854775807`, with("total", uint64(math.MaxUint64)), true},
		{`row.total >= 9223372036854775807`, with("total", int64(math.MaxInt64)), true},
		{`row.total <= 9223372036854775807`, with("total", json.Number("9223372036854775807.5")), false},
		{`row.total < -9223372036854775808`, with("total", int64(math.MinInt64)), false},
		{`row.total < -9223372036854775808`, with("total", json.Number("-9223372036854775809")), true},
		{`row.total >= -9223372036854775808`, with("total", int64(math.MinInt64)), true},
		{`row.total != 3`, with("total", 3), false},
		{`row.total != 3`, with("total", int8(3)), false},
		{`row.total != 3`, with("total", 3.0), false},
		{`row.total != 3`, with("total", json.Number("30e-1")), false},
		{`row.total != 3`, with("total", json.Number("3x")), false},
		{`row.total != 3`, with("total", bind.Int(3)), false},
		{`row.total != 3`, with("total", bind.Decimal("3.1")), true},
		{`row.total != 3`, with("total", bind.Absent()), false},
		{`row.total != 3`, with("total", "4"), false},
		{`row.total != 3`, with("total", true), false},
		{`row.total != 3`, with("total", nil), false},
		{`row.total != 3`, without("total"), false},
		{`row.total != 3`, with("total", 4), true},
		{`contains([1, 2.5], row.total)`, with("total", json.Number("25e-1")), true},
		{`!contains([1, 2.5], row.total)`, with("total", json.Number("25e-1")), false},
		{`row.title == "Größe"`, full(), true},
		{`row.title == "Größe"`, with("title", "Gro\u0308ße"), false},
		{`row.title == "größe"`, full(), false},
		{`row.title == "x"`, with("title", bind.Text("x")), true},
		{`row.title == "x"`, with("title", json.Number("x")), false},
		{`row.title != "x"`, with("title", "X"), true},
		{`row.title != "x"`, with("title", "x"), false},
		{`row.title != "x"`, with("title", bind.Text("x")), false},
		{`row.title != "x"`, with("title", bind.Text("y")), true},
		{`row.title != "x"`, with("title", nil), false},
		{`row.title != "x"`, with("title", 1), false},
		{`row.title != "x"`, with("title", []any{"y"}), false},
		{`row.title != "x"`, without("title"), false},
		{`contains(["a", "b"], row.title)`, with("title", "b"), true},
		{`contains(["a", "b"], row.title)`, with("title", bind.Text("b")), true},
		{`contains(["a", "b"], row.title)`, with("title", nil), false},
		{`!contains(["a", "b"], row.title)`, with("title", "c"), true},
		{`!contains(["a", "b"], row.title)`, with("title", 1), false},
		{`!startswith(row.title, "x")`, with("title", "y"), true},
		{`!startswith(row.title, "x")`, with("title", bind.Text("xy")), false},
		{`!startswith(row.title, "x")`, with("title", 1), false},
		{`lower(row.title) == "größe"`, full(), true},
		{`upper(row.title) == "GRößE"`, full(), true},
		{`contains(["a", "b", "c", "d", "e", "f", "größe"], lower(row.title))`, full(), true},
		{`startswith(lower(row.title), "gr")`, full(), true},
		{`endswith(upper(row.title), "E")`, full(), true},
		{`strcontains(upper(row.title), "ßE")`, full(), true},
		{`strcontains(row.title, "")`, full(), true},
		{`!strcontains(row.title, "x")`, with("title", nil), false},
		{`row.title < "\uffff"`, with("title", "\U0001F600"), false}, // code points, not UTF-16
		{`row.level == "mid"`, full(), true},
		{`row.level != "mid"`, with("level", "else"), false},
		{`row.level != "mid"`, with("level", "low"), true},
		{`row.open`, full(), true},
		{`!row.open`, with("open", 0), false},
		{`!row.open`, with("open", false), true},
		{`row.due == today`, full(), true},
		{`row.due == today`, with("due", time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("", 3600))), true},
		{`row.due == today`, with("due", time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)), false},
		{`row.due < today`, with("due", "2026-02-29"), false},
		{`row.due < today`, with("due", "2024-02-29"), true},
		{`dateadd(row.due, 1) == "0001-01-01"`, with("due", "0000-12-31"), false},
		{`dateadd(row.due, -1) != null`, with("due", "0001-01-01"), false},
		{`row.at == now`, full(), true},
		{`row.at == now`, with("at", "2026-03-01T09:00:00.0000000Z"), false},
		{`row.at == now`, with("at", time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)), true},
		{`row.at > now`, with("at", time.Date(2026, 3, 1, 9, 0, 0, 1, time.UTC)), false},
		{`timeadd(row.at, "1us") == timeadd(now, "1us")`, full(), true},
		{`timeadd(row.at, "1us") == now`, full(), false},
		{`timeadd(row.at, "-1us") < now`, with("at", "2026-12-31T23:59:60Z"), false},
		{`contains(row.tags, "a")`, full(), true},
		{`contains(row.tags, "b")`, full(), false},
		{`!contains(row.tags, "b")`, full(), false}, // null is among them
		{`!contains(row.tags, "b")`, with("tags", []string{"a"}), true},
		{`contains(row.tags, "a")`, with("tags", []any{"a", 1}), false},
		{`length(row.tags) == 2`, full(), true},
		{`length(row.tags) == 0`, with("tags", []any(nil)), false},
		{`length(row.tags) == 0`, with("tags", []any{}), true},
		{`contains(row.tags, row.title)`, with("tags", []any{"Größe"}), true},
		{`row.person.client.region == "EU"`, full(), true},
		{`row.person.client.region == null`, with("person", nil), true},
		{`row.person.client.region == null`, without("person"), true}, // but for maps and records
		{`row.person.client.region == null`, with("person", "x"), false},
		{`row.person.client_id == row.person.client.id`, full(), true},
		{`contains(row.seats[*].person_id, user.id)`, full(), true},
		{`!contains(row.seats[*].person_id, 3)`, full(), false},
		{`anytrue([for s in row.seats : s.person_id == row.person_id && s.id == 1])`, full(), true},
		{`alltrue([for s in row.seats : s.id > 0])`, full(), true},
		{`alltrue([for s in row.seats : s.id > 1])`, full(), false},
		{`alltrue([for s in row.seats : anytrue([for z in row.seats : z.id == s.id])])`, full(), true},
		{`alltrue([for s in row.seats : s.id > 1])`, with("seats", []any{}), true},
		{`alltrue([for s in row.seats : s.id > 1])`, with("seats", nil), false},
		{`length(row.seats) == 2`, full(), true},
		{`length(row.person.seats) == 0`, with("person", nil), true},
	}
}

type rowCase struct {
	condition string
	row       map[string]any
	want      bool
}

// ofCases gives the policy of the cases' conditions.
func ofCases(t *testing.T) *bind.Policy {
	t.Helper()
	var conditions []string
	for _, c := range rowCases() {
		conditions = append(conditions, c.condition)
	}
	slices.Sort(conditions)
	return opened(t, ofRows(slices.Compact(conditions)...))
}

// TestRows asks conditions of rows of each kind: the same is true of all.
func TestRows(t *testing.T) {
	p := ofCases(t)
	for i, c := range rowCases() {
		t.Run(fmt.Sprintf("%d %s", i, c.condition), func(t *testing.T) {
			b := bound(t, p, ana(c.condition), "orders", "view")
			columns, values := flat(c.row)
			lists, records := b.Columns(columns...), b.Records()
			_, has := c.row["person"]
			for name, got := range map[string]bool{
				"a map": b.Allows(c.row), "a record": records.Allows(caller(c.row)),
			} {
				if want := c.want && has; got != want {
					t.Errorf("of %s it is %v", name, got)
				}
			}
			if got := lists.Allows(values); got != c.want {
				t.Errorf("of a list it is %v", got)
			}
			if _, ok := b.Cells(c.row, nil); ok != (c.want && has) {
				t.Errorf("it has cells: %v", ok)
			}
		})
	}
}

// TestNoRow asks for what is no row at all.
func TestNoRow(t *testing.T) {
	b := bound(t, opened(t, ofRows(`all`)), ana(`all`), "orders", "view")
	if b.Allows(nil) || b.Columns("id").Allows(nil) || b.Records().Allows(nil) {
		t.Error("no row is allowed")
	}
	if !b.Allows(map[string]any{}) || !b.Columns("id").Allows([]any{}) {
		t.Error("a row without anything is not")
	}
	short := bound(t, opened(t, ofRows(`row.total == null`)), ana(`row.total == null`), "orders", "view").Columns("id", "total")
	if short.Allows([]any{1}) || !short.Allows([]any{1, nil}) {
		t.Error("a row that is shorter than its columns has null there")
	}
}

// TestManyGoroutines has the race detector look on.
func TestManyGoroutines(t *testing.T) {
	condition := `anytrue([for s in row.seats : s.person_id == user.id])`
	b := bound(t, opened(t, ofRows(condition)), ana(condition), "orders", "view")
	done := make(chan bool)
	for i := range 8 {
		go func() {
			ok := true
			for range 200 {
				row := full()
				row["seats"] = []any{map[string]any{"person_id": i % 2}}
				_, seen := b.Cells(row, nil)
				ok = ok && b.Allows(row) == (i%2 == 1) && seen == (i%2 == 1) && len(b.Residual().Sights) == 9
			}
			done <- ok
		}()
	}
	for range 8 {
		if !<-done {
			t.Error("goroutines get in each other's way")
		}
	}
}
