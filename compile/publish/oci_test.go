package publish_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"portcullis/compile"
	"portcullis/compile/publish"
	"portcullis/internal/opatest"
)

// TestRegistry pushes bundles to a registry that asks for a password, and has an
// agent pull them.
func TestRegistry(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	k := newKeys(t)
	host := opatest.GuardedRegistry(t, "ana", "secret")
	basic := base64.StdEncoding.EncodeToString([]byte("ana:secret"))
	docker := t.TempDir()
	t.Setenv("DOCKER_CONFIG", docker)
	push := func(text []byte, revision string) (string, error) {
		t.Helper()
		ref, err := publish.ParseReference(host + "/portals/shop:live")
		if err != nil {
			t.Fatal(err)
		}
		if !ref.Loopback() || ref.Tag() != "live" {
			t.Fatalf("it is read as %s", ref)
		}
		repository, err := ref.Open(true)
		if err != nil {
			t.Fatal(err)
		}
		return publish.Push(t.Context(), repository, ref.Tag(), text, "shop", revision)
	}
	first := built(t, `"orders"`, compile.Options{Build: 1, Key: k.ours})
	if digest, err := push(first, "1"); err == nil {
		t.Fatalf("the registry takes %s from anybody", digest)
	}
	login := fmt.Appendf(nil, `{"auths": {%q: {"auth": %q}}}`, host, basic)
	if err := os.WriteFile(filepath.Join(docker, "config.json"), login, 0o600); err != nil {
		t.Fatal(err)
	}
	digest, err := push(first, "1")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := push(first, "1"); err != nil || again != digest {
		t.Errorf("the same bundle is %s and %s, %v", digest, again, err)
	}

	a := agentOf(t, k, map[string]any{
		"url": "http://" + host, "type": "oci",
		"credentials": map[string]any{"bearer": map[string]any{"scheme": "Basic", "token": "ana:secret"}},
	}, host+"/portals/shop:live", map[string]any{"min_delay_seconds": 0, "max_delay_seconds": 1})
	a.Await(t, activated)
	if !open(t, a, "orders") || open(t, a, "returns") {
		t.Error("the first bundle is not in force")
	}

	if _, err := push(built(t, `"orders" "returns"`, compile.Options{Build: 2}), "2"); err != nil {
		t.Fatal(err)
	}
	a.Await(t, "missing .signatures.json")
	if !open(t, a, "orders") || open(t, a, "returns") {
		t.Error("the first bundle is not in force any more")
	}

	other, err := push(built(t, `"returns"`, compile.Options{Build: 3, Key: k.ours}), "3")
	if err != nil || other == digest {
		t.Fatalf("another bundle is the same image %s, %v", other, err)
	}
	a.Await(t, activated)
	if open(t, a, "orders") || !open(t, a, "returns") {
		t.Error("the third bundle is not in force")
	}
}

func TestParseReference(t *testing.T) {
	for text, want := range map[string]string{
		"localhost/portals":              "localhost/portals:latest true",
		"127.0.0.1:5000/a/b:v1":          "127.0.0.1:5000/a/b:v1 true",
		"registry.example/a/b:1-ab":      "registry.example/a/b:1-ab false",
		"registry.example:443/a":         "registry.example:443/a:latest false",
		"portals":                        "",
		"":                               "",
		"https://registry.example/a":     "",
		"registry.example/A":             "",
		"registry.example/a@sha256:0123": "",
		"registry.example/a@sha256:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef": "",
	} {
		ref, err := publish.ParseReference(text)
		got := fmt.Sprintf("%s %v", ref, ref.Loopback())
		if err != nil {
			got = ""
		}
		if got != want {
			t.Errorf("%s is %q, %v; want %q", text, got, err, want)
		}
	}
}
