package form_test

import (
	"encoding/json"
	"strings"
	"testing"

	_ "portcullis/internal/update" // for -update
	"portcullis/rego/form"

	"github.com/google/go-cmp/cmp"
)

// portal is a form with one of everything; %RULE% is what its statement asks.
const portal = `{
	"version": 1,
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
			{"name": "tags", "type": "list", "elem": {"type": "string"}, "column": "tags"},
			{"name": "made", "type": "timestamp", "column": "made", "default": {"time": "now"}},
			{"name": "day", "type": "date", "column": "day", "default": {"time": "today"}},
			{"name": "state", "type": "enum", "values": ["a", "b"], "column": "state", "default": {"value": "a"}},
			{"name": "total", "type": "number", "column": "total", "default": {"value": 12345678901234567890.5}},
			{"name": "paid", "type": "bool", "column": "paid", "default": {"value": false}},
			{"name": "notes", "type": "list", "elem": {"type": "string"}, "column": "notes", "default": {"value": ["x", null]}},
			{"name": "nr", "type": "number", "column": "nr", "generated": true, "required": true}
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
		{"id": "a:7", "effect": "deny", "profile": "clerk", "when": false, "clauses": [{"table": "orders", "rows": false}]},
		{"id": "a:8", "effect": "deny", "profile": "clerk", "when": false, "clauses": [{"table": "orders", "rows": false, "check": true}]},
		{"id": "a:9", "effect": "deny", "profile": "clerk", "when": false, "clauses": [{"rows": false}],
			"letter": {"users": ["1"], "profiles": ["clerk"], "anyone": true}}
	],
	"resources": [
		{"kind": "report", "name": "orders", "table": "orders", "rows": true, "fields": ["id", "title"], "modes": {"view": "row"}, "uses": [
			{"statement": "a:1", "part": "allow", "actions": ["view"], "plain": ["id"], "writes": ["id"],
				"masks": [{"field": "title", "value": null}, {"field": "title", "value": {"last": 4}}, {"field": "id", "value": "1.5"}], "classed": {"title": ["clerk"]}}
		]},
		{"kind": "table", "name": "orders", "table": "orders", "modes": {"create": "create"}, "uses": [
			{"statement": "a:7", "part": "lock", "actions": ["create"], "locked": ["title"]},
			{"statement": "a:8", "part": "demand", "actions": ["create"]}
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
	`["!=", "row.title", "login"]`,
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
	`["<", "hour", {"number": "17"}]`,
	`["in", "weekday", [{"number": "6"}, {"number": "7"}]]`,
	`["<=", ["midnight", ["move", "today", "-7"]], "row.due"]`,
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
	if f.Resources[0].Uses[0].Clause != f.Statements[0].Clauses[0] || f.Statements[3].Order != 3 {
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
		`"row.id"`:                        "not a formula",
		`null`:                            "not a formula",
		`[]`:                              "not a formula",
		`[true, true]`:                    "not a formula",
		`["perhaps", "row.id", "row.id"]`: `"perhaps" is not a kind`,
		`["every", true]`:                 "has 1",
		`["known"]`:                       "not a formula",
		`["known", "row.id", "row.id"]`:   "not a formula",
		`["known", "row.size"]`:           "no such field",
		`["known", "row"]`:                "leads nowhere",
		`["known", "row.id.id"]`:          "no such field",
		`["known", "row.parts"]`:          "leads to many rows",
		`["known", "row.parts.id"]`:       "no such field",
		`["known", "e0"]`:                 "no such path",
		`["known", "0"]`:                  "no such path",
		`["known", ["midnight", "now"]]`:  "not made of today",
		`["known", ["midnight", ["move", "row.due", "1"]]]`:     "not made of today",
		`["known", "now.hour"]`:                                 "no such path",
		`["known", "property.size"]`:                            "no such property",
		`["known", "team.size"]`:                                "no such property",
		`["known", ["lower"]]`:                                  "not an operand",
		`["known", {"number": 1}]`:                              "not a constant of type number",
		`["known", {"string": true}]`:                           "not a constant of type string",
		`["known", {"bool": "yes"}]`:                            "not a constant of type bool",
		`["known", {"list string": "x"}]`:                       "not a constant of type list",
		`["known", {"list": ["x"]}]`:                            "not a constant of type list",
		`["known", {"colour": "red"}]`:                          "not a constant of type colour",
		`["known", {}]`:                                         "not a constant",
		`["known", ["move", "now", "1s"]]`:                      "moved by",
		`["listed", "row.id"]`:                                  "not a list",
		`["in", "row.id", []]`:                                  "not a list of constants",
		`["in", "row.id", ["row.id"]]`:                          "not a constant",
		`["null", ["count", "row.tags"]]`:                       "not a path",
		`["exists", "row.tags", ["known", "e0.id"]]`:            "no such path",
		`["in", "row.title", [{"number": "1"}]]`:                "type",
		`["in", "row.tags", [{"list string": ["x"]}]]`:          "not looked for",
		`["in", "row.title", [{"string": null}]]`:               "not a constant",
		`["==", "row.title", "row.id"]`:                         "type",
		`["<", "team.tier", "team.tier"]`:                       "not compared by <",
		`["==", "row.tags", "row.tags"]`:                        "not compared by ==",
		`["==", "row.adder", "row.adder"]`:                      "no value",
		`["known", "row.adder"]`:                                "no value",
		`["startswith", "row.id", "row.title"]`:                 "type",
		`["known", ["lower", "row.id"]]`:                        "type",
		`["known", ["move", "row.id", "1"]]`:                    "type",
		`["known", "new.id"]`:                                   "after a write",
		`["known", {"number": "1e10000000"}]`:                   "not a constant of type number",
		`["known", {"date": "2026-02-30"}]`:                     "not a constant of type date",
		`["known", {"timestamp": "2026-03-01T09:00:00+24:00"}]`: "not a constant of type timestamp",
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
		{`{"statement": "a:9"`, `{"statement": "a:6"`, `there is no statement "a:6"`},
		{`{"statement": "a:1"`, `{"statement": "a:9"`, "a:9 says nothing of orders"},
		{`"clauses": [{"rows": false}]`, `"clauses": [{"rows": ["known", "row.id"]}]`, "leads nowhere"},
		{`"portal": "acme"`, `"portal": "acme", "door": 1`, "door"},
		{`"portal": "acme"`, `"portal": "acme", "timezone": "Local"`, "no such time zone"},
		{`"version": 1`, `"version": 2, "door": 1`, "of version 2, and this program reads versions up to 1"},
		{`"type": "timestamp"`, `"type": "tomorrow"`, `"due" has no type`},
		{`"elem": {"type": "string"}, "column"`, `"elem": {"type": "list"}, "column"`, `"tags" has no type`},
		{`"elem": {"type": "string"}, "column"`, `"column"`, `"tags" has no type`},
		{`"type": "enum", "values": ["free", "paid"]`, `"type": "enum"`, `"tier" has no type`},
		{`{"name": "due",`, `null, {"name": "due",`, "a field of orders is null"},
		{`"name": "due"`, `"name": "title"`, `orders "title" stands twice`},
		{`"name": "parts"`, `"name": "due"`, `orders "due" stands twice`},
		{`"key": "added_by"},`, `"key": "title"},`, "adder of orders has a key of another type"},
		{`"profiles": ["clerk"], "properties"`, `"profiles": ["boss"], "properties"`, `there is no profile "boss"`},
		{`{"id": "a:7"`, `{"id": "a:1"`, `statement "a:1" stands twice`},
		{`"kind": "message"`, `"kind": "door"`, `"door" is no kind`},
		{`{"view": "row"}`, `{"view": "look"}`, `"look" is no mode`},
		{`{"view": "row"}`, `{"sell": "row"}`, `has no action "view"`},
		{`{"last": 4}`, `{"last": 0}`, "no part of a string"},
		{`{"last": 4}`, `{"last": 1.5}`, "no part of a string"},
		{`{"last": 4}`, `{"last": 4, "first": 2}`, "no part of a string"},
		{`{"last": 4}`, `{"year": 0}`, "no part of a string"},
		{`{"last": 4}`, `{}`, "no part of a string"},
		{`"part": "lock"`, `"part": "look"`, `"look" is nothing`},
		{`"part": "lock"`, `"part": "allow"`, `a:7 is no statement that does "allow"`},
		{`"statement": "a:8"`, `"statement": "a:7"`, "a:7 demands nothing"},
		{`[true, {"list string": ["x", null]}]`, `[true, {"string": "x"}]`, "type"},
		{`"users": {"table": "people", "login": "email"}`, `"users": null`, "there is no users table"},
	} {
		text := strings.Replace(strings.Replace(portal, "%RULE%", `true`, 1), c.from, c.to, 1)
		var f form.Form
		if err := json.Unmarshal([]byte(text), &f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, without %q", c.to, err, c.want)
		}
	}
}

// TestSpoiled puts something else in place of each part of a form in turn: it is
// refused, or as good as any.
func TestSpoiled(t *testing.T) {
	refused, read := 0, 0
	all := `["every", ` + strings.Join(rules, ", ") + `]`
	document := tree(t, []byte(strings.Replace(portal, "%RULE%", all, 1)))
	eachPart(document, func(part any, put func(any)) {
		for _, other := range []any{nil, "x", "row.id", []any{}, []any{"known", "row.title"}, map[string]any{}} {
			put(other)
			text, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			if checkRead(t, text) {
				read++
			} else {
				refused++
			}
		}
		put(part)
	})
	if read == 0 || refused < 2*read {
		t.Errorf("%d are refused, %d read", refused, read)
	}
}

// eachPart visits all parts of a document, with what puts another in its place.
func eachPart(document any, visit func(part any, put func(any))) {
	switch d := document.(type) {
	case map[string]any:
		for k, v := range d {
			eachPart(v, visit)
			visit(v, func(x any) { d[k] = x })
		}
	case []any:
		for i, v := range d {
			eachPart(v, visit)
			visit(v, func(x any) { d[i] = x })
		}
	}
}

// FuzzRead has what is read be written, and read again, as it is: a form that
// was read can be walked over.
func FuzzRead(f *testing.F) {
	for _, rule := range rules {
		f.Add(strings.Replace(portal, "%RULE%", rule, 1))
	}
	f.Fuzz(func(t *testing.T, text string) { checkRead(t, []byte(text)) })
}

// checkRead reports whether a form can be read. It can be written then, and read
// again as it is.
func checkRead(t *testing.T, text []byte) bool {
	t.Helper()
	var of form.Form
	if json.Unmarshal(text, &of) != nil {
		return false
	}
	written, err := json.Marshal(&of)
	if err != nil {
		t.Fatal(err)
	}
	var again form.Form
	if err := json.Unmarshal(written, &again); err != nil {
		t.Fatalf("%v in what was written: %s", err, written)
	}
	if twice, err := json.Marshal(&again); err != nil || string(twice) != string(written) {
		t.Errorf("%s\nis written as\n%s", written, twice)
	}
	return true
}

// TestDefaults refuses defaults that are none of their fields, and keeps the
// digits of those that are.
func TestDefaults(t *testing.T) {
	for text, want := range map[string]string{
		`{"name": "n", "type": "number", "column": "n", "default": {"value": 12345678901234567890.50}}`:     "12345678901234567890.50",
		`{"name": "n", "type": "number", "column": "n", "default": {"value": "1"}}`:                         "no value of type number",
		`{"name": "n", "type": "number", "column": "n", "default": {"value": 1e5000}}`:                      "no value of type number",
		`{"name": "n", "type": "number", "column": "n", "default": {"time": "now"}}`:                        "no value of type number",
		`{"name": "n", "type": "timestamp", "column": "n", "default": {"time": "today"}}`:                   "no value of type timestamp",
		`{"name": "n", "type": "date", "column": "n", "default": {"value": "2026-02-30"}}`:                  "no value of type date",
		`{"name": "n", "type": "date", "column": "n", "default": {}}`:                                       "no value of type date",
		`{"name": "n", "type": "enum", "values": ["a"], "column": "n", "default": {"value": "b"}}`:          "no value of type enum",
		`{"name": "n", "type": "list", "elem": {"type": "bool"}, "column": "n", "default": {"value": [1]}}`: "no value of type list",
		`{"name": "n", "type": "bool", "column": "n", "default": {"value": true}, "generated": true}`:       "has a default, and is generated",
		`{"name": "n", "type": "bool", "column": "n", "preset": true}`:                                      "unknown field",
	} {
		var f form.Field
		err := json.Unmarshal([]byte(text), &f)
		if c, ok := f.Default.(form.Constant); err == nil && ok && string(c.Value.(form.Decimal)) == want {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, and not %s", text, err, want)
		}
	}
}
