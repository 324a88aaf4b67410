package publish_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portcullis/compile"
	"portcullis/internal/opatest"
	_ "portcullis/internal/update" // for -update
)

// nginx serves a folder until the test ends, and gives the folder and its URL. It
// does so as with any files: with an ETag of a file's time and size.
func nginx(t *testing.T) (folder, url string) {
	t.Helper()
	folder, address := t.TempDir(), opatest.FreeAddress(t)
	opatest.Nginx(t, fmt.Sprintf(`
server {
  listen %s;
  root %s;
  types { application/gzip gz; }
}`, address, folder))
	return folder, "http://" + address
}

// TestNginx has an agent poll a server that knows nothing of bundles, where
// whoever deploys puts one file in the place of another.
func TestNginx(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	k := newKeys(t)
	folder, url := nginx(t)
	// nginx tells files apart by their size and the second of their last change.
	changed := time.Now().Add(-time.Minute)
	deploy := func(text []byte) {
		t.Helper()
		next := filepath.Join(folder, "next")
		if err := os.WriteFile(next, text, 0o644); err != nil {
			t.Fatal(err)
		}
		changed = changed.Add(time.Second)
		if err := os.Chtimes(next, changed, changed); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, filepath.Join(folder, "bundle.tar.gz")); err != nil {
			t.Fatal(err)
		}
	}
	deploy(built(t, `"orders"`, compile.Options{Build: 1, Key: k.ours}))
	// A poll a second is the quickest that is polite; this one asks at once.
	a := agentOf(t, k, map[string]any{"url": url}, "bundle.tar.gz", map[string]any{"min_delay_seconds": 0, "max_delay_seconds": 1})
	a.Await(t, activated)
	if !open(t, a, "orders") {
		t.Error("the first bundle is not in force")
	}

	deploy(built(t, `"orders" "returns"`, compile.Options{Build: 2, Key: k.theirs}))
	a.Await(t, "verification error")
	if !open(t, a, "orders") || open(t, a, "returns") {
		t.Error("the first bundle is not in force any more")
	}

	deploy(built(t, `"returns"`, compile.Options{Build: 3, Key: k.ours}))
	a.Await(t, activated)
	if open(t, a, "orders") || !open(t, a, "returns") {
		t.Error("the third bundle is not in force")
	}
}
