package lang

import "embed"

// Pages holds the language's contract, its reference and its ideas.
//
//go:embed LANGUAGE.md REFERENCE.md IDEAS.md
var Pages embed.FS
