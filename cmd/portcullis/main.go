// Command portcullis checks, tests and ships the permissions of a portal.
//
// Each command is a file of this package. A command reads its flags, has the
// other packages do the work, and prints what they give; it decides nothing
// about a policy itself. Results go to stdout and everything else to stderr.
// The exit status is 0 when all is well, 1 when the policy, a test or a check
// says no, and 2 when the command was misused or the system failed it.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	collectLess()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends at once
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// collectLess has garbage collected seldom while there is little of it: a
// command is over in a moment, and by default a third of that moment goes into
// collecting. As memory gets used, collecting becomes as usual. The environment
// overrules both, as it does for any Go program.
func collectLess() {
	const (
		percent = 400
		limit   = 400 << 20
	)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
