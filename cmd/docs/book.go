package docs

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"portcullis/cmd"
	"portcullis/compile"
	"portcullis/compile/publish"
	"portcullis/examples"
	"portcullis/fixtures"
	"portcullis/lang"
	"portcullis/rego"
)

// Page is a page of the book.
type Page struct {
	Topic   string // what it is found by
	Summary string // what it tells, in a few words
	Place   string // its path in the repository; empty for one that is made
	Text    []byte // in Markdown

	sections []*Section // the page as a whole, then what each heading begins
}

// Section is a page as a whole, or what stands under one of its headings.
type Section struct {
	Page   *Page
	Anchor string // empty for the page as a whole
	Title  string
	Text   []byte // with what is under lesser headings
	own    []byte // without
	level  int
}

// Topic gives what the section is found by.
func (s *Section) Topic() string {
	if s.Anchor == "" {
		return s.Page.Topic
	}
	return s.Page.Topic + "#" + s.Anchor
}

// Title gives the heading of the page.
func (p *Page) Title() string { return p.sections[0].Title }

// places are the pages of the repository, in the order in which they are read.
var places = []struct {
	folder, file string
	files        fs.FS
	topic        string
	summary      string
}{
	{"lang", "IDEAS.md", lang.Pages, "ideas", "the ideas of the language on one page"},
	{"cmd", "TUTORIAL.md", cmd.Pages, "tutorial", "from a database to an agent, in half an hour"},
	{"lang", "REFERENCE.md", lang.Pages, "reference", "the language from end to end, on one example"},
	{"lang", "RECIPES.md", lang.Pages, "recipes", "what portals ask for most: tenants, sharing, hierarchy, publishing, quotas, and more"},
	{"fixtures", "TESTING.md", fixtures.Pages, "testing", "tests: cases, never and always, what no test would notice, tests from Go"},
	{"rego", "ASKING.md", rego.Pages, "asking", "asking an OPA agent, a Go program, a database"},
	{"compile/publish", "AGENTS.md", publish.Pages, "agents", "signing, rollouts, health, decision logs without sensitive data"},
	{"cmd", "EDITORS.md", cmd.Pages, "editors", "editors: what one types is checked, completed and renamed everywhere"},
	{"examples", "README.md", examples.Pages, "gallery", "the examples, and what to look at in each"},
	{"examples/jet-coffee-beans", "README.md", nil, "jet-coffee-beans", "example: teams, properties, and data apart"},
	{"examples/zoho5-event", "README.md", nil, "zoho5-event", "example: permission sets, sensitive fields, records of one's own"},
	{"examples/zoho6-warehouse", "README.md", nil, "zoho6-warehouse", "example: a supplier sees a report and a dashboard, nothing else"},
	{"examples/stacker-orders", "README.md", nil, "stacker-orders", "example: a users table, and paths to the person"},
	{"examples/northwind", "README.md", nil, "northwind", "example: keys of several fields, territories, visitors without a login"},
	{"examples/jestor-contractor", "README.md", nil, "jestor-contractor", "example: profiles in JSON, restrictions, menus"},
	{"lang", "LANGUAGE.md", lang.Pages, "language", "the contract: what every engine is held to"},
	{"cmd", "CONTRACTS.md", cmd.Pages, "contracts", "the contract's forms: commands, JSON, reports, exit statuses"},
	{"compile", "ARCHITECTURE.md", compile.Pages, "architecture", "what the program is made of, and how to add to it"},
	{"cmd", "CONTRIBUTING.md", cmd.Pages, "contributing", "what a change of the program needs"},
	{"cmd", "VERSIONS.md", cmd.Pages, "versions", "what may change from one version to another, and what may not"},
	{"cmd", "CHANGELOG.md", cmd.Pages, "changes", "what users see of each version"},
}

// Book is all the pages.
type Book struct{ Pages []*Page }

// Open gives the book, with pages that are made beside those of the repository.
func Open(made ...*Page) (*Book, error) {
	b := &Book{}
	for _, p := range places {
		files, name := p.files, p.file
		if files == nil {
			files, name = examples.Pages, path.Join(path.Base(p.folder), p.file)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		b.Pages = append(b.Pages, &Page{Topic: p.topic, Summary: p.summary, Place: path.Join(p.folder, p.file), Text: text})
	}
	b.Pages = append(b.Pages, diagnostics())
	b.Pages = append(b.Pages, made...)
	for _, p := range b.Pages {
		p.divide()
	}
	return b, nil
}

// diagnostics is the page of all that `portcullis explain` explains.
func diagnostics() *Page {
	var text bytes.Buffer
	text.WriteString("# Diagnostics\n\nEach kind of diagnostic, with an example that earns it and one that does not. Those that lack something are parts of a\nlarger portal. `portcullis explain ID` prints one.\n")
	for _, e := range lang.Explanations() {
		severity := "An error"
		if e.Warning {
			severity = "A warning"
		}
		fmt.Fprintf(&text, "\n## %s\n\n%s, `%s`.\n\n%s\n", e.Title, severity, e.ID, strings.TrimSpace(e.Text))
		for _, x := range []struct {
			word    string
			example *lang.Example
		}{{"Wrong", e.Wrong}, {"Right", e.Right}} {
			if x.example != nil {
				fmt.Fprintf(&text, "\n%s:\n\n```hcl\n%s\n```\n", x.word, strings.TrimRight(x.example.Source, "\n"))
			}
		}
	}
	return &Page{Topic: "diagnostics", Summary: "each kind of diagnostic, with a wrong and a right example", Text: text.Bytes()}
}

// Find gives what a topic names: a page, a section of one (`reference#masks`), or
// the sections of all pages that have such a heading.
func (b *Book) Find(topic string) []*Section {
	topic = strings.ToLower(topic)
	var found []*Section
	for _, p := range b.Pages {
		if p.Topic == topic {
			return p.sections[:1]
		}
		for _, s := range p.sections[1:] {
			if s.Topic() == topic || s.Anchor == anchor(topic) {
				found = append(found, s)
			}
		}
	}
	return found
}

// Near gives the topic that one which is not there was meant for, or "".
func (b *Book) Near(topic string) string {
	topic = strings.ToLower(topic)
	var topics, anchors []string
	for _, p := range b.Pages {
		for i, s := range p.sections {
			topics = append(topics, s.Topic())
			if i > 0 {
				anchors = append(anchors, s.Anchor)
			}
		}
	}
	return cmp.Or(lang.Nearest(topic, topics), lang.Nearest(anchor(topic), anchors))
}

// Topics gives the topics of pages.
func (b *Book) Topics() []string {
	var topics []string
	for _, p := range b.Pages {
		topics = append(topics, p.Topic)
	}
	return topics
}

// at gives the topic of the page that a link of another leads to, and whether the
// book has it. The repository's own README is the contents.
func (b *Book) at(from *Page, place string) (string, bool) {
	place = path.Join(path.Dir(from.Place), place)
	if place == "README.md" {
		return contents, true
	}
	i := slices.IndexFunc(b.Pages, func(p *Page) bool { return p.Place != "" && p.Place == place })
	if i < 0 {
		return "", false
	}
	return b.Pages[i].Topic, true
}
