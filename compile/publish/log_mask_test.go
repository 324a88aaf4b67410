package publish_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/internal/opatest"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/google/go-cmp/cmp"
)

// logging starts an agent that logs its decisions to the console.
func logging(t *testing.T, p *lang.Policy, mask bool, more ...string) *opatest.Agent {
	t.Helper()
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, p, compile.Options{LogMask: mask}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(file, bundle.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	config := map[string]any{"decision_logs": map[string]any{"console": true}, "nd_builtin_cache": true}
	return opatest.Start(t, config, slices.Concat([]string{"--log-level=error", "--bundle", file}, more)...)
}

// logged gives the decision log of an agent, of what it has been asked so far.
func logged(t *testing.T, a *opatest.Agent) []map[string]any {
	t.Helper()
	a.Data(t, "system/version", nil)
	a.Await(t, "system/version")
	var events []map[string]any
	for line := range strings.Lines(a.Log()) {
		var event map[string]any
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		switch {
		case event["msg"] == "Decision Log":
			events = append(events, event)
		case event["level"] == "error":
			t.Errorf("the agent says %s", line)
		}
	}
	return events
}

// TestLogMaskOfExample asks the tests of an example of an agent, once with its
// data in the log and once without.
func TestLogMaskOfExample(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	const dir = "../../examples/zoho5-event"
	policy, _, diags := lang.Load(os.DirFS(dir))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	suite, _, diags := fixtures.Load(os.DirFS(dir), policy)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	run := func(mask bool) []map[string]any {
		a := logging(t, policy, mask)
		asked, err := agent.Open(t.Context(), a.URL, policy.Portal.Name, agent.Options{})
		if err != nil {
			t.Fatal(err)
		}
		report, err := fixtures.NewRunner(suite, policy, asked).Run(t.Context(), fixtures.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if report.Passed == 0 || !report.OK() {
			t.Errorf("mask %v: %d passed, %d failed", mask, report.Passed, report.Failed)
		}
		return logged(t, a)
	}
	plain, masked := run(false), run(true)
	if len(plain) == 0 || len(plain) != len(masked) {
		t.Errorf("%d decisions are logged with masks, %d without", len(masked), len(plain))
	}
	// What stands under the name of a sensitive field anywhere in the log. Worlds
	// that are made for invariants have the same single letters in every field.
	secret := map[any]bool{}
	collect := func(name string, value any) {
		if text, ok := value.(string); ok && len(text) > 1 && slices.Contains([]string{"phone", "allergies"}, name) {
			secret[text] = true
		}
	}
	for _, event := range plain {
		walk("", event, collect)
	}
	if len(secret) < 5 {
		t.Errorf("too little is sensitive: %v", secret)
	}
	marks := 0
	for _, event := range masked {
		walk("", event, func(name string, value any) {
			if text, ok := value.(string); ok && secret[text] {
				t.Errorf("%s: %s is %s", event["path"], name, text)
			} else if text == "***" {
				marks++
			}
		})
	}
	if marks < len(secret) {
		t.Errorf("%d cells are masked", marks)
	}
}

// walk gives all values of a document, with the names that they stand under.
func walk(name string, value any, f func(name string, value any)) {
	f(name, value)
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			walk(name, inner, f)
		}
	case []any:
		for _, inner := range v {
			walk(name, inner, f)
		}
	}
}

// clinic is a portal in which nearly all is sensitive, the login too.
const clinic = `
portal "clinic" {
  users           = "people"
  login           = "email"
  user_properties = { ward = string }
}
table "people" {
  fields = { id = number, name = string }
  field "email" {
    type      = string
    sensitive = "pii"
  }
  field "doctor_id" {
    type      = number
    sensitive = "ephi"
  }
  belongs_to "doctor" {
    table = "people"
    key   = "doctor_id"
  }
}
table "visits" {
  fields = { id = number, person_id = number, day = date }
  field "reason" {
    type      = string
    sensitive = "ephi"
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
  has_many "notes" {
    table = "notes"
    key   = "visit_id"
  }
}
table "notes" {
  fields = { id = number, visit_id = number }
  field "text" {
    type      = string
    sensitive = "ephi"
  }
}
form "visit" {
  table  = "visits"
  fields = ["reason"]
}
profile "nurse" {
  reveal = ["pii", "ephi"]
  allow "table" "visits" {
    actions = ["view", "update", "create"]
    rows    = row.person.email != user.email || contains(row.notes[*].text, "x") || row.person.doctor.name == "x"
    set     = { day = today }
  }
  allow "table" "people" {
    actions = ["view"]
    rows    = row.email == user.email
  }
  allow "form" "visit" {
    set = { reason = user.email }
  }
}
`

// authz is another policy on the agent, whose events are its own.
const authz = `package authz

allow := data.clinic.allow

visible := data.clinic.visible

greeting := concat(" ", ["hello", input.name])
`

// TestLogMask asks a portal in many ways, with secrets wherever there can be one.
func TestLogMask(t *testing.T) {
	policy, _, diags := lang.Load(fstest.MapFS{"clinic.portal.hcl": {Data: []byte(clinic)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	other := t.TempDir()
	for name, text := range map[string]string{
		"authz.rego": authz, ".manifest": `{"roots": ["authz", "unmasked-logs"]}`, "data.json": `{"unmasked-logs": ["authz"]}`,
	} {
		if err := os.WriteFile(filepath.Join(other, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plain, masked := logging(t, policy, false, other), logging(t, policy, true, other)
	for _, q := range clinicQuestions() {
		t.Run(q.name, func(t *testing.T) {
			before := len(logged(t, masked))
			want, got := q.answer(t, plain), q.answer(t, masked)
			if diff := cmp.Diff(want, got); diff != "" && !q.whole {
				t.Errorf("the answer is another one with a mask (-without +with):\n%s", diff)
			}
			if !strings.Contains(got, q.says) {
				t.Errorf("the answer is %s", got)
			}
			events := logged(t, masked)[before:]
			if len(events) == 0 {
				t.Fatal("nothing is logged")
			}
			if text := fmt.Sprint(events); strings.Contains(text, "secret") || !strings.Contains(text, "***") {
				t.Errorf("the log has %s", text)
			}
		})
	}
	if !strings.Contains(plain.Log(), "secret") {
		t.Error("without a mask, nothing is in the log")
	}
	// Another policy's events are left alone.
	masked.Data(t, "authz/greeting", map[string]any{"name": "Ana", "row": map[string]any{"id": 1}})
	events := logged(t, masked)
	want := map[string]any{"name": "Ana", "row": map[string]any{"id": 1.0}}
	last := events[slices.IndexFunc(events, func(e map[string]any) bool { return e["path"] == "authz/greeting" })]
	if diff := cmp.Diff(want, last["input"]); diff != "" || last["result"] != "hello Ana" {
		t.Errorf("%v\n%s", last, diff)
	}
}

// question is what an agent is asked over HTTP, in a way of its own.
type question struct {
	name, says string
	answer     func(t *testing.T, a *opatest.Agent) string
	whole      bool // the answer has the mask in it, as any rule
}

// decisionID is what is new in every answer.
var decisionID = regexp.MustCompile(`"decision_id":"[^"]*",?`)

func clinicQuestions() []question {
	type object = map[string]any
	person := func(n int) object {
		return object{"id": n, "name": "Ana", "email": fmt.Sprintf("secret-%d", n), "doctor_id": 4, "doctor": object{"id": 4, "name": "secret"}}
	}
	nurse := object{"login": "secret-1", "profiles": []string{"nurse"}, "record": person(1)}
	visit := object{
		"id": 5, "person_id": 2, "day": "2026-03-01", "reason": "secret", "person": person(2),
		"notes": []any{object{"id": 6, "text": "secret", "visit": "secret"}},
	}
	on := func(action, kind, name string, more object) object {
		in := object{"user": nurse, "action": action, "resource": object{"type": kind, "name": name}, "now": "2026-03-01T09:00:00Z"}
		for k, v := range more {
			in[k] = v
		}
		return in
	}
	post := func(path string, body any) func(*testing.T, *opatest.Agent) string {
		return func(t *testing.T, a *opatest.Agent) string {
			t.Helper()
			status, answer := a.Post(t, path, body)
			return fmt.Sprint(status, " ", decisionID.ReplaceAllString(string(answer), ""))
		}
	}
	data := func(path string, in object) func(*testing.T, *opatest.Agent) string {
		return post("/v1/data/"+path, object{"input": in})
	}
	view := on("view", "table", "visits", object{"row": visit})
	page := on("view", "table", "visits", object{"rows": []any{visit, visit, nil, "secret"}})
	get := func(t *testing.T, a *opatest.Agent) string {
		text, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		_, answer := a.Get(t, "/v1/data/clinic/decision?input="+url.QueryEscape(string(text)))
		return decisionID.ReplaceAllString(string(answer), "")
	}
	filter := func(t *testing.T, a *opatest.Agent) string {
		asked, err := agent.Open(t.Context(), a.URL, "clinic", agent.Options{})
		if err != nil {
			t.Fatal(err)
		}
		filter, err := asked.Filter(t.Context(), &rego.Request{
			User:   rego.User{Login: "secret-1", Profiles: []string{"nurse"}, Record: person(1)},
			Action: "view", Resource: rego.Resource{Type: "table", Name: "people"},
		}, agent.SQLite)
		if err != nil {
			t.Fatal(err)
		}
		a.Await(t, "clinic/filter/people/view") // which is logged after the answer
		return filter.SQL
	}
	return []question{
		{"allow", "true", data("clinic/allow", view), false},
		{"a decision", `"reason"`, data("clinic/decision", view), false},
		{"a decision by GET", `"reason"`, get, false},
		{"a decision of OPA's old API", `"reason"`, post("/v0/data/clinic/decision", view), false},
		{"a write", `"allow":true`, data("clinic/decision", on("update", "table", "visits", object{
			"row": visit, "set": object{"reason": "secret"}, "related": object{"person": person(3)},
		})), false},
		{"a form", `"reason":"secret-1"`, data("clinic/decision", on("access", "form", "visit", object{})), false},
		{"a page", `"reason":"secret"`, data("clinic/visible", page), false},
		{"a cell of a page", `"secret"`, data("clinic/visible/0/row/reason", page), false},
		{"a page by another name", `"reason":"secret"`, data("%63linic/visible", page), false},
		{"the whole portal", `"reason":"secret"`, data("clinic", page), true},
		{"everything", `"reason":"secret"`, post("/v1/data", object{"input": page}), true},
		{"a query", "secret", post("/v1/query", object{"query": "x = data.clinic.visible[0].row.reason", "input": page}), false},
		{"a filter", "secret-1", filter, false},
		{"another policy", "true", data("authz/allow", view), false},
		{"another policy that shows rows", "secret", data("authz/visible", page), false},
		{"nonsense", "false", data("clinic/allow", object{"user": "secret", "row": "secret", "more": "secret", "resource": visit}), false},
		{"a table that is none", "false", data("clinic/allow", on("view", "table", "beds", object{"row": visit})), false},
		{"a property that is none", "true", data("clinic/allow", on("view", "table", "visits", object{"row": visit, "user": object{
			"login": "secret-1", "profiles": []string{"nurse"}, "record": person(1),
			"properties": object{"ward": "3", "phone": "secret"}, "team_properties": object{"phone": "secret"},
		}})), false},
		{"a path that is none", "", data("nowhere/allow", on("view", "table", "beds", object{"row": visit, "more": "secret"})), false},
		{"a text", "false", func(t *testing.T, a *opatest.Agent) string {
			return post("/v1/data/clinic/allow", object{"input": "secret"})(t, a)
		}, false},
	}
}
