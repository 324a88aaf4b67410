package lang

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// linter looks in a policy without errors for what is legal and surely
// unwanted.
type linter struct {
	policy  *Policy
	doc     *document
	reads   *readings
	reveals map[*Profile]map[string]bool // classes that people with its statements are shown
	dead    map[*Statement]bool          // those that have been told of already, as never applying
	diags   hcl.Diagnostics
}

// lint gives the warnings about a policy, apart from those that its author has
// answered with a comment:
//
//	# portcullis: allow unused-local kept for the next release
//
// on the line of what is warned about, or in the comment above it.
func lint(p *Policy, doc *document) hcl.Diagnostics {
	l := &linter{policy: p, doc: doc, reads: readingsOf(p, doc), reveals: revealsOf(p), dead: map[*Statement]bool{}}
	l.unusedNames()
	l.unseenTables()
	l.statements()
	l.conditions()
	l.sharedKeys()
	l.namesAlike()
	l.unseenWrites()
	l.masksNeverShown()
	l.personsFields()
	l.unrevealedFields()
	l.redundantStatements()
	var kept hcl.Diagnostics
	for _, d := range l.diags {
		if !l.answered(d) {
			kept = append(kept, d)
		}
	}
	return kept
}

func (l *linter) warn(subject hcl.Range, summary, format string, args ...any) {
	d := problem(subject, summary, fmt.Sprintf(format, args...))
	d.Severity = hcl.DiagWarning
	d.Detail += answerHint(d)
	l.diags = append(l.diags, d)
}

// answerHint ends the detail of a warning with the comment that answers it.
func answerHint(d *hcl.Diagnostic) string {
	return fmt.Sprintf(" (If it is meant so: # portcullis: allow %s REASON)", Code(d))
}

var answer = regexp.MustCompile(`(?:#|//|/\*)\s*portcullis:\s*allow\s+([a-z-]+)\s+\S`)

// answered reports whether a comment says that what is warned about is meant.
func (l *linter) answered(d *hcl.Diagnostic) bool {
	i := slices.IndexFunc(l.policy.Files, func(f *File) bool { return f.Name == d.Subject.Filename })
	return i >= 0 && Answered(l.policy.Files[i].Bytes, d)
}

// Answered reports whether a comment in the source that a warning points into says
// that what it warns of is meant.
func Answered(src []byte, d *hcl.Diagnostic) bool {
	end := len(src)
	if n := bytes.IndexByte(src[min(d.Subject.Start.Byte, end):], '\n'); n >= 0 {
		end = d.Subject.Start.Byte + n
	}
	for first := true; ; first = false {
		start := bytes.LastIndexByte(src[:end], '\n') + 1
		line := bytes.TrimSpace(src[start:end])
		if !first && !comment(line) {
			return false
		}
		if m := answer.FindSubmatch(line); m != nil && string(m[1]) == Code(d) {
			return true
		}
		if start == 0 {
			return false
		}
		end = start - 1
	}
}

func comment(line []byte) bool {
	return bytes.HasPrefix(line, []byte("#")) || bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("/*"))
}
