package prove_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"portcullis/compile"
	"portcullis/internal/debian"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/form"
	"portcullis/rego/local"
	"portcullis/rego/prove"
)

func loaded(t testing.TB, dir string) *form.Form {
	t.Helper()
	p, _, diags := lang.Load(os.DirFS(dir))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	f, _, err := compile.Decisions(p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// run asks the engine of a form what a world has it decide.
func run(t testing.TB, f *form.Form, w *prove.World, fact prove.Fact) *rego.Decision {
	t.Helper()
	e := local.Of(f, nil)
	r := f.Resource(fact.Kind, fact.Name)
	q := &rego.Request{
		User: rego.User{
			Login: w.User.Login, Profiles: w.User.Profiles, Team: w.User.Team,
			TeamProperties: w.User.TeamProperties, Properties: w.User.Properties,
		},
		Action: fact.Action, Resource: rego.Resource{Type: string(fact.Kind), Name: fact.Name}, Now: w.Now,
	}
	if w.User.Record != nil && f.Users != nil {
		q.User.Record = w.Joined(f.Users.Table, w.User.Record, 4)
	}
	if w.Row != nil {
		q.Row = w.Joined(r.Table, w.Row, 4)
	}
	if w.Set != nil {
		q.Set, q.Related = w.Set, w.Related(r.Table, 4)
	}
	d, err := e.Decide(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// holds reports whether a decision has a fact in it.
func holds(d *rego.Decision, fact prove.Fact, w *prove.World) bool {
	if fact.Field == "" || !d.Allow {
		return d.Allow
	}
	mask, masked := d.Masked[fact.Field]
	switch {
	case fact.Action == "view" && fact.Mask != nil:
		return masked && fmt.Sprint(mask) == fmt.Sprint(fact.Mask.(form.Constant).Value)
	case w.Set != nil:
		return true
	default:
		return slices.Contains(d.Visible, fact.Field) && !masked
	}
}

func facts(f *form.Form) []prove.Fact {
	var out []prove.Fact
	for _, r := range f.Resources {
		for action, mode := range r.Modes {
			if mode == form.Message {
				continue
			}
			out = append(out, prove.Fact{Kind: r.Kind, Name: r.Name, Action: action})
			if action == "view" || mode == form.Update || mode == form.Create {
				for _, field := range r.Fields {
					out = append(out, prove.Fact{Kind: r.Kind, Name: r.Name, Action: action, Field: field.Name})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b prove.Fact) int {
		return slices.Compare([]string{string(a.Kind), a.Name, a.Action, a.Field}, []string{string(b.Kind), b.Name, b.Action, b.Field})
	})
	return out
}

// TestWorlds asks of the examples who may do what, and runs the worlds that are
// found.
func TestWorlds(t *testing.T) {
	dirs, _ := filepath.Glob("../../examples/*/schema.portal.hcl")
	for _, dir := range dirs {
		dir = filepath.Dir(dir)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			f := loaded(t, dir)
			count := map[prove.Verdict]int{}
			var slowest time.Duration
			for _, fact := range facts(f) {
				for _, p := range f.Profiles {
					began := time.Now()
					a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}, Claims: []string{p.Name}, NoTeam: true}, prove.Default)
					if err != nil {
						t.Fatal(err)
					}
					slowest = max(slowest, time.Since(began))
					count[a.Verdict]++
					if a.Verdict == prove.Undecided {
						t.Errorf("%v as %s: %s", fact, p.Name, a.Why)
					}
					if a.Verdict != prove.Sometimes {
						continue
					}
					if d := run(t, f, a.World, fact); !holds(d, fact, a.World) {
						t.Errorf("%v as %s is not so: %+v\nin %+v", fact, p.Name, d, a.World)
					}
				}
			}
			t.Logf("%v, at most %v", count, slowest)
		})
	}
}

// TestNewRows asks what new rows have by themselves: a default is looked at, and
// what the database fills in is unknown.
func TestNewRows(t *testing.T) {
	const source = `
portal "p" {}
table "rooms" {
  fields = { id = number, floor = number }
}
table "visits" {
  fields = { name = string }
  field "id" {
    type      = number
    generated = true
  }
  field "status" {
    type     = enum("draft", "open")
    required = true
    default  = "draft"
  }
  field "at" {
    type     = timestamp
    required = true
    default  = now
  }
  field "tags" {
    type    = list(string)
    default = ["x"]
  }
  field "room_id" {
    type    = number
    default = 3
  }
  field "badge" {
    type      = number
    required  = true
    generated = true
  }
  field "host_id" {
    type      = number
    generated = true
  }
  belongs_to "room" {
    table = "rooms"
    key   = "room_id"
  }
  belongs_to "host" {
    table = "rooms"
    key   = "host_id"
  }
}
%s`
	for _, c := range []struct {
		check string
		want  prove.Verdict
	}{
		{`new.status == "draft"`, prove.Sometimes},
		{`new.status == "open"`, prove.Never},
		{`new.status == null`, prove.Never},
		{`new.at == now`, prove.Sometimes},
		{`new.at < now`, prove.Never},
		{`new.room.floor == 2`, prove.Sometimes},
		{`new.room_id == 4`, prove.Never},
		{`new.room_id == null`, prove.Never},
		{`new.name == null`, prove.Sometimes},
		{`contains(new.tags, "x")`, prove.Sometimes},
		{`contains(new.tags, "y")`, prove.Never},
		{`new.badge == 1`, prove.Never},
		{`new.badge == null`, prove.Never},
		{`new.badge != null`, prove.Never},
		{`new.badge == null || new.name == "a"`, prove.Sometimes},
		{`new.host.floor == null`, prove.Never},
		{`new.host.floor == 1`, prove.Never},
	} {
		profile := fmt.Sprintf("profile \"q\" {\n  allow \"table\" \"visits\" {\n    actions = [\"create\"]\n    rows = all\n    fields = [\"name\"]\n    check = %s\n  }\n}", c.check)
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: fmt.Appendf(nil, source, profile)}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		fact := prove.Fact{Kind: form.KindTable, Name: "visits", Action: "create"}
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}, Claims: []string{"q"}}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verdict != c.want {
			t.Errorf("%s: the verdict is %v (%s), and not %v", c.check, a.Verdict, a.Why, c.want)
		}
		if a.Verdict == prove.Sometimes && !run(t, f, a.World, fact).Allow {
			t.Errorf("%s is not so in %+v", c.check, a.World)
		}
	}
}

// TestLongLists asks for more elements than a world is written out with.
func TestLongLists(t *testing.T) {
	for _, c := range []struct {
		rows string
		want prove.Verdict
	}{
		{`length(row.tags) > 20`, prove.Sometimes},
		{`length(row.tags) > 1000000000000`, prove.Undecided},
		{`length(row.things) > 1000000000`, prove.Undecided},
		{`length(row.tags) > 1000000000 && length(row.tags) < 5`, prove.Never},
	} {
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: fmt.Appendf(nil, `
portal "p" {}
table "things" {
  fields = { id = number, tags = list(string), thing_id = number }
  belongs_to "thing" {
    table = "things"
    key   = "thing_id"
  }
  has_many "things" {
    table = "things"
    key   = "thing_id"
  }
}
profile "q" {
  allow "table" "things" {
    actions = ["view"]
    rows    = %s
  }
}
`, c.rows)}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		fact := prove.Fact{Kind: form.KindTable, Name: "things", Action: "view"}
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}, Claims: []string{"q"}}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verdict != c.want {
			t.Errorf("%s: the verdict is %v (%s), and not %v", c.rows, a.Verdict, a.Why, c.want)
		}
		if a.Verdict == prove.Sometimes && !run(t, f, a.World, fact).Allow {
			t.Errorf("%s is not so in %+v", c.rows, a.World)
		}
	}
}

// TestClock asks about hours and days of the week: what is found is run, and
// where the time zone is another the date may be.
func TestClock(t *testing.T) {
	const source = `
portal "p" {
  timezone = %q
}
table "t" {
  fields = { id = number, due = date, at = timestamp }
}
profile "a" {
  allow "table" "t" {
    actions = ["view"]
    rows    = %s
  }
}
`
	of := func(zone, rows string) *form.Form {
		t.Helper()
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: fmt.Appendf(nil, source, zone, rows)}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	fact := prove.Fact{Kind: form.KindTable, Name: "t", Action: "view"}
	for _, c := range []struct {
		zone, rows string
		want       prove.Verdict
	}{
		{"UTC", `hour(now) == 23`, prove.Sometimes},
		{"Europe/Berlin", `hour(now) >= 8 && hour(now) < 9 && weekday(today) == 6`, prove.Sometimes},
		{"America/Sao_Paulo", `row.due == today && weekday(today) == 7`, prove.Sometimes},
		{"Europe/Berlin", `now == "2026-03-28T23:30:00Z" && row.due == today && row.due == "2026-03-29"`, prove.Sometimes},
		{"Europe/Berlin", `now == "2026-03-28T23:30:00Z" && row.due == today && row.due == "2026-03-28"`, prove.Never},
		{"Europe/Berlin", `hour(now) > 23`, prove.Never},
		{"Europe/Berlin", `weekday(today) < 1`, prove.Never},
		{"Europe/Berlin", `hour(now) > 7 && hour(now) < 8`, prove.Never},
		{"Europe/Berlin", `row.at < midnight(today) && row.at >= midnight(today)`, prove.Never},
	} {
		f := of(c.zone, c.rows)
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		if a.Verdict != c.want {
			t.Errorf("%s in %s: %v (%s), want %v", c.rows, c.zone, a.Verdict, a.Why, c.want)
		} else if c.want == prove.Sometimes && !run(t, f, a.World, fact).Allow {
			t.Errorf("%s in %s is not so at %s", c.rows, c.zone, a.World.Now)
		}
	}
	for rows, want := range map[string]prove.Verdict{
		`hour(now) < 17 && row.at >= midnight(today)`: prove.Never, `row.due == today`: prove.Never,
	} {
		same := prove.Query{Old: of("Europe/Berlin", rows), New: of("Europe/Berlin", rows), Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact}}
		if a, err := prove.Ask(context.Background(), same, prove.Default); err != nil || a.Verdict != want {
			t.Errorf("%s, as it was: %+v %v", rows, a, err)
		}
		same.New = of("Pacific/Apia", rows)
		if a, err := prove.Ask(context.Background(), same, prove.Default); err != nil || a.Verdict == prove.Never {
			t.Errorf("%s in another time zone is no gain: %+v %v", rows, a, err)
		}
	}
}

// TestTemplates asks about texts that are made of what is known of the person.
func TestTemplates(t *testing.T) {
	of := func(rows string) *form.Form {
		p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(`
portal "p" {
  users           = "people"
  login           = "email"
  user_properties = { region = string, level = number, staff = bool, kind = enum("a", "b") }
}
table "people" { fields = { id = number, email = string } }
table "t" {
  owner  = "by"
  fields = { id = number, path = string, by = number }
}
profile "all" {
  allow "table" "t" {
    actions = ["view"]
    rows    = ` + rows + `
  }
}
`)}})
		if diags.HasErrors() {
			t.Fatal(rows, diags)
		}
		f, _, err := compile.Decisions(p)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	fact := prove.Fact{Kind: form.KindTable, Name: "t", Action: "view"}
	for rows, want := range map[string]prove.Verdict{
		`startswith(row.path, "${user.id}/")`:                                                             prove.Sometimes,
		`startswith(row.path, "${user.login}/") && endswith(row.path, ".txt")`:                            prove.Sometimes,
		`row.path == "7/x" && startswith(row.path, "${user.id}/")`:                                        prove.Sometimes,
		`row.path == "${user.region}-${user.level}"`:                                                      prove.Sometimes,
		`row.path == "eu/x" && startswith(row.path, "${user.region}/")`:                                   prove.Sometimes,
		`row.path == "${user.staff}${user.kind}" && row.path == "truea"`:                                  prove.Sometimes,
		`row.path == "${user.staff}" && row.path == "b"`:                                                  prove.Never,
		`row.path == "x${user.kind}" && row.path != "xa" && row.path != "xb"`:                             prove.Never,
		`row.path == "${user.id}/" && row.path != "${user.id}/"`:                                          prove.Never,
		`startswith(row.path, "${user.id}/") && !startswith(row.path, format("%d/", user.id))`:            prove.Never,
		`"${user.region}/" == null && row.path == "x" && user.region != null`:                             prove.Never,
		`startswith(row.path, "${user.level}/") && user.level == 100 && !startswith(row.path, "1")`:       prove.Sometimes,
		`startswith(row.path, "${coalesce(user.region, "none")}/") && user.region == null && row.by == 1`: prove.Sometimes,
	} {
		f := of(rows)
		a, err := prove.Ask(context.Background(), prove.Query{New: f, Has: []prove.Fact{fact}}, prove.Default)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasSuffix(rows, `!startswith(row.path, "1")`):
			if a.Verdict == prove.Sometimes {
				t.Errorf("%s has a world: %v", rows, a.World)
			}
		case a.Verdict != want:
			t.Errorf("%s: %v (%s), want %v", rows, a.Verdict, a.Why, want)
		case want == prove.Sometimes && !run(t, f, a.World, fact).Allow:
			t.Errorf("%s is not so in %+v", rows, a.World)
		}
	}
}

// TestSolversAgree asks what z3 and cvc5 say of an example, and of a version of it that
// lacks a statement.
func TestSolversAgree(t *testing.T) {
	for _, program := range []string{"z3", "cvc5"} {
		debian.Program(t, program, program)
	}
	before, after := loaded(t, "../../examples/stacker-orders"), loaded(t, "../../examples/stacker-orders")
	counts := map[string]int{}
	for _, r := range after.Resources {
		if r.Kind != form.KindTable || len(r.Uses) == 0 {
			continue
		}
		r.Uses = r.Uses[1:]
		fact := prove.Fact{Kind: r.Kind, Name: r.Name, Action: "view"}
		for _, q := range []prove.Query{
			{Old: before, New: after, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact}},
			{Old: after, New: before, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact}},
		} {
			says := map[prove.Solver]prove.Verdict{}
			for _, by := range []prove.Solver{prove.Builtin, prove.Z3, prove.CVC5} {
				answer, err := prove.Ask(t.Context(), q, prove.Limits{Turns: 20, Rows: 40, Depth: 4, Solver: by})
				if err != nil {
					t.Fatal(err)
				}
				says[by] = answer.Verdict
				counts[fmt.Sprint(by, " ", answer.Verdict)]++
			}
			for by, v := range says {
				if own := says[prove.Builtin]; v != own && v != prove.Undecided && own != prove.Undecided {
					t.Errorf("%s: %s says %s, and the program %s", r.Name, by, v, own)
				}
			}
		}
	}
	for _, by := range []string{"z3", "cvc5"} {
		if counts[by+" never"] == 0 || counts[by+" sometimes"] == 0 {
			t.Errorf("%s decided too little: %v", by, counts)
		}
	}
}
