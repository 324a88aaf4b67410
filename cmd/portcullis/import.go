package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/data"
	"portcullis/lang"
	"portcullis/lang/convert"
	"portcullis/lang/convert/hasura"
	"portcullis/lang/convert/jestor"
	"portcullis/lang/convert/postgres"
	"portcullis/lang/pull"
)

// exampleJestor works in the repository.
const exampleJestor = `  portcullis import jestor examples/jestor-contractor/profiles/contractor.json -o studio
  portcullis test studio`

func (a *app) importCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "import",
		Short:   "Write a portal, with tests, from permissions that are there already",
		Long:    "Writes a portal, with tests, from permissions that somebody has already; see `portcullis help import jestor`.",
		Example: "  portcullis import jestor examples/jestor-contractor/profiles -o imported",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return errors.New("import needs what to read: portcullis import jestor SOURCE… -o DIR")
		},
		SuggestionsMinimumDistance: 2,
	}
	c.AddCommand(a.importJestorCommand(), a.importHasuraCommand(), a.importPostgresCommand())
	return c
}

// importLong is what all kinds of import do.
const importLong = `
The portal that is written validates, and is formatted. Its tests hold what the
source means, on rows made for that. What the language cannot say is never
widened: it becomes a deny, with a comment that quotes the source. In the end it
is counted what was taken exactly, narrowed and left out; of the last two it is
told where, and why. DIR must not be there, or be empty.`

func (a *app) importJestorCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "jestor SOURCE… -o DIR",
		Short: "Write a portal from profiles of Jestor",
		Long: `Reads profiles of Jestor, a JSON document each, and writes them as one portal. A
profile is called as its file; SOURCE is such a file, or a folder of them. What a
profile does not name, it refuses. Tables and fields are those that some profile
names; their types are what comparisons give away, and else string.
` + importLong,
		Example: exampleJestor,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("import jestor needs a profile: portcullis import jestor SOURCE… -o DIR")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := jestorFiles(args)
			if err != nil {
				return err
			}
			return a.imported(dir, func(name string) (*convert.Portal, error) { return jestor.Portal(name, files) })
		},
	}
	importOutput(c, &dir)
	return c
}

func (a *app) importHasuraCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "hasura DIR -o DIR",
		Short: "Write a portal from Hasura's metadata",
		Long: `Reads a folder of Hasura's metadata, version 3, and writes it as a portal: a role is
a profile, a session variable a property of the person (X-Hasura-Org-Id is org_id).
Metadata do not know types and keys: a field is what comparisons give away, and else
string; the key of a table is id.
` + importLong,
		Example: `  portcullis import hasura examples/stacker-orders/hasura -o shop
  portcullis test shop`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("import hasura needs one folder of metadata: portcullis import hasura DIR -o DIR")
			}
			return nil
		},
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, args []string) error {
			if info, err := os.Stat(args[0]); err != nil {
				return fmt.Errorf("cannot read %s: %w", args[0], withoutPath(err))
			} else if !info.IsDir() {
				return fmt.Errorf("%s is no folder of metadata", args[0])
			}
			root, err := os.OpenRoot(args[0])
			if err != nil {
				return fmt.Errorf("cannot read %s: %w", args[0], withoutPath(err))
			}
			defer root.Close()
			return a.imported(dir, func(name string) (*convert.Portal, error) { return hasura.Portal(name, root.FS()) })
		},
	}
	importOutput(c, &dir)
	return c
}

func (a *app) importPostgresCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "postgres SOURCE -o DIR",
		Short: "Write a portal from the policies and privileges of a PostgreSQL database",
		Long: `Reads tables, policies of row security and privileges, and writes them as a portal: a
role is a profile, anon that of requests without a login. auth.uid() is the login;
other claims and settings are properties of the person. SOURCE is
postgres://USER@HOST:PORT/DATABASE, which is only read, or a file that pg_dump -s
printed.
` + importLong,
		Example: `  portcullis import postgres examples/stacker-orders/policies.sql -o orders
  portcullis test orders`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("import postgres needs one source: postgres://… or what pg_dump -s printed")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.imported(dir, func(name string) (*convert.Portal, error) {
				if pull.IsPostgres(args[0]) {
					return postgres.Live(c.Context(), name, args[0])
				}
				text, err := readRegular(args[0])
				if err != nil {
					return nil, fmt.Errorf("cannot read %s: %w", args[0], withoutPath(err))
				}
				return postgres.Dump(name, filepath.ToSlash(args[0]), text)
			})
		},
	}
	importOutput(c, &dir)
	return c
}

func importOutput(c *cobra.Command, dir *string) {
	c.Flags().StringVarP(dir, "output", "o", "", "write the portal to `DIR`, which must be new or empty")
	_ = c.MarkFlagRequired("output")
	_ = c.MarkFlagDirname("output")
}

// jestorFiles reads the files that are named, and those of folders.
func jestorFiles(sources []string) ([]jestor.File, error) {
	var files []jestor.File
	add := func(name string) error {
		text, err := readRegular(name)
		if err != nil {
			return fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
		}
		f := jestor.File{Name: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), Path: filepath.ToSlash(name), Text: text}
		if f.Name == "" || f.Name == "*" || !pull.Sayable(f.Name) {
			return fmt.Errorf("a profile is called as its file, and %q is no name for one", f.Name)
		}
		for _, other := range files {
			if other.Name == f.Name {
				return fmt.Errorf("a profile is called as its file, and %s and %s are both %q", other.Path, f.Path, f.Name)
			}
		}
		files = append(files, f)
		return nil
	}
	for _, source := range sources {
		info, err := os.Stat(source)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", source, withoutPath(err))
		}
		names := []string{source}
		if info.IsDir() {
			if names, err = filepath.Glob(filepath.Join(escapedGlob(source), "*.json")); err != nil {
				return nil, fmt.Errorf("cannot read %s: %w", source, err)
			}
			if len(names) == 0 {
				return nil, fmt.Errorf("the folder %s has no *.json in it", source)
			}
		}
		for _, name := range names {
			if err := add(name); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

func escapedGlob(name string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// imported reads a source, writes the portal and tells what became of its parts.
func (a *app) imported(dir string, read func(name string) (*convert.Portal, error)) error {
	if err := vacant(dir); err != nil {
		return err
	}
	portal, err := read(portalName(dir))
	if err != nil {
		return err
	}
	files, err := portal.Files()
	if err != nil {
		return err
	}
	if err := writePortal(dir, files); err != nil {
		return fmt.Errorf("cannot write %s: %w", dir, withoutPath(err))
	}
	diags := findings(portal)
	if a.json {
		return a.documentWith(diags, importDocument{
			Exact: portal.Count(convert.Exact), Narrowed: portal.Count(convert.Narrowed), LeftOut: portal.Count(convert.LeftOut),
			Profiles: len(portal.Profiles), Tables: len(portal.Tables), Files: slices.Sorted(maps.Keys(files)),
		})
	}
	if err := a.warn(nil, diags); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s %s and %s to %s: %d exact, %d narrowed, %d left out.\n", a.success("Imported"),
		data.Plural(len(portal.Profiles), "profile"), data.Plural(len(portal.Tables), "table"), dir,
		portal.Count(convert.Exact), portal.Count(convert.Narrowed), portal.Count(convert.LeftOut))
	fmt.Fprintf(a.out, "Run its tests with: portcullis test %s\n", shellWord(dir))
	return nil
}

// findings tells of what was not taken exactly.
func findings(p *convert.Portal) hcl.Diagnostics {
	diags := hcl.Diagnostics{}
	for _, f := range p.Findings {
		if f.How == convert.Exact {
			continue
		}
		summary := map[convert.How]string{convert.Narrowed: "Narrowed", convert.LeftOut: "Left out"}[f.How]
		d := &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: summary, Detail: fmt.Sprintf("Of %s: %s.", f.What, f.Why)}
		if f.Line > 0 {
			start := hcl.Pos{Line: f.Line, Column: 1}
			d.Subject = &hcl.Range{Filename: f.File, Start: start, End: start}
		}
		diags = append(diags, d)
	}
	return diags
}

// portalName makes a portal's name of its directory's.
func portalName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	if name := pull.Identifier(filepath.Base(abs), "p_"); name != "" {
		return name
	}
	return "imported"
}

// vacant refuses a directory that has something in it.
func vacant(dir string) error {
	there, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot use the directory %s: %w", dir, withoutPath(err))
	case len(there) > 0:
		return fmt.Errorf("%s has something in it already: %s", dir, there[0].Name())
	default:
		return nil
	}
}

// writePortal writes the files into a new directory beside the one that is meant,
// checks them there, and gives that its name: so there is all of it, or nothing.
func writePortal(dir string, files map[string][]byte) (err error) {
	dir = filepath.Clean(dir)
	made, err := makeDirectories(filepath.Dir(dir))
	defer func() {
		if err != nil {
			for _, name := range slices.Backward(made) {
				_ = os.Remove(name)
			}
		}
	}()
	if err != nil {
		return err
	}
	temporary := filepath.Join(filepath.Dir(dir), ".import."+rand.Text()[:8])
	if err := os.Mkdir(temporary, 0o777); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temporary) }() // what is left of it
	for _, name := range slices.Sorted(maps.Keys(files)) {
		target := filepath.Join(temporary, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		if err := createFile(target, files[name]); err != nil {
			return err
		}
	}
	if err := validates(temporary); err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(temporary, dir)
	}
	return moveInto(dir, temporary)
}

// validates holds what is written to what is promised of it. It does not where
// import is at fault.
func validates(dir string) error {
	files := lang.Dir(dir)
	policy, _, diags := lang.Load(files)
	if !diags.HasErrors() {
		_, _, diags = fixtures.Load(files, policy)
	}
	if diags.HasErrors() {
		return fmt.Errorf("this is a fault of import: what it made does not validate: %w", diags)
	}
	return nil
}

// moveInto moves what is in a folder into an empty one, or nothing of it.
func moveInto(dir, from string) (err error) {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	var moved []string
	defer func() {
		if err != nil {
			for _, name := range moved {
				_ = os.RemoveAll(name)
			}
		}
	}()
	for _, e := range entries {
		target := filepath.Join(dir, e.Name())
		if err := os.Rename(filepath.Join(from, e.Name()), target); err != nil {
			return err
		}
		moved = append(moved, target)
	}
	return nil
}
