package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/fixtures/lsp"
)

func (a *app) lspCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor on stdin and stdout",
		Long: `Serves one editor by the Language Server Protocol, on stdin and stdout: what
validate says while one types, names that complete, explain themselves and are
renamed everywhere, formatting, and what a person sees. Editors start it; the
guide cmd/EDITORS.md shows how.`,
		Example: "  portcullis lsp",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("%s takes no arguments", c.CommandPath())
			}
			if a.json {
				return errors.New("lsp speaks a protocol of its own; --json is not for it")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			if os.Getenv("GOMEMLIMIT") == "" {
				// What each key leaves behind is collected sooner than Go would. Of a portal of
				// 10,000 statements 170 MB stay: with less room beside them, all of these would
				// be looked through again every few keys.
				defer debug.SetMemoryLimit(debug.SetMemoryLimit(276 << 20))
			}
			return lsp.Serve(c.Context(), a.in, a.stdout, lsp.Options{Version: compile.Version, Revision: revisionOf})
		},
	}
}

// revisionOf gives a portal's directory as it was at a revision.
func revisionOf(ctx context.Context, dir, revision string) (old string, remove func(), err error) {
	old, _, remove, err = revisionIn(ctx, dir, "git:"+revision)
	return old, remove, err
}
