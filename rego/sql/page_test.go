package sql_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"
)

func selected(t testing.TB, people *bind.Policy, profile string, dialect psql.Dialect) *psql.Statement {
	t.Helper()
	s, err := psql.Select(bound(t, people, seller(profile), "table", "orders", "view"), dialect)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ids(rows []map[string]any) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, fmt.Sprint(r["id"]))
	}
	return out
}

// Pages after one another are all the rows, each once, in one order, whatever
// is null, hidden or masked.
func TestPages(t *testing.T) {
	policy, engine := opened(t, sales)
	people := bind.NewPolicy(engine.Form())
	for _, db := range []*database{onSQLite(t, affine), onStrictSQLite(t), onPostgreSQL(t, postgresTypes), onMariaDB(t, mariaTypes)} {
		db.fill(t, policy, sold())
		s := selected(t, people, "cells", db.dialect)
		for _, order := range []string{"id", "-id", "total,-placed", "-total,note", "note,total", "-changed,status", "phone", "margin,-note", "paid"} {
			orders := psql.ParseOrder(order)
			page := psql.Page{Order: orders}
			whole, err := s.Page(page)
			if err != nil {
				t.Fatal(err)
			}
			want := ids(db.ask(t, whole))
			if len(want) < 20 {
				t.Fatalf("only %d rows", len(want))
			}
			for _, part := range []psql.Page{{Offset: 5}, {Offset: 5, Limit: 7}, {Offset: len(want)}} {
				part.Order = orders
				s, err := s.Page(part)
				if err != nil {
					t.Fatal(err)
				}
				rest := want[part.Offset:]
				if part.Limit > 0 {
					rest = rest[:part.Limit]
				}
				if got := ids(db.ask(t, s)); !slices.Equal(got, rest) {
					t.Errorf("by %s on %s, behind %d, at most %d: %v, want %v", order, db.dialect, part.Offset, part.Limit, got, rest)
				}
			}
			var got []string
			page.Limit = 7
			for len(got) <= len(want) {
				next, err := s.Page(page)
				if err != nil {
					t.Fatal(err)
				}
				rows := db.ask(t, next)
				if len(rows) == 0 {
					break
				}
				got = append(got, ids(rows)...)
				page.After = after(t, engine.Form().Resource("table", "orders"), orders, rows[len(rows)-1])
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %s on %s: pages give %v, the whole %v", order, db.dialect, got, want)
			}
		}
	}
}

// after gives the values of a row to begin behind, as a caller would send them
// back.
func after(t *testing.T, r *form.Resource, orders []psql.Order, row map[string]any) []any {
	t.Helper()
	if !slices.ContainsFunc(orders, func(o psql.Order) bool { return o.Column == "id" }) {
		orders = append(slices.Clone(orders), psql.Order{Column: "id"})
	}
	var out []any
	for _, o := range orders {
		switch v := row[o.Column].(type) {
		case nil:
			out = append(out, nil)
		case bool:
			out = append(out, v)
		case int64:
			if o.Column == "paid" {
				out = append(out, v == 1)
			} else {
				out = append(out, json.Number(fmt.Sprint(v)))
			}
		default:
			field := r.Table.Field(o.Column)
			if field.Kind == form.Number {
				out = append(out, json.Number(fmt.Sprint(v)))
			} else {
				out = append(out, strings.TrimPrefix(normal(t, field.Type, v), "string "))
			}
		}
	}
	return out
}

func TestFilters(t *testing.T) {
	policy, engine := opened(t, sales)
	people := bind.NewPolicy(engine.Form())
	for _, db := range []*database{onSQLite(t, affine), onStrictSQLite(t), onPostgreSQL(t, postgresTypes), onMariaDB(t, mariaTypes)} {
		db.fill(t, policy, sold())
		s := selected(t, people, "cells", db.dialect)
		for text, want := range map[string]func(map[string]string) bool{
			"total >= 100.5":                       func(r map[string]string) bool { return r["total"] == "201/2" || len(r["total"]) > 10 },
			"total = 9007199254740993":             func(r map[string]string) bool { return r["total"] == "9007199254740993" },
			"total = null":                         func(r map[string]string) bool { return r["total"] == "null" },
			"total != null":                        func(r map[string]string) bool { return r["total"] != "null" },
			"margin >= 0":                          func(map[string]string) bool { return false }, // it is hidden
			"margin = null":                        func(map[string]string) bool { return true },
			"phone = \"•••\"":                      func(r map[string]string) bool { return r["phone"] == "string •••" },
			"phone startswith 0":                   func(r map[string]string) bool { return strings.HasPrefix(r["phone"], "string 0") },
			`note contains "'; --"`:                func(r map[string]string) bool { return strings.Contains(r["note"], "'; --") },
			"note endswith %":                      func(r map[string]string) bool { return strings.HasSuffix(r["note"], "%") },
			"status == open":                       func(r map[string]string) bool { return r["status"] == "string open" },
			"status != open":                       func(r map[string]string) bool { return r["status"] == "string done" || r["status"] == "string draft" },
			`status in ["open", "done"]`:           func(r map[string]string) bool { return r["status"] == "string open" || r["status"] == "string done" },
			"status in []":                         func(map[string]string) bool { return false },
			"paid = true":                          func(r map[string]string) bool { return r["paid"] == "bool true" },
			"placed < 2026-01-30":                  func(r map[string]string) bool { return r["placed"] != "null" && r["placed"] < "string 2026-01-30" },
			"changed <= 2020-01-01T01:00:00+01:00": func(r map[string]string) bool { return r["changed"] == "2020-01-01T00:00:00Z" },
		} {
			f, err := s.ParseFilter(text)
			if err != nil {
				t.Fatal(err)
			}
			page, err := s.Page(psql.Page{Where: []psql.Filter{f}})
			if err != nil {
				t.Fatal(err)
			}
			count, err := s.Count(f)
			if err != nil {
				t.Fatal(err)
			}
			r := engine.Form().Resource("table", "orders")
			all, got := cells(t, db.ask(t, s), r.Fields, r.Table.Key), cells(t, db.ask(t, page), r.Fields, r.Table.Key)
			n := 0
			for key, row := range all {
				if !want(row) {
					continue
				}
				if n++; got[key] == nil {
					t.Errorf("%s on %s leaves out %v", text, db.dialect, row)
				}
			}
			if n != len(got) {
				t.Errorf("%s on %s gives %d rows of %d", text, db.dialect, len(got), n)
			}
			if counted := fmt.Sprint(db.ask(t, count)[0]["count"]); counted != fmt.Sprint(n) {
				t.Errorf("%s on %s counts %s rows of %d", text, db.dialect, counted, n)
			}
		}
		plan, err := s.Explain()
		if err != nil {
			t.Fatal(err)
		}
		if len(db.ask(t, plan)) == 0 {
			t.Errorf("%s explains nothing", db.dialect)
		}
	}
}

// What is no filter of what the statement gives is refused.
func TestRefusedPages(t *testing.T) {
	_, engine := opened(t, sales)
	s := selected(t, bind.NewPolicy(engine.Form()), "cells", psql.PostgreSQL)
	for _, text := range []string{
		"", "total", "total =", "total > ten", "totals = 1", `"total" = 1`, "total = 1; --", "status = opened", "status < open", "paid = 1",
		"paid > true", "placed = 2026-02-30", "placed = tomorrow", "changed > 2026-01-01", "tags = a", `status in "open"`, `status in ["x"]`,
		"total startswith 1", "margin > null", "id in 1",
	} {
		f, err := s.ParseFilter(text)
		if err == nil {
			_, err = s.Page(psql.Page{Where: []psql.Filter{f}})
		}
		if err == nil {
			t.Errorf("the filter %q is taken", text)
		}
	}
	for note, page := range map[string]psql.Page{
		"an unknown column":         {Order: psql.ParseOrder("totals")},
		"SQL for a column":          {Order: psql.ParseOrder(`id" DESC; --`)},
		"a list":                    {Order: psql.ParseOrder("tags")},
		"too few values":            {Order: psql.ParseOrder("total"), After: []any{num("1")}},
		"a value of another type":   {Order: psql.ParseOrder("total"), After: []any{"1", num("1")}},
		"a limit below none":        {Limit: -1},
		"an unknown way to compare": {Where: []psql.Filter{{Column: "total", Op: "~", Value: num("1")}}},
	} {
		if _, err := s.Page(page); err == nil {
			t.Errorf("%s is taken", note)
		}
	}
	count, err := s.Count()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := count.Page(psql.Page{}); err == nil {
		t.Error("a count is paged")
	}
	if _, err := psql.ParseAfter(`{"id": 1}`); err == nil {
		t.Error("an object is a row to begin behind")
	}
}
