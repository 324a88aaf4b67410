package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Man gives the manual pages of a program and its commands, by the names of their
// files: what help prints, in the macros of man(7). The date is that of the program,
// as 2026-03-01.
func Man(root *cobra.Command, version, date string) map[string][]byte {
	pages := map[string][]byte{}
	var write func(*cobra.Command)
	write = func(c *cobra.Command) {
		pages[manName(c)+".1"] = []byte(manPage(c, version, date))
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() && c.Name() != "completion" {
				write(below)
			}
		}
	}
	write(root)
	return pages
}

// manName is the name of a command's page: portcullis-schema-pull.
func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

func manPage(c *cobra.Command, version, date string) string {
	c.InitDefaultHelpFlag()
	var out strings.Builder
	out.WriteString(".\\\" " + generator + "\n") // so that it may be replaced
	fmt.Fprintf(&out, ".TH %s 1 %q %q\n", strings.ToUpper(manName(c)), date, c.Root().Name()+" "+version)
	fmt.Fprintf(&out, ".SH NAME\n%s \\- %s\n", roff(manName(c)), roff(c.Short))
	out.WriteString(".SH SYNOPSIS\n")
	if c.Runnable() {
		fmt.Fprintf(&out, ".B %s\n", roff(c.UseLine()))
	}
	if c.HasAvailableSubCommands() {
		if c.Runnable() {
			out.WriteString(".br\n")
		}
		fmt.Fprintf(&out, ".B %s\n.I COMMAND\n", roff(c.CommandPath()))
	}
	out.WriteString(".SH DESCRIPTION\n")
	long := c.Long
	if long == "" {
		long = c.Short + "."
	}
	manText(&out, long)
	manFlags(&out, "OPTIONS", c.NonInheritedFlags())
	manFlags(&out, "OPTIONS OF ALL COMMANDS", c.InheritedFlags())
	var also []*cobra.Command
	if c.HasParent() {
		also = append(also, c.Parent())
	}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() && c.Name() != "completion" {
			also = append(also, below)
		}
	}
	if c.Example != "" {
		fmt.Fprintf(&out, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(strings.TrimRight(strings.ReplaceAll("\n"+c.Example, "\n  ", "\n"), "\n")[1:]))
	}
	if len(also) > 0 {
		out.WriteString(".SH SEE ALSO\n")
		for i, other := range also {
			comma := ","
			if i == len(also)-1 {
				comma = ""
			}
			fmt.Fprintf(&out, ".BR %s (1)%s\n", roff(manName(other)), comma)
		}
	}
	return out.String()
}

// manText writes paragraphs; indented lines stand as they are.
func manText(out *strings.Builder, text string) {
	for i, paragraph := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		if i > 0 {
			out.WriteString(".PP\n")
		}
		lines := strings.Split(paragraph, "\n")
		literal := slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") })
		if literal {
			out.WriteString(".nf\n")
		}
		out.WriteString(roff(strings.ReplaceAll(paragraph, "\t", "    ")) + "\n")
		if literal {
			out.WriteString(".fi\n")
		}
	}
}

func manFlags(out *strings.Builder, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(out, ".SH %s\n", title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.Value.Type() == "bool" {
			value = ""
		}
		if value != "" {
			value = " " + value
		}
		fmt.Fprintf(out, ".TP\n.B %s\n%s\n", strings.ReplaceAll(roff(name+value), "-", "\\-"), roff(usage))
	})
}

// roff escapes a text, no line of which is a request then.
func roff(text string) string {
	text = strings.ReplaceAll(text, `\`, `\e`)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
