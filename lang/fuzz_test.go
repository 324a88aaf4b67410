package lang

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"portcullis/lang/diag"
)

// FuzzLoad: no source makes Load panic, and what it says points into it.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/*.portal.hcl", "testdata/errors/*.portal.hcl", "testdata/warnings/*.portal.hcl"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	shared, err := os.ReadFile(common)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, fsys := range []fstest.MapFS{
			{"case.portal.hcl": {Data: src}},
			{"case.portal.hcl": {Data: src}, "base.portal.hcl": {Data: shared}},
		} {
			p, sources, diags := Load(fsys)
			if (p == nil) != diags.HasErrors() {
				t.Errorf("policy is nil: %v, but errors: %v", p == nil, diags.HasErrors())
			}
			for _, d := range diags {
				if d.Subject == nil || d.Summary == "" || d.Detail == "" {
					t.Errorf("incomplete diagnostic %#v", d)
					continue
				}
				file := sources.Files()[d.Subject.Filename]
				if file == nil || d.Subject.End.Byte > len(file.Bytes) || d.Subject.Start.Byte > d.Subject.End.Byte {
					t.Errorf("%s points outside its file", d)
				}
				if utf8.Valid(src) && !utf8.ValidString(d.Summary+d.Detail) {
					t.Errorf("not UTF-8: %q", d.Error())
				}
			}
			if err := diag.WriteDiagnostics(io.Discard, sources.Files(), diags, true, 80); err != nil {
				t.Error(err)
			}
		}
	})
}
