package lang

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// FuzzBind binds any expression at every place. What binds is written as text
// that binds to the same; what does not has a diagnostic within the source.
func FuzzBind(f *testing.F) {
	files, err := filepath.Glob("testdata/bind/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(src)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				f.Add(line)
			}
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		expr := fuzzExpr(src)
		if expr == nil {
			return
		}
		for p, table := range map[bind.Place]string{bind.PlaceRows: "orders", bind.PlaceCheck: "orders", bind.PlaceWhen: ""} {
			c, diags := bind.Condition(expr, bindScope(p, table))
			checkPlaces(t, src, diags)
			if c != nil {
				checkTypes(t, src, c)
				checkFormat(t, policy.Format(c), p, table)
			}
		}
		for _, want := range caseTypes {
			v, diags := bind.Value(expr, want, bindScope(bind.PlaceSet, ""))
			checkPlaces(t, src, diags)
			if v != nil && !constant.CanEqual(v.Type(), want) {
				t.Errorf("a value of type %s, not %s", v.Type(), want)
			}
			_, diags = constant.Of(expr, want, bindLocals)
			checkPlaces(t, src, diags)
		}
		constant.LocalRefs(expr)
	})
}

// fuzzExpr parses an expression that ParseFile would let through; nil if it is
// none.
func fuzzExpr(src string) hclsyntax.Expression {
	file, diags := syntax.ParseFile("t.hcl", []byte("x = (\n"+src+"\n)\n"))
	if diags.HasErrors() || len(file.Body.(*hclsyntax.Body).Attributes) != 1 {
		return nil
	}
	expr, diags := hclsyntax.ParseExpression([]byte(src), "t.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	return expr
}

func checkPlaces(t *testing.T, src string, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		switch {
		case d.Subject == nil || d.Summary == "" || d.Detail == "":
			t.Errorf("incomplete: %v", d)
		case d.Subject.Start.Byte < 0 || d.Subject.End.Byte > len(src) || d.Subject.Start.Byte > d.Subject.End.Byte:
			t.Errorf("outside the source: %v", d)
		}
	}
}

func checkFormat(t *testing.T, text string, p bind.Place, table string) {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(text), "t.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Errorf("%s does not parse: %s", text, diags)
		return
	}
	c, diags := bind.Condition(expr, bindScope(p, table))
	if diags.HasErrors() || c == nil {
		t.Errorf("%s does not bind: %s", text, diags)
		return
	}
	if again := policy.Format(c); again != text {
		t.Errorf("%s binds to %s", text, again)
	}
}
