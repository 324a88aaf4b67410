package docs

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	_ "portcullis/internal/update" // for -update
)

func open(t *testing.T) *Book {
	t.Helper()
	b, err := Open(&Page{Topic: "made", Summary: "a page that is made", Text: []byte("# Made\n\nSee [it](#null), [OPA](https://openpolicyagent.org) and [nothing](nothing.md).\n\n## Null\n\n<script>alert(1)</script>\n")})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPages has the pages of the repository in the book, all but those of which
// it is known why they are not.
func TestPages(t *testing.T) {
	b := open(t)
	if n := len(b.Topics()); n != len(slices.Compact(slices.Sorted(slices.Values(b.Topics())))) {
		t.Errorf("two pages have one topic: %v", b.Topics())
	}
	const root = "../.."
	for _, pattern := range []string{"*/*.md", "*/*/*.md"} {
		there, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range there {
			name, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			if name = filepath.ToSlash(name); name == "cmd/figures/FIGURES.md" || name == "cmd/vscode/README.md" {
				continue // of another module, and of an extension that goes its own way
			}
			if !slices.ContainsFunc(b.Pages, func(p *Page) bool { return p.Place == name }) {
				t.Errorf("the book lacks %s", name)
			}
		}
	}
}

func TestFind(t *testing.T) {
	b := open(t)
	for _, test := range []struct {
		topic string
		want  []string
	}{
		{"testing", []string{"testing"}},
		{"Testing", []string{"testing"}},
		{"reference#null", []string{"reference#null"}},
		{"null", []string{"reference#null", "language#null", "made#null"}},
		{"Unknown field", []string{"diagnostics#unknown-field"}},
		{"nonsense", nil},
	} {
		var got []string
		for _, s := range b.Find(test.topic) {
			got = append(got, s.Topic())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s is found at %q, want %q", test.topic, got, test.want)
		}
	}
	s := b.Find("language#1-files")[0]
	if !bytes.HasPrefix(s.Text, []byte("## 1. Files\n")) || bytes.Contains(s.Text, []byte("## 2.")) {
		t.Errorf("a section is %q", s.Text)
	}
	for topic, want := range map[string]string{"refference": "reference", "nul": "null", "reference#nul": "reference#null", "qqqqqqqq": ""} {
		if got := b.Near(topic); got != want {
			t.Errorf("near %s is %q, want %q", topic, got, want)
		}
	}
}

// TestSite reads the site as a browser does: all links lead to a page and an
// anchor that are there, nothing is taken from elsewhere, and no page has HTML
// of its own.
func TestSite(t *testing.T) {
	b := open(t)
	files, err := b.Site()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(b.Pages)+1 {
		t.Errorf("%d files of %d pages", len(files), len(b.Pages))
	}
	anchors := map[string]bool{}
	links := map[string]string{} // to where they stand
	for name, text := range files {
		if !bytes.Contains(text, []byte(generator)) {
			t.Errorf("%s could not be replaced", name)
		}
		anchors[name] = true
		tree, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for n := range tree.Descendants() {
			for _, a := range n.Attr {
				switch a.Key {
				case "id":
					if anchors[name+"#"+a.Val] {
						t.Errorf("%s has two anchors %s", name, a.Val)
					}
					anchors[name+"#"+a.Val] = true
				case "href":
					if strings.HasPrefix(a.Val, "#") {
						a.Val = name + a.Val
					}
					links[a.Val] = name
				case "src":
					t.Errorf("%s takes %s from elsewhere", name, a.Val)
				}
			}
			if n.Data == "script" && name != "index.html" {
				t.Errorf("%s has a script", name)
			}
		}
	}
	for link, from := range links {
		switch {
		case strings.HasPrefix(link, "https://"):
		case !anchors[link]:
			t.Errorf("%s leads to %s, which is not there", from, link)
		}
	}
	for _, link := range []string{"testing.html#from-go", "agents.html", "reference.html#null"} {
		if _, ok := links[link]; !ok {
			t.Errorf("no page leads to %s", link)
		}
	}
	if made := string(files["made.html"]); !strings.Contains(made, `<a href="https://openpolicyagent.org">OPA</a> and nothing.`) || strings.Contains(made, "alert") {
		t.Errorf("links out of the book, or what is no page, come out as %s", made)
	}
	if again, err := b.Site(); err != nil || !bytes.Equal(again["index.html"], files["index.html"]) {
		t.Errorf("written again, the site is another: %v", err)
	}
}

// TestSearch runs the search on the index that is in the page.
func TestSearch(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("there is no Node")
	}
	files, err := open(t).Site()
	if err != nil {
		t.Fatal(err)
	}
	_, index, _ := bytes.Cut(files["index.html"], []byte(`<script type="application/json" id="index">`))
	index, script, _ := bytes.Cut(index, []byte("</script>"))
	_, script, _ = bytes.Cut(script, []byte("<script>"))
	script, _, _ = bytes.Cut(script, []byte("</script>"))
	const ask = `
const index = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify({
  heading: find(index, "NULL").slice(0, 3).map((e) => e.link),
  both: find(index, "decision logs mask").map((e) => e.link)[0],
  none: find(index, "xyzzyxyzzy"), empty: find(index, "  "),
  odd: find(index, "a.b(c* ["), parts: around("one (two) three", "(two) three"),
}));`
	c := exec.Command(node, "-e", string(script)+ask)
	c.Stdin = bytes.NewReader(index)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got struct {
		Heading          []string
		Both             string
		None, Empty, Odd []any
		Parts            []string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := []string{"reference.html#null", "language.html#null", "made.html#null"}; !slices.Equal(slices.Sorted(slices.Values(got.Heading)), slices.Sorted(slices.Values(want))) {
		t.Errorf("null is found at %q, want %q", got.Heading, want)
	}
	if got.Both != "agents.html#decision-logs" {
		t.Errorf("decision logs are found at %s", got.Both)
	}
	if len(got.None)+len(got.Empty)+len(got.Odd) > 0 {
		t.Errorf("found what is not there: %s", out)
	}
	if want := []string{"one ", "(two)", " ", "three", ""}; !slices.Equal(got.Parts, want) {
		t.Errorf("the parts of a text are %q, want %q", got.Parts, want)
	}
}
