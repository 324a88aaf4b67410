package difftest

import (
	"encoding/json"
	"maps"
	"slices"
)

// garbage stands where something else should.
var garbage = []any{
	nil, "", "x", false, true, json.Number("0"), json.Number("1"),
	[]any{},
	[]any{nil},
	map[string]any{},
	[]any{map[string]any{}},
	map[string]any{"x": []any{}},
	"*", "view",
	[]any{"Client", json.Number("1"), nil},
}

// garble makes a request that makes little sense: a part of it, two deep at
// most, is left out or replaced; or it is no request at all.
func (g *gen) garble(r map[string]any) any {
	if g.chance(5) {
		return pick(g, garbage)
	}
	return g.garbled(r, 2)
}

func (g *gen) garbled(r map[string]any, depth int) map[string]any {
	r = maps.Clone(r)
	names := slices.Sorted(maps.Keys(r))
	if len(names) == 0 {
		return r
	}
	name := pick(g, names)
	inner, isRecord := r[name].(map[string]any)
	switch {
	case isRecord && depth > 0 && g.chance(60):
		r[name] = g.garbled(inner, depth-1)
	case g.chance(30):
		delete(r, name)
	case g.chance(20):
		r[name+" "] = r[name]
	default:
		r[name] = pick(g, garbage)
	}
	return r
}
