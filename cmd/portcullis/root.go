package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	opa "github.com/open-policy-agent/opa/v1/version"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"portcullis/compile"
	"portcullis/lang"
)

// Exit statuses.
const (
	statusWell   = 0
	statusNo     = 1 // the policy, a test or a check says no
	statusMisuse = 2 // the command was misused, or the system failed it
)

// Errors of commands that have printed already what there is to say.
var (
	errNo     = errors.New("the answer is no")
	errSystem = errors.New("the system failed the command")
)

// execute carries out one command line and gives the exit status.
func execute(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	a := newApp(in, out, errs)
	root := a.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if a.removes != nil {
		a.removes()
	}
	if err != nil && !errors.Is(err, errNo) && !errors.Is(err, errSystem) {
		// A flag that stops the parser may stand before --json.
		a.json = a.json || slices.Contains(args, "--json")
		a.complain(err)
	}
	switch flushErr := a.out.Flush(); {
	case flushErr != nil:
		fmt.Fprintf(errs, "Error: cannot write the result: %v\n", flushErr)
		return statusMisuse
	case err == nil:
		return statusWell
	case errors.Is(err, errNo):
		return statusNo
	default:
		return statusMisuse
	}
}

// rootCommand puts the commands together.
func (a *app) rootCommand() *cobra.Command {
	var dir string
	root := &cobra.Command{
		Use:   "portcullis",
		Short: "Permissions of a portal, written in HCL, enforced by OPA",
		Long: `Portcullis compiles the permissions of a portal, written in HCL, into a bundle
for Open Policy Agent, and runs the portal's tests on that very bundle.

The portal is the current directory: all its *.portal.hcl files, with the
*.test.hcl files there and in tests/ as its tests.

The exit status is 0 when all is well, 1 when the policy, a test or a check says
no, and 2 when the command was misused or the system failed it.`,
		Version:       compile.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		// How far the name of a command may be from an unknown one to be suggested.
		SuggestionsMinimumDistance: 2,
		PersistentPreRunE: func(c *cobra.Command, args []string) error {
			if err := refuseEmpty(c, args); err != nil {
				return err
			}
			if dir == "" {
				return nil
			}
			return a.use(c.Context(), c, dir)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			c.SetOut(a.err)
			if err := c.Help(); err != nil {
				return err
			}
			return errors.New("a command is needed")
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(wrongFlag)
	root.PersistentFlags().StringVarP(&dir, "directory", "C", "", "run as if started in `DIR`; or the portal is git:REV, or a bundle")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print one JSON document")
	root.AddCommand(
		a.initCommand(), a.validateCommand(), a.fmtCommand(), a.lspCommand(), a.buildCommand(),
		a.verifyCommand(), a.serveCommand(), a.pushCommand(), a.testCommand(), a.viewCommand(), a.canCommand(), a.sqlCommand(),
		a.diffCommand(), a.whoCommand(), a.matrixCommand(), a.previewCommand(), a.explainCommand(), a.explainInputCommand(), a.schemaCommand(), a.typesCommand(), a.importCommand(), a.docsCommand(), a.versionCommand(),
	)
	root.SetHelpCommand(a.helpCommand(root))
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			for _, shell := range c.Commands() {
				shell.RunE = a.asText("script", shell.RunE)
			}
		}
	}
	return root
}

// refuseEmpty refuses empty values of flags and empty arguments, all in this one
// place: nearly always they are variables of a script that are not set, and a
// check or a signature that was asked for must not be left out for that. A flag
// of test alone may be empty, where it means what it says: all tests.
func refuseEmpty(c *cobra.Command, args []string) error {
	if c.DisableFlagParsing { // what completes a line that is being typed
		return nil
	}
	if slices.Contains(args, "") {
		return fmt.Errorf("an argument of %s is empty", c.CommandPath())
	}
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		if slices.Contains(values, "") && f.Name != "run" {
			err = cmp.Or(err, fmt.Errorf("--%s has an empty value; leave it out if it is not meant", f.Name))
		}
	})
	return err
}

// wrongFlag tells of flags that a command does not have, or cannot read.
func wrongFlag(c *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := lang.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			return fmt.Errorf("%w; did you mean --%s?", err, near)
		}
	}
	return fmt.Errorf("%w; see `%s --help`", err, c.CommandPath())
}

// asText gives a command that prints a text, with --json as a document that has
// it under a name.
func (a *app) asText(name string, run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		if !a.json {
			return run(c, args)
		}
		var text bytes.Buffer
		a.out.Reset(&text)
		err := cmp.Or(run(c, args), a.out.Flush())
		a.out.Reset(a.stdout)
		if err != nil {
			return err
		}
		return a.document(map[string]any{name: text.String()})
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Tell the versions of Portcullis and of its OPA",
		Long:    "Tells the version of Portcullis, that of the OPA in it, on which tests run, and the commit\nthat it was built from.",
		Example: "  portcullis version",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("%s takes no arguments", c.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			info, _ := debug.ReadBuildInfo()
			commit, date := builtFrom(info)
			if a.json {
				return a.document(versionDocument{Version: compile.Version, OPA: opa.Version, Commit: commit, Date: date})
			}
			fmt.Fprintf(a.out, "portcullis version %s\nOPA version %s\n", compile.Version, opa.Version)
			if commit != "" {
				fmt.Fprintf(a.out, "built from commit %s of %s\n", commit, date)
			}
			return nil
		},
	}
}

// builtFrom gives the commit that a program was built from, with + where files had
// been changed since, and when it was made; empty where Go did not see a repository.
func builtFrom(info *debug.BuildInfo) (commit, date string) {
	if info == nil {
		return "", ""
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	commit, date = settings["vcs.revision"], settings["vcs.time"]
	if commit != "" && settings["vcs.modified"] == "true" {
		commit += "+"
	}
	return commit, date
}

// helpCommand is cobra's, except that an unknown topic is misuse.
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command, with an example that works",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range root.Commands() {
				if c.IsAvailableCommand() {
					names = append(names, c.Name()+"\t"+c.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: a.asText("help", func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || c == root && len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		}),
	}
}

func unknownCommand(root *cobra.Command, name string) error {
	hint := "; see `portcullis --help`"
	if near := root.SuggestionsFor(name); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("unknown command %q%s", name, hint)
}
