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

// workflows are what init --ci writes: for each host of code where it goes, and what it
// has.
//
//go:embed ci
var workflows embed.FS

var workflowFiles = map[string]string{"github": ".github/workflows/portal.yml", "gitlab": ".gitlab-ci.yml"}

func (a *app) initCommand() *cobra.Command {
	ci := ""
	c := &cobra.Command{
		Use:   "init [DIR] [--ci github|gitlab]",
		Short: "Write a small portal that passes its own tests",
		Long: `Writes a small portal, with its tests, to build on. Nothing is overwritten: if
a file is in the way, or DIR has a portal already, nothing is written at all.

--ci writes, beside the portal or to the one that is there, the workflow by which a
host of code checks it: form, diagnostics, tests, and who gains and loses access.`,
		Example: `  portcullis init helpdesk --ci github
  portcullis test helpdesk`,
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			if ci == "" {
				return a.init(dir, func() ([]string, error) { return nil, nil })
			}
			if workflowFiles[ci] == "" {
				return fmt.Errorf("--ci is github or gitlab, not %q", ci)
			}
			return a.initCI(dir, ci)
		},
	}
	c.Flags().StringVar(&ci, "ci", "", "write the workflow for `HOST`: github or gitlab")
	_ = c.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions([]string{"github", "gitlab"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// initCI writes a workflow, and the portal if there is none yet.
func (a *app) initCI(dir, host string) error {
	text, err := workflows.ReadFile("ci/" + host + ".yml")
	if err != nil {
		return fmt.Errorf("cannot read the workflow: %w", err)
	}
	target := filepath.Join(dir, filepath.FromSlash(workflowFiles[host]))
	if _, err := os.Lstat(target); err == nil {
		return fmt.Errorf("%s is there already", target)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.portal.hcl"))
	if err != nil {
		return fmt.Errorf("cannot use the directory %s: %w", dir, err)
	}
	write := func() ([]string, error) {
		if _, err := makeDirectories(filepath.Dir(target)); err != nil {
			return nil, fmt.Errorf("cannot write the workflow: %w", withoutPath(err))
		}
		if err := createFile(target, text); err != nil {
			return nil, fmt.Errorf("cannot write the workflow: %w", withoutPath(err))
		}
		return []string{filepath.ToSlash(target)}, nil
	}
	if len(files) == 0 {
		return a.init(dir, write)
	}
	written, err := write()
	switch {
	case err != nil:
		return err
	case a.json:
		return a.documentWith(hcl.Diagnostics{}, map[string]any{"files": written})
	default:
		fmt.Fprintln(a.out, written[0])
		return nil
	}
}

// init writes a portal, and what goes beside it.
func (a *app) init(dir string, beside func() ([]string, error)) error {
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
	more, err := beside()
	if err != nil {
		return err
	}
	written = append(written, more...)
	if a.json {
		return a.documentWith(hcl.Diagnostics{}, initDocument{Files: written})
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
