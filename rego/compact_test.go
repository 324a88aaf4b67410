package rego

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	_ "portcullis/internal/update" // for -update
)

// TestCompact holds constants that are equal to be one, in rules that are
// otherwise as they were.
func TestCompact(t *testing.T) {
	c := ast.MustCompileModules(map[string]string{"shop.rego": `package shop

orders := {"fields": {"id", "total"}, "types": {"id": "number"}}

clients := {"fields": {"id", "total"}, "types": {"id": "string"}}

big if input.total > 100

big := false if {
	input.total > 1
} else := true
`})
	before := c.Modules["shop.rego"].Copy()
	compact(c)
	module := c.Modules["shop.rego"]
	if !before.Equal(module) {
		t.Errorf("compacted:\n%s\nbefore:\n%s", module, before)
	}
	field := func(rule int, name string) *ast.Term {
		return module.Rules[rule].Head.Value.Value.(ast.Object).Get(ast.StringTerm(name))
	}
	if field(0, "fields").Value != field(1, "fields").Value {
		t.Error("sets that are equal are two")
	}
	if field(0, "types").Value == field(1, "types").Value {
		t.Error("objects that differ are one")
	}
	for _, rule := range module.Rules {
		ast.WalkTerms(rule, func(term *ast.Term) bool {
			if term.Location != nil {
				t.Errorf("%v has a place", term)
			}
			return false
		})
	}
	if c.Graph != nil {
		t.Error("the graph of rules is kept")
	}
}
