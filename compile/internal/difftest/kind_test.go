package difftest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego"
	"portcullis/rego/form"
)

// everyThing is a portal with one thing of each kind, called "one", of which everything
// is allowed.
func everyThing() string {
	w := &writer{}
	w.line("portal \"acme\" {}\ntable \"one\" {\n  fields = { id = number, x = string }\n}")
	w.line("report \"rows\" {\n  table = \"one\"\n}\nform \"one\" {\n  table = \"one\"\n}")
	for _, kind := range form.Components() {
		w.line("%s \"one\" {}", kind)
	}
	w.line("profile \"p\" {")
	for _, kind := range form.Kinds() {
		w.line("  allow %q \"*\" {", kind)
		if kind.Named() {
			w.line("    actions = [\"*\"]")
		}
		if kind == form.KindTable || kind == form.KindReport {
			w.line("    rows = all")
		}
		w.line("  }")
	}
	w.line("  menu {\n    section \"s\" {")
	for _, kind := range form.MenuKinds() {
		w.line("      item %q %q {}", kind, oneOf(kind))
	}
	w.line("    }\n  }\n}")
	return w.String()
}

// oneOf gives the name of the thing of a kind.
func oneOf(kind form.ResourceKind) string {
	switch kind {
	case form.KindReport: // whose name no table has
		return "rows"
	case form.KindMessage:
		return "*"
	default:
		return "one"
	}
}

// TestEveryKindIsKnown names the place that forgot a kind of things, or an action that
// one has without any declaration: a page, an engine, the oracle, what `access` tells.
func TestEveryKindIsKnown(t *testing.T) {
	s, err := open(everyThing())
	if err != nil {
		t.Fatal(err)
	}
	drawn := drawnPortals()
	grammar := read(t, "../../../cmd/vscode/syntaxes/portcullis.tmLanguage.json")
	contracts := read(t, "../../../cmd/CONTRACTS.md")
	pages := map[string]string{"lang/LANGUAGE.md": page(t, "LANGUAGE.md"), "lang/REFERENCE.md": page(t, "REFERENCE.md"), "the portals that are drawn": drawn}
	user := map[string]any{"profiles": []any{"p"}}
	told, err := s.bound.Access(t.Context(), rego.User{Profiles: []string{"p"}}, "2026-03-01T09:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	byRego, err := s.engine.Access(t.Context(), rego.User{Profiles: []string{"p"}}, "2026-03-01T09:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	oracle := reference.Access(s.policy, map[string]any{"user": user, "now": "2026-03-01T09:00:00Z"})
	for _, kind := range form.Kinds() {
		for place, text := range pages {
			if !strings.Contains(text, `"`+string(kind)+`"`) && !strings.Contains(text, "`"+string(kind)+"`") {
				t.Errorf("%s: not in %s", kind, place)
			}
		}
		if kind.Component() {
			if !strings.Contains(grammar, "|"+string(kind)+"|") {
				t.Errorf("%s: not in the grammar (cmd/vscode)", kind)
			}
			for _, id := range []string{"undeclared-", "duplicate-"} {
				if _, ok := lang.Explain(id + string(kind)); !ok {
					t.Errorf("%s: no page %s%s.md in lang/diag/explain", kind, id, kind)
				}
			}
			if !strings.Contains(contracts, under(kind)) {
				t.Errorf("%s: %s is not in cmd/CONTRACTS.md", kind, under(kind))
			}
			for place, answer := range map[string]any{"rego/local": told, "the library, or rego.Access": byRego, "the oracle": oracle} {
				if !lists(t, answer, under(kind)) {
					t.Errorf("%s: access does not list it under %s by %s", kind, under(kind), place)
				}
			}
		}
		for _, action := range form.Actions(kind) {
			for place, text := range pages {
				if !strings.Contains(text, action) && (kind.Named() || text != drawn) { // `access` is not written
					t.Errorf("%s of %s: not in %s", action, kind, place)
				}
			}
			knowAction(t, s, user, kind, action)
		}
	}
}

// under gives the name under which `access` lists components of a kind, quoted.
func under(kind form.ResourceKind) string {
	if stem, ok := strings.CutSuffix(string(kind), "y"); ok {
		return `"` + stem + `ies"`
	}
	return `"` + string(kind) + `s"`
}

func lists(t *testing.T, answer any, under string) bool {
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), under+`:["one"]`) || strings.Contains(string(text), under+`:{"one":[`)
}

// knowAction asks each who decides for an action that is allowed.
func knowAction(t *testing.T, s *subject, user any, kind form.ResourceKind, action string) {
	t.Helper()
	row := map[string]any{"id": json.Number("1"), "x": "a"}
	request := map[string]any{
		"user": user, "resource": map[string]any{"type": string(kind), "name": oneOf(kind)}, "action": action, "now": "2026-03-01T09:00:00Z",
	}
	switch mode := form.Modes(kind)[action]; {
	case mode.Existing():
		request["row"] = row
	case mode == form.Create:
		request["set"] = row
	case mode == form.Message:
		request["to"] = map[string]any{"key": json.Number("1"), "profiles": []any{}}
	}
	q, ok := engineRequest(request)
	if !ok {
		t.Fatalf("no request: %s", Show(request))
	}
	allowed, err := s.engine.Allow(t.Context(), q)
	bound, err2 := s.bound.Allow(t.Context(), q)
	if oracle := reference.Decide(s.policy, request).Allow; !allowed || !bound || !oracle || err != nil || err2 != nil {
		t.Errorf("%s of %s: Rego %v (%v), rego/local %v (%v), the oracle %v", action, kind, allowed, err, bound, err2, oracle)
	}
}

// drawnPortals gives the sources of random portals.
func drawnPortals() string {
	var out strings.Builder
	for seed := range 60 {
		out.WriteString(Portals().Example(seed).Source)
	}
	return out.String()
}

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := lang.Pages.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
