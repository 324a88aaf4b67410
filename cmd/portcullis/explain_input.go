package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"portcullis/fixtures/logged"
)

func (a *app) explainInputCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain-input FILE",
		Short: "Explain a request that was logged: what it lacked, and what came near",
		Long: `Reads a request, and tells what of it was missing or of the wrong type for the
decision that it asked for, what the policy as it is says to it, and which
statements came near. FILE has an input document, one under "input" as it is sent
to an agent, or an event of OPA's decision log; - is stdin. What a log mask has
taken away is told as masked. Where an event does not say what time it was, its
own time serves.`,
		Example: `  echo '{"user": {"login": "ana@beans.example"}, "action": "view", "resource": {"type": "table", "name": "orders"}}' | portcullis -C examples/stacker-orders explain-input -`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("explain-input needs one FILE, or - for stdin")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			text, err := a.readInput(args[0])
			if err != nil {
				return err
			}
			p, err := a.openPortal(c.Context())
			if err != nil {
				return err
			}
			if p.policy == nil {
				return a.refuse(p.files, p.diags)
			}
			explained, err := logged.Explain(p.policy, p.runner.Engine().Catalog(), text)
			if err != nil {
				return fmt.Errorf("cannot explain %s: %w", args[0], err)
			}
			if a.json {
				return a.document(explained)
			}
			a.printLogged(explained)
			return nil
		},
	}
}

func (a *app) readInput(name string) ([]byte, error) {
	if name == "-" {
		text, err := io.ReadAll(a.in)
		if err != nil {
			return nil, fmt.Errorf("cannot read stdin: %w", err)
		}
		return text, nil
	}
	text, err := readRegular(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
	}
	return text, nil
}

func (a *app) printLogged(l *logged.Request) {
	fmt.Fprintf(a.out, "%s", l.Rule)
	if l.Action != "" {
		fmt.Fprintf(a.out, " of %s %s %s", l.Action, l.Resource.Type, l.Resource.Name)
	}
	if l.Now != "" {
		fmt.Fprintf(a.out, " at %s", l.Now)
	}
	fmt.Fprintln(a.out)
	for i, p := range l.Problems {
		if i == 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "%s: %s: %s\n", p.Place, p.Kind, p.Detail)
	}
	if len(l.Problems) == 0 {
		fmt.Fprintf(a.out, "\nNothing is missing, and all is of the right type.\n")
	}
	for _, answer := range l.Answers {
		fmt.Fprintln(a.out)
		if answer.Row != nil {
			fmt.Fprintf(a.out, "rows[%d]: ", *answer.Row)
		}
		word := a.success("yes")
		if !answer.Allow {
			word = a.failure("no")
			if answer.Message != "" {
				word += ": " + answer.Message
			}
		}
		fmt.Fprintln(a.out, word)
		for _, b := range answer.Because {
			fmt.Fprintf(a.out, "  %s of %q at %s\n", b.Effect, b.Profile, b.Statement)
		}
		for _, lack := range answer.Nearest {
			if lack.Text == answer.Message {
				continue // what refuses everything lacks nothing else
			}
			fmt.Fprintf(a.out, "  %s\n", lack.Text)
		}
		if answer.Was != nil && *answer.Was != answer.Allow {
			fmt.Fprintf(a.out, "  The agent said otherwise, so it had another policy, or another input than the log shows.\n")
		}
	}
}
