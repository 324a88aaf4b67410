// Package debian finds programs that tests need beside Go, and installs Debian's
// packages of them where they are not there, saying so.
package debian

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Program gives the path of a program, having installed the package if need be.
func Program(name, of string) (string, error) {
	if path := find(name); path != "" {
		return path, nil
	}
	if err := Install(name, of, func() bool { return find(name) != "" }); err != nil {
		return "", err
	}
	if path := find(name); path != "" {
		return path, nil
	}
	return "", fmt.Errorf("the package %s of Debian has no %s", of, name)
}

// find looks where administrators' programs are too, which need not be on the
// path.
func find(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	if path, err := exec.LookPath(filepath.Join("/usr/sbin", name)); err == nil {
		return path
	}
	return ""
}

// Install installs the package of a program, unless it is there by now: tests
// that run at the same time install one after the other.
func Install(program, of string, there func() bool) error {
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "portcullis-tests-apt.lock"), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return fmt.Errorf("installing %s: %w", of, err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("installing %s: waiting for others: %w", of, err)
	}
	if there() {
		return nil
	}
	fmt.Fprintf(os.Stderr, "there is no %s; installing Debian's package %s\n", program, of)
	for _, args := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", of}} {
		c := exec.Command("apt-get", args...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("installing %s: apt-get %v: %w\n%s", of, args, err, out)
		}
	}
	return nil
}
