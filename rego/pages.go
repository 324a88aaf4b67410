package rego

import "embed"

// Pages holds the guide to asking the policy.
//
//go:embed ASKING.md
var Pages embed.FS
