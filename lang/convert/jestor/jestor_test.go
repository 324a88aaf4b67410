package jestor_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"portcullis/lang/convert"
	"portcullis/lang/convert/internal/converttest"
	"portcullis/lang/convert/jestor"

	_ "portcullis/internal/update" // for -update
)

// documents draws profiles: most of what they say is Jestor's, some is not.
type documents struct{ *rand.Rand }

func (r documents) pick(of ...any) any { return of[r.IntN(len(of))] }

func (r documents) some(n int, item func() any) []any {
	out := []any{}
	for range r.IntN(n + 1) {
		out = append(out, item())
	}
	return out
}

func (r documents) table() any { return r.pick("tasks", "Order Lines", "users", "2024", "for") }

func (r documents) field() any {
	return r.pick("id", "owner", "status", "Due Date", "hours", "null", "email", "für")
}

func (r documents) flag() any { return r.pick(0, 1, 0, 1, true, false, 1, 0, "1", nil) }

func (r documents) value() any {
	return r.pick("Done", "a ${b} %{c} \"d\"", "2026-01-01", "2026-01-01T10:00:00Z", 3, 4.5, true, nil, "", []any{"x", "y"}, []any{1})
}

func (r documents) filter() any {
	f := map[string]any{"field": r.field()}
	if r.IntN(2) == 0 {
		f["operator"] = r.pick("==", "!=", "<", ">=", "in", "not in", "~", "contains")
	}
	if r.IntN(3) == 0 {
		f["reference"] = r.pick("id_user", "id_user", "id_team")
	} else {
		f["value"] = r.value()
	}
	return f
}

func (r documents) rights() any {
	switch r.IntN(6) {
	case 0:
		return map[string]any{"*": "*"}
	case 1:
		return r.pick("*", 1, map[string]any{})
	}
	t := map[string]any{}
	for _, key := range []string{"can_create", "can_edit", "can_delete", "read_comment", "create_comment", "manage_structure"} {
		if r.IntN(2) == 0 {
			t[key] = r.flag()
		}
	}
	if r.IntN(2) == 0 {
		t["data"] = r.some(3, r.filter)
	}
	if r.IntN(3) == 0 {
		t["fields_excluded"] = r.some(2, r.field)
	}
	if r.IntN(3) == 0 {
		t["fields_readonly"] = r.some(2, r.field)
	}
	if r.IntN(8) == 0 {
		t["may_share"] = 1
	}
	return t
}

func (r documents) profile() []byte {
	names := func() any {
		return r.pick("*", r.some(3, func() any { return r.pick("wiki", "kpis", 12, "A & B", "*") }))
	}
	tables := map[string]any{}
	for range r.IntN(4) {
		tables[fmt.Sprint(r.table())] = r.rights()
	}
	if r.IntN(8) == 0 {
		tables["*"] = r.rights()
	}
	doc := map[string]any{}
	values := map[string]any{
		"manage_users": r.flag(), "create_table": r.flag(), "channel_read_only": names(), "pages_enabled": names(), "pages_disabled": names(),
		"dashboards_enabled": names(), "dashboards_disabled": names(),
		"direct_message_users":    r.pick("*", r.some(3, func() any { return r.pick(1, 2, 3, "x") })),
		"direct_message_profiles": r.some(3, func() any { return r.pick("p0", "p1", 77) }),
		"tables_enabled":          r.pick("*", tables, tables, tables, tables),
		"tables_disabled":         r.pick("*", r.some(2, r.table), r.some(1, r.table), r.some(1, r.table)),
		"default_tabs": []any{map[string]any{"id": "work", "label": "Work", "items": r.some(4, func() any {
			return map[string]any{"object": r.pick("tasks", "wiki", "kpis"), "type": r.pick("object", "board", "page", "dashboard", "list"), "label": "L"}
		})}},
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if r.IntN(2) == 0 {
			doc[key] = values[key]
		}
	}
	if r.IntN(12) == 0 {
		doc["table_enabled"] = "*"
	}
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return text
}

// TestAnyProfile: whatever profiles say, the portal validates, is formatted, and passes
// its tests.
func TestAnyProfile(t *testing.T) {
	t.Parallel()
	count := map[convert.How]int{}
	for seed := range uint64(40) {
		r := documents{rand.New(rand.NewPCG(seed, 18))}
		var files []jestor.File
		for i := range 3 {
			name := fmt.Sprintf("p%d", i)
			files = append(files, jestor.File{Name: name, Path: name + ".json", Text: r.profile()})
		}
		p, err := jestor.Portal("any", files)
		if err != nil {
			t.Fatal(err)
		}
		converttest.Run(t, p)
		for _, how := range []convert.How{convert.Exact, convert.Narrowed, convert.LeftOut} {
			count[how] += p.Count(how)
		}
	}
	t.Logf("%v", count)
	if count[convert.Exact] < 200 || count[convert.Narrowed] < 20 {
		t.Errorf("too few parts of some kind: %v", count)
	}
}

// TestUnknown: what is not Jestor's denies what it stands beside, whatever that says.
func TestUnknown(t *testing.T) {
	t.Parallel()
	for doc, denied := range map[string][]string{
		`{"tables_enabled": {"a": {"can_edit": 1, "mask": ["x"]}, "b": {"*": "*"}}}`:                         {"a"},
		`{"tables_enabled": {"a": {"*": "*", "data": []}}}`:                                                  {"a"},
		`{"tables_enabled": {"a": {"data": [{"field": "x", "value": 1, "group": "or"}]}}}`:                   {"a"},
		`{"tables_enabled": {"a": {"data": [{"field": "x", "operator": "like", "value": "y"}]}}}`:            {"a"},
		`{"tables_enabled": {"a": {"data": [{"field": "x", "value": 1}, {"field": "x", "value": "y z"}]}}}`:  {"a"},
		`{"tables_enabled": {"a": {"data": [{"field": "x", "operator": "<", "value": true}]}}}`:              {"a"},
		`{"tables_enabled": {"a": {"data": {"field": "x", "value": 1}}}}`:                                    {"a"},
		`{"tables_enabled": {"a": {"fields_excluded": "x"}}}`:                                                {"a"},
		`{"tables_enabled": {"a": {"can_create": "yes"}}}`:                                                   {"a"},
		`{"tables_enabled": "*", "ip_allowed": ["10.0.0.1"]}`:                                                {"*"},
		`{"tables_enabled": "*", "tables_disabled": "payroll"}`:                                              {"*"},
		`{"tables_enabled": {"*": {"data": [{"field": "x", "value": 1}]}, "a": {"*": "*"}}}`:                 {"*"},
		`{"tables_enabled": {"a": {"data": [{"field": "x", "reference": "id_user", "value": 1}]}, "b": {}}}`: {"a"},
	} {
		p, err := jestor.Portal("x", []jestor.File{{Name: "p", Path: "p.json", Text: []byte(doc)}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range p.Profiles[0].Rules {
			if r.Deny && r.Kind == "table" {
				got = append(got, r.Names...)
			}
		}
		if !slices.Equal(got, denied) || p.Count(convert.Narrowed)+p.Count(convert.LeftOut) == 0 {
			t.Errorf("%s\ndenies %v, not %v; %v", doc, got, denied, p.Findings)
		}
		converttest.Run(t, p)
	}
}
