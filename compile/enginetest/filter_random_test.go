package enginetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"portcullis/compile/internal/difftest"
	"portcullis/internal/pgtest"
	"portcullis/lang"

	"pgregory.net/rapid"
)

// values are what columns hold: what every database has, in one form each.
var values = map[lang.Kind][]any{
	lang.String: {
		"a", "", "A", "ab", "b", "open", "1", "é", "e\u0301", "É", "ß", "%", "_", "a_b", `\`, `"`, "'", "${a}", "a\nb", "\uFF5E", "\U0001F600",
	},
	lang.Number: {
		json.Number("1"), json.Number("0"), json.Number("2"), json.Number("3"), json.Number("-1"), json.Number("0.1"), json.Number("100"),
		json.Number("-1.5"), json.Number("1e-7"), json.Number("9007199254740991"),
	},
	lang.Bool:      {true, false},
	lang.Date:      {"2026-03-01", "2026-02-28", "2026-03-02", "2024-02-29", "0001-01-01", "9999-12-31"},
	lang.UUID:      {"00000000-0000-4000-8000-000000000001", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a", "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-4000-8000-000000000002"},
	lang.JSON:      {"text", json.Number("1"), false},
	lang.Timestamp: {"2026-03-01T09:00:00Z", "2026-03-01T10:00:00+02:00", "1969-12-31T23:59:59.999999Z"},
}

// drawer draws rows.
type rowDrawer struct{ *rand.Rand }

func (r rowDrawer) value(t lang.Type) any {
	switch t.Kind {
	case lang.Enum:
		return t.Values[r.IntN(len(t.Values))]
	case lang.List:
		list := []any{}
		for range r.IntN(3) {
			list = append(list, r.value(*t.Elem))
		}
		return list
	}
	pool := values[t.Kind]
	if r.IntN(3) > 0 {
		pool = pool[:min(4, len(pool))]
	}
	return pool[r.IntN(len(pool))]
}

// tables draws rows of every table, with keys of their own and nulls anywhere else.
func (r rowDrawer) tables(p *lang.Policy) data {
	d := data{}
	for _, t := range p.Tables {
		seen := map[string]bool{}
		for range 4 + r.IntN(5) {
			row := map[string]any{}
			for _, f := range t.Fields {
				row[f.Name] = nil
				if t.Key.Has(f) || r.IntN(5) > 0 {
					row[f.Name] = r.value(f.Type)
				}
			}
			if key := keyText(t.Key, row); !seen[key] {
				seen[key] = true
				d[t] = append(d[t], row)
			}
		}
	}
	return d
}

// TestRandom has filters of policies of every kind give the rows that the bundle
// allows. Most such filters are of all rows, or none, or cannot be expressed;
// TestRandomConditions has those that tell rows apart.
func TestRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	pgtest.Need(t)
	var asked, exact, some int
	rapid.Check(t, func(rt *rapid.T) {
		portal := difftest.Portals().Draw(rt, "portal")
		seed := rapid.Uint64().Draw(rt, "seed")
		r := rowDrawer{rand.New(rand.NewPCG(seed, 0))}
		s := compiled(rt, portal.Source)
		d := r.tables(s.policy)
		lite, pg := onSQLite(rt), onPostgreSQL(rt)
		defer lite.Close()
		defer pg.Close()
		lite.fill(rt, d)
		pg.fill(rt, d)
		for range 8 {
			q := filterRequest{user: r.user(s, d), now: r.value(lang.Type{Kind: lang.Timestamp}).(string)}
			for range 3 {
				if !r.subject(rt, s, &q) {
					continue
				}
				asked++
				want := s.wanted(rt, d, q)
				if !s.checkFor(rt, d, q, want, lite, pg) {
					continue
				}
				exact++
				if table, _ := s.tables(q); len(want) > 0 && len(want) < len(d[table]) {
					some++
				}
			}
		}
	})
	t.Logf("%d filters asked for, %d made, %d of them of some rows but not all", asked, exact, some)
	if !t.Failed() && (exact < asked/3 || some < asked/100) {
		t.Error("too few filters were made for this test to mean much")
	}
}

// user draws a person, now and then one of whom something is missing or wrong.
func (r rowDrawer) user(s *subject, d data) any {
	u := map[string]any{"login": r.value(lang.Type{Kind: lang.String})}
	if p := s.policy.Portal; p.Users != nil {
		row := d[p.Users][r.IntN(len(d[p.Users]))]
		record := d.nested(p.Users, row, needed(s.engine.Catalog().Users.Needs))
		if record[p.Login.Name] == nil || r.IntN(20) == 0 {
			record[p.Login.Name] = r.value(p.Login.Type)
		}
		u["record"], u["login"] = record, record[p.Login.Name]
		if r.IntN(30) == 0 {
			delete(u, "record")
		}
	}
	names := []any{}
	for _, p := range s.policy.Profiles {
		if r.IntN(3) > 0 {
			names = append(names, p.Name)
		}
	}
	u["profiles"] = names
	u["team"] = "green"
	if n := len(s.policy.Teams); n > 0 && r.IntN(2) == 0 {
		u["team"] = s.policy.Teams[r.IntN(n)].Name
	}
	u["properties"] = r.properties(s.policy.Portal.UserProperties)
	u["team_properties"] = r.properties(s.policy.Portal.TeamProperties)
	return u
}

func (r rowDrawer) properties(list []*lang.Property) map[string]any {
	out := map[string]any{}
	for _, p := range list {
		switch r.IntN(12) {
		case 0:
		case 1:
			out[p.Name] = nil
		case 2:
			out[p.Name] = r.value(lang.Type{Kind: []lang.Kind{lang.String, lang.Number, lang.Bool, lang.Date, lang.Timestamp}[r.IntN(5)]})
		case 3:
			out[p.Name] = []any{nil, "a", json.Number("1"), json.Number("123456789012345678901")}[r.IntN(4)]
		default:
			out[p.Name] = r.value(p.Type)
		}
	}
	return out
}

// subject draws what is asked to be filtered, mostly of what there is for the
// person at all.
func (r rowDrawer) subject(t failer, s *subject, q *filterRequest) bool {
	access := s.there(t, *q)
	var list []filterRequest
	for kind, of := range map[string]string{"table": "tables", "report": "reports"} {
		for name, actions := range access[of].(map[string]any) {
			for _, action := range actions.([]any) {
				one := filterRequest{kind, name, action.(string), q.user, q.now}
				if _, about, _ := s.about(one); about != nil {
					list = append(list, one)
				}
			}
		}
	}
	if len(list) == 0 {
		return false
	}
	slices.SortFunc(list, func(a, b filterRequest) int { return strings.Compare(a.String(), b.String()) })
	*q = list[r.IntN(len(list))]
	return true
}

func (q filterRequest) String() string { return fmt.Sprintf("%s of %s %s", q.action, q.kind, q.name) }
