package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	oparego "github.com/open-policy-agent/opa/v1/rego"
	opacompile "github.com/open-policy-agent/opa/v1/rego/compile"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"portcullis/rego"
	"portcullis/rego/form"
)

// filters is a bundle that OPA has compiled, to be asked for filters as the
// handler of its endpoint POST /v1/compile/{path} does.
type filters struct {
	compiler *ast.Compiler
	store    storage.Store
}

// filter is OPA's answer: nothing, everything, or a condition.
type filter struct {
	rows  any // nil for none
	masks map[string]any
}

func openFilters(content []byte) (*filters, error) {
	b, err := bundle.NewReader(bytes.NewReader(content)).Read()
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	modules := map[string]*ast.Module{}
	for _, m := range b.Modules {
		modules[m.Path] = m.Parsed
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return &filters{compiler, inmem.NewFromObject(b.Data)}, nil
}

// ask asks for a filter that the catalog describes, with the unknowns, the rule of
// masks and the mappings that it names.
func (f *filters) ask(about *rego.CatalogFilter, input any, target, dialect string) (*filter, error) {
	rule := ast.Ref{ast.DefaultRootDocument}
	for part := range strings.SplitSeq(about.Path, "/") {
		rule = rule.Append(ast.StringTerm(part))
	}
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
		opacompile.MaskRule(rule[:len(rule)-1].Append(ast.StringTerm(about.MaskRule))),
		opacompile.Mappings(mappings(about)),
		opacompile.Rego(oparego.Compiler(f.compiler), oparego.Store(f.store)),
	).Prepare(context.Background())
	if err != nil {
		return nil, err
	}
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return nil, err
	}
	compiled, err := prepared.Compile(context.Background(), oparego.EvalParsedInput(value))
	if err != nil {
		return nil, err
	}
	of := compiled.For(target, dialect)
	return &filter{of.Query, of.Masks}, nil
}

func mappings(about *rego.CatalogFilter) map[string]any {
	out := map[string]any{}
	for dialect, aliases := range about.Mappings {
		all := map[string]any{}
		for alias, columns := range aliases {
			names := map[string]any{}
			for column, name := range columns {
				names[column] = name
			}
			all[alias] = names
		}
		out[dialect] = all
	}
	return out
}

// inexpressible reports whether an error is OPA's, of what a filter cannot
// express.
func inexpressible(err error) bool {
	var errs ast.Errors
	if !errors.As(err, &errs) {
		return false
	}
	return !slices.ContainsFunc(errs, func(e *ast.Error) bool { return e.Code != "pe_fragment_error" })
}

// filtered is the answer of OPA's filter on a database; false where OPA cannot
// express it for this person.
func (p *portal) filtered(db database, r *rego.Request, of thing) (g grid, statement string, ok bool, err error) {
	about := p.engine.Catalog().Filter(form.ResourceKind(r.Resource.Type), r.Resource.Name, r.Action)
	found, err := p.filters.ask(about, map[string]any{"user": input(r.User), "now": r.Now}, "sql", db.dialect())
	switch {
	case err != nil && inexpressible(err):
		return grid{}, "", false, nil
	case err != nil:
		return grid{}, "", false, err
	}
	g = grid{rows: map[string][]cell{}, bare: true}
	if found.rows == nil {
		return g, "no rows at all", true, nil
	}
	statement = p.joined(r.Resource, of, about.Mappings[db.dialect()]) + " " + found.rows.(string)
	rows, err := db.ask(statement, nil, of.table.Key)
	for _, row := range rows {
		g.rows[keyOf(of, row)] = nil
	}
	return g, statement, true, err
}

// joined writes the rows that a filter is about, with the joins of the catalog.
func (p *portal) joined(on rego.Resource, about thing, others map[string]map[string]string) string {
	c := p.engine.Catalog()
	alias, joins := c.Tables[about.table.Name].Alias, c.Tables[about.table.Name].Joins
	if on.Type == "report" {
		joins = c.Reports[on.Name].Joins
	}
	key := about.table.Key
	var columns []string
	for _, f := range key {
		columns = append(columns, fmt.Sprintf("%s.%s AS %s", alias, identifier(f.Column), identifier(f.Name)))
	}
	query := fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ", "), named(qualified(about.table.Source), alias, others[alias]))
	for _, name := range slices.Sorted(maps.Keys(joins)) {
		j := joins[name]
		var on []string
		for i, column := range j.Column {
			on = append(on, fmt.Sprintf("%s.%s = %s.%s", j.From, identifier(column), name, identifier(j.Key[i])))
		}
		query += fmt.Sprintf(" LEFT JOIN %s ON %s", named(qualified(j.Source), name, others[name]), strings.Join(on, " AND "))
	}
	return query
}

// named gives a table under its alias, with the other names that its columns
// have to have for the dialect.
func named(table, alias string, others map[string]string) string {
	if len(others) == 0 {
		return table + " AS " + alias
	}
	query := "(SELECT *"
	for _, column := range slices.Sorted(maps.Keys(others)) {
		query += fmt.Sprintf(", %s AS %s", identifier(column), others[column])
	}
	return query + " FROM " + table + ") AS " + alias
}
