package rego

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"

	"portcullis/rego/bind"
	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Engine answers questions about one portal. It is safe for concurrent use.
type Engine struct {
	portal   string
	revision string
	build    uint64
	catalog  Catalog
	form     form.Form
	names    names
	policy   *bind.Policy
	bound    *bind.Cache[*bind.Bound]
	asks     bool // of OPA
	allow    rego.PreparedEvalQuery
	decision rego.PreparedEvalQuery
	visible  rego.PreparedEvalQuery
	access   rego.PreparedEvalQuery
}

// Open reads a bundle, a gzipped tar as `portcullis build` writes it, and
// prepares it for questions. It looks at the signature only if it is given a key
// ([WithKey]). An error means that the bundle cannot be read, is not one of
// Portcullis, or is not signed with that key.
func Open(ctx context.Context, r io.Reader, options ...Option) (*Engine, error) {
	var o opening
	for _, option := range options {
		option(&o)
	}
	b, err := o.read(r)
	if err != nil {
		return nil, err
	}
	if o.withoutOPA {
		return read(b)
	}
	return open(ctx, b)
}

// open prepares a bundle, whose signature has been looked at, for questions.
func open(ctx context.Context, b *bundle.Bundle) (*Engine, error) {
	e, err := read(b)
	if err != nil {
		return nil, err
	}
	e.names, e.asks = newNames(&e.catalog), true
	modules := make(map[string]*ast.Module, len(b.Modules))
	for _, m := range b.Modules {
		if e.answers(m.Parsed) {
			modules[m.Path] = m.Parsed
		}
	}
	constants := hoist(modules, e.portal)
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("compiling the bundle: %w", compiler.Errors)
	}
	trust(compiler, e.portal)
	compact(compiler)
	// Of the bundle's data, which was read above, no rule that is asked looks at any.
	store := inmem.NewFromObjectWithOpts(constants, inmem.OptReturnASTValuesOnRead(true), inmem.OptRoundTripOnWrite(false))
	for rule, query := range map[string]*rego.PreparedEvalQuery{
		"allow": &e.allow, "decision": &e.decision, "visible": &e.visible, "access": &e.access,
	} {
		ref := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(e.portal), ast.StringTerm(rule)}
		*query, err = rego.New(
			rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(ref)))),
			rego.Compiler(compiler), rego.Store(store),
			rego.StrictBuiltinErrors(true), // what errs would be undefined, and a deny that needs it skipped
		).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("preparing %s: %w", rule, err)
		}
	}
	return e, nil
}

// read takes from a bundle what is asked without OPA.
func read(b *bundle.Bundle) (*Engine, error) {
	e := &Engine{}
	if err := e.readManifest(&b.Manifest); err != nil {
		return nil, err
	}
	if err := e.readData(b); err != nil {
		return nil, err
	}
	e.policy = bind.NewPolicy(&e.form)
	var err error
	if e.bound, err = bind.NewCache[*bind.Bound](e.policy, keptFilters); err != nil {
		return nil, err
	}
	return e, nil
}

// answers reports whether a module answers any of an Engine's questions. The
// filters for queries, which agents compile for other systems, do not, nor does
// what masks an agent's decision logs.
func (e *Engine) answers(m *ast.Module) bool {
	portal := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(e.portal)}
	return m.Package.Path.HasPrefix(portal) && !m.Package.Path.HasPrefix(portal.Append(ast.StringTerm(filters)))
}

// readData takes the catalog and the decision form out of the bundle's data.
func (e *Engine) readData(b *bundle.Bundle) error {
	parts, err := dataOf(b, e.portal)
	if err != nil {
		return fmt.Errorf("reading the bundle's data: %w", err)
	}
	for _, part := range []struct {
		name string
		into json.Unmarshaler
	}{{"catalog", (*plain)(&e.catalog)}, {"form", &e.form}} {
		text, ok := parts[part.name]
		if !ok {
			return fmt.Errorf("the bundle is not one of a portal: it has no data.%s.%s", e.portal, part.name)
		}
		if err := part.into.UnmarshalJSON(text); err != nil {
			return fmt.Errorf("reading data.%s.%s: %w", e.portal, part.name, err)
		}
	}
	return nil
}

// plain is a catalog that is read as encoding/json does.
type plain Catalog

func (p *plain) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, (*Catalog)(p)) }

// dataOf gives the texts of what a bundle has under a portal's name. A bundle that
// somebody else has read has data that are text no more.
func dataOf(b *bundle.Bundle, portal string) (map[string]json.RawMessage, error) {
	var all map[string]map[string]json.RawMessage
	for _, file := range b.Raw {
		if path.Join("/", file.Path) == "/data.json" {
			if parts, ok := documents(file.Value, portal); ok {
				return parts, nil
			}
			err := json.Unmarshal(file.Value, &all)
			return all[portal], err
		}
	}
	parts := map[string]json.RawMessage{}
	root, _ := b.Data[portal].(map[string]any)
	for name, document := range root {
		text, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		parts[name] = text
	}
	return parts, nil
}

// Portal gives the portal's name, the root of the bundle.
func (e *Engine) Portal() string { return e.portal }

// Revision gives the bundle's revision.
func (e *Engine) Revision() string { return e.revision }

// Build gives the number of the bundle's build, which grows from build to build,
// so that who loads bundles can refuse an older one; 0 if it has none.
func (e *Engine) Build() uint64 { return e.build }

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

// never cancels no evaluation.
var never = topdown.NewCancel()

// ask evaluates one of the bundle's rules, none of which is ever undefined.
func (e *Engine) ask(ctx context.Context, query rego.PreparedEvalQuery, q *Request) (any, error) {
	if err := ctx.Err(); err != nil { // OPA looks at it now and then only
		return nil, fmt.Errorf("evaluating: %w", err)
	}
	if !e.asks {
		return nil, errors.New("the bundle was opened without OPA: package local answers from it")
	}
	c := converter{names: e.names}
	input, err := c.request(q)
	if err != nil {
		return nil, fmt.Errorf("the request: %w", err)
	}
	options := []rego.EvalOption{rego.EvalParsedInput(input), rego.EvalMetrics(metrics.NoOp())}
	if ctx.Done() == nil { // else OPA has a goroutine wait for it
		options = append(options, rego.EvalExternalCancel(never))
	}
	results, err := query.Eval(ctx, options...)
	if ended := ctx.Err(); err != nil && ended != nil { // OPA says so in words of its own
		return nil, fmt.Errorf("evaluating: %w", ended)
	}
	if err != nil {
		return nil, fmt.Errorf("evaluating: %w", err)
	}
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return nil, errors.New("evaluating: the bundle gave no answer")
	}
	answer := results[0].Expressions[0].Value
	if c.beyond {
		answer = restored(answer)
	}
	return answer, nil
}
