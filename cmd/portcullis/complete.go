package main

import (
	"slices"

	"github.com/spf13/cobra"
)

// Completions of a command line that is being typed. They come from the portal
// as it is; one with errors offers nothing.

// completeDirectories is for commands whose argument is a portal.
func completeDirectories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeTables offers the tables and reports.
func completeTables(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p := readPolicy(typedDirectory(c))
	if len(args) > 0 || p.policy == nil {
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

// completeUsers offers the people of all fixtures.
func completeUsers(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	p := readPortal(typedDirectory(c))
	if p.suite == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, name := range p.suite.Fixtures() {
		if fixture, err := p.suite.Fixture(name); err == nil {
			names = append(names, fixture.Users()...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), cobra.ShellCompDirectiveNoFileComp
}

// typedDirectory is the portal's, which a completion does not change to.
func typedDirectory(c *cobra.Command) string {
	if dir := c.Flag("directory").Value.String(); dir != "" {
		return dir
	}
	return "."
}
