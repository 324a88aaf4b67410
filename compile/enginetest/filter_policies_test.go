package enginetest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"portcullis/lang"

	"github.com/google/go-cmp/cmp"
)

// dialects are those for which filters are exact.
var dialects = [][2]string{{"sql", "postgresql"}, {"sql", "sqlite"}, {"ucast", "all"}, {"ucast", "prisma"}, {"ucast", "linq"}}

// failer is a test, or one of rapid's.
type failer interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// check holds a filter for a person against what the bundle decides. It
// reports whether there was one, rather than an error.
func (s *subject) check(t failer, d data, q filterRequest, databases ...*filterDatabase) bool {
	t.Helper()
	return s.checkFor(t, d, q, s.wanted(t, d, q), databases...)
}

// wanted gives the keys of the rows that the bundle allows.
func (s *subject) wanted(t failer, d data, q filterRequest) []string {
	t.Helper()
	table, _ := s.tables(q)
	return s.allowed(t, q, s.rows(d, table, q), table.Key)
}

// checkFor is check where the rows that are allowed are known.
func (s *subject) checkFor(t failer, d data, q filterRequest, want []string, databases ...*filterDatabase) bool {
	t.Helper()
	table, tables := s.tables(q)
	alias, _, joins := s.about(q)
	expressed, masked := true, false
	for _, dialect := range s.dialects {
		if dialect[0] == "sql" && !slices.ContainsFunc(databases, func(db *filterDatabase) bool { return db.dialect == dialect[1] }) {
			continue
		}
		f, err := s.filter(t.Context(), q, dialect[0], dialect[1])
		if err != nil {
			if !notExpressed(err) {
				t.Fatalf("%v: %v", q, err)
			}
			if dialect[0] == "sql" {
				expressed = false
			}
			continue
		}
		if dialect[0] == "ucast" {
			var got []string
			for _, row := range d[table] {
				if node, ok := f.rows.(map[string]any); ok && matches(t, node, d.joined(table, row, alias, joins, tables)) {
					got = append(got, keyText(table.Key, row))
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s of %s, %v: -visible +filtered\n%s\n%v\nuser: %s", q.action, q.name, dialect, diff, text(f.rows), text(q.user))
			}
			continue
		}
		for _, db := range databases {
			if db.dialect != dialect[1] {
				continue
			}
			var got []string
			for _, n := range db.ask(t, f, s, q) {
				got = append(got, keyText(table.Key, d[table][n]))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s of %s, %v: -visible +filtered\n%s\n%v\nuser: %s", q.action, q.name, dialect, diff, f.rows, text(q.user))
			}
		}
		if f.rows != nil && !masked {
			masked = true
			s.checkMasks(t, f, q, table)
		}
	}
	return expressed
}

// checkMasks has just those columns masked that the person does not see plain.
func (s *subject) checkMasks(t failer, f *filter, q filterRequest, table *lang.Table) {
	t.Helper()
	plain, viewed := s.plain(t, q)
	if !viewed {
		return
	}
	want := map[string]any{}
	for _, field := range table.Fields {
		if !slices.Contains(plain, any(field.Name)) {
			want[field.Column] = map[string]any{"replace": map[string]any{"value": nil}}
		}
	}
	alias, _, _ := s.about(q)
	got, _ := f.masks[alias].(map[string]any)
	if len(want) > 0 || len(got) > 0 {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("masks of %s: -sortable +masks\n%s", q.name, diff)
		}
	}
}

func (s *subject) tables(q filterRequest) (*lang.Table, map[string]*lang.Table) {
	all := map[string]*lang.Table{}
	for _, t := range s.policy.Tables {
		all[t.Name] = t
	}
	if q.kind == "report" {
		for _, r := range s.policy.Reports {
			if r.Name == q.name {
				return r.Table, all
			}
		}
	}
	return all[q.name], all
}

func text(v any) string {
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// schema is what all conditions are about.
const schema = `
portal "acme" {
  users           = "people"
  login           = "email"
  user_properties = { region = string, regions = list(string), limit = number, limits = list(number), active = bool, since = date, tier = enum("free", "paid", "gold") }
  team_properties = { client = string }
}
table "people" {
  fields = {
    id        = number
    email     = string
    client_id = number
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}
table "clients" {
  fields = {
    id     = number
    name   = string
    region = string
    tier   = enum("free", "paid")
    level  = number
  }
}
table "orders" {
  owner = "added_by"
  fields = {
    id         = number
    contact_id = number
    added_by   = number
    status     = enum("draft", "open", "done")
    title      = string
    code       = string
    total      = number
    margin     = number
    due        = date
    placed     = date
    at         = timestamp
    rush       = bool
    paid       = bool
    tags       = list(string)
  }
  belongs_to "contact" {
    table = "people"
    key   = "contact_id"
  }
  has_many "items" {
    table = "items"
    key   = "order_id"
  }
}
table "items" {
  fields = {
    id       = number
    order_id = number
    sku      = string
  }
}
`

// everyValue has rows in which every field takes every kind of value, null among them.
func everyValue(s *subject) data {
	d := data{}
	n := func(text string) any { return json.Number(text) }
	pools := map[string][]any{
		"id": nil, "email": {"ana", "Ana", "bo", nil}, "client_id": {n("1"), n("2"), nil, n("99")},
		"name": {"a", nil}, "region": {"EU", "eu", "", nil, "%"}, "tier": {"free", "paid", nil}, "level": {n("1"), n("1.5"), n("10"), nil},
		"contact_id": {n("1"), n("2"), n("3"), n("4"), nil, n("99")}, "added_by": {n("1"), nil, n("2")},
		"status": {"draft", "open", "done", nil}, "title": {"a", "A", nil, "b", "", "a%", "É"}, "code": {"a", nil, "b", "A"},
		"total": {n("0"), n("-1"), n("5"), n("10"), n("0.1"), nil, n("9007199254740991")}, "margin": {n("5"), nil, n("0")},
		"due": {"2026-03-01", nil, "2026-02-28", "0001-01-01", "9999-12-31"}, "placed": {"2026-03-01", "2026-01-01", nil},
		"at": {"2026-03-01T09:00:00Z", nil}, "rush": {true, nil, false}, "paid": {false, true, nil},
		"tags": {nil, []any{"a"}}, "order_id": {n("1"), n("2")}, "sku": {"x", "y"},
	}
	for _, t := range s.policy.Tables {
		rows := 60
		if t.Name == "clients" || t.Name == "people" {
			rows = 6
		}
		for i := range rows {
			row := map[string]any{}
			for j, f := range t.Fields {
				if t.Key.Has(f) {
					row[f.Name] = n(fmt.Sprint(i + 1))
					continue
				}
				pool := pools[f.Name]
				row[f.Name] = pool[(i*(j+1)+i/len(pool)+j)%len(pool)]
			}
			d[t] = append(d[t], row)
		}
	}
	return d
}

var person = map[string]any{
	"login": "ana", "profiles": []any{"p", "q"},
	"properties": map[string]any{
		"region": "EU", "regions": []any{"EU", "", nil}, "limit": json.Number("5"), "limits": []any{json.Number("1"), json.Number("10")},
		"active": true, "since": "2026-02-28", "tier": "paid",
	},
	"team": "beans", "team_properties": map[string]any{"client": "a"},
	"record": map[string]any{"id": json.Number("1"), "email": "ana", "client_id": json.Number("1"), "client": map[string]any{"id": json.Number("1"), "region": "EU", "tier": "free"}},
}

// with gives a person who differs.
func with(changes ...map[string]any) map[string]any {
	out := maps.Clone(person)
	for _, c := range changes {
		maps.Copy(out, c)
	}
	return out
}

// statement writes a profile of one statement.
func statement(profile, effect, rows string) string {
	return fmt.Sprintf("profile %q {\n  %s \"table\" \"orders\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", profile, effect, rows)
}

// expressible conditions, which must come out the same of every engine, as an
// allow and as a deny.
var expressible = []string{
	`all`, `own`, `true`, `false`,
	`row.status == "draft"`, `row.status != "draft"`, `contains(["draft", "open"], row.status)`, `!contains(["draft", "open"], row.status)`,
	`contains(["draft", "open", "done"], row.status)`,
	`row.title == "a"`, `row.title != "a"`, `contains(["a", "A", ""], row.title)`, `!contains(["a", "A", ""], row.title)`,
	`contains(["a", null], row.title)`, `!contains(["a", null], row.title)`,
	`row.total == 5`, `row.total != 5`, `row.total < 5`, `row.total <= 0.1`, `row.total > 5`, `row.total >= 5`, `!(row.total >= 5)`,
	`row.total == 9007199254740991`,
	`row.total == null`, `row.total != null`, `row.status == null`, `row.at == null`, `row.at != null`, `row.title == null && row.total != null`,
	`row.due == "2026-03-01"`, `row.due != "2026-03-01"`, `row.due < today`, `row.due >= dateadd(today, -1)`, `row.due <= user.since`, `today < row.due`,
	`row.rush`, `!row.rush`, `row.rush == row.paid`, `row.rush == user.active`, `row.rush != row.paid`, `coalesce(row.rush, true)`,
	`row.total == row.margin`, `row.total > row.margin`, `row.total != row.margin`, `row.title == row.code`, `row.due < row.placed`, `row.due == row.placed`,
	`row.total == row.total`, `row.total != row.total`, `row.total <= row.total`, `!(row.total < row.total)`,
	`row.contact.client_id == user.client_id`, `row.contact.client_id != user.client_id`, `row.contact.client.region == user.region`,
	`row.contact.client.region != user.client.region`, `row.contact.client.tier == user.tier`, `row.contact.client.tier != user.tier`,
	`row.contact.client.tier == user.client.tier`, `row.contact.client.region == null`, `row.contact.client.region != null`, `row.contact.email == null`,
	`row.contact.client.level > 1`, `row.contact.client.level == user.limit`, `row.total < user.limit`, `user.limit < row.total`, `row.total != user.limit`,
	`contains(user.regions, row.contact.client.region)`, `contains(user.limits, row.total)`, `contains(user.limits, row.total) || row.rush`,
	`anytrue([for l in user.limits : l > row.total])`, `anytrue([for r in user.regions : r == row.contact.client.region && row.rush])`,
	`anytrue([for r in user.regions : r == row.title]) && anytrue([for r in user.regions : r == row.code])`,
	`alltrue([for r in user.regions : r != row.title])`, `alltrue([for l in user.limits : l <= row.total])`, `alltrue([for l in user.limits : l > row.total || row.rush])`,
	`alltrue([for l in user.limits : l >= 1 && l < row.total])`,
	`contains(["EU", "US"], user.region) && row.rush`, `user.region == "US" || row.rush`, `user.region == "EU" || row.rush`,
	`lower(user.login) == row.title`, `row.title == user.login || row.title == team.client`, `row.title != team.client`,
	`coalesce(row.total, row.margin) > 1`, `coalesce(row.total, 7) > 1`, `coalesce(row.title, row.code) == "a"`, `coalesce(row.total, row.margin) == null`,
	`row.rush ? row.paid : row.total > 1`, `(row.rush ? row.total : row.margin) > 1`, `!(row.rush ? row.paid : row.total > 1)`,
	`row.total > 1 && row.margin > 1 || row.rush && row.paid || row.due == null`, `!(row.total > 1 && row.margin > 1 || row.rush && row.paid)`,
	`(row.total > 1 || row.rush) && (row.margin > 1 || row.paid) && (row.title == "a" || row.code == "a")`,
	`row.contact_id == user.id`, `row.contact_id == user.id || row.added_by == user.id`, `row.contact.id == user.id`, `row.contact.id == null`,
	`user.active && row.rush`, `!user.active || row.rush`, `user.client.level == null && row.rush`, `row.total == user.client.level`,
	`startswith(user.region, "E") && row.rush`, `length(user.regions) > 2 && row.rush`, `contains(user.regions, "EU") && row.rush`,
	// Alike but for what is asked of the person two alternatives deep.
	`row.rush && (user.active && (user.limit == 5 || user.tier == "gold") || user.region == "US")`,
	`row.rush && (user.active && (user.limit == 6 || user.tier == "free") || user.region == "US")`,
	`now > "2026-01-01T00:00:00Z" && row.rush`, `timeadd(now, "-1h") > "2026-01-01T00:00:00Z" && row.rush`,
}

// inexpressible conditions, with what the error must tell.
var notFilterable = map[string]string{
	`startswith(row.title, "a")`: "startswith", `endswith(row.title, user.region)`: "endswith", `strcontains(row.title, "%")`: "strcontains",
	`lower(row.title) == "a"`: "lower(row.title)", `row.title < "b"`: "order of text", `row.title < row.code`: "order of text", `row.title >= user.region`: "order of text",
	`row.at < now`: "row.at, a timestamp", `row.at == "2026-03-01T09:00:00Z"`: "row.at, a timestamp", `timeadd(row.at, "1h") > now`: "timeadd(row.at, …)",
	`dateadd(row.due, 1) > today`: "dateadd(row.due, …)", `contains(row.tags, "a")`: "row.tags, a list", `row.tags == null`: "row.tags, a list",
	`contains(row.items[*].sku, "x")`: "row.items, a list", `length(row.items) > 0`: "length(row.items)", `length(row.tags) == 1`: "length(row.tags)",
	`alltrue([for i in row.items : i.sku == "x"])`: "row.items",
	`row.rush && contains(row.items[*].sku, "x")`:  "row.items, a list", `row.rush || contains(row.items[*].sku, "x")`: "row.items, a list",
	`row.total == 9007199254740993`: "9007199254740993", `row.total == 123456789012345678901234567890`: "123456789012345678901234567890", `row.total < 0.1234567890123456`: "0.1234567890123456",
}

// askers differ from the person.
var askers = map[string]map[string]any{
	"the person": {},
	"bare":       {"properties": map[string]any{}, "team": nil, "team_properties": nil},
	"wrong": {"properties": map[string]any{
		"region": json.Number("1"), "regions": "EU", "limit": "5", "limits": []any{"1"}, "active": "true", "since": "2026-2-28", "tier": "else",
	}},
	"odd": {"properties": map[string]any{
		"region": "it's \\ \"$1\" ?", "regions": []any{"%", "a'b"}, "limit": json.Number("1.50"), "limits": []any{json.Number("1e1")}, "since": "9999-12-31",
	}},
	"stranger": {"login": "bo"},
}

// policies has each condition as an allow and as a deny, in profiles of their
// own: "allow 0", "deny 0", and their negations "not allow 0", "not deny 0".
func policies(conditions []string) string {
	var b strings.Builder
	b.WriteString(schema + statement("all", "allow", "all") + statement("some", "allow", "row.paid || row.total == null"))
	b.WriteString(statement("not some", "deny", "row.code == null"))
	for i, rows := range conditions {
		for _, effect := range []string{"allow", "deny"} {
			b.WriteString(statement(fmt.Sprintf("%s %d", effect, i), effect, rows))
			b.WriteString(statement(fmt.Sprintf("not %s %d", effect, i), effect, "!("+rows+")"))
		}
	}
	return b.String()
}

func profiles(names ...any) map[string]any { return map[string]any{"profiles": names} }

func TestExpressible(t *testing.T) {
	var rows []string
	for _, r := range expressible {
		if r != "all" && r != "own" {
			rows = append(rows, r)
		}
	}
	n := 0
	for chunk := range slices.Chunk(rows, 12) {
		if n++; testing.Short() && n%3 != 1 {
			continue // the random portals have such conditions, too
		}
		testExpressible(t, chunk)
	}
}

func testExpressible(t *testing.T, rows []string) {
	s := compiled(t, policies(rows))
	d := everyValue(s)
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	lite.fill(t, d)
	pg.fill(t, d)
	ask := func(t *testing.T, name string, user map[string]any) {
		if !s.check(t, d, filterRequest{"table", "orders", "view", user, "2026-03-01T09:00:00Z"}, lite, pg) {
			t.Errorf("%s: not expressed", name)
		}
	}
	for i, r := range rows {
		t.Run(r, func(t *testing.T) {
			allow, deny, notAllow, notDeny := fmt.Sprint("allow ", i), fmt.Sprint("deny ", i), fmt.Sprint("not allow ", i), fmt.Sprint("not deny ", i)
			for name, changes := range askers {
				ask(t, name, with(profiles(allow), changes))
			}
			ask(t, "denied", with(profiles("all", deny)))
			ask(t, "negated", with(profiles(notAllow)))
			ask(t, "negated and denied", with(profiles("all", notDeny)))
			ask(t, "several", with(profiles("some", allow, "not some", deny)))
		})
	}
}

func TestInexpressible(t *testing.T) {
	rows := slices.Sorted(maps.Keys(notFilterable))
	s := compiled(t, policies(rows))
	for i, r := range rows {
		t.Run(r, func(t *testing.T) {
			why := notFilterable[r]
			for name, changes := range map[string]map[string]any{
				"allowed": profiles(fmt.Sprint("allow ", i)), "beside others": profiles("some", fmt.Sprint("allow ", i)),
				"denied": profiles("all", fmt.Sprint("deny ", i)), "not denied": profiles("some", fmt.Sprint("not deny ", i)),
			} {
				for _, dialect := range dialects {
					q := filterRequest{"table", "orders", "view", with(changes), "2026-03-01T09:00:00Z"}
					f, err := s.filter(t.Context(), q, dialect[0], dialect[1])
					if err == nil {
						t.Fatalf("%s, %v: a filter in place of an error: %v", name, dialect, f.rows)
					}
					if !notExpressed(err) || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "p.portal.hcl:") {
						t.Errorf("%s, %v: the error does not tell %q and where: %v", name, dialect, why, err)
					}
				}
			}
			// Where all is allowed, one allow more is nothing to anybody.
			q := filterRequest{"table", "orders", "view", with(profiles("all", fmt.Sprint("allow ", i))), ""}
			if f, err := s.filter(t.Context(), q, "sql", "sqlite"); err != nil || f.rows != "" {
				t.Errorf("beside an allow of all: %v, %v", f, err)
			}
		})
	}
	if _, about, _ := s.about(filterRequest{"table", "orders", "view", nil, ""}); len(about.Cannot) < 2*len(rows) {
		t.Errorf("the catalog tells of %d parts that cannot be expressed", len(about.Cannot))
	}
	q := filterRequest{"table", "orders", "view", with(profiles("some")), ""}
	if f, err := s.filter(t.Context(), q, "sql", "sqlite"); err != nil || f.rows == nil {
		t.Errorf("a person without such a statement: %v, %v", f, err)
	}
}
