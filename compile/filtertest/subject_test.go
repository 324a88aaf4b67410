package filtertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	oparego "github.com/open-policy-agent/opa/v1/rego"
	opacompile "github.com/open-policy-agent/opa/v1/rego/compile"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// subject is a portal that has been compiled.
type subject struct {
	policy   *lang.Policy
	engine   *rego.Engine
	bundle   []byte
	compiler *ast.Compiler
	store    storage.Store
}

// compiled compiles a policy; it gives nil where the policy has errors.
func compiled(t failer, source string) *subject {
	t.Helper()
	files := fstest.MapFS{"p.portal.hcl": &fstest.MapFile{Data: []byte(source)}}
	policy, _, diags := lang.Load(files)
	if policy == nil {
		t.Fatalf("the policy has errors: %v", diags)
	}
	var buffer bytes.Buffer
	if err := compile.Write(&buffer, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	s := &subject{policy: policy, bundle: buffer.Bytes(), compiler: ast.NewCompiler()}
	engine, err := rego.Open(t.Context(), bytes.NewReader(s.bundle))
	if err != nil {
		t.Fatal(err)
	}
	s.engine = engine
	b, err := bundle.NewReader(bytes.NewReader(s.bundle)).Read()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for _, m := range b.Modules {
		modules[m.Path] = m.Parsed
	}
	if s.compiler.Compile(modules); s.compiler.Failed() {
		t.Fatal(s.compiler.Errors)
	}
	s.store = inmem.NewFromObject(b.Data)
	return s
}

// question is what a filter is asked for.
type question struct {
	kind, name, action string
	user               any
	now                string
}

func (q question) input() map[string]any {
	in := map[string]any{"user": q.user}
	if q.now != "" {
		in["now"] = q.now
	}
	return in
}

// filter is OPA's answer: nothing, everything, or a condition.
type filter struct {
	rows  any // nil for none
	masks map[string]any
}

// about gives what the catalog says of the question's filter.
func (s *subject) about(q question) (alias string, f *rego.CatalogFilter, joins map[string]rego.CatalogJoin) {
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
func (s *subject) filter(ctx context.Context, q question, target, dialect string) (*filter, error) {
	_, about, _ := s.about(q)
	if about == nil {
		return nil, fmt.Errorf("no filter for %s of %s", q.action, q.name)
	}
	rule := ast.Ref{ast.DefaultRootDocument}
	for _, part := range strings.Split(about.Path, "/") {
		rule = rule.Append(ast.StringTerm(part))
	}
	mask := rule[:len(rule)-1].Append(ast.StringTerm(about.MaskRule))
	unknowns := []*ast.Term{}
	for _, text := range about.Unknowns {
		ref, err := ast.ParseRef(text)
		if err != nil {
			return nil, err
		}
		unknowns = append(unknowns, ast.NewTerm(ref))
	}
	prepared, err := opacompile.New(
		opacompile.Target(target, dialect),
		opacompile.ParsedUnknowns(unknowns...),
		opacompile.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule)))),
		opacompile.MaskRule(mask),
		opacompile.Rego(oparego.Compiler(s.compiler), oparego.Store(s.store)),
	).Prepare(ctx)
	if err != nil {
		return nil, err
	}
	input, err := ast.InterfaceToValue(q.input())
	if err != nil {
		return nil, err
	}
	filters, err := prepared.Compile(ctx, oparego.EvalParsedInput(input))
	if err != nil {
		return nil, err
	}
	of := filters.For(target, dialect)
	return &filter{of.Query, of.Masks}, nil
}

// refused reports whether an error is the checker's, of what cannot be expressed.
func refused(err error) bool {
	var errs ast.Errors
	if !errors.As(err, &errs) {
		return false
	}
	for _, e := range errs {
		if e.Code != "pe_fragment_error" {
			return false
		}
	}
	return true
}

// allowed gives which of the rows `visible` allows the action on, by their keys.
func (s *subject) allowed(t failer, q question, rows []map[string]any, key string) []string {
	t.Helper()
	input := q.input()
	input["resource"] = map[string]any{"type": q.kind, "name": q.name}
	input["action"] = q.action
	input["rows"] = rows
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		t.Fatal(err)
	}
	rule := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(s.engine.Portal()), ast.StringTerm("visible")}
	results, err := oparego.New(oparego.Compiler(s.compiler), oparego.Store(s.store), oparego.ParsedInput(value),
		oparego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule))))).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range results[0].Expressions[0].Value.([]any) {
		keys = append(keys, keyText(r.(map[string]any)["row"].(map[string]any)[key]))
	}
	return keys
}

// plain gives the fields of a table or report that the person sees plain on
// every row, as `access` tells them; false where they may not view it.
func (s *subject) plain(t failer, q question) ([]any, bool) {
	t.Helper()
	fields, ok := s.access(t, q)["sortable"].(map[string]any)[q.name].([]any)
	return fields, ok
}

func (s *subject) access(t failer, q question) map[string]any {
	t.Helper()
	value, err := ast.InterfaceToValue(q.input())
	if err != nil {
		t.Fatal(err)
	}
	rule := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(s.engine.Portal()), ast.StringTerm("access")}
	results, err := oparego.New(oparego.Compiler(s.compiler), oparego.Store(s.store), oparego.ParsedInput(value),
		oparego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule))))).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return results[0].Expressions[0].Value.(map[string]any)
}

func keyText(key any) string {
	if n, ok := key.(json.Number); ok {
		return canonical(n)
	}
	return fmt.Sprint(key)
}
