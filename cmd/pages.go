// Package cmd has the programs in its folders, and the pages about them: they are
// embedded from where they stand, which Go allows in their own folder alone.
package cmd

import "embed"

// Pages holds the pages about the program itself.
//
//go:embed CONTRACTS.md CONTRIBUTING.md CHANGELOG.md EDITORS.md TUTORIAL.md VERSIONS.md
var Pages embed.FS
