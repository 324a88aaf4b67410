package difftest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Rule is a sentence of lang/LANGUAGE.md §5, statements that show it, and what is
// asked with them. All engines go through these: what they are asked is one
// portal, in which each rule has profiles of its own.
type Rule struct {
	Name     string // of its profile, too: "5.3 repeated"
	Policy   string // the statements of the profile
	Profiles string // further profiles
	Cases    []RuleCase
}

// RuleCase is a question, and what the answer has to say.
type RuleCase struct {
	// Ask is an action, what it is done to, and the key of a row of the world:
	// "update docs 1", "access page home"; "view docs *" asks for all rows, and
	// "access" for what there is for the person.
	Ask string
	// With is laid over the request, as JSON.
	With string
	// Want is laid over what is expected, as JSON: what it does not name is not
	// looked at. Statements in `because` are numbered as the rule has them, and
	// a message "*" is any. Of all rows it is a list of what is shown of each.
	Want string
}

// RuleSchema is what the rules are about.
const RuleSchema = `portal "rules" {
  users           = "people"
  login           = "email"
  user_properties = { level = number, via = string }
  team_properties = { tier = enum("free", "paid") }
}
table "people" {
  fields = { id = number, email = string, name = string }
}
table "clients" {
  fields = { id = number, name = string, secret = number }
}
table "docs" {
  owner  = "by"
  fields = {
    id = number, by = number, title = string, status = enum("draft", "open", "done"), size = number
    margin = number, note = string, client_id = number, tags = list(string), due = date
  }
  field "phone" {
    type      = string
    sensitive = "pii"
  }
  field "need" {
    type     = string
    required = true
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  has_many "parts" {
    table = "parts"
    key   = "doc_id"
  }
}
table "parts" {
  fields = { id = number, doc_id = number, sku = string }
  belongs_to "doc" {
    table = "docs"
    key   = "doc_id"
  }
}
table "badges" {
  key    = "uid"
  fields = { uid = uuid, name = string }
}
table "marks" {
  fields = { id = number, badge_id = string, token = uuid, meta = json }
  belongs_to "badge" {
    table = "badges"
    key   = "badge_id"
  }
}
table "places" {
  key    = ["house", "shelf"]
  fields = { house = string, shelf = number, floor = number }
  has_many "goods" {
    table = "goods"
    key   = ["house", "shelf"]
  }
}
table "goods" {
  key    = ["house", "nr"]
  fields = { house = string, nr = number, shelf = number, title = string, twin_house = string }
  field "twin_nr" {
    type      = number
    generated = true
  }
  belongs_to "place" {
    table = "places"
    key   = ["house", "shelf"]
  }
  belongs_to "twin" {
    table = "goods"
    key   = ["twin_house", "twin_nr"]
  }
}
report "open_docs" {
  table  = "docs"
  rows   = row.status == "open"
  fields = ["id", "title", "size", "status"]
}
form "new_doc" {
  table  = "docs"
  fields = ["title", "size", "need"]
}
page "home" "docs" {}
dashboard "kpis" {}
channel "news" {}
capability "hire" {}
action "approve" { tables = ["docs"] }
team "north" {
  profiles   = ["5 of a declared team"]
  properties = { tier = "paid" }
}
`

// RuleWorld is the rows of the tables, as JSON.
const RuleWorld = `{
  "people": [{"id": 1, "email": "ana", "name": "Ana"}, {"id": 2, "email": "bo", "name": "Bo"}],
  "clients": [{"id": 1, "name": "Cups", "secret": 7}, {"id": 2, "name": "Beans", "secret": 3}],
  "docs": [
    {"id": 1, "by": 1, "title": "A", "status": "open", "size": 5, "margin": 37, "note": "x", "client_id": 1, "tags": ["a"], "phone": "11", "need": "n"},
    {"id": 2, "by": 2, "title": "B", "status": "done", "size": 9, "margin": 99, "note": null, "client_id": 2, "tags": null, "phone": "22", "need": "n"},
    {"id": 3, "by": 1, "title": "C", "status": "draft", "size": null, "margin": 10, "note": "y", "client_id": null, "tags": [], "phone": null, "need": "n"}
  ],
  "parts": [{"id": 1, "doc_id": 1, "sku": "s"}, {"id": 2, "doc_id": 2, "sku": "t"}],
  "badges": [{"uid": "00000000-0000-4000-8000-000000000001", "name": "gate"}, {"uid": "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a", "name": "yard"}],
  "marks": [
    {"id": 1, "badge_id": "00000000-0000-4000-8000-000000000001", "token": "00000000-0000-4000-8000-000000000001", "meta": {"a": [1, null]}},
    {"id": 2, "badge_id": "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A", "token": "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a", "meta": "null"},
    {"id": 3, "badge_id": null, "token": null, "meta": null}
  ],
  "places": [{"house": "A", "shelf": 1, "floor": 1}, {"house": "A", "shelf": 2, "floor": 2}, {"house": "B", "shelf": 1, "floor": 3}],
  "goods": [
    {"house": "A", "nr": 1, "shelf": 1, "title": "a1", "twin_house": "B", "twin_nr": 1},
    {"house": "A", "nr": 2, "shelf": 2, "title": "a2", "twin_house": "A", "twin_nr": null},
    {"house": "B", "nr": 1, "shelf": null, "title": "b1", "twin_house": "B", "twin_nr": 2},
    {"house": "B", "nr": 2, "shelf": 1, "title": "b2", "twin_house": null, "twin_nr": 1}
  ]
}`

const (
	seesAll = "  allow \"table\" \"docs\" {\n    actions = [\"view\"]\n    rows = all\n  }\n"
	no      = `{"allow": false}`
	yes     = `{"allow": true}`
	silent  = `{"allow": false, "because": [], "message": null}`
	halted  = `{"allow": false, "because": [], "message": "*"}`
)

// good1 has a row of goods.
const good1 = `{"row": {"house": "A", "nr": 1, "shelf": 1, "title": "a1", "twin_house": "B", "twin_nr": 1, "place": {"house": "A", "shelf": 1, "floor": 1}, "twin": {"house": "B", "nr": 1, "title": "b1"}}}`

// thing writes an allow on another table than docs.
func thing(table, actions string, lines ...string) string {
	return strings.Replace(on("allow", actions, lines...), `"docs"`, fmt.Sprintf("%q", table), 1)
}

// on writes a statement on docs.
func on(effect, actions string, lines ...string) string {
	text := fmt.Sprintf("  %s \"table\" \"docs\" {\n", effect)
	if actions != "" {
		text += fmt.Sprintf("    actions = [\"%s\"]\n", strings.ReplaceAll(actions, " ", `", "`))
	}
	return text + "    " + strings.Join(lines, "\n    ") + "\n  }\n"
}

// RuleSource gives the portal of the rules, and the line on which each begins.
func RuleSource() (source string, lines []int) {
	source = RuleSchema
	for _, r := range Rules() {
		lines = append(lines, strings.Count(source, "\n")+1)
		source += fmt.Sprintf("profile %q {\n%s}\n%s", r.Name, r.Policy, r.Profiles)
	}
	return source, lines
}

// Rules gives the table.
func Rules() []Rule {
	return []Rule{
		{"5 of a declared team", "  allow \"page\" \"home\" { when = team.tier == \"paid\" }\n", "", []RuleCase{
			{"access page home", `{"user": {"team": "north"}}`, yes},
			{"access page home", `{"user": {"profiles": [], "team": "north"}}`, yes},
			{"access page home", `{"user": {"profiles": [], "team": "north", "team_profiles": ["5.9 components"], "team_properties": {"tier": "free"}}}`, yes},
			{"access capability hire", `{"user": {"profiles": [], "team": "north", "team_profiles": ["5.9 components"]}}`, no},
			{"access page home", `{"user": {"team": "south", "team_properties": {"tier": "paid"}}}`, yes},
			{"access page home", `{"user": {"profiles": [], "team": "south", "team_profiles": ["5 of a declared team"], "team_properties": {"tier": "paid"}}}`, yes},
			{"access page home", `{"user": {"team": "south", "team_properties": {"tier": "free"}}}`, no},
			{"access page home", `{"user": {"team": "south"}}`, no},
		}},
		{"5 by default", "  default = true\n  allow \"dashboard\" \"kpis\" {}\n", "", []RuleCase{
			{"access dashboard kpis", `{"user": {"profiles": []}}`, yes},
			{"access dashboard kpis", `{"user": {"profiles": ["nobody"]}}`, yes},
			{"access dashboard kpis", `{"user": {"profiles": ["5.9 components"]}}`, no},
			{"access dashboard kpis", `{"user": {"record": null}}`, halted},
			{"access dashboard kpis", `{"user": {"login": "bo"}}`, halted},
			{"access dashboard kpis", `{"user": {"login": null}}`, halted},
			{"access", `{"user": {"login": "bo"}}`, `{"dashboards": []}`},
		}},
		{
			"5 anonymous",
			"  anonymous = true\n" +
				on("allow", "view", `rows = row.status == "open" || row.title == "C" && user.id == null && user.login == null && user.level == null && team.tier == null && team.name == null`) +
				on("deny", "view", `rows = row.by == 2 && user.name != null`),
			"profile \"5 included\" {\n  includes = [\"5 anonymous\"]\n}\n",
			[]RuleCase{
				{"view docs *", `{"user": null}`, `[{"id": 1}, {"id": 3}]`},
				{"view docs *", `{"user": {"login": null, "record": null, "profiles": []}}`, `[{"id": 1}, {"id": 3}]`},
				{
					"view docs *", `{"user": {"login": null, "record": null, "profiles": ["5.1 rows"], "team": "north", "properties": {"level": 1}}}`,
					`[{"id": 1}, {"id": 3}]`,
				},
				{"view docs 1", `{"user": null}`, `{"allow": true, "because": [1]}`},
				{"view docs 2", `{"user": null, "row": {"status": "open"}}`, yes}, // user.name is null, not unknown
				{"access page home", `{"user": {"login": null, "record": null, "team": "north"}}`, no},
				{"access dashboard kpis", `{"user": null}`, silent},
				{"access", `{"user": null}`, `{"tables": {"docs": ["view"]}, "dashboards": []}`},
				{"view docs 1", ``, silent}, // which nobody with a login has
				{"access dashboard kpis", ``, yes},
				{"view docs 1", `{"user": {"profiles": ["5 included"]}}`, yes},
				{"view docs 3", `{"user": {"profiles": ["5 included"]}}`, silent},
				{"view docs 1", `{"user": {"login": null}}`, halted},
				{"view docs 1", `{"user": {"login": null, "record": {}}}`, halted},
				{"view docs 1", `{"user": {"login": "", "record": null}}`, halted},
				{"view docs 1", `{"user": {"login": false, "record": null}}`, halted},
				{"view docs 1", `{"user": {"login": null, "record": null, "profiles": "5.1 rows"}}`, halted},
				{"view docs 1", `{"user": "ana"}`, halted},
				{"view docs 1", `{"user": []}`, halted},
			},
		},
		{
			"4 text",
			on("allow", "view", `rows = startswith(row.note, "${user.id}/") && row.title != "B"`) +
				on("allow", "view", `rows = row.note == "l${user.level}"`) +
				on("allow", "view", `rows = row.note == format("%s-%v", team.tier, user.name)`) +
				on("deny", "view", `rows = row.title == "B" && "${user.via}!" != null`),
			"",
			[]RuleCase{
				{"view docs 1", `{"row": {"note": "1/a"}}`, `{"allow": true, "because": [1]}`},
				{"view docs 1", `{"row": {"note": "12/a"}}`, silent},
				{"view docs 1", `{"row": {"note": "1"}}`, silent},
				{"view docs 1", `{"row": {"note": null}}`, silent},
				{"view docs 1", `{"row": {"note": "l100"}, "user": {"properties": {"level": 1e2}}}`, yes},
				{"view docs 1", `{"row": {"note": "l100"}, "user": {"properties": {"level": 100.00}}}`, yes},
				{"view docs 1", `{"row": {"note": "l1.5"}, "user": {"properties": {"level": 1.50}}}`, yes},
				{"view docs 1", `{"row": {"note": "l-0.001"}, "user": {"properties": {"level": -1e-3}}}`, yes},
				{"view docs 1", `{"row": {"note": "l0"}, "user": {"properties": {"level": -0.0}}}`, yes},
				{"view docs 1", `{"row": {"note": "l123456789012345678901234567890.5"}, "user": {"properties": {"level": 123456789012345678901234567890.5}}}`, yes},
				{"view docs 1", `{"row": {"note": "l1000000000000000000000000000000000000000000000000000000"}, "user": {"properties": {"level": 1e54}}}`, yes},
				{"view docs 1", `{"row": {"note": "l1"}, "user": {"properties": {"level": "1"}}}`, silent},
				{"view docs 1", `{"row": {"note": "lnull"}}`, silent},
				{"view docs 1", `{"row": {"note": "l"}}`, silent},
				{"view docs 1", `{"row": {"note": "paid-Ana"}, "user": {"team": "south", "team_properties": {"tier": "paid"}}}`, yes},
				{"view docs 1", `{"row": {"note": "paid-Ana"}, "user": {"team": "south", "team_properties": {"tier": "dear"}}}`, silent},
				{"view docs 2", `{"row": {"note": "l2"}, "user": {"properties": {"level": 2}}}`, yes},
				{"view docs 2", `{"row": {"note": "l2"}, "user": {"properties": {"level": 2, "via": "x"}}}`, silent},
				{"view docs 2", `{"row": {"note": "l2"}, "user": {"properties": {"level": 2, "via": 7}}}`, silent},
			},
		},
		{
			"4 visible",
			on("allow", "view", `rows = visible(row.client) || anytrue([for p in row.parts : visible(p)])`) +
				on("allow", "delete", `rows = visible(row.client)`) +
				on("deny", "view", `rows = !visible(row.client) && row.title == "C"`) +
				on("allow", "view", `rows = row.title == "C"`) +
				"  allow \"table\" \"clients\" {\n    actions = [\"view\"]\n    rows = row.secret > user.level\n    when = user.via != \"api\"\n  }\n" +
				"  deny \"table\" \"clients\" {\n    rows = row.name == \"Beans\"\n  }\n" +
				"  deny \"table\" \"clients\" {\n    actions = [\"view\"]\n    fields = [\"secret\"]\n  }\n" +
				"  allow \"table\" \"parts\" {\n    actions = [\"view\"]\n    rows = row.sku == \"t\"\n  }\n",
			"",
			[]RuleCase{
				{"view docs *", `{"user": {"properties": {"level": 5, "via": "x"}}}`, `[{"id": 1}, {"id": 2}]`},
				{"view docs *", `{"user": {"properties": {"level": 8, "via": "x"}}}`, `[{"id": 2}]`},
				{"view docs *", `{"user": {"properties": {"level": 5, "via": "api"}}}`, `[{"id": 2}]`},
				{"view docs *", `{"user": {"properties": {"level": 5}}}`, `[{"id": 2}]`},
				{"view docs *", `{"user": {"properties": {"via": "x"}}}`, `[{"id": 2}]`},
				{"view docs *", `{"user": {"properties": {"level": 5, "via": "x"}, "profiles": []}}`, `[]`},
				{"delete docs *", `{"user": {"properties": {"level": 1, "via": "x"}}}`, `[{"id": 1}]`},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}}`, `{"allow": true, "because": [1]}`},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": null}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": 1}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": {"id": null}}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": {"name": null}}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": {"name": "Beans"}}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"client": {"secret": null}}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"title": "C"}}`, `{"allow": true, "because": [1, 4]}`},
				{"view docs 1", `{"user": {"properties": {"level": 9, "via": "x"}}, "row": {"title": "C"}}`, silent},
				{"view docs 1", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"title": "C", "client": {"secret": "7"}}}`, silent},
				{"view docs 3", `{"user": {"properties": {"level": 5, "via": "x"}}}`, silent},
				{"view docs 2", `{"user": {"properties": {"level": 5, "via": "x"}}, "row": {"parts": [{"sku": "t"}]}}`, silent},
			},
		},
		{
			"5.1 rows",
			on("allow", "view export", `rows = row.size > 4`) + on("allow", "delete", `rows = all`) +
				on("deny", "view", `rows = row.note != "x"`, `message = "100% closed, %s."`),
			"",
			[]RuleCase{
				{"view docs *", ``, `[{"id": 1}]`},
				{"export docs *", ``, `[{"id": 1, "title": "A", "margin": 37}]`},
				{"delete docs *", ``, `[{"id": 1}]`},
				{"print docs *", ``, `[]`},
				{"view docs 1", ``, `{"allow": true, "because": [1]}`},
				{"export docs 1", ``, `{"allow": true, "because": [1], "masked": {}, "visible": ["by", "client_id", "id", "margin", "need", "note", "size", "status", "tags", "title"]}`},
				{"view docs 1", `{"row": {"size": null}}`, silent},
				{"view docs 1", `{"row": {"size": "9"}}`, silent},
				{"view docs 1", `{"row": {"note": null}}`, silent}, // which a deny does not know to be false
				{"delete docs 2", ``, silent},
				{"delete docs 1", ``, `{"allow": true, "because": [2]}`},
				{"approve docs 1", ``, `{"allow": false, "because": [], "message": null}`},
				{"view docs", ``, halted},
				{"fly docs 1", ``, halted},
				{"view clients 1", ``, silent},
			},
		},
		{
			"5.1 denies on a row that is seen",
			seesAll + on("allow", "delete", `rows = row.status != "draft"`, `message = "Drafts stay."`) +
				on("deny", "delete", `rows = row.status == "done"`, `message = "100% closed, %s and %d."`) +
				on("deny", "delete", `rows = row.size == 9`),
			"",
			[]RuleCase{
				{"delete docs 1", ``, yes},
				{"delete docs 2", ``, `{"allow": false, "because": [2, 3, 4], "message": "100% closed, %s and %d."}`},
				{"delete docs 3", ``, `{"allow": false, "because": [4], "message": "Drafts stay."}`},
				{"delete docs *", ``, `[{"id": 1}]`},
			},
		},
		{
			"5.2 fields",
			on("allow", "view", `rows = all`, `fields = ["title", "note", "size"]`, `mask = { size = 0 }`) +
				on("allow", "view", `rows = own`, `fields = ["margin", "size"]`, `mask = { size = 1 }`) +
				on("allow", "view", `rows = row.status == "draft"`, `hide = ["note", "tags"]`) +
				on("deny", "view", `fields = ["note"]`, `rows = row.note != "y"`),
			"",
			[]RuleCase{
				{"view docs *", ``, `[
					{"id": 1, "title": "A", "size": 0, "margin": 37, "note": "***", "status": "***", "phone": "***"},
					{"id": 2, "title": "B", "size": 0, "margin": "***", "note": "***"},
					{"id": 3, "title": "C", "size": null, "margin": 10, "note": "y", "status": "draft", "phone": "***", "tags": "***"}
				]`},
				{"view docs 1", ``, `{"visible": ["id", "margin", "size", "title"], "masked": {"size": 0}, "because": [1, 2, 4]}`},
				{"view docs 2", ``, `{"visible": ["id", "size", "title"], "masked": {"size": 0}, "because": [1, 4]}`},
				{"view docs 1", `{"row": {"size": null}}`, `{"masked": {"size": 0}}`},
				{"access", ``, `{"sortable": {"docs": ["id", "title"]}}`},
			},
		},
		{
			"5.2 sensitive", "  reveal = [\"pii\"]\n  includes = [\"5.2 below\"]\n" + seesAll,
			"profile \"5.2 below\" {\n" + on("allow", "view", `rows = row.id == 2`) + "}\n" +
				"profile \"5.2 beside\" {\n" + on("allow", "view update", `rows = row.id == 3`, `fields = ["phone"]`) + "}\n" +
				"profile \"5.2 above\" {\n  includes = [\"5.2 sensitive\"]\n}\n" +
				"profile \"5.2 writer\" {\n  reveal = [\"pii\"]\n" + on("allow", "view update", `rows = all`) + on("allow", "update", `rows = own`, `fields = ["phone"]`) + "}\n",
			[]RuleCase{
				{"view docs *", ``, `[{"id": 1, "phone": "11"}, {"id": 2, "phone": "22"}, {"id": 3, "phone": null}]`},
				{"view docs *", `{"user": {"profiles": ["5.2 below"]}}`, `[{"id": 2, "phone": "***"}]`},
				{"view docs *", `{"user": {"profiles": ["5.2 beside"]}}`, `[{"id": 3, "phone": "***"}]`},
				{"view docs *", `{"user": {"profiles": ["5.2 above"]}}`, `[{"id": 1, "phone": "11"}, {"id": 2, "phone": "22"}, {"id": 3, "phone": null}]`},
				{"update docs 1", `{"user": {"profiles": ["5.2 writer"]}, "set": {"phone": "9"}}`, yes},
				{"update docs 2", `{"user": {"profiles": ["5.2 writer"]}, "set": {"phone": "9"}}`, `{"allow": false, "message": "*"}`},
				{"update docs 3", `{"user": {"profiles": ["5.2 beside"]}, "set": {"phone": "9"}}`, halted},
			},
		},
		{
			"5.3 update",
			on("allow", "view", `rows = all`, `hide = ["margin"]`, `mask = { size = 0 }`) +
				on("allow", "update", `rows = row.status != "done"`, `hide = ["tags"]`, `read_only = ["due"]`, `message = "Not when done."`) +
				on("allow", "update", `rows = own`, `fields = ["by"]`, `check = new.by == row.by || new.by == 2`) +
				on("deny", "update", `fields = ["title"]`, `rows = row.status == "draft"`, `message = "Titles of drafts stay."`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"note": "z"}}`, `{"allow": true, "because": [2, 3]}`},
				{"update docs 1", `{"set": {"title": "z", "note": null}}`, yes},
				{"update docs 1", `{"set": {}}`, yes},
				{"update docs 1", ``, `{"allow": true, "editable": ["by", "client_id", "need", "note", "status", "title"]}`},
				{"update docs *", ``, `[{"id": 1}, {"id": 3}]`},
				{"update docs 2", ``, `{"allow": false, "because": [], "message": "Not when done."}`},
				{"update docs 2", `{"set": {"note": "z"}}`, `{"allow": false, "because": [], "message": "Not when done."}`},
				{"update docs 1", `{"set": {"status": "done"}}`, `{"allow": false, "because": [3], "message": "Not when done."}`},
				{"update docs 1", `{"set": {"id": 1, "note": "x"}}`, yes},
				{"update docs 1", `{"set": {"id": 4}}`, halted},
				{"update docs 1", `{"set": {"margin": 37}}`, halted},
				{"update docs 1", `{"set": {"margin": 38}}`, halted},
				{"update docs 1", `{"set": {"size": 5}}`, halted},
				{"update docs 1", `{"set": {"size": 0}}`, halted},
				{"update docs 1", `{"set": {"note": "z", "tags": ["b"]}}`, halted},
				{"update docs 1", `{"set": {"tags": ["a"]}}`, yes}, // as stored
				{"update docs 1", `{"set": {"due": "2026-03-01"}}`, halted},
				{"update docs 1", `{"set": {"colour": 1}}`, halted},
				{"update docs 1", `{"set": {"client": {"id": 1}}}`, halted},
				{"update docs 1", `{"set": {"note": 1}}`, halted},
				{"update docs 1", `{"set": {"status": "gone"}}`, halted},
				{"update docs 1", `{"set": {"need": null}}`, halted},
				{"update docs 1", `{"row": {"need": null}, "set": {"note": "z"}}`, no},
				{"update docs 1", `{"row": {"need": null}, "set": {"need": "n"}}`, yes},
				{"update docs 3", `{"set": {"title": "z"}}`, `{"allow": false, "because": [2, 3, 4], "message": "Titles of drafts stay."}`},
				{"update docs 3", `{"set": {"title": "C", "note": "z"}}`, yes},
				{"update docs 1", `{"set": {"by": 2}}`, `{"allow": true, "because": [2, 3]}`},
				{"update docs 1", `{"set": "x"}`, halted},
			},
		},
		{
			"5.3 rows of what would be, without a check",
			seesAll + on("allow", "update", `rows = row.client.secret > 5`) + on("deny", "update", `check = new.size < 10`, `message = "Too big."`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"note": "z"}, "related": {"client": {"id": 1, "secret": 0}}}`, yes}, // its key stays
				{"update docs 1", `{"set": {"client_id": 2}, "related": {"client": {"id": 2, "secret": 8}}}`, yes},
				{"update docs 1", `{"set": {"client_id": 2}, "related": {"client": {"id": 1, "secret": 8}}}`, no},
				{"update docs 1", `{"set": {"client_id": 2}, "related": {"client": {"id": 2, "secret": 3}}}`, no},
				{"update docs 1", `{"set": {"client_id": 2}}`, no},
				{"update docs 1", `{"set": {"client_id": null}}`, no},
				{"update docs 1", `{"set": {"size": 10}}`, `{"allow": false, "because": [2, 3], "message": "Too big."}`},
				{"update docs 1", `{"set": {"size": null}}`, `{"allow": false, "message": "Too big."}`},
				{"update docs 1", `{"set": {"size": 9.5}}`, yes},
			},
		},
		{
			"5.4 create",
			on("allow", "create", `rows = row.status == "draft"`, `check = new.client_id == null || new.client.secret > 5`, `read_only = ["due"]`, `hide = ["tags"]`) +
				on("deny", "create", `rows = row.size != null && row.size > 100`, `message = "Too big."`) +
				on("deny", "create", `fields = ["note"]`, `rows = row.title == "x"`, `message = "No notes."`),
			"",
			[]RuleCase{
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "note": "z"}}`, `{"allow": true, "because": [1], "editable": ["by", "client_id", "id", "margin", "need", "note", "size", "status", "title"], "visible": []}`},
				{"create docs", `{"set": {"need": "n", "title": "y"}}`, `{"allow": false, "because": []}`},
				{"create docs", `{"set": {"status": "draft", "title": "y"}}`, no},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "id": 9}}`, yes},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "id": null}}`, halted},
				{"create docs", `{"set": {"status": "draft", "need": null, "title": "y"}}`, halted},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "tags": []}}`, halted},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "due": null}}`, halted},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "phone": "1"}}`, halted},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "x", "note": "z"}}`, `{"allow": false, "because": [1, 3], "message": "No notes."}`},
				{"create docs", `{"set": {"status": "draft", "need": "n", "note": "z"}}`, `{"allow": false, "message": "No notes."}`},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "size": 101}}`, `{"allow": false, "because": [1, 2], "message": "Too big."}`},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "client_id": 1}, "related": {"client": {"id": 1, "secret": 7}}}`, yes},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "client_id": 1}, "related": {"client": {"id": 2, "secret": 7}}}`, no},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "client_id": 1}, "related": {"client": null}}`, no},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y", "client_id": 1}}`, no},
				{"create docs", `{"set": {"status": "draft", "need": "n", "title": "y"}, "row": {"size": 200}}`, yes},
				{"create docs", ``, no},
				{"import docs", `{"set": {"status": "draft", "need": "n", "title": "y"}}`, `{"allow": false, "message": "*"}`},
			},
		},
		{
			"5.4 what is new has no rows of its own",
			on("allow", "create", `rows = length(row.parts) == 0 && alltrue([for p in row.parts : p.sku == "q"])`),
			"",
			[]RuleCase{
				{"create docs", `{"set": {"need": "n"}}`, yes},
				{"create docs", `{"set": {"need": "n"}, "related": {"parts": [{"id": 1, "sku": "z"}]}}`, yes},
			},
		},
		{
			"5.5 set",
			seesAll + on("allow", "update", `rows = all`, `fields = ["note"]`, `check = new.status == "draft"`, `set = { status = "draft" }`) +
				on("allow", "update", `rows = all`, `fields = ["status"]`),
			"",
			[]RuleCase{
				{"update docs 2", `{"set": {"note": "z"}}`, `{"allow": true, "set": {"status": "draft"}, "because": [2, 3]}`},
				{"update docs 2", `{"set": {"status": "open"}}`, no}, // which a statement that applies sets
				{"update docs 2", `{"set": {"status": "draft"}}`, no},
				{"update docs 2", `{"set": {"status": "open", "note": "z"}}`, no},
				{"update docs 2", `{"set": {}}`, `{"allow": true, "set": {"status": "draft"}, "editable": ["note"]}`},
			},
		},
		{
			"5.5 what is set cannot be sent",
			seesAll + on("allow", "update create", `rows = all`, `set = { by = user.id }`),
			"",
			[]RuleCase{
				{"update docs 2", `{"set": {"by": 1}}`, halted},
				{"update docs 2", `{"set": {"note": "z"}}`, `{"allow": true, "set": {"by": 1}}`},
				{"create docs", `{"set": {"need": "n", "by": 1}}`, halted},
				{"create docs", `{"set": {"need": "n"}}`, `{"allow": true, "set": {"by": 1}}`},
			},
		},
		{
			"5.5 values that differ",
			seesAll + on("allow", "update", `rows = all`, `fields = ["note"]`, `set = { size = 1 }`, `message = "Mine."`) +
				on("allow", "update", `rows = all`, `fields = ["title"]`, `set = { size = 2 }`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"note": "z"}}`, `{"allow": true, "set": {"size": 1}, "because": [2]}`},
				{"update docs 1", `{"set": {"title": "z"}}`, `{"allow": true, "set": {"size": 2}, "because": [3]}`},
				{"update docs 1", `{"set": {"title": "z", "note": "z"}}`, `{"allow": false, "message": "*", "because": [2, 3]}`},
				{"update docs 1", `{"set": {}}`, `{"allow": false, "message": "*"}`},
				{"update docs 1", ``, yes},
			},
		},
		{
			"5.5 asked again",
			seesAll + on("allow", "update", `rows = all`, `fields = ["note"]`, `check = new.size == 5`, `set = { status = "done" }`) +
				on("allow", "update", `rows = all`, `fields = ["title"]`, `check = new.status == "open"`, `set = { size = 1 }`) +
				on("allow", "update", `rows = all`, `fields = ["note", "title"]`) +
				on("deny", "update", `check = new.note != "q" || new.status != "done"`, `message = "Not q."`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"note": "z"}}`, `{"allow": true, "set": {"status": "done"}, "because": [2, 4]}`},
				{"update docs 1", `{"set": {"title": "z"}}`, `{"allow": true, "set": {"size": 1}, "because": [3, 4]}`},
				{"update docs 1", `{"set": {"title": "z", "note": "z"}}`, `{"allow": false, "because": [4]}`},
				{"update docs 1", `{"set": {"note": "q"}}`, `{"allow": false, "because": [2, 4, 5], "message": "Not q."}`},
				{"update docs 1", `{"set": {"title": "q"}}`, yes},
			},
		},
		{
			"5.6 form",
			"  allow \"form\" \"new_doc\" {\n    check = new.title != \"x\"\n    set = { status = \"draft\" }\n    message = \"Not x.\"\n  }\n" +
				on("deny", "create", `rows = row.title == "y"`, `message = "Not y."`) + on("deny", "create", `fields = ["size"]`),
			"",
			[]RuleCase{
				{"access form new_doc", `{"set": {"title": "a", "need": "n"}}`, `{"allow": true, "set": {"status": "draft"}, "editable": ["need", "title"], "visible": [], "because": [1, 3]}`},
				{"access form new_doc", `{"set": {"title": "x", "need": "n"}}`, `{"allow": false, "message": "Not x."}`},
				{"access form new_doc", `{"set": {"title": "y", "need": "n"}}`, `{"allow": false, "message": "Not y."}`},
				{"access form new_doc", `{"set": {"title": "a", "need": "n", "size": 1}}`, `{"allow": false, "because": [3], "message": "*"}`},
				{"access form new_doc", `{"set": {"title": "a", "need": "n", "note": "z"}}`, halted},
				{"access form new_doc", `{"set": {"title": "a", "need": "n", "status": "draft"}}`, halted},
				{"create docs", `{"set": {"title": "a", "need": "n"}}`, `{"allow": false, "because": [], "message": "*"}`},
			},
		},
		{
			"5.7 report",
			"  allow \"report\" \"open_docs\" {\n    actions = [\"view\", \"update\"]\n    rows = all\n    hide = [\"size\"]\n  }\n" +
				on("deny", "update", `rows = row.margin > 1000`, `message = "Rich."`) + on("deny", "view", `rows = row.note == "gone"`),
			"",
			[]RuleCase{
				{"view report open_docs *", ``, `[{"id": 1, "title": "A", "status": "open", "size": "***"}]`},
				{"update report open_docs *", ``, `[{"id": 1}]`},
				{"view report open_docs 2", ``, silent},
				{"view report open_docs 1", `{"row": {"note": "gone"}}`, silent},
				{"view docs *", ``, `[]`},
				{"update report open_docs 1", `{"set": {"title": "z"}}`, yes},
				{"update report open_docs 1", `{"set": {"status": "done"}}`, no},
				{"update report open_docs 1", `{"set": {"note": "z"}}`, halted},
				{"update report open_docs 1", `{"set": {"size": 5}}`, halted},
				{"update report open_docs 1", `{"row": {"margin": 1001}, "set": {"title": "z"}}`, `{"allow": false, "message": "Rich."}`},
			},
		},
		{
			"5.8 message", "  allow \"message\" \"*\" {\n    users = [2, 3]\n    profiles = [\"5.8 staff\"]\n    message = \"To staff.\"\n  }\n" +
				"  deny \"message\" \"*\" {\n    users = [3]\n    message = \"Not to 3.\"\n  }\n",
			"profile \"5.8 staff\" {}\nprofile \"5.8 boss\" {\n  includes = [\"5.8 staff\"]\n}\n" +
				"profile \"5.8 not bosses\" {\n  allow \"message\" \"*\" {}\n  deny \"message\" \"*\" {\n    profiles = [\"5.8 boss\"]\n  }\n}\n" +
				"profile \"5.8 nobody\" {\n  allow \"message\" \"*\" {}\n  deny \"message\" \"*\" {}\n}\n",
			[]RuleCase{
				{"access message *", `{"to": {"key": 2, "profiles": []}}`, `{"allow": true, "because": [1]}`},
				{"access message *", `{"to": {"key": 5, "profiles": ["5.8 staff"]}}`, yes},
				{"access message *", `{"to": {"key": 5, "profiles": ["5.8 boss"]}}`, yes},
				{"access message *", `{"to": {"key": 5, "profiles": []}}`, `{"allow": false, "because": [], "message": "To staff."}`},
				{"access message *", `{"to": {"key": 3, "profiles": ["5.8 staff"]}}`, `{"allow": false, "because": [1, 2], "message": "Not to 3."}`},
				{"access message *", `{"to": {"profiles": ["5.8 staff"]}}`, `{"allow": false, "because": [1, 2]}`},
				{"access message *", `{"to": {"key": null, "profiles": ["5.8 staff"]}}`, `{"allow": false, "because": [1, 2]}`},
				{"access message *", `{"to": {"key": "2", "profiles": []}}`, no},
				{"access message *", ``, halted},
				{"access", ``, `{"message": {"everyone": false, "users": [2, 3], "profiles": ["5.8 staff"], "denied_users": [3], "denied_profiles": []}}`},
				{"access message *", `{"user": {"profiles": ["5.8 not bosses"]}, "to": {"key": 2, "profiles": ["5.8 staff"]}}`, yes},
				{"access message *", `{"user": {"profiles": ["5.8 not bosses"]}, "to": {"key": 2, "profiles": ["5.8 boss"]}}`, no},
				{"access message *", `{"user": {"profiles": ["5.8 not bosses"]}, "to": {"key": 2}}`, no},
				{"access message *", `{"user": {"profiles": ["5.8 not bosses"]}, "to": {"key": 2, "profiles": null}}`, no},
				{"access message *", `{"user": {"profiles": ["5.8 nobody"]}, "to": {"key": 2, "profiles": []}}`, no},
				{"access", `{"user": {"profiles": ["5.8 nobody"]}}`, `{"message": {"everyone": false, "users": [], "profiles": [], "denied_users": [], "denied_profiles": []}}`},
				{"access", `{"user": {"profiles": ["5.8 not bosses"]}}`, `{"message": {"everyone": true, "denied_profiles": ["5.8 boss"]}}`},
			},
		},
		{
			"5.9 components", "  allow \"capability\" \"hire\" {}\n  allow \"page\" \"home\" {\n    when = user.level > 3\n    message = \"From level 4.\"\n  }\n" +
				"  allow \"channel\" \"news\" {\n    actions = [\"read\", \"post\"]\n  }\n  deny \"channel\" \"news\" {\n    actions = [\"post\"]\n    when = user.via != \"browser\"\n    message = \"By browser.\"\n  }\n" +
				"  allow \"table\" \"docs\" {\n    actions = [\"manage_structure\"]\n    rows = all\n  }\n",
			"",
			[]RuleCase{
				{"access capability hire", ``, `{"allow": true, "because": [1], "visible": [], "editable": []}`},
				{"access page home", `{"user": {"properties": {"level": 4}}}`, yes},
				{"access page home", `{"user": {"properties": {"level": 3}}}`, `{"allow": false, "because": [], "message": "From level 4."}`},
				{"access page home", ``, no},
				{"access page docs", ``, `{"allow": false, "because": [], "message": null}`},
				{"read channel news", ``, yes},
				{"post channel news", `{"user": {"properties": {"via": "browser"}}}`, yes},
				{"post channel news", `{"user": {"properties": {"via": "api"}}}`, `{"allow": false, "because": [3, 4], "message": "By browser."}`},
				{"post channel news", ``, `{"allow": false, "message": "By browser."}`},
				{"manage_structure docs", ``, yes},
				{"access", `{"user": {"properties": {"level": 4}}}`, `{"pages": ["home"], "channels": {"news": ["read"]}, "capabilities": ["hire"], "tables": {"docs": ["manage_structure"]}, "dashboards": [], "forms": [], "sortable": {}}`},
			},
		},
		{
			"3 menus", seesAll + "  allow \"page\" \"docs\" {}\n  menu {\n    section \"work\" {\n      label = \"Work\"\n" +
				"      item \"page\" \"docs\" { label = \"Page\" }\n      item \"table\" \"docs\" {\n        label = \"Rows\"\n        as = \"board\"\n      }\n" +
				"      item \"page\" \"home\" {}\n    }\n    section \"empty\" {\n      item \"page\" \"home\" {}\n    }\n  }\n" +
				"  includes = [\"3 menus more\"]\n",
			"profile \"3 menus more\" {\n  allow \"report\" \"open_docs\" {\n    actions = [\"view\"]\n    rows = all\n  }\n  menu {\n    section \"more\" {\n      item \"report\" \"open_docs\" { label = \"Open\" }\n    }\n" +
				"    section \"work\" {\n      label = \"Other work\"\n      item \"table\" \"docs\" { label = \"Other rows\" }\n      item \"report\" \"open_docs\" { label = \"Open\" }\n    }\n  }\n}\n",
			[]RuleCase{
				{"access", ``, `{"menu": [
					{"section": "work", "label": "Work", "items": [
						{"type": "page", "name": "docs", "label": "Page", "as": "page"},
						{"type": "table", "name": "docs", "label": "Rows", "as": "board"},
						{"type": "report", "name": "open_docs", "label": "Open", "as": "object"}
					]},
					{"section": "more", "label": "more", "items": [{"type": "report", "name": "open_docs", "label": "Open", "as": "object"}]}
				]}`},
				{"access", `{"user": {"profiles": ["3 menus more"]}}`, `{"menu": [
					{"section": "more", "label": "more", "items": [{"type": "report", "name": "open_docs", "label": "Open", "as": "object"}]},
					{"section": "work", "label": "Other work", "items": [{"type": "report", "name": "open_docs", "label": "Open", "as": "object"}]}
				]}`},
			},
		},
		{
			"5.10 what a deny names",
			on("allow", "view", `rows = all`) +
				on("deny", "view", `fields = ["note"]`, `rows = row.id == 1 && false`) +
				on("deny", "view", `fields = ["size"]`, `rows = row.id == 1 && false`, `when = user.level > 3`),
			"",
			[]RuleCase{
				{"view docs 1", ``, `{"visible": ["by", "client_id", "id", "margin", "need", "note", "size", "status", "tags", "title"], "because": [1]}`},
				{"access", ``, `{"sortable": {"docs": ["by", "client_id", "due", "id", "margin", "need", "status", "tags", "title"]}}`},
				{"access", `{"user": {"properties": {"level": 1}}}`, `{"sortable": {"docs": ["by", "client_id", "due", "id", "margin", "need", "size", "status", "tags", "title"]}}`},
			},
		},
		{
			"5.10 what may be told",
			on("allow", "view", `rows = row.status == "open"`, `hide = ["margin"]`) +
				on("allow", "update", `rows = all`, `fields = ["note"]`, `check = new.margin >= row.margin`, `message = "The margin must not fall."`) +
				on("allow", "delete", `rows = row.margin < 50`, `message = "Only poor ones."`) +
				on("deny", "update delete", `rows = row.margin > 50`, `message = "Rich orders stay."`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"note": "z"}}`, `{"allow": true, "because": [2]}`},
				{"update docs 1", `{"set": {"margin": 36}}`, halted},
				{"update docs 1", `{"set": {"margin": 37}}`, halted},
				{"update docs 1", `{"set": {"margin": 38}}`, halted},
				{"update docs 1", `{"set": {"margin": 38, "note": "z"}}`, halted},
				{"update docs 1", `{"row": {"margin": 99}, "set": {"margin": 38}}`, halted},
				{"update docs 1", `{"row": {"margin": 99}, "set": {"note": 5}}`, halted},
				{"update docs 1", `{"row": {"margin": 99}, "set": {"note": "z"}}`, `{"allow": false, "because": [2, 4], "message": "Rich orders stay."}`},
				{"update docs 2", `{"set": {"note": "z"}}`, silent},
				{"update docs 3", `{"set": {"note": "z"}}`, silent},
				{"update docs 2", `{"set": {"margin": 1}}`, silent},
				{"update docs 2", ``, silent},
				{"update docs 3", ``, silent},
				{"delete docs 2", ``, silent},
				{"delete docs 3", ``, silent},
				{"view docs 2", ``, silent},
				{"view docs 2", `{"row": {"status": null}}`, silent},
			},
		},
		{
			"5.10 what asks nothing of the row",
			on("allow", "view", `rows = row.status == "open"`) + on("allow", "update delete", `rows = all`, `when = user.level > 3`, `message = "From level 4."`) +
				on("deny", "update", `when = user.via != "browser"`, `message = "By browser."`) + on("deny", "update", `rows = all`, `when = user.via != "browser"`) +
				on("deny", "update", `fields = ["note"]`) + on("deny", "delete", `rows = all`, `message = "Never."`) + on("deny", "update", `check = new.size == 1`),
			"",
			[]RuleCase{
				{"update docs 2", `{"set": {"note": "z"}}`, `{"allow": false, "because": [3], "message": "By browser."}`},
				{"update docs 2", ``, `{"allow": false, "because": [3], "message": "By browser."}`},
				{"update docs 2", `{"user": {"properties": {"via": "browser"}}}`, silent},
				{"delete docs 2", ``, silent},
				{"delete docs 1", ``, `{"allow": false, "because": [6], "message": "Never."}`},
			},
		},
		{
			"5.10 conditions on the row that a key leads to",
			seesAll + on("allow", "update", `rows = all`, `fields = ["note"]`, `check = new.client.secret > 5`, `message = "Not theirs."`) +
				on("allow", "update", `rows = row.status == "draft"`, `fields = ["client_id"]`, `message = "Of drafts alone."`) +
				on("allow", "create", `rows = all`, `fields = ["need"]`, `check = new.client.secret > 5`, `message = "Nor new ones."`) +
				on("allow", "create", `rows = all`, `when = user.level > 3`, `fields = ["client_id"]`, `message = "From level 4."`),
			"",
			[]RuleCase{
				{"update docs 1", `{"set": {"client_id": 9}, "related": {"client": {"id": 9, "secret": 9}}}`, `{"allow": false, "because": [2], "message": "Of drafts alone."}`},
				{"update docs 1", `{"set": {"client_id": 9}, "related": {"client": {"id": 9, "secret": 1}}}`, `{"allow": false, "because": [2], "message": "Of drafts alone."}`},
				{"update docs 3", `{"set": {"client_id": 9}, "related": {"client": {"id": 9, "secret": 1}}}`, `{"allow": true, "because": [3]}`},
				{"create docs", `{"set": {"client_id": 9, "need": "n"}, "related": {"client": {"id": 9, "secret": 9}}}`, `{"allow": false, "because": [], "message": "From level 4."}`},
				{"create docs", `{"set": {"client_id": 9, "need": "n"}, "related": {"client": {"id": 9, "secret": 1}}}`, `{"allow": false, "because": [], "message": "From level 4."}`},
				{"create docs", `{"user": {"properties": {"level": 4}}, "set": {"client_id": 9, "need": "n"}, "related": {"client": {"id": 9, "secret": 9}}}`, yes},
				{"create docs", `{"user": {"properties": {"level": 4}}, "set": {"client_id": 9, "need": "n"}, "related": {"client": {"id": 9, "secret": 1}}}`, `{"allow": false, "message": "Nor new ones."}`},
			},
		},
		{
			"2 keys of several fields",
			thing("goods", "view", `rows = row.place.floor < 3`, `hide = ["title"]`) + thing("goods", "view", `rows = row.place.floor == null && row.nr == 1`, `fields = []`) +
				thing("goods", "view", `rows = row.twin.title == "b1"`, `fields = ["title"]`) +
				thing("goods", "update", `rows = row.nr > 0`, `check = new.place.floor == 3`) +
				thing("goods", "create", `rows = row.place.floor == 1`) + thing("goods", "import", `rows = row.place.floor == null`) + thing("goods", "delete", `rows = row.twin.nr == null`) +
				thing("places", "view", `rows = anytrue([for g in row.goods : g.nr == 2])`) + thing("places", "export", `rows = length(row.goods) == 1`),
			"",
			[]RuleCase{
				{"view goods *", ``, `[{"house": "A", "nr": 1, "title": "a1", "shelf": 1}, {"house": "A", "nr": 2, "title": "***"}, {"house": "B", "nr": 1, "title": "***", "shelf": "***"}]`},
				{"delete goods *", ``, `[{"house": "A", "nr": 2}]`},
				{"view places *", ``, `[{"house": "A", "shelf": 2}, {"house": "B", "shelf": 1}]`},
				{"export places *", ``, `[{"house": "A", "shelf": 2}, {"house": "B", "shelf": 1}]`},
				{"view goods", good1, `{"allow": true, "editable": ["shelf", "title", "twin_house", "twin_nr"]}`},
				{"update goods", `{"set": {"shelf": 5}, "related": {"place": {"house": "A", "shelf": 5, "floor": 3}}, ` + good1[1:], yes},
				{"update goods", `{"set": {"shelf": 5}, "related": {"place": {"house": "A", "shelf": 5, "floor": 2}}, ` + good1[1:], no},
				{"update goods", `{"set": {"shelf": 5}, "related": {"place": {"house": "B", "shelf": 5, "floor": 3}}, ` + good1[1:], no},
				{"update goods", `{"set": {"shelf": 5}, "related": {"place": {"shelf": 5, "floor": 3}}, ` + good1[1:], yes},
				{"update goods", `{"set": {"shelf": 5}, ` + good1[1:], no},
				{"update goods", `{"set": {"shelf": null}, "related": {"place": {"house": "A", "shelf": 5, "floor": 3}}, ` + good1[1:], no},
				{"update goods", `{"set": {"house": "B"}, "related": {"place": {"house": "B", "shelf": 1, "floor": 3}}, ` + good1[1:], `{"allow": false, "message": "*"}`},
				{"update goods", `{"set": {"house": "A", "shelf": 5}, "related": {"place": {"house": "A", "shelf": 5, "floor": 3}}, ` + good1[1:], yes},
				{"create goods", `{"set": {"house": "A", "nr": 9, "shelf": 1}, "related": {"place": {"house": "A", "shelf": 1, "floor": 1}}}`, yes},
				{"create goods", `{"set": {"house": "A", "nr": 9, "shelf": 1}, "related": {"place": {"house": "A", "shelf": 2, "floor": 1}}}`, no},
				{"create goods", `{"set": {"house": "A", "shelf": 1}, "related": {"place": {"house": "A", "shelf": 1, "floor": 1}}}`, no},
				{"create goods", `{"set": {"house": "A", "nr": null, "shelf": 1}, "related": {"place": {"house": "A", "shelf": 1, "floor": 1}}}`, no},
				{"create goods", `{"set": {"house": "A", "nr": 9, "shelf": "1"}, "related": {"place": {"house": "A", "shelf": 1, "floor": 1}}}`, no},
				{"import goods", `{"set": {"house": "A", "nr": 9}, "related": {"place": {"house": "A", "shelf": 1, "floor": 1}}}`, yes},
				{"import goods", `{"set": {"house": "A", "nr": 9, "shelf": 1}, "related": {"place": null}}`, yes},
				{"import goods", `{"set": {"house": "A", "nr": 9, "shelf": 1}}`, no},
			},
		},
		{
			"2 keys that the database fills in",
			thing("goods", "create", `rows = row.twin.nr == null`),
			"",
			[]RuleCase{
				{"create goods", `{"set": {"house": "A", "nr": 9, "twin_house": "A"}}`, no},
				{"create goods", `{"set": {"house": "A", "nr": 9}}`, yes},
				{"create goods", `{"set": {"house": "A", "nr": 9, "twin_house": "A", "twin_nr": 3}, "related": {"twin": null}}`, yes},
				{"create goods", `{"set": {"house": "A", "nr": 9, "twin_house": "A", "twin_nr": 3}, "related": {"twin": {"house": "A", "nr": 3}}}`, no},
				{"create goods", `{"set": {"house": "A", "nr": 9, "twin_house": "A", "twin_nr": 3}, "related": {"twin": {"house": "A", "nr": 4}}}`, no},
				{"create goods", `{"set": {"house": "A", "nr": 9, "twin_house": null, "twin_nr": 3}}`, yes},
			},
		},
		{
			// A set of statements by their places takes more than a word of 64 bits.
			"5 many statements", seventy("allow", "view", `fields = ["title"]`) + on("allow", "view", `rows = row.id < 3`, `fields = ["note", "margin"]`) +
				seventy("deny", "view", `fields = ["margin"]`) + on("deny", "view", `rows = row.id == 2`, `fields = ["margin"]`) +
				seventy("allow", "update", `fields = ["title"]`, `set = { size = 1 }`) + on("allow", "update", `rows = row.id == 1`, `fields = ["note"]`, `set = { due = null }`) +
				seventy("deny", "update", `fields = ["note"]`) + on("deny", "update", `rows = row.size == 9`, `fields = ["note"]`),
			"",
			[]RuleCase{
				{"view docs *", ``, `[{"id": 1, "note": "x", "margin": 37, "title": "***"}, {"id": 2, "note": null, "margin": "***", "title": "***"}]`},
				{"update docs *", ``, `[{"id": 1}]`},
				{"view docs 1", ``, `{"allow": true, "because": [71], "editable": ["note"]}`},
				{"update docs 1", `{"set": {"note": "z"}}`, `{"allow": true, "because": [213], "set": {"due": null}}`},
				{"update docs 1", `{"row": {"size": 9}, "set": {"note": "z"}}`, `{"allow": false, "because": [213, 284], "message": "*"}`},
				{"view docs 100", `{"row": {"id": 100, "title": "T"}}`, `{"allow": true, "because": [1, 72], "visible": ["id", "title"]}`},
				{"view docs 169", `{"row": {"id": 169, "title": "T"}}`, `{"allow": true, "because": [70, 141], "visible": ["id", "title"]}`},
			},
		},
		{"2 a uuid and a text that is none", marks(`row.token == "system" || row.token == "00000000-0000-4000-8000-000000000001"`, ""), "", []RuleCase{
			{"view marks *", ``, `[{"id": 1, "token": "00000000-0000-4000-8000-000000000001"}]`},
			{"view marks 1", `{"row": {"token": "system"}}`, no},
			{"view marks 1", `{"row": {"token": "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A"}}`, no},
		}},
		{"2 a uuid that is no text", marks(`row.token != "system"`, ""), "", []RuleCase{
			{"view marks *", ``, `[{"id": 1}, {"id": 2}]`},
			{"view marks 1", `{"row": {"token": "other"}}`, no},
		}},
		{"2 a uuid and a person's text", marks(`row.token != user.login && !contains(["x", "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a"], row.token)`, ""), "", []RuleCase{
			{"view marks *", ``, `[{"id": 1}]`},
		}},
		{"2 a uuid and a text of the row", marks(`row.badge_id == row.token`, ""), "", []RuleCase{{"view marks *", ``, `[{"id": 1}]`}}},
		{"7 a text that is a uuid's key", marks(`row.badge.name != "nothing"`, ""), "", []RuleCase{
			{"view marks *", ``, `[{"id": 1}]`},
			{"update marks 1", `{"set": {"badge_id": "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a"}, "related": {"badge": {"uid": "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a", "name": "yard"}}}`, no},
		}},
		{"2 json is null or not", marks(`row.meta != null`, `mask = { meta = null }`) + marks(`row.id == 2`, ""), "", []RuleCase{
			{"view marks *", ``, `[{"id": 1, "meta": null}, {"id": 2, "meta": "null"}]`},
			{"view marks 3", `{"row": {"meta": false}}`, `{"allow": true, "masked": {"meta": null}}`},
		}},
		{"7 sent json equals stored json as values", marks("all", "") + "  allow \"table\" \"marks\" {\n    actions = [\"update\"]\n    rows = all\n    fields = [\"token\"]\n  }\n", "", []RuleCase{
			{"update marks 1", `{"set": {"meta": {"a": [1.0, null]}}}`, yes},
			{"update marks 1", `{"set": {"meta": {"a": [2, null]}}}`, no},
			{"update marks 1", `{"set": {"meta": {"a": [1]}}}`, no},
			{"update marks 3", `{"set": {"meta": null}}`, yes},
			{"update marks 1", `{"set": {"token": "system"}}`, no},
			{"update marks 1", `{"set": {"token": "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a"}}`, yes},
		}},
	}
}

// marks writes a statement on marks.
func marks(rows, more string) string {
	return "  allow \"table\" \"marks\" {\n    actions = [\"view\"]\n    rows = " + rows + "\n    " + more + "\n  }\n"
}

// seventy writes 70 statements on rows that the world does not have.
func seventy(effect, actions string, lines ...string) string {
	var b strings.Builder
	for i := range 70 {
		b.WriteString(on(effect, actions, append([]string{fmt.Sprintf("rows = row.id == %d", 100+i)}, lines...)...))
	}
	return b.String()
}

// RuleRequest gives the request of a case.
func RuleRequest(r Rule, c RuleCase) map[string]any {
	request := map[string]any{
		"user": map[string]any{"login": "ana", "profiles": []any{r.Name}, "record": map[string]any{"id": json.Number("1"), "email": "ana", "name": "Ana"}},
		"now":  "2026-03-01T09:00:00Z",
	}
	words := strings.Fields(c.Ask)
	if c.Ask == "access" {
		words = []string{"view", "docs"} // engines take no request without
	}
	request["action"] = words[0]
	if len(words) > 1 && !slices.Contains(form.Kinds()[1:], form.ResourceKind(words[1])) {
		words = slices.Insert(words, 1, "table")
	}
	if len(words) > 2 {
		request["resource"] = map[string]any{"type": words[1], "name": words[2]}
	}
	if len(words) > 3 {
		var rows []any
		for _, row := range RuleRows(words[2]) {
			if words[3] == "*" || row.(map[string]any)["id"] == json.Number(words[3]) {
				rows = append(rows, row)
			}
		}
		switch {
		case words[3] == "*":
			request["rows"] = rows
		case len(rows) == 1:
			request["row"] = rows[0]
		default:
			request["row"] = map[string]any{}
		}
	}
	if c.With != "" {
		overlay(request, RuleJSON(c.With).(map[string]any))
	}
	return request
}

// RuleRows gives the rows of a table, those of docs for what is no table, with
// their relations.
func RuleRows(name string) []any {
	world := RuleJSON(RuleWorld).(map[string]any)
	if name == "marks" {
		rows := world[name].([]any)
		for _, r := range rows {
			row := r.(map[string]any)
			row["badge"] = nil
			for _, b := range world["badges"].([]any) {
				if b := b.(map[string]any); b["uid"] == row["badge_id"] {
					row["badge"] = b
				}
			}
		}
		return rows
	}
	if name == "goods" || name == "places" {
		return ruleGoods(world, name)
	}
	rows := world["docs"].([]any)
	for _, r := range rows {
		row := r.(map[string]any)
		row["client"], row["parts"] = nil, []any{}
		for _, c := range world["clients"].([]any) {
			if c := c.(map[string]any); c["id"] == row["client_id"] {
				row["client"] = c
			}
		}
		for _, p := range world["parts"].([]any) {
			if p := p.(map[string]any); p["doc_id"] == row["id"] {
				row["parts"] = append(row["parts"].([]any), p)
			}
		}
	}
	return rows
}

// ruleGoods gives the rows of goods or of places, with their relations.
func ruleGoods(world map[string]any, name string) []any {
	rows := world[name].([]any)
	leads := func(from, to any, by ...string) bool { // pairs of fields
		for i := 0; i < len(by); i += 2 {
			x, y := from.(map[string]any)[by[i]], to.(map[string]any)[by[i+1]]
			if x == nil || x != y {
				return false
			}
		}
		return true
	}
	for _, r := range rows {
		row := r.(map[string]any)
		if name == "places" {
			goods := []any{}
			for _, g := range RuleJSON(RuleWorld).(map[string]any)["goods"].([]any) {
				if leads(g, r, "house", "house", "shelf", "shelf") {
					goods = append(goods, g)
				}
			}
			row["goods"] = goods
			continue
		}
		row["place"], row["twin"] = nil, nil
		for _, p := range world["places"].([]any) {
			if leads(r, p, "house", "house", "shelf", "shelf") {
				row["place"] = p
			}
		}
		for _, g := range RuleJSON(RuleWorld).(map[string]any)["goods"].([]any) {
			if leads(r, g, "twin_house", "house", "twin_nr", "nr") {
				row["twin"] = g
			}
		}
	}
	return rows
}

// overlay lays members over those of an object, into objects that both have
// but for what is sent.
func overlay(under, over map[string]any) {
	for name, v := range over {
		inner, isObject := v.(map[string]any)
		below, has := under[name].(map[string]any)
		if isObject && has && name != "set" {
			overlay(below, inner)
			continue
		}
		under[name] = v
	}
}

// RuleJSON reads what the table writes as JSON.
func RuleJSON(text string) any {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text))
	}
	return v
}
