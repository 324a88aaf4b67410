package difftest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/lang/syntax"
)

// TestEveryArgumentIsKnown names who forgot an argument of statements: a page, the random
// portals, or those who decide. Of these it asks a portal with the argument and without:
// there must be a request that is answered otherwise, by the oracle and by the engines.
func TestEveryArgumentIsKnown(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	var cases []*Case
	for seed := range 120 {
		cases = append(cases, Cases(40).Example(seed))
	}
	for i := range syntax.Arguments {
		a := &syntax.Arguments[i]
		for _, name := range []string{"LANGUAGE.md", "REFERENCE.md"} {
			if !strings.Contains(page(t, name), "`"+a.Name+"`") {
				t.Errorf("%s: not in lang/%s", a.Name, name)
			}
		}
		if a.Name != "description" { // which decides nothing
			heeded(t, a.Name, cases)
		}
	}
}

// heeded looks for a request that an argument decides.
func heeded(t *testing.T, argument string, cases []*Case) {
	t.Helper()
	drawn := false
	for _, c := range cases {
		bare := without(t, c.Portal.Source, argument, "allow", "deny")
		if bare == c.Portal.Source {
			continue
		}
		drawn = true
		p, err := load(c.Portal.Source)
		q, err2 := load(bare)
		if err2 != nil { // an allow needs it
			bare = without(t, c.Portal.Source, argument, "deny")
			q, err2 = load(bare)
		}
		if err != nil || err2 != nil { // too large
			continue
		}
		for _, r := range c.Requests {
			if reflect.DeepEqual(decided(p, r), decided(q, r)) {
				continue
			}
			for _, source := range []string{c.Portal.Source, bare} {
				s, err := open(source)
				if err != nil {
					t.Fatal(err)
				}
				if diff := s.difference(r); diff != "" {
					t.Errorf("%s: the oracle heeds it otherwise than the engines: %s", argument, diff)
				}
			}
			return
		}
	}
	if !drawn {
		t.Errorf("%s: not in the portals that are drawn", argument)
		return
	}
	t.Errorf("%s: the oracle decides no request by it", argument)
}

// decided gives what the oracle says, without what it looked at.
func decided(p *lang.Policy, r any) any {
	return []any{reference.Decide(p, r), reference.Visible(p, r)}
}

// without blanks an argument of statements out of a portal, so that what is left stands
// where it stood.
func without(t *testing.T, source, argument string, from ...string) string {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "p.portal.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	out := []byte(source)
	for _, b := range file.Body.(*hclsyntax.Body).Blocks {
		for _, s := range b.Body.Blocks {
			a := s.Body.Attributes[argument]
			if a == nil || !slices.Contains(from, s.Type) {
				continue
			}
			for i := a.SrcRange.Start.Byte; i < a.SrcRange.End.Byte; i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
		}
	}
	return string(out)
}
