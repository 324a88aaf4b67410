package reference

import (
	"encoding/json"
	"testing"
)

func withSet(visible, editable []string, set map[string]any) Decision {
	d := yes(visible, editable)
	d.Set = set
	return d
}

// TestUpdate is lang/LANGUAGE.md §5.3.
func TestUpdate(t *testing.T) {
	update := func(lines ...string) string {
		return viewAll + statement(`allow "table" "docs"`, append([]string{`actions = ["update"]`}, lines...)...)
	}
	deny := func(lines ...string) string { return statement(`deny "table" "docs"`, lines...) }
	send := func(set string) []string {
		return []string{ana, draft, onDocs, `{"action": "update", "set": ` + set + `}`}
	}
	editable := []string{"at", "box_id", "by", "note", "size", "status", "title"}
	ok := yes(plainDocs, editable)
	title := yes(plainDocs, []string{"title"})
	runDecide(t, []decideTest{
		{"covered", update(`rows = own`), send(`{"title": "X"}`), ok},
		{"not covered", update(`rows = own`, `fields = ["title"]`), send(`{"size": 1}`), builtin},
		{"one of two not covered", update(`rows = own`, `fields = ["title"]`), send(`{"size": 1, "title": "x"}`), builtin},
		{
			"two statements together", update(`rows = own`, `fields = ["title"]`) +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`, `fields = ["size"]`),
			send(`{"size": 1, "title": "x"}`), yes(plainDocs, []string{"size", "title"}),
		},
		{"rows of row", update(`rows = row.status == "open"`), send(`{"status": "open"}`), builtin},
		{"without check, rows of new", update(`rows = row.status == "draft"`), send(`{"status": "open"}`), no},
		{"check in place of rows of new", update(`rows = row.status == "draft"`, `check = new.status == "open"`), send(`{"status": "open"}`), ok},
		{"check not true", update(`rows = all`, `check = new.note == "x"`), send(`{"title": "X"}`), no},
		{"check may compare with row", update(`rows = all`, `check = new.size > row.size`), send(`{"size": 4}`), ok},
		{"read_only", update(`rows = all`, `read_only = ["title"]`), send(`{"title": "X"}`), builtin},
		{
			"read_only in that statement alone", update(`rows = all`, `read_only = ["title"]`) +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`, `fields = ["title"]`),
			send(`{"title": "X"}`), ok,
		},
		{"the key is never changed", update(`rows = all`), send(`{"id": 8}`), builtin},
		{"the key with its value", update(`rows = all`), send(`{"id": 7.0}`), ok},
		{"a wrong type", update(`rows = all`), send(`{"size": "3"}`), builtin},
		{"a value outside the enum", update(`rows = all`), send(`{"status": "x"}`), builtin},
		{"null", update(`rows = all`), send(`{"size": null}`), ok},
		{"a field that there is not", update(`rows = all`), send(`{"sice": 1}`), builtin},
		{"a relation", update(`rows = all`), send(`{"box": null}`), builtin},
		{
			"hidden", statement(`allow "table" "docs"`, `actions = ["view"]`, `rows = all`, `hide = ["title"]`) +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`),
			send(`{"title": "X"}`), builtin,
		},
		{
			"hidden, with its stored value", statement(`allow "table" "docs"`, `actions = ["view"]`, `rows = all`, `hide = ["title"]`) +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`),
			send(`{"title": "T"}`), builtin,
		},
		{
			"masked, with its stored value", statement(`allow "table" "docs"`, `actions = ["view"]`, `rows = all`, `mask = { title = "*" }`) +
				statement(`allow "table" "docs"`, `actions = ["update"]`, `rows = all`),
			send(`{"title": "T"}`), builtin,
		},
		{"visible, with its stored value", update(`rows = all`, `fields = ["title"]`), send(`{"size": 3.0, "note": null, "title": "x"}`), title},
		{"field deny", update(`rows = all`) + deny(`actions = ["update"]`, `fields = ["title"]`, `message = "Kept."`), send(`{"title": "X"}`), refusal("Kept.")},
		{
			"field deny of another field", update(`rows = all`, `fields = ["title", "size"]`) + deny(`actions = ["update"]`, `fields = ["size"]`),
			send(`{"title": "X"}`), title,
		},
		{"row deny is asked of row", update(`rows = all`) + deny(`actions = ["update"]`, `rows = row.status == "open"`), send(`{"status": "open"}`), ok},
		{"deny with check", update(`rows = all`) + deny(`check = new.status == "draft"`), send(`{"status": "open"}`), no},
		{"deny with check that is satisfied", update(`rows = all`) + deny(`check = new.size > 1`), send(`{"status": "open"}`), ok},
		{"deny with check that is unknown", update(`rows = all`) + deny(`check = new.note == "x"`), send(`{"status": "open"}`), no},
		{"sends nothing", update(`rows = all`), send(`{}`), ok},
		{"sends nothing, and could change nothing", update(`rows = all`, `fields = ["title"]`, `read_only = ["title"]`), send(`{}`), no},
		{"without set, nothing is asked of new", update(`rows = all`, `check = new.title == "q"`), []string{ana, draft, onDocs, `{"action": "update"}`}, ok},
		{
			"without set, nor by deny", update(`rows = all`) + deny(`check = new.title == "q"`),
			[]string{ana, draft, onDocs, `{"action": "update"}`},
			ok,
		},
		{
			"a required field left null", statement(`allow "table" "boxes"`, `actions = ["view", "update"]`, `rows = all`),
			[]string{ana, onBox, `{"action": "update", "row": {"id": 1, "kind": "k", "need": "n"}, "set": {"need": null}}`},
			builtin,
		},
		{
			"a relation whose key stays", update(`rows = all`, `check = new.box.kind == "k"`),
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"title": "x"}, "related": {"box": {"id": 5, "kind": "other"}}}`},
			ok,
		},
		{
			"a relation whose key is sent", update(`rows = all`, `check = new.box.kind == "other"`),
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"box_id": 6}, "related": {"box": {"id": 6, "kind": "other"}}}`},
			ok,
		},
		{"a relation whose key is sent, and not related", update(`rows = all`, `check = new.box.kind == "k"`), send(`{"box_id": 6}`), no},
		{"a relation whose key is null", update(`rows = all`, `check = new.box.kind == null`), send(`{"box_id": null}`), ok},
		{
			"another record than the key's", update(`rows = all`, `check = new.box.kind == "other"`),
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"box_id": 6}, "related": {"box": {"id": 7, "kind": "other"}}}`},
			no,
		},
		{"to-many rows stay", update(`rows = all`, `check = length(new.people) == 1`), send(`{"box_id": 6}`), ok},
	})
}

// TestSet is lang/LANGUAGE.md §5.5.
func TestSet(t *testing.T) {
	update := func(lines ...string) string {
		return statement(`allow "table" "docs"`, append([]string{`actions = ["update"]`, `rows = own`}, lines...)...)
	}
	send := func(set string) []string {
		return []string{ana, draft, onDocs, `{"action": "update", "set": ` + set + `}`}
	}
	num := func(s string) any { return json.Number(s) }
	rest := []string{"at", "box_id", "by", "note", "status", "title"}
	runDecide(t, []decideTest{
		{
			"it gives", viewAll + update(`set = { size = 9 }`), send(`{"title": "x"}`),
			withSet(plainDocs, rest, map[string]any{"size": num("9")}),
		},
		{"sending one of these fields refuses the write", viewAll + update(`set = { size = 9 }`), send(`{"size": 9}`), builtin},
		{"even where another statement covers it", viewAll + update(`set = { size = 9 }`) + update(`fields = ["size"]`), send(`{"size": 9}`), no},
		{
			"its stored value is not sent", viewAll + update(`set = { size = 9 }`), send(`{"size": 3}`),
			withSet(plainDocs, rest, map[string]any{"size": num("9")}),
		},
		{
			"asked with its own set in it", viewAll + update(`set = { size = 9 }`, `check = new.size == 9`), send(`{"title": "x"}`),
			withSet(plainDocs, rest, map[string]any{"size": num("9")}),
		},
		{
			"only those that cover what is sent give", viewAll + update(`fields = ["note"]`, `set = { size = 9 }`) + update(`fields = ["title"]`),
			send(`{"title": "x"}`), yes(plainDocs, []string{"note", "title"}),
		},
		{
			"when nothing is sent all give", viewAll + update(`fields = ["note"]`, `set = { size = 9 }`) +
				update(`fields = ["title"]`, `set = { status = "open" }`), send(`{}`),
			withSet(plainDocs, []string{"note", "title"}, map[string]any{"size": num("9"), "status": "open"}),
		},
		{"two different values refuse the write", viewAll + update(`set = { size = 9 }`) + update(`set = { size = 8 }`), send(`{"title": "x"}`), builtin},
		{
			"two that are the same do not", viewAll + update(`set = { size = 9 }`) + update(`set = { size = 9.0 }`), send(`{"title": "x"}`),
			withSet(plainDocs, rest, map[string]any{"size": num("9")}),
		},
		{
			"those that gave must still apply", viewAll + update(`set = { size = 9 }`, `check = new.note == null`) +
				update(`set = { note = "n" }`), send(`{"title": "x"}`), no,
		},
		{
			"the checks of denies are asked of the final new",
			viewAll + update(`set = { size = 9 }`) + statement(`deny "table" "docs"`, `check = new.size < 9`), send(`{"title": "x"}`), no,
		},
		{
			"what could not be known is not given", viewAll + update(`set = { note = user.name }`),
			[]string{ana, draft, onDocs, `{"action": "update", "set": {"title": "x"}, "user": {"login": "ana", "profiles": ["a"], "record": {"id": 1, "email": "ana"}}}`},
			no,
		},
		{
			"create", statement(`allow "table" "docs"`, `actions = ["create"]`, `rows = own`, `fields = ["title"]`, `set = { by = user.id }`),
			[]string{ana, onDocs, `{"action": "create", "set": {"title": "x"}}`},
			withSet(nil, []string{"title"}, map[string]any{"by": num("1")}),
		},
	})
}

// TestCreate is lang/LANGUAGE.md §5.4, §5.6 and §5.7.
func TestCreate(t *testing.T) {
	create := func(lines ...string) string {
		return statement(`allow "table" "docs"`, append([]string{`actions = ["create"]`}, lines...)...)
	}
	deny := func(lines ...string) string { return statement(`deny "table" "docs"`, lines...) }
	send := func(set string) []string {
		return []string{ana, onDocs, `{"action": "create", "set": ` + set + `}`}
	}
	form := func(set string) []string { return []string{ana, onForm, `{"set": ` + set + `}`} }
	title := yes(nil, []string{"title"})
	runDecide(t, []decideTest{
		{"rows of the row to be", create(`rows = row.title == "x"`, `fields = ["title"]`), send(`{"title": "x"}`), title},
		{"rows not true", create(`rows = row.title == "x"`), send(`{"title": "y"}`), no},
		{"rows and check both", create(`rows = row.title == "x"`, `check = new.size == 1`), send(`{"title": "x", "size": 2}`), no},
		{"neither sent nor set is null", create(`rows = row.size == null`, `fields = ["title"]`), send(`{"title": "x"}`), title},
		{"no to-many rows", create(`rows = length(row.people) == 0`, `fields = ["title"]`), send(`{"title": "x"}`), title},
		{"a to-one relation without key", create(`rows = row.box.kind == null`, `fields = ["title"]`), send(`{"title": "x"}`), title},
		{"not covered", create(`rows = all`, `fields = ["title"]`), send(`{"title": "x", "size": 1}`), builtin},
		{"read_only on create neither", create(`rows = all`, `read_only = ["title"]`), send(`{"title": "x"}`), builtin},
		{"nothing sent", create(`rows = all`, `fields = ["title"]`), []string{ana, onDocs, `{"action": "create"}`}, title},
		{"deny of the row to be", create(`rows = all`) + deny(`rows = row.title == "x"`), send(`{"title": "x"}`), no},
		{"deny that is unknown", create(`rows = all`) + deny(`rows = row.size == 4`), send(`{"title": "x"}`), no},
		{"field deny", create(`rows = all`, `fields = ["title", "note"]`) + deny(`fields = ["note"]`), send(`{"title": "x"}`), title},
		{"field deny of what is sent", create(`rows = all`) + deny(`fields = ["title"]`), send(`{"title": "x"}`), builtin},
		{
			"required", statement(`allow "table" "boxes"`, `actions = ["create"]`, `rows = all`),
			[]string{ana, onBox, `{"action": "create", "set": {"kind": "x"}}`},
			no,
		},
		{
			"required and given", statement(`allow "table" "boxes"`, `actions = ["create"]`, `rows = all`),
			[]string{ana, onBox, `{"action": "create", "set": {"need": "x"}}`},
			yes(nil, []string{"id", "kind", "need"}),
		},
		{
			"the key as null", statement(`allow "table" "boxes"`, `actions = ["create"]`, `rows = all`),
			[]string{ana, onBox, `{"action": "create", "set": {"need": "x", "id": null}}`},
			builtin,
		},
		{"form", `allow "form" "new doc" {}`, form(`{"title": "x"}`), yes(nil, []string{"size", "title"})},
		{"a field that the form lacks", `allow "form" "new doc" {}`, form(`{"note": "x"}`), builtin},
		{"a form is not granted by its table", create(`rows = all`), form(`{"title": "x"}`), builtin},
		{"a deny of its table for create", `allow "form" "new doc" {}` + "\n" + deny(`actions = ["create"]`, `rows = row.size == 1`), form(`{"size": 1}`), no},
		{"a deny of its table for update", `allow "form" "new doc" {}` + "\n" + deny(`actions = ["update"]`), form(`{"size": 1}`), yes(nil, []string{"size", "title"})},
		{"a form without values", statement(`allow "form" "new doc"`, `check = new.size == null`), []string{ana, onForm}, yes(nil, []string{"size", "title"})},
	})
}

// TestReport is lang/LANGUAGE.md §5.7.
func TestReport(t *testing.T) {
	report := func(lines ...string) string { return statement(`allow "report" "open"`, lines...) }
	open := `{"row": {"id": 7, "by": 1, "title": "T", "status": "open", "note": null, "size": 3}}`
	fields := []string{"id", "size", "status", "title"}
	runDecide(t, []decideTest{
		{"in it", report(`actions = ["view"]`, `rows = own`), []string{ana, open, onOpen, `{"action": "view"}`}, yes(fields, nil)},
		{"not in it", report(`actions = ["view"]`, `rows = own`), []string{ana, draft, onOpen, `{"action": "view"}`}, no},
		{"not granted by its table", viewAll, []string{ana, open, onOpen, `{"action": "view"}`}, no},
		{
			"denies of the table count", report(`actions = ["view"]`, `rows = all`) + statement(`deny "table" "docs"`, `message = "No."`),
			[]string{ana, open, onOpen, `{"action": "view"}`},
			refusal("No."),
		},
		{
			"field denies of the table count", report(`actions = ["view"]`, `rows = all`) +
				statement(`deny "table" "docs"`, `fields = ["title"]`),
			[]string{ana, open, onOpen, `{"action": "view"}`},
			yes([]string{"id", "size", "status"}, nil),
		},
		{
			"writes keep to its fields", report(`actions = ["view", "update"]`, `rows = all`),
			[]string{ana, open, onOpen, `{"action": "update", "set": {"note": "x"}}`},
			builtin,
		},
		{
			"writes keep to its rows", report(`actions = ["view", "update"]`, `rows = all`, `check = true`),
			[]string{ana, open, onOpen, `{"action": "update", "set": {"status": "done"}}`},
			no,
		},
		{
			"writes", report(`actions = ["view", "update"]`, `rows = all`),
			[]string{ana, open, onOpen, `{"action": "update", "set": {"size": 1}}`},
			yes(fields, []string{"size", "status", "title"}),
		},
		{
			"import into its rows", report(`actions = ["import"]`, `rows = all`),
			[]string{ana, onOpen, `{"action": "import", "set": {"status": "open"}}`},
			yes(nil, fields),
		},
		{
			"import out of its rows", report(`actions = ["import"]`, `rows = all`),
			[]string{ana, onOpen, `{"action": "import", "set": {"status": "done"}}`},
			no,
		},
	})
}

// TestComponents is lang/LANGUAGE.md §5.8 and §5.9.
func TestComponents(t *testing.T) {
	on := func(kind, name, action string) string {
		return `{"resource": {"type": "` + kind + `", "name": "` + name + `"}, "action": "` + action + `"}`
	}
	message := on("message", "*", "access")
	ok := yes(nil, nil)
	runDecide(t, []decideTest{
		{"a page", `allow "page" "home" {}`, []string{ana, on("page", "home", "access")}, ok},
		{"another page", `allow "page" "home" {}`, []string{ana, on("page", "other", "access")}, no},
		{"every page", `allow "page" "*" {}`, []string{ana, on("page", "other", "access")}, ok},
		{"a page that there is not", `allow "page" "*" {}`, []string{ana, on("page", "third", "access")}, builtin},
		{"a deny whose when is unknown", `allow "page" "*" {}` + "\n" + statement(`deny "page" "home"`, `when = user.via == "x"`), []string{ana, on("page", "home", "access")}, no},
		{"an allow whose when is unknown", statement(`allow "page" "home"`, `when = user.via == "x"`), []string{ana, on("page", "home", "access")}, no},
		{"read", statement(`allow "channel" "c1"`, `actions = ["read"]`), []string{ana, on("channel", "c1", "read")}, ok},
		{"post", statement(`allow "channel" "c1"`, `actions = ["read"]`), []string{ana, on("channel", "c1", "post")}, no},
		{"a channel has no access", `allow "capability" "cap" {}`, []string{ana, on("channel", "c1", "access")}, builtin},
		{"everyone", `allow "message" "*" {}`, []string{ana, message, `{"to": {"key": 4, "profiles": []}}`}, ok},
		{"nobody is written to", `allow "message" "*" {}`, []string{ana, message}, builtin},
		{"by key", statement(`allow "message" "*"`, `users = [4]`), []string{ana, message, `{"to": {"key": 4.0}}`}, ok},
		{"another key", statement(`allow "message" "*"`, `users = [4]`), []string{ana, message, `{"to": {"key": 5}}`}, no},
		{"by profile", statement(`allow "message" "*"`, `users = [4]`, `profiles = ["a"]`), []string{ana, message, `{"to": {"key": 5, "profiles": ["a"]}}`}, ok},
		{
			"by an included profile", "profile \"a\" {\n" + statement(`allow "message" "*"`, `profiles = ["b"]`) + "}\nprofile \"b\" {}\nprofile \"c\" {\n includes = [\"b\"]\n}",
			[]string{ana, message, `{"to": {"key": 5, "profiles": ["c"]}}`},
			ok,
		},
		{"a deny by key", `allow "message" "*" {}` + "\n" + statement(`deny "message" "*"`, `users = [4]`), []string{ana, message, `{"to": {"key": 4, "profiles": []}}`}, no},
		{"a deny by a key that is absent", `allow "message" "*" {}` + "\n" + statement(`deny "message" "*"`, `users = [4]`), []string{ana, message, `{"to": {"profiles": []}}`}, no},
	})
}
