package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/cmd/docs"
)

func (a *app) docsCommand() *cobra.Command {
	var site string
	c := &cobra.Command{
		Use:   "docs [TOPIC] [--html DIR]",
		Short: "Read the reference and the guides, or write them as a site",
		Long: `Prints a page of the reference and the guides, or a section of one: TOPIC is the
name of a page, a heading of any page, or both as PAGE#HEADING. Without one, the
pages are listed.

With --html all of them are written as a site with a search, which works from
files as from any server. A DIR that has something else in it is left alone.`,
		Example: `  portcullis docs
  portcullis docs reference#null
  portcullis docs --html site`,
		Args: func(_ *cobra.Command, args []string) error {
			if site != "" && len(args) > 0 {
				return errors.New("--html writes all pages, and takes no TOPIC")
			}
			return nil
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var topics []string
			if book, err := docs.Open(commands(c.Root())); err == nil && len(args) == 0 {
				for _, p := range book.Pages {
					topics = append(topics, p.Topic+"\t"+p.Summary)
				}
			}
			return topics, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			book, err := docs.Open(commands(c.Root()))
			switch {
			case err != nil:
				return err
			case site != "":
				return a.writeSite(book, site)
			case len(args) == 0:
				return a.listPages(book)
			default: // a heading need not be in quotes
				return a.printTopic(book, strings.Join(args, " "))
			}
		},
	}
	c.Flags().StringVar(&site, "html", "", "write all pages as a site into `DIR`")
	_ = c.MarkFlagDirname("html")
	return c
}

func (a *app) writeSite(book *docs.Book, dir string) error {
	files, err := book.Site()
	if err != nil {
		return err
	}
	if err := docs.Write(dir, files); err != nil {
		return fmt.Errorf("cannot write the site: %w", err)
	}
	if a.json {
		return a.document(map[string]any{"directory": dir, "pages": len(files)})
	}
	fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Wrote"), counted(len(files), "page"), dir)
	return nil
}

func (a *app) listPages(book *docs.Book) error {
	pages := []map[string]any{}
	width := 0
	for _, p := range book.Pages {
		pages = append(pages, map[string]any{"topic": p.Topic, "title": p.Title(), "summary": p.Summary})
		width = max(width, len(p.Topic))
	}
	if a.json {
		return a.document(map[string]any{"pages": pages})
	}
	for _, p := range book.Pages {
		fmt.Fprintf(a.out, "%-*s  %s\n", width, p.Topic, p.Summary)
	}
	return nil
}

func (a *app) printTopic(book *docs.Book, topic string) error {
	found := book.Find(topic)
	if len(found) == 0 {
		hint := "; `portcullis docs` lists the pages"
		if near := book.Near(topic); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return fmt.Errorf("no page or heading is called %q%s", topic, hint)
	}
	sections := []map[string]any{}
	for i, s := range found {
		sections = append(sections, map[string]any{"topic": s.Topic(), "title": s.Title, "markdown": string(s.Text)})
		if a.json {
			continue
		}
		if len(found) > 1 {
			if i > 0 {
				fmt.Fprintln(a.out)
			}
			fmt.Fprintf(a.out, "(%s)\n", s.Topic())
		}
		fmt.Fprintln(a.out, strings.TrimRight(book.Plain(s, func(heading string) string { return a.bold("36", heading) }), "\n"))
	}
	if a.json {
		return a.document(map[string]any{"sections": sections})
	}
	return nil
}

// commands is the page of what `help` prints of each command.
func commands(root *cobra.Command) *docs.Page {
	var text bytes.Buffer
	fmt.Fprintf(&text, "# Commands\n\n%s\n", root.Long)
	var write func(*cobra.Command)
	write = func(c *cobra.Command) {
		if c != root {
			c.InitDefaultHelpFlag()
			fmt.Fprintf(&text, "\n## %s\n\n%s\n\n```text\n%s```\n", c.CommandPath(), c.Long, c.UsageString())
		}
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() && below.Name() != "completion" {
				write(below)
			}
		}
	}
	write(root)
	return &docs.Page{Topic: "commands", Summary: "what each command takes and does, as help has it", Text: text.Bytes()}
}
