package lang

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/diag"
	"portcullis/lang/syntax"
)

// The names of a portal's files end in these.
const (
	policySuffix = ".portal.hcl"
	testSuffix   = ".test.hcl"
)

// testFolder is the folder of a portal in which tests are, at any depth.
const testFolder = "tests"

// maxVisited ends the search for files that are not read: the directory may be
// that of a large repository.
const maxVisited = 20_000

// IsSource reports whether a file's name is that of a policy's or a test's
// file. Hidden ones, whose names begin with a dot, are none.
func IsSource(name string) bool {
	base := path.Base(name)
	return !hidden(base) && (strings.HasSuffix(base, policySuffix) || strings.HasSuffix(base, testSuffix))
}

func hidden(base string) bool { return strings.HasPrefix(base, ".") && base != "." }

// read reports whether a portal reads the file of a path within its directory.
func read(name string) bool {
	folder, base := path.Split(name)
	switch {
	case !IsSource(name):
		return false
	case folder == "":
		return true
	default:
		return strings.HasPrefix(folder, testFolder+"/") && strings.HasSuffix(base, testSuffix)
	}
}

// policyFiles lists the directory's policy files in the order of names.
func policyFiles(fsys fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if read(e.Name()) && strings.HasSuffix(e.Name(), policySuffix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// TestFiles lists a portal's test files, those of its directory and of its
// tests folder at any depth, in the order of names.
func TestFiles(fsys fs.FS) []string {
	var names []string
	add := func(name string) {
		if read(name) && strings.HasSuffix(name, testSuffix) {
			names = append(names, name)
		}
	}
	if entries, err := fs.ReadDir(fsys, "."); err == nil { // or the policy could not be read either
		for _, e := range entries {
			add(e.Name())
		}
	}
	_ = fs.WalkDir(fsys, testFolder, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir // there is no such folder, or it is named as one that is not read
		case e.IsDir() && hidden(e.Name()):
			return fs.SkipDir
		case !e.IsDir():
			add(name)
		}
		return nil
	})
	slices.Sort(names)
	return names
}

// unreadFiles warns of the files in and below the directory that look as if
// they were meant for the portal, and are not read. What is in the folder of
// another portal is that one's, and one warning names the folder. Those of
// folders that the portal uses are read.
func unreadFiles(fsys fs.FS, used []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	warn := func(name, detail string) { diags = append(diags, notRead(fsys, name, name, detail)...) }
	visited := 0
	_ = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if visited++; visited > maxVisited {
			return fs.SkipAll
		}
		switch {
		case err != nil, e.IsDir() && hidden(e.Name()):
			return fs.SkipDir
		case e.IsDir() && slices.Contains(used, name):
		case e.IsDir() && name != ".":
			if other := portalOf(fsys, name); other != "" {
				warn(other, fmt.Sprintf("The folder %s has a portal of its own; nothing in it is read with this one.", name))
				return fs.SkipDir
			}
		case e.IsDir() || read(name):
		case slices.Contains(used, path.Dir(name)) && read(path.Base(name)) && strings.HasSuffix(name, policySuffix):
		default:
			if why := unread(name, slices.Contains(used, path.Dir(name))); why != "" {
				warn(name, why)
			}
		}
		return nil
	})
	return diags
}

// unreadBeside is [unreadFiles] for the files of a policy in a folder around the
// portal, which may have much that is no matter of this one.
func unreadBeside(fsys fs.FS, folder string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	entries, _ := fs.ReadDir(fsys, ".") // which has just been read
	for _, e := range entries {
		if e.IsDir() || IsSource(e.Name()) || strings.Contains(strings.ToLower(e.Name()), ".test") {
			continue
		}
		if why := unread(e.Name(), true); why != "" {
			diags = append(diags, notRead(fsys, e.Name(), path.Join(folder, e.Name()), why)...)
		}
	}
	return diags
}

// notRead warns of a file, unless a comment in it answers that.
func notRead(fsys fs.FS, file, name, detail string) hcl.Diagnostics {
	d := diag.Problem(syntax.StartOf(name), "File not read", detail)
	d.Severity = hcl.DiagWarning
	if src, problem := readSource(fsys, file, name); problem == nil && diag.Answered(src, d) {
		return nil
	}
	d.Detail += diag.AnswerHint(d)
	return hcl.Diagnostics{d}
}

// unread says why a file is not read that looks as if it were meant to be; it
// gives nothing of others.
func unread(name string, used bool) string {
	folder, base := path.Split(name)
	lower := strings.TrimSuffix(strings.ToLower(base), ".txt")
	ends := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(lower, e) })
	}
	rename := func(suffix string) string {
		return fmt.Sprintf("The file is not read: its name does not end in %s.", suffix)
	}
	switch {
	case hidden(base):
		return ""
	case IsSource(name) && strings.HasSuffix(base, policySuffix):
		return "The file is not read: it is not in the portal's directory itself, where all files of the policy are."
	case IsSource(name):
		return fmt.Sprintf("The file is not read: tests are in the portal's directory, and anywhere in its folder %s.", testFolder)
	case ends(policySuffix, ".portals.hcl"):
		return rename(policySuffix)
	case ends(testSuffix, ".tests.hcl"):
		return rename(testSuffix)
	case ends(".hcl") && (folder == "" || used || strings.HasPrefix(folder, testFolder+"/")):
		return fmt.Sprintf("The file is not read: names of policy files end in %s, names of test files in %s.", policySuffix, testSuffix)
	default:
		return ""
	}
}

var portalBlock = regexp.MustCompile(`(?m)^\s*portal\b[^=\n]*\{`)

// HasPortal reports whether a folder has a policy file with a portal block.
func HasPortal(fsys fs.FS, folder string) bool { return portalOf(fsys, folder) != "" }

// portalOf gives the file with the portal block of a folder, or "".
func portalOf(fsys fs.FS, folder string) string {
	files, err := fs.Glob(fsys, path.Join(escaped(folder), "*"+policySuffix))
	if err != nil {
		return ""
	}
	for _, name := range files {
		if src, problem := readSource(fsys, name, name); problem == nil && !hidden(path.Base(name)) && portalBlock.Match(src) {
			return name
		}
	}
	return ""
}

// escaped writes a path as a pattern that matches it alone.
func escaped(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}
