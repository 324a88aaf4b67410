//go:build filters

package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/rego/compile"
)

// filter answers POST /v1/compile/{path}, asked for PostgreSQL with unknowns and
// a mask rule.
func (b *loaded) filter(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Input    any      `json:"input"`
		Unknowns []string `json:"unknowns"`
		Options  struct {
			MaskRule string         `json:"maskRule"`
			Mappings map[string]any `json:"targetSQLTableMappings"`
		} `json:"options"`
	}
	d := json.NewDecoder(r.Body)
	d.UseNumber()
	if err := d.Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	filter, masks, err := b.ask(r, strings.TrimPrefix(r.URL.Path, "/v1/compile/"), asked.Input, asked.Unknowns, asked.Options.MaskRule, asked.Options.Mappings)
	switch {
	case err != nil:
		w.WriteHeader(http.StatusBadRequest)
		refused := map[string]any{"code": "evaluation_error", "message": err.Error(), "errors": []any{
			map[string]any{"code": "pe_fragment_error", "message": err.Error()},
		}}
		_ = json.NewEncoder(w).Encode(refused)
	case filter == nil:
		_, _ = w.Write([]byte("{}"))
	default:
		reply(w, map[string]any{"query": filter, "masks": masks})
	}
}

func (b *loaded) ask(r *http.Request, path string, input any, unknowns []string, mask string, mappings map[string]any) (filter, masks any, err error) {
	terms := make([]*ast.Term, len(unknowns))
	for i, text := range unknowns {
		unknown, err := ast.ParseRef(text)
		if err != nil {
			return nil, nil, err
		}
		terms[i] = ast.NewTerm(unknown)
	}
	rule := ref(path)
	if !strings.HasPrefix(mask, "data.") { // it is of the rule's package
		mask = rule[:len(rule)-1].String() + "." + mask
	}
	masking, err := ast.ParseRef(mask)
	if err != nil {
		return nil, nil, err
	}
	prepared, err := compile.New(
		compile.Target("sql", "postgresql"),
		compile.ParsedUnknowns(terms...),
		compile.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule)))),
		compile.MaskRule(masking),
		compile.Mappings(mappings),
		compile.Rego(rego.Compiler(b.compiler), rego.Store(b.store)),
	).Prepare(r.Context())
	if err != nil {
		return nil, nil, err
	}
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return nil, nil, err
	}
	filters, err := prepared.Compile(r.Context(), rego.EvalParsedInput(value))
	if err != nil {
		return nil, nil, err
	}
	of := filters.For("sql", "postgresql")
	return of.Query, of.Masks, nil
}
