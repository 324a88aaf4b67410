package publish

import "embed"

// Pages holds the guide to agents.
//
//go:embed AGENTS.md
var Pages embed.FS
