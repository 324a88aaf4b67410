package docs

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// generator is in each file of a site, and so tells what may be replaced.
const generator = `<meta name="generator" content="Portcullis docs">`

// Write writes a site into a directory: into a new one beside it first, so that
// there is all of it, or what was there before. It replaces an empty directory
// and one that has such a site and nothing else.
func Write(dir string, files map[string][]byte) (err error) {
	dir = filepath.Clean(dir)
	there, err := replaceable(dir)
	if err != nil {
		return err
	}
	beside := func(what string) string {
		return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+"."+what+"."+rand.Text()[:8])
	}
	written := beside("new")
	if err := os.Mkdir(written, 0o777); err != nil {
		return fmt.Errorf("writing the site: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(written)) }() // what is left of it
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(written, name), files[name], 0o666); err != nil {
			return fmt.Errorf("writing the site: %w", err)
		}
	}
	if !there {
		return os.Rename(written, dir)
	}
	old := beside("old")
	if err := os.Rename(dir, old); err != nil {
		return fmt.Errorf("writing the site: %w", err)
	}
	if err := os.Rename(written, dir); err != nil {
		return errors.Join(fmt.Errorf("writing the site: %w", err), os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// replaceable tells whether the directory is there, and refuses what is not a site.
func replaceable(dir string) (there bool, err error) {
	switch info, err := os.Lstat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, fmt.Errorf("%s is there already, and is not a directory", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if e.Type().IsRegular() && (filepath.Ext(name) == ".html" || filepath.Ext(name) == ".1") {
			text, err := os.ReadFile(name)
			if err != nil {
				return false, err
			}
			if bytes.Contains(text, []byte(generator)) {
				continue
			}
		}
		return false, fmt.Errorf("%s has something in it that is not of such a site: %s", dir, e.Name())
	}
	return true, nil
}
