package lint

import (
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// linter looks in a policy without errors for what is legal and surely
// unwanted.
type linter struct {
	policy  *policy.Policy
	doc     *syntax.Document
	memory  *Memory
	reads   *readings
	reveals map[*policy.Profile]map[string]bool // classes that people with its statements are shown
	dead    map[*policy.Statement]bool          // of the profile that is looked at, those that have been told of already
	never   func() map[*policy.Field]bool       // fields that are never null
	all     *together
	diags   hcl.Diagnostics
}

// Warnings gives the warnings about a policy, apart from those that its author has
// answered with a comment:
//
//	# portcullis: allow unused-local kept for the next release
//
// on the line of what is warned about, or in the comment above it.
//
// What is known from a memory, which may be nil, is not worked out again.
func Warnings(p *policy.Policy, doc *syntax.Document, m *Memory) hcl.Diagnostics {
	if m == nil {
		m = &Memory{}
	}
	m.round()
	l := &linter{
		policy: p, doc: doc, memory: m, reads: readingsOf(p, doc, m), reveals: revealsOf(p),
		never: sync.OnceValue(func() map[*policy.Field]bool { return neverNull(p) }),
	}
	l.find()
	l.unusedNames()
	l.unseenTables()
	l.conditions()
	l.sharedKeys()
	l.namesAlike()
	for i, p := range l.all.profiles {
		l.ofProfile(p, l.all.of[i])
	}
	var kept hcl.Diagnostics
	for _, d := range l.diags {
		if !l.answered(d) {
			kept = append(kept, d)
		}
	}
	return kept
}

func (l *linter) warn(subject hcl.Range, summary, format string, args ...any) {
	d := diag.Problem(subject, summary, fmt.Sprintf(format, args...))
	d.Severity = hcl.DiagWarning
	d.Detail += diag.AnswerHint(d)
	l.diags = append(l.diags, d)
}

// warnOfNoUse warns of what this portal has no use for. In a folder that it uses
// it says nothing, for other portals use that one, too.
func (l *linter) warnOfNoUse(subject hcl.Range, summary, format string, args ...any) {
	if syntax.UsedFolder(subject) == "" {
		l.warn(subject, summary, format, args...)
	}
}

// answered reports whether a comment says that what is warned about is meant.
func (l *linter) answered(d *hcl.Diagnostic) bool {
	i := slices.IndexFunc(l.policy.Files, func(f *policy.File) bool { return f.Name == d.Subject.Filename })
	return i >= 0 && diag.Answered(l.policy.Files[i].Bytes, d)
}
