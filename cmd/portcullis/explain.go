package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"portcullis/lang"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [ID]",
		Short: "Explain a kind of diagnostic, with a wrong and a right example",
		Long: `Explains what a kind of diagnostic is about, with an example that earns it and
one that does not. The ID is the diagnostic's summary in small letters with
hyphens, or the summary itself. Without one, all of them are listed.

Examples that lack something are parts of a larger portal.`,
		Example: `  portcullis explain unknown-field
  portcullis explain "Null stays out"
  portcullis explain --json not-a-condition`,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var ids []string
			for _, e := range lang.Explanations() {
				ids = append(ids, e.ID+"\t"+e.Title)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listExplanations()
			}
			// A summary need not be in quotes.
			id := lang.Code(&hcl.Diagnostic{Summary: strings.Join(args, " ")})
			e, ok := lang.Explain(id)
			if !ok {
				return unknownID(strings.Join(args, " "), id)
			}
			if a.json {
				return a.document(explanationJSON(e))
			}
			a.explain(e)
			return nil
		},
	}
}

func unknownID(given, id string) error {
	var ids []string
	for _, e := range lang.Explanations() {
		ids = append(ids, e.ID)
	}
	hint := "; `portcullis explain` lists them"
	if near := lang.Nearest(id, ids); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("no kind of diagnostic is called %q%s", given, hint)
}

// listExplanations prints the ids: those of errors, then those of warnings.
func (a *app) listExplanations() error {
	if a.json {
		all := []jsonExplanation{}
		for _, e := range lang.Explanations() {
			all = append(all, explanationJSON(e))
		}
		return a.document(explanationsDocument{Explanations: all})
	}
	for _, warning := range []bool{false, true} {
		heading := "Errors:"
		if warning {
			heading = "\nWarnings:"
		}
		fmt.Fprintln(a.out, heading)
		for _, e := range lang.Explanations() {
			if e.Warning == warning {
				fmt.Fprintln(a.out, "  "+e.ID)
			}
		}
	}
	return nil
}

// offerExplanations names the kinds of the errors among diagnostics, for those
// who want to know more about them.
func (a *app) offerExplanations(diags hcl.Diagnostics) {
	var ids []string
	for _, d := range diags {
		id := lang.Code(d)
		if _, ok := lang.Explain(id); ok && d.Severity == hcl.DiagError && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		fmt.Fprintf(a.err, "More is told by `portcullis explain ID`, with ID %s.\n", strings.Join(ids, ", "))
	}
}

// textWidth is how wide prose is at most: longer lines are hard to follow.
const textWidth = 80

func (a *app) explain(e lang.Explanation) {
	severity := a.failure("Error: ")
	if e.Warning {
		severity = a.bold("33", "Warning: ")
	}
	fmt.Fprintln(a.out, severity+e.Title)
	width := textWidth
	if a.outWidth > 0 {
		width = min(width, int(a.outWidth))
	}
	for paragraph := range strings.SplitSeq(e.Text, "\n\n") {
		fmt.Fprintf(a.out, "\n%s", filled(paragraph, width))
	}
	if e.Wrong == nil {
		return
	}
	fmt.Fprintf(a.out, "\n%s\n\n", a.failure("Wrong:"))
	a.example(e.Wrong)
	fmt.Fprintf(a.out, "\n%s\n\n", a.success("Right:"))
	a.example(e.Right)
}

// example prints an example, with a mark before the line that earns the
// diagnostic.
func (a *app) example(x *lang.Example) {
	number := 0
	for line := range strings.Lines(x.Source) {
		number++
		margin := "    "
		if number == x.Line {
			margin = "  " + a.failure(">") + " "
		}
		fmt.Fprintln(a.out, strings.TrimRight(margin+line, " \n"))
	}
}

// filled breaks a paragraph at spaces into lines of at most the width.
func filled(paragraph string, width int) string {
	var out strings.Builder
	used := 0
	for word := range strings.FieldsSeq(paragraph) {
		n := len([]rune(word))
		switch {
		case used == 0:
		case used+1+n > width:
			out.WriteString("\n")
			used = 0
		default:
			out.WriteString(" ")
			used++
		}
		out.WriteString(word)
		used += n
	}
	return out.String() + "\n"
}

type (
	jsonExplanation struct {
		ID          string       `json:"id"`
		Severity    string       `json:"severity"`
		Summary     string       `json:"summary"`
		Explanation string       `json:"explanation"`
		Wrong       *jsonExample `json:"wrong"`
		Right       *jsonExample `json:"right"`
	}
	jsonExample struct {
		File   string `json:"file"`
		Line   int    `json:"line,omitempty"`
		Source string `json:"source"`
	}
)

func explanationJSON(e lang.Explanation) jsonExplanation {
	j := jsonExplanation{ID: e.ID, Severity: "error", Summary: e.Title, Explanation: strings.TrimSpace(unwrapped(e.Text))}
	if e.Warning {
		j.Severity = "warning"
	}
	if e.Wrong != nil {
		j.Wrong = &jsonExample{File: e.Wrong.File, Line: e.Wrong.Line, Source: e.Wrong.Source}
		j.Right = &jsonExample{File: e.Right.File, Source: e.Right.Source}
	}
	return j
}

// unwrapped has each paragraph on one line.
func unwrapped(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}
