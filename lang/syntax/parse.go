package syntax

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
)

// MaxFileSize bounds one source file. A policy of this size would have tens
// of thousands of statements.
const MaxFileSize = 8 << 20

// ParseFile parses one source file, of a policy or of tests. The source is
// bounded on its bytes and tokens before HCL's parser sees it, because that
// parser recurses without a limit of its own. The file is never nil; where the
// bounds are exceeded, or the text is not UTF-8, its body is empty.
func ParseFile(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	p := Parse(name, src, nil)
	return p.File, p.Diags
}

// Parsed is a file that has been parsed, in pieces where nothing is to be said of its
// syntax. It does not change.
type Parsed struct {
	File   *hcl.File
	Diags  hcl.Diagnostics
	pieces []*piece // of the whole file, or none

	decode  sync.Once
	doc     *Document
	decoded hcl.Diagnostics
}

// Parse is [ParseFile] for those who have parsed another version of the file before,
// which may be nil.
func Parse(name string, src []byte, last *Parsed) *Parsed {
	if diags := checkText(name, src); diags.HasErrors() {
		return &Parsed{File: unread(src), Diags: diags}
	}
	var before []*piece
	if last != nil {
		before = last.pieces
	}
	if pieces := parsePieces(name, src, before); pieces != nil {
		if file, ok := joined(name, src, pieces); ok {
			var words hcl.Diagnostics
			for _, p := range pieces {
				words = append(words, p.words...)
			}
			return &Parsed{File: file, Diags: checkLetters(name, src, words), pieces: pieces}
		}
	}
	file, diags := parseWhole(name, src)
	return &Parsed{File: file, Diags: diags}
}

// Document gives the file in the syntax form, and what is to be said of that.
func (p *Parsed) Document() (*Document, hcl.Diagnostics) {
	p.decode.Do(func() {
		if p.pieces == nil {
			p.doc, p.decoded = Decode(p.File, SyntaxErrors(p.Diags))
			return
		}
		p.doc = &Document{}
		for _, piece := range p.pieces {
			doc, diags := piece.document()
			p.doc.Add(doc)
			p.decoded = append(p.decoded, diags...)
		}
	})
	return p.doc, p.decoded
}

func unread(src []byte) *hcl.File { return &hcl.File{Body: &hclsyntax.Body{}, Bytes: src} }

// parseWhole parses a file whose text is checked.
func parseWhole(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	start := hcl.InitialPos
	tokens, lexical := hclsyntax.LexConfig(src, name, start)
	if diags := checkBounds(tokens); diags.HasErrors() {
		return unread(src), diags
	}
	broken := brokenLines(tokens)
	letters := checkLetters(name, src, mixedIn(tokens))
	tokens = nil // some 100 bytes each, and the parser makes its own
	for i, d := range lexical {
		if d.Summary == unclosedString {
			// All that follows is taken for text, or text for it.
			return unread(src), lexical[:i+1]
		}
	}
	file, diags := hclsyntax.ParseConfig(src, name, start)
	diags = diags[len(lexical):] // which it begins with
	var foreign hcl.Diagnostics
	if len(SyntaxErrors(diags)) > 0 || len(lexical) > 0 {
		tokens, _ := hclsyntax.LexConfig(src, name, start)
		foreign = habits(src, tokens)
	}
	if len(SyntaxErrors(diags)) > 0 {
		file.Body, diags = parseByBlock(name, src)
	}
	for _, d := range diags {
		reword(d)
	}
	known := append(foreign, without(append(lexical, broken...), foreign)...)
	return file, slices.Concat(known, without(diags, known), letters)
}

// checkText refuses what is no text of a sensible size.
func checkText(name string, src []byte) hcl.Diagnostics {
	if len(src) > MaxFileSize {
		return hcl.Diagnostics{TooLarge(name, int64(len(src)))}
	}
	if d := unreadable(name, src); d != nil {
		return hcl.Diagnostics{d}
	}
	if words, signs := density(src); words > maxTokens || signs > maxSigns {
		return hcl.Diagnostics{diag.Problem(StartOf(name), "File too large",
			fmt.Sprintf("The file has some %d words and signs, and up to %d signs in a line; at most %d and %d are read. Spread the policy over several files.", words, signs, maxTokens, maxSigns))}
	}
	return nil
}

// unreadable tells of the first byte that is of no text; nil where there is none.
func unreadable(name string, src []byte) *hcl.Diagnostic {
	if utf8.Valid(src) && bytes.IndexByte(src, 0) < 0 {
		return nil
	}
	pos := hcl.InitialPos
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		var summary, detail string
		switch {
		case r == utf8.RuneError && size == 1:
			summary = "Invalid character encoding"
			detail = fmt.Sprintf("The file is not text in UTF-8: byte %d is 0x%02x, which no UTF-8 text has here. Save it as UTF-8 in your editor.", i, src[i])
		case r == 0:
			summary = "Invalid character"
			detail = fmt.Sprintf("The file is not text: byte %d is NUL.", i)
		}
		if summary != "" {
			end := pos
			end.Byte, end.Column = i+size, pos.Column+1
			pos.Byte = i
			return diag.Problem(hcl.Range{Filename: name, Start: pos, End: end}, summary, detail)
		}
		if r == '\n' {
			pos.Line, pos.Column = pos.Line+1, 1
		} else {
			pos.Column++
		}
		i += size
	}
	return nil
}

func TooLarge(name string, size int64) *hcl.Diagnostic {
	return diag.Problem(StartOf(name), "File too large",
		fmt.Sprintf("The file has %d bytes; at most %d are read. Spread the policy over several files.", size, MaxFileSize))
}

// reword says in this language's terms what HCL's parser says in its own.
func reword(d *hcl.Diagnostic) {
	if d.Summary == "Attribute redefined" {
		d.Summary = duplicateArgument
	}
}

// unclosedString is what HCL's lexer says at each line end within quotes.
const unclosedString = "Invalid multi-line string"

// duplicateArgument is the one syntax error that leaves the rest of a block as it is.
const duplicateArgument = "Duplicate argument"

// StartOf is the place to point at when a whole file is meant.
func StartOf(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// without drops the parser's diagnostics about lines that known ones explain.
func without(diags, known hcl.Diagnostics) hcl.Diagnostics {
	explained := map[int]bool{}
	for _, d := range known {
		explained[d.Subject.Start.Line] = true
		if d.Context != nil {
			for line := d.Context.Start.Line; line <= d.Context.End.Line; line++ {
				explained[line] = true
			}
		}
	}
	var kept hcl.Diagnostics
	for _, d := range diags {
		if d.Subject == nil || !explained[d.Subject.Start.Line] {
			kept = append(kept, d)
		}
	}
	return kept
}

// SyntaxErrors picks the diagnostics that leave part of a file not understood.
// An argument that is set twice leaves all the others in place.
func SyntaxErrors(diags hcl.Diagnostics) hcl.Diagnostics {
	return slices.DeleteFunc(slices.Clone(diags), func(d *hcl.Diagnostic) bool {
		return d.Severity != hcl.DiagError || d.Summary == duplicateArgument
	})
}
