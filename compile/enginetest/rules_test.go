package enginetest

import (
	"math"
	"strings"
	"testing"

	"portcullis/compile/internal/difftest"
	"portcullis/rego"
)

// TestRules asks for the rows that lang/LANGUAGE.md §5 says, rule by rule: what the
// reference answers (difftest holds it to the table), all that show rows do.
func TestRules(t *testing.T) {
	source, _ := difftest.RuleSource()
	p, err := open(source)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	w := newWorld(p.policy, difftest.RuleJSON(difftest.RuleWorld).(map[string]any))
	databases, err := b.holding(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range difftest.Rules() {
		b.filterEach = 1
		if strings.Count(rule.Policy, "  deny ") > 10 {
			b.filterEach = math.MaxInt // OPA writes all denies beside each allow
		}
		for _, c := range rule.Cases {
			if !strings.HasSuffix(c.Ask, " *") || strings.Contains(c.Ask, "message") {
				continue
			}
			request := difftest.RuleRequest(rule, c)
			on := request["resource"].(map[string]any)
			who := asker{key: difftest.RuleJSON("1"), User: rego.User{Login: "ana"}}
			switch user, _ := request["user"].(map[string]any); {
			case user == nil:
				who = asker{}
			case user["login"] == nil:
				who = asker{}
				fallthrough
			default:
				for _, name := range user["profiles"].([]any) {
					who.Profiles = append(who.Profiles, name.(string))
				}
			}
			q := question{
				kind: on["type"].(string), name: on["name"].(string), action: request["action"].(string), now: request["now"].(string),
				asker: who,
			}
			about, ok := p.thing(q)
			if !ok {
				t.Fatalf("%s: there is no %s", rule.Name, c.Ask)
			}
			r := p.request(w, q, about, w.rows[about.table])
			if diff := b.ask(p, r, about, p.expected(r, about), databases); diff != "" {
				t.Errorf("%s: %s %s: %s", rule.Name, c.Ask, c.With, diff)
			}
		}
	}
	t.Log(b.counts)
}
