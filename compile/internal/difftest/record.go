package difftest

import (
	"encoding/json"
	"maps"
)

// pools of rows of each table, drawn once for a portal: a request takes one, and
// at times spoils it.
type rows map[*Table][]map[string]any

func (g *gen) pools(n int) rows {
	drawn := rows{}
	for _, t := range g.p.Tables {
		for range n {
			drawn[t] = append(drawn[t], g.record(t, 3))
		}
	}
	return drawn
}

// record draws a row with its relations, so many deep.
func (g *gen) record(t *Table, depth int) map[string]any {
	r := map[string]any{}
	hostile := g.chance(30)
	for _, f := range t.Fields {
		switch {
		case hostile && g.chance(10):
			continue // lacks it
		case hostile && g.chance(10):
			r[f.Name] = g.wrongValue(f.Type)
		case !t.isKey(f) && g.chance(15):
			r[f.Name] = nil
		default:
			r[f.Name] = g.value(f.Type)
		}
	}
	for _, rel := range t.Rels {
		if depth == 0 || (hostile && g.chance(10)) {
			continue
		}
		if rel.Many {
			r[rel.Name] = g.toMany(rel, depth-1, hostile)
		} else {
			r[rel.Name] = g.toOne(rel, depth-1, hostile)
		}
	}
	return r
}

func (g *gen) toOne(rel *Relation, depth int, hostile bool) any {
	switch {
	case hostile && g.chance(15):
		return pick(g, []any{"x", json.Number("1"), []any{}, true})
	case g.chance(15):
		return nil
	default:
		return g.record(rel.Target, depth)
	}
}

func (g *gen) toMany(rel *Relation, depth int, hostile bool) any {
	if hostile && g.chance(20) {
		return pick(g, []any{"x", nil, map[string]any{}, json.Number("0"), false})
	}
	list := []any{}
	for range g.below(3) {
		if hostile && g.chance(20) {
			list = append(list, pick(g, []any{"x", nil, []any{}, json.Number("0")}))
		} else {
			list = append(list, g.record(rel.Target, min(depth, 1)))
		}
	}
	return list
}

// row takes a row of the pool, with a field or two drawn again.
func (g *gen) row(from rows, t *Table) map[string]any {
	r := maps.Clone(pick(g, from[t]))
	for range g.below(3) {
		f := pick(g, t.Fields)
		switch {
		case g.chance(5):
			delete(r, f.Name)
		case g.chance(5):
			r[f.Name] = g.wrongValue(f.Type)
		default:
			r[f.Name] = g.value(f.Type)
		}
	}
	return r
}
