package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/cmd/types"
	"portcullis/compile"
	"portcullis/rego"
)

func (a *app) typesCommand() *cobra.Command {
	format := ""
	c := &cobra.Command{
		Use:   "types [DIR | BUNDLE] --format typescript|go",
		Short: "Write a portal's types for programs in TypeScript or Go",
		Long: `Writes types for a program that asks the portal's policy: of the rows of each table
and what is shown of them, of the names of all that the portal declares, and of
questions and answers. They are made of the catalog, so that a bundle will do.

A field that a row lacks is another thing than one that is null: a decision does not
know it. So rows have optional fields in TypeScript, and cells in Go.`,
		Example: `  portcullis types examples/stacker-orders --format typescript
  portcullis types examples/stacker-orders --format go`,
		Args: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return fmt.Errorf("%s takes one directory or bundle, not %d arguments", c.CommandPath(), len(args))
			case format == "":
				return errors.New("types needs --format typescript or --format go")
			case !slices.Contains(types.Formats, format):
				return fmt.Errorf("there is no format %q: one of %s", format, strings.Join(types.Formats, ", "))
			}
			return nil
		},
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			place := "."
			if len(args) > 0 {
				place = args[0]
			}
			catalog, err := a.catalog(c.Context(), place)
			if err != nil {
				return err
			}
			source, err := types.Write(format, catalog, compile.Version)
			if err != nil {
				return fmt.Errorf("cannot write the types: %w", err)
			}
			if a.json {
				return a.document(sourceDocument{Source: source})
			}
			_, err = a.out.WriteString(source)
			return err
		},
	}
	c.Flags().StringVar(&format, "format", "", "the `LANGUAGE`: "+strings.Join(types.Formats, ", "))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(types.Formats, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// catalog gives the catalog of a bundle, or of the portal in a directory.
func (a *app) catalog(ctx context.Context, place string) (*rego.Catalog, error) {
	info, err := os.Stat(place)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", place, withoutPath(err))
	}
	if !info.IsDir() {
		text, err := os.ReadFile(place)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", place, withoutPath(err))
		}
		engine, err := rego.Open(ctx, bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("cannot read the bundle %s: %w", place, err)
		}
		return engine.Catalog(), nil
	}
	p := readPolicy(place)
	if p.diags.HasErrors() {
		return nil, a.refuse(p.files, p.diags)
	}
	_, text, err := compile.Decisions(p.policy)
	if err != nil {
		return nil, fmt.Errorf("cannot compile the portal: %w", err)
	}
	catalog := &rego.Catalog{}
	if err := json.Unmarshal(text, catalog); err != nil {
		return nil, fmt.Errorf("cannot read the catalog: %w", err)
	}
	return catalog, nil
}
