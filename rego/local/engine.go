package local

import (
	"context"
	"fmt"
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// Engine answers questions about one portal. It is safe for concurrent use.
type Engine struct {
	catalog *rego.Catalog
	policy  *bind.Policy
	form    *form.Form
	kept    *bind.Cache[*standpoint]
}

// New gives the engine of the bundle that e has opened.
func New(e *rego.Engine) *Engine { return By(e.Policy(), e.Catalog()) }

// Of gives the engine of a decision form that is in no bundle, and of the
// catalog that goes with it; neither is to be changed afterwards.
func Of(f *form.Form, c *rego.Catalog) *Engine { return By(bind.NewPolicy(f), c) }

// keptStandpoints bounds how many an engine keeps. One takes a few kilobytes.
const keptStandpoints = 1024

// By gives the engine of a decision form that is prepared already.
func By(policy *bind.Policy, c *rego.Catalog) *Engine {
	kept, err := bind.NewCache[*standpoint](policy, keptStandpoints)
	if err != nil {
		panic("local: " + err.Error()) // there is room for some
	}
	return &Engine{c, policy, policy.Form(), kept}
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
	a := &asking{Engine: e, standpoint: e.standpoint(q), q: q}
	return a.decide(), nil
}

// Visible gives those of the request's Rows on which its Action is allowed, in
// their order, with what is seen of each. Errors are those of [Engine.Allow].
func (e *Engine) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("deciding: %w", err)
	}
	out := []rego.VisibleRow{}
	at := e.standpoint(q)
	if at.mode != form.OnRow && at.mode != form.Update {
		return out, nil
	}
	// An update is asked with what is sent: each row is a decision of its own.
	for _, row := range q.Rows {
		one := *q
		one.Row = row
		a := &asking{Engine: e, standpoint: at, q: &one}
		if d := a.decide(); d.Allow {
			out = append(out, a.shown(d))
		}
	}
	return out, nil
}

// asking is one request.
type asking struct {
	*Engine
	*standpoint
	q *rego.Request

	cells   []bind.Cell // of a row that is seen
	space   [24]bind.Cell
	isSeen  bool
	granted []*bind.Statement // that applied
	refused []*bind.Statement
	lacking []*bind.Statement // allows of the action, of which those that did not work are told
	worked  []*bind.Statement
	clash   bool   // statements give one field different values
	fault   string // what is wrong with what is sent, of which nothing else is told
	last    string // what is told where the author has no words
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
		panic(fmt.Sprintf("local: a mode %q", a.mode))
	}
	d.Because = a.because()
	if !d.Allow {
		d.Message = a.reason()
	}
	return d
}

// because lists the statements that decided, in the order of file and line.
func (a *asking) because() []rego.Reason {
	all := a.granted // in that order
	if len(a.refused) > 0 {
		all = slices.Concat(a.granted, a.refused)
		slices.SortStableFunc(all, inOrder)
		all = slices.CompactFunc(all, func(s, t *bind.Statement) bool { return s.ID() == t.ID() })
	}
	out := make([]rego.Reason, len(all))
	for i, s := range all {
		of := s.Clause.Statement
		out[i] = rego.Reason{Statement: of.ID, Effect: string(of.Effect), Profile: of.Profile}
	}
	return out
}

func inOrder(a, b *bind.Statement) int { return a.Clause.Statement.Order - b.Clause.Statement.Order }

// proven gives the statements whose condition is proven of a row, or is not.
func proven(list []*bind.Statement, row map[string]any, is bool) []*bind.Statement {
	var out []*bind.Statement
	for _, s := range list {
		if s.Proven(row) == is {
			if out == nil {
				out = make([]*bind.Statement, 0, len(list))
			}
			out = append(out, s)
		}
	}
	return out
}
