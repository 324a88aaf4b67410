package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	_ "portcullis/internal/update" // go test ./... -update
)

// sources are files to begin with: of portals, and of tests, with mistakes and without.
func sources(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../../examples/*/*.hcl", "../../examples/*/tests/*.hcl", "../testdata/*.hcl", "../testdata/*/*.hcl"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(src))
		}
	}
	return append(all,
		"\ufeffportal \"a\" {}\npage \"b\" {}\n", "page \"a\" {}\r\npage \"b\" {}\r\n", "use = [\"a\"]\npage \"b\" {}\nuse = [\"c\"]\n",
		"locals {\n  a = <<E\n  b {\n  E\n}\npage \"c\" {}\n", "locals {\n  a = \"x${\"}\"}\"\n}\npage \"ä\" {}\npage \"pаge\" {}\n",
		"/* page\n\"a\" {} */\npage \"b\" {} # {\n// }\npage \"c\" {}\n", "a = [\nb\n]\nc {\n}\n", "a {\n\\\n}\nb {\n}\n")
}

// TestPieces holds files that are parsed in pieces, and again after edits, to what they
// are as a whole, and to the bounds of files.
func TestPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	rounds, inPieces := 8, 0
	if testing.Short() {
		rounds = 4
	}
	for _, src := range sources(t) {
		var last *Parsed
		for range rounds {
			last = asWhole(t, src, last)
			if len(last.pieces) > 1 {
				inPieces++
			}
			src = edited(r, src)
		}
	}
	if inPieces < 50 {
		t.Errorf("%d files were read in pieces", inPieces)
	}
}

func FuzzPieces(f *testing.F) {
	for _, src := range sources(f) {
		f.Add(src, uint64(1))
	}
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		last := asWhole(t, src, nil)
		asWhole(t, edited(rand.New(rand.NewPCG(seed, 1)), src), last)
	})
}

// asWhole parses a file, after another version of it, and compares.
func asWhole(t *testing.T, src string, last *Parsed) *Parsed {
	t.Helper()
	p := Parse("a.hcl", []byte(src), last)
	if checkText("a.hcl", []byte(src)).HasErrors() {
		return p
	}
	file, diags := parseWhole("a.hcl", []byte(src))
	if got, want := said(p.Diags), said(diags); got != want {
		t.Fatalf("in pieces:\n%s\nas a whole:\n%s\nof:\n%s", got, want, src)
	}
	if !reflect.DeepEqual(bodyOf(p.File), bodyOf(file)) {
		t.Fatalf("in pieces, the file is another:\n%s", src)
	}
	if p.pieces == nil {
		return p
	}
	doc, more := p.Document()
	whole, wholeMore := Decode(file, SyntaxErrors(diags))
	if got, want := said(more), said(wholeMore); got != want {
		t.Fatalf("in pieces:\n%s\nas a whole:\n%s\nof:\n%s", got, want, src)
	}
	for _, d := range doc.Files {
		whole.Files = append(whole.Files, d)
		doc.Attributes = append(doc.Attributes, d.Attributes...)
	}
	inPlace := func(a, b Attr) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte }
	slices.SortFunc(doc.Attributes, inPlace)
	slices.SortFunc(whole.Attributes, inPlace)
	if !reflect.DeepEqual(doc, whole) {
		t.Fatalf("in pieces, the document is another:\n%s", src)
	}
	for _, piece := range p.pieces {
		tokens, _ := hclsyntax.LexConfig(piece.text, "a.hcl", piece.start)
		if d := checkBounds(tokens); piece.sure && len(d) > 0 {
			t.Fatalf("sure, though %s:\n%s", d, piece.text)
		}
	}
	return p
}

func bodyOf(f *hcl.File) *hclsyntax.Body {
	body, _ := f.Body.(*hclsyntax.Body)
	return body
}

func said(diags hcl.Diagnostics) string {
	var all []string
	for _, d := range diags {
		all = append(all, fmt.Sprintf("%v %v %s: %s", d.Severity, d.Subject, d.Summary, d.Detail))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// edited changes a text a little.
func edited(r *rand.Rand, src string) string {
	if src == "" {
		return "a {}\n"
	}
	at, other := r.IntN(len(src)), r.IntN(len(src))
	switch r.IntN(6) {
	case 0:
		return src[:at] + src[at+1:]
	case 1:
		signs := []string{"\"", "{", "}", "${", "<<E\n", "E\n", "\n", "#", "/*", "*/", "//", "\\", "[", "]", "(", ")", "%{", "$${", "x", "\r\n", "ä", "а", "=", ",", "1e9", " "}
		return src[:at] + signs[r.IntN(len(signs))] + src[at:]
	case 2:
		return src[:min(at, other)] + src[max(at, other):]
	case 3:
		return src + src[min(at, other):max(at, other)]
	default: // lines move
		lines := strings.SplitAfter(src, "\n")
		line := r.IntN(len(lines))
		return strings.Join(slices.Insert(lines, line, []string{"\n", "# more\n", "page \"more\" {}\n"}[r.IntN(3)]), "")
	}
}
