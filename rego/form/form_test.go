package form_test

import (
	"encoding/json"
	"strings"
	"testing"

	"portcullis/rego/form"

	"github.com/google/go-cmp/cmp"
)

// portal is a form with one of everything; %RULE% is what its statement asks.
const portal = `{
	"portal": "acme",
	"users": {"table": "people", "login": "email"},
	"user_properties": [{"name": "regions", "type": "list", "elem": {"type": "string"}}],
	"team_properties": [{"name": "tier", "type": "enum", "values": ["free", "paid"]}],
	"teams": [{"name": "beans", "profiles": ["clerk"], "properties": {"tier": "paid"}}],
	"profiles": [{"name": "clerk", "default": true, "closure": ["clerk"], "menu": [{"section": "s", "label": "S", "items": [
		{"type": "table", "name": "orders", "label": "Orders", "as": "board"}
	]}]}],
	"tables": [
		{"name": "orders", "source": "crm.orders", "key": "id", "owner": "added_by", "fields": [
			{"name": "id", "type": "number", "column": "id"},
			{"name": "added_by", "type": "number", "column": "added_by"},
			{"name": "title", "type": "string", "column": "t", "required": true, "sensitive": "pii"},
			{"name": "due", "type": "timestamp", "column": "due"},
			{"name": "tags", "type": "list", "elem": {"type": "string"}, "column": "tags"}
		], "relations": [
			{"name": "adder", "target": "people", "key": "added_by"},
			{"name": "parts", "many": true, "target": "orders", "key": "added_by"}
		]},
		{"name": "people", "source": "people", "key": "id", "fields": [
			{"name": "id", "type": "number", "column": "id"},
			{"name": "email", "type": "string", "column": "email"}
		]}
	],
	"statements": [
		{"id": "a:1", "effect": "allow", "profile": "clerk", "message": "No.", "when": true, "clauses": [
			{"table": "orders", "rows": %RULE%, "rowless": true, "check": ["known", "new.id"], "sets": [
				{"field": "tags", "cases": [[true, {"list string": ["x", null]}], [["known", "record.id"], "property.regions"]], "null": ["null", "record.id"]}
			]}
		]},
		{"id": "a:9", "effect": "deny", "profile": "clerk", "when": false, "clauses": [{"rows": false}],
			"letter": {"users": ["1"], "profiles": ["clerk"], "anyone": true}}
	],
	"resources": [
		{"kind": "table", "name": "orders", "table": "orders", "rows": true, "fields": ["id", "title"], "modes": {"view": "row"}, "uses": [
			{"statement": "a:1", "part": "allow", "actions": ["view"], "plain": ["id"], "writes": ["id"], "locked": ["title"],
				"masks": [{"field": "title", "value": null}, {"field": "id", "value": "1.5"}], "classed": {"title": ["clerk"]}}
		]},
		{"kind": "message", "name": "*", "modes": {"access": "message"}, "uses": [
			{"statement": "a:9", "part": "deny", "actions": ["access"]}
		]}
	]
}`

// rules has each kind of formula and operand.
var rules = []string{
	`true`,
	`false`,
	`["every", true, ["some", false, true]]`,
	`["known", "row.adder.email"]`,
	`["null", "row.adder"]`,
	`["==", "row.added_by", "record.id"]`,
	`["!=", "new.title", "login"]`,
	`["<", "row.due", "now"]`,
	`["<=", ["move", "row.due", "-9007199254740993"], {"timestamp": "2026-03-01T00:00:00Z"}]`,
	`[">", ["count", "row.parts"], {"number": "12345678901234567890.5"}]`,
	`[">=", ["count", "row.tags"], ["count", "property.regions"]]`,
	`["in", "team.tier", [{"enum": "free"}]]`,
	`["not in", "team", [{"string": "a"}, {"string": "b"}]]`,
	`["startswith", ["lower", "row.title"], ["upper", "row.title"]]`,
	`["not strcontains", "row.title", {"string": "\u0000é"}]`,
	`["endswith", "row.title", "team"]`,
	`["==", "today", {"date": "2026-03-01"}]`,
	`["==", {"bool": true}, {"bool": false}]`,
	`["every", ["listed", "row.tags"], ["exists", "row.tags", ["==", "e0", "row.title"]]]`,
	`["forall", "row.parts", ["exists", "e0.parts", ["==", "e0.adder.id", "e1.id"]]]`,
}

func read(rule string) (*form.Form, error) {
	var f form.Form
	err := json.Unmarshal([]byte(strings.Replace(portal, "%RULE%", rule, 1)), &f)
	return &f, err
}

func tree(t *testing.T, text []byte) any {
	t.Helper()
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadAndWritten(t *testing.T) {
	for _, rule := range rules {
		t.Run(rule, func(t *testing.T) {
			f, err := read(rule)
			if err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			want := tree(t, []byte(strings.Replace(portal, "%RULE%", rule, 1)))
			if diff := cmp.Diff(want, tree(t, again)); diff != "" {
				t.Errorf("it is written otherwise (-read +written):\n%s", diff)
			}
		})
	}
}

func TestResolved(t *testing.T) {
	f, err := read(`["exists", "row.parts", ["==", "e0.adder.email", "row.title"]]`)
	if err != nil {
		t.Fatal(err)
	}
	orders, people := f.Tables[0], f.Tables[1]
	exists := f.Statements[0].Clauses[0].Rows.(form.Exists)
	if exists.Over.Relation != orders.Relation("parts") || exists.Var.Table != orders {
		t.Errorf("the list is %+v", exists.Over)
	}
	x := exists.Body.(form.Relate).X.(form.Place)
	if x.Root != form.Each || x.Var != exists.Var || x.Steps[0].Target != people || x.Field != people.Field("email") {
		t.Errorf("the place is %+v", x)
	}
	if f.Resources[0].Uses[0].Clause != f.Statements[0].Clauses[0] || f.Statements[1].Order != 1 {
		t.Error("the statement at work is another one")
	}
	var seen []string
	form.Places(exists, func(p form.Place, rows *form.Relation) {
		switch {
		case rows != nil:
			seen = append(seen, rows.Name)
		default:
			seen = append(seen, p.Field.Name)
		}
	})
	if diff := cmp.Diff([]string{"parts", "email", "title"}, seen); diff != "" {
		t.Errorf("the places differ:\n%s", diff)
	}
}

// TestRefused asks of each rule that reading fails, and says why.
func TestRefused(t *testing.T) {
	for rule, want := range map[string]string{
		`"row.id"`:                                   "not a formula",
		`null`:                                       "not a formula",
		`[]`:                                         "not a formula",
		`[true, true]`:                               "not a formula",
		`["perhaps", "row.id", "row.id"]`:            `"perhaps" is not a kind`,
		`["every", true]`:                            "has 1",
		`["known"]`:                                  "not a formula",
		`["known", "row.id", "row.id"]`:              "not a formula",
		`["known", "row.size"]`:                      "no such field",
		`["known", "row"]`:                           "leads nowhere",
		`["known", "row.id.id"]`:                     "no such field",
		`["known", "row.parts"]`:                     "leads to many rows",
		`["known", "row.parts.id"]`:                  "no such field",
		`["known", "e0"]`:                            "no such path",
		`["known", "0"]`:                             "no such path",
		`["known", "now.hour"]`:                      "no such path",
		`["known", "property.size"]`:                 "no such property",
		`["known", "team.size"]`:                     "no such property",
		`["known", ["lower"]]`:                       "not an operand",
		`["known", {"number": 1}]`:                   "not a constant of type number",
		`["known", {"string": true}]`:                "not a constant of type string",
		`["known", {"bool": "yes"}]`:                 "not a constant of type bool",
		`["known", {"list string": "x"}]`:            "not a constant of type list",
		`["known", {"list": ["x"]}]`:                 "not a constant of type list",
		`["known", {"colour": "red"}]`:               "not a constant of type colour",
		`["known", {}]`:                              "not a constant",
		`["known", ["move", "now", "1s"]]`:           "moved by",
		`["listed", "row.id"]`:                       "not a list",
		`["in", "row.id", []]`:                       "not a list of constants",
		`["in", "row.id", ["row.id"]]`:               "not a constant",
		`["null", ["count", "row.tags"]]`:            "not a path",
		`["exists", "row.tags", ["known", "e0.id"]]`: "no such path",
	} {
		if _, err := read(rule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, without %q", rule, err, want)
		}
	}
}

// TestRefusedElsewhere asks the same of names outside formulas.
func TestRefusedElsewhere(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{`"key": "id", "owner"`, `"key": "no", "owner"`, `orders has no field "no"`},
		{`"owner": "added_by"`, `"owner": "no"`, `orders has no field "no"`},
		{`"target": "people"`, `"target": "no"`, `there is no table "no"`},
		{`"login": "email"`, `"login": "no"`, `people has no field "no"`},
		{`"effect": "deny"`, `"effect": "perhaps"`, "neither allow nor deny"},
		{`"plain": ["id"]`, `"plain": ["no"]`, `orders has no field "no"`},
		{`{"statement": "a:9"`, `{"statement": "a:8"`, `there is no statement "a:8"`},
		{`{"statement": "a:1"`, `{"statement": "a:9"`, "a:9 says nothing of orders"},
		{`"clauses": [{"rows": false}]`, `"clauses": [{"rows": ["known", "row.id"]}]`, "leads nowhere"},
		{`"portal": "acme"`, `"portal": "acme", "door": 1`, "door"},
		{`"users": {"table": "people", "login": "email"}`, `"users": null`, "there is no users table"},
	} {
		text := strings.Replace(strings.Replace(portal, "%RULE%", `true`, 1), c.from, c.to, 1)
		var f form.Form
		if err := json.Unmarshal([]byte(text), &f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, without %q", c.to, err, c.want)
		}
	}
}
