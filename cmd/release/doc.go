// Package release holds the way in which versions are released, .goreleaser.yaml, to what
// goreleaser reads, and looks into the packages and images that come of it. It is a module
// of its own, so that nobody else needs goreleaser and nfpm.
package release
