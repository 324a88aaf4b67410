package main

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"os"
	"time"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/fixtures/coverage"
	"portcullis/fixtures/mutation"
	"portcullis/fixtures/page"
	"portcullis/lang"
)

// found is what a run of tests found of the policy's source; nil where it was not
// asked.
type found struct {
	coverage *coverage.Report
	mutation *mutation.Report
}

// pageWanted refuses a page of nothing.
func (o *testOptions) pageWanted(c *cobra.Command) error {
	if c.Flags().Changed("html") && !o.covers && !o.mutates {
		return errors.New("--html goes with --coverage or --mutate: it shows the source with what they found")
	}
	if c.Flags().Changed("html") && (o.watch || o.generate) {
		return errors.New("--html goes with neither --watch nor --generate")
	}
	return nil
}

// writePage writes the policy's source with what was found to a file for a browser.
func (a *app) writePage(p *portal, name string, f found) error {
	if name == "" || f == (found{}) {
		return nil
	}
	d := page.Document{Title: "What the tests of " + p.policy.Portal.Name + " look at", Facts: policyFacts(p.policy, p.dir)}
	add := func(counts []page.Percent, legend string, sources []page.Source) error {
		text, err := page.Listing(counts, legend, sources)
		d.Body += text
		return err
	}
	if f.coverage != nil {
		if err := add(f.coverage.Percents(), coverage.Legend, f.coverage.Sources()); err != nil {
			return err
		}
	}
	if f.mutation != nil {
		if f.coverage != nil {
			d.Body += template.HTML("<hr>")
		} else {
			d.Title = "What the tests of " + p.policy.Portal.Name + " would notice"
		}
		if err := add(f.mutation.Percents(), mutation.Legend, f.mutation.Sources()); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		return err
	}
	if err := writeFile(name, out.Bytes()); err != nil {
		return err
	}
	fmt.Fprintln(a.err, "Wrote", name)
	return nil
}

// policyFacts tells of a page which policy it is about.
func policyFacts(p *lang.Policy, dir string) []page.Fact {
	facts := []page.Fact{{Name: "portal", Value: p.Portal.Name}}
	var last time.Time
	for _, f := range p.Files {
		if info, err := os.Stat(lang.At(dir, f.Name)); err == nil && info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	if !last.IsZero() { // of a directory: what is read from elsewhere has the time of its copy
		facts = append(facts, page.Fact{Name: "policy as of", Value: last.UTC().Format(time.DateTime) + " UTC"})
	}
	return append(facts, page.Fact{Name: "by", Value: "portcullis " + compile.Version})
}
