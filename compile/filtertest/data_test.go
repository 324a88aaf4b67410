package filtertest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"portcullis/lang"
)

// data has the rows of each table by field. Values are nil, bool, string,
// json.Number and lists of these.
type data map[*lang.Table][]map[string]any

// canonical gives one text to all forms of a number.
func canonical(n json.Number) string {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return n.String()
	}
	return r.RatString()
}

// keyOf writes the key that a row has in some fields; "" where a part is null.
func keyOf(key lang.Key, row map[string]any) string {
	return keyText(key.Names(), row, "")
}

// keyText writes the key that is under some names behind a prefix; "" where a part is null.
func keyText(names []string, in map[string]any, prefix string) string {
	var parts []string
	for _, name := range names {
		switch v := in[prefix+name].(type) {
		case nil:
			return ""
		case json.Number:
			parts = append(parts, canonical(v))
		default:
			parts = append(parts, fmt.Sprintf("%q", fmt.Sprint(v)))
		}
	}
	return strings.Join(parts, ",")
}

// paths is what of a row's relations is needed, by name.
type paths map[string]paths

func needed(list []string) paths {
	out := paths{}
	for _, path := range list {
		at := out
		for _, name := range strings.Split(path, ".") {
			if at[name] == nil {
				at[name] = paths{}
			}
			at = at[name]
		}
	}
	return out
}

// nested gives a row with the related rows that are needed in it.
func (d data) nested(t *lang.Table, row map[string]any, need paths) map[string]any {
	out := map[string]any{}
	for _, f := range t.Fields {
		out[f.Name] = row[f.Name]
	}
	for _, rel := range t.Relations {
		inner, ok := need[rel.Name]
		if !ok {
			continue
		}
		if rel.Many {
			list := []any{}
			for _, other := range d[rel.Target] {
				if keyOf(rel.Key, other) == keyOf(t.Key, row) {
					list = append(list, d.nested(rel.Target, other, inner))
				}
			}
			out[rel.Name] = list
			continue
		}
		out[rel.Name] = nil
		for _, other := range d[rel.Target] {
			if keyOf(rel.Target.Key, other) == keyOf(rel.Key, row) {
				out[rel.Name] = d.nested(rel.Target, other, inner)
			}
		}
	}
	return out
}

// rows gives a table's rows with what decisions on an action look into.
func (s *subject) rows(d data, t *lang.Table, q question) []map[string]any {
	c := s.engine.Catalog()
	needs := c.Tables[t.Name].Actions[q.action].Needs
	if q.kind == "report" {
		needs = c.Reports[q.name].Actions[q.action].Needs
	}
	out := []map[string]any{}
	for _, row := range d[t] {
		out = append(out, d.nested(t, row, needed(needs)))
	}
	return out
}
