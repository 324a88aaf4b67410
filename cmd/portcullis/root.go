package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"portcullis/compile"
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

// run carries out one command line and gives the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	a := newApp(in, out, errs)
	root := a.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
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
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if dir == "" {
				return nil
			}
			if err := os.Chdir(dir); err != nil {
				return fmt.Errorf("cannot use -C %s: %w", dir, withoutPath(err))
			}
			return nil
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
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see `%s --help`", err, c.CommandPath())
	})
	root.PersistentFlags().StringVarP(&dir, "directory", "C", "", "run as if started in `DIR`")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print one JSON document")
	root.AddCommand(
		a.initCommand(), a.validateCommand(), a.fmtCommand(), a.buildCommand(),
		a.verifyCommand(), a.serveCommand(), a.pushCommand(), a.testCommand(), a.viewCommand(), a.canCommand(), a.sqlCommand(),
		a.explainCommand(), a.schemaCommand(),
	)
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultCompletionCmd()
	return root
}

// helpCommand is cobra's, except that an unknown topic is misuse.
func helpCommand(root *cobra.Command) *cobra.Command {
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
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || c == root && len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}

func unknownCommand(root *cobra.Command, name string) error {
	hint := "; see `portcullis --help`"
	if near := root.SuggestionsFor(name); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("unknown command %q%s", name, hint)
}
