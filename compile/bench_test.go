package compile_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	oparego "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// The benchmarks ask the same of a bundle and of Rego as an expert would write
// it by hand for the same policy: each profile has three grants and a deny on
// a table of 20 fields. Sub-benchmarks name the layout by tables × profiles.

var layouts = []struct{ tables, profiles int }{{10, 1}, {10, 10}, {10, 1000}, {100, 10}, {1000, 10}}

// portalSource writes the policy. Profile p is on table p mod tables.
func portalSource(tables, profiles int) string {
	var b strings.Builder
	b.WriteString(`portal "bench" {
  users = "people"
  login = "email"
}
table "people" {
  fields = {
    id        = number
    email     = string
    client_id = number
  }
}
`)
	for t := range tables {
		fmt.Fprintf(&b, "table \"t%d\" {\n  owner = \"c1\"\n  fields = {\n    id = number\n    c1 = number\n", t)
		for c := 2; c < 20; c++ {
			kind := []string{"string", "number", "bool"}[c%3]
			if c == 3 {
				kind = `enum("draft", "open", "done")`
			}
			fmt.Fprintf(&b, "    c%d = %s\n", c, kind)
		}
		b.WriteString("  }\n}\n")
	}
	for p := range profiles {
		fmt.Fprintf(&b, "profile \"p%d\" ", p)
		b.WriteString(strings.ReplaceAll(`{
  allow "table" "TABLE" {
    actions = ["view"]
    rows    = row.c4 == user.client_id
    hide    = ["c18"]
  }
  allow "table" "TABLE" {
    actions = ["view", "update"]
    rows    = own && row.c3 == "draft"
  }
  allow "table" "TABLE" {
    actions = ["view"]
    rows    = row.c7 < 100 && row.c3 != "done"
    fields  = ["c1", "c2", "c3", "c7"]
  }
  deny "table" "TABLE" {
    actions = ["view", "update"]
    rows    = row.c6 == "secret"
  }
}
`, "TABLE", fmt.Sprintf("t%d", p%tables)))
	}
	return b.String()
}

// handWritten is the same policy in Rego, a package to a table and grants
// keyed by profile, as OPA's documentation advises: it says whether a row is
// seen, and gives whole rows.
func handWritten(tables, profiles int) map[string]string {
	modules := map[string]string{"hand.rego": `package hand.ask

default allow := false

allow if {
	known
	input.resource.type == "table"
	data.hand.table[input.resource.name].allow
}

visible := data.hand.table[input.resource.name].visible if {
	known
	input.resource.type == "table"
}

profiles contains profile if some profile in input.user.profiles

profiles contains profile if some profile in input.user.team_profiles

known if {
	is_string(input.user.login)
	input.user.record.email == input.user.login
}
`}
	for t := range tables {
		var b strings.Builder
		fmt.Fprintf(&b, `package hand.table.t%d

allow if {
	input.action == "view"
	seen(input.row)
}

visible := [row | some row in input.rows; seen(row)]

seen(row) if {
	some profile in data.hand.ask.profiles
	grant(profile, row)
	not refused(row)
}

refused(row) if {
	some profile in data.hand.ask.profiles
	deny(profile, row)
}

`, t)
		for p := t; p < profiles; p += tables {
			b.WriteString(strings.ReplaceAll(`grant(profile, row) if {
	profile == "PROFILE"
	is_number(row.c4)
	row.c4 == input.user.record.client_id
}

grant(profile, row) if {
	profile == "PROFILE"
	is_number(row.c1)
	row.c1 == input.user.record.id
	row.c3 == "draft"
}

grant(profile, row) if {
	profile == "PROFILE"
	is_number(row.c7)
	row.c7 < 100
	row.c3 in {"draft", "open"}
}

deny(profile, row) if {
	profile == "PROFILE"
	not harmless(row)
}

`, "PROFILE", fmt.Sprintf("p%d", p)))
		}
		b.WriteString(`harmless(row) if {
	is_string(row.c6)
	row.c6 != "secret"
}
`)
		if profiles <= t {
			b.WriteString("grant(_, _) if false\n\ndeny(_, _) if false\n")
		}
		modules[fmt.Sprintf("t%d.rego", t)] = b.String()
	}
	return modules
}

// row gives row i of table t0: all of them seen by profile p0 in one way or
// another, but for every tenth.
func row(i int) map[string]any {
	r := map[string]any{"id": i, "c1": i % 7}
	for c := 2; c < 20; c++ {
		r[fmt.Sprintf("c%d", c)] = []any{"text", c * i, i%2 == 0}[c%3]
	}
	r["c3"] = []string{"draft", "open", "done"}[i%3]
	r["c4"] = []int{7, 8}[i%2]
	r["c7"] = i % 150
	if i%10 == 0 {
		r["c6"] = "secret"
	}
	return r
}

func request() *rego.Request {
	return &rego.Request{
		User: rego.User{
			Login: "ana@example.com", Profiles: []string{"p0"},
			Record: map[string]any{"id": 3, "email": "ana@example.com", "client_id": 7},
		},
		Action: "view", Resource: rego.Resource{Type: "table", Name: "t0"}, Now: "2026-03-01T09:00:00Z",
	}
}

// prepared gives a query on our bundle or on the hand-written modules.
func prepared(b *testing.B, query string, modules map[string]string) oparego.PreparedEvalQuery {
	b.Helper()
	options := []func(*oparego.Rego){
		oparego.Query(query), oparego.Store(inmem.NewWithOpts(inmem.OptReturnASTValuesOnRead(true))),
	}
	for name, text := range modules {
		options = append(options, oparego.Module(name, text))
	}
	q, err := oparego.New(options...).PrepareForEval(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return q
}

func ours(b *testing.B, tables, profiles int) map[string]string {
	b.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"a.portal.hcl": {Data: []byte(portalSource(tables, profiles))}})
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	bundle, err := compile.Bundle(p, compile.Options{})
	if err != nil {
		b.Fatal(err)
	}
	modules := map[string]string{}
	for _, m := range bundle.Modules {
		modules[m.Path] = string(m.Raw)
	}
	return modules
}

func input(b *testing.B, q *rego.Request) ast.Value {
	b.Helper()
	v, err := ast.InterfaceToValue(q)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func evaluate(b *testing.B, q oparego.PreparedEvalQuery, in ast.Value) any {
	results, err := q.Eval(context.Background(), oparego.EvalParsedInput(in))
	if err != nil || len(results) != 1 {
		b.Fatal(results, err)
	}
	return results[0].Expressions[0].Value
}

// BenchmarkDecision compares the time of one answer, the input being OPA's own
// values in all of them.
func BenchmarkDecision(b *testing.B) {
	for _, l := range layouts {
		q := request()
		q.Row = row(1)
		in := input(b, q)
		hand := handWritten(l.tables, l.profiles)
		mine := ours(b, l.tables, l.profiles)
		for _, c := range []struct {
			name, query string
			modules     map[string]string
		}{
			{"hand-written-allow", "data.hand.ask.allow", hand},
			{"allow", "data.bench.allow", mine},
			{"decision", "data.bench.decision", mine},
		} {
			b.Run(fmt.Sprintf("%dx%d/%s", l.tables, l.profiles, c.name), func(b *testing.B) {
				query := prepared(b, c.query, c.modules)
				if answer := evaluate(b, query, in); answer != true {
					if d, ok := answer.(map[string]any); !ok || d["allow"] != true {
						b.Fatalf("answers %v", answer)
					}
				}
				b.ReportAllocs()
				for b.Loop() {
					evaluate(b, query, in)
				}
			})
		}
	}
}

// BenchmarkVisible compares a page of 10,000 rows of 20 fields.
func BenchmarkVisible(b *testing.B) {
	q := request()
	for i := range 10_000 {
		q.Rows = append(q.Rows, row(i))
	}
	in := input(b, q)
	count := -1
	for _, c := range []struct {
		name, query string
		modules     map[string]string
	}{
		{"hand-written-whole-rows", "data.hand.ask.visible", handWritten(10, 10)},
		{"visible", "data.bench.visible", ours(b, 10, 10)},
	} {
		b.Run(c.name, func(b *testing.B) {
			query := prepared(b, c.query, c.modules)
			rows := evaluate(b, query, in).([]any)
			if count < 0 {
				count = len(rows)
			}
			if len(rows) != count || count == 0 {
				b.Fatalf("gives %d rows, the other %d", len(rows), count)
			}
			for b.Loop() {
				evaluate(b, query, in)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/row")
		})
	}
}

// BenchmarkEngine has the conversion of Go values in it, as a back end has.
func BenchmarkEngine(b *testing.B) {
	p, _, diags := lang.Load(fstest.MapFS{"a.portal.hcl": {Data: []byte(portalSource(10, 10))}})
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, p, compile.Options{}); err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	engine, err := rego.Open(ctx, &bundle)
	if err != nil {
		b.Fatal(err)
	}
	one, page := request(), request()
	one.Row = row(1)
	for i := range 100 {
		page.Rows = append(page.Rows, row(i))
	}
	b.Run("allow", func(b *testing.B) {
		for b.Loop() {
			if ok, err := engine.Allow(ctx, one); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("decide", func(b *testing.B) {
		for b.Loop() {
			if d, err := engine.Decide(ctx, one); err != nil || !d.Allow {
				b.Fatal(d, err)
			}
		}
	})
	b.Run("visible-100-rows", func(b *testing.B) {
		for b.Loop() {
			if _, err := engine.Visible(ctx, page); err != nil {
				b.Fatal(err)
			}
		}
	})
}
