package difftest

import (
	"fmt"
	"testing"

	"portcullis/lang/reference"
)

// TestEveryConditionOfEveryValue asks each condition of each value of the pools,
// the right and the wrong ones, null and nothing: of a field, a field over a
// relation, a property of the person and one of the team; under an allow and a
// deny, so that false and unknown are told apart.
func TestEveryConditionOfEveryValue(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) {
			typ := matrixType(kind)
			source, profiles := matrixPolicy(typ)
			s, err := open(source)
			if err != nil {
				t.Fatal(err)
			}
			for profile, atom := range profiles {
				for _, v := range matrixValues(typ) {
					request := matrixRequest(profile, v)
					q, ok := engineRequest(request)
					if !ok {
						t.Fatalf("no request: %s", Show(request))
					}
					got, err := s.engine.Allow(t.Context(), q)
					if want := reference.Decide(s.policy, request).Allow; got != want || err != nil {
						t.Errorf("%s of %s, %s: %v, want %v (%v)", atom, Show(v), profile, got, want, err)
					}
					b, err := s.engine.Bind(q.User, q.Resource, q.Action, q.Now)
					if err != nil {
						t.Fatal(err)
					}
					if want := reference.Decide(s.policy, request).Allow; b.Allows(q.Row) != want {
						t.Errorf("%s of %s, %s: bound %v, want %v (%v)", atom, Show(v), profile, !want, want, err)
					}
				}
			}
		})
	}
}

// absent stands for no value at all.
type absent struct{}

func matrixValues(typ Type) []any {
	values := append([]any{absent{}, nil}, wrong[typ.Kind]...)
	values = append(values, extreme[typ.Kind]...)
	if typ.Kind == "list" {
		return append(values, []any{}, []any{nil}, []any{"x"}, numbers("1"), numbers("1", "0"), numbers("0"), append(numbers("0"), nil), "", map[string]any{})
	}
	return append(values, typ.values()...)
}

// matrixPolicy has a pair of profiles for each condition and place: one that
// allows view where it is true, one that denies it where it is not false.
func matrixPolicy(typ Type) (string, map[string]string) {
	w := &writer{}
	w.line("portal \"acme\" {\n  user_properties = {\n    x = %s\n  }\n  team_properties = {\n    x = %s\n  }\n}", typ, typ)
	w.line("table \"t\" {\n  fields = {\n    id = number\n    x = %s\n    w = string\n    w2 = %s\n    w3 = %s\n    t_id = number\n  }", typ, typ.second(), typ.third())
	w.line("  belongs_to \"t\" {\n    table = \"t\"\n    key = \"t_id\"\n  }\n}")
	profiles := map[string]string{}
	for _, text := range matrixConditions(typ, "row.x", "row.t.x", "user.x", "team.x") {
		n := len(profiles)
		profiles[fmt.Sprintf("allow%d", n)] = text
		profiles[fmt.Sprintf("deny%d", n)] = text
		w.line("profile \"allow%d\" {\n  allow \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}", n, text)
		w.line("profile \"deny%d\" {\n  allow \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = all\n  }", n)
		w.line("  deny \"table\" \"t\" {\n    rows = %s\n  }\n}", text)
	}
	return w.String(), profiles
}

func matrixRequest(profile string, v any) any {
	row, other, properties, team := map[string]any{"id": nil, "w": "a", "w2": nil, "w3": nil}, map[string]any{}, map[string]any{}, map[string]any{}
	for _, holder := range []map[string]any{row, other, properties, team} {
		if v != (absent{}) {
			holder["x"] = v
		}
	}
	row["t"] = other
	return map[string]any{
		"user":     map[string]any{"profiles": []any{profile}, "properties": properties, "team_properties": team},
		"resource": map[string]any{"type": "table", "name": "t"}, "action": "view", "row": row, "now": "2026-03-01T09:00:00Z",
	}
}
