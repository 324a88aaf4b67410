package compile_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// In Rego what refers to nothing is undefined, and a check that is undefined
// may be one that never refuses. These tests hold together by their names what
// the library asks for and what the compiler writes.

// names is a set of them.
type names map[string]bool

func (n names) add(list ...string) {
	for _, name := range list {
		n[name] = true
	}
}

// generated is what the compiler writes, over all the portals of the tests.
type generated struct {
	rules   names // of the policy
	model   names // parts of what is known of a resource
	message names // parts of what a statement on messages names
}

func (g *generated) read(m *ast.Module) {
	for _, rule := range m.Rules {
		ref := rule.Head.Ref()
		name := string(ref[0].Value.(ast.Var))
		g.rules.add(name)
		value, ok := rule.Head.Value.Value.(ast.Object)
		switch {
		case !ok:
		case name == "resource":
			g.model.add(keys(value)...)
		case name == "message":
			g.message.add(keysWithin(value)...)
		}
	}
}

func keys(o ast.Object) []string {
	var out []string
	for _, k := range o.Keys() {
		out = append(out, string(k.Value.(ast.String)))
	}
	return out
}

func keysWithin(o ast.Object) []string {
	var out []string
	o.Foreach(func(_, v *ast.Term) { out = append(out, keys(v.Value.(ast.Object))...) })
	return out
}

// allGenerated reads what is generated for all portals.
func allGenerated(t *testing.T) generated {
	t.Helper()
	g := generated{names{}, names{}, names{}}
	for _, portal := range portals(t) {
		b := compiled(t, portal)
		for _, m := range b.Modules {
			if strings.Contains(m.Path, "/policy/") {
				g.read(parsed(t, m.Path, m.Raw))
			}
		}
	}
	return g
}

func parsed(t *testing.T, name string, text []byte) *ast.Module {
	t.Helper()
	m, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestReferences looks up whatever is referred to in a bundle of each portal:
// it is a rule there, or one of the policy that other portals have.
func TestReferences(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	policy := allGenerated(t).rules
	for name, portal := range portals(t) {
		t.Run(name, func(t *testing.T) {
			b := compiled(t, portal)
			modules := map[string]*ast.Module{}
			for _, m := range b.Modules {
				modules[m.Path] = parsed(t, m.Path, m.Raw)
			}
			checkReferences(t, (*b.Manifest.Roots)[0], modules, policy)
		})
	}
}

// TestLibraryTestsReferences does so for the library's own tests: what stands
// in them for the compiler's output has no more than that.
func TestLibraryTestsReferences(t *testing.T) {
	g := allGenerated(t)
	modules := libraryModules(t)
	stub := generated{names{}, names{}, names{}}
	stub.read(modules["regogen/library/policy_test.rego"])
	for _, helper := range []string{"standing", "because", "messages", "when"} {
		delete(stub.rules, helper)
	}
	for what, has := range map[string][2]names{
		"rule":                      {stub.rules, g.rules},
		"part of a resource":        {stub.model, g.model},
		"part of a message's names": {stub.message, g.message},
	} {
		for name := range has[0] {
			if !has[1][name] {
				t.Errorf("the tests' policy has a %s that the compiler never writes: %s", what, name)
			}
		}
	}
	checkReferences(t, "portal", modules, nil)
}

// checkReferences finds for every reference to a rule of the portal the rule
// itself, or its name among those of the policy.
func checkReferences(t *testing.T, portal string, modules map[string]*ast.Module, policy names) {
	t.Helper()
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	root := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(portal)}
	seen := 0
	for _, name := range slices.Sorted(maps.Keys(compiler.Modules)) {
		ast.WalkRefs(compiler.Modules[name], func(ref ast.Ref) bool {
			if !ref.HasPrefix(root) || isPackage(compiler, ref) {
				return false
			}
			seen++
			known := ref.HasPrefix(append(root, ast.StringTerm("policy"))) && len(ref) > 3 && policy[literalOf(ref[3])]
			if !known && len(compiler.GetRules(ref.GroundPrefix())) == 0 {
				t.Errorf("%s: nothing is called %v", name, ref)
			}
			return false
		})
	}
	if seen < 100 {
		t.Errorf("%d references have been found", seen)
	}
}

// isPackage reports that a reference is the name of a module's package.
func isPackage(compiler *ast.Compiler, ref ast.Ref) bool {
	for _, m := range compiler.Modules {
		if m.Package.Path.Equal(ref) {
			return true
		}
	}
	return false
}

func literalOf(t *ast.Term) string {
	s, _ := t.Value.(ast.String)
	return string(s)
}

// TestLibraryParts looks up the parts of the compiler's constants that the
// library's text asks for: those after `model` and `by` (of a statement on
// messages), and the names of the parts that it hands to functions.
func TestLibraryParts(t *testing.T) {
	g := allGenerated(t)
	asked := map[string]names{"model": {}, "by": {}, "part": {}}
	for name, m := range libraryModules(t) {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		ast.WalkRefs(m, func(ref ast.Ref) bool {
			for i, term := range ref[:len(ref)-1] {
				of := strings.Trim(term.String(), `"`)
				if next := literalOf(ref[i+1]); asked[of] != nil && next != "" {
					asked[of].add(next)
				}
			}
			return false
		})
		ast.WalkTerms(m, func(term *ast.Term) bool {
			if call, ok := term.Value.(ast.Call); ok && slices.Contains([]string{"applying", "places", "theirs", "bound"}, lastOf(call[0])) {
				for _, arg := range call[1:] {
					if part := literalOf(arg); part != "" {
						asked["part"].add(part)
						break
					}
				}
			}
			return false
		})
	}
	for of, has := range map[string]names{"model": g.model, "by": g.message, "part": g.model} {
		if len(asked[of]) == 0 {
			t.Errorf("the library asks for nothing of %q", of)
		}
		for name := range asked[of] {
			if !has[name] {
				t.Errorf("the library asks for %s of %q, which the compiler never writes", name, of)
			}
		}
	}
}

func lastOf(function *ast.Term) string {
	ref, ok := function.Value.(ast.Ref)
	if !ok {
		return ""
	}
	return strings.Trim(ref[len(ref)-1].String(), `"`)
}
