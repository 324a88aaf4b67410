// Package versiontest holds bundles to what they promise of other versions of
// OPA than the one in go.mod: they load in all since 1.0.0, with the same
// decisions, and give the same filters in all since 1.9.0.
//
// For each version a module of Go is made that has it as its dependency, with a
// small agent (testdata/agent) that answers as OPA's own does. The examples' tests
// then run on that agent. Go's build cache keeps what is compiled.
package versiontest
