package enginetest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// actions has statements on several actions, tables and reports with names
// that are words of SQL, of Rego and of the input, and columns with odd names.
const actions = `
portal "in" {
  user_properties = { id = number, big = number, text = string, list = list(string) }
}
table "user" {
  key = "import"
  fields = {
    import = number
    owner  = string
    some   = number
  }
  field "not" {
    type   = bool
    column = "not so"
  }
  field "select" {
    type   = string
    column = "Select it"
  }
  field "pii" {
    type      = string
    sensitive = "pii"
  }
  belongs_to "default" {
    table = "default"
    key   = "some"
  }
}
table "default" {
  source = "the default"
  fields = { id = number, set = number, row = string }
  belongs_to "default" {
    table = "default"
    key   = "set"
  }
}
action "else" "print_all" { tables = ["user"] }
report "count" {
  table  = "user"
  rows   = row.some != null
  fields = ["owner"]
}
report "everything" {
  table  = "user"
  fields = ["owner", "pii"]
}
profile "base" {
  allow "table" "user" {
    actions = ["view", "export"]
    rows    = row.owner == user.login
    hide    = ["select"]
  }
  allow "table" "user" {
    actions = ["update", "delete"]
    rows    = row.owner == user.login && row.not
    hide    = ["some"]
  }
  allow "table" "user" {
    actions = ["else"]
    rows    = row.default.default.row == "a"
  }
  allow "report" "count" "everything" {
    actions = ["view"]
    rows    = row.owner != null
  }
}
profile "wide" {
  allow "table" "user" {
    actions = ["view", "else"]
    rows    = all
  }
}
profile "same" {
  allow "table" "user" {
    actions = ["view"]
    rows    = user.login == row.owner
  }
}
profile "writer" {
  allow "table" "user" {
    actions   = ["update"]
    rows      = all
    fields    = ["owner", "some"]
    read_only = ["some"]
    set       = { not = true }
  }
}
profile "locked" {
  deny "table" "user" {
    actions = ["update"]
    fields  = ["owner"]
  }
}
profile "locked at times" {
  deny "table" "user" {
    actions = ["update"]
    rows    = row.not
    fields  = ["owner"]
  }
}
profile "strict" {
  deny "table" "user" { rows = row.some == 1 && row.not }
  deny "table" "user" { rows = row.some == 1 }
}
profile "stop" {
  deny "table" "user" { when = user.text != "go" }
}
profile "revealed" {
  reveal = ["pii"]
  allow "table" "user" {
    actions = ["view"]
    rows    = row.not
    mask    = { owner = "x" }
  }
}
profile "known" {
  allow "table" "user" {
    actions = ["view"]
    rows    = row.select == user.text || row.some == user.big || contains(user.list, row.owner)
  }
}
`

// TestActions has the conditions as they are, on all engines, and as text on
// one: no alternative in it is redundant, and nobody's statements show in it
// but the person's.
func TestActions(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	s := compiled(t, actions)
	d := actionsData(s)
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	lite.fill(t, d)
	pg.fill(t, d)
	for _, c := range []struct {
		profiles []any
		name     string
		action   string
		want     any // "refused" for an error
	}{
		{[]any{"base"}, "user", "view", `WHERE user_.owner = 'ana'`},
		{[]any{"base"}, "user", "export", `WHERE user_.owner = 'ana'`},
		{[]any{"base"}, "user", "delete", `WHERE (user_.owner = 'ana' AND user_."not so" = TRUE)`},
		{[]any{"base"}, "user", "update", `WHERE (user_.owner = 'ana' AND user_."not so" = TRUE)`},
		{[]any{"base"}, "user", "print", nil},
		{[]any{"base"}, "user", "else", `WHERE (user__default__default.row = 'a' AND user_.owner = 'ana')`},
		{[]any{"base", "wide"}, "user", "view", ""},
		{[]any{"base", "wide"}, "user", "delete", `WHERE (user_.owner = 'ana' AND user_."not so" = TRUE)`},
		{[]any{"base", "wide"}, "user", "else", ""},
		{[]any{"base", "same"}, "user", "view", `WHERE user_.owner = 'ana'`},
		{[]any{"same"}, "user", "delete", nil},
		{[]any{"writer"}, "user", "update", nil},
		{[]any{"writer", "wide"}, "user", "update", ""},
		{[]any{"writer", "base"}, "user", "update", `WHERE user_.owner = 'ana'`},
		{[]any{"writer", "wide", "locked"}, "user", "update", nil},
		{[]any{"writer", "wide", "locked at times"}, "user", "update", "refused"},
		{[]any{"base", "locked at times"}, "user", "update", `WHERE (user_.owner = 'ana' AND user_."not so" = TRUE)`},
		{[]any{"wide", "strict"}, "user", "view", `WHERE (user_.some IS NOT NULL AND user_.some <> '1')`},
		{[]any{"base", "strict"}, "user", "view", `WHERE (user_.owner = 'ana' AND user_.some IS NOT NULL AND user_.some <> '1')`},
		{[]any{"wide", "stop"}, "user", "view", ""},
		{[]any{"revealed"}, "user", "view", `WHERE user_."not so" = TRUE`},
		{[]any{"base"}, "count", "view", `WHERE (user_.owner IS NOT NULL AND user_.some IS NOT NULL)`},
		{[]any{"base"}, "everything", "view", `WHERE user_.owner IS NOT NULL`},
		{[]any{"base", "strict"}, "count", "view", `WHERE (user_.owner IS NOT NULL AND user_.some IS NOT NULL AND user_.some <> '1' AND user_.some IS NOT NULL)`},
		{[]any{"known"}, "user", "view", `WHERE (user_.owner IN ('ana', 'bo') OR user_."Select it" = 'go' OR user_.some = '2')`},
	} {
		kind := "table"
		if c.name != "user" {
			kind = "report"
		}
		q := filterRequest{kind, c.name, c.action, map[string]any{
			"login": "ana", "profiles": c.profiles,
			"properties": map[string]any{"id": json.Number("1"), "big": json.Number("2"), "text": "go", "list": []any{"ana", "bo"}},
		}, ""}
		f, err := s.filter(t.Context(), q, "sql", "sqlite")
		if c.want == "refused" {
			if err == nil || !notExpressed(err) {
				t.Errorf("%v for %v is not refused: %v", q, c.profiles, f)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v for %v: %v", q, c.profiles, err)
			continue
		}
		if diff := cmp.Diff(c.want, f.rows); diff != "" {
			t.Errorf("%v for %v:\n%s", q, c.profiles, diff)
		}
		if !s.check(t, d, q, lite, pg) {
			t.Errorf("%v for %v is not expressed on PostgreSQL", q, c.profiles)
		}
	}
}

func actionsData(s *subject) data {
	pools := map[string][]any{
		"owner": {"ana", nil, "bo", "Ana"}, "not": {true, false, nil}, "some": {json.Number("1"), nil, json.Number("2"), json.Number("3")},
		"select": {"go", nil, "x"}, "pii": {"p", nil}, "set": {json.Number("2"), json.Number("1"), nil}, "row": {"b", "a", nil},
	}
	d := data{}
	for _, t := range s.policy.Tables {
		rows := map[string]int{"user": 48, "default": 3}[t.Name]
		for i := range rows {
			row := map[string]any{}
			each := 1
			for _, f := range t.Fields {
				if t.Key.Has(f) {
					row[f.Name] = json.Number(string(rune('1' + i%9)))
					if i >= 9 {
						row[f.Name] = json.Number(string(rune('0'+(i+1)/10)) + string(rune('0'+(i+1)%10)))
					}
					continue
				}
				pool := pools[f.Name]
				row[f.Name] = pool[(i/each)%len(pool)]
				each *= 2
			}
			d[t] = append(d[t], row)
		}
	}
	return d
}

// TestOddValues has what some database does not have refused, and never garbled.
func TestOddValues(t *testing.T) {
	s := compiled(t, actions)
	for name, properties := range map[string]map[string]any{
		"a NUL":            {"text": "a\x00"},
		"what OPA garbles": {"text": "a\x1a"},
		"a large number":   {"big": json.Number("9007199254740993")},
		"a huge number":    {"big": json.Number("1e400")},
		"a long decimal":   {"big": json.Number("0.12345678901234567")},
		"among others":     {"list": []any{"a", "\x1a"}},
	} {
		for _, dialect := range dialects {
			q := filterRequest{"table", "user", "view", map[string]any{"login": "ana", "profiles": []any{"known"}, "properties": properties}, ""}
			if f, err := s.filter(t.Context(), q, dialect[0], dialect[1]); err == nil || !notExpressed(err) {
				t.Errorf("%s, %v: %v, %v", name, dialect, f, err)
			}
		}
	}
}

// TestManyAlternatives has a filter refused that would be multiplied out to
// thousands of conditions, for the person concerned only.
func TestManyAlternatives(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	var source strings.Builder
	source.WriteString(schema + statement("all", "allow", "all"))
	names := []any{"all"}
	for i := range 12 {
		names = append(names, fmt.Sprint("deny ", i))
		source.WriteString(statement(fmt.Sprint("deny ", i), "deny", fmt.Sprintf("row.total == %d && row.margin == %d", i, i)))
	}
	wide := "row.rush"
	for i := range 9 {
		wide = fmt.Sprintf("(%s) && (row.total == %d || row.margin == %d)", wide, i, i)
	}
	source.WriteString(statement("wide", "allow", wide))
	s := compiled(t, source.String())
	for _, c := range []struct {
		profiles []any
		refused  bool
	}{{names, true}, {names[:9], false}, {names[:10], true}, {[]any{"wide"}, true}} {
		f, err := s.filter(t.Context(), filterRequest{"table", "orders", "view", with(profiles(c.profiles...)), ""}, "sql", "sqlite")
		if refused := err != nil && notExpressed(err); refused != c.refused {
			t.Errorf("%v: %v, %v", c.profiles, f, err)
		}
	}
}
