package syntax

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
)

// The bounds of one source file. They are far above what a person writes, and
// far below what exhausts the stack of HCL's parser or of a walk over its tree.
const (
	maxTokens    = 4_000_000
	maxSigns     = 50_000 // of one line: what is no letter, digit or space
	maxDepth     = 100    // brackets, blocks and templates within one another
	maxOperators = 1000   // operators of one expression, along any path into its brackets
	maxDigits    = 200    // characters of a number
	maxExponent  = 3      // digits of a number's exponent

	// HCL joins the pieces of a text (a heredoc has one for each line) one by
	// one, moving all that follow: so many bytes may be moved in a file.
	maxTextMoves = 2_000_000_000
)

// density counts a source's words and signs, which bounds the number of its
// tokens, and the signs of its most crowded line. It makes no tokens, each of
// which takes some 100 bytes of memory: a large policy has many lines, and what
// would exhaust the parser or the memory is mostly signs, in few.
func density(src []byte) (words, signs int) {
	inWord, inLine := false, 0
	for _, c := range src {
		switch {
		case c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80:
			if !inWord {
				words++
			}
			inWord = true
			continue
		case c == '\n':
			words++
			inLine = 0
		case c != ' ' && c != '\t' && c != '\r':
			words++
			inLine++
			signs = max(signs, inLine)
		}
		inWord = false
	}
	return words, signs
}

// level is one open bracket, block or template.
type level struct {
	open     hclsyntax.TokenType
	newlines bool // a newline ends an expression here
	base     int  // operators of the expression around it
	pieces   int  // of a template: its literal texts
	bytes    int  // of those
}

// moves estimates the bytes that HCL moves to join the pieces of a template.
func (l level) moves() int { return l.pieces * (l.bytes + 16*l.pieces) }

// checkBounds refuses source on which HCL's recursive parser, or a recursive
// walk over what it gives, could exhaust the stack.
func checkBounds(tokens hclsyntax.Tokens) hcl.Diagnostics {
	var m meter
	for _, t := range tokens {
		if summary, detail := m.read(t); summary != "" {
			return hcl.Diagnostics{diag.Problem(t.Range, summary, detail)}
		}
	}
	return nil
}

// meter measures a file, token by token.
type meter struct {
	stack      []level
	operators  int // of the expression so far, with those around it
	base       int // those around it
	directives int
	moves      int // of the templates that are closed
}

// read takes a token, and says which bound it goes beyond.
func (m *meter) read(t hclsyntax.Token) (summary, detail string) {
	switch {
	case Opens(t.Type):
		if m.open(t.Type); len(m.stack) > maxDepth {
			return "Nested too deep", fmt.Sprintf("Brackets, blocks and templates may stand within one another at most %d deep.", maxDepth)
		}
		if m.directives > maxDepth {
			return "Nested too deep", fmt.Sprintf("A file may have at most %d template directives %%{ … }.", maxDepth)
		}
	case Closes(t.Type):
		m.close()
	case t.Type == hclsyntax.TokenStringLit:
		if m.text(len(t.Bytes)) > maxTextMoves {
			return "Text too long", "The texts of the file have too many lines. Put data into a file of its own."
		}
	case t.Type == hclsyntax.TokenNumberLit:
		if hugeNumber(t.Bytes) {
			return "Number too large", fmt.Sprintf("A number may have at most %d digits, and an exponent of %d.", maxDigits, maxExponent)
		}
	case t.Type == hclsyntax.TokenComma, EndsLine(t) && m.inBlock():
		m.operators = m.base
	case countsAsOperator(t.Type):
		m.operators++
	}
	if m.operators > maxOperators {
		return "Expression too long", fmt.Sprintf("An expression may have at most %d operators. Give parts of it names, as conditions or locals.", maxOperators)
	}
	return "", ""
}

func (m *meter) open(t hclsyntax.TokenType) {
	m.stack = append(m.stack, level{open: t, base: m.base})
	switch t {
	case hclsyntax.TokenOBrack:
		m.operators++ // an index makes the tree deeper, too
	case hclsyntax.TokenTemplateControl:
		m.directives++
	}
	m.base = m.operators
}

func (m *meter) close() {
	if len(m.stack) == 0 {
		return
	}
	top := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	m.base = top.base
	m.moves += top.moves()
}

// text takes a piece of a template, and gives the moves of all so far.
func (m *meter) text(size int) int {
	if len(m.stack) == 0 {
		return m.moves
	}
	top := &m.stack[len(m.stack)-1]
	top.pieces, top.bytes = top.pieces+1, top.bytes+size
	return m.moves + top.moves()
}

// inBlock reports whether a newline ends an expression.
func (m *meter) inBlock() bool {
	return len(m.stack) == 0 || m.stack[len(m.stack)-1].open == hclsyntax.TokenOBrace
}

func hugeNumber(lit []byte) bool {
	if len(lit) > maxDigits {
		return true
	}
	if i := bytes.IndexAny(lit, "eE"); i >= 0 {
		return len(strings.TrimLeft(string(lit[i+1:]), "+-0")) > maxExponent
	}
	return false
}

func Opens(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote,
		hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return true
	}
	return false
}

func Closes(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote,
		hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
		return true
	}
	return false
}

// EndsLine reports whether a newline ends with the token: a `#` comment has
// its newline in it.
func EndsLine(t hclsyntax.Token) bool {
	return t.Type == hclsyntax.TokenNewline || t.Type == hclsyntax.TokenComment && bytes.HasSuffix(t.Bytes, []byte("\n"))
}

// countsAsOperator: each of these can make the syntax tree one level deeper.
func countsAsOperator(t hclsyntax.TokenType) bool {
	return t == hclsyntax.TokenBang || t == hclsyntax.TokenDot || binaryOperator(t)
}

// binaryOperator reports whether the token needs an operand on both sides;
// `-` is not counted among those for which that is sure.
func binaryOperator(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
		hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
		hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
		hclsyntax.TokenQuestion, hclsyntax.TokenColon:
		return true
	}
	return false
}

// brokenLines finds expressions that go on in the next line outside
// parentheses. HCL's parser says of those that an argument is required.
func brokenLines(tokens hclsyntax.Tokens) hcl.Diagnostics {
	var (
		diags hcl.Diagnostics
		stack []level
		prev  hclsyntax.Token // the last one of this line that is no comment
	)
	newlinesCount := func() bool { return len(stack) == 0 || stack[len(stack)-1].newlines }
	for i, t := range tokens {
		if EndsLine(t) {
			if newlinesCount() && joins(prev.Type) {
				diags = append(diags, brokenLine(prev, t))
			}
			prev = hclsyntax.Token{Type: hclsyntax.TokenNewline, Range: t.Range}
			continue
		}
		if t.Type == hclsyntax.TokenComment {
			continue
		}
		if prev.Type == hclsyntax.TokenNewline && newlinesCount() && joins(t.Type) {
			diags = append(diags, brokenLine(t, t))
		}
		switch {
		case Opens(t.Type):
			inFor := i+1 < len(tokens) && string(tokens[i+1].Bytes) == "for"
			stack = append(stack, level{open: t.Type, newlines: t.Type == hclsyntax.TokenOBrace && !inFor})
		case Closes(t.Type) && len(stack) > 0:
			stack = stack[:len(stack)-1]
		}
		prev = t
	}
	return diags
}

// joins reports whether an expression cannot begin or end with the token.
func joins(t hclsyntax.TokenType) bool {
	return binaryOperator(t) && t != hclsyntax.TokenMinus || t == hclsyntax.TokenDot
}

func brokenLine(operator, end hclsyntax.Token) *hcl.Diagnostic {
	d := diag.Problem(operator.Range, "Expression broken over lines",
		fmt.Sprintf("A newline ends an expression, so %q lacks what stands on its other side. To go on in the next line, wrap the expression in ( ).", operator.Bytes))
	context := hcl.RangeBetween(operator.Range, end.Range)
	d.Context = &context
	return d
}
