package docs

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads and prints pages. What is HTML in a page is left out, which is
// goldmark's own default.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodes{}, 100))),
)

// parse gives the tree of a page, whose headings have their anchors.
func (p *Page) parse() ast.Node {
	return markdown.Parser().Parse(text.NewReader(p.Text), parser.WithContext(parser.NewContext(parser.WithIDs(anchors{}))))
}

// anchors are those of a page's headings, as GitHub makes them: of two that are
// alike the second has -1.
type anchors map[string]int

func (a anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	name := anchor(string(value))
	a[name]++
	if n := a[name]; n > 1 {
		name = fmt.Sprintf("%s-%d", name, n-1)
	}
	return []byte(name)
}

func (a anchors) Put(value []byte) { a[string(value)]++ }

// anchor makes an anchor of a heading.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return -1
		}
	}, strings.TrimSpace(heading))
}

// divide finds the sections of a page.
func (p *Page) divide() {
	var starts []int
	tree := p.parse()
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Lines().Len() == 0 {
			continue
		}
		id, _ := h.AttributeString("id")
		name, _ := id.([]byte)
		s := &Section{Page: p, Title: plain(h, p.Text), Anchor: string(name), level: h.Level}
		if len(p.sections) == 0 { // the page's own heading
			s.Anchor, s.level = "", 0
		}
		p.sections = append(p.sections, s)
		starts = append(starts, bytes.LastIndexByte(p.Text[:h.Lines().At(0).Start], '\n')+1)
	}
	for i, s := range p.sections {
		end := len(p.Text)
		if i+1 < len(starts) {
			s.own = p.Text[starts[i]:starts[i+1]]
		} else {
			s.own = p.Text[starts[i]:]
		}
		for j := i + 1; j < len(starts); j++ {
			if p.sections[j].level <= s.level {
				end = starts[j]
				break
			}
		}
		s.Text = p.Text[starts[i]:end]
	}
}

// plain gives the text of a node.
func plain(n ast.Node, source []byte) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			out.Write(t.Segment.Value(source))
			if t.SoftLineBreak() {
				out.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// nodes prints the nodes that a site has otherwise than goldmark: headings have a
// link to themselves, and code blocks that are a file have its name.
type nodes struct{}

func (nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, heading)
	r.Register(ast.KindFencedCodeBlock, code)
}

func heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	id, _ := n.AttributeString("id")
	name, _ := id.([]byte)
	escaped := util.EscapeHTML(name)
	if entering {
		_, err := fmt.Fprintf(w, "<h%d id=\"%s\">", n.Level, escaped)
		return ast.WalkContinue, err
	}
	_, err := fmt.Fprintf(w, " <a class=\"anchor\" href=\"#%s\" aria-label=\"Link to this section\">#</a></h%d>\n", escaped, n.Level)
	return ast.WalkContinue, err
}

func code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	if n.Info != nil {
		if _, file, ok := strings.Cut(string(n.Info.Segment.Value(source)), " "); ok {
			fmt.Fprintf(w, "<p class=\"file\">%s</p>\n", util.EscapeHTML([]byte(file)))
		}
	}
	fmt.Fprintf(w, "<pre tabindex=\"0\"><code class=\"%s\">", util.EscapeHTML(n.Language(source)))
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		_, _ = w.Write(util.EscapeHTML(line.Value(source)))
	}
	_, err := w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, err
}
