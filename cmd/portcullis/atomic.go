package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile replaces a file as a whole: whoever reads it sees what was there
// or all that is written, and a failure leaves it as it was. A file that
// exists keeps its mode, and a symbolic link still leads to it.
func writeFile(name string, content []byte) error {
	mode := fs.FileMode(0o666) // less the umask
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", name, withoutPath(err))
	case info.IsDir():
		return fmt.Errorf("cannot write %s: it is a directory", name)
	case !info.Mode().IsRegular():
		// A device or a pipe takes the bytes, and must not be replaced.
		if err := os.WriteFile(name, content, mode); err != nil {
			return fmt.Errorf("cannot write %s: %w", name, withoutPath(err))
		}
		return nil
	default:
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return fmt.Errorf("cannot write %s: %w", name, withoutPath(err))
		}
	}
	if err := replaceFile(name, content, mode, info); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, withoutPath(err))
	}
	return nil
}

// replaceFile writes a new file beside the named one, and renames it.
func replaceFile(name string, content []byte, mode fs.FileMode, old fs.FileInfo) (err error) {
	temporary := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text()[:8])
	// Unlike os.CreateTemp, which is for secrets, this heeds the umask.
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(temporary)
		}
	}()
	if _, err := f.Write(content); err != nil {
		return err
	}
	if old != nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(temporary, name)
}
