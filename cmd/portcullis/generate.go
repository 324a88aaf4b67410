package main

import (
	"context"
	"errors"
)

func generateArgs(args []string) error {
	if len(args) != 2 && len(args) != 3 {
		return errors.New("--generate needs USER TABLE, and may have a directory behind them")
	}
	return nil
}

// generateTest prints the test that holds today of what a user sees of a table.
func (a *app) generateTest(ctx context.Context, dir string, o testOptions, user, table string) error {
	p, err := a.openTests(ctx, dir, o)
	if err != nil {
		return err
	}
	if p.policy == nil {
		return a.refuse(p.files, p.diags)
	}
	fixture, err := p.fixtureOf(asking{fixture: o.fixture})
	if err != nil {
		if p.diags.HasErrors() { // which may be why it is not there
			return a.refuse(p.files, p.diags)
		}
		return err
	}
	source, err := p.runner.Generate(ctx, fixture, user, table)
	if err != nil {
		return err
	}
	if a.json {
		return a.document(sourceDocument{Source: source})
	}
	_, err = a.out.WriteString(source)
	return err
}
