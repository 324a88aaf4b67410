package difftest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego/scalar"
	psql "portcullis/rego/sql"
)

// TestEveryFunctionIsKnown names the place that forgot a function of conditions: the
// pages, the random portals, the oracle, an engine or a dialect of SQL.
func TestEveryFunctionIsKnown(t *testing.T) {
	pages := map[string]string{"lang/LANGUAGE.md": page(t, "LANGUAGE.md"), "lang/REFERENCE.md": page(t, "REFERENCE.md"), "the portals that are drawn": drawnPortals()}
	for name := range lang.FunctionUsages() {
		for place, text := range pages {
			if !strings.Contains(text, name+"(") && !strings.Contains(text, "`"+name+"`") {
				t.Errorf("%s: not in %s", name, place)
			}
		}
	}
	for _, p := range scalar.Predicates() {
		knowFunction(t, string(p), fmt.Sprintf(`%s(row.x, "aZ")`, p))
	}
	for _, c := range scalar.Changes() {
		knowFunction(t, string(c), fmt.Sprintf(`%s(row.x) == "aZ"`, c))
	}
}

// knowFunction asks a condition of a text of each who should know its function.
func knowFunction(t *testing.T, name, condition string) {
	t.Helper()
	forgotten := func(place string, ask func()) (is bool) {
		defer func() {
			if x := recover(); x != nil {
				is = true
				t.Errorf("%s: %s: %v", name, place, x)
			}
		}()
		ask()
		return false
	}
	s, err := open(fmt.Sprintf(`portal "acme" {}
table "t" {
  fields = { id = number, x = string }
}
profile "p" {
  allow "table" "t" {
    actions = ["view"]
    rows    = %s
  }
}`, condition))
	if err != nil {
		t.Errorf("%s: the compiler: %v", name, err)
		return
	}
	for _, text := range []any{"aZ", "Za", " aZaZ ", "az", nil} {
		request := map[string]any{
			"user": map[string]any{"profiles": []any{"p"}}, "resource": map[string]any{"type": "table", "name": "t"}, "action": "view",
			"row": map[string]any{"id": json.Number("1"), "x": text}, "now": "2026-03-01T09:00:00Z",
		}
		if forgotten("the oracle", func() { reference.Decide(s.policy, request) }) {
			return
		}
		q, _ := engineRequest(request)
		forgotten("the closures", func() {
			b, err := s.engine.Bind(q.User, q.Resource, q.Action, q.Now)
			if err != nil {
				t.Fatal(err)
			}
			allowed, err := s.engine.Allow(t.Context(), q)
			if want := reference.Decide(s.policy, request).Allow; err != nil || allowed != want || b.Allows(q.Row) != want {
				t.Errorf("%s of %q: Rego %v (%v), the closures %v, the oracle %v", name, text, allowed, err, b.Allows(q.Row), want)
			}
			for _, dialect := range psql.Dialects() {
				forgotten("SQL of "+string(dialect), func() {
					if _, err := psql.Select(b.Residual(), dialect); err != nil {
						t.Errorf("%s: SQL of %s: %v", name, dialect, err)
					}
				})
			}
		})
	}
}
