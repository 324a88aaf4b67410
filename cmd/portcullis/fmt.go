package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"portcullis/lang"
)

// maxStdin ends the reading of an endless stdin. No source file may be nearly
// that large, so what is cut is refused.
const maxStdin = 64 << 20

// formatOptions are the flags of fmt.
type formatOptions struct{ check, diff bool }

func (a *app) fmtCommand() *cobra.Command {
	var o formatOptions
	c := &cobra.Command{
		Use:   "fmt [--check] [--diff] [PATH…]",
		Short: "Rewrite files in the canonical form",
		Long: `Rewrites *.portal.hcl and *.test.hcl files in the canonical form, and lists
those that it changed. Comments and meaning are kept. Each PATH is a file or a
folder, whose folders are looked through as well, and those that portals there
use; without one, it is the current directory. PATH - formats stdin to stdout.

With --check or --diff no file is changed: --check lists the files that would
be, and exits 1 if there are any; --diff prints what would change.`,
		Example: `  portcullis fmt --check examples
  portcullis fmt --diff examples/jet-coffee-beans`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"hcl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			if slices.Contains(args, "-") {
				if len(args) > 1 {
					return errors.New("- stands alone: stdin is formatted, or files are")
				}
				return a.formatStdin(o)
			}
			return a.formatFiles(args, o)
		},
	}
	c.Flags().BoolVar(&o.check, "check", false, "change nothing; list files that would change, and exit 1 if there are any")
	c.Flags().BoolVar(&o.diff, "diff", false, "change nothing; print the changes as unified diffs")
	return c
}

// formatted is a source file and its canonical form.
type formatted struct {
	name     string
	old, new []byte
	diags    hcl.Diagnostics
}

func formatSource(name string, source []byte) formatted {
	canonical, diags := lang.FormatSource(name, source)
	return formatted{name: name, old: source, new: canonical, diags: diags}
}

func (f formatted) changed() bool {
	return !f.diags.HasErrors() && !bytes.Equal(f.old, f.new)
}

func (f formatted) diff() string {
	return string(diff.Diff(f.name+" (as it is)", f.old, f.name+" (formatted)", f.new))
}

func (a *app) formatStdin(o formatOptions) error {
	source, err := io.ReadAll(io.LimitReader(a.in, maxStdin))
	if err != nil {
		return fmt.Errorf("cannot read stdin: %w", withoutPath(err))
	}
	f := formatSource("<stdin>", source)
	switch {
	case f.diags.HasErrors() || o.check || o.diff:
		return a.reportFormatted([]formatted{f}, o)
	case a.json:
		return a.documentWith(f.diags, sourceDocument{Source: string(f.new)})
	default:
		_, err = a.out.Write(f.new)
		return err
	}
}

func (a *app) formatFiles(paths []string, o formatOptions) error {
	names, err := sourceFiles(paths)
	if err != nil {
		return err
	}
	var done []formatted
	for _, name := range names {
		source, err := readRegular(name)
		if err != nil {
			return fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
		}
		f := formatSource(filepath.ToSlash(name), source)
		if f.changed() && !o.check && !o.diff {
			if err := writeFile(name, f.new); err != nil {
				return err
			}
		}
		done = append(done, f)
	}
	return a.reportFormatted(done, o)
}

// reportFormatted prints what has been, or would be, formatted.
func (a *app) reportFormatted(files []formatted, o formatOptions) error {
	var diags hcl.Diagnostics
	sources := map[string]*hcl.File{}
	changed := []string{}
	var diffs strings.Builder
	for _, f := range files {
		diags = append(diags, f.diags...)
		sources[f.name] = &hcl.File{Bytes: f.old}
		if !f.changed() {
			continue
		}
		changed = append(changed, f.name)
		if o.diff {
			diffs.WriteString(f.diff())
		}
	}
	var err error
	if a.json {
		err = a.documentWith(diags, fmtDocument{Files: changed, Diff: diffs.String()})
	} else {
		if o.check || !o.diff {
			for _, name := range changed {
				fmt.Fprintln(a.out, name)
			}
		}
		fmt.Fprint(a.out, diffs.String())
		err = a.warn(sources, diags)
	}
	if err = cmp.Or(err, verdict(diags)); err == nil && o.check && len(changed) > 0 {
		return errNo
	}
	return err
}

// sourceFiles gives the files that paths name, each once: a file itself, and
// of a folder the policies and tests in it and in its folders, and the policies
// of folders that the portals there use.
func sourceFiles(paths []string) ([]string, error) {
	var names []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", path, withoutPath(err))
		}
		if !info.IsDir() {
			if !lang.IsSource(filepath.ToSlash(path)) {
				return nil, fmt.Errorf("%s is neither a *.portal.hcl nor a *.test.hcl file", path)
			}
			names = append(names, filepath.Clean(path))
			continue
		}
		// With a separator at its end, a symbolic link to a folder is walked.
		root := path + string(filepath.Separator)
		portals := map[string]bool{}
		err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
			case entry.IsDir() && name != root && strings.HasPrefix(entry.Name(), "."):
				return fs.SkipDir
			case !entry.IsDir() && lang.IsSource(filepath.ToSlash(name)):
				names = append(names, name)
				portals[filepath.Dir(name)] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for portal := range portals {
			files, _ := lang.PolicyFiles(lang.Dir(portal))
			for _, name := range files {
				names = append(names, lang.At(portal, name))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// readRegular reads a file, but no pipe or device, which might never end.
func readRegular(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	return os.ReadFile(name)
}
