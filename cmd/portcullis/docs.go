package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portcullis/cmd/docs"
	"portcullis/compile"
	"portcullis/fixtures/data"
)

func (a *app) docsCommand() *cobra.Command {
	var site, man, schema string
	c := &cobra.Command{
		Use:   "docs [TOPIC] [--html DIR] [--man DIR] [--schema NAME]",
		Short: "Read the reference and the guides, or write them as a site",
		Long: `Prints a page of the reference and the guides, or a section of one: TOPIC is the
name of a page, a heading of any page, or both as PAGE#HEADING. Without one, the
pages are listed.

With --html all of them are written as a site with a search, which works from
files as from any server. A DIR that has something else in it is left alone.

With --man what help says of each command is written as manual pages, as packages
have them; SOURCE_DATE_EPOCH in the environment is their date, else the commit's.

With --schema it prints the JSON Schema of what a command prints with --json, or
of the input that a decision is asked with; the page schemas has all of them.`,
		Example: `  portcullis docs
  portcullis docs reference#null
  portcullis docs --html site
  portcullis docs --schema input`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case site != "" && len(args) > 0:
				return errors.New("--html writes all pages, and takes no TOPIC")
			case man != "" && (site != "" || len(args) > 0):
				return errors.New("--man writes manual pages, and takes neither a TOPIC nor --html")
			case schema != "" && (site != "" || man != "" || len(args) > 0):
				return errors.New("--schema prints a schema, and takes neither a TOPIC nor --html nor --man")
			}
			return nil
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var topics []string
			if book, err := openBook(c); err == nil && len(args) == 0 {
				for _, p := range book.Pages {
					topics = append(topics, p.Topic+"\t"+p.Summary)
				}
			}
			return topics, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			book, err := openBook(c)
			switch {
			case err != nil:
				return err
			case schema != "":
				return a.printSchema(schema)
			case man != "":
				return a.writeManual(c.Root(), man)
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
	c.Flags().StringVar(&schema, "schema", "", "print the JSON Schema of the document called `NAME`: input, or a command")
	c.Flags().StringVar(&man, "man", "", "write manual pages of all commands into `DIR`")
	_ = c.MarkFlagDirname("html")
	_ = c.MarkFlagDirname("man")
	_ = c.RegisterFlagCompletionFunc("schema", cobra.FixedCompletions(schemaNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// openBook gives the book, with the pages that are made of the program.
func openBook(c *cobra.Command) (*docs.Book, error) {
	schemas, err := schemasPage()
	if err != nil {
		return nil, err
	}
	return docs.Open(commands(c.Root()), schemas)
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
		return a.document(siteDocument{Directory: dir, Pages: len(files)})
	}
	fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Wrote"), data.Plural(len(files), "page"), dir)
	return nil
}

// writeManual writes manual pages. Their date is no clock's.
func (a *app) writeManual(root *cobra.Command, dir string) error {
	info, _ := debug.ReadBuildInfo()
	_, date := builtFrom(info)
	date, _, _ = strings.Cut(date, "T")
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds: %q", epoch)
		}
		date = time.Unix(seconds, 0).UTC().Format(time.DateOnly)
	}
	pages := docs.Man(root, compile.Version, date)
	if err := docs.Write(dir, pages); err != nil {
		return fmt.Errorf("cannot write the manual pages: %w", err)
	}
	if a.json {
		return a.document(siteDocument{Directory: dir, Pages: len(pages)})
	}
	fmt.Fprintf(a.out, "%s %s to %s\n", a.success("Wrote"), data.Plural(len(pages), "manual page"), dir)
	return nil
}

func (a *app) listPages(book *docs.Book) error {
	document := pagesDocument{Pages: []pageDocument{}}
	width := 0
	for _, p := range book.Pages {
		document.Pages = append(document.Pages, pageDocument{Topic: p.Topic, Title: p.Title(), Summary: p.Summary})
		width = max(width, len(p.Topic))
	}
	if a.json {
		return a.document(document)
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
	document := sectionsDocument{Sections: []sectionDocument{}}
	for i, s := range found {
		document.Sections = append(document.Sections, sectionDocument{Topic: s.Topic(), Title: s.Title, Markdown: string(s.Text)})
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
		return a.document(document)
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
