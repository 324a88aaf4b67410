package rego

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// compact lets a compiler go of what answers do not need: which rules depend on
// which, and where in its text each term stood, together half of what a policy
// takes in memory. Constants that are equal, as those of tables alike are in most
// of their parts, become one. It is for before queries are prepared, which copy
// the compiler, and before anything is evaluated.
func compact(c *ast.Compiler) {
	c.Graph = nil
	constants := interner{util.NewHasherMap[ast.Value, ast.Value](ast.ValueEqual)}
	for _, module := range c.Modules {
		module.Comments, module.Package.Location = nil, nil
		for _, i := range module.Imports {
			i.Location, i.Path.Location = nil, nil
		}
		for _, a := range module.Annotations {
			a.Location = nil
		}
		for _, rule := range module.Rules {
			constants.rule(rule)
		}
	}
}

// interner has one value for all constants that are equal.
type interner struct {
	known *util.HasherMap[ast.Value, ast.Value]
}

// rule compacts a rule.
func (i interner) rule(r *ast.Rule) {
	ast.WalkTerms(r, i.term)
	ast.WalkExprs(r, func(e *ast.Expr) bool {
		e.Location = nil
		return false
	})
	for ; r != nil; r = r.Else {
		r.Head.Location = nil
		r.Head.Name, _ = i.value(r.Head.Name).(ast.Var)
		for _, t := range r.Head.Reference {
			i.term(t)
		}
		if r.Location != nil { // by which OPA tells rules apart that contradict each other
			r.Location.Text = nil
		}
	}
}

// term takes a term's place away, and shares its value if that is a constant; it
// tells [ast.WalkTerms] to go no deeper then. Terms that others may be reading,
// those of OPA itself, have no place.
func (i interner) term(t *ast.Term) bool {
	if t.Location == nil {
		return false
	}
	t.Location = nil
	switch v := t.Value.(type) {
	case ast.String, ast.Number, ast.Var:
		t.Value = i.value(v)
	case ast.Object, ast.Set, *ast.Array:
		if v.IsGround() {
			t.Value = i.value(v)
			return true
		}
	}
	return false
}

// value gives the one that is equal. Its parts are compacted even if it is given
// up for another: OPA allocates the terms of a constant together, so that one
// that is kept keeps all.
func (i interner) value(v ast.Value) ast.Value {
	switch v := v.(type) {
	case ast.Object:
		v.Foreach(func(key, value *ast.Term) {
			i.term(key)
			i.term(value)
		})
	case ast.Set:
		v.Foreach(func(e *ast.Term) { i.term(e) })
	case *ast.Array:
		v.Foreach(func(e *ast.Term) { i.term(e) })
	}
	if known, ok := i.known.Get(v); ok {
		return known
	}
	switch text := v.(type) { // of its own, not a part of the module's
	case ast.String:
		v = ast.String(strings.Clone(string(text)))
	case ast.Number:
		v = ast.Number(strings.Clone(string(text)))
	case ast.Var:
		v = ast.Var(strings.Clone(string(text)))
	}
	i.known.Put(v, v)
	return v
}
