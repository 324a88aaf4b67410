package agent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/internal/opatest"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/google/go-cmp/cmp"
)

// started has an agent with bundles of portals, and gives it by its address
// with an engine on each bundle.
func started(t *testing.T, portals ...fs.FS) (*opatest.Agent, []*lang.Policy, []*rego.Engine) {
	t.Helper()
	args := []string{"--log-level=error", "--bundle"}
	var policies []*lang.Policy
	var engines []*rego.Engine
	for _, files := range portals {
		policy, _, diags := lang.Load(files)
		if policy == nil {
			t.Fatal(diags)
		}
		var b bytes.Buffer
		if err := compile.Write(&b, policy, compile.Options{}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), policy.Portal.Name+".tar.gz")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		engine, err := rego.Open(t.Context(), &b)
		if err != nil {
			t.Fatal(err)
		}
		args, policies, engines = append(args, file), append(policies, policy), append(engines, engine)
	}
	return opatest.Start(t, nil, args...), policies, engines
}

// both asks an agent and an engine, and holds them to the same answers.
type both struct {
	*testing.T
	engine *rego.Engine
	agent  *agent.Agent
}

func same[A any](b both, what string, q any, ask func(fixtures.Engine) (A, error)) (A, error) {
	want, err := ask(b.engine)
	if err != nil {
		return want, err
	}
	got, err := ask(b.agent)
	if err != nil {
		return got, err
	}
	if diff := cmp.Diff(want, got); diff != "" {
		b.Errorf("%s: -engine +agent\n%s\nof %+v", what, diff, q)
	}
	return got, nil
}

func (b both) Allow(ctx context.Context, q *rego.Request) (bool, error) {
	return same(b, "allow", q, func(e fixtures.Engine) (bool, error) { return e.Allow(ctx, q) })
}

func (b both) Decide(ctx context.Context, q *rego.Request) (*rego.Decision, error) {
	return same(b, "decision", q, func(e fixtures.Engine) (*rego.Decision, error) { return e.Decide(ctx, q) })
}

func (b both) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	return same(b, "visible", q, func(e fixtures.Engine) ([]rego.VisibleRow, error) { return e.Visible(ctx, q) })
}

func (b both) Access(ctx context.Context, u rego.User, now string) (*rego.Access, error) {
	return same(b, "access", u, func(e fixtures.Engine) (*rego.Access, error) { return e.Access(ctx, u, now) })
}

func (b both) Catalog() *rego.Catalog { return b.agent.Catalog() }

// TestExamples has all that the examples' tests ask answered by an agent as by
// an engine; where they only want a yes, the whole decision as well.
func TestExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	schemas, err := filepath.Glob("../../examples/*/schema.portal.hcl")
	if err != nil || len(schemas) < 5 {
		t.Fatal(schemas, err)
	}
	var portals []fs.FS
	for _, schema := range schemas {
		portals = append(portals, os.DirFS(filepath.Dir(schema)))
	}
	opa, policies, engines := started(t, portals...)
	for i, policy := range policies {
		t.Run(policy.Portal.Name, func(t *testing.T) {
			a, err := agent.Open(t.Context(), opa.URL, policy.Portal.Name, agent.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(engines[i].Catalog(), a.Catalog()); diff != "" {
				t.Errorf("the catalog: -engine +agent\n%s", diff)
			}
			suite, _, diags := fixtures.Load(portals[i], policy)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			report, err := fixtures.NewRunner(suite, policy, curious{both{T: t, engine: engines[i], agent: a}}).Run(t.Context(), fixtures.RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !report.OK() || report.Passed < 20 {
				t.Errorf("%d passed, %d failed", report.Passed, report.Failed)
			}
		})
	}
}

// curious asks for the decision, and for all that the person has, wherever it
// is only asked for a yes.
type curious struct{ both }

func (c curious) Allow(ctx context.Context, q *rego.Request) (bool, error) {
	if _, err := c.Decide(ctx, q); err != nil {
		return false, err
	}
	if _, err := c.Access(ctx, q.User, q.Now); err != nil {
		return false, err
	}
	return c.both.Allow(ctx, q)
}

const numbers = `
portal "numbers" {
  user_properties = { limit = number }
}
table "accounts" {
  fields = { id = number, balance = number, owner = string, note = string }
}
profile "p" {
  default = true
  allow "table" "accounts" {
    actions = ["view"]
    rows    = row.balance == user.limit
    hide    = ["note"]
    mask    = { owner = "•••" }
  }
  allow "table" "accounts" {
    actions = ["update"]
    rows    = all
    fields  = ["balance"]
    set     = { note = "é𝄞\u2028<&>" }
    message = "\"No\", says the bank."
  }
}
`

// TestValues has numbers of any size, and odd texts, go both ways as they are.
func TestValues(t *testing.T) {
	opa, policies, engines := started(t, fstest.MapFS{"numbers.portal.hcl": {Data: []byte(numbers)}})
	a, err := agent.Open(t.Context(), opa.URL, policies[0].Portal.Name, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := both{T: t, engine: engines[0], agent: a}
	texts := []string{
		"0", "-0", "1", "9007199254740993", "123456789012345678901234567890", "-123456789012345678901234567890.000000000000000000001",
		"0.1234567890123456789012345678901234567890", "1e2", "1.50", "1E400", "-1e-400",
	}
	for _, x := range texts {
		for _, y := range append(texts, "9007199254740992", "1.5") {
			q := &rego.Request{
				User: rego.User{Login: "\u2028<b>\x00é", Properties: map[string]any{"limit": json.Number(x)}}, Action: "view",
				Resource: rego.Resource{Type: "table", Name: "accounts"},
				Row:      map[string]any{"id": json.Number(y), "balance": json.Number(y), "owner": "e\u0301", "note": nil},
			}
			d, err := b.Decide(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if x == y && !d.Allow {
				t.Errorf("%s: %+v", x, d)
			}
			q.Row, q.Rows = nil, []map[string]any{q.Row, {"id": 7, "balance": float32(0.1), "owner": nil, "note": "x"}}
			rows, err := b.Visible(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if x == y && (len(rows) == 0 || rows[0].Row["balance"] != json.Number(y) || rows[0].Row["owner"] != "•••") {
				t.Errorf("of %s is seen %v", y, rows)
			}
		}
	}
	// What is given and empty is not what is not given.
	for _, set := range []map[string]any{nil, {}, {"balance": 3}, {"note": "x"}} {
		for _, action := range []string{"update", "delete", ""} {
			q := &rego.Request{
				User: rego.User{Profiles: []string{}, Properties: map[string]any{"limit": 2}}, Action: action, Set: set,
				Resource: rego.Resource{Type: "table", Name: "accounts"}, Row: map[string]any{"id": 1, "balance": 2, "owner": "x", "note": "y"},
			}
			if _, err := b.Decide(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
	}
}
