// Package pgtest starts a PostgreSQL server for tests: one for a test binary,
// in a directory of its own, reached over a Unix socket there. Where there is
// no PostgreSQL, package debian says what comes of it.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"portcullis/internal/debian"
)

// Server is a running server. Its databases sort text by the rules of English,
// as those of most portals do, so that a test sees where that matters.
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
	_ = running.process.Process.Signal(syscall.SIGINT) // a fast shutdown
	_ = running.process.Wait()
	_ = os.RemoveAll(running.dir)
}

// DSN gives what a driver connects to a database with.
func (s *Server) DSN(database string) string {
	return fmt.Sprintf("host=%s user=tester dbname=%s sslmode=disable", s.dir, database)
}

// URL is [Server.DSN] in the other form that PostgreSQL has for it.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://tester@/%s?host=%s&sslmode=disable", database, url.QueryEscape(s.dir))
}

func launch() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, fmt.Errorf("making a directory for PostgreSQL: %w", err)
	}
	s := &Server{dir: dir}
	if err := s.run(bin); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return s, nil
}

// run makes the server's files and starts it.
func (s *Server) run(bin string) error {
	as, err := debian.Unprivileged("PostgreSQL", "postgres")
	if err != nil {
		return err
	}
	if err := as.Own(s.dir); err != nil {
		return fmt.Errorf("giving PostgreSQL its directory: %w", err)
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir = s.dir
		as.Run(c, syscall.SIGINT)
		return c
	}
	data := filepath.Join(s.dir, "data")
	out, err := command("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8",
		"--locale-provider=icu", "--icu-locale=en-US").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s.process = command("postgres", "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+s.dir,
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
		"-c", "jit=off") // or else long conditions are compiled, for a few rows
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return fmt.Errorf("making PostgreSQL's log: %w", err)
	}
	defer log.Close()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for command("pg_isready", "-q", "-h", s.dir, "-U", "tester", "-d", "postgres").Run() != nil {
		select {
		case <-ctx.Done():
			_ = s.process.Process.Kill()
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("PostgreSQL does not get ready:\n%s", said)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// programs finds the folder of PostgreSQL's programs, and installs them if
// there is none.
func programs() (string, error) {
	if bin := installed(); bin != "" {
		return bin, nil
	}
	if err := debian.Install("PostgreSQL", "postgresql", func() bool { return installed() != "" }); err != nil {
		return "", err
	}
	if bin := installed(); bin != "" {
		return bin, nil
	}
	return "", errors.New("installing PostgreSQL: its package has no initdb")
}

func installed() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is a good one
	if len(found) > 0 {
		return filepath.Dir(slices.Max(found))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path)
		}
	}
	return ""
}
