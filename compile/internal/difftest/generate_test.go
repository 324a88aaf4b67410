package difftest

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"portcullis/lang"
	"portcullis/lang/reference"
)

// load reads a policy text.
func load(source string) (*lang.Policy, error) {
	p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		for _, d := range diags.Errs() {
			return nil, d
		}
	}
	return p, nil
}

// tooLarge reports whether a policy is refused for a condition that is larger
// than conditions may be, as a drawn one is at times.
func tooLarge(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Expression too large")
}

// TestGeneratedPoliciesLoad holds the checker to its word: what the language
// allows has no error.
func TestGeneratedPoliciesLoad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, portal := range rapid.SliceOfN(Portals(), 30, 30).Draw(t, "portals") {
			if _, err := load(portal.Source); err != nil && !tooLarge(err) {
				t.Fatalf("%v\n%s", err, portal.Source)
			}
		}
	})
}

// TestGeneratedRequestsAreTelling guards the generator: many requests must be
// allowed and many refused, or the differential test compares nothing.
func TestGeneratedRequestsAreTelling(t *testing.T) {
	counts := map[string]int{}
	for seed := range 200 {
		c := Cases(50).Example(seed)
		p, err := load(c.Portal.Source)
		if tooLarge(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Requests {
			d := reference.Decide(p, r)
			counts["asked"]++
			for what, is := range map[string]bool{
				"allowed": d.Allow, "masked": len(d.Masked) > 0, "set": len(d.Set) > 0, "editable": len(d.Editable) > 0,
				"rows": len(reference.Visible(p, r)) > 0, "told": d.Message != "" && !d.Builtin, "malformed": d.Builtin,
			} {
				if is {
					counts[what]++
				}
			}
			if request, ok := r.(map[string]any); ok && d.Allow {
				if action, ok := request["action"].(string); ok {
					counts[action+" allowed"]++
				}
			}
		}
	}
	t.Log(counts)
	for what, share := range map[string]float64{
		"allowed": 0.1, "masked": 0.005, "set": 0.005, "editable": 0.05, "rows": 0.01, "told": 0.03, "malformed": 0.05,
		"view allowed": 0.02, "update allowed": 0.02, "create allowed": 0.01, "import allowed": 0.005, "access allowed": 0.02,
	} {
		if float64(counts[what]) < share*float64(counts["asked"]) {
			t.Errorf("%s: %d of %d", what, counts[what], counts["asked"])
		}
	}
}
