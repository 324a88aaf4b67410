package format

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/syntax"
)

// tidyLines takes away the blank lines that are too many, and the spaces that
// nobody sees: behind comments. It goes by tokens, so that heredocs stay.
func tidyLines(text []byte) []Edit {
	t := tidier{opened: true} // at the start of the file, as after a bracket
	for _, token := range Lex(text) {
		t.token(token, text)
	}
	return t.edits
}

// tidier goes over the tokens of a file. Blank lines that have been seen are
// kept back, since whether one stays depends on what follows.
type tidier struct {
	edits  []Edit
	blank  []Edit // the blank lines since the last line that has something in it
	opened bool   // that line ends with an opening bracket, or there is none
	begun  bool   // this line has something in it
	last   hclsyntax.TokenType
}

func (t *tidier) token(token hclsyntax.Token, text []byte) {
	at := token.Range
	switch {
	case token.Type == hclsyntax.TokenNewline && !t.begun:
		t.blank = append(t.blank, Edit{Start: len(bytes.TrimRight(text[:at.Start.Byte], " \t")), End: at.End.Byte})
	case token.Type == hclsyntax.TokenNewline:
		t.endLine()
	case token.Type == hclsyntax.TokenEOF:
		t.flush(true)
	default:
		if !t.begun {
			t.flush(t.opened || syntax.Closes(token.Type))
			t.begun, t.opened, t.last = true, false, hclsyntax.TokenNil
		}
		if token.Type != hclsyntax.TokenComment {
			t.last = token.Type
			return
		}
		t.comment(token)
		if syntax.EndsLine(token) {
			t.endLine()
		}
	}
}

func (t *tidier) endLine() {
	t.begun, t.opened = false, syntax.Opens(t.last)
}

// flush decides about the blank lines that have been seen: at most one stays.
func (t *tidier) flush(none bool) {
	if !none && len(t.blank) > 0 {
		t.blank = t.blank[1:]
	}
	t.edits = append(t.edits, t.blank...)
	t.blank = nil
}

func (t *tidier) comment(token hclsyntax.Token) {
	at := token.Range.Start.Byte
	for line := range strings.Lines(string(token.Bytes)) {
		text := strings.TrimSuffix(line, "\n")
		if kept := strings.TrimRight(text, " \t\r"); kept != text {
			t.edits = append(t.edits, Edit{Start: at + len(kept), End: at + len(text)})
		}
		at += len(line)
	}
}
