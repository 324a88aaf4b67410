package bind

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
)

// maxTests is how many tests an expression may ask, beyond those that its own
// text has, with the conditions that it names written out: every engine but the
// checker writes them out.
const maxTests = 10_000

// checkExpansion reports an expression that is too large with the conditions
// that it names written out, and names the one that most of it comes from.
func (b *binder) checkExpansion(expr hclsyntax.Expression, asked policy.Tests, named map[*policy.Condition]int) {
	rng := expr.Range()
	if asked.Most() <= maxTests+rng.End.Byte-rng.Start.Byte {
		return
	}
	var most *policy.Condition
	for c, n := range named {
		if most == nil || n > named[most] || n == named[most] && c.Name < most.Name {
			most = c
		}
	}
	detail := fmt.Sprintf("It asks more than %d tests.", maxTests)
	if most != nil {
		detail = fmt.Sprintf("With the conditions that it names written out, it asks more than %d tests, most of them from condition.%s. "+
			"A condition that names another several times, which does so too, doubles with each step: name it once, as in c && (a || b) "+
			"for c && a || c && b.", maxTests, most.Name)
	}
	b.report(rng, "Expression too large", "%s", detail)
}
