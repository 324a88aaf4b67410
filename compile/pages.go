package compile

import "embed"

// Pages holds what the program is made of.
//
//go:embed ARCHITECTURE.md
var Pages embed.FS
