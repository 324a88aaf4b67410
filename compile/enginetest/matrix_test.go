package enginetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"portcullis/compile/internal/difftest"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/sql"
)

// TestEveryCondition has all engines say of every condition, on values of every
// type, where it is true, false and unknown; and of masks which one is shown.
func TestEveryCondition(t *testing.T) {
	b := newBench(t)
	b.filterEach = 7
	for _, kind := range difftest.Kinds {
		m := difftest.NewMatrix(kind)
		p, err := open(m.Source)
		if err != nil {
			t.Fatal(err)
		}
		exact := slices.DeleteFunc(slices.Clone(m.Values), func(v any) bool { return !inSQLiteToo(v) })
		wrong := append(slices.Clone(m.Values[:3]), storable(fieldOf(p, "x").Type, m.Wrong)...)
		ask := func(values []any, people ...rego.User) {
			w := newWorld(p.policy, map[string]any{"t": matrixRows(m, values)})
			databases, err := b.holding(w)
			if err != nil {
				t.Fatal(err)
			}
			for _, who := range people {
				b.must(t, p, w, databases, who)
			}
		}
		ask(exact, havingEach(append(m.Masks, "cells")...)...)
		ask(exact, havingEach(m.Rows...)...)
		ask(wrong, havingEach(append(m.Masks, "cells")...)...)
		if len(exact) < len(m.Values) {
			ask(m.Values, havingEach(append(m.Masks, "cells")...)...)
		}
		ask(exact[:2], matrixPeople(m)...)
	}
	t.Log(b.counts)
}

// must asks who sees which rows of a matrix.
func (b *bench) must(t *testing.T, p *portal, w *world, databases []database, who rego.User) {
	t.Helper()
	q := question{kind: "table", name: "t", action: "view", asker: asker{User: who}, now: "2026-03-01T09:00:00Z"}
	about, _ := p.thing(q)
	r := p.request(w, q, about, w.rows[about.table])
	if diff := b.ask(p, r, about, p.expected(r, about), databases); diff != "" {
		t.Fatal(b.report(p, w, q, diff))
	}
}

func fieldOf(p *portal, name string) *lang.Field {
	t := p.policy.Tables[0]
	return t.Fields[slices.IndexFunc(t.Fields, func(f *lang.Field) bool { return f.Name == name })]
}

func inSQLiteToo(v any) bool {
	n, ok := v.(json.Number)
	return !ok || sql.SQLiteHas(n)
}

// matrixRows gives rows with each value, each with several others beside it, and
// each referring to another.
func matrixRows(m difftest.Matrix, values []any) []any {
	var rows []any
	n := 2 * len(values)
	for i := range n {
		row := map[string]any{"id": numeral(i), "x": values[i%len(values)]}
		for name, others := range m.Others {
			row[name] = others[(i/len(values)+i)%len(others)]
		}
		if i%8 != 0 {
			row["t_id"] = numeral((5*i + 1) % (n + 3)) // which may be missing
		}
		for j := range m.Cells {
			row[fmt.Sprintf("a%d", j)], row[fmt.Sprintf("d%d", j)] = true, true
		}
		rows = append(rows, row)
	}
	return rows
}

func numeral(n int) json.Number { return json.Number(fmt.Sprint(n)) }

func havingEach(profiles ...string) []rego.User {
	people := make([]rego.User, len(profiles))
	for i, name := range profiles {
		people[i] = rego.User{Login: "x", Profiles: []string{name}}
	}
	return people
}

// matrixPeople gives people who have each value as a fact about them.
func matrixPeople(m difftest.Matrix) []rego.User {
	people := havingEach("people") // without any
	for i, v := range append(slices.Clone(m.Values), m.Wrong...) {
		people = append(people, rego.User{
			Login: "x", Profiles: []string{"people"}, Team: "green", TeamProperties: map[string]any{"x": v},
			Properties: map[string]any{"x": v, "w3": m.Others["w3"][i%len(m.Others["w3"])]},
		})
	}
	return people
}
