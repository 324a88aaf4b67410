package enginetest

import (
	"encoding/json"
	"strconv"

	"portcullis/lang"
)

// data has the rows of each table by field. Values are nil, bool, string,
// json.Number and lists of these.
type data map[*lang.Table][]map[string]any

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
				if keyText(rel.Key, other) == keyText(t.Key, row) {
					list = append(list, d.nested(rel.Target, other, inner))
				}
			}
			out[rel.Name] = list
			continue
		}
		out[rel.Name] = nil
		for _, other := range d[rel.Target] {
			if keyText(rel.Target.Key, other) == keyText(rel.Key, row) {
				out[rel.Name] = d.nested(rel.Target, other, inner)
			}
		}
	}
	return out
}

// rows gives a table's rows with what decisions on an action look into.
func (s *subject) rows(d data, t *lang.Table, q filterRequest) []map[string]any {
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

// keysOf writes keys that are numbers.
func keysOf(key lang.Key, numbers ...int) []string {
	var out []string
	for _, n := range numbers {
		out = append(out, keyText(key, map[string]any{key[0].Name: json.Number(strconv.Itoa(n))}))
	}
	return out
}
