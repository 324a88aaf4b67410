package lang

import (
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
	files map[string]*hcl.File
	read  []*policy.File // in the order of names
}

// Files gives the parsed files by name.
func (s *Sources) Files() map[string]*hcl.File { return s.files }

// SystemError is the Extra of a diagnostic that tells of the machine, not of
// the policy: a directory or file that cannot be read.
type SystemError struct{ Err error }

// Unwrap gives the error of the file system.
func (e *SystemError) Unwrap() error { return e.Err }

func (e *SystemError) Error() string { return e.Err.Error() }

// Load reads and checks the policy of a portal: all *.portal.hcl files of the
// directory. The policy is nil if there is an error among the diagnostics,
// which come in the order of the source; warnings leave it whole.
func Load(fsys fs.FS) (*policy.Policy, *Sources, hcl.Diagnostics) {
	sources := &Sources{files: map[string]*hcl.File{}}
	names, err := policyFiles(fsys)
	if err != nil {
		return nil, sources, hcl.Diagnostics{unreadable("The portal's directory", err)}
	}
	diags := unreadFiles(fsys)
	if len(names) == 0 {
		return nil, sources, append(hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "No policy",
			Detail:   "The directory has no file whose name ends in " + policySuffix + ", so there is no portal in it.",
		}}, diags...)
	}
	var d syntax.Decoder
	for _, name := range names {
		src, problem := readSource(fsys, name)
		if problem != nil {
			d.Doc.Partial = true
			diags = append(diags, problem)
			continue
		}
		file, fileDiags := syntax.ParseFile(name, src)
		diags = append(diags, fileDiags...)
		sources.files[name] = file
		sources.read = append(sources.read, &policy.File{Name: name, Bytes: src})
		d.File(file, syntax.SyntaxErrors(fileDiags))
	}
	policy, more := check.Resolve(&d.Doc, sources.read)
	if diags = slices.Concat(diags, d.Diags, more); diags.HasErrors() {
		return nil, sources, diag.Sort(diags)
	}
	return policy, sources, diag.Sort(append(diags, lint.Warnings(policy, &d.Doc)...))
}

// readSource reads one file, and never more of it than a source file may have.
func readSource(fsys fs.FS, name string) ([]byte, *hcl.Diagnostic) {
	info, err := fs.Stat(fsys, name)
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
	f, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, syntax.MaxFileSize+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return src, nil
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
