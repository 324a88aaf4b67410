package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/suite"
)

// Completions of a command line that is being typed. They come from the portal
// as it is; one with errors offers nothing.

// completeDirectories is for commands whose argument is a portal.
func completeDirectories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeTables offers the tables and reports.
func completeTables(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return tablesOf(readPolicy(typedDirectory(c)))
}

func tablesOf(p *portal) ([]string, cobra.ShellCompDirective) {
	if p.policy == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, t := range p.policy.Tables {
		names = append(names, t.Name)
	}
	for _, r := range p.policy.Reports {
		names = append(names, r.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeQuestion offers what can takes: an action, and what it is of.
func completeQuestion(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p := readPolicy(typedDirectory(c))
	if p.policy == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	switch len(args) {
	case 0:
		return suite.Actions(p.policy), cobra.ShellCompDirectiveNoFileComp
	case 1:
		names, directive := tablesOf(p)
		return append(names, suite.Kinds()...), directive
	case 2:
		return suite.NamesOf(p.policy, args[1]), cobra.ShellCompDirectiveNoFileComp
	default:
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeTests is for the arguments of test: a directory, and with --generate a
// user and a table before it.
func completeTests(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch generate := c.Flag("generate").Changed; {
	case generate && len(args) == 0:
		return completeUsers(c, args, typed)
	case generate && len(args) == 1:
		return completeTables(c, nil, typed)
	default:
		return completeDirectories(c, args, typed)
	}
}

// fixturesTyped gives the fixture that --fixture names, or all.
func fixturesTyped(c *cobra.Command) []*fixtures.Fixture {
	p := readPortal(typedDirectory(c))
	if p.suite == nil {
		return nil
	}
	names := p.suite.Fixtures()
	if f := c.Flag("fixture"); f != nil && f.Changed {
		names = []string{f.Value.String()}
	}
	var found []*fixtures.Fixture
	for _, name := range names {
		if fixture, err := p.suite.Fixture(name); err == nil {
			found = append(found, fixture)
		}
	}
	return found
}

// distinct offers what all of the fixtures have.
func distinct(c *cobra.Command, of func(*fixtures.Fixture) []string) ([]string, cobra.ShellCompDirective) {
	var all []string
	for _, f := range fixturesTyped(c) {
		all = append(all, of(f)...)
	}
	slices.Sort(all)
	return slices.Compact(all), cobra.ShellCompDirectiveNoFileComp
}

// completeUsers offers the people of the fixtures.
func completeUsers(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return distinct(c, (*fixtures.Fixture).Users)
}

// completeKeys offers the keys of the rows of the table that the last argument names.
func completeKeys(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return distinct(c, func(f *fixtures.Fixture) []string { return f.Keys(args[len(args)-1]) })
}

// completeFixtures offers the fixtures.
func completeFixtures(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	p := readPortal(typedDirectory(c))
	if p.suite == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.suite.Fixtures(), cobra.ShellCompDirectiveNoFileComp
}

// completeRun offers the names of the tests, as regular expressions.
func completeRun(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	dir := typedDirectory(c)
	if len(args) > 0 && filepath.IsAbs(args[0]) {
		dir = args[0]
	} else if len(args) > 0 {
		dir = filepath.Join(dir, args[0])
	}
	p := readPortal(dir)
	if p.suite == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, name := range p.suite.Titles() {
		names = append(names, regexp.QuoteMeta(name))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeSort offers the columns of the table that the first argument names.
func completeSort(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	p := readPolicy(typedDirectory(c))
	if p.policy == nil || len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	before := typed[:strings.LastIndex(typed, ",")+1]
	var columns []string
	for _, name := range suite.FieldsOf(p.policy, args[0]) {
		columns = append(columns, before+name, before+"-"+name)
	}
	return columns, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// typedDirectory is the portal's, which a completion does not change to.
func typedDirectory(c *cobra.Command) string {
	if dir := c.Flag("directory").Value.String(); dir != "" {
		return dir
	}
	return "."
}
