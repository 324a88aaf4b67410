package lang

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/lint"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Sources is what [Load] has read: what diagnostics point into.
type Sources struct {
	files   map[string]*hcl.File
	read    []*policy.File // in the order of names
	folders []string       // that the portal uses
}

// Folders gives the folders that the portal uses, whose names start from its
// directory, in the order in which they are read.
func (s *Sources) Folders() []string { return s.folders }

// Files gives the parsed files by name.
func (s *Sources) Files() map[string]*hcl.File { return s.files }

// SystemError is the Extra of a diagnostic that tells of the machine, not of
// the policy: a directory or file that cannot be read.
type SystemError struct{ Err error }

// Unwrap gives the error of the file system.
func (e *SystemError) Unwrap() error { return e.Err }

func (e *SystemError) Error() string { return e.Err.Error() }

// Load reads and checks the policy of a portal: all *.portal.hcl files of the
// directory, and of the folders that it uses (see [Surroundings]). The policy is
// nil if there is an error among the diagnostics, which come in the order of the
// source; warnings leave it whole.
func Load(fsys fs.FS) (*policy.Policy, *Sources, hcl.Diagnostics) {
	return (*Cache)(nil).Load(fsys)
}

// Load is [Load] for those who read a portal again and again: what has not changed
// is neither read nor checked anew.
func (c *Cache) Load(fsys fs.FS) (*policy.Policy, *Sources, hcl.Diagnostics) {
	r := gather(fsys)
	r.cache = c
	p, sources, diags := load(r, nil)
	if diags.HasErrors() {
		return nil, sources, diags
	}
	return p, sources, diags
}

// Reread is [Cache.Load] for those who ask what names stand for and how far a policy
// with mistakes can be made out, as an editor does. The policy's [policy.Uses] are noted,
// and it is given even if there is an error: as far as it could be made out then,
// and nil where nothing could.
func Reread(fsys fs.FS, cache *Cache) (*policy.Policy, *Sources, hcl.Diagnostics) {
	r := gather(fsys)
	r.cache = cache
	return load(r, &policy.Uses{})
}

func load(r *gathering, uses *policy.Uses) (*policy.Policy, *Sources, hcl.Diagnostics) {
	fsys, sources := r.portal, r.sources
	if err := r.read(); err != nil {
		return nil, sources, hcl.Diagnostics{unreadable("The portal's directory", err)}
	}
	if d := tooNew(r.doc.Requires); d != nil {
		return nil, sources, hcl.Diagnostics{d}
	}
	diags := unreadFiles(fsys, sources.folders)
	if len(sources.read) == 0 && len(r.diags) == 0 {
		return nil, sources, append(hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "No policy",
			Detail:   "The directory has no file whose name ends in " + policySuffix + ", so there is no portal in it.",
		}}, diags...)
	}
	policy, more := check.Resolve(&r.doc, sources.read, uses, r.cache.checked())
	diags = slices.Concat(diags, r.diags, checkRequires(r.doc.Requires), more)
	if !diags.HasErrors() {
		diags = append(diags, lint.Warnings(policy, &r.doc, r.cache.linted())...)
	}
	return policy, sources, diag.Sort(diags)
}

// readSource reads one file, and never more of it than a source file may have.
// It is told of by a name that starts from the portal's directory.
func readSource(fsys fs.FS, file, name string) ([]byte, *hcl.Diagnostic) {
	info, err := fs.Stat(fsys, file)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, diag.Problem(syntax.StartOf(name), "Not a file",
			fmt.Sprintf("%s is named like a source file, but is no regular file.", path.Base(name)))
	}
	if info.Size() > syntax.MaxFileSize {
		return nil, syntax.TooLarge(name, info.Size())
	}
	f, err := fsys.Open(file)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	if held, ok := f.(interface{ SourceText() []byte }); ok { // of an editor, which never changes
		if text := held.SourceText(); len(text) <= syntax.MaxFileSize {
			return text[:len(text):len(text)], nil
		}
	}
	var src bytes.Buffer
	src.Grow(int(info.Size()) + bytes.MinRead) // so it need not grow
	if _, err := src.ReadFrom(io.LimitReader(f, syntax.MaxFileSize+1)); err != nil {
		return nil, unreadable(name, err)
	}
	return src.Bytes(), nil
}

func unreadable(what string, err error) *hcl.Diagnostic {
	var pathErr *fs.PathError
	cause := err
	if errors.As(err, &pathErr) {
		cause = pathErr.Err
	}
	d := &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Cannot be read",
		Detail:   fmt.Sprintf("%s cannot be read: %s.", what, cause),
	}
	if !errors.Is(err, ErrOutside) {
		d.Extra = &SystemError{Err: err}
	}
	return d
}
