// Package format gives sources the form that all share. It edits the text where
// HCL's tokens and syntax tree say, rather than writing it anew from the tree,
// which has no comments.
package format
