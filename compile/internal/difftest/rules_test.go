package difftest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"portcullis/lang"
)

// TestRules asks what lang/LANGUAGE.md §5 says, rule by rule, of the reference, of
// plain OPA, of the engine and of the one without OPA.
func TestRules(t *testing.T) {
	source, lines := RuleSource()
	s, err := open(source)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			a := ruleAsker{s, r, statementsFrom(s.policy, lines[i])}
			for _, c := range r.Cases {
				a.check(t, c)
			}
		})
	}
}

// statementsFrom numbers the statements from a line on, by file and line.
func statementsFrom(p *lang.Policy, line int) map[string]int {
	numbers := map[string]int{}
	all := slices.Clone(p.Statements)
	slices.SortFunc(all, func(a, b *lang.Statement) int { return a.Line - b.Line })
	for _, s := range all {
		if s.Line >= line {
			numbers[fmt.Sprintf("%s:%d", s.File, s.Line)] = len(numbers) + 1
		}
	}
	return numbers
}

type ruleAsker struct {
	*subject
	rule    Rule
	numbers map[string]int
}

func (a ruleAsker) check(t *testing.T, c RuleCase) {
	t.Helper()
	request := RuleRequest(a.rule, c)
	if diff := a.difference(request); diff != "" {
		t.Errorf("%s %s: %s", c.Ask, c.With, diff)
	}
	answers := wanted(a.policy, request)
	var got any
	switch {
	case c.Ask == "access":
		got = answers["access"]
	case strings.HasSuffix(c.Ask, "*") && !strings.Contains(c.Ask, "message"):
		got = seen(answers["visible"].([]any))
	default:
		decision := answers["decision"].(map[string]any)
		numbers := []any{}
		for _, b := range decision["because"].([]any) {
			numbers = append(numbers, json.Number(fmt.Sprint(a.numbers[b.(map[string]any)["statement"].(string)])))
		}
		decision["because"] = numbers
		got = decision
	}
	if where := lacking(RuleJSON(c.Want), got); where != "" {
		t.Errorf("%s %s: %s is not as the rule has it:\n%s\nwant\n%s", c.Ask, c.With, where, Show(got), c.Want)
	}
}

// seen gives the cells of rows, "***" for hidden ones.
func seen(rows []any) any {
	list := []any{}
	for _, r := range rows {
		r := r.(map[string]any)
		cells := maps.Clone(r["row"].(map[string]any))
		for _, name := range r["hidden"].([]any) {
			cells[name.(string)] = "***"
		}
		list = append(list, cells)
	}
	return list
}

// lacking gives where what is wanted is not there; "" if it is.
func lacking(want, got any) string {
	switch want := want.(type) {
	case map[string]any:
		other, ok := got.(map[string]any)
		if !ok {
			return "."
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			g, there := other[name]
			text, isText := g.(string)
			if want[name] == "*" && isText && text != "" {
				continue
			}
			if where := lacking(want[name], g); where != "" || !there {
				return "." + name + where
			}
		}
		return ""
	case []any:
		other, ok := got.([]any)
		if !ok || len(want) != len(other) {
			return "[]"
		}
		for i := range want {
			if where := lacking(want[i], other[i]); where != "" {
				return fmt.Sprintf("[%d]%s", i, where)
			}
		}
		return ""
	default:
		return unequal(want, got)
	}
}
