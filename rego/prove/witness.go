package prove

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"portcullis/rego/form"
)

// World is a world in which something is so: rows of tables, a person, a time,
// and what is asked about. Cells are as requests have them: a string, a
// [json.Number], a bool, a list of these, or nil.
type World struct {
	Tables map[string][]map[string]any // rows by table, without relations
	User   User
	Now    string         // RFC 3339
	Row    map[string]any // of the tables' rows the one that is asked about; nil for none
	Set    map[string]any // what is sent; nil where nothing is asked of a write
	To     *User          // who is written to; nil where it is not about a message
}

// User is who asks.
type User struct {
	Login          any
	Profiles       []string
	Team           string
	TeamProperties map[string]any
	Properties     map[string]any
	Record         map[string]any // one of the users table's rows; nil where there is no such table
}

// epoch is where this package counts days and instants from, so that dates
// which only have to be some date are near the present.
var epoch = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// counted gives the days or microseconds of a date or a timestamp.
func counted(k form.Kind, text string) (int64, bool) {
	if k == form.Date {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return 0, false
		}
		return (at.Unix() - epoch.Unix()) / (24 * 60 * 60), true
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, false
	}
	return at.UnixMicro() - epoch.UnixMicro(), true
}

// rangeOf gives the first and the last day or instant.
func rangeOf(of sort) (int64, int64) {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if of == days {
		return (first.Unix() - epoch.Unix()) / (24 * 60 * 60), (last.Unix()-epoch.Unix())/(24*60*60) - 1
	}
	return first.UnixMicro() - epoch.UnixMicro(), last.UnixMicro() - epoch.UnixMicro() - 1
}

func dayText(n int64) string { return epoch.AddDate(0, 0, int(n)).Format(time.DateOnly) }

func instantText(n int64) string {
	return time.UnixMicro(epoch.UnixMicro() + n).UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}

// building makes a world of what a model rests on.
type building struct {
	*world
	q      *Question
	model  []bool
	seen   []bool       // what the model rests on, conjunctions too
	rests  map[lit]bool // what the model rests on
	values map[int]any
	taken  map[string]bool // values that are used
	next   int64
}

func (w *world) build(q *Question, model, seen []bool, atoms []lit, values map[int]any) *World {
	b := &building{world: w, q: q, model: model, seen: seen, rests: map[lit]bool{}, values: values, taken: map[string]bool{}}
	for _, l := range atoms {
		b.rests[l] = true
	}
	for _, v := range values {
		b.taken[valueText(v)] = true
	}
	out := &World{Tables: map[string][]map[string]any{}}
	b.user(out)
	for _, name := range sortedKeys(w.tables) {
		b.table(out, w.tables[name])
	}
	if q.row != nil {
		out.Row = b.stored(out, q.row)
	}
	if q.who.record != nil {
		out.User.Record = b.stored(out, q.who.record)
	}
	if q.write != nil {
		out.Set = map[string]any{}
		for _, key := range sortedKeys(q.write.sent) {
			if holds, rests := b.decides(q.write.sent[key].is); holds && rests {
				s := q.write.sent[key]
				out.Set[s.field.Name] = b.cellValue(s.value, s.field.Type, true)
			}
		}
	}
	if to := q.to; to != nil {
		out.To = &User{Login: b.at(to.login.at, to.login.kind)}
		if to.record != nil {
			out.To.Record = b.stored(out, to.record)
		}
		for _, p := range sortedKeys(to.claims) {
			if b.rests[to.claims[p]] {
				out.To.Profiles = append(out.To.Profiles, p)
			}
		}
	}
	b.time(out)
	return out
}

func valueText(v any) string {
	switch v := v.(type) {
	case *big.Rat:
		return v.RatString()
	case int64:
		return fmt.Sprint(v)
	case string:
		return v
	default:
		panic(fmt.Sprintf("prove: a value %T", v))
	}
}

// there reports whether a term is one of the world's rows.
func (b *building) there(n *term) bool {
	return n.in == yes || b.holds(n.in) && b.seen[abs(n.in)]
}

// decides gives the truth of a proposition, and whether the model rests on it.
func (b *building) decides(l lit) (holds, rests bool) {
	if abs(l) == yes {
		return l == yes, true
	}
	if int(abs(l)) >= len(b.seen) {
		return false, false
	}
	return b.holds(l), b.seen[abs(l)]
}

func (b *building) holds(l lit) bool { return b.model[abs(l)] == (l > 0) }

// table adds a table's rows. Terms with one key are one row.
func (b *building) table(out *World, t *table) {
	byKey := map[string]map[string]any{}
	for _, n := range t.terms {
		if !b.there(n) {
			continue
		}
		key := b.keyText(n)
		row := byKey[key]
		if row == nil {
			row = map[string]any{}
			byKey[key] = row
			out.Tables[t.name] = append(out.Tables[t.name], row)
		}
		for _, f := range t.fields {
			c := n.cells[cellName(f)]
			if c == nil {
				continue
			}
			v := b.cellValue(c, f.Type, t.required[f.Name])
			if was, ok := row[f.Name]; !ok || was == nil || b.settled(c) {
				row[f.Name] = v
			}
		}
	}
	for _, n := range t.terms {
		if n.copies > 0 && b.there(n) && b.rests[n.copied] {
			for range n.copies {
				row := map[string]any{}
				for _, f := range t.fields {
					if c := n.cells[cellName(f)]; c != nil && !slices.ContainsFunc(n.apart, func(k *form.Field) bool { return k.Name == f.Name }) {
						row[f.Name] = b.cellValue(c, f.Type, t.required[f.Name])
					}
				}
				out.Tables[t.name] = append(out.Tables[t.name], row)
			}
		}
	}
	for _, row := range out.Tables[t.name] {
		for _, f := range t.fields {
			if _, ok := row[f.Name]; ok {
				continue
			}
			row[f.Name] = nil
			if t.isKey(f) || t.required[f.Name] {
				row[f.Name] = b.some(f.Type)
			}
		}
	}
}

// settled reports whether the model rests on what a cell has.
func (b *building) settled(c *cell) bool {
	for _, l := range append([]lit{c.null, c.truth}, slices.Collect(maps.Values(c.cases))...) {
		if _, rests := b.decides(l); l != 0 && rests && abs(l) != yes {
			return true
		}
	}
	_, ok := b.values[c.at.at]
	return ok && c.at.at != 0
}

func (b *building) keyText(n *term) string {
	var parts []string
	for _, f := range n.table.key {
		parts = append(parts, fmt.Sprint(b.cellValue(b.world.cell(n, f), f.Type, true)))
	}
	return strings.Join(parts, "\x00")
}

// stored gives the row of a term.
func (b *building) stored(out *World, n *term) map[string]any {
	key := b.keyText(n)
	for _, row := range out.Tables[n.table.name] {
		var parts []string
		for _, f := range n.table.key {
			parts = append(parts, fmt.Sprint(row[f.Name]))
		}
		if strings.Join(parts, "\x00") == key {
			return row
		}
	}
	return nil
}

// cellValue gives what a cell has, not null where it must not be.
func (b *building) cellValue(c *cell, t form.Type, must bool) any {
	null, sure := b.decides(c.null)
	if !sure {
		null = !must && !b.settled(c)
	}
	if null {
		return nil
	}
	switch {
	case c.kind == form.Bool:
		holds, rests := b.decides(c.truth)
		return holds && rests
	case c.cases != nil:
		open := any(nil)
		for _, v := range slices.Backward(c.order) {
			switch holds, rests := b.decides(c.cases[v]); {
			case rests && holds:
				return v
			case !rests:
				open = v
			}
		}
		return open
	case c.pick != nil:
		if holds, rests := b.decides(c.pick.cond); holds && rests {
			return b.cellValue(c.pick.a, t, must)
		}
		return b.cellValue(c.pick.b, t, must)
	case c.elems != nil:
		return b.elements(c.elems, *t.Elem)
	}
	if c.kind == form.JSON {
		return map[string]any{}
	}
	return b.at(c.at, c.kind)
}

// at gives the value of a point.
func (b *building) at(p point, k form.Kind) any {
	n := b.order.nodes[p.at]
	if n.constant {
		switch n.sort {
		case numbers:
			return decimal(n.number)
		case texts:
			return n.text
		default:
			return timeText(n.sort, p.off)
		}
	}
	v, ok := b.values[p.at]
	if !ok {
		v = b.fresh1(n.sort, k)
		b.values[p.at] = v
	}
	switch v := v.(type) {
	case *big.Rat:
		return decimal(v)
	case int64:
		return timeText(n.sort, v+p.off)
	default:
		return v
	}
}

func timeText(of sort, n int64) string {
	if of == days {
		return dayText(n)
	}
	return instantText(n)
}

// fresh1 gives a value that no other node has.
func (b *building) fresh1(of sort, k form.Kind) any {
	for {
		b.next++
		var v any
		switch of {
		case numbers:
			v = big.NewRat(b.next, 1)
		case days:
			v = b.next
		case instants:
			v = b.next * int64(time.Hour/time.Microsecond)
		default:
			v = plainText(b.next)
			if k == form.UUID {
				v = plainUUID(b.next)
			}
		}
		if text := valueText(v); !b.taken[text] {
			b.taken[text] = true
			return v
		}
	}
}

// plainUUID gives the n-th plain uuid.
func plainUUID(n int64) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// plainText gives the n-th plain text: a, b, …, z, aa, ….
func plainText(n int64) string {
	var out []byte
	for ; n > 0; n = (n - 1) / 26 {
		out = append(out, byte('a'+(n-1)%26))
	}
	slices.Reverse(out)
	return string(out)
}

// some gives a value of a type that nothing is asked of.
func (b *building) some(t form.Type) any {
	switch t.Kind {
	case form.Bool:
		return false
	case form.Enum:
		if len(t.Values) == 0 {
			return nil
		}
		return t.Values[0]
	case form.ListOf:
		return []any{}
	case form.JSON:
		return map[string]any{}
	default:
		of := sortOf(t.Kind)
		v := b.fresh1(of, t.Kind)
		switch v := v.(type) {
		case *big.Rat:
			return decimal(v)
		case int64:
			return timeText(of, v)
		}
		return v
	}
}

// decimal writes a number that has finitely many digits.
func decimal(r *big.Rat) json.Number {
	digits := 0
	for d := new(big.Int).Set(r.Denom()); d.Cmp(big.NewInt(1)) > 0; digits++ {
		if new(big.Int).Mod(d, big.NewInt(10)).Sign() == 0 {
			d.Div(d, big.NewInt(10))
			continue
		}
		if digits > 60 {
			break
		}
		d.Div(d, gcd(d, big.NewInt(10)))
	}
	text := r.FloatString(digits)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return json.Number(text)
}

func gcd(a, b *big.Int) *big.Int {
	g := new(big.Int).GCD(nil, nil, a, b)
	if g.Cmp(big.NewInt(1)) == 0 {
		return new(big.Int).Set(a)
	}
	return g
}

func (b *building) user(out *World) {
	who := b.q.who
	if who.anonymous {
		return
	}
	out.User.Login = b.at(who.login.at, who.login.kind)
	for _, p := range sortedKeys(who.claims) {
		if holds, rests := b.decides(who.claims[p]); holds && rests {
			out.User.Profiles = append(out.User.Profiles, p)
		}
	}
	if v := b.cellValue(who.team, form.Type{Kind: form.String}, false); v != nil {
		out.User.Team = v.(string)
	}
	out.User.Properties, out.User.TeamProperties = map[string]any{}, map[string]any{}
	for _, v := range b.q.versions {
		b.properties(out.User.Properties, who.properties, v.form.UserProperties)
		b.properties(out.User.TeamProperties, who.ofTeam, v.form.TeamProperties)
	}
}

func (b *building) properties(to map[string]any, of map[string]*cell, list []form.Property) {
	for _, p := range list {
		if c := of[p.Name+" "+string(p.Kind)]; c != nil {
			if v := b.cellValue(c, p.Type, false); v != nil {
				to[p.Name] = v
			}
		}
	}
}
