package debian

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Install installs the package of a program, unless it is there by now: tests
// that run at the same time install one after the other. Its error is a
// [*Missing] where there is no Debian, or another user than root.
func Install(program, of string, there func() bool) error {
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Getuid() != 0 {
		return missing(program, of)
	}
	// Root's own folder: in the shared one for temporary files another user may
	// have put a lock already.
	folder, err := os.UserCacheDir()
	if err != nil {
		folder = "/root"
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("installing %s: %w", of, err)
	}
	lock, err := os.OpenFile(filepath.Join(folder, "portcullis-tests-apt.lock"), os.O_CREATE|os.O_RDWR, 0o600)
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
		c := exec.Command(apt, args...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("installing %s: apt-get %v: %w\n%s", of, args, err, out)
		}
	}
	return nil
}

// Bind has a program end with this one, by a signal.
func Bind(c *exec.Cmd, by syscall.Signal) {
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: by}
}

// RunAs is [Bind], and has the program run as another user.
func RunAs(c *exec.Cmd, by syscall.Signal, uid, gid uint32) {
	Bind(c, by)
	c.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
}
