package lang

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

// TestHostileSource: what would exhaust HCL's parser, or the machine, is told
// in one diagnostic; without a bound, the test would not end.
func TestHostileSource(t *testing.T) {
	local := func(expr string) string { return "portal \"p\" {}\nlocals {\n  a = " + expr + "\n}\n" }
	nest := func(open, middle, shut string, n int) string {
		return local(strings.Repeat(open, n) + middle + strings.Repeat(shut, n))
	}
	tests := []struct{ name, src, summary string }{
		{"parentheses", nest("(", "1", ")", 100_000), "File too large"},
		{"parentheses over lines", nest("(\n", "1", ")", 40_000), "Nested too deep"},
		{"brackets", nest("[", "", "]", 20_000), "Nested too deep"},
		{"objects", nest("{ a = ", "1", " }", 5_000), "Nested too deep"},
		{"calls", nest("f(", "1", ")", 20_000), "Nested too deep"},
		{"templates", nest(`"${`, "1", `}"`, 5_000), "Nested too deep"},
		{"directives", local(`"` + strings.Repeat("%{if true}", 10_000) + `"`), "Nested too deep"},
		{"blocks", strings.Repeat("a {\n", 100_000), "Nested too deep"},
		{"not", local(strings.Repeat("!", 300_000) + "true"), "File too large"},
		{"not, over lines", local("(" + strings.Repeat("!\n", 300_000) + "true)"), "Expression too long"},
		{"minus", local(strings.Repeat("-", 40_000) + "1"), "Expression too long"},
		{"sum", local(strings.Repeat("1+", 20_000) + "1"), "Expression too long"},
		{"path", local("a" + strings.Repeat(".b", 10_000)), "Expression too long"},
		{"index", local("a" + strings.Repeat("[0]", 10_000)), "Expression too long"},
		{"splat", local("a" + strings.Repeat("[*]", 10_000)), "Expression too long"},
		{"operators along a path inward", local(strings.Repeat("1+1+1+1+1+1+1+1+1+1+1+1+(", 90) + "1" + strings.Repeat(")", 90)), "Expression too long"},
		{"choices", local(strings.Repeat("a?b:", 1_000_000) + "1"), "File too large"},
		{"few choices", local(strings.Repeat("a?b:", 20_000) + "1"), "Expression too long"},
		{"size", strings.Repeat("a", 100_000_000), "File too large"},
		{"signs", strings.Repeat("=\n", 4_000_000), "File too large"},
		{"heredoc", local(strings.Repeat("<<EOT\n", 100_000)), "Text too long"},
		{"heredocs", strings.Repeat("a = <<EOT\n"+strings.Repeat("x\n", 9000)+"EOT\n", 10), "Text too long"},
		{"digits", local(strings.Repeat("9", 1_000_000)), "Number too large"},
		{"exponent", local("1e999999999"), "Number too large"},
		{"not UTF-8", "portal \"\xff\" {}", "Invalid character encoding"},
		{"NUL", "portal \"p\" {}\n\x00", "Invalid character"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, diags := loadText(test.src)
			if len(diags) != 1 || diags[0].Summary != test.summary {
				t.Fatalf("want %q alone, got %d: %.500s", test.summary, len(diags), diags)
			}
		})
	}
}

// TestLegitimateSource: the bounds leave alone what people write.
func TestLegitimateSource(t *testing.T) {
	tests := []struct{ name, src string }{
		{"a long list", "portal \"p\" {}\nlocals {\n  a = [" + strings.Repeat("[1, -2], ", 2000) + "]\n}\n"},
		{"a long condition", "portal \"p\" {}\nlocals {\n  a = " + strings.Repeat("true || ", 400) + "false\n}\n"},
		{"many arguments", "portal \"p\" {}\nlocals {\n" + manyArguments(2000) + "}\n"},
		{"a long heredoc", "portal \"p\" {}\nlocals {\n  a = <<EOT\n" + strings.Repeat("1 | 2 | three\n", 2000) + "EOT\n}\n"},
		{"a byte order mark", "\xef\xbb\xbfportal \"p\" {}\n"},
		{"lines that end in CR LF", "portal \"p\" {\r\n  description = \"x\"\r\n}\r\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, diags := loadText(test.src)
			if p == nil {
				t.Fatal(diags)
			}
		})
	}
}

func manyArguments(n int) string {
	var w strings.Builder
	for i := range n {
		w.WriteString("  a" + strings.Repeat("b", i%7) + string(rune('a'+i%26)) + letters(i) + " = !true || 1 < 2\n")
	}
	return w.String()
}

func letters(n int) string {
	return string(rune('a'+n/676%26)) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
}

// TestByteOrderMark: ranges count the mark as the bytes that it is.
func TestByteOrderMark(t *testing.T) {
	src := []byte("\xef\xbb\xbfportal \"p\" {}\nfoo {}\n")
	_, sources, diags := Load(fstest.MapFS{"a.portal.hcl": {Data: src}})
	if len(diags) != 1 {
		t.Fatal(diags)
	}
	if marked := diags[0].Subject.SliceBytes(src); !bytes.Equal(marked, []byte("foo")) {
		t.Errorf("marked %q", marked)
	}
	if !bytes.Equal(sources.Files()["a.portal.hcl"].Bytes, src) {
		t.Error("the file's bytes are not those that were read")
	}
}
