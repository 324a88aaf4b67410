package lint

import (
	"portcullis/internal/memo"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Memory keeps what was found out of profiles, conditions and files, for the next policy
// that has the very same ones. A profile leads to all that its statements come of. A condition is never changed, and leads to all that it comes
// of; one that is written out anew ([policy.Visible]) is another.
type Memory struct {
	mentions memo.Memo[*syntax.Document, *mentions]
	quiet    memo.Memo[policy.Cond, bool] // nothing is to be said of its parts
	findings memo.Memo[profileKey, *findings]
}

func (m *Memory) round() {
	m.mentions.Round()
	m.quiet.Round()
	m.findings.Round()
}
