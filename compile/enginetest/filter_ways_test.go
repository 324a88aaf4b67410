package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// alternatives gives the ways in which a filter in the form of UCAST can hold:
// of each, what it asks of a row.
func alternatives(rows any) [][]string {
	node, ok := rows.(map[string]any)
	if !ok {
		return nil // no rows
	}
	var out [][]string
	for _, way := range parts(node, "or") {
		var asks []string
		for _, part := range parts(way, "and") {
			if len(part) > 0 { // which is true
				asks = append(asks, text(part))
			}
		}
		out = append(out, asks)
	}
	return out
}

// parts gives what a node is made of by an operator; itself, if by none.
func parts(node map[string]any, operator string) []map[string]any {
	if node["type"] != "compound" || node["operator"] != operator {
		return []map[string]any{node}
	}
	var out []map[string]any
	for _, part := range node["value"].([]any) {
		out = append(out, parts(part.(map[string]any), operator)...)
	}
	return out
}

// redundant gives an alternative that adds no rows to another: it asks what the
// other does, and perhaps more.
func redundant(ways [][]string) ([]string, bool) {
	for i, way := range ways {
		for j, other := range ways {
			lacks := func(asks string) bool { return !slices.Contains(way, asks) }
			if i != j && !slices.ContainsFunc(other, lacks) {
				return way, true
			}
		}
	}
	return nil, false
}

// TestAlternatives counts in how many ways filters hold. Each allow of the
// person is one, or as many as it has alternatives itself. Denies add to what
// each asks, and make more of them only where they spare rows in several ways.
func TestAlternatives(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	conditions := map[string]string{
		"allow a": `row.status == "draft"`, "allow b": `row.title == "a"`, "allow c": `row.total == 1`,
		"allow a or b": `row.title == "a" || row.status == "draft"`, "allow part of a": `row.status == "draft" && row.rush`,
		"allow a in other words": `"draft" == row.status`,
		"deny x":                 `row.margin == 1`, "deny y": `row.code == "x"`, "deny z": `row.paid`,
		"deny x in other words": `1 == row.margin`, "deny part of x": `row.margin == 1 && row.paid`, "deny x or y": `row.margin == 1 || row.code == "x"`,
		"deny x and z": `row.margin == 1 && row.paid`, "deny y and due": `row.code == "x" && row.due == null`,
	}
	var source strings.Builder
	source.WriteString(schema)
	for name, rows := range conditions {
		effect, _, _ := strings.Cut(name, " ")
		source.WriteString(statement(name, effect, rows))
	}
	source.WriteString(strings.Replace(statement("deny when", "deny", `row.margin == 2`), "rows =", "when = user.region == \"US\"\n    rows =", 1))
	s := compiled(t, source.String())
	for _, c := range []struct {
		profiles []any
		want     int
	}{
		{[]any{"allow a"}, 1},
		{[]any{"allow a", "allow b", "allow c"}, 3},
		{[]any{"allow a", "allow b", "allow c", "deny x"}, 3},
		{[]any{"allow a", "allow b", "allow c", "deny x", "deny y", "deny z"}, 3},
		{[]any{"allow a", "allow b", "allow c", "deny x", "deny y", "deny z", "deny when"}, 3}, // which is not in force
		// What others say already.
		{[]any{"allow a", "allow part of a", "allow a in other words"}, 1},
		{[]any{"allow a", "allow b", "allow a or b"}, 2},
		{[]any{"allow a", "allow b", "allow c", "deny x", "deny x in other words", "deny part of x", "deny x or y"}, 3},
		// Denies that spare rows in two ways each.
		{[]any{"allow a", "deny x and z"}, 2},
		{[]any{"allow a", "allow b", "allow c", "deny x and z"}, 6},
		{[]any{"allow a", "allow b", "allow c", "deny x and z", "deny y and due"}, 12},
		{[]any{"allow a", "allow b", "allow c", "deny x and z", "deny x"}, 3},
	} {
		q := filterRequest{"table", "orders", "view", with(profiles(c.profiles...)), "2026-03-01T09:00:00Z"}
		f, err := s.filter(t.Context(), q, "ucast", "all")
		if err != nil {
			t.Fatal(err)
		}
		ways := alternatives(f.rows)
		if len(ways) != c.want {
			t.Errorf("%v: %d ways, not %d:\n%s", c.profiles, len(ways), c.want, fmt.Sprint(ways))
		}
		if way, ok := redundant(ways); ok {
			t.Errorf("%v: redundant: %s", c.profiles, way)
		}
		for _, way := range ways {
			if n := len(slices.Compact(slices.Sorted(slices.Values(way)))); n < len(way) {
				t.Errorf("%v: something is asked twice: %s", c.profiles, way)
			}
		}
	}
}
