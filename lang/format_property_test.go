package lang

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/format"
	"portcullis/lang/syntax"
)

// sourcesBelow gives every policy and test of the repository that parses.
func sourcesBelow(t testing.TB, root string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".portal.hcl") && !strings.HasSuffix(name, ".test.hcl") {
			return err
		}
		src, err := os.ReadFile(name)
		if _, diags := syntax.ParseFile(name, src); !diags.HasErrors() {
			found[name] = src
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 300 {
		t.Fatalf("only %d sources", len(found))
	}
	return found
}

// some gives what is tried: all, or a quarter of it in a short run.
func some[V any](of map[string]V) map[string]V {
	if testing.Short() {
		for i, name := range slices.Sorted(maps.Keys(of)) {
			if i%4 != 0 {
				delete(of, name)
			}
		}
	}
	return of
}

func mustFormat(t *testing.T, name string, src []byte) []byte {
	t.Helper()
	formatted, diags := format.FormatSource(name, src)
	if diags.HasErrors() {
		t.Fatalf("%s: %v\n%s", name, diags, src)
	}
	return formatted
}

// TestFormatIsCanonical: whatever form a source of the repository comes in, it
// gets the one that it has anyhow, which formatting leaves as it is.
func TestFormatIsCanonical(t *testing.T) {
	for name, src := range some(sourcesBelow(t, "..")) {
		want := mustFormat(t, name, src)
		if again := mustFormat(t, name, want); string(again) != string(want) {
			t.Errorf("%s: formatted again (-once +twice):\n%s", name, cmp.Diff(string(want), string(again)))
		}
		for seed := range uint64(2) {
			m := &mangler{Rand: rand.New(rand.NewPCG(seed, uint64(len(src))))}
			mangled := m.mangle(src)
			got := mustFormat(t, name, mangled)
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Fatalf("%s, seed %d (-want +got):\n%s\n%s", name, seed, diff, mangled)
			}
		}
	}
}

// TestFormatKeepsTokens: but for quotes around labels, blank lines and the
// spaces in grids, what is read is what was read, in sources with comments
// everywhere.
func TestFormatKeepsTokens(t *testing.T) {
	for name, src := range some(sourcesBelow(t, "..")) {
		for seed := range uint64(2) {
			m := &mangler{Rand: rand.New(rand.NewPCG(seed, uint64(len(src)))), comments: true}
			mangled := m.mangle(src)
			got := mustFormat(t, name, mangled)
			if diff := cmp.Diff(reading(mangled), reading(got)); diff != "" {
				t.Fatalf("%s, seed %d (-before +after):\n%s", name, seed, diff)
			}
			if again := mustFormat(t, name, got); string(again) != string(got) {
				t.Fatalf("%s, seed %d: formatted again (-once +twice):\n%s", name, seed, cmp.Diff(string(got), string(again)))
			}
		}
	}
}

var spacesInGrid = regexp.MustCompile(`[ \t\r]+`)

// reading gives what a parser reads of a source, comments included.
func reading(src []byte) []string {
	src = format.PlainLines(src)
	body := format.BodyOf("read", src)
	src = format.Edited(src, format.QuoteLabels(body, src))
	body = format.BodyOf("read", src)
	grids := format.AlignGrids(body, src)
	inGrid := func(t hclsyntax.Token) bool {
		return slices.ContainsFunc(grids, func(e format.Edit) bool { return e.Start <= t.Range.Start.Byte && t.Range.End.Byte <= e.End })
	}
	var read []string
	for _, t := range format.Lex(src) {
		text := string(t.Bytes)
		switch {
		case t.Type == hclsyntax.TokenEOF:
			if last := len(read) - 1; last >= 0 && read[last][0] == byte(hclsyntax.TokenNewline) {
				read = read[:last] // that may be put in
			}
			continue
		case t.Type == hclsyntax.TokenNewline && (len(read) == 0 || strings.HasSuffix(read[len(read)-1], "\n")):
			continue
		case t.Type == hclsyntax.TokenNewline && syntax.Opens(hclsyntax.TokenType([]rune(read[len(read)-1])[0])):
			continue
		case t.Type == hclsyntax.TokenComment:
			text = spacesInGrid.ReplaceAllString(text, " ")
			text = strings.TrimSpace(strings.ReplaceAll(text, " \n", "\n"))
			if !strings.HasPrefix(text, "/*") {
				text += "\n"
			}
		case inGrid(t):
			text = spacesInGrid.ReplaceAllString(text, "")
			if strings.TrimSpace(text) == "" {
				continue
			}
		}
		read = append(read, string(rune(t.Type))+text)
	}
	return read
}

// TestFormatKeepsPolicy loads portals, formatted and not: the policies are
// equal, and so is all that is said of them.
func TestFormatKeepsPolicy(t *testing.T) {
	portals := map[string]fstest.MapFS{}
	for name, src := range sourcesBelow(t, "..") {
		dir, file := filepath.Split(name)
		if !strings.HasSuffix(file, ".portal.hcl") {
			continue
		}
		if strings.Contains(dir, "/lang/testdata/") {
			dir = name // a portal of its own
		}
		if portals[dir] == nil {
			portals[dir] = fstest.MapFS{}
		}
		portals[dir][file] = &fstest.MapFile{Data: src}
	}
	shared, err := os.ReadFile(common)
	if err != nil {
		t.Fatal(err)
	}
	for dir, portal := range some(portals) {
		if strings.Contains(dir, "/errors/") || strings.Contains(dir, "/warnings/") {
			portal["base.portal.hcl"] = &fstest.MapFile{Data: shared}
		}
		checkSamePolicy(t, dir, portal)
	}
}

// TestFormatGenerated does the same for policies with random conditions.
func TestFormatGenerated(t *testing.T) {
	schema, err := os.ReadFile("testdata/generated.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(200) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 2)), depth: 5}
		var w strings.Builder
		w.Write(schema)
		w.WriteString("profile \"p\" {\n")
		for range 3 {
			fmt.Fprintf(&w, "allow \"table\" \"orders\" {\nactions = [\"view\"]\nrows = (\n%s\n)\n}\n", g.cond())
		}
		w.WriteString("}\n")
		portal := fstest.MapFS{"main.portal.hcl": {Data: []byte(w.String())}}
		if p, _, diags := Load(portal); p == nil {
			t.Fatalf("seed %d: %v\n%s", seed, diags, w.String())
		}
		checkSamePolicy(t, fmt.Sprint("seed ", seed), portal)
	}
}

// checkSamePolicy compares a mangled portal with its formatted form.
func checkSamePolicy(t *testing.T, name string, portal fstest.MapFS) {
	t.Helper()
	mangled, formatted := fstest.MapFS{}, fstest.MapFS{}
	for file, f := range portal {
		m := &mangler{Rand: rand.New(rand.NewPCG(7, uint64(len(f.Data))))}
		mangled[file] = &fstest.MapFile{Data: m.mangle(f.Data)}
		formatted[file] = &fstest.MapFile{Data: mustFormat(t, file, mangled[file].Data)}
	}
	if diff := cmp.Diff(loaded(mangled), loaded(formatted)); diff != "" {
		t.Errorf("%s (-before +after):\n%s", name, diff)
	}
}

var placeInText = regexp.MustCompile(`hcl:\d+|(line|column) \d+`)

// loaded writes what Load gives, without places.
func loaded(fsys fs.FS) string {
	p, _, diags := Load(fsys)
	var said []string
	for _, d := range diags {
		said = append(said, placeInText.ReplaceAllString(d.Summary+": "+d.Detail, "…"))
	}
	slices.Sort(said)
	text := strings.Join(said, "\n")
	if p != nil {
		text += "\n" + outline(p)
	}
	return strings.ReplaceAll(text, `\r\n`, `\n`) // of heredocs
}

// FuzzFormat: what parses is formatted, to something that reads the same, and
// once is enough; what does not parse gets diagnostics.
func FuzzFormat(f *testing.F) {
	for _, src := range some(sourcesBelow(f, "..")) {
		f.Add(src)
	}
	f.Add([]byte("a = 0.*"))
	f.Add([]byte("fixture a {\n table b {\n rows = <<-X\na|[\"x|\n\n\"|\"b\n X\n}\n}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		before := string(src)
		got, diags := format.FormatSource("x.test.hcl", src)
		if string(src) != before {
			t.Fatal("the source was written to")
		}
		_, parsed := syntax.ParseFile("x.test.hcl", src)
		_, ended := syntax.ParseFile("x.test.hcl", append(bytes.Clone(src), '\n'))
		if diags.HasErrors() || parsed.HasErrors() {
			if got != nil || !parsed.HasErrors() && !ended.HasErrors() {
				t.Fatalf("%q: %v", got, diags)
			}
			return
		}
		if diff := cmp.Diff(reading(src), reading(got)); diff != "" {
			t.Fatalf("(-before +after):\n%s\n%s", diff, got)
		}
		if again := mustFormat(t, "x.test.hcl", got); string(again) != string(got) {
			t.Fatalf("formatted again (-once +twice):\n%s", cmp.Diff(string(got), string(again)))
		}
	})
}
