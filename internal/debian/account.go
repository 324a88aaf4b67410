package debian

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// Account is whom a server runs as that refuses to be run by root. The nil one is
// whoever runs the tests.
type Account struct{ uid, gid uint32 }

// Unprivileged gives whom to run a server as: nil where the tests are not run by
// root, else the user that its package makes, or nobody.
func Unprivileged(server, name string) (*Account, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	if runtime.GOOS != "linux" {
		return nil, &Missing{What: "user who may run " + server, How: "it refuses to be run by root, so run the tests as somebody else"}
	}
	other, err := user.Lookup(name)
	if err != nil {
		if other, err = user.Lookup("nobody"); err != nil {
			return nil, fmt.Errorf("%s refuses to be run by root: %w", server, err)
		}
	}
	uid, uidErr := strconv.ParseUint(other.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(other.Gid, 10, 32)
	if err := errors.Join(uidErr, gidErr); err != nil {
		return nil, fmt.Errorf("the account %s: %w", other.Username, err)
	}
	return &Account{uint32(uid), uint32(gid)}, nil
}

// Own gives the account a directory.
func (a *Account) Own(dir string) error {
	if a == nil {
		return nil
	}
	return os.Chown(dir, int(a.uid), int(a.gid))
}

// Run has a program run as the account, and end with this one, by a signal.
func (a *Account) Run(c *exec.Cmd, by syscall.Signal) {
	if a == nil {
		Bind(c, by)
		return
	}
	RunAs(c, by, a.uid, a.gid)
}
