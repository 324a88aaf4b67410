package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "portcullis/internal/update" // for -update
)

func TestFormatSource(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{
			"bare labels are quoted, at every depth",
			"profile staff {\n  allow table orders \"items\" {\n    actions = [\"view\"]\n  }\n}\n",
			"profile \"staff\" {\n  allow \"table\" \"orders\" \"items\" {\n    actions = [\"view\"]\n  }\n}\n",
		},
		{
			"comments stay, between labels too",
			"# top\nallow /* kind */ table /* name */ orders { # why\n  // inside\n}\n",
			"# top\nallow /* kind */ \"table\" /* name */ \"orders\" { # why\n  // inside\n}\n",
		},
		{
			"equals signs are aligned and spaces made one",
			"portal \"p\" {\n    users=\"people\"\n  login   =    \"email\"\n}\n",
			"portal \"p\" {\n  users = \"people\"\n  login = \"email\"\n}\n",
		},
		{
			"a run of attributes ends with a blank line, a block and a value over lines",
			"a {\n  b = 1\n  long = 2\n\n  longer = 3\n  x = {\n    y = 1\n    other = 2\n  }\n  longest_of_all = 4\n  z {\n  }\n  q = 5\n}\n",
			"a {\n  b    = 1\n  long = 2\n\n  longer = 3\n  x = {\n    y     = 1\n    other = 2\n  }\n  longest_of_all = 4\n  z {\n  }\n  q = 5\n}\n",
		},
		{
			"comments behind attributes are aligned",
			"a {\n  b = 1 # one\n  long = 22 # two\n}\n",
			"a {\n  b    = 1  # one\n  long = 22 # two\n}\n",
		},
		{
			"one blank line stays of many, none at the ends of a block, a list, a call or the file",
			"\n\n# top\n\n\n\na {\n\n  \n  b = [\n\n    1,\n\n\n    2,\n\n  ]\n\n  c = f(\n\n    1\n\n  )\n\n}\n  \n\n",
			"# top\n\na {\n  b = [\n    1,\n\n    2,\n  ]\n\n  c = f(\n    1\n  )\n}\n",
		},
		{
			"blank lines around comments are kept apart from those at the ends",
			"a { # why\n\n  # first\n\n\n  b = 1\n\n  # last\n\n}\n\n\n# end\n\n",
			"a { # why\n  # first\n\n  b = 1\n\n  # last\n}\n\n# end\n",
		},
		{
			"spaces behind comments go, within them they stay",
			"# a  b \t\n/* c  \n   d */\na = 1 // e \n",
			"# a  b\n/* c\n   d */\na = 1 // e\n",
		},
		{
			"a comment may end with its sign",
			"# title #\n#\n##\na = 1 # note #\n/* c #*/\nb = 2 // d //\n",
			"# title #\n#\n##\na = 1 # note #\n/* c #*/\nb = 2 // d //\n",
		},
		{"a byte order mark goes", "\uFEFFa = 1\n", "a = 1\n"},
		{"lines end with LF", "a {\r\n  b = 1 # c\r\n\r\n\r\n  d = 2\r\n}\r\n", "a {\n  b = 1 # c\n\n  d = 2\n}\n"},
		{"the last line has an end", "a = 1", "a = 1\n"},
		{"the last line has an end: a comment", "# a ", "# a\n"},
		{"nothing stays nothing", "", ""},
		{"nothing but space", " \n\n  ", ""},
		{
			"a condition over lines",
			"a {\n  rows = (\n  row.x==1&&\n      !row.y ||\n\n\n  contains( [ 1,2 ],row.z )\n  )\n}\n",
			"a {\n  rows = (\n    row.x == 1 &&\n    !row.y ||\n\n    contains([1, 2], row.z)\n  )\n}\n",
		},
		{
			"a heredoc that is no grid stays as it is",
			"a {\n  message = <<-EOT\n    id |  x\n\n\n    1  | y  \n  EOT\n}\n",
			"a {\n  message = <<-EOT\n    id |  x\n\n\n    1  | y  \n  EOT\n}\n",
		},
		{"a dot that a number would take stays apart", "a =   1 .5\n", "a =   1 .5\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkFormatted(t, test.in, test.want) })
	}
}

func checkFormatted(t *testing.T, in, want string) {
	t.Helper()
	got, diags := FormatSource("x.test.hcl", []byte(in))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	again, diags := FormatSource("x.test.hcl", got)
	if diags.HasErrors() || string(again) != string(got) {
		t.Errorf("formatting is not idempotent: %v\n%s", diags, again)
	}
}

// TestFormatGrid formats the grid of a fixture's table, and the same grid as
// what a view expects.
func TestFormatGrid(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{
			"bars come below one another, and nothing is padded behind the last",
			"id|name |  total\n  1 | Ana   Lima|120.5   \n10|Bo|\n",
			"      id | name       | total\n      1  | Ana   Lima | 120.5\n      10 | Bo         |\n",
		},
		{
			"cells in quotes are one cell",
			"id | name | x\n1 | \"a | \\\" | b\" | y\n2 | \"  \" |\n",
			"      id | name         | x\n      1  | \"a | \\\" | b\" | y\n      2  | \"  \"         |\n",
		},
		{
			"lists are one cell, with bars in their strings",
			"id | tags | x\n1 | [\"a|b\", \"]\"] | y\n2 | [] |\n",
			"      id | tags         | x\n      1  | [\"a|b\", \"]\"] | y\n      2  | []           |\n",
		},
		{
			"a bracket opens no list in a column of texts",
			"id | a | b\n1 | [\" | \"]\n",
			"      id | a  | b\n      1  | [\" | \"]\n",
		},
		{
			"where cells end is not guessed",
			"id | a | b | c\n1|[\"x|y\"]|[\"z|w\"]\n",
			"id | a | b | c\n1|[\"x|y\"]|[\"z|w\"]\n",
		},
		{
			"blank lines between rows are one at most",
			"\nid\n\n \n1\n\n\n",
			"      id\n\n      1\n",
		},
		{
			"widths are those on a screen",
			"name|x\n日本|1\ne\u0301|2\n",
			"      name | x\n      日本 | 1\n      e\u0301    | 2\n",
		},
		{"a row with too many cells", "id|a\n100|b|c\n", "      id  | a\n      100 | b | c\n"},
		{"a template is no grid", "id|a\n1|${b}\n", "id|a\n1|${b}\n"},
		{"an escape is as it stands", "id|a|b\n1|$${b}|c\n", "      id | a     | b\n      1  | $${b} | c\n"},
		{"no lines", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			end := "    GRID"
			if test.in == test.want && test.in != "" {
				end = " GRID" // what is no grid keeps its end, too
			}
			in := "fixture \"f\" {\n  table \"t\" {\n    rows = <<-GRID\n" + test.in + " GRID\n  }\n}\n"
			want := "fixture \"f\" {\n  table \"t\" {\n    rows = <<-GRID\n" + test.want + end + "\n  }\n}\n"
			checkFormatted(t, in, want)
			expect := func(s string) string {
				s = strings.Replace(s, "fixture", "test", 1)
				s = strings.Replace(s, "table", "view", 1)
				return strings.Replace(s, "rows", "expect", 1)
			}
			checkFormatted(t, expect(in), expect(want))
		})
	}
}

func TestFormatSourceBroken(t *testing.T) {
	for _, src := range []string{"profile {\n", "a = 1 +\n", "a = \xff\n", "fixture \"x\" {\n rows = <<A\n", "\uFEFF\uFEFFa = 1\n"} {
		got, diags := FormatSource("x.portal.hcl", []byte(src))
		if !diags.HasErrors() || got != nil {
			t.Errorf("%q: got %q and %v, want no text and an error", src, got, diags)
		}
	}
}
