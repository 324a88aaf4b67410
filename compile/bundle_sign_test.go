package compile_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/compile/pack"
	"portcullis/internal/opatest"

	"github.com/open-policy-agent/opa/v1/bundle"
)

func pemOf(t *testing.T, kind string, key any) string {
	t.Helper()
	text, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: text}))
}

func signingKey(t testing.TB, text, algorithm, id string) *pack.SigningKey {
	t.Helper()
	k, err := pack.NewSigningKey(text, algorithm, id)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestSignedReproducible signs by every algorithm, twice, and has OPA verify.
func TestSignedReproducible(t *testing.T) {
	private, public, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	for _, algorithm := range pack.SigningAlgorithms {
		t.Run(algorithm, func(t *testing.T) {
			secret, known := private, public
			switch curve := map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384()}[algorithm]; {
			case strings.HasPrefix(algorithm, "HS"):
				secret, known = "a secret\n", "a secret\n"
			case curve != nil:
				key, err := ecdsa.GenerateKey(curve, rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				secret = pemOf(t, "PRIVATE KEY", key)
				text, err := x509.MarshalPKIXPublicKey(key.Public())
				if err != nil {
					t.Fatal(err)
				}
				known = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: text}))
			}
			text := written(t, os.DirFS(example), compile.Options{Key: signingKey(t, secret, algorithm, "k1")})
			if !bytes.Equal(text, written(t, os.DirFS(example), compile.Options{Key: signingKey(t, secret, algorithm, "k1")})) {
				t.Error("a second signature makes other bytes")
			}
			config := bundle.NewVerificationConfig(map[string]*bundle.KeyConfig{"k1": {Key: known, Algorithm: algorithm}}, "", "", nil)
			if _, err := bundle.NewReader(bytes.NewReader(text)).WithBundleVerificationConfig(config).Read(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSigningKey takes keys among other things, and refuses what cannot sign.
func TestSigningKey(t *testing.T) {
	private, public, err := opatest.KeyPair()
	if err != nil {
		t.Fatal(err)
	}
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, algorithm, want string }{
		{"a key", private, "", ""},
		{"a key behind a certificate and words", "Bag Attributes\n" + public + private, "RS256", ""},
		{"nothing", "", "", "no private RSA or EC key"},
		{"a public key", public, "", "no private RSA or EC key"},
		{"a name", "key.pem", "", "no private RSA or EC key"},
		{"a public key for a secret", public, "HS256", "a PEM block"},
		{"an elliptic key", pemOf(t, "PRIVATE KEY", elliptical), "ES256", ""},
		{"an elliptic key of another curve", pemOf(t, "PRIVATE KEY", elliptical), "ES384", "P-384"},
		{"a key for RSA in place of an elliptic one", private, "ES256", "needs one of the curve P-256"},
		{"a key of another kind", pemOf(t, "PRIVATE KEY", edwards), "", "neither for RSA nor"},
		{"a broken key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")})), "", "reading the private key"},
		{"a small key", pemOf(t, "PRIVATE KEY", small), "", "2048"},
		{"an elliptic key for RSA", pemOf(t, "PRIVATE KEY", elliptical), "", "not for RS256"},
		{"an algorithm with a random part", private, "PS256", "not signed by PS256"},
		{"no algorithm", private, "none", "not signed by none"},
		{"a secret", "s", "HS256", ""},
		{"no secret", "", "HS256", "empty"},
		{"a secret that is a file's name", file, "HS256", "the name of a file"},
		{"a secret that is like a file's name", file + "/x", "HS384", "the name of a file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, err := pack.NewSigningKey(c.text, c.algorithm, "")
			switch {
			case c.want == "" && (err != nil || k.Shared() != strings.HasPrefix(c.algorithm, "HS")):
				t.Errorf("%v, %v", k, err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v; want %q", err, c.want)
			case c.text != "" && err != nil && strings.Contains(err.Error(), c.text):
				t.Errorf("the error repeats the key: %v", err)
			}
		})
	}
}
