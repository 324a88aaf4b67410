package docs

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// contents is the name of the site's first page.
const contents = "index"

var (
	//go:embed site.html
	siteHTML string
	//go:embed site.css
	siteCSS template.CSS
	//go:embed search.js
	searchJS template.JS

	siteTemplate = template.Must(template.New("site").Parse(siteHTML))
)

// shown is what the template shows of a page.
type shown struct {
	Title   string
	Page    *Page // nil for the contents
	Pages   []*Page
	Content template.HTML
	Style   template.CSS
	Script  template.JS
	Index   []entry // of the contents alone
}

// Sections gives the headings of the page's own contents.
func (s *shown) Sections() []*Section {
	var all []*Section
	for _, section := range s.Page.sections[1:] {
		if section.level <= 2 {
			all = append(all, section)
		}
	}
	return all
}

// entry is what the search knows of a section.
type entry struct {
	Page    string `json:"page"`
	Section string `json:"section"`
	Link    string `json:"link"`
	Text    string `json:"text"`
}

// Site gives the files of the site: a page of HTML for each page of the book, and
// the contents, which have the search.
func (b *Book) Site() (map[string][]byte, error) {
	files := map[string][]byte{}
	write := func(topic string, s *shown) error {
		s.Pages, s.Style, s.Script = b.Pages, siteCSS, searchJS
		var out bytes.Buffer
		if err := siteTemplate.Execute(&out, s); err != nil {
			return fmt.Errorf("page %s: %w", topic, err)
		}
		files[topic+".html"] = out.Bytes()
		return nil
	}
	var index []entry
	for _, p := range b.Pages {
		content, err := b.render(p)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", p.Topic, err)
		}
		if err := write(p.Topic, &shown{Title: p.Title(), Page: p, Content: content}); err != nil {
			return nil, err
		}
		for _, s := range p.sections {
			link := p.Topic + ".html"
			if s.Anchor != "" {
				link += "#" + s.Anchor
			}
			_, body, _ := bytes.Cut(s.own, []byte("\n"))
			index = append(index, entry{Page: p.Title(), Section: s.Title, Link: link, Text: strings.Join(strings.Fields(string(body)), " ")})
		}
	}
	return files, write(contents, &shown{Title: "Portcullis", Index: index})
}

// render gives a page as HTML, with its links as they are on the site.
func (b *Book) render(p *Page) (template.HTML, error) {
	tree := p.parse()
	var links []*ast.Link
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering {
			links = append(links, l)
		}
		return ast.WalkContinue, nil
	})
	for _, l := range links {
		to, ok := b.link(p, string(l.Destination))
		if ok {
			l.Destination = []byte(to)
			continue
		}
		for l.FirstChild() != nil {
			l.Parent().InsertBefore(l.Parent(), l, l.FirstChild())
		}
		l.Parent().RemoveChild(l.Parent(), l)
	}
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, p.Text, tree); err != nil {
		return "", err
	}
	// Goldmark escapes what it is given, and leaves out HTML.
	return template.HTML(out.String()), nil
}

// link gives where a link of a page leads on the site, and whether it does.
func (b *Book) link(from *Page, destination string) (string, bool) {
	u, err := url.Parse(destination)
	switch {
	case err != nil:
		return "", false
	case u.IsAbs(), u.Path == "":
		return destination, true
	}
	topic, ok := b.at(from, u.Path)
	if !ok {
		return "", false
	}
	u.Path = topic + ".html"
	if topic == contents {
		u.Fragment = ""
	}
	return u.String(), true
}

// Plain gives a section as a terminal shows it: Markdown, in which a link to a
// page names what prints it, and headings are marked by bold.
func (b *Book) Plain(s *Section, bold func(string) string) string {
	var out strings.Builder
	fence := false
	for line := range strings.Lines(string(s.Text)) {
		switch text := strings.TrimRight(line, "\n"); {
		case strings.HasPrefix(line, "```"):
			fence = !fence
			out.WriteString(line)
		case fence:
			out.WriteString(line)
		case strings.HasPrefix(line, "#"):
			out.WriteString(bold(text) + "\n")
		default:
			out.WriteString(b.unlinked(s.Page, line))
		}
	}
	return out.String()
}

// linked is a link within a line.
var linked = regexp.MustCompile(`\[([^][]+)\]\(([^)\s]+)\)`)

// unlinked has the links of a line as text.
func (b *Book) unlinked(from *Page, line string) string {
	return linked.ReplaceAllStringFunc(line, func(link string) string {
		m := linked.FindStringSubmatch(link)
		u, err := url.Parse(m[2])
		switch {
		case err != nil:
			return link
		case u.IsAbs():
			return m[1] + " (" + m[2] + ")"
		case u.Path == "":
			return m[1]
		}
		topic, ok := b.at(from, u.Path)
		if !ok || topic == contents {
			return m[1]
		}
		if u.Fragment != "" {
			topic += "#" + u.Fragment
		}
		return m[1] + " (`portcullis docs " + topic + "`)"
	})
}
