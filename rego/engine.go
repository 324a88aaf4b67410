package rego

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// Engine answers questions about one portal. It is safe for concurrent use.
type Engine struct {
	portal   string
	revision string
	catalog  Catalog
	form     form.Form
	allow    rego.PreparedEvalQuery
	decision rego.PreparedEvalQuery
	visible  rego.PreparedEvalQuery
	access   rego.PreparedEvalQuery
}

// Open reads a bundle, a gzipped tar as `portcullis build` writes it, and
// prepares it for questions. It does not look at signatures. An error means
// that the bundle cannot be read, or is not one of Portcullis.
func Open(ctx context.Context, r io.Reader) (*Engine, error) {
	b, err := bundle.NewReader(r).WithSkipBundleVerification(true).Read()
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	if b.Manifest.Roots == nil || len(*b.Manifest.Roots) != 1 {
		return nil, errors.New("the bundle is not one of a portal: it has not just one root")
	}
	e := &Engine{portal: (*b.Manifest.Roots)[0], revision: b.Manifest.Revision}
	if err := e.readData(b.Data); err != nil {
		return nil, err
	}
	modules := make(map[string]*ast.Module, len(b.Modules))
	for _, m := range b.Modules {
		if !e.isFilter(m.Parsed) {
			modules[m.Path] = m.Parsed
		}
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("compiling the bundle: %w", compiler.Errors)
	}
	store := inmem.NewFromObjectWithOpts(b.Data, inmem.OptReturnASTValuesOnRead(true), inmem.OptRoundTripOnWrite(false))
	for rule, query := range map[string]*rego.PreparedEvalQuery{
		"allow": &e.allow, "decision": &e.decision, "visible": &e.visible, "access": &e.access,
	} {
		ref := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(e.portal), ast.StringTerm(rule)}
		*query, err = rego.New(
			rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(ref)))),
			rego.Compiler(compiler), rego.Store(store),
		).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("preparing %s: %w", rule, err)
		}
	}
	return e, nil
}

// isFilter reports whether a module is of the filters for queries, which agents
// compile for other systems and which answer none of an Engine's questions.
func (e *Engine) isFilter(m *ast.Module) bool {
	return m.Package.Path.HasPrefix(ast.Ref{ast.DefaultRootDocument, ast.StringTerm(e.portal), ast.StringTerm("filter")})
}

// readData takes the catalog and the decision form out of the bundle's data.
// No rule looks at the form, so OPA's store need not hold it.
func (e *Engine) readData(data map[string]any) error {
	root, _ := data[e.portal].(map[string]any)
	for _, part := range []struct {
		name string
		into any
	}{{"catalog", &e.catalog}, {"form", &e.form}} {
		document, ok := root[part.name]
		if !ok {
			return fmt.Errorf("the bundle is not one of a portal: it has no data.%s.%s", e.portal, part.name)
		}
		text, err := json.Marshal(document)
		if err == nil {
			err = json.Unmarshal(text, part.into)
		}
		if err != nil {
			return fmt.Errorf("reading data.%s.%s: %w", e.portal, part.name, err)
		}
	}
	delete(root, "form")
	return nil
}

// Portal gives the portal's name, the root of the bundle.
func (e *Engine) Portal() string { return e.portal }

// Revision gives the bundle's revision.
func (e *Engine) Revision() string { return e.revision }

// Catalog gives the schema, and what decisions look into. It is shared: do not
// change it.
func (e *Engine) Catalog() *Catalog { return &e.catalog }

// Form gives the decision form that the bundle carries, for other engines to
// answer from. It is shared: do not change it.
func (e *Engine) Form() *form.Form { return &e.form }

// Allow says yes or no; quicker than [Engine.Decide]. An error means that the
// request holds a value that is not one of [Request], or that ctx ended; the
// answer is then false.
func (e *Engine) Allow(ctx context.Context, q *Request) (bool, error) {
	result, err := e.ask(ctx, e.allow, q)
	if err != nil {
		return false, err
	}
	allowed, _ := result.(bool)
	return allowed, nil
}

// Decide says yes or no, and tells what is seen and editable of the row, what
// the policy adds to a write, and which statements decided. Errors are those
// of [Engine.Allow].
func (e *Engine) Decide(ctx context.Context, q *Request) (*Decision, error) {
	result, err := e.ask(ctx, e.decision, q)
	if err != nil {
		return nil, err
	}
	return readDecision(result)
}

// Visible gives those of the request's Rows on which its Action is allowed, in
// their order, with what is seen of each. Errors are those of [Engine.Allow].
func (e *Engine) Visible(ctx context.Context, q *Request) ([]VisibleRow, error) {
	result, err := e.ask(ctx, e.visible, q)
	if err != nil {
		return nil, err
	}
	return readRows(result)
}

// Access tells what there is for a person. The time is the clock's where now
// is empty, else RFC 3339. Errors are those of [Engine.Allow].
func (e *Engine) Access(ctx context.Context, user User, now string) (*Access, error) {
	result, err := e.ask(ctx, e.access, &Request{User: user, Now: now})
	if err != nil {
		return nil, err
	}
	return readAccess(result)
}

// ask evaluates one of the bundle's rules, none of which is ever undefined.
func (e *Engine) ask(ctx context.Context, query rego.PreparedEvalQuery, q *Request) (any, error) {
	if err := ctx.Err(); err != nil { // OPA looks at it now and then only
		return nil, fmt.Errorf("evaluating: %w", err)
	}
	input, err := q.value()
	if err != nil {
		return nil, fmt.Errorf("the request: %w", err)
	}
	results, err := query.Eval(ctx, rego.EvalParsedInput(input))
	if err != nil {
		return nil, fmt.Errorf("evaluating: %w", err)
	}
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return nil, errors.New("evaluating: the bundle gave no answer")
	}
	return results[0].Expressions[0].Value, nil
}
