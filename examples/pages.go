// Package examples has a portal for each of five products, whose permissions they
// have; each is a story to be read, in a README beside it.
package examples

import "embed"

// Pages holds the gallery, and the stories of the examples.
//
//go:embed README.md */README.md
var Pages embed.FS
