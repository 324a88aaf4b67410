package compile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/rego"

	"github.com/google/go-cmp/cmp"
	oparego "github.com/open-policy-agent/opa/v1/rego"
)

// sensible is a request that is allowed: a customer changes a note on a draft.
const sensible = `{
  "user": {
    "login": "ana@beans.example", "profiles": ["customer"], "team": "t", "team_profiles": [], "team_properties": {},
    "properties": {}, "record": {"id": 1, "email": "ana@beans.example", "client_id": 1}
  },
  "action": "update",
  "resource": {"type": "table", "name": "orders"},
  "row": {"id": 1, "contact_id": 1, "project_id": 1, "status": "draft", "placed": "2026-02-27", "note": null, "items": []},
  "rows": [{"id": 1, "contact_id": 1, "project_id": 1, "status": "draft", "note": null, "items": []}],
  "set": {"note": "soon"},
  "related": {},
  "to": {"key": 1, "profiles": []},
  "now": "2026-03-01T09:00:00Z"
}`

// nonsense is put in the place of each part of a sensible request, and of all of it.
var nonsense = []string{
	`null`, `true`, `false`, `0`, `-1.5`, `1e400`, `""`, `"x"`, `"*"`, `[]`, `["x"]`, `[null]`, `[[{}]]`, `[{"x": 1}]`, `{}`, `{"x": 1}`,
}

// outcome is what a request comes to with nonsense in it.
type outcome string

const (
	told    outcome = "refused, and told why"
	refused outcome = "refused"
	allowed outcome = "allowed"
)

// parts are the places in a request where nonsense can stand, with what comes
// of it; some values are good in some places.
var parts = map[string]struct {
	usually outcome
	but     map[string]outcome
}{
	"":                     {told, nil},
	"user":                 {told, nil},
	"user.login":           {told, nil},
	"user.record":          {told, nil},
	"user.profiles":        {told, outcomes(refused, `null`, `[]`, `["x"]`, `[null]`, `[[{}]]`, `[{"x": 1}]`)},
	"user.team":            {told, outcomes(allowed, `null`, `""`, `"x"`, `"*"`)},
	"user.team_profiles":   {told, outcomes(allowed, `null`, `[]`, `["x"]`, `[null]`, `[[{}]]`, `[{"x": 1}]`)},
	"user.team_properties": {told, outcomes(allowed, `null`, `{}`, `{"x": 1}`)},
	"user.properties":      {told, outcomes(allowed, `null`, `{}`, `{"x": 1}`)},
	"action":               {told, nil},
	"resource":             {told, nil},
	"resource.type":        {told, nil},
	"resource.name":        {told, nil},
	"row":                  {told, outcomes(refused, `{}`, `{"x": 1}`)}, // of a row that is not seen nothing is told
	"set":                  {told, outcomes(allowed, `null`, `{}`)},
	"related":              {told, outcomes(allowed, `null`, `{}`, `{"x": 1}`)},
	"rows":                 {allowed, nil},
	"to":                   {allowed, nil},
	"now":                  {allowed, nil},
}

// Parts without which a request makes no sense; the others may be left out.
var needed = []string{"user", "user.login", "user.record", "action", "resource", "resource.type", "resource.name", "row"}

func outcomes(o outcome, values ...string) map[string]outcome {
	out := map[string]outcome{}
	for _, v := range values {
		out[v] = o
	}
	return out
}

// TestNonsense asks an OPA with the bundle alone all its questions with
// nonsense in each place: it always answers, and never says yes to it.
func TestNonsense(t *testing.T) {
	q := plain(t, written(t, os.DirFS(example), compile.Options{}), "x := data.client_orders")
	if got := judged(t, q, decoded(t, sensible)); got != allowed {
		t.Fatalf("the sensible request is %s", got)
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		of := parts[part]
		for _, text := range nonsense {
			want, ok := of.but[text]
			if !ok {
				want = of.usually
			}
			t.Run(part+"="+text, func(t *testing.T) {
				if got := judged(t, q, changed(t, part, decoded(t, text))); got != want {
					t.Errorf("it is %s, not %s", got, want)
				}
			})
		}
		if part == "" {
			continue
		}
		t.Run("no "+part, func(t *testing.T) {
			want := allowed
			switch {
			case slices.Contains(needed, part):
				want = told
			case part == "user.profiles":
				want = refused
			}
			if got := judged(t, q, changed(t, part, nil)); got != want {
				t.Errorf("it is %s, not %s", got, want)
			}
		})
	}
}

// changed gives the sensible request with a part replaced, or without it.
func changed(t *testing.T, part string, value *any) *any {
	t.Helper()
	if part == "" {
		return value
	}
	request := decoded(t, sensible)
	names := strings.Split(part, ".")
	at := (*request).(map[string]any)
	for _, name := range names[:len(names)-1] {
		at = at[name].(map[string]any)
	}
	if value == nil {
		delete(at, names[len(names)-1])
	} else {
		at[names[len(names)-1]] = *value
	}
	return request
}

func decoded(t testing.TB, text string) *any {
	t.Helper()
	var x any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&x); err != nil {
		t.Fatal(err)
	}
	return &x
}

// The kinds of JSON that the answers have.
var (
	decisionForm = map[string]string{
		"allow": "bool", "visible": "list", "masked": "object", "editable": "list", "set": "object", "because": "list",
		"message": "string or null",
	}
	accessForm = map[string]string{
		"tables": "object", "reports": "object", "forms": "list", "pages": "list", "dashboards": "list", "channels": "object",
		"capabilities": "list", "message": "object", "menu": "list", "sortable": "object",
	}
	messageForm = map[string]string{
		"everyone": "bool", "users": "list", "profiles": "list", "denied_users": "list", "denied_profiles": "list",
	}
)

// kindsOf gives the kinds of an object's values.
func kindsOf(x any) map[string]string {
	o, _ := x.(map[string]any)
	out := map[string]string{}
	for k, v := range o {
		switch v.(type) {
		case bool:
			out[k] = "bool"
		case []any:
			out[k] = "list"
		case map[string]any:
			out[k] = "object"
		case nil, string:
			out[k] = "string"
		default:
			out[k] = fmt.Sprintf("%T", v)
		}
		if k == "message" && out[k] == "string" {
			out[k] = "string or null"
		}
	}
	return out
}

// TestNoRecords asks about rows that are no records, on which some statement
// applies all the same: no built-in function is asked of them what it cannot do,
// which agents can be told to take for an error of their own.
func TestNoRecords(t *testing.T) {
	q := plain(t, written(t, files(map[string]string{"p.portal.hcl": `
portal "p" {}
table "orders" {
  fields = { id = number, total = number, at = timestamp }
}
profile "all" {
  default = true
  allow "table" "orders" {
    actions = ["*"]
    rows    = all
    set     = { at = now }
  }
  deny "table" "orders" {
    actions = ["update"]
    rows    = row.total == 3
    check   = new.total < 5
  }
}
`}), compile.Options{}), "x := data.p")
	for _, action := range []string{"view", "update", "delete", "export", "create", "nothing"} {
		for _, set := range []string{`null`, `{}`, `{"total": 1}`} {
			input := decoded(t, `{
			  "user": {"login": "x"}, "action": "`+action+`", "resource": {"type": "table", "name": "orders"}, "set": `+set+`,
			  "row": "", "rows": ["", null, 1, [], {"id": 1, "total": 2, "at": null}, true], "now": "2026-03-01T09:00:00Z"
			}`)
			if action != "create" && judged(t, q, input) == allowed {
				t.Errorf("%s with %s of a row that is none is allowed", action, set)
			}
			results, err := q.Eval(t.Context(), oparego.EvalInput(*input))
			if err != nil {
				t.Errorf("%s with %s: %s", action, set, err)
				continue
			}
			rows, _ := results[0].Bindings["x"].(map[string]any)["visible"].([]any)
			if sees := action == "view" || action == "update" || action == "delete" || action == "export"; len(rows) == 1 != sees {
				t.Errorf("%s with %s: %v is visible", action, set, rows)
			}
		}
	}
}

// judged asks all questions, and holds the answers to their forms and to each other.
func judged(t *testing.T, q oparego.PreparedEvalQuery, input *any) outcome {
	t.Helper()
	results, err := q.Eval(context.Background(), oparego.EvalInput(*input))
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	answers := results[0].Bindings["x"].(map[string]any)
	decision, _ := answers["decision"].(map[string]any)
	access, _ := answers["access"].(map[string]any)
	for _, is := range []struct {
		of   any
		form map[string]string
	}{{decision, decisionForm}, {access, accessForm}, {access["message"], messageForm}} {
		if diff := cmp.Diff(is.form, kindsOf(is.of)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if answers["allow"] != decision["allow"] {
		t.Errorf("allow is %v, in the decision %v", answers["allow"], decision["allow"])
	}
	if _, ok := answers["visible"].([]any); !ok {
		t.Errorf("visible is %v", answers["visible"])
	}
	if decision["allow"] == true {
		if decision["message"] != nil {
			t.Errorf("with a yes goes the message %v", decision["message"])
		}
		return allowed
	}
	nothing := map[string]any{"visible": []any{}, "masked": map[string]any{}, "editable": []any{}, "set": map[string]any{}}
	for name, want := range nothing {
		if !reflect.DeepEqual(decision[name], want) {
			t.Errorf("refused, %s is %v", name, decision[name])
		}
	}
	if text, _ := decision["message"].(string); text != "" {
		return told
	}
	return refused
}

// TestNonsenseVisible asks for rows with nonsense in the parts that matter to
// them: none are given.
func TestNonsenseVisible(t *testing.T) {
	q := plain(t, written(t, os.DirFS(example), compile.Options{}), "x := data.client_orders.visible")
	rows := func(t *testing.T, input *any) []any {
		t.Helper()
		results, err := q.Eval(context.Background(), oparego.EvalInput(*input))
		if err != nil || len(results) != 1 {
			t.Fatal(results, err)
		}
		list, ok := results[0].Bindings["x"].([]any)
		if !ok {
			t.Fatalf("visible is %v", results[0].Bindings["x"])
		}
		return list
	}
	if got := rows(t, decoded(t, sensible)); len(got) != 1 {
		t.Fatalf("the sensible request has the rows %v", got)
	}
	for _, part := range []string{"", "user", "user.login", "user.record", "user.profiles", "action", "resource", "resource.type", "resource.name", "rows"} {
		for _, text := range nonsense {
			if got := rows(t, changed(t, part, decoded(t, text))); len(got) != 0 {
				t.Errorf("%s=%s: gives the rows %v", part, text, got)
			}
		}
		if part == "" {
			continue
		}
		if got := rows(t, changed(t, part, nil)); len(got) != 0 {
			t.Errorf("without %s: gives the rows %v", part, got)
		}
	}
}

// TestNonsenseOfEngine asks the Go engine, whose requests have fewer places for nonsense.
func TestNonsenseOfEngine(t *testing.T) {
	e := engine(t, os.DirFS(example))
	good := func() *rego.Request {
		row := map[string]any{"id": 1, "contact_id": 1, "status": "draft"}
		return &rego.Request{
			User: rego.User{
				Login: "ana@beans.example", Profiles: []string{"customer"},
				Record: map[string]any{"id": 1, "email": "ana@beans.example"},
			},
			Action: "view", Resource: rego.Resource{Type: "table", Name: "orders"}, Row: row, Rows: []map[string]any{row},
		}
	}
	ctx := context.Background()
	if d, err := e.Decide(ctx, good()); err != nil || !d.Allow {
		t.Fatal(d, err)
	}
	for name, spoil := range map[string]func(q *rego.Request){
		"nothing":            func(q *rego.Request) { *q = rego.Request{} },
		"no user":            func(q *rego.Request) { q.User = rego.User{} },
		"another's record":   func(q *rego.Request) { q.User.Login = "ben@beans.example" },
		"a wrong record":     func(q *rego.Request) { q.User.Record = map[string]any{"email": []any{"ana@beans.example"}} },
		"no action":          func(q *rego.Request) { q.Action = "" },
		"an unknown action":  func(q *rego.Request) { q.Action = "fly" },
		"an unknown type":    func(q *rego.Request) { q.Resource.Type = "view" },
		"an unknown table":   func(q *rego.Request) { q.Resource.Name = "order" },
		"no resource":        func(q *rego.Request) { q.Resource = rego.Resource{} },
		"an update, no rows": func(q *rego.Request) { q.Action, q.Row, q.Rows = "update", nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			q := good()
			spoil(q)
			d, err := e.Decide(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if d.Allow || d.Message == "" || len(d.Visible)+len(d.Masked)+len(d.Editable)+len(d.Set)+len(d.Because) != 0 {
				t.Errorf("decides %+v", d)
			}
			if yes, err := e.Allow(ctx, q); err != nil || yes {
				t.Errorf("allows: %v, %v", yes, err)
			}
			if rows, err := e.Visible(ctx, q); err != nil || rows == nil || len(rows) != 0 {
				t.Errorf("gives rows: %v, %v", rows, err)
			}
			a, err := e.Access(ctx, q.User, "")
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, reflect.ValueOf(*a))
		})
	}
}

// checkWhole reports lists and maps that are nil: in JSON they would be null.
func checkWhole(t *testing.T, v reflect.Value) {
	t.Helper()
	for field, value := range v.Fields() {
		switch value.Kind() {
		case reflect.Struct:
			checkWhole(t, value)
		case reflect.Map, reflect.Slice:
			if value.IsNil() {
				t.Errorf("%s is nil", field.Name)
			}
		}
	}
}
