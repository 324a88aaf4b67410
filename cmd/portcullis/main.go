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
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
)

func main() {
	collectLess()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends at once
	status := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// collectLess has garbage collected seldom while there is little of it: a
// command is over in a moment, and by default a third of that moment goes into
// collecting. Once much memory is in use, collecting becomes as usual. The
// environment overrules it, as it does for any Go program.
func collectLess() {
	const (
		seldom = 200
		usual  = 100
		much   = 64 << 20 // of what a collection leaves
	)
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(seldom)
	var look func(*[16]byte)
	look = func(*[16]byte) { // is called after each collection
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		if metrics.Read(live); live[0].Value.Kind() == metrics.KindUint64 && live[0].Value.Uint64() < much {
			runtime.SetFinalizer(new([16]byte), look)
			return
		}
		debug.SetGCPercent(usual)
	}
	runtime.SetFinalizer(new([16]byte), look)
}
