package enginetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"portcullis/compile/internal/difftest"
	"portcullis/lang"
	"portcullis/rego/sql"
)

// drawer draws worlds, people and questions.
type drawer struct {
	*rand.Rand
	wide  bool // numbers that SQLite does not have exactly
	wrong bool // values that are not of their column's type, which only SQLite takes
	pools map[lang.Kind][]any
}

// newDrawer draws what kind of world it is to be.
func newDrawer(seed uint64) *drawer {
	d := &drawer{Rand: rand.New(rand.NewPCG(seed, 1)), pools: map[lang.Kind][]any{}}
	switch d.IntN(6) {
	case 0:
		d.wide = true
	case 1:
		d.wrong = true
	}
	for kind, name := range kindNames {
		for _, v := range append(difftest.Values(name), d.extreme(name)...) {
			if n, ok := v.(json.Number); !ok || d.wide || sql.SQLiteHas(n) {
				d.pools[kind] = append(d.pools[kind], v)
			}
		}
	}
	return d
}

var kindNames = map[lang.Kind]string{
	lang.String: "string", lang.Number: "number", lang.Bool: "bool", lang.Date: "date", lang.Timestamp: "timestamp",
	lang.Enum: "enum", lang.List: "list", lang.UUID: "uuid", lang.JSON: "json",
}

func (d *drawer) extreme(kind string) []any {
	if kind == "number" && !d.wide {
		return nil
	}
	return difftest.Extreme(kind)
}

func (d *drawer) chance(percent int) bool { return d.IntN(100) < percent }

func oneOf[T any](d *drawer, from []T) T { return from[d.IntN(len(from))] }

// value draws a value of a type; it is a plain one more often than not.
func (d *drawer) value(t lang.Type) any {
	switch t.Kind {
	case lang.Enum:
		return oneOf(d, t.Values)
	case lang.List:
		list := []any{}
		for range d.IntN(4) {
			if d.chance(6) {
				list = append(list, nil)
			} else {
				list = append(list, d.value(*t.Elem))
			}
		}
		return list
	}
	pool := d.pools[t.Kind]
	if d.chance(65) {
		pool = pool[:min(4, len(pool))]
	}
	return oneOf(d, pool)
}

// cell draws what stands in a column.
func (d *drawer) cell(f *lang.Field) any {
	switch {
	case !f.Required && d.chance(18):
		return nil
	case d.wrong && d.chance(12):
		return d.wrongValue(f.Type)
	default:
		return d.value(f.Type)
	}
}

// wrongValue draws what SQLite takes in a column of any type.
func (d *drawer) wrongValue(t lang.Type) any {
	if t.Kind == lang.JSON { // which anything is
		return d.value(t)
	}
	return oneOf(d, storable(t, difftest.Wrong(kindNames[t.Kind])))
}

// storable gives those of the values, which are not of a type, that SQLite has in
// a column of it without making them something else.
func storable(t lang.Type, values []any) []any {
	var fitting []any
	for _, v := range values {
		switch v := v.(type) {
		case string:
			if !slices.Contains(t.Values, v) {
				fitting = append(fitting, v)
			}
		case json.Number:
			if t.Kind != lang.Bool {
				fitting = append(fitting, v)
			}
		case []any:
			if t.Kind == lang.List {
				fitting = append(fitting, v)
			}
		}
	}
	return fitting
}

// tables draws rows of every table. Keys are each there once, and fields that
// hold keys hold those that are there more often than not.
func (d *drawer) tables(p *lang.Policy, most int) map[string]any {
	leads := map[*lang.Table][]lead{}
	for _, t := range p.Tables {
		if t.Owner != nil && p.Portal.Users != nil {
			leads[t] = append(leads[t], lead{lang.Key{t.Owner}, p.Portal.Users})
		}
		for _, r := range t.Relations {
			if r.Many {
				leads[r.Target] = append(leads[r.Target], lead{r.Key, t})
			} else {
				leads[t] = append(leads[t], lead{r.Key, r.Target})
			}
		}
	}
	keys := map[*lang.Table][][]any{}
	for _, t := range p.Tables {
		keys[t] = d.tuples(t, leads[t], keys, 3+d.IntN(most-2))
	}
	out := map[string]any{}
	for _, t := range p.Tables {
		list := []any{}
		var logins []any // each once, so that a login is one person's
		if t == p.Portal.Users {
			logins = d.keys(p.Portal.Login.Type, len(keys[t]))
		}
		for i, key := range keys[t] {
			row := map[string]any{}
			for _, f := range t.Fields {
				switch {
				case f == p.Portal.Login:
					if i < len(logins) {
						row[f.Name] = logins[i]
					}
				default:
					row[f.Name] = d.cell(f)
				}
			}
			for i, f := range t.Key {
				row[f.Name] = key[i]
			}
			for _, l := range leads[t] {
				to := d.referred(t, row, l, keys[l.to])
				refers, other := d.chance(70), d.chance(50)
				for i, f := range l.key {
					switch {
					case t.Key.Has(f):
					case f.Required || refers && d.chance(95):
						if row[f.Name] = to[i]; f.Type.Kind == lang.UUID && !ofType(f.Type, to[i]) {
							row[f.Name] = d.value(f.Type)
						}
					case other:
						row[f.Name] = d.value(f.Type)
					default:
						row[f.Name] = nil
					}
				}
			}
			list = append(list, row)
		}
		out[t.Name] = list
	}
	return out
}

// lead is a key that rows hold of another table's.
type lead struct {
	key lang.Key
	to  *lang.Table
}

// referred gives a key for a row to refer to: one that the row's own key begins, if
// some of that refers.
func (d *drawer) referred(t *lang.Table, row map[string]any, l lead, keys [][]any) []any {
	fitting := slices.DeleteFunc(slices.Clone(keys), func(to []any) bool {
		for i, f := range l.key {
			if t.Key.Has(f) && canonical(f.Type, row[f.Name]) != canonical(l.to.Key[i].Type, to[i]) {
				return true
			}
		}
		return false
	})
	if len(fitting) == 0 {
		fitting = keys
	}
	return oneOf(d, fitting)
}

// tuples draws so many keys of a table, or as many as there are. The values of one
// field come again where another tells the keys apart, and are those that the field
// refers to, where some are drawn.
func (d *drawer) tuples(t *lang.Table, leads []lead, drawn map[*lang.Table][][]any, n int) [][]any {
	key := t.Key
	pools := make([][]any, len(key))
	for i, f := range key {
		pools[i] = d.keys(f.Type, n)
		for _, l := range leads {
			at := slices.Index(l.key, f)
			if at < 0 || len(key) == 1 {
				continue
			}
			for _, to := range drawn[l.to] {
				if ofType(f.Type, to[at]) {
					pools[i] = slices.Insert(pools[i], 0, to[at])
				}
			}
		}
		if i < len(key)-1 {
			pools[i] = pools[i][:min(len(pools[i]), 1+n/3)]
		}
	}
	if len(key) == 1 {
		var out [][]any
		for _, v := range pools[0] {
			out = append(out, []any{v})
		}
		return out
	}
	var out [][]any
	seen := map[string]bool{}
	for range 5 * n {
		tuple, text := make([]any, len(key)), ""
		for i, f := range key {
			tuple[i] = oneOf(d, pools[i])
			text += quote(canonical(f.Type, tuple[i]))
		}
		if !seen[text] && len(out) < n {
			seen[text] = true
			out = append(out, tuple)
		}
	}
	return out
}

// keys draws so many keys, or as many as there are.
func (d *drawer) keys(t lang.Type, n int) []any {
	pool := slices.DeleteFunc(slices.Clone(d.pools[t.Kind]), func(v any) bool {
		return t.Kind == lang.Number && slices.Contains(difftest.Extreme("number"), v) // which no test can name
	})
	for i := range n {
		switch t.Kind {
		case lang.Number:
			pool = append(pool, json.Number(strconv.Itoa(i)))
		case lang.String:
			pool = append(pool, "k"+strconv.Itoa(i))
		case lang.UUID:
			pool = append(pool, fmt.Sprintf("00000000-0000-4000-8000-%012d", i))
		case lang.Date:
			pool = append(pool, "20"+strconv.Itoa(10+i%90)+"-07-15")
		case lang.Timestamp:
			pool = append(pool, "20"+strconv.Itoa(10+i%90)+"-07-15T10:00:00+02:00")
		}
	}
	if t.Kind == lang.Enum || t.Kind == lang.Bool {
		for _, v := range t.Values {
			pool = append(pool, v)
		}
	}
	d.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	var keys []any
	seen := map[string]bool{}
	for _, v := range pool {
		if text := canonical(t, v); !seen[text] && len(keys) < n {
			seen[text] = true
			keys = append(keys, v)
		}
	}
	return keys
}

// asker draws a person: mostly one of the users table's rows, now and then one
// whose login is not that row's, or without a row or login.
func (d *drawer) asker(w *world) asker {
	a := asker{}
	p := w.policy.Portal
	if p.Users == nil {
		if a.Login = d.value(lang.Type{Kind: lang.String}); d.chance(15) {
			a.Login = nil
		}
	} else if row := oneOf(d, w.rows[p.Users]); !d.chance(10) {
		a.key, a.Login = row[p.Users.Key[0].Name], row[p.Login.Name]
		if d.chance(3) {
			a.Login = d.value(p.Login.Type)
		}
	}
	a.Profiles = []string{}
	percent := oneOf(d, []int{0, 40, 60, 80, 100, 100})
	for _, profile := range w.policy.Profiles {
		if d.chance(percent) {
			a.Profiles = append(a.Profiles, profile.Name)
		}
	}
	switch {
	case len(w.policy.Teams) > 0 && d.chance(40):
		a.Team = oneOf(d, w.policy.Teams).Name
	case d.chance(50):
		a.Team, a.TeamProfiles = "green", []string{oneOf(d, w.policy.Profiles).Name}
		a.TeamProperties = d.properties(p.TeamProperties)
	}
	if d.chance(90) {
		a.Properties = d.properties(p.UserProperties)
	}
	return a
}

// properties draws facts about a person: right ones, wrong ones, null and none.
func (d *drawer) properties(list []*lang.Property) map[string]any {
	out := map[string]any{}
	for _, p := range list {
		switch n := d.IntN(100); {
		case n < 10:
		case n < 16:
			out[p.Name] = nil
		case n < 22:
			if wrong := difftest.Wrong(kindNames[p.Type.Kind]); len(wrong) > 0 {
				out[p.Name] = oneOf(d, wrong)
			}
		default:
			out[p.Name] = d.value(p.Type)
		}
	}
	return out
}

// question draws what a person asks for: mostly what they may ask for at all.
func (d *drawer) question(p *portal, a asker, listed []question) question {
	q := question{kind: "table", action: "view"}
	switch n := len(p.policy.Reports); {
	case len(listed) > 0 && d.chance(95):
		q = oneOf(d, listed)
	case n > 0 && d.chance(20):
		q.kind, q.name = "report", oneOf(d, p.policy.Reports).Name
	default:
		q.name = oneOf(d, p.policy.Tables).Name
	}
	if len(listed) == 0 && d.chance(40) {
		q.action = oneOf(d, p.rowActions(q.kind, q.name))
	}
	q.asker, q.now = a, d.value(lang.Type{Kind: lang.Timestamp}).(string)
	return q
}
