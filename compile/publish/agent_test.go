package publish_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/compile/pack"
	"portcullis/compile/publish"
	"portcullis/internal/opatest"
	"portcullis/lang"
	"portcullis/rego"
)

// shop is a portal that is there for everybody who is on a page.
const shop = `
portal "shop" {}
page "orders" "returns" {}
profile "customer" {
  default = true
  allow "page" %s {}
}
`

// built compiles the shop with these pages open.
func built(t testing.TB, pages string, opts compile.Options) []byte {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"shop.portal.hcl": {Data: fmt.Appendf(nil, shop, pages)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out bytes.Buffer
	if err := compile.Write(&out, p, opts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// activated is what an agent says when a new bundle is in force.
const activated = "Bundle loaded and activated successfully"

// keys are what the tests sign with: ours, whose public key agents have.
type keys struct {
	ours, theirs *pack.SigningKey
	public       string
}

func newKeys(t testing.TB) keys {
	t.Helper()
	pair := func() (*pack.SigningKey, string) {
		private, public, err := opatest.KeyPair()
		if err != nil {
			t.Fatal(err)
		}
		k, err := pack.NewSigningKey(private, "", "")
		if err != nil {
			t.Fatal(err)
		}
		return k, public
	}
	var k keys
	k.ours, k.public = pair()
	k.theirs, _ = pair()
	return k
}

// agentOf starts an agent that takes the shop's bundle from a service, and
// nothing that is not signed with our key.
func agentOf(t *testing.T, k keys, service map[string]any, resource string, polling map[string]any) *opatest.Agent {
	t.Helper()
	return opatest.Start(t, map[string]any{
		"services": map[string]any{"portal": service},
		"keys":     map[string]any{"default": map[string]any{"algorithm": "RS256", "key": k.public}},
		"bundles": map[string]any{"shop": map[string]any{
			"service": "portal", "resource": resource, "polling": polling,
			"signing": map[string]any{"keyid": "default"},
		}},
	})
}

// open reports whether a page is open to a customer, as the agent says.
func open(t *testing.T, a *opatest.Agent, page string) bool {
	t.Helper()
	allowed, _ := a.Data(t, "shop/allow", map[string]any{
		"user": map[string]any{"login": "ana"}, "action": "access",
		"resource": map[string]any{"type": "page", "name": page},
	}).(bool)
	return allowed
}

// within gives the files of a bundle, changes them, and packs them again.
func within(t *testing.T, text []byte, change func(name string, content []byte) []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	from, to := tar.NewReader(z), tar.NewWriter(zip)
	for {
		header, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if content = change(header.Name, content); content == nil {
			continue
		}
		header.Size = int64(len(content))
		if err := to.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bad are bundles that no agent with our key takes, each of which opens the page
// of returns, and what the agent says of them.
func bad(t *testing.T, k keys) []struct {
	name string
	text []byte
	said string
} {
	more := `"orders" "returns"`
	signed := built(t, more, compile.Options{Build: 3, Key: k.ours})
	good := built(t, `"orders"`, compile.Options{Build: 3, Key: k.ours})
	var opened []byte // the module that opens the page of returns
	within(t, signed, func(name string, content []byte) []byte {
		if strings.HasSuffix(name, "/policy/portal.rego") {
			opened = content
		}
		return content
	})
	return []struct {
		name string
		text []byte
		said string
	}{
		{"tampered", within(t, good, func(name string, content []byte) []byte {
			if strings.HasSuffix(name, "/policy/portal.rego") {
				return opened
			}
			return content
		}), "digest mismatch"},
		{"unsigned", built(t, more, compile.Options{Build: 3}), "missing .signatures.json"},
		{"stripped of its signature", within(t, signed, func(name string, content []byte) []byte {
			if strings.HasSuffix(name, ".signatures.json") {
				return nil
			}
			return content
		}), "missing .signatures.json"},
		{"wrongly keyed", built(t, more, compile.Options{Build: 3, Key: k.theirs}), "verification error"},
		{"truncated", signed[:len(signed)*2/3], "unexpected EOF"},
		{"empty", []byte{}, "EOF"},
	}
}

// TestAgent has an agent poll a server, and keep to what is signed.
func TestAgent(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	k := newKeys(t)
	var server publish.Server
	first := built(t, `"orders"`, compile.Options{Build: 1, Key: k.ours})
	server.Publish(first)
	web := httptest.NewServer(&server)
	t.Cleanup(web.Close) // after the agent, which waits for it
	a := agentOf(t, k, map[string]any{"url": web.URL}, "bundle.tar.gz", map[string]any{
		"long_polling_timeout_seconds": 60, "min_delay_seconds": 0, "max_delay_seconds": 1,
	})
	a.Await(t, activated)
	if !open(t, a, "orders") || open(t, a, "returns") {
		t.Fatal("the first bundle is not in force")
	}

	// The agent waits now, and has the next one at once.
	server.Publish(built(t, `"orders" "returns"`, compile.Options{Build: 2, Key: k.ours}))
	a.Await(t, activated)
	if !open(t, a, "returns") {
		t.Fatal("the second bundle is not in force")
	}

	// A rollback is signed as well, so the agent takes it; verify --after and
	// Engine.Build are there to notice it.
	server.Publish(first)
	a.Await(t, activated)
	older, err := rego.Open(context.Background(), bytes.NewReader(first), rego.WithKey(rego.Key{Text: k.public}))
	if err != nil || older.Build() != 1 {
		t.Errorf("build %d, %v", older.Build(), err)
	}

	for _, b := range bad(t, k) {
		t.Run(b.name, func(t *testing.T) {
			server.Publish(b.text)
			if said, _ := a.Await(t, b.said)["msg"].(string); !strings.HasPrefix(said, "Bundle load failed: ") {
				t.Errorf("the agent says %q", said)
			}
			if !open(t, a, "orders") || open(t, a, "returns") {
				t.Error("the old bundle is not in force any more")
			}
			if _, err := rego.Open(context.Background(), bytes.NewReader(b.text), rego.WithKey(rego.Key{Text: k.public})); err == nil {
				t.Error("the Go engine takes it")
			}

			// And the next good one is taken again.
			server.Publish(built(t, `"returns"`, compile.Options{Build: 4, Key: k.ours}))
			a.Await(t, activated)
			if open(t, a, "orders") || !open(t, a, "returns") {
				t.Error("the bundle after the bad one is not in force")
			}
			server.Publish(first)
			a.Await(t, activated)
		})
	}
}
