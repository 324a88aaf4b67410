//go:build !linux

package debian

import (
	"os/exec"
	"syscall"
)

// Install gives a [*Missing]: there is no Debian here.
func Install(program, of string, _ func() bool) error { return missing(program, of) }

// Bind does nothing: here a program does not end with the one that started it.
func Bind(*exec.Cmd, syscall.Signal) {}

// RunAs does nothing: here nobody else is there to run a program.
func RunAs(*exec.Cmd, syscall.Signal, uint32, uint32) {}
