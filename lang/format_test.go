package lang

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
			"a heredoc is kept as it is",
			"a {\n  rows = <<-GRID\n    id |  x\n    1  | y\n  GRID\n}\n",
			"a {\n  rows = <<-GRID\n    id |  x\n    1  | y\n  GRID\n}\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, diags := FormatSource("x.portal.hcl", []byte(test.in))
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			again, diags := FormatSource("x.portal.hcl", got)
			if diags.HasErrors() || string(again) != string(got) {
				t.Errorf("formatting is not idempotent: %v\n%s", diags, again)
			}
		})
	}
}

func TestFormatSourceBroken(t *testing.T) {
	got, diags := FormatSource("x.portal.hcl", []byte("profile {\n"))
	if !diags.HasErrors() || got != nil {
		t.Errorf("got %q and %v, want no text and an error", got, diags)
	}
}
