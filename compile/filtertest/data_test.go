package filtertest

import (
	"encoding/json"
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

// same reports whether two keys are equal.
func same(a, b any) bool { return a != nil && b != nil && keyText(a) == keyText(b) }

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
				if same(other[rel.Key[0].Name], row[t.Key[0].Name]) {
					list = append(list, d.nested(rel.Target, other, inner))
				}
			}
			out[rel.Name] = list
			continue
		}
		out[rel.Name] = nil
		for _, other := range d[rel.Target] {
			if same(other[rel.Target.Key[0].Name], row[rel.Key[0].Name]) {
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
