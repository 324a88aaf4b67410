package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/preview"
	"portcullis/fixtures/run"
	"portcullis/lang"
	"portcullis/rego"
)

func (a *app) previewCommand() *cobra.Command {
	var address, data string
	c := &cobra.Command{
		Use:   "preview [--addr ADDRESS] [--data DIR]",
		Short: "Show the portal in a browser, as anyone in it sees it, while it is written",
		Long: `Serves the portal to a browser on this machine as the people of its fixtures see
it: their menu, tables and reports, with hidden cells marked as hidden and masked
ones as masked; what they may do to each row, and why not; and forms that tell as
one types whether they would be refused, and with which words. Another person, time
or version (git:REV) can stand beside, with the cells that differ marked. What is on
the screen can be copied as a test.

People are those of fixtures, somebody without a login, each profile alone, and those
in files of the portal's directory that hold an input.user (*.json).

It follows the files as they are saved. While there is a mistake, its diagnostic is
shown beside the last good version. Nothing is written. It listens on this machine
alone, and its address has a token without which nothing is answered. It ends when it
is interrupted.`,
		Example: "  portcullis -C examples/stacker-orders preview --addr localhost:0",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return errors.New("preview takes no arguments; -C names the portal")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			if data != "" {
				if _, err := portalArg([]string{data}); err != nil {
					return fmt.Errorf("--data: %w", err)
				}
			}
			return a.preview(c.Context(), address, data)
		},
	}
	c.Flags().StringVar(&address, "addr", "localhost:7777", "listen on `ADDRESS` of this machine; port 0 is any that is free")
	c.Flags().StringVar(&data, "data", "", "take all rows from `FOLDER`, one <table>.csv for each table, instead of the fixtures'")
	_ = c.MarkFlagDirname("data")
	return c
}

// loopback listens on an address of this machine that no other reaches.
func loopback(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("--addr %s is no address: write it like localhost:7777", address)
	}
	ip := net.ParseIP(host)
	if host == "localhost" {
		ip = net.IPv4(127, 0, 0, 1)
	}
	if ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("--addr %s is not of this machine alone: the preview shows all rows, so it listens on localhost, 127.0.0.1 or [::1]", address)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(ip.String(), port))
	if err != nil {
		return nil, fmt.Errorf("cannot listen on --addr %s: %w", address, err)
	}
	return listener, nil
}

func (a *app) preview(ctx context.Context, address, data string) error {
	listener, err := loopback(ctx, address)
	if err != nil {
		return err
	}
	defer listener.Close()
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("cannot watch files: %w", err)
	}
	defer events.Close()
	versions, err := lru.New[older, *preview.Portal](4)
	if err != nil {
		return fmt.Errorf("making a preview: %w", err)
	}
	p := &previewing{app: a, data: data, watcher: &watcher{app: a, dir: ".", o: testOptions{cache: &lang.Cache{}}, events: events}, versions: versions}
	if err := p.follow(); err != nil {
		return err
	}
	if data != "" {
		if err := events.Add(data); err != nil {
			return fmt.Errorf("cannot watch %s: %w", data, err)
		}
	}
	token, host := rand.Text(), listener.Addr().String()
	_, port, _ := net.SplitHostPort(host)
	p.server, err = preview.New(token, []string{host, "localhost:" + port}, p.version)
	if err != nil {
		return err
	}
	if err := p.look(ctx, nil); err != nil {
		return err
	}
	if err := p.tell("http://" + host + "/" + token + "/"); err != nil {
		return err
	}
	web := &http.Server{
		Handler:           p.server,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // ends what waits
		ReadHeaderTimeout: 10 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	defer web.Close()
	for {
		changed, err := p.waits(ctx, failed)
		if err != nil || changed == nil {
			return err
		}
		if err := p.look(ctx, changed); err != nil {
			return err
		}
	}
}

// waits gives the files that have changed; nil when the command is interrupted. It
// fails where the preview does.
func (p *previewing) waits(ctx context.Context, failed <-chan error) ([]string, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case err := <-failed:
			stop(fmt.Errorf("cannot serve: %w", err))
		case <-ctx.Done():
		}
	}()
	changed, err := p.wait(ctx)
	if cause := context.Cause(ctx); err == nil && changed == nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	return changed, err
}

// previewing is a preview and the portal that it shows.
type previewing struct {
	*app
	*watcher
	server *preview.Server
	data   string
	last   *preview.Portal // that was shown

	reading  sync.Mutex // an older version
	versions *lru.Cache[older, *preview.Portal]
}

// tell tells where the preview is.
func (p *previewing) tell(url string) error {
	if p.app.json {
		if err := p.document(previewDocument{URL: url}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(p.out, "%s the portal at\n  %s\n", p.success("Showing"), url)
	}
	return p.out.Flush()
}

// look reads the portal as it is now, and has it shown; of what has changed, all if
// nothing is said to have.
func (p *previewing) look(ctx context.Context, changed []string) error {
	if _, err := p.read(ctx, changed); err != nil {
		return err
	}
	var fresh *preview.Portal
	files, diags := maps.Clone(p.portal.files), p.portal.diags
	if p.portal.policy != nil {
		fresh = p.shown(p.portal, "the directory as it is")
		read, wrong := fresh.ReadData()
		maps.Copy(files, read)
		diags = append(slices.Clone(diags), wrong...)
		if wrong.HasErrors() || diags.HasErrors() && p.last != nil && !fresh.HasFixturesOf(p.last) {
			fresh = nil
		}
	}
	var trouble bytes.Buffer
	if diags.HasErrors() {
		if err := lang.WriteDiagnostics(&trouble, files, diags, false, 0); err != nil {
			return err
		}
	}
	if fresh != nil {
		p.last = fresh
	}
	p.server.Show(fresh, trouble.String())
	return nil
}

// shown gives a portal as the preview has it.
func (p *previewing) shown(of *portal, source string) *preview.Portal {
	out := &preview.Portal{Source: source, Policy: of.policy, Suite: of.suite, Runner: of.runner, People: peopleIn(p.dir)}
	if p.data != "" {
		out.Data = lang.Dir(p.data)
	}
	return out
}

// older is a version that was read, for what is shown beside it.
type older struct {
	revision
	beside *preview.Portal
}

// version gives another version of the portal. Its policy is asked of the rows and
// people that the tests have now, or of those that they had then where these do not
// fit it.
func (p *previewing) version(ctx context.Context, spec string) (*preview.Portal, error) {
	named, err := namedRevision(ctx, p.dir, spec)
	if err != nil {
		return nil, err
	}
	p.reading.Lock()
	defer p.reading.Unlock()
	key := older{named, p.server.Portal()}
	if known, ok := p.versions.Get(key); ok {
		return known, nil
	}
	at, _, remove, err := named.write(ctx, p.dir)
	if err != nil {
		return nil, err
	}
	defer remove()
	opened, err := openPortal(ctx, at)
	if err != nil {
		return nil, err
	}
	if opened.policy == nil {
		return nil, fmt.Errorf("%s does not validate", spec)
	}
	if suite, _, diags := fixtures.Load(lang.Dir(p.dir), opened.policy); !diags.HasErrors() {
		opened.suite, opened.runner = suite, opened.runner.On(suite)
	}
	out := p.shown(opened, spec)
	p.versions.Add(key, out)
	return out, nil
}

// maxPerson bounds the files that may hold a person.
const maxPerson = 1 << 20

// peopleIn gives the people who are in files of a directory, by @ and the file's
// name.
func peopleIn(dir string) map[string]rego.User {
	out := map[string]rego.User{}
	files := os.DirFS(dir)
	for _, pattern := range []string{"*.json", "*/*.json"} {
		names, _ := fs.Glob(files, pattern) // which is well-formed
		for _, name := range names {
			info, err := fs.Stat(files, name)
			if err != nil || info.Size() > maxPerson {
				continue
			}
			text, err := fs.ReadFile(files, name)
			if err != nil {
				continue
			}
			if user, err := run.UserFromJSON(text); err == nil {
				out["@"+filepath.ToSlash(name)] = user
			}
		}
	}
	return out
}
