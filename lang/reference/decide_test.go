package reference

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const decideSchema = `
portal "p" {
  users           = "people"
  login           = "email"
  user_properties = { via = string }
}
table "people" {
  fields = {
    id    = number
    email = string
    name  = string
  }
}
table "docs" {
  owner = "by"
  fields = {
    id     = number
    by     = number
    title  = string
    status = enum("draft", "open", "done")
    note   = string
    size   = number
    at     = timestamp
    box_id = number
  }
  field "phone" {
    type      = string
    sensitive = "pii"
  }
  belongs_to "box" {
    table = "boxes"
    key   = "box_id"
  }
  has_many "people" {
    table = "readers"
    key   = "doc_id"
  }
}
table "readers" {
  fields = {
    id     = number
    doc_id = number
  }
}
table "boxes" {
  fields = {
    id   = number
    kind = string
  }
  field "need" {
    type     = string
    required = true
  }
}
report "open" {
  table  = "docs"
  rows   = row.status == "open"
  fields = ["id", "title", "status", "size"]
}
form "new doc" {
  table  = "docs"
  fields = ["title", "size"]
}
page "home" "other" {}
channel "c1" {}
capability "cap" {}
`

const (
	ana    = `{"user": {"login": "ana", "profiles": ["a"], "record": {"id": 1, "email": "ana", "name": "Ana"}}, "now": "2026-03-01T09:00:00Z"}`
	draft  = `{"row": {"id": 7, "by": 1, "title": "T", "status": "draft", "note": null, "size": 3, "at": null, "phone": "123", "box_id": 5, "box": {"id": 5, "kind": "k"}, "people": [{"id": 1, "doc_id": 7}]}}`
	onDocs = `{"resource": {"type": "table", "name": "docs"}}`
	onOpen = `{"resource": {"type": "report", "name": "open"}}`
	onForm = `{"resource": {"type": "form", "name": "new doc"}, "action": "access"}`
	onBox  = `{"resource": {"type": "table", "name": "boxes"}}`
)

var plainDocs = []string{"at", "box_id", "by", "id", "note", "size", "status", "title"}

// decideTest is a policy, a request, and the answer.
type decideTest struct {
	name   string
	policy string // statements of profile "a", or whole profiles
	// request has objects that are laid over one another.
	request []string
	want    Decision
}

func runDecide(t *testing.T, tests []decideTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source := tt.policy
			if len(source) < 7 || source[:7] != "profile" {
				source = "profile \"a\" {\n" + source + "\n}"
			}
			p := load(t, decideSchema+source+"\n")
			var input map[string]any
			for _, part := range tt.request {
				input = merge(input, object(t, part))
			}
			got := Decide(p, input)
			ignore := cmpopts.IgnoreFields(Decision{}, "Because")
			if got.Builtin {
				got.Message = ""
			}
			if diff := cmp.Diff(tt.want, got, ignore, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func refusal(message string) Decision { return Decision{Message: message} }

var (
	no      = Decision{}
	builtin = Decision{Builtin: true}
)

func yes(visible, editable []string) Decision {
	return Decision{Allow: true, Visible: visible, Editable: editable}
}

const viewAll = "allow \"table\" \"docs\" {\n actions = [\"view\"]\n rows = all\n}\n"

func statement(header string, lines ...string) string {
	text := header + " {\n"
	for _, l := range lines {
		text += "  " + l + "\n"
	}
	return text + "}\n"
}

// TestRowsAndFields is lang/LANGUAGE.md §5.1 and §5.2.
func TestRowsAndFields(t *testing.T) {
	allowDocs := func(lines ...string) string { return statement(`allow "table" "docs"`, lines...) }
	denyDocs := func(lines ...string) string { return statement(`deny "table" "docs"`, lines...) }
	view := []string{ana, draft, onDocs, `{"action": "view"}`}
	runDecide(t, []decideTest{
		{"nothing is allowed unless a policy allows it", `allow "page" "home" {}`, view, no},
		{"an allow applies where true", allowDocs(`actions = ["view"]`, `rows = own`), view, yes(plainDocs, nil)},
		{"an allow does not apply where unknown", allowDocs(`actions = ["view"]`, `rows = row.note == "x"`), view, no},
		{
			"a deny applies where unknown", viewAll + denyDocs(`rows = row.note == "x"`, `message = "No."`), view, no,
		},
		{"and tells nothing of a row that is not seen, but where it asks nothing of it", viewAll + denyDocs(`message = "No."`), view, refusal("No.")},
		{"neither does one of all rows", viewAll + denyDocs(`rows = all`, `message = "No."`), view, no},
		{"an allow of another action neither", allowDocs(`actions = ["delete"]`, `rows = all`, `message = "No."`), []string{ana, draft, onDocs, `{"action": "delete"}`}, no},
		{"a deny does not apply where false", viewAll + denyDocs(`rows = row.title == "x"`), view, yes(plainDocs, nil)},
		{"a deny of another action", viewAll + denyDocs(`actions = ["delete"]`), view, yes(plainDocs, nil)},
		{"a deny with check leaves view", viewAll + denyDocs(`check = new.size == 1`), view, yes(plainDocs, nil)},
		{"when and rows both hold", allowDocs(`actions = ["view"]`, `rows = all`, `when = user.via == "x"`), view, no},
		{
			"every action needs view", allowDocs(`actions = ["delete"]`, `rows = all`),
			[]string{ana, draft, onDocs, `{"action": "delete"}`},
			no,
		},
		{
			"an action with view", viewAll + allowDocs(`actions = ["delete"]`, `rows = own`),
			[]string{ana, draft, onDocs, `{"action": "delete"}`},
			yes(plainDocs, nil),
		},
		{
			"a deny of view refuses another action", viewAll + allowDocs(`actions = ["delete"]`, `rows = all`) +
				denyDocs(`actions = ["view"]`, `message = "Unseen."`),
			[]string{ana, draft, onDocs, `{"action": "delete"}`},
			refusal("Unseen."),
		},
		{
			"an allow that did not apply gives its message", viewAll + allowDocs(`actions = ["delete"]`, `rows = row.size > 5`, `message = "Big ones."`),
			[]string{ana, draft, onDocs, `{"action": "delete"}`},
			refusal("Big ones."),
		},
		{
			"but not of a row that is not seen", allowDocs(`actions = ["view"]`, `rows = row.size > 5`, `message = "Big ones."`), view, no,
		},
		{
			"fields", allowDocs(`actions = ["view"]`, `rows = all`, `fields = ["title"]`), view,
			yes([]string{"id", "title"}, nil),
		},
		{
			"hide", allowDocs(`actions = ["view"]`, `rows = all`, `hide = ["title", "by"]`), view,
			yes([]string{"at", "box_id", "id", "note", "size", "status"}, nil),
		},
		{
			"a field deny takes the field and leaves the row", viewAll + denyDocs(`fields = ["title"]`, `rows = row.note == "x"`), view,
			yes([]string{"at", "box_id", "by", "id", "note", "size", "status"}, nil),
		},
		{
			"statements add up", allowDocs(`actions = ["view"]`, `rows = all`, `fields = ["title"]`) +
				allowDocs(`actions = ["view"]`, `rows = own`, `fields = ["size"]`) +
				allowDocs(`actions = ["view"]`, `rows = row.size == 4`, `fields = ["note"]`), view,
			yes([]string{"id", "size", "title"}, nil),
		},
		{
			"mask", allowDocs(`actions = ["view"]`, `rows = all`, `fields = ["title", "note"]`, `mask = { title = "*", note = "n" }`), view,
			Decision{Allow: true, Visible: []string{"id", "note", "title"}, Masked: map[string]any{"title": "*", "note": "n"}},
		},
		{
			"the first mask counts", allowDocs(`actions = ["view"]`, `rows = own`, `fields = ["title"]`, `mask = { title = "1" }`) +
				allowDocs(`actions = ["view"]`, `rows = all`, `fields = ["title"]`, `mask = { title = "2" }`), view,
			Decision{Allow: true, Visible: []string{"id", "title"}, Masked: map[string]any{"title": "1"}},
		},
		{
			"one that does not mask wins", allowDocs(`actions = ["view"]`, `rows = own`, `fields = ["title"]`, `mask = { title = "1" }`) +
				allowDocs(`actions = ["view"]`, `rows = all`, `fields = ["title"]`), view,
			yes([]string{"id", "title"}, nil),
		},
		{
			"a field that the row lacks", viewAll,
			[]string{ana, onDocs, `{"action": "view", "row": {"id": 1, "title": 7}}`},
			yes([]string{"id", "title"}, nil),
		},
		{"an action on rows without a row", viewAll, []string{ana, onDocs, `{"action": "view"}`}, builtin},
		{"an unknown table", viewAll, []string{ana, draft, `{"action": "view", "resource": {"type": "table", "name": "x"}}`}, builtin},
		{"an unknown action", viewAll, []string{ana, draft, onDocs, `{"action": "access"}`}, builtin},
		{
			"a row whose login is another", viewAll, []string{
				draft, onDocs,
				`{"action": "view", "user": {"login": "bo", "profiles": ["a"], "record": {"id": 1, "email": "ana"}}}`,
			}, builtin,
		},
		{"no row of the person", viewAll, []string{draft, onDocs, `{"action": "view", "user": {"login": "bo", "profiles": ["a"]}}`}, builtin},
		{
			"manage_structure with rows = all", allowDocs(`actions = ["manage_structure"]`, `rows = all`) + denyDocs(`rows = row.size == 1`),
			[]string{ana, onDocs, `{"action": "manage_structure"}`},
			yes(nil, nil),
		},
		{
			"manage_structure with other rows", allowDocs(`actions = ["*"]`, `rows = own`),
			[]string{ana, onDocs, `{"action": "manage_structure"}`},
			no,
		},
		{
			"manage_structure under a deny", allowDocs(`actions = ["manage_structure"]`, `rows = all`) + denyDocs(`message = "No."`),
			[]string{ana, onDocs, `{"action": "manage_structure"}`},
			refusal("No."),
		},
	})
}

// TestSensitive is who sees and writes sensitive fields.
func TestSensitive(t *testing.T) {
	view := []string{ana, draft, onDocs, `{"action": "view"}`}
	all := append(append([]string{}, plainDocs[:5]...), "phone", "size", "status", "title")
	base := "profile \"b\" {\n" + viewAll + "}\n"
	runDecide(t, []decideTest{
		{"revealed by its own profile", "profile \"a\" {\n reveal = [\"pii\"]\n" + viewAll + "}", view, yes(all, nil)},
		{
			"revealed by a profile that includes it",
			"profile \"a\" {\n reveal = [\"pii\"]\n includes = [\"b\"]\n}\n" + base, view, yes(all, nil),
		},
		{
			"through others", "profile \"a\" {\n reveal = [\"pii\"]\n includes = [\"c\"]\n}\nprofile \"c\" {\n includes = [\"b\"]\n}\n" + base,
			view, yes(all, nil),
		},
		{
			"includes do not hand it on", "profile \"a\" {\n includes = [\"b\"]\n" + viewAll + "}\nprofile \"b\" {\n reveal = [\"pii\"]\n}",
			view, yes(plainDocs, nil),
		},
		{"another class", "profile \"a\" {\n reveal = [\"ephi\"]\n" + viewAll + "}\ntable \"z\" {\n fields = { id = number }\n field \"y\" {\n type = string\n sensitive = \"ephi\"\n }\n}", view, yes(plainDocs, nil)},
		{
			"written only where named", "profile \"a\" {\n reveal = [\"pii\"]\n" +
				statement(`allow "table" "docs"`, `actions = ["view", "update"]`, `rows = all`) + "}",
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"phone": "9"}}`},
			builtin,
		},
		{
			"written where named", "profile \"a\" {\n reveal = [\"pii\"]\n" + viewAll +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`, `fields = ["phone"]`) + "}",
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"phone": "9"}}`},
			yes(all, []string{"phone"}),
		},
		{
			"named, and not revealed", statement(`allow "table" "docs"`, `actions = ["create"]`, `rows = all`, `fields = ["phone"]`),
			[]string{ana, onDocs, `{"action": "create", "set": {"phone": "9"}}`},
			builtin,
		},
	})
}

// TestBecause: the statements of the action that applied, and no others.
func TestBecause(t *testing.T) {
	p := load(t, decideSchema+"profile \"a\" {\n"+viewAll+
		statement(`allow "table" "docs"`, `actions = ["view", "delete"]`, `rows = own`)+
		statement(`allow "table" "docs"`, `actions = ["delete"]`, `rows = row.size == 4`)+
		statement(`deny "table" "docs"`, `fields = ["title"]`)+
		statement(`deny "table" "docs"`, `actions = ["delete"]`, `rows = row.note == "x"`)+
		statement(`deny "table" "docs"`, `actions = ["print"]`)+
		statement(`deny "table" "boxes"`, `actions = ["view"]`)+
		statement(`allow "table" "boxes"`, `actions = ["view"]`, `rows = all`)+
		statement(`deny "table" "boxes"`, `rows = row.kind == "k"`)+
		"}\n")
	line := map[int]string{}
	for i, s := range p.Statements {
		line[i] = place(s)
	}
	tests := []struct {
		on, action string
		want       []string
	}{
		{onDocs, "view", []string{line[0], line[1], line[3]}},
		{onDocs, "delete", []string{line[1], line[4]}},
		{onDocs, "export", nil},
		{onDocs, "print", []string{line[5]}},
		{onBox, "view", []string{line[6]}},
		{onBox, "delete", []string{line[6]}}, // of a row that is not seen, nothing that asks it
	}
	for _, tt := range tests {
		var got []string
		request := merge(object(t, ana), object(t, draft), object(t, tt.on), map[string]any{"action": tt.action})
		for _, r := range Decide(p, request).Because {
			got = append(got, r.Statement)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s of %s: (-want +got)\n%s", tt.action, tt.on, diff)
		}
	}
}
