package bound

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// Engine answers questions about one portal. It is safe for concurrent use.
type Engine struct {
	catalog *rego.Catalog
	policy  *bind.Policy
	form    *form.Form
	bind    func(u rego.User, on rego.Resource, action, now string) (*bind.Bound, error)
}

// New gives the engine of the bundle that e has opened.
func New(e *rego.Engine) *Engine { return &Engine{e.Catalog(), e.Policy(), e.Form(), e.Bind} }

// keptFilters is how many bound filters an engine of no bundle keeps.
const keptFilters = 256

// Of gives the engine of a decision form that is in no bundle, and of the
// catalog that goes with it; neither is to be changed afterwards.
func Of(f *form.Form, c *rego.Catalog) (*Engine, error) {
	policy := bind.NewPolicy(f)
	kept, err := bind.NewCache(policy, keptFilters)
	if err != nil {
		return nil, err
	}
	return &Engine{c, policy, f, func(u rego.User, on rego.Resource, action, now string) (*bind.Bound, error) {
		return kept.Bind(bind.User(u), form.ResourceKind(on.Type), on.Name, action, now)
	}}, nil
}

// Catalog gives the schema, and what decisions look into.
func (e *Engine) Catalog() *rego.Catalog { return e.catalog }

// Allow says yes or no. An error means that ctx ended; the answer is then false.
func (e *Engine) Allow(ctx context.Context, q *rego.Request) (bool, error) {
	d, err := e.Decide(ctx, q)
	return err == nil && d.Allow, err
}

// Decide says yes or no, and tells what is seen and editable of the row, what
// the policy adds to a write, and which statements decided. Errors are those
// of [Engine.Allow].
func (e *Engine) Decide(ctx context.Context, q *rego.Request) (*rego.Decision, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("deciding: %w", err)
	}
	return e.asking(q).decide(), nil
}

// Visible gives those of the request's Rows on which its Action is allowed, in
// their order, with what is seen of each. Errors are those of [Engine.Allow].
func (e *Engine) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("deciding: %w", err)
	}
	out := []rego.VisibleRow{}
	if a := e.asking(q); a.mode != form.OnRow && a.mode != form.Update {
		return out, nil
	}
	// An update is asked with what is sent: each row is a decision of its own.
	for _, row := range q.Rows {
		one := *q
		one.Row = row
		a := e.asking(&one)
		if d := a.decide(); d.Allow {
			out = append(out, a.shown(d))
		}
	}
	return out, nil
}

// asking is one request.
type asking struct {
	*Engine
	q    *rego.Request
	who  *bind.Person
	now  string
	on   *form.Resource // nil where there is no such thing
	mode form.Mode      // "" where it has no such action

	cells   []bind.Cell // of a row that is seen
	isSeen  bool
	granted []*bind.Statement // that applied
	refused []*bind.Statement
	lacking []*bind.Statement // allows of the action that did not
	clash   bool              // statements give one field different values
	fault   string            // what is wrong with what is sent, of which nothing else is told
	last    string            // what is told where the author has no words
}

func (e *Engine) asking(q *rego.Request) *asking {
	a := &asking{Engine: e, q: q, now: q.Now, on: e.form.Resource(form.ResourceKind(q.Resource.Type), q.Resource.Name)}
	if a.now == "" {
		a.now = time.Now().UTC().Format("2006-01-02T15:04:05.999999Z07:00")
	}
	a.who = e.policy.Person(bind.User(q.User), a.now)
	if a.on != nil {
		a.mode = a.on.Modes[q.Action]
	}
	return a
}

// statements gives the person's statements of a part on an action.
func (a *asking) statements(part form.Part, action string) []*bind.Statement {
	return a.who.Statements(a.on.Kind, a.on.Name, part, action)
}

func (a *asking) decide() *rego.Decision {
	d := &rego.Decision{
		Visible: []string{}, Masked: map[string]any{}, Editable: []string{}, Set: map[string]any{}, Because: []rego.Reason{},
	}
	complaint := a.complaint()
	if complaint != "" {
		d.Message = complaint
		return d
	}
	switch a.mode {
	case form.OnRow, form.Update:
		a.onRow(d)
	case form.Create:
		a.onNew(d)
	case form.Standing:
		a.standing(d)
	case form.Message:
		a.message(d)
	default:
		panic(fmt.Sprintf("bound: a mode %q", a.mode))
	}
	d.Because = a.because()
	if !d.Allow {
		d.Message = a.reason()
	}
	return d
}

// because lists the statements that decided, in the order of file and line.
func (a *asking) because() []rego.Reason {
	all := map[string]*form.Statement{}
	for _, s := range slices.Concat(a.granted, a.refused) {
		all[s.ID()] = s.Clause.Statement
	}
	out := make([]rego.Reason, 0, len(all))
	for _, s := range slices.SortedFunc(maps.Values(all), inOrder) {
		out = append(out, rego.Reason{Statement: s.ID, Effect: string(s.Effect), Profile: s.Profile})
	}
	return out
}

func inOrder(a, b *form.Statement) int { return a.Order - b.Order }

// proven gives the statements whose condition is proven of a row, or is not.
func proven(list []*bind.Statement, row map[string]any, is bool) []*bind.Statement {
	var out []*bind.Statement
	for _, s := range list {
		if s.Proven(row) == is {
			out = append(out, s)
		}
	}
	return out
}
