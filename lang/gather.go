package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Surroundings is a file system that has folders around it, as that of [Dir]
// has. A portal in another one uses folders within it alone.
type Surroundings interface {
	fs.FS
	// Folder gives the files of a folder, whose name starts from this one, has
	// slashes, and may begin with "..".
	Folder(name string) (fs.FS, error)
}

// gathering reads the policy files of a portal: those of its directory, and of
// the folders that it uses, which may use others. Each folder is read once,
// whatever the names by which it is reached, so circles end.
type gathering struct {
	portal  fs.FS
	sources *Sources
	cache   *Cache // of parsed files; nil for none
	doc     syntax.Document
	diags   hcl.Diagnostics
	known   []fs.FileInfo   // of the folders that are read
	names   map[string]bool // theirs, and of those that could not be
}

// read reads all. The error is of the portal's own directory.
func (r *gathering) read() error {
	own, err := policyFiles(r.portal)
	if err != nil {
		return err
	}
	r.names["."] = true
	if info, err := fs.Stat(r.portal, "."); err == nil {
		r.known = append(r.known, info)
	}
	r.folder(r.portal, ".", own)
	for i := 0; i < len(r.doc.Uses) && tooNew(r.doc.Requires) == nil; i++ { // they grow
		r.use(r.doc.Uses[i])
	}
	byName := func(a, b *policy.File) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(r.sources.read, byName)
	return nil
}

// PolicyFiles gives the policy files of a portal that can be read, and the folders
// that it uses, whether they are there or not. Names start from its directory.
func PolicyFiles(fsys fs.FS) (files, folders []string) {
	r := gather(fsys)
	if r.read() != nil {
		return nil, nil
	}
	for _, f := range r.sources.read {
		files = append(files, f.Name)
	}
	return files, r.sources.folders
}

func gather(fsys fs.FS) *gathering {
	return &gathering{portal: fsys, sources: &Sources{files: map[string]*hcl.File{}}, names: map[string]bool{}}
}

// folder reads the files of a folder, whose names begin with that of the folder.
func (r *gathering) folder(fsys fs.FS, folder string, files []string) {
	list := make([]gathered, len(files))
	for i, file := range files {
		list[i].name = path.Join(folder, file)
		list[i].src, list[i].problem = readSource(fsys, file, list[i].name)
	}
	syntax.AtOnce(len(list), func(i int) {
		if f := &list[i]; f.problem == nil {
			f.file, f.doc, f.diags = r.cache.decode(f.name, f.src)
		}
	})
	for _, f := range list {
		if f.problem != nil {
			r.doc.Partial = true
			r.diags = append(r.diags, f.problem)
			continue
		}
		r.diags = append(r.diags, f.diags...)
		r.sources.files[f.name] = f.file
		r.sources.read = append(r.sources.read, &policy.File{Name: f.name, Bytes: f.file.Bytes})
		r.doc.Add(f.doc)
	}
}

// gathered is a file of a folder.
type gathered struct {
	name    string
	src     []byte
	problem *hcl.Diagnostic // for which it is not read
	file    *hcl.File
	doc     *syntax.Document
	diags   hcl.Diagnostics
}

// use reads the folders that an argument names.
func (r *gathering) use(u syntax.Use) {
	names, diags := check.Texts(u.Folders)
	r.diags = append(r.diags, diags...)
	r.doc.Partial = r.doc.Partial || diags.HasErrors()
	for _, n := range names {
		if d := r.useFolder(u.Folder, n); d != nil {
			r.doc.Partial = true
			r.diags = append(r.diags, diag.Within(d, u.Folders.SrcRange))
		}
	}
}

// absolute is the beginning of a name that does not start from a folder.
var absolute = regexp.MustCompile(`^(/|\\|[A-Za-z]:)`)

// useFolder reads a folder unless it was read before, and says why it cannot.
func (r *gathering) useFolder(from string, n syntax.Label) *hcl.Diagnostic {
	if n.Text == "" || absolute.MatchString(n.Text) || strings.ContainsAny(n.Text, "\\\x00") {
		return diag.Problem(n.At, "Invalid folder", fmt.Sprintf("%s is no folder to use: its name starts from the folder of the file that uses it, and has slashes, as \"../shared\" has.", diag.Quote(n.Text)))
	}
	name := path.Join(from, n.Text)
	if r.names[name] {
		return nil
	}
	r.names[name] = true
	fsys, err := folderOf(r.portal, name)
	var info fs.FileInfo
	if err == nil {
		info, err = fs.Stat(fsys, ".")
	}
	if err == nil && slices.ContainsFunc(r.known, func(k fs.FileInfo) bool { return os.SameFile(k, info) }) {
		return nil
	}
	r.sources.folders = append(r.sources.folders, name)
	if errors.Is(err, fs.ErrNotExist) {
		return diag.Problem(n.At, "No such folder", fmt.Sprintf("The portal uses the folder %s, which is not there.", name))
	}
	var files []string
	if err == nil {
		files, err = policyFiles(fsys)
	}
	switch {
	case err != nil:
		d := unreadable("The folder "+name, err)
		d.Subject = &n.At
		d.Extra = nil // it is the portal that names it
		return d
	case len(files) == 0:
		return diag.Problem(n.At, "Nothing to use", fmt.Sprintf("The folder %s has no file whose name ends in %s.", name, policySuffix))
	}
	r.known = append(r.known, info)
	r.folder(fsys, name, files)
	if strings.HasPrefix(name, "..") {
		r.diags = append(r.diags, unreadBeside(fsys, name)...)
	}
	return nil
}

// folderOf gives a folder that is named from a portal's directory.
func folderOf(portal fs.FS, name string) (fs.FS, error) {
	if around, ok := portal.(Surroundings); ok {
		return around.Folder(name)
	}
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("what is around the portal is not known here")
	}
	return fs.Sub(portal, name)
}
