package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/diag"
	"portcullis/lang/format"
	"portcullis/lang/syntax"
)

// TestExplanations loads the examples: the wrong one gets just the diagnostic
// that it is an example of, at the line that it names; the right one gets none.
// Examples of tests are run where tests are read.
func TestExplanations(t *testing.T) {
	for _, e := range diag.Explanations() {
		t.Run(e.ID, func(t *testing.T) {
			if want := diag.Code(&hcl.Diagnostic{Summary: e.Title}); e.ID != want {
				t.Errorf("the id of %q is %q", e.Title, want)
			}
			if e.Wrong == nil || slices.Contains(toldElsewhere, e.ID) || !strings.HasSuffix(e.Wrong.File, policySuffix) {
				return
			}
			checkWrongExample(t, e)
			if diags := loadExample(t, e, e.Right); len(diags) > 0 {
				t.Errorf("the right example: %s", list(diags))
			}
			checkExampleForm(t, e.Right)
		})
	}
}

// toldElsewhere are the diagnostics about policies that other packages give, and test.
var toldElsewhere = []string{
	"not-for-query-filters", "profile-of-nobody", // compile, fixtures
	"always-true", "create-that-fails", "mask-never-shown", "never-true", "nothing-to-deny", "redundant-statement", "unreachable-statement", // fixtures/access
}

func checkWrongExample(t *testing.T, e diag.Explanation) {
	t.Helper()
	diags := loadExample(t, e, e.Wrong)
	if len(diags) != 1 || diags[0].Summary != e.Title || (diags[0].Severity == hcl.DiagWarning) != e.Warning {
		t.Fatalf("the wrong example: %s", list(diags))
	}
	if at := diags[0].Subject; at != nil && at.Start.Line != e.Wrong.Line {
		t.Errorf("the wrong example names line %d: %s", e.Wrong.Line, list(diags))
	}
	if _, broken := syntax.ParseFile("x", []byte(e.Wrong.Source)); !broken.HasErrors() {
		checkExampleForm(t, e.Wrong)
	}
}

// ownPortal is in examples that are a whole portal.
var ownPortal = regexp.MustCompile(`(?m)^portal `)

// loadExample loads a part of a policy: what has no portal of its own is added
// to the one of the catalogue.
func loadExample(t *testing.T, e diag.Explanation, x *diag.Example) hcl.Diagnostics {
	t.Helper()
	fsys := fstest.MapFS{x.File: {Data: []byte(x.Source)}}
	if e.ID != "missing-portal" && !ownPortal.MatchString(x.Source) {
		shared, err := os.ReadFile(common)
		if err != nil {
			t.Fatal(err)
		}
		fsys["base.portal.hcl"] = &fstest.MapFile{Data: shared}
	}
	_, _, diags := Load(fsys)
	return diags
}

func checkExampleForm(t *testing.T, x *diag.Example) {
	t.Helper()
	if formatted := mustFormat(t, x.File, []byte(x.Source)); string(formatted) != x.Source {
		t.Errorf("%s is not formatted:\n%s", x.File, x.Source)
	}
}

func list(diags hcl.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		lines = append(lines, d.Error())
	}
	return strings.Join(append(lines, ""), "\n")
}

// TestEverySummaryIsExplained goes through the summaries that the catalogue
// expects, and those that stand in the source.
func TestEverySummaryIsExplained(t *testing.T) {
	summaries := map[string]string{}
	for _, dir := range []string{"errors", "warnings"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.portal.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(src)) {
				if m := expectation.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
					for one := range strings.SplitSeq(m[3], " ;; ") {
						summary, _, _ := strings.Cut(one, " | ")
						summaries[summary] = file
					}
				}
			}
		}
	}
	for _, dir := range []string{"diag", "syntax", "constant", "bind", "check", "lint", "format", ".", "../fixtures", "../fixtures/access", "../compile"} {
		for summary, place := range summariesIn(t, dir) {
			summaries[summary] = place
		}
	}
	if len(summaries) < 150 {
		t.Errorf("only %d summaries are found", len(summaries))
	}
	for summary, place := range summaries {
		id := diag.Code(&hcl.Diagnostic{Summary: summary})
		if e, ok := diag.Explain(id); !ok {
			t.Errorf("%s: %q (%s) is not explained", place, summary, id)
		} else if e.Title != summary {
			t.Errorf("%s: %q is explained as %q", place, summary, e.Title)
		}
	}
}

// reporters are the functions that make diagnostics, with the place of the
// summary among their arguments.
var reporters = map[string]int{
	"problem": 1, "Problem": 1, "report": 1, "warn": 1, "fail": 1, "wrongAt": 1, "refuse": 1, "reportAt": 2, "add": 2,
}

// summaryForm tells summaries from other texts that stand at the same place of
// functions of the same name.
var summaryForm = regexp.MustCompile(`^[A-Z][^%.:]*$`)

// summariesIn finds the summaries that are written out in a package's source.
func summariesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	positions := token.NewFileSet()
	note := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && summaryForm.MatchString(text) {
				found[text] = positions.Position(lit.Pos()).String()
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(positions, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if at, ok := reporters[named(n.Fun)]; ok && at < len(n.Args) {
					note(n.Args[at])
				}
			case *ast.CompositeLit:
				if _, local := n.Type.(*ast.Ident); local {
					break // something else that has a summary
				}
				for _, element := range n.Elts {
					if pair, ok := element.(*ast.KeyValueExpr); ok && named(pair.Key) == "Summary" {
						note(pair.Value)
					}
				}
			}
			return true
		})
	}
	return found
}

// named gives the name that an expression ends with.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// TestUnshownExplanations: what a few lines cannot show is told in words alone.
func TestUnshownExplanations(t *testing.T) {
	var unshown []string
	for _, e := range diag.Explanations() {
		if e.Wrong == nil {
			unshown = append(unshown, e.ID)
		}
	}
	want := []string{
		"byte-order-mark", "cannot-be-read", "constant-too-large", "expression-too-large", "expression-too-long", "file-not-read", "file-too-large", "fixture-with-errors",
		"invalid-character-encoding", "nested-too-deep", "no-policy", "not-a-file", "not-a-path", "not-a-value", "not-text",
		"nothing-to-use", "portal-in-a-used-folder",
		"text-too-long", "too-many-includes", "too-many-wrong-cells",
		"unclosed-template-interpolation-sequence", "unterminated-object-constructor-expression", "unterminated-string-literal",
	}
	if !slices.Equal(unshown, want) {
		t.Errorf("%q", unshown)
	}
}

func TestParseExplanationRefuses(t *testing.T) {
	for _, text := range []string{
		"", "Title\n\nText.\n", "# Title\n", "# Title\n\nText.\n\n```hcl wrong.portal.hcl:1\na = 1\n```\n",
		"# Title\n\nText.\n\n```hcl\na = 1\n```\n", "# T\n\nText.\n\n```hcl right.portal.hcl\n```\n\n```hcl wrong.portal.hcl:1\n```\n",
	} {
		if e, err := diag.ParseExplanation("title", text); err == nil {
			t.Errorf("%q: %+v", text, e)
		}
	}
}

// TestBrokenSourcesAreExplained breaks cases of the catalogue as typing does,
// with a token too few or too many, or an early end. HCL's parser has many ways
// to say what it then finds.
func TestBrokenSourcesAreExplained(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	strays := []string{`"`, "${", "(", "[", "{", "}", ")", "]", "=", "==", "?", ".", "<<-E\n", "for", "...", "+", "null", "[*]"}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tokens := format.Lex(src)
		at := tokens[random.IntN(len(tokens))].Range
		var broken []byte
		switch random.IntN(3) {
		case 0:
			broken = slices.Concat(src[:at.Start.Byte], src[at.End.Byte:])
		case 1:
			broken = slices.Concat(src[:at.Start.Byte], []byte(strays[random.IntN(len(strays))]), src[at.Start.Byte:])
		case 2:
			broken = src[:at.End.Byte]
		}
		_, _, diags := Load(fstest.MapFS{"case.portal.hcl": {Data: broken}})
		for _, d := range diags {
			if e, ok := diag.Explain(diag.Code(d)); !ok || e.Title != d.Summary {
				t.Errorf("%q is not explained: %s, of\n%s", diag.Code(d), d, broken)
			}
		}
	}
}
