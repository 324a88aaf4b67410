package lang

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/format"
	"portcullis/lang/syntax"
)

// mangler writes a source in another form of the same meaning: other spaces,
// more blank lines where there are some or none count, labels without quotes,
// grids out of line, other line ends. If asked to, it puts in comments too.
type mangler struct {
	*rand.Rand
	comments bool
	out      bytes.Buffer
}

func (m *mangler) mangle(src []byte) []byte {
	src = format.PlainLines(src)
	body := format.BodyOf("mangled", src)
	src = format.Edited(src, m.bareLabels(body, src))
	src = format.Edited(src, m.ragged(format.BodyOf("mangled", src), src))
	m.out.Reset()
	m.blank(2) // at the start of the file
	m.tokens(format.Lex(src), src)
	m.blank(2)
	text := m.out.Bytes()
	if m.IntN(3) == 0 {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	if m.IntN(3) == 0 {
		text = append([]byte("\uFEFF"), text...)
	}
	return bytes.Clone(text)
}

var bare = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_-]*$`)

func (m *mangler) bareLabels(body *hclsyntax.Body, src []byte) []format.Edit {
	var edits []format.Edit
	for _, b := range body.Blocks {
		for i, at := range b.LabelRanges {
			if src[at.Start.Byte] == '"' && bare.MatchString(b.Labels[i]) && m.IntN(2) == 0 {
				edits = append(edits, format.Edit{Start: at.Start.Byte, End: at.End.Byte, Text: b.Labels[i]})
			}
		}
		edits = append(edits, m.bareLabels(b.Body, src)...)
	}
	return edits
}

// ragged finds grids as the formatter does, and puts them out of line.
func (m *mangler) ragged(body *hclsyntax.Body, src []byte) []format.Edit {
	edits := format.AlignGrids(body, src)
	for i, e := range edits {
		lines := strings.Split(e.Text, "\n")
		for j, line := range lines[:len(lines)-1] {
			columns := len(format.SplitGrid(strings.TrimSpace(lines[0]), false))
			cells, ok := format.GridCells(strings.TrimSpace(line), columns)
			if !ok || line == "" {
				continue
			}
			for k := range cells {
				cells[k] = m.space(0) + cells[k] + m.space(0)
			}
			lines[j] = strings.Join(cells, "|")
		}
		edits[i].Text = strings.Join(lines, "\n")
	}
	return edits
}

func (m *mangler) tokens(tokens hclsyntax.Tokens, src []byte) {
	var (
		done      int
		templates int // quotes and heredocs around
		before    = hclsyntax.TokenNewline
		opened    bool // this line ends with an opening bracket so far
		begun     bool // this line has something in it
	)
	for i, t := range tokens {
		gap := string(src[done:t.Range.Start.Byte])
		done = t.Range.End.Byte
		if templates == 0 && t.Type != hclsyntax.TokenEOF {
			gap = m.gap(gap, before, t.Type)
		}
		m.out.WriteString(gap)
		m.out.Write(t.Bytes)
		switch t.Type {
		case hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			templates++
		case hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			templates--
		}
		before = t.Type
		if templates > 0 {
			begun, opened = true, false
			continue
		}
		switch {
		case syntax.EndsLine(t):
			if !begun && t.Type == hclsyntax.TokenNewline || opened || syntax.Closes(next(tokens, i)) {
				m.blank(2)
			}
			begun, opened = false, false
			if t.Type == hclsyntax.TokenNewline && m.comments && m.IntN(4) == 0 {
				m.out.WriteString("  # put in  \n")
			}
		case t.Type != hclsyntax.TokenComment:
			begun, opened = true, syntax.Opens(t.Type)
		default:
			begun = true
		}
	}
}

// next gives the type of the token after the blank lines after one.
func next(tokens hclsyntax.Tokens, i int) hclsyntax.TokenType {
	for _, t := range tokens[i+1:] {
		if t.Type != hclsyntax.TokenNewline {
			return t.Type
		}
	}
	return hclsyntax.TokenEOF
}

// gap gives the space between two tokens: at least one where there was one,
// but beside brackets.
func (m *mangler) gap(was string, before, after hclsyntax.TokenType) string {
	least := 0
	if was != "" && !loose(before) && !loose(after) {
		least = 1
	}
	space := m.space(least)
	if m.comments && m.IntN(12) == 0 && before != hclsyntax.TokenNewline && before != hclsyntax.TokenCHeredoc {
		space += "/* put in */"
	}
	return space
}

func loose(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenCBrace, hclsyntax.TokenOBrack, hclsyntax.TokenCBrack, hclsyntax.TokenOParen,
		hclsyntax.TokenCParen, hclsyntax.TokenComma, hclsyntax.TokenEqual, hclsyntax.TokenNewline:
		return true
	}
	return false
}

func (m *mangler) space(least int) string {
	var s strings.Builder
	for range least + m.IntN(3) {
		s.WriteByte(" \t"[m.IntN(2)])
	}
	return s.String()
}

func (m *mangler) blank(most int) {
	for range m.IntN(most + 1) {
		m.out.WriteString(m.space(0) + "\n")
	}
}
