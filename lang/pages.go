package lang

import "embed"

// Pages holds the language's contract, its reference, its recipes and its ideas.
//
//go:embed IDEAS.md LANGUAGE.md RECIPES.md REFERENCE.md
var Pages embed.FS
