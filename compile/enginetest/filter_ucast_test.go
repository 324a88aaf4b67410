package enginetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego"
)

// joined gives the columns of a row and of those that it is joined to, by
// alias and column; null where a row is missing.
func (d data) joined(table *lang.Table, row map[string]any, alias string, joins map[string]rego.CatalogJoin, tables map[string]*lang.Table) map[string]any {
	out := map[string]any{}
	put := func(alias string, t *lang.Table, row map[string]any) {
		for _, f := range t.Fields {
			out[alias+"."+f.Column] = row[f.Name]
		}
	}
	put(alias, table, row)
	for _, name := range slices.Sorted(maps.Keys(joins)) {
		j := joins[name]
		t := tables[j.Table]
		var found map[string]any
		for _, other := range d[t] {
			if leadsTo(t.Key, other, j, out) {
				found = other
			}
		}
		put(name, t, found)
	}
	return out
}

// matches evaluates a filter in the form of UCAST the way that JavaScript does,
// which is the least kind to null: null equals null, and is less than 1.
func matches(t failer, node map[string]any, row map[string]any) bool {
	t.Helper()
	if len(node) == 0 {
		return true // unconditional
	}
	switch node["type"] {
	case "compound":
		parts := node["value"].([]any)
		holds := func(part any) bool { return matches(t, part.(map[string]any), row) }
		switch node["operator"] {
		case "and":
			return !slices.ContainsFunc(parts, func(p any) bool { return !holds(p) })
		case "or":
			return slices.ContainsFunc(parts, holds)
		case "not":
			return !holds(parts[0])
		}
	case "field":
		x, ok := row[node["field"].(string)]
		if !ok {
			t.Fatalf("there is no column %v", node["field"])
		}
		y := node["value"]
		if ref, ok := y.(map[string]any); ok {
			if y, ok = row[ref["field"].(string)]; !ok {
				t.Fatalf("there is no column %v", ref["field"])
			}
		}
		return compares(t, node["operator"].(string), x, y)
	}
	t.Fatalf("a node that is not known: %v", node)
	return false
}

func compares(t failer, operator string, x, y any) bool {
	t.Helper()
	switch operator {
	case "eq":
		return equals(x, y)
	case "ne":
		return !equals(x, y)
	case "in":
		return slices.ContainsFunc(y.([]any), func(e any) bool { return equals(x, e) })
	}
	c := order(x, y)
	switch operator {
	case "lt":
		return c < 0
	case "lte":
		return c <= 0
	case "gt":
		return c > 0
	case "gte":
		return c >= 0
	}
	t.Fatalf("an operator that is not known: %s", operator)
	return false
}

func equals(x, y any) bool {
	if isNumber(x) && isNumber(y) {
		return order(x, y) == 0
	}
	if isNumber(x) || isNumber(y) {
		return false
	}
	return x == y
}

func isNumber(x any) bool {
	switch x.(type) {
	case json.Number, float64:
		return true
	}
	return false
}

func order(x, y any) int {
	a, aText := x.(string)
	b, bText := y.(string)
	if aText && bText {
		return strings.Compare(a, b)
	}
	return ratOf(x).Cmp(ratOf(y))
}

// leadsTo reports whether a join leads from the columns that there are to a row.
func leadsTo(key lang.Key, row map[string]any, j rego.CatalogJoin, columns map[string]any) bool {
	held := map[string]any{}
	for i, f := range key {
		held[f.Name] = columns[j.From+"."+j.Column[i]]
	}
	text := keyText(key, row)
	return text != "" && text == keyText(key, held)
}

// ratOf takes what is not a number for 0.
func ratOf(x any) *big.Rat {
	r, ok := new(big.Rat).SetString(fmt.Sprint(x))
	if !ok {
		return new(big.Rat)
	}
	return r
}
