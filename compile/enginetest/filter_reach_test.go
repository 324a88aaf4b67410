package enginetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestReach has a filter lead to as many rules in a large portal as in a small
// one: while a row is unknown, OPA looks through all of them for each call.
func TestReach(t *testing.T) {
	conditional := func(profile, table string) string {
		return fmt.Sprintf("profile %q {\n  allow \"table\" %q {\n    actions = [\"view\", \"update\"]\n    rows = row.id == 1\n    when = user.region == \"EU\"\n  }\n"+
			"  deny \"table\" %q {\n    rows = row.id == 2\n    when = user.region != \"EU\"\n  }\n}\n", profile, table, table)
	}
	small := schema + conditional("p", "orders")
	var large strings.Builder
	large.WriteString(small)
	for i := range 20 {
		fmt.Fprintf(&large, "table \"more_%d\" {\n  fields = { id = number }\n}\n", i)
		large.WriteString(conditional(fmt.Sprint("p", i), fmt.Sprint("more_", i)))
	}
	for _, action := range []string{"view", "update"} {
		few, many := compiled(t, small).reach(t, action), compiled(t, large.String()).reach(t, action)
		if few < 10 || few != many {
			t.Errorf("the filter for %s leads to %d rules in the small portal, and to %d in the large one", action, few, many)
		}
	}
}

// reach counts the rules that the filter of orders leads to.
func (s *subject) reach(t *testing.T, action string) int {
	t.Helper()
	rules := s.filters.compiler.GetRulesExact(ast.MustParseRef("data.acme.filter.orders." + action))
	if len(rules) == 0 {
		t.Fatalf("there is no filter for %s", action)
	}
	seen := map[*ast.Rule]bool{}
	for len(rules) > 0 {
		rule := rules[0]
		rules = rules[1:]
		if seen[rule] {
			continue
		}
		seen[rule] = true
		for next := range s.filters.compiler.Graph.Dependencies(rule) {
			rules = append(rules, next.(*ast.Rule))
		}
	}
	return len(seen)
}
