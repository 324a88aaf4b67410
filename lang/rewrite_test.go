package lang

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/diag"
)

// TestRewritesPutRight takes what diagnostics of the catalogue say should stand in
// the place of what they are about: then the same is not said of that place again.
func TestRewritesPutRight(t *testing.T) {
	shared, err := os.ReadFile(common)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*/*.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		said := func(text string) hcl.Diagnostics {
			all := fstest.MapFS{name: {Data: []byte(text)}}
			if !ownPortal.MatchString(text) {
				all["base.portal.hcl"] = &fstest.MapFile{Data: shared}
			}
			_, _, diags := Load(all)
			return diags
		}
		for _, d := range said(string(src)) {
			if d.Subject == nil || d.Subject.Filename != name {
				continue
			}
			instead, ok := diag.Rewrite(d, src)
			if !ok {
				continue
			}
			taken[diag.Code(d)] = true
			for _, again := range said(string(src[:instead.At.Start.Byte]) + instead.Text + string(src[instead.At.End.Byte:])) {
				if again.Summary == d.Summary && again.Subject.Filename == name && again.Subject.Start.Byte == d.Subject.Start.Byte {
					t.Errorf("%s: %q does not put it right: %s, but then %s", file, instead.Text, d, again)
				}
			}
		}
	}
	if len(taken) < 20 {
		t.Errorf("only of %d kinds: %v", len(taken), taken)
	}
}
