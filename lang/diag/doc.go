// Package diag is what people are told of a policy: how a diagnostic is made,
// worded and placed in the source, what each kind of them is about
// ([Explain]), how its author answers a warning ([Answered]), and the forms in
// which diagnostics are written, for people, scripts and code hosts.
package diag
