package format

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"portcullis/lang/syntax"
)

// FormatSource gives a policy's or a test's source text in the form that all
// share: terraform fmt's spacing, indentation and alignment, labels quoted, at
// most one blank line in a row and none at the ends of a block, the bars of
// grids below one another, lines that end with LF, and no byte order mark.
// Comments and meaning stay. Source that does not parse gives diagnostics and
// no text.
//
// The text is edited where HCL's tokens and syntax tree say, rather than
// written anew from the tree, which has no comments.
func FormatSource(name string, src []byte) ([]byte, hcl.Diagnostics) {
	_, diags := syntax.ParseFile(name, src) // which bounds it; what follows need not
	if diags.HasErrors() {
		return nil, diags
	}
	text := PlainLines(src)
	if len(src) > 0 && src[len(src)-1] != '\n' {
		// A last line that gets an end is read as one that goes on in the next.
		if _, ended := syntax.ParseFile(name, text); ended.HasErrors() {
			return nil, ended
		}
	}
	text = Edited(text, append(tidyLines(text), QuoteLabels(BodyOf(name, text), text)...))
	text = spaced(text)
	if bytes.Contains(text, []byte("<<")) { // parsing it takes its time
		text = Edited(text, AlignGrids(BodyOf(name, text), text))
	}
	return text, diags
}

// PlainLines takes off a byte order mark, and gives all lines the same end, the
// last one too.
func PlainLines(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	out := make([]byte, 0, len(src)+1)
	for line := range bytes.Lines(src) {
		if text, ended := bytes.CutSuffix(line, []byte("\n")); ended {
			line = bytes.TrimRight(text, "\r")
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// BodyOf parses text that is known to parse: an edition of text that does.
func BodyOf(name string, text []byte) *hclsyntax.Body {
	file, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok || diags.HasErrors() {
		panic("format: the formatter broke " + name + ": " + diags.Error())
	}
	return body
}

// spaced has HCL set the spaces and indents. It does so by the kinds of
// tokens, and may join two that are one when they touch (a number and a dot);
// the spaces of such a text stay as they are.
func spaced(text []byte) []byte {
	formatted := hclwrite.Format(text)
	same := slices.EqualFunc(Lex(text), Lex(formatted), func(a, b hclsyntax.Token) bool {
		return a.Type == b.Type && bytes.Equal(a.Bytes, b.Bytes)
	})
	if !same {
		return text
	}
	return formatted
}

func Lex(text []byte) hclsyntax.Tokens {
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos) // diagnostics are the parser's, too
	return tokens
}

// Edit puts a text in the place of the bytes from start to end.
type Edit struct {
	Start, End int
	Text       string
}

// Edited carries out edits, which do not overlap.
func Edited(src []byte, edits []Edit) []byte {
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	out := make([]byte, 0, len(src))
	done := 0
	for _, e := range edits {
		out = append(out, src[done:e.Start]...)
		out = append(out, e.Text...)
		done = e.End
	}
	return append(out, src[done:]...)
}

// QuoteLabels puts quotes around the labels that lack them, of a body's blocks
// and all blocks in them. Rewriting labels by hclwrite would lose comments
// between them.
func QuoteLabels(body *hclsyntax.Body, text []byte) []Edit {
	var edits []Edit
	for _, block := range body.Blocks {
		for _, at := range block.LabelRanges {
			if text[at.Start.Byte] != '"' {
				edits = append(edits, Edit{at.Start.Byte, at.Start.Byte, `"`}, Edit{at.End.Byte, at.End.Byte, `"`})
			}
		}
		edits = append(edits, QuoteLabels(block.Body, text)...)
	}
	return edits
}
