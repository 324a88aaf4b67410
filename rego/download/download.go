// Package download brings bundles to [rego.Follow] by OPA's own downloaders: from
// a server of files by HTTP, with ETags and long polling, from an OCI registry, or
// from a file. It reads OPA's own configuration, so that a program follows bundles
// as an agent does that has the same: services with their credentials, keys,
// signatures, polling, and the copy on disk that it starts with.
//
// It is a package apart from rego so that programs that bring bundles otherwise need not
// link what downloads them.
package download

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/download"
	"github.com/open-policy-agent/opa/v1/logging"
	"github.com/open-policy-agent/opa/v1/plugins"
	bundles "github.com/open-policy-agent/opa/v1/plugins/bundle"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"portcullis/rego"
)

// take is what a source gives bundles to.
type take = func(*bundle.Bundle, error) error

// Configured gives the source of a bundle in OPA's configuration, YAML or JSON,
// by its name under `bundles`. An error says what is wrong with the configuration;
// nothing is downloaded before the source is followed.
func Configured(config []byte, name string) (rego.Source, error) {
	manager, err := plugins.New(config, "portcullis", inmem.New(), plugins.Logger(logging.NewNoOpLogger()))
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	parsed, err := bundles.NewConfigBuilder().WithBytes(manager.GetConfig().Bundles).
		WithServices(manager.Services()).WithKeyConfigs(manager.PublicKeys()).Parse()
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	if parsed == nil || parsed.Bundles[name] == nil {
		var have []string
		if parsed != nil {
			have = slices.Sorted(maps.Keys(parsed.Bundles))
		}
		return nil, fmt.Errorf("the configuration has no bundle %q, but %q", name, have)
	}
	f := &following{manager: manager, source: parsed.Bundles[name]}
	if f.source.Trigger != nil && *f.source.Trigger != plugins.TriggerPeriodic {
		return nil, fmt.Errorf("the bundle %q is not asked for periodically", name)
	}
	if f.source.Persist {
		dir, err := manager.GetConfig().GetPersistenceDirectory()
		if err != nil {
			return nil, fmt.Errorf("reading the configuration: %w", err)
		}
		f.kept = filepath.Join(dir, "bundles", url.PathEscape(name), "bundle.tar.gz") // where an agent has it
	}
	return f.follow, nil
}

// following is one bundle of a configuration.
type following struct {
	manager *plugins.Manager
	source  *bundles.Source
	kept    string // the copy on disk; empty for none
}

func (f *following) follow(ctx context.Context, take take) {
	if f.kept != "" {
		// What is wrong with the copy is of no matter once there is a bundle.
		if text, err := os.ReadFile(f.kept); err == nil {
			_ = take(f.read(text))
		}
	}
	if u, err := url.Parse(f.source.Resource); err == nil && u.Scheme == "file" {
		f.watch(ctx, u.Path, take)
		return
	}
	client := f.manager.Client(f.source.Service)
	callback := func(_ context.Context, u download.Update) error {
		if err := take(u.Bundle, u.Error); err != nil || u.Bundle == nil || f.kept == "" {
			// A bundle that is refused is not asked for again: its ETag is known.
			return nil
		}
		return f.keep(u.Raw)
	}
	var loader interface {
		Start(context.Context)
		Stop(context.Context)
	}
	if strings.EqualFold(client.Config().Type, "oci") {
		loader = download.NewOCI(f.source.Config, client, f.source.Resource, "").
			WithCallback(callback).WithBundleVerificationConfig(f.source.Signing).WithSizeLimitBytes(f.source.SizeLimitBytes).
			WithBundlePersistence(f.kept != "").WithBundleParserOpts(f.manager.ParserOptions())
	} else {
		loader = download.New(f.source.Config, client, f.source.Resource).
			WithCallback(callback).WithBundleVerificationConfig(f.source.Signing).WithSizeLimitBytes(f.source.SizeLimitBytes).
			WithBundlePersistence(f.kept != "").WithBundleParserOpts(f.manager.ParserOptions())
	}
	loader.Start(ctx)
	<-ctx.Done()
	loader.Stop(context.WithoutCancel(ctx))
}

// watch follows a file. It is read when it has changed, as its time and size say.
func (f *following) watch(ctx context.Context, name string, take take) {
	delay := time.Second
	if given := f.source.Polling.MinDelaySeconds; given != nil {
		delay = max(time.Duration(*given)*time.Second, 100*time.Millisecond)
	}
	ticker := time.NewTicker(delay)
	defer ticker.Stop()
	var last os.FileInfo
	for {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			_ = take(nil, err)
			last = nil
		case last != nil && os.SameFile(last, info) && last.ModTime().Equal(info.ModTime()) && last.Size() == info.Size():
			_ = take(nil, nil)
		default:
			last = info
			if text, err := os.ReadFile(name); err != nil {
				_ = take(nil, err)
			} else {
				_ = take(f.read(text))
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// read reads a bundle as the downloaders do. What cannot be read is refused like
// what cannot be opened: it is no bundle to be in force, and stays so.
func (f *following) read(text []byte) (*bundle.Bundle, error) {
	options := f.manager.ParserOptions()
	b, err := bundle.NewReader(bytes.NewReader(text)).
		WithBundleVerificationConfig(f.source.Signing).WithSizeLimitBytes(f.source.SizeLimitBytes).
		WithRegoVersion(options.RegoVersion).WithProcessAnnotations(options.ProcessAnnotation).Read()
	return &b, err
}

// keep writes the copy on disk, as a whole.
func (f *following) keep(raw io.Reader) error {
	if raw == nil {
		return errors.New("the downloader gives no copy of the bundle")
	}
	if err := os.MkdirAll(filepath.Dir(f.kept), 0o755); err != nil {
		return fmt.Errorf("keeping the bundle: %w", err)
	}
	next, err := os.CreateTemp(filepath.Dir(f.kept), ".bundle.tar.gz.*.tmp")
	if err != nil {
		return fmt.Errorf("keeping the bundle: %w", err)
	}
	_, err = io.Copy(next, raw)
	err = errors.Join(err, next.Sync(), next.Close())
	if err == nil {
		err = os.Rename(next.Name(), f.kept)
	}
	if err != nil {
		return fmt.Errorf("keeping the bundle: %w", errors.Join(err, os.Remove(next.Name())))
	}
	return nil
}
