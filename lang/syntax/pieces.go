package syntax

import (
	"bytes"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A file is parsed in pieces, each from the beginning of a line at which nothing is
// open up to the next one. HCL's lexer begins anew there, so pieces without a mistake
// are what the whole file is; and where one has a mistake, the file is read as a
// whole instead (parse.go). Pieces take less memory than a file, whose tokens take
// many times its own, several of them are parsed at once, and of a file that is
// edited those that stand as they stood are known.

// piece is a part of a file. It does not change once it is made.
type piece struct {
	start hcl.Pos
	text  []byte
	sure  bool // it keeps to the bounds of files, as its signs alone show

	body  *hclsyntax.Body
	words hcl.Diagnostics // of mixed alphabets

	decode  sync.Once
	doc     *Document
	decoded hcl.Diagnostics
}

func (p *piece) document() (*Document, hcl.Diagnostics) {
	p.decode.Do(func() {
		d := &Decoder{}
		d.file(p.body, nil)
		p.doc, p.decoded = &d.Doc, d.Diags
	})
	return p.doc, p.decoded
}

// parsePieces parses a file in pieces, those without that are as they were in its last
// version. It gives nil where there is anything to be said of the file.
func parsePieces(name string, src []byte, last []*piece) []*piece {
	pieces := outline(src)
	if pieces == nil {
		return nil
	}
	known := map[int]*piece{}
	for _, p := range last {
		known[p.start.Byte] = p
	}
	var fresh []*piece
	for i, p := range pieces {
		if k := known[p.start.Byte]; k != nil && k.start == p.start && bytes.Equal(k.text, p.text) {
			pieces[i] = k
			continue
		}
		fresh = append(fresh, p)
	}
	var m meter // of those that are not sure, the known ones too: some bounds are of all together
	for _, p := range pieces {
		if !p.sure && !p.within(name, &m) {
			return nil
		}
	}
	var broken atomic.Bool
	AtOnce(len(fresh), func(i int) {
		if !broken.Load() && !fresh[i].parse(name) {
			broken.Store(true)
		}
	})
	if broken.Load() {
		return nil
	}
	return pieces
}

// within reports whether a piece that comes after others keeps to the bounds.
func (p *piece) within(name string, m *meter) bool {
	tokens, diags := hclsyntax.LexConfig(p.text, name, p.start)
	if len(diags) > 0 {
		return false
	}
	for _, t := range tokens {
		if summary, _ := m.read(t); summary != "" {
			return false
		}
	}
	return true
}

// parse reports whether there is nothing to be said of a piece.
func (p *piece) parse(name string) bool {
	file, diags := hclsyntax.ParseConfig(p.text, name, p.start)
	body, ok := file.Body.(*hclsyntax.Body)
	if len(diags) > 0 || !ok {
		return false
	}
	p.body = body
	if alphabets(p.text) {
		tokens, _ := hclsyntax.LexConfig(p.text, name, p.start)
		p.words = mixedIn(tokens)
	}
	return true
}

// joined gives the file of pieces, if it sets no argument twice.
func joined(name string, src []byte, pieces []*piece) (*hcl.File, bool) {
	file, _ := hclsyntax.ParseConfig(nil, name, hcl.InitialPos) // whose Nav has the body that is filled now
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, false
	}
	file.Bytes = src
	count := 0
	for _, p := range pieces {
		count += len(p.body.Blocks)
	}
	body.Blocks = make(hclsyntax.Blocks, 0, count)
	for _, p := range pieces {
		body.Blocks = append(body.Blocks, p.body.Blocks...)
		for name, a := range p.body.Attributes {
			if body.Attributes[name] != nil {
				return nil, false
			}
			body.Attributes[name] = a
		}
	}
	first, end := pieces[0].body, pieces[len(pieces)-1].body
	body.SrcRange = hcl.RangeBetween(first.SrcRange, end.SrcRange)
	body.EndRange = end.EndRange
	return file, true
}

// AtOnce does all of n things, several at once.
func AtOnce(n int, do func(int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	work := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		workers.Go(work)
	}
	work()
	workers.Wait()
}

// outline finds the pieces of a file by a look at its signs: nil where that says too
// little. What it takes for the beginning of a piece may be none; then one of them has
// a mistake. What it is sure of must be so.
func outline(src []byte) []*piece {
	o := outliner{src: src, line: 1, sure: true}
	o.begin(0)
	for o.at < len(src) {
		if !o.next() {
			return nil
		}
	}
	if len(o.stack) > 0 {
		return nil
	}
	o.end(len(src))
	return o.pieces
}

type outliner struct {
	src    []byte
	at     int
	line   int
	pieces []*piece
	sure   bool // of the piece so far

	stack     []open
	operators int // never fewer than [meter] counts
}

// open is a bracket, a text or a template that is not closed, and the operators around it.
type open struct {
	sign byte
	base int
}

const template = '$' // the sign of an open template in a text

func (o *outliner) begin(at int) {
	o.pieces = append(o.pieces, &piece{start: hcl.Pos{Line: o.line, Column: 1, Byte: at}})
	o.sure, o.operators = true, 0
}

func (o *outliner) end(at int) {
	p := o.pieces[len(o.pieces)-1]
	p.text, p.sure = o.src[p.start.Byte:at:at], o.sure
}

func (o *outliner) top() open {
	if len(o.stack) == 0 {
		return open{}
	}
	return o.stack[len(o.stack)-1]
}

func (o *outliner) push(sign byte) {
	o.stack = append(o.stack, open{sign, o.top().base})
	if sign == '[' {
		o.operator()
	}
	o.stack[len(o.stack)-1].base = o.operators
	if len(o.stack) > maxDepth {
		o.sure = false
	}
}

func (o *outliner) operator() {
	if o.operators++; o.operators > maxOperators {
		o.sure = false
	}
}

func (o *outliner) pop() { o.stack = o.stack[:len(o.stack)-1] }

// is reports whether a text stands here.
func (o *outliner) is(text string) bool { return bytes.HasPrefix(o.src[o.at:], []byte(text)) }

// next goes on by a sign or a word, and reports whether it was understood.
func (o *outliner) next() bool {
	if o.top().sign == '"' {
		return o.text()
	}
	switch c := o.src[o.at]; {
	case c == ' ' || c == '\t' || c == '\r':
	case c == '\n':
		o.newline()
	case c == '"' || c == '{' || c == '(' || c == '[':
		o.push(c)
	case c == '}' || c == ')' || c == ']':
		if len(o.stack) == 0 {
			return false
		}
		o.pop()
	case c == '#' || o.is("//"):
		o.at += lineEnd(o.src[o.at:])
		return true
	case o.is("/*"):
		n := bytes.Index(o.src[o.at+2:], []byte("*/"))
		if n < 0 {
			return false
		}
		o.line += bytes.Count(o.src[o.at:o.at+2+n], []byte("\n"))
		o.at += n + 4
		return true
	case o.is("<<"):
		return o.heredoc()
	case c == ',':
		o.operators = o.top().base
	case bytes.IndexByte([]byte("!.&|=<>+-*/%?:"), c) >= 0:
		o.operator()
	case wordSign(c):
		o.word()
		return true
	default:
		return false
	}
	o.at++
	return true
}

func wordSign(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (o *outliner) word() {
	start := o.at
	for o.at < len(o.src) && wordSign(o.src[o.at]) {
		o.at++
	}
	if w := o.src[start:o.at]; w[0] >= '0' && w[0] <= '9' && (len(w) > maxDigits/4 || bytes.ContainsAny(w, "eE")) {
		o.sure = false
	}
}

func (o *outliner) newline() {
	o.line++
	if top := o.top(); top.sign == 0 || top.sign == '{' {
		o.operators = top.base
	}
	if next := o.at + 1; len(o.stack) == 0 && next < len(o.src) && o.src[next] >= 'a' && o.src[next] <= 'z' {
		o.end(next)
		o.begin(next)
	}
}

// text goes on in a text in quotes.
func (o *outliner) text() bool {
	switch c := o.src[o.at]; c {
	case '\n':
		return false
	case '\\':
		o.sure = false
		o.at++
	case '"':
		o.pop()
	case '$', '%':
		o.sure = false
		switch {
		case o.is("$${") || o.is("%%{"):
			o.at += 2
		case o.is("${") || o.is("%{"):
			o.at++
			o.push(template)
		}
	}
	o.at++
	return true
}

// heredoc goes to the end of a text over several lines.
func (o *outliner) heredoc() bool {
	o.sure = false
	o.at += len("<<")
	if o.is("-") {
		o.at++
	}
	end := o.at + lineEnd(o.src[o.at:])
	mark := bytes.TrimRight(o.src[o.at:end], "\r")
	if len(mark) == 0 || slices.ContainsFunc(mark, func(c byte) bool { return !wordSign(c) && c != '-' }) {
		return false
	}
	for end < len(o.src) {
		o.line++
		start := end + 1
		end = start + lineEnd(o.src[start:])
		if bytes.Equal(bytes.TrimSpace(o.src[start:end]), mark) {
			o.at = end
			return true
		}
	}
	return false
}

// lineEnd gives how far it is to the end of the line.
func lineEnd(src []byte) int {
	if n := bytes.IndexByte(src, '\n'); n >= 0 {
		return n
	}
	return len(src)
}
