package rego

import (
	"encoding/json"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// hoist takes what is known of tables and profiles before a request, half of the
// text of a policy, out of its modules, and gives it as a document: it need not be
// compiled then, and is read from a store as it is. The library's rules look into
// it by names alone, as a store wants it, or at all of it. The modules themselves
// stay, since whoever gave the bundle may have further use for it.
func hoist(modules map[string]*ast.Module, portal string) map[string]any {
	policy := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(portal), ast.StringTerm("policy")}
	constants, pool := map[string]any{}, newPool()
	for name, m := range modules {
		if !m.Package.Path.Equal(policy) {
			continue
		}
		without := *m
		without.Rules = nil
		for _, r := range m.Rules {
			if path, ok := hoisted(r); ok {
				place(constants, path, pool.term(r.Head.Value).Value)
			} else {
				without.Rules = append(without.Rules, r)
			}
		}
		modules[name] = &without
	}
	return map[string]any{portal: map[string]any{"policy": constants}}
}

// hoisted gives where in the document the constant belongs that a rule is, if it
// is one of these.
func hoisted(r *ast.Rule) ([]string, bool) {
	h := r.Head
	first := h.Reference[0].Value
	if first.Compare(ast.Var("resource")) != 0 && first.Compare(ast.Var("reach")) != 0 {
		return nil, false
	}
	path := []string{string(first.(ast.Var))}
	for _, t := range h.Reference[1:] {
		part, ok := t.Value.(ast.String)
		if !ok {
			return nil, false
		}
		path = append(path, string(part))
	}
	always := len(r.Body) == 1 && r.Body[0].Equal(ast.NewExpr(ast.BooleanTerm(true)))
	return path, always && h.Value != nil && h.Value.IsGround()
}

// place puts a value into a document. No two constants are at one place.
func place(document map[string]any, path []string, v ast.Value) {
	last := len(path) - 1
	for _, name := range path[:last] {
		inner, ok := document[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			document[name] = inner
		}
		document = inner
	}
	document[path[last]] = v
}

// pool makes terms of constants, one for all that are equal, which share nothing
// with those that they are made from: what is parsed keeps its place, and the text
// that it stood in.
type pool struct {
	known *util.HasherMap[ast.Value, *ast.Term]
}

func newPool() pool {
	return pool{util.NewHasherMap[ast.Value, *ast.Term](ast.ValueEqual)}
}

func (p pool) term(t *ast.Term) *ast.Term {
	if known, ok := p.known.Get(t.Value); ok {
		return known
	}
	var own *ast.Term
	switch v := t.Value.(type) {
	case ast.String:
		own = ast.StringTerm(strings.Clone(string(v)))
	case ast.Number:
		own = ast.NumberTerm(json.Number(strings.Clone(string(v))))
	case ast.Object:
		items := make([][2]*ast.Term, 0, v.Len())
		v.Foreach(func(key, value *ast.Term) { items = append(items, [2]*ast.Term{p.term(key), p.term(value)}) })
		own = ast.ObjectTerm(items...)
	case ast.Set:
		own = ast.SetTerm(p.terms(v.Len(), v.Foreach)...)
	case *ast.Array:
		own = ast.ArrayTerm(p.terms(v.Len(), v.Foreach)...)
	default:
		own = ast.NewTerm(v)
	}
	p.known.Put(own.Value, own)
	return own
}

func (p pool) terms(n int, each func(func(*ast.Term))) []*ast.Term {
	list := make([]*ast.Term, 0, n)
	each(func(t *ast.Term) { list = append(list, p.term(t)) })
	return list
}
