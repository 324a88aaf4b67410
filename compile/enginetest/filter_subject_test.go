package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/open-policy-agent/opa/v1/ast"
	oparego "github.com/open-policy-agent/opa/v1/rego"
)

// subject is a portal that has been compiled.
type subject struct {
	policy   *lang.Policy
	engine   *rego.Engine
	bundle   []byte
	filters  *filters
	visible  oparego.PreparedEvalQuery
	access   oparego.PreparedEvalQuery
	agent    *agent.Agent // that is asked for filters; nil for OPA in this process
	dialects [][2]string  // that are checked
}

// compiled compiles a policy.
func compiled(t failer, source string) *subject {
	t.Helper()
	return compiledFrom(t, fstest.MapFS{"p.portal.hcl": &fstest.MapFile{Data: []byte(source)}})
}

func compiledFrom(t failer, files fs.FS) *subject {
	t.Helper()
	policy, _, diags := lang.Load(files)
	if policy == nil {
		t.Fatalf("the policy has errors: %v", diags)
	}
	var buffer bytes.Buffer
	if err := compile.Write(&buffer, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	s := &subject{policy: policy, bundle: buffer.Bytes(), dialects: dialects}
	engine, err := rego.Open(t.Context(), bytes.NewReader(s.bundle))
	if err != nil {
		t.Fatal(err)
	}
	s.engine = engine
	if s.filters, err = openFilters(s.bundle); err != nil {
		t.Fatal(err)
	}
	for name, query := range map[string]*oparego.PreparedEvalQuery{"visible": &s.visible, "access": &s.access} {
		rule := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(s.engine.Portal()), ast.StringTerm(name)}
		*query, err = oparego.New(oparego.Compiler(s.filters.compiler), oparego.Store(s.filters.store), oparego.StrictBuiltinErrors(true),
			oparego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule))))).PrepareForEval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// question is what a filter is asked for.
type filterRequest struct {
	kind, name, action string
	user               any
	now                string
}

func (q filterRequest) input() map[string]any {
	in := map[string]any{"user": q.user}
	if q.now != "" {
		in["now"] = q.now
	}
	return in
}

// about gives what the catalog says of the question's filter.
func (s *subject) about(q filterRequest) (alias string, f *rego.CatalogFilter, joins map[string]rego.CatalogJoin) {
	c := s.engine.Catalog()
	if q.kind == "report" {
		r := c.Reports[q.name]
		return c.Tables[r.Table].Alias, r.Actions[q.action].Filter, r.Joins
	}
	t := c.Tables[q.name]
	return t.Alias, t.Actions[q.action].Filter, t.Joins
}

// filter asks for a filter as the server's handler of POST /v1/compile/{path}
// does, with the catalog's unknowns and mask rule in the request.
func (s *subject) filter(ctx context.Context, q filterRequest, target, dialect string) (*filter, error) {
	_, about, _ := s.about(q)
	if about == nil {
		return nil, fmt.Errorf("no filter for %s of %s", q.action, q.name)
	}
	if s.agent != nil {
		return s.overHTTP(ctx, q, agent.Dialect(target+"."+dialect))
	}
	return s.filters.ask(about, q.input(), target, dialect)
}

// overHTTP asks the subject's agent, as a back end does.
func (s *subject) overHTTP(ctx context.Context, q filterRequest, d agent.Dialect) (*filter, error) {
	user, ok := q.user.(rego.User)
	if !ok {
		return nil, fmt.Errorf("the person is a %T", q.user)
	}
	f, err := s.agent.Filter(ctx, &rego.Request{User: user, Now: q.now, Action: q.action, Resource: rego.Resource{Type: q.kind, Name: q.name}}, d)
	if err != nil {
		return nil, err
	}
	out := &filter{masks: map[string]any{}}
	for alias, columns := range f.Masks {
		masks := map[string]any{}
		for column, value := range columns {
			masks[column] = map[string]any{"replace": map[string]any{"value": value}}
		}
		out.masks[alias] = masks
	}
	switch {
	case f.Nothing:
	case f.UCAST != nil:
		out.rows = f.UCAST
	default:
		out.rows = f.SQL
	}
	return out, nil
}

// refused reports whether an error is the checker's, of what cannot be expressed.
func notExpressed(err error) bool {
	return errors.Is(err, agent.ErrNotFilterable) || inexpressible(err)
}

// allowed gives which of the rows `visible` allows the action on, by their keys.
func (s *subject) allowed(t failer, q filterRequest, rows []map[string]any, key lang.Key) []string {
	t.Helper()
	input := q.input()
	input["resource"] = map[string]any{"type": q.kind, "name": q.name}
	input["action"] = q.action
	input["rows"] = rows
	var keys []string
	for _, r := range eval(t, s.visible, input).([]any) {
		keys = append(keys, keyText(key, r.(map[string]any)["row"].(map[string]any)))
	}
	return keys
}

// plain gives the fields of a table or report that the person sees plain on
// every row, as `access` tells them; false where they may not view it.
func (s *subject) plain(t failer, q filterRequest) ([]any, bool) {
	t.Helper()
	fields, ok := s.there(t, q)["sortable"].(map[string]any)[q.name].([]any)
	return fields, ok
}

// there gives what there is for the person.
func (s *subject) there(t failer, q filterRequest) map[string]any {
	t.Helper()
	return eval(t, s.access, q.input()).(map[string]any)
}

func eval(t failer, query oparego.PreparedEvalQuery, input map[string]any) any {
	t.Helper()
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		t.Fatal(err)
	}
	results, err := query.Eval(t.Context(), oparego.EvalParsedInput(value))
	if err != nil {
		t.Fatal(err)
	}
	return results[0].Expressions[0].Value
}
