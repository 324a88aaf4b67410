package download_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"portcullis/compile"
	"portcullis/compile/pack"
	"portcullis/compile/publish"
	"portcullis/internal/opatest"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/download"

	_ "portcullis/internal/update" // for -update
)

// built compiles a portal of which one page may be opened.
func built(t *testing.T, page string, opts compile.Options) []byte {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"shop.portal.hcl": {Data: []byte(`
portal "shop" {}
page "one" "two" {}
profile "guest" {
  default = true
  allow "page" "` + page + `" {}
}`)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out bytes.Buffer
	if err := compile.Write(&out, p, opts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// origin is where bundles come from.
type origin struct {
	config  map[string]any // of OPA
	publish func(text []byte)
}

// polling asks as often as OPA allows.
var polling = map[string]any{"min_delay_seconds": 0, "max_delay_seconds": 1}

// TestFollow follows bundles from each kind of origin: a new one comes into force,
// one that our key has not signed does not, and is told.
func TestFollow(t *testing.T) {
	private, public, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	key, err := pack.NewSigningKey(private, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, start := range map[string]func(*testing.T) origin{
		"http": func(t *testing.T) origin {
			server := &publish.Server{}
			running := httptest.NewServer(server)
			t.Cleanup(running.Close)
			return origin{service(running.URL, "", "shop.tar.gz"), func(text []byte) { server.Publish(text) }}
		},
		"oci": func(t *testing.T) origin {
			host := opatest.Registry(t)
			return origin{service("http://"+host, "oci", host+"/portals/shop:live"), func(text []byte) {
				ref, err := publish.ParseReference(host + "/portals/shop:live")
				if err != nil {
					t.Fatal(err)
				}
				repository, err := ref.Open(true)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := publish.Push(t.Context(), repository, ref.Tag(), text, "shop", ""); err != nil {
					t.Fatal(err)
				}
			}}
		},
		"file": func(t *testing.T) origin {
			name := filepath.Join(t.TempDir(), "shop.tar.gz")
			return origin{map[string]any{"bundles": map[string]any{"shop": map[string]any{
				"resource": "file://" + filepath.ToSlash(name), "polling": polling,
			}}}, func(text []byte) {
				if err := os.WriteFile(name+".next", text, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(name+".next", name); err != nil {
					t.Fatal(err)
				}
			}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "oci" && testing.Short() {
				t.Skip("takes long")
			}
			o := start(t)
			o.config["keys"] = map[string]any{"ours": map[string]any{"algorithm": "RS256", "key": public}}
			o.config["bundles"].(map[string]any)["shop"].(map[string]any)["signing"] = map[string]any{"keyid": "ours"}
			o.publish(built(t, "one", compile.Options{Build: 1, Key: key}))
			f, news := follow(t, o.config)
			if s := await(t, news, func(s rego.Status) bool { return s.Err == nil }); s.Build != 1 || !opens(t, f, "one") {
				t.Fatalf("in force is %+v", s)
			}
			o.publish(built(t, "two", compile.Options{Build: 2}))
			if s := await(t, news, func(s rego.Status) bool { return s.Err != nil }); !strings.Contains(s.Err.Error(), "signature") || s.Build != 1 || !opens(t, f, "one") || opens(t, f, "two") {
				t.Errorf("after a bundle that is not signed, in force is %+v", s)
			}
			o.publish(built(t, "two", compile.Options{Build: 3, Key: key}))
			if s := await(t, news, func(s rego.Status) bool { return s.Err == nil }); s.Build != 3 || opens(t, f, "one") || !opens(t, f, "two") {
				t.Errorf("after another, in force is %+v", s)
			}
		})
	}
}

// TestPersist starts with the copy of the bundle while there is no server.
func TestPersist(t *testing.T) {
	server := &publish.Server{}
	running := httptest.NewServer(server)
	server.Publish(built(t, "one", compile.Options{Build: 1}))
	config := service(running.URL, "", "shop.tar.gz")
	config["persistence_directory"] = t.TempDir()
	config["bundles"].(map[string]any)["shop"].(map[string]any)["persist"] = true
	f, _ := follow(t, config)
	f.Close()
	running.Close()
	again, news := follow(t, config)
	if !opens(t, again, "one") {
		t.Error("the copy is not in force")
	}
	if s := await(t, news, func(s rego.Status) bool { return s.Err != nil }); s.Build != 1 {
		t.Errorf("the copy's status is %+v", s)
	}
}

func TestConfigured(t *testing.T) {
	for config, want := range map[string]string{
		"{":  "reading the configuration",
		"{}": `no bundle "shop", but []`,
		"bundles: {crm: {resource: \"file:///x\"}}":                   `no bundle "shop", but ["crm"]`,
		"bundles: {shop: {service: none}}":                            "none",
		"bundles: {shop: {resource: \"file:///x\", trigger: manual}}": "periodically",
	} {
		if _, err := download.Configured([]byte(config), "shop"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", config, err, want)
		}
	}
}

func service(address, kind, resource string) map[string]any {
	s := map[string]any{"url": address}
	if kind != "" {
		s["type"] = kind
	}
	return map[string]any{
		"services": map[string]any{"portal": s},
		"bundles":  map[string]any{"shop": map[string]any{"service": "portal", "resource": resource, "polling": polling}},
	}
}

func follow(t *testing.T, config map[string]any) (*rego.Followed, <-chan rego.Status) {
	t.Helper()
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	source, err := download.Configured(text, "shop")
	if err != nil {
		t.Fatal(err)
	}
	news := make(chan rego.Status, 1000)
	f, err := rego.Follow(t.Context(), source, rego.WithNews(func(s rego.Status) { news <- s }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f, news
}

func await(t *testing.T, news <-chan rego.Status, is func(rego.Status) bool) rego.Status {
	t.Helper()
	patience := time.After(time.Minute)
	for {
		select {
		case s := <-news:
			if is(s) {
				return s
			}
		case <-patience:
			t.Fatal("nothing of the kind is told")
		}
	}
}

func opens(t *testing.T, f *rego.Followed, page string) bool {
	t.Helper()
	yes, err := f.Engine().Allow(t.Context(), &rego.Request{
		User: rego.User{Login: "ana"}, Action: "access", Resource: rego.Resource{Type: "page", Name: page},
	})
	if err != nil {
		t.Error(err)
	}
	return yes
}
