package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/why"
	"portcullis/rego"
)

func (a *app) canCommand() *cobra.Command {
	var (
		q        asking
		row, set string
		question fixtures.Question
	)
	c := &cobra.Command{
		Use:   "can ACTION [KIND] NAME --as USER [--row KEY] [--set JSON] [--to USER]",
		Short: "Tell whether a person may do something, and why",
		Long: `Tells whether a person may do something, and which statements decided; of a no
also which statement came nearest, and what its conditions needed. Without a
KIND, NAME is a table or a report. The exit status is 0 for yes and 1 for no.`,
		Example: `  portcullis -C examples/stacker-orders can update orders --row 1 --set '{"status": "placed"}' --as ana
  portcullis -C examples/stacker-orders can access page shop --as ana`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 && len(args) != 3 {
				return errors.New("can needs ACTION NAME, or ACTION KIND NAME")
			}
			return nil
		},
		ValidArgsFunction: completeQuestion,
		RunE: func(c *cobra.Command, args []string) error {
			question.Action, question.Name = args[0], args[len(args)-1]
			if len(args) == 3 {
				question.Kind = args[1]
			}
			if c.Flags().Changed("row") {
				question.Row = row
			}
			if c.Flags().Changed("set") {
				values, err := objectOf(set)
				if err != nil {
					return fmt.Errorf("--set: %w", err)
				}
				question.Set = values
			}
			return a.can(c.Context(), question, q)
		},
	}
	c.Flags().StringVar(&row, "row", "", "the `KEY` of the row that the action is asked of")
	c.Flags().StringVar(&set, "set", "", "what a write sends, an object in `JSON`")
	c.Flags().StringVar(&question.To, "to", "", "the fixture's `USER` who is written to, for messages")
	_ = c.RegisterFlagCompletionFunc("to", completeUsers)
	_ = c.RegisterFlagCompletionFunc("row", completeKeys)
	q.flags(c)
	return c
}

// complete refuses a question that lacks what it is about: of the policy's answer
// nothing could be told then.
func (s *asked) complete(q fixtures.Question) error {
	switch q.Kind {
	case "message":
		if q.To == "" {
			return errors.New("--to USER is needed: who is written to?")
		}
	case "", "table", "report":
		if _, err := s.fixture.OnRows(q.Action, q.Name); err == nil && q.Row == nil {
			return fmt.Errorf("--row KEY is needed: %s is asked of a row of %s", q.Action, q.Name)
		}
	}
	if q.Kind != "message" && q.To != "" {
		return errors.New("--to is of messages: can access message '*' --to USER")
	}
	return nil
}

// objectOf reads one JSON object, its numbers as they are written.
func objectOf(text string) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var object map[string]any
	if err := d.Decode(&object); err != nil || object == nil {
		return nil, fmt.Errorf(`%s is no JSON object; write it like '{"status": "done"}'`, text)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("there is something after the JSON object in %s", text)
	}
	return object, nil
}

// decided is the JSON document of a decision.
type decided struct {
	Allow    bool           `json:"allow"`
	Visible  []string       `json:"visible"`
	Masked   map[string]any `json:"masked"`
	Editable []string       `json:"editable"`
	Set      map[string]any `json:"set"`
	Because  []because      `json:"because"`
	Message  *string        `json:"message"` // null for none
	Nearest  []why.Want     `json:"nearest"` // of a no, what it lacks of a yes
}

// because is a statement that decided, with its line in the source.
type because struct {
	rego.Reason
	Source string `json:"source"`
}

func (a *app) can(ctx context.Context, question fixtures.Question, q asking) error {
	s, err := a.ask(ctx, q)
	if err != nil {
		return err
	}
	if err := s.complete(question); err != nil {
		return err
	}
	d, err := s.runner.Can(ctx, s.fixture, s.subject, question)
	if err != nil {
		return err
	}
	document := decided{
		Allow: d.Allow, Visible: d.Visible, Masked: d.Masked, Editable: d.Editable, Set: d.Set,
		Because: []because{},
	}
	if d.Message != "" {
		document.Message = &d.Message
	}
	for _, r := range d.Because {
		document.Because = append(document.Because, because{r, s.sourceLine(r.Statement)})
	}
	document.Nearest = []why.Want{}
	if !d.Allow {
		if document.Nearest, err = s.runner.Lacking(s.fixture, s.subject, question, d); err != nil {
			return err
		}
	}
	if a.json {
		err = a.document(document)
	} else {
		a.printDecision(document)
	}
	if err == nil && !d.Allow {
		return errNo
	}
	return err
}

func (a *app) printDecision(d decided) {
	answer := a.success("yes")
	if !d.Allow {
		answer = a.failure("no")
		switch {
		case d.Message != nil:
			answer += ": " + *d.Message
		case len(d.Because) == 0:
			answer += ": no statement allows it"
		}
	}
	fmt.Fprintln(a.out, answer)
	for _, b := range d.Because {
		fmt.Fprintf(a.out, "\n  %s of profile %q, at %s:\n      %s\n", b.Effect, b.Profile, b.Statement, b.Source)
	}
	for i, lack := range d.Nearest {
		if i == 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "  %s\n", lack.Text)
	}
}

// sourceLine gives the line of the policy at a place like file:12.
func (p *portal) sourceLine(place string) string {
	colon := strings.LastIndexByte(place, ':')
	number, err := strconv.Atoi(place[colon+1:])
	if err != nil || colon < 0 {
		return ""
	}
	for _, f := range p.policy.Files {
		if f.Name != place[:colon] {
			continue
		}
		if lines := bytes.Split(f.Bytes, []byte("\n")); number >= 1 && number <= len(lines) {
			return strings.TrimSpace(string(lines[number-1]))
		}
	}
	return ""
}
