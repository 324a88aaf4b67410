//go:build unix

package main

import (
	"os"
	"syscall"
)

// peakMemory gives how much memory a process had at most, in KB as Linux counts
// it; 0 where that is not known.
func peakMemory(ended *os.ProcessState) int64 {
	if usage, ok := ended.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss)
	}
	return 0
}
