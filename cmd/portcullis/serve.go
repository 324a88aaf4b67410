package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/compile/publish"
	"portcullis/lang"
)

// bundlePath is where the bundle is on the server.
const bundlePath = "bundle.tar.gz"

func (a *app) serveCommand() *cobra.Command {
	var address string
	var bundling bundling
	c := &cobra.Command{
		Use:   "serve [--addr ADDRESS] [--signing-key PEM] [--log-mask] [DIR]",
		Short: "Serve the bundle to OPA agents while the portal is written",
		Long: `Serves the portal's bundle to OPA agents, for development. Whenever a file of the
portal changes, the bundle is built again, and agents that wait for it (long
polling) have it at once. While the policy has errors they are shown, and the last
good bundle is served.

It ends when it is interrupted. With --json it prints one document when it has
begun to serve, and no more.`,
		Example:           "  portcullis serve examples/jet-coffee-beans --addr localhost:0",
		Args:              onePortal,
		ValidArgsFunction: completeDirectories,
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := a.portalArg(args)
			if err != nil {
				return err
			}
			options, err := a.bundleOptions(c, bundling)
			if err != nil {
				return err
			}
			return a.serve(c.Context(), dir, address, options)
		},
	}
	c.Flags().StringVar(&address, "addr", "localhost:8888", "listen on `ADDRESS`; port 0 is any that is free")
	bundling.servingFlags(c)
	return c
}

// serve serves the bundle until ctx ends.
func (a *app) serve(ctx context.Context, dir, address string, o compile.Options) error {
	watched, err := watch(ctx, dir) // before the first look, so that none is missed
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot listen on --addr %s: %w", address, err)
	}
	s := &serving{app: a, dir: dir, options: o, watched: watched, url: "http://" + listener.Addr().String()}
	mux := http.NewServeMux()
	mux.Handle("/"+bundlePath, &s.server)
	web := &http.Server{
		Handler:           mux,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // ends what waits
		ReadHeaderTimeout: 10 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	defer web.Close()
	for begin := true; ; begin = false {
		if err := s.look(begin); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return fmt.Errorf("cannot serve: %w", err)
		case <-watched.changes:
		}
	}
}

// serving is a bundle server and the portal that it serves.
type serving struct {
	*app
	dir     string
	options compile.Options
	watched *watching
	url     string
	server  publish.Server
	cache   lang.Cache

	revision string // of the bundle that is served; empty without one
	wrong    bool   // whether the policy has errors
	said     []byte // the diagnostics that were shown
}

// look builds the bundle of the portal as it is now, and tells what is new.
func (s *serving) look(begin bool) error {
	if _, err := portalArg([]string{s.dir}); err != nil {
		return err // nobody will tell of changes any more
	}
	p := rereadPolicy(s.dir, &s.cache)
	if s.watched.also(s.dir, p.uses) {
		p = rereadPolicy(s.dir, &s.cache) // they may have changed before they were watched
	}
	var said bytes.Buffer
	if err := lang.WriteDiagnostics(&said, p.files, p.diags, s.errColor, s.errWidth); err != nil {
		return err
	}
	if !bytes.Equal(said.Bytes(), s.said) {
		s.said = said.Bytes()
		if _, err := s.err.Write(s.said); err != nil {
			return err
		}
	}
	wrong := p.diags.HasErrors()
	fresh := false
	if !wrong {
		bundle, revision, err := p.bundle(s.options)
		if err != nil {
			return err
		}
		fresh, s.revision = s.server.Publish(bundle), revision
	}
	if begin {
		if err := s.begin(p); err != nil {
			return err
		}
	}
	if wrong != s.wrong || fresh {
		s.wrong = wrong
		s.tell(begin)
	}
	return s.out.Flush()
}

// begin tells where the bundle is, and how an agent gets it.
func (s *serving) begin(p *portal) error {
	if s.json {
		return s.documentWith(p.diags, serveDocument{URL: s.url + "/" + bundlePath, Revision: s.revision})
	}
	fmt.Fprintf(s.out, "%s %s/%s\n", s.success("Serving"), s.url, bundlePath)
	if p.policy != nil && s.options.Key == nil {
		name := p.policy.Portal.Name
		fmt.Fprintf(s.out, "An agent takes it from there with:\n  opa run --server")
		for _, set := range []string{
			"services.portal.url=" + s.url, "bundles." + name + ".resource=" + bundlePath,
			"bundles." + name + ".polling.long_polling_timeout_seconds=60",
		} {
			fmt.Fprintf(s.out, " \\\n    --set %s", set)
		}
		fmt.Fprintln(s.out)
	}
	return nil
}

// tell tells what is served now.
func (s *serving) tell(begin bool) {
	switch {
	case !s.wrong && !s.json:
		fmt.Fprintln(s.out, s.success("Built"), "revision", s.revision)
	case s.wrong && s.revision != "":
		fmt.Fprintln(s.err, "Agents keep revision", s.revision, "until this is put right.")
	case s.wrong && begin:
		fmt.Fprintln(s.err, "There is no bundle for agents until this is put right.")
	}
}
