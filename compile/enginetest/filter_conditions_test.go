package enginetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"portcullis/internal/pgtest"
	"portcullis/lang"

	"pgregory.net/rapid"
)

// TestRandomConditions has conditions that filters can express, put together at
// random from constants of the rows and from what is next to these, so that
// nearly every filter lets some rows through and holds others back.
func TestRandomConditions(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	bare, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(schema)}})
	if bare == nil {
		t.Fatal(diags)
	}
	rows := everyValue(&subject{policy: bare})
	pgtest.Need(t)
	var asked, exact, some int
	rapid.Check(t, func(rt *rapid.T) {
		c := &conditioner{rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)), rows}
		s := compiled(rt, schema+c.profiles(10))
		d := everyValue(s)
		lite, pg := onSQLite(rt), onPostgreSQL(rt)
		defer lite.Close()
		defer pg.Close()
		lite.fill(rt, d)
		pg.fill(rt, d)
		for range 12 {
			q, want := c.question(rt, s, d)
			asked++
			if !s.checkFor(rt, d, q, want, lite, pg) {
				continue // it would be too large
			}
			exact++
			if table, _ := s.tables(q); len(want) > 0 && len(want) < len(d[table]) {
				some++
			}
		}
	})
	t.Logf("%d filters asked for, %d made, %d of them of some rows but not all", asked, exact, some)
	if !t.Failed() && (exact < asked*3/4 || some < exact*3/4) {
		t.Error("too few filters were made for this test to mean much")
	}
}

// conditioner draws conditions on rows of "orders", and who they are asked for.
type conditioner struct {
	*rand.Rand
	rows data
}

func (c *conditioner) of(list ...string) string { return list[c.IntN(len(list))] }

func (c *conditioner) chance(percent int) bool { return c.IntN(100) < percent }

// question draws what is asked, and gives what the bundle allows of it: some of
// the rows and not all, if it soon finds such a question, but for one in ten.
func (c *conditioner) question(t failer, s *subject, d data) (filterRequest, []string) {
	t.Helper()
	for tries := 0; ; tries++ {
		q := filterRequest{"table", "orders", c.of("view", "view", "update", "delete"), c.person(10), "2026-03-01T09:00:00Z"}
		want := s.wanted(t, d, q)
		table, _ := s.tables(q)
		if len(want) > 0 && len(want) < len(d[table]) || tries == 8 || c.chance(10) {
			return q, want
		}
	}
}

// column is a field that a row of "orders" leads to, and others of its type.
type column struct {
	path, table, field string
}

// columns has those that conditions are made of.
var columns = map[lang.Kind][]column{
	lang.Number: {
		{"row.total", "orders", "total"},
		{"row.margin", "orders", "margin"},
		{"row.contact_id", "orders", "contact_id"},
		{"row.contact.client_id", "people", "client_id"},
		{"row.contact.client.level", "clients", "level"},
		{"row.id", "orders", "id"},
	},
	lang.String: {
		{"row.title", "orders", "title"},
		{"row.code", "orders", "code"},
		{"row.contact.email", "people", "email"},
		{"row.contact.client.region", "clients", "region"},
		{"row.contact.client.name", "clients", "name"},
	},
	lang.Date: {{"row.due", "orders", "due"}, {"row.placed", "orders", "placed"}},
	lang.Enum: {{"row.status", "orders", "status"}},
	lang.Bool: {{"row.rush", "orders", "rush"}, {"row.paid", "orders", "paid"}},
}

// known has what of the person and the time they are compared with.
var known = map[lang.Kind][]string{
	lang.Number: {"user.limit", "user.id", "user.client_id", "user.client.level"},
	lang.String: {"user.region", "user.email", "user.client.region", "team.client"},
	lang.Date:   {"user.since", "today", "dateadd(today, -1)"},
	lang.Bool:   {"user.active"},
}

// value draws a value that some row has in a column, or one next to it.
func (c *conditioner) value(of column) any {
	var found []any
	for t, rows := range c.rows {
		if t.Name != of.table {
			continue
		}
		for _, row := range rows {
			if v := row[of.field]; v != nil {
				found = append(found, v)
			}
		}
	}
	v := found[c.IntN(len(found))]
	if c.chance(70) {
		return v
	}
	switch v := v.(type) {
	case json.Number:
		if whole, err := v.Int64(); err == nil && whole < 1<<40 {
			return json.Number(fmt.Sprintf("%d.%d", whole, c.IntN(2)*5))
		}
	case string:
		day, err := time.Parse(time.DateOnly, v)
		switch next := day.AddDate(0, 0, 1); {
		case of.field == "status":
		case err != nil:
			return v + c.of("a", "é", " ")
		case next.Year() <= 9999:
			return next.Format(time.DateOnly)
		}
	}
	return v
}

// constant writes such a value.
func (c *conditioner) constant(of column) string {
	text, err := json.Marshal(c.value(of))
	if err != nil {
		panic(err) // it is of the pools above
	}
	return string(text)
}

// condition draws a condition of at most so many operators above its atoms.
func (c *conditioner) condition(depth int) string {
	if depth == 0 || c.chance(25) {
		return c.atom()
	}
	x, y := c.condition(depth-1), c.condition(depth-1)
	switch c.IntN(8) {
	case 0, 1, 2:
		return "(" + x + " && " + y + ")"
	case 3, 4, 5:
		return "(" + x + " || " + y + ")"
	case 6:
		return "!(" + x + ")"
	default:
		return "(" + x + " ? " + y + " : " + c.atom() + ")"
	}
}

func (c *conditioner) atom() string {
	kind := []lang.Kind{lang.Number, lang.Number, lang.String, lang.String, lang.Date, lang.Enum, lang.Bool}[c.IntN(7)]
	list := columns[kind]
	x, other := list[c.IntN(len(list))], list[c.IntN(len(list))]
	op := c.of("==", "==", "!=")
	if kind == lang.Number || kind == lang.Date {
		op = c.of("==", "!=", "<", "<=", ">", ">=")
	}
	switch c.IntN(10) {
	case 0:
		return fmt.Sprintf("%s %s null", x.path, c.of("==", "!="))
	case 1:
		return fmt.Sprintf("%s %s %s", x.path, op, other.path)
	case 2:
		if kind != lang.Enum {
			return fmt.Sprintf("%s %s %s", x.path, op, c.of(known[kind]...))
		}
	case 3:
		return fmt.Sprintf("%scontains([%s, %s%s], %s)", c.of("", "!"), c.constant(x), c.constant(x), c.of("", ", null"), x.path)
	case 4:
		if kind == lang.Number || kind == lang.String {
			property := map[lang.Kind]string{lang.Number: "user.limits", lang.String: "user.regions"}[kind]
			return c.of(
				fmt.Sprintf("contains(%s, %s)", property, x.path), fmt.Sprintf("!contains(%s, %s)", property, x.path),
				fmt.Sprintf("anytrue([for e in %s : e %s %s])", property, op, x.path), fmt.Sprintf("alltrue([for e in %s : e %s %s])", property, op, x.path),
			)
		}
	case 5:
		return fmt.Sprintf("coalesce(%s, %s) %s %s", x.path, c.of(other.path, c.constant(x)), op, c.constant(x))
	case 6:
		return "own"
	}
	if kind == lang.Bool {
		return c.of("", "!") + x.path
	}
	return fmt.Sprintf("%s %s %s", x.path, op, c.constant(x))
}

// profiles writes so many profiles of one statement each, two in three of them
// allows, and one that shows all rows.
func (c *conditioner) profiles(n int) string {
	var b strings.Builder
	b.WriteString(statement("all", "allow", "all"))
	for i := range n {
		actions := c.of(`"view"`, `"view"`, `"view", "update"`, `"view", "update", "delete"`, `"delete"`)
		fmt.Fprintf(&b, "profile \"%d\" {\n  %s \"table\" \"orders\" {\n    actions = [%s]\n    rows = %s\n  }\n}\n",
			i, []string{"allow", "allow", "deny"}[i%3], actions, c.condition(2))
	}
	return b.String()
}

// person draws somebody with some of the profiles, and with properties that
// rows have.
func (c *conditioner) person(count int) map[string]any {
	names := []any{}
	if c.chance(30) {
		names = append(names, "all")
	}
	for _, i := range c.Perm(count)[:1+c.IntN(4)] {
		names = append(names, fmt.Sprint(i))
	}
	total, region := columns[lang.Number][0], columns[lang.String][3]
	properties := map[string]any{
		"limit": c.value(total), "limits": []any{c.value(total), c.value(columns[lang.Number][4])}, "active": c.chance(50),
		"region": c.value(region), "regions": []any{c.value(region), c.value(columns[lang.String][0])}, "since": c.value(columns[lang.Date][0]),
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if c.chance(8) {
			properties[name] = nil
		}
	}
	return with(profiles(names...), map[string]any{"properties": properties, "team_properties": map[string]any{"client": c.value(columns[lang.String][1])}})
}
