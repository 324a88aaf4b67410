package main

import (
	"bytes"
	"context"
	"fmt"

	"portcullis/cmd/figures/workload"
	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	opa "github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// portal is a workload's portal, compiled and opened.
type portal struct {
	shape  workload.Shape
	bundle []byte
	engine *rego.Engine
}

func openPortal(s workload.Shape) (*portal, error) {
	policy, _, diags := lang.Load(s.Source())
	if diags.HasErrors() {
		return nil, diags
	}
	var out bytes.Buffer
	if err := compile.Write(&out, policy, compile.Options{}); err != nil {
		return nil, err
	}
	p := &portal{shape: s, bundle: out.Bytes()}
	var err error
	p.engine, err = rego.Open(context.Background(), bytes.NewReader(p.bundle))
	return p, err
}

// query prepares a query of a plain OPA that has loaded the portal's bundle.
func (p *portal) query(rule string) (opa.PreparedEvalQuery, error) {
	loaded, err := bundle.NewReader(bytes.NewReader(p.bundle)).Read()
	if err != nil {
		return opa.PreparedEvalQuery{}, fmt.Errorf("reading the bundle: %w", err)
	}
	modules := map[string]*ast.Module{}
	for _, m := range loaded.Modules {
		modules[m.Path] = m.Parsed
	}
	return prepare("data.acme."+rule, modules, loaded.Data)
}

// handQuery prepares a query of the policy written by hand.
func handQuery(s workload.Shape, rule string) (opa.PreparedEvalQuery, error) {
	modules := map[string]*ast.Module{}
	for name, text := range handRego(s) {
		m, err := ast.ParseModule(name, text)
		if err != nil {
			return opa.PreparedEvalQuery{}, err
		}
		modules[name] = m
	}
	return prepare("data.hand."+rule, modules, map[string]any{})
}

func prepare(query string, modules map[string]*ast.Module, data map[string]any) (opa.PreparedEvalQuery, error) {
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return opa.PreparedEvalQuery{}, compiler.Errors
	}
	store := inmem.NewFromObjectWithOpts(data, inmem.OptReturnASTValuesOnRead(true), inmem.OptRoundTripOnWrite(false))
	q, err := opa.New(opa.Query(query), opa.Compiler(compiler), opa.Store(store)).PrepareForEval(context.Background())
	if err != nil {
		return q, fmt.Errorf("preparing %s: %w", query, err)
	}
	return q, nil
}

// ask evaluates a prepared query on an input that is OPA's own value already,
// so that no conversion is measured.
func ask(q opa.PreparedEvalQuery, input ast.Value) (any, error) {
	results, err := q.Eval(context.Background(), opa.EvalParsedInput(input))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("no answer")
	}
	return results[0].Expressions[0].Value, nil
}

// inputs gives the input document of a decision on each row.
func inputs(request rego.Request, rows []map[string]any) ([]ast.Value, error) {
	values := make([]ast.Value, len(rows))
	for i, row := range rows {
		request.Row = row
		v, err := ast.InterfaceToValue(request)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}
