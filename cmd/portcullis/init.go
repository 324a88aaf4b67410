package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/lang"
)

// newPortal is what init writes.
//
//go:embed portal
var newPortal embed.FS

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a small portal that passes its own tests",
		Long: `Writes a small portal, with its tests, to build on. Nothing is overwritten: if
a file is in the way, or DIR has a portal already, nothing is written at all.`,
		Example: `  portcullis init helpdesk
  portcullis test helpdesk`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.init(dir)
		},
	}
}

func (a *app) init(dir string) error {
	there, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot use the directory %s: %w", dir, withoutPath(err))
	}
	for _, entry := range there {
		if lang.IsSource(entry.Name()) {
			return fmt.Errorf("%s has a portal already: %s", dir, entry.Name())
		}
	}
	written, err := writeNew(dir, newPortal, "portal")
	if err != nil {
		return err
	}
	if a.json {
		return a.documentWith(hcl.Diagnostics{}, map[string]any{"files": written})
	}
	for _, name := range written {
		fmt.Fprintln(a.out, name)
	}
	where, run := "in "+dir, "portcullis test "+shellWord(dir)
	if filepath.Clean(dir) == "." {
		where, run = "here", "portcullis test"
	}
	fmt.Fprintf(a.out, "%s A portal is %s. Run its tests with: %s\n", a.success("Success!"), where, run)
	return nil
}

// writeNew writes the files of a folder of fsys into dir, and gives their
// names. It overwrites nothing, and takes back what it wrote if it fails.
func writeNew(dir string, fsys fs.FS, folder string) (written []string, err error) {
	var created []string // files and directories, in order
	defer func() {
		if err == nil {
			return
		}
		for _, name := range slices.Backward(created) {
			_ = os.Remove(name)
		}
	}()
	source, err := fs.Sub(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("cannot read the new portal: %w", err)
	}
	err = fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if entry.IsDir() {
			made, err := makeDirectories(target)
			created = append(created, made...)
			return err
		}
		content, err := fs.ReadFile(source, name)
		if err != nil {
			return err
		}
		if err := createFile(target, content); err != nil {
			return err
		}
		created = append(created, target)
		written = append(written, path.Join(filepath.ToSlash(dir), name))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot write the portal: %w", err)
	}
	return written, nil
}

// makeDirectories makes a directory and those above it, and gives the ones
// that were not there, outermost first.
func makeDirectories(name string) (made []string, err error) {
	for dir := name; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		made = append(made, dir)
	}
	slices.Reverse(made)
	return made, os.MkdirAll(name, 0o777)
}

// createFile writes a file that must not be there yet.
func createFile(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
