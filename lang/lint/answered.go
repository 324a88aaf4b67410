package lint

import (
	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/policy"
)

// Unanswered gives those of the warnings about a policy that its author has
// not answered with a comment (`# portcullis: allow ID REASON`).
func Unanswered(p *policy.Policy, warnings hcl.Diagnostics) hcl.Diagnostics {
	l := &linter{policy: p}
	var out hcl.Diagnostics
	for _, d := range warnings {
		if !l.answered(d) {
			out = append(out, d)
		}
	}
	return out
}
