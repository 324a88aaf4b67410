package rego_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/compile/pack"
	"portcullis/internal/opatest"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
)

// bundleOf writes a bundle with other means than the compiler.
func bundleOf(t *testing.T, roots []string, data map[string]any, modules map[string]string) []byte {
	t.Helper()
	b := bundle.Bundle{Manifest: bundle.Manifest{Roots: &roots}, Data: data}
	b.Manifest.SetRegoVersion(ast.RegoV1)
	for path, text := range modules {
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: path, Path: path, Raw: []byte(text)})
	}
	var out bytes.Buffer
	if err := bundle.NewWriter(&out).UseModulePath(true).DisableFormat(true).Write(b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOpenRefuses(t *testing.T) {
	good := built(t, policy)
	empty := map[string]any{}
	portal := func(parts map[string]any) map[string]any { return map[string]any{"acme": parts} }
	data := portal(map[string]any{"catalog": empty, "form": empty})
	one := map[string]any{"id": "a:1", "effect": "allow", "profile": "p", "when": []any{"known", "row.id"}, "clauses": []any{}}
	form := map[string]any{
		"profiles":   []any{map[string]any{"name": "p", "closure": []any{"p"}}},
		"statements": []any{one},
	}
	for _, c := range []struct {
		name string
		text []byte
		want string
	}{
		{"nothing", nil, "reading the bundle"},
		{"no gzip", []byte("portal \"acme\" {}"), "reading the bundle"},
		{"no tar", gzipped(t, strings.Repeat("x", 600)), "reading the bundle"},
		{"a half", good[:len(good)/2], "reading the bundle"},
		{"without its end", good[:len(good)-20], "reading the bundle"},
		{"another's", bundleOf(t, []string{"acme"}, portal(map[string]any{"x": 1}), nil), "no data.acme.catalog"},
		{"without data", bundleOf(t, []string{"acme"}, map[string]any{}, nil), "no data.acme.catalog"},
		{"two roots", bundleOf(t, []string{"acme", "other"}, data, nil), "not just one root"},
		{"no root", bundleOf(t, []string{}, map[string]any{}, nil), "not just one root"},
		{"a catalog of another form", bundleOf(t, []string{"acme"}, portal(map[string]any{"catalog": "x", "form": empty}), nil), "reading data.acme.catalog"},
		{"without a decision form", bundleOf(t, []string{"acme"}, portal(map[string]any{"catalog": empty}), nil), "no data.acme.form"},
		{"a decision form that is none", bundleOf(t, []string{"acme"}, portal(map[string]any{"catalog": empty, "form": "x"}), nil), "reading data.acme.form"},
		{"a name that leads nowhere", bundleOf(t, []string{"acme"}, portal(map[string]any{"catalog": empty, "form": form}), nil), `"row.id" leads nowhere`},
		{"a decision form of later", bundleOf(t, []string{"acme"}, portal(map[string]any{"catalog": empty, "form": map[string]any{"version": 99}}), nil), "by a newer Portcullis"},
		{"Rego that does not parse", bundleOf(t, []string{"acme"}, data, map[string]string{"/acme/a.rego": "package acme\n\nallow if"}), "reading the bundle"},
		{"Rego that does not compile", bundleOf(t, []string{"acme"}, data, map[string]string{"/acme/a.rego": "package acme\n\nallow if x == 1"}), "compiling the bundle"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := rego.Open(context.Background(), bytes.NewReader(c.text))
			if e != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, %v; want %q", e, err, c.want)
			}
		})
	}
}

// TestNoAnswer asks a bundle that has a catalog and no rules.
func TestNoAnswer(t *testing.T) {
	empty := map[string]any{}
	text := bundleOf(t, []string{"acme"}, map[string]any{"acme": map[string]any{"catalog": empty, "form": empty}}, nil)
	e, err := rego.Open(context.Background(), bytes.NewReader(text))
	if err != nil {
		return // that is as well
	}
	if yes, err := e.Allow(context.Background(), &rego.Request{}); yes || err == nil {
		t.Errorf("it says %v, %v", yes, err)
	}
	if d, err := e.Decide(context.Background(), &rego.Request{}); d != nil || err == nil {
		t.Errorf("it decides %v, %v", d, err)
	}
}

// tampered changes the files of a signed bundle, and leaves the signature.
func tampered(t *testing.T, text []byte, public string, change func(*bundle.Bundle)) []byte {
	t.Helper()
	keys := map[string]*bundle.KeyConfig{"ours": {Key: public, Algorithm: "RS256"}}
	b, err := bundle.NewReader(bytes.NewReader(text)).
		WithBundleVerificationConfig(bundle.NewVerificationConfig(keys, "", "", nil)).Read()
	if err != nil {
		t.Fatal(err)
	}
	change(&b)
	var out bytes.Buffer
	if err := bundle.NewWriter(&out).UseModulePath(true).DisableFormat(true).Write(b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestOpenWithKey opens signed bundles, and what was made of them.
func TestOpenWithKey(t *testing.T) {
	private, public, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	_, another, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	signing, err := pack.NewSigningKey(private, "", "ours")
	if err != nil {
		t.Fatal(err)
	}
	text := builtWith(t, policy, compile.Options{Key: signing, Build: 7})
	unsigned := builtWith(t, policy, compile.Options{Build: 7})
	key := rego.Key{Text: public}
	tamper := func(change func(*bundle.Bundle)) []byte { return tampered(t, text, public, change) }
	for _, c := range []struct {
		name string
		text []byte
		key  rego.Key
		want string
	}{
		{"signed", text, key, ""},
		{"signed, by its id", text, rego.Key{Text: public, Algorithm: "RS256", ID: "ours"}, ""},
		{"written again", tamper(func(*bundle.Bundle) {}), key, ""},
		{"by another id", text, rego.Key{Text: public, ID: "theirs"}, "not found"},
		{"another key", text, rego.Key{Text: another}, "verif"},
		{"another algorithm", text, rego.Key{Text: public, Algorithm: "RS384"}, "verif"},
		{"the public key as a secret", text, rego.Key{Text: public, Algorithm: "HS256"}, "no secret"},
		{"unsigned", unsigned, key, "signatures.json"},
		{"a half", text[:len(text)/2], key, "reading the bundle"},
		{"another module", tamper(func(b *bundle.Bundle) { b.Modules[0].Raw = append(b.Modules[0].Raw, '\n') }), key, "digest"},
		{"a module more", tamper(func(b *bundle.Bundle) {
			b.Modules = append(b.Modules, bundle.ModuleFile{URL: "/x.rego", Path: "/acme/x.rego", Raw: []byte("package acme.x\n")})
		}), key, "not included"},
		{"a module less", tamper(func(b *bundle.Bundle) { b.Modules = b.Modules[1:] }), key, "not found"},
		{"another revision", tamper(func(b *bundle.Bundle) { b.Manifest.Revision = "8" }), key, "digest"},
		{"a signature of no key", tamper(func(b *bundle.Bundle) { b.Signatures.Signatures = []string{} }), key, "signatures.json"},
		{"no key", text, rego.Key{}, "the key is empty"},
		{"no PEM block", text, rego.Key{Text: "public.pem"}, "no PEM block"},
		{"a private key", text, rego.Key{Text: private}, "not one of a PUBLIC KEY"},
		{"a broken key", text, rego.Key{Text: "-----BEGIN PUBLIC KEY-----\neA==\n-----END PUBLIC KEY-----\n"}, "reading the public key"},
		{"no algorithm", text, rego.Key{Text: public, Algorithm: "none"}, "no algorithm none"},
	} {
		for _, options := range [][]rego.Option{{rego.WithKey(c.key)}, {rego.WithoutOPA(), rego.WithKey(c.key)}} {
			t.Run(fmt.Sprint(c.name, "/", len(options)), func(t *testing.T) {
				e, err := rego.Open(context.Background(), bytes.NewReader(c.text), options...)
				switch {
				case c.want == "" && err == nil:
					if e.Build() != 7 || !strings.HasPrefix(e.Revision(), "7-") {
						t.Errorf("build %d, revision %s", e.Build(), e.Revision())
					}
				case c.want == "" || err == nil || e != nil || !strings.Contains(err.Error(), c.want):
					t.Errorf("%v, %v; want %q", e, err, c.want)
				}
			})
		}
	}
}

// TestOpenWithoutOPA asks a bundle whose Rego nobody could read: all is there that
// needs none, and questions to OPA are errors.
func TestOpenWithoutOPA(t *testing.T) {
	b, err := bundle.NewReader(bytes.NewReader(built(t, policy))).Read()
	if err != nil {
		t.Fatal(err)
	}
	b.Modules[0].Raw, b.Modules[0].Parsed = []byte("no Rego"), nil
	var text bytes.Buffer
	if err := bundle.NewWriter(&text).UseModulePath(true).DisableFormat(true).Write(b); err != nil {
		t.Fatal(err)
	}
	if _, err := rego.Open(context.Background(), bytes.NewReader(text.Bytes())); err == nil {
		t.Fatal("OPA reads it")
	}
	e, err := rego.Open(context.Background(), bytes.NewReader(text.Bytes()), rego.WithoutOPA())
	if err != nil {
		t.Fatal(err)
	}
	q := &rego.Request{User: rego.User{Login: "ana"}, Action: "view", Resource: rego.Resource{Type: "table", Name: "orders"}}
	if yes, err := e.Allow(context.Background(), q); yes || err == nil || !strings.Contains(err.Error(), "without OPA") {
		t.Errorf("it says %v, %v", yes, err)
	}
	if d, err := e.Decide(context.Background(), q); d != nil || err == nil {
		t.Errorf("it decides %v, %v", d, err)
	}
	if len(e.Catalog().Tables) == 0 || e.Policy().Form() != e.Form() {
		t.Error("it has no policy")
	}
}
