package lint

import (
	"portcullis/internal/memo"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Memory keeps what was found out of conditions and files, for the next policy that
// has the very same ones. A condition is never changed, and leads to all that it comes
// of; one that is written out anew ([policy.Visible]) is another.
type Memory struct {
	mentions memo.Memo[*syntax.Document, *mentions]
	outcomes memo.Memo[policy.Cond, outcomes] // where nothing is known of fields
	quiet    memo.Memo[policy.Cond, bool]     // nothing is to be said of its parts
	texts    memo.Memo[policy.Cond, string]
}

func (m *Memory) round() {
	m.mentions.Round()
	m.outcomes.Round()
	m.quiet.Round()
	m.texts.Round()
}

// of gives what a condition can come to; any, where there is none.
func (m *Memory) of(c policy.Cond) outcomes {
	return m.outcomes.Of(c, func() outcomes { return lookingAt(nil).of(c) })
}

// neverTrue reports whether a condition is true of no request; an absent one always
// holds.
func (m *Memory) neverTrue(c policy.Cond) bool { return c != nil && m.of(c)&canBeTrue == 0 }

// text gives a condition as text, by which conditions are compared; "" where there is
// none.
func (m *Memory) text(c policy.Cond) string {
	if c == nil {
		return ""
	}
	return m.texts.Of(c, func() string { return policy.Format(c) })
}
