package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"portcullis/rego/prove"
)

// solving says who decides what is asked of all worlds: a flag of the commands that
// prove something.
type solving struct{ name string }

func (s *solving) flag(c *cobra.Command) {
	c.Flags().StringVar(&s.name, "solver", "", "who proves: `SOLVER` builtin, z3, cvc5, or all, which must agree; else builtin, and what it leaves open those that are installed")
	_ = c.RegisterFlagCompletionFunc("solver", cobra.FixedCompletions([]string{"builtin", "z3", "cvc5", "all"}, cobra.ShellCompDirectiveNoFileComp))
}

// limits are those of proofs; the error is for the person who named the solver.
func (s *solving) limits() (prove.Limits, error) {
	limits := prove.Default
	limits.Solver = prove.Auto
	if s.name != "" {
		limits.Solver = prove.Solver(s.name)
	}
	if s.name == string(prove.Auto) {
		return limits, fmt.Errorf("--solver: there is no solver %q", s.name)
	}
	if err := limits.Solver.Ready(); err != nil {
		return limits, fmt.Errorf("--solver: %w", err)
	}
	return limits, nil
}
