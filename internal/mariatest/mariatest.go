// Package mariatest starts a MariaDB server for tests: one for a test binary, in a
// directory of its own, reached over a Unix socket there. Where there is no
// MariaDB, package debian says what comes of it.
package mariatest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"portcullis/internal/debian"
)

// Server is a running server. Its databases take capital and small letters, and
// spaces at the end of a text, for the same, as those of most portals do, so that a
// test sees where that matters.
type Server struct {
	dir     string
	process *exec.Cmd
}

var (
	start   sync.Once
	running *Server
	failure error
)

// Shared gives the server of this process, started when it is first asked for.
// Whoever calls it calls [Stop] in TestMain. Its error is a [*debian.Missing] where
// a test is to be skipped; [Need] does so.
func Shared() (*Server, error) {
	start.Do(func() { running, failure = launch() })
	return running, failure
}

// Need is [Shared] for a test, which ends without a server.
func Need(t testing.TB) *Server {
	t.Helper()
	server, err := Shared()
	debian.Need(t, err)
	return server
}

// Stop ends the server of this process, if there is one, and removes its files.
func Stop() {
	if running == nil {
		return
	}
	_ = running.process.Process.Kill() // what it has is thrown away
	_ = running.process.Wait()
	_ = os.RemoveAll(running.dir)
}

// Create makes a database, in place of one of that name that a test has left (as with
// -count), and gives a pool of connections to it.
func (s *Server) Create(name string) (*sql.DB, error) {
	main, err := s.open("")
	if err != nil {
		return nil, err
	}
	defer main.Close()
	if _, err := main.Exec("SET foreign_key_checks = 0; CREATE OR REPLACE DATABASE `" + name + "`"); err != nil {
		return nil, err
	}
	return s.open(name)
}

func (s *Server) open(database string) (*sql.DB, error) {
	config := mysql.NewConfig()
	config.User, config.Net, config.Addr, config.DBName = "root", "unix", s.socket(), database
	config.MultiStatements = true
	config.Params = map[string]string{"time_zone": "'+00:00'"}
	return sql.Open("mysql", config.FormatDSN())
}

// URL is where a database is for the command line.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("mysql://root@/%s?socket=%s", database, url.QueryEscape(s.socket()))
}

func (s *Server) socket() string { return filepath.Join(s.dir, "socket") }

func launch() (*Server, error) {
	server, install, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mariatest")
	if err != nil {
		return nil, fmt.Errorf("making a directory for MariaDB: %w", err)
	}
	s := &Server{dir: dir}
	if err := s.run(server, install); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return s, nil
}

// run makes the server's files and starts it.
func (s *Server) run(server, install string) error {
	as, err := debian.Unprivileged("MariaDB", "mysql")
	if err != nil {
		return err
	}
	if err := as.Own(s.dir); err != nil {
		return fmt.Errorf("giving MariaDB its directory: %w", err)
	}
	command := func(program string, args ...string) *exec.Cmd {
		c := exec.Command(program, append([]string{
			"--no-defaults", "--datadir=" + filepath.Join(s.dir, "data"), "--tmpdir=" + s.dir, "--innodb-log-file-size=8M",
			"--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
		}, args...)...)
		c.Dir = s.dir
		as.Run(c, syscall.SIGKILL)
		return c
	}
	out, err := command(install, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve").CombinedOutput()
	if err != nil {
		return fmt.Errorf("mariadb-install-db: %w\n%s", err, out)
	}
	s.process = command(server, "--socket="+s.socket(), "--skip-networking", "--pid-file="+filepath.Join(s.dir, "pid"),
		"--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci")
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return fmt.Errorf("making MariaDB's log: %w", err)
	}
	defer log.Close()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("starting MariaDB: %w", err)
	}
	return s.ready(log.Name())
}

// ready waits until the server takes connections.
func (s *Server) ready(log string) error {
	db, err := s.open("")
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if _, err := os.Stat(s.socket()); err == nil && db.PingContext(ctx) == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			_ = s.process.Process.Kill()
			said, _ := os.ReadFile(log)
			return fmt.Errorf("MariaDB does not get ready:\n%s", said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// programs finds the server and what makes its files, and installs them if there
// are none.
func programs() (server, install string, err error) {
	find := func() bool {
		server, install = debian.Find("mariadbd"), debian.Find("mariadb-install-db")
		return server != "" && install != ""
	}
	if find() {
		return server, install, nil
	}
	if err := debian.Install("MariaDB", "mariadb-server", find); err != nil {
		return "", "", err
	}
	if !find() {
		return "", "", errors.New("installing MariaDB: its package has no mariadbd")
	}
	return server, install, nil
}
