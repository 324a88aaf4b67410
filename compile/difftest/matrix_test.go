package difftest

import (
	"fmt"
	"strings"
	"testing"

	"portcullis/lang/reference"
)

// atoms are conditions on a value X of each type, for values of every kind and
// of none. Those of lists have numbers for elements.
var atoms = map[string][]string{
	"every": {`X == null`, `X != null`},
	"scalar": {
		`X == C`, `X != C`, `contains([C, D], X)`, `!contains([C, D], X)`, `coalesce(X, C) == C`, `(X == null ? C : X) == C`,
		`(W == "a" ? X : D) == C`, `alltrue([for c in [C, D] : c != X])`, `X == W2`,
	},
	"ordered":   {`X < C`, `X <= C`, `X > C`, `X >= C`, `C < X`},
	"string":    {`startswith(X, "a")`, `endswith(X, "b")`, `strcontains("a_b", X)`, `lower(X) == "a"`, `upper(X) == "É"`, `lower(X) == null`},
	"bool":      {`X`, `!X`, `coalesce(X, true)`, `X ? W == "a" : W == "b"`},
	"date":      {`dateadd(X, 1) == C`, `dateadd(X, -1) == null`, `X == today`, `X < dateadd(today, 1)`},
	"timestamp": {`timeadd(X, "1h") == C`, `timeadd(X, "-1us") == null`, `X == now`, `X < timeadd(now, "1h")`},
	"list": {
		`length(X) == 1`, `length(X) != 1`, `length(X) > 0`, `length(X) <= 1`, `contains(X, 1)`, `!contains(X, 1)`, `contains([0, 1], length(X))`,
		`anytrue([for e in X : e > 0])`, `alltrue([for e in X : e > 0])`, `anytrue([for e in X : W == "a"])`, `alltrue([for e in X : W == "a"])`,
		`anytrue([for e in X : e == null])`, `length(X) == coalesce(W2, 1)`, `anytrue([for e in X : true])`, `alltrue([for e in X : false])`,
	},
}

// TestEveryConditionOfEveryValue asks each condition of each value of the pools,
// the right and the wrong ones, null and nothing: of a field, a field over a
// relation, a property of the person and one of the team; under an allow and a
// deny, so that false and unknown are told apart.
func TestEveryConditionOfEveryValue(t *testing.T) {
	for _, kind := range []string{"string", "number", "bool", "date", "timestamp", "enum", "list"} {
		t.Run(kind, func(t *testing.T) {
			typ := Type{Kind: kind}
			switch kind {
			case "enum":
				typ.Values = []string{"open", "", "b%_"}
			case "list":
				typ.Elem = &Type{Kind: "number"}
			}
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
	classes := []string{"every", typ.Kind}
	if typ.Kind != "list" {
		classes = append(classes, "scalar")
	}
	if typ.Kind != "list" && typ.Kind != "bool" && typ.Kind != "enum" {
		classes = append(classes, "ordered")
	}
	w := &writer{}
	w.line("portal \"acme\" {\n  user_properties = {\n    x = %s\n  }\n  team_properties = {\n    x = %s\n  }\n}", typ, typ)
	second := typ
	if typ.Kind == "list" {
		second = *typ.Elem
	}
	w.line("table \"t\" {\n  fields = {\n    id = number\n    x = %s\n    w = string\n    w2 = %s\n    t_id = number\n  }", typ, second)
	w.line("  belongs_to \"t\" {\n    table = \"t\"\n    key = \"t_id\"\n  }\n}")
	profiles := map[string]string{}
	for _, class := range classes {
		for _, atom := range atoms[class] {
			for _, place := range []string{"row.x", "row.t.x", "user.x", "team.x"} {
				text := matrixAtom(atom, place, typ)
				n := len(profiles)
				profiles[fmt.Sprintf("allow%d", n)] = text
				profiles[fmt.Sprintf("deny%d", n)] = text
				w.line("profile \"allow%d\" {\n  allow \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}", n, text)
				w.line("profile \"deny%d\" {\n  allow \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = all\n  }", n)
				w.line("  deny \"table\" \"t\" {\n    rows = %s\n  }\n}", text)
			}
		}
	}
	return w.String(), profiles
}

func matrixAtom(atom, place string, typ Type) string {
	constants := []string{"", ""}
	if typ.Kind != "list" {
		values := typ.values()
		constants = []string{literal(values[0]), literal(values[len(values)-1])}
	}
	return strings.NewReplacer("W2", "row.w2", "W", "row.w", "X", place, "C", constants[0], "D", constants[1]).Replace(atom)
}

func matrixRequest(profile string, v any) any {
	row, other, properties, team := map[string]any{"id": nil, "w": "a", "w2": nil}, map[string]any{}, map[string]any{}, map[string]any{}
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
