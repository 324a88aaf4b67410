// Package chromium runs Debian's Chromium in tests, in which pages are tried: it
// notes what they complain of, holds them to the rules of axe-core, and takes
// pictures of them for people to look at:
//
//	CI=true go test ./fixtures/preview -run TestBrowser -pictures DIR
package chromium

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"portcullis/internal/debian"
)

var pictures = flag.String("pictures", "", "write pictures of the pages that are tried to `DIR`")

// patience is how long a test waits for what must come. It is no measure of
// anything: it is there for tests that fail.
const patience = 2 * time.Minute

// Browser is a Chromium that notes what its pages complain of.
type Browser struct {
	ctx context.Context
	axe string // the script of axe-core

	mu    sync.Mutex
	wrong []string
}

// Start starts a browser, which ends with the test. Chromium is installed, and axe-core
// fetched, with CI=true alone; else the test is skipped.
func Start(t *testing.T) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
	if os.Getenv("CI") != "true" {
		t.Skip("pages are tried in Chromium with CI=true alone, which installs it")
	}
	program := debian.Program(t, "chromium", "chromium")
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.WSURLReadTimeout(patience),
	}
	for _, name := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(name, true))
	}
	allocated, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	ctx, stop := chromedp.NewContext(allocated)
	t.Cleanup(stop)
	b := &Browser{ctx: ctx, axe: axeCore(t)}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" {
				b.complain(m.String())
			}
		}
	}()
	return b
}

func (b *Browser) complain(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, text)
}

// complaints gives what pages complained of since it was last asked.
func (b *Browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrong := b.wrong
	b.wrong = nil
	return wrong
}

// Run has the browser do something.
func (b *Browser) Run(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatalf("in the browser: %v", err)
	}
	if wrong := b.complaints(); len(wrong) > 0 {
		t.Errorf("the page complains: %s", strings.Join(wrong, "; "))
	}
}

// Of gives what an action of the page does.
func Of[T any](t *testing.T, b *Browser, action chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatalf("in the browser: %v", err)
	}
	return v
}

// Leave has the browser leave the pages of a server before it ends.
func (b *Browser) Leave(t *testing.T) {
	t.Helper()
	t.Cleanup(func() { b.Run(t, chromedp.Navigate("about:blank")) })
}

// Awaits waits until an expression of the page has a text in it.
func (b *Browser) Awaits(t *testing.T, expression, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	var last string
	var err error
	for ctx.Err() == nil {
		// While another page is loaded there is nothing to be asked.
		var now string
		if now, err = chromedp.Run(ctx, chromedp.Evaluate[string](expression)); err == nil {
			last = now
			if strings.Contains(last, want) {
				return
			}
		}
		time.Sleep(30 * time.Millisecond)
	}
	t.Fatalf("%s: %v: %q, not %q", expression, err, last, want)
}

// Size makes the window so wide.
func Size(width int64) chromedp.Action[chromedp.Void] { return chromedp.EmulateViewport(width, 800) }

// Media shows pages as on a screen, in light or dark colours, or on paper.
func Media(media, colours string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}},
		})
		return err
	})
}

// Picture takes a picture of the page, where one is asked for.
func (b *Browser) Picture(t *testing.T, name string) {
	t.Helper()
	if *pictures == "" {
		return
	}
	png := Of(t, b, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Accessible holds a page to axe-core's rules, wide and narrow, in light colours and
// in dark ones; in none of them it is wider than the window.
func (b *Browser) Accessible(t *testing.T, name string) {
	t.Helper()
	for _, width := range []int64{1280, 360} {
		b.Run(t, Size(width), Media("screen", "light"), chromedp.Evaluate[chromedp.Void](b.axe))
		b.violations(t, fmt.Sprintf("%s, %d wide", name, width), "")
		if Of(t, b, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth + 1`)) {
			t.Errorf("%s is wider than a window of %d", name, width)
		}
		b.Picture(t, fmt.Sprintf("%s-%d", name, width))
	}
	b.Run(t, Size(1280), Media("screen", "dark")) // in which nothing but the colours differs
	b.violations(t, name+", dark", `runOnly: ['color-contrast'], `)
	b.Picture(t, name+"-dark")
	b.Run(t, Media("screen", "light"))
}

func (b *Browser) violations(t *testing.T, name, options string) {
	t.Helper()
	const tell = `.then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message).join(' | ')).join('\n'))`
	if found := Of(t, b, chromedp.Evaluate[string](`axe.run(document, {`+options+`resultTypes: ['violations']})`+tell, chromedp.EvalAwaitPromise)); found != "" {
		t.Errorf("%s: axe-core finds\n%s", name, found)
	}
}

// axeCore gives the script of axe-core, from npm.
func axeCore(t *testing.T) string {
	t.Helper()
	const version, sum = "4.14.1", "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
	npm, err := exec.LookPath("npm")
	if err != nil {
		debian.Need(t, &debian.Missing{What: "npm", How: "this test needs Node 20 with npm (https://nodejs.org)"})
	}
	dir := t.TempDir()
	c := exec.CommandContext(t.Context(), npm, "pack", "--silent", "axe-core@"+version)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("npm pack axe-core: %v\n%s", err, out)
	}
	script, err := axeIn(filepath.Join(dir, "axe-core-"+version+".tgz"))
	if err != nil {
		t.Fatal(err)
	}
	if got := sha256.Sum256(script); hex.EncodeToString(got[:]) != sum {
		t.Fatalf("axe-core %s is another one: %x", version, got)
	}
	return string(script)
}

func axeIn(name string) ([]byte, error) {
	archive, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return nil, err
	}
	for r := tar.NewReader(unzipped); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("axe-core has no script")
		}
		if err != nil {
			return nil, err
		}
		if h.Name == "package/axe.min.js" {
			return io.ReadAll(r)
		}
	}
}
