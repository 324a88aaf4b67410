package diag

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2"
)

// AnswerHint ends the detail of a warning with the comment that answers it.
func AnswerHint(d *hcl.Diagnostic) string {
	return fmt.Sprintf(" (If it is meant so: # portcullis: allow %s REASON)", Code(d))
}

var answer = regexp.MustCompile(`(?:#|//|/\*)\s*portcullis:\s*allow\s+([a-z-]+)\s+\S`)

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
