package lang

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Dir gives the files of a directory, as [os.DirFS] does, but for those that a
// symbolic link leads out of it to: reading one ends in [ErrOutside]. So what a
// portal names, and what is told of it, is a file of the portal.
func Dir(name string) fs.FS { return dir(name) }

// ErrOutside says that a link leads out of the directory of [Dir].
var ErrOutside = errors.New("it is a link that leads out of its directory")

type dir string

// Folder is for what a portal uses: see [Surroundings].
func (d dir) Folder(name string) (fs.FS, error) {
	folder := At(string(d), name)
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	return Dir(folder), nil
}

// At gives the path of a file or folder whose name starts from a directory. What
// is around a directory is around the place that a link to it leads to.
func At(dir, name string) string {
	if strings.HasPrefix(name, "..") {
		if place, err := filepath.EvalSymlinks(dir); err == nil {
			dir = place
		}
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

func (d dir) Open(name string) (fs.File, error) {
	return inside(d, "open", name, (*os.Root).Open)
}

// Stat does not open the file, for opening a pipe would wait for its other end.
func (d dir) Stat(name string) (fs.FileInfo, error) {
	return inside(d, "stat", name, (*os.Root).Stat)
}

// inside asks for one thing below the directory. The directory is opened anew
// each time, so that nothing has to be closed, and none need be there before.
func inside[T any](d dir, op, name string, ask func(*os.Root, string) (T, error)) (T, error) {
	var none T
	if !fs.ValidPath(name) {
		return none, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return none, err
	}
	defer root.Close()
	found, err := ask(root, name)
	if err == nil {
		return found, nil
	}
	if escape := new(fs.PathError); errors.As(err, &escape) {
		if _, outside := root.Lstat(".."); errors.Is(escape.Err, errors.Unwrap(outside)) {
			escape.Err = ErrOutside // os has a name for it only within
		}
	}
	return none, err
}
