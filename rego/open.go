package rego

import (
	"cmp"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/keys"
)

// Key is what the signature of a bundle is checked with.
type Key struct {
	// Text is a PEM block with the public key or its certificate, or the secret
	// of an HS algorithm.
	Text string
	// Algorithm is RS256 if empty. It is never taken from the bundle.
	Algorithm string
	// ID is the id of the key that must have signed; any if empty.
	ID string
}

// Check refuses a key with which no signature can be checked.
func (k *Key) Check() error {
	switch algorithm := k.algorithm(); {
	case k.Text == "":
		return errors.New("the key is empty")
	case !keys.IsSupportedAlgorithm(algorithm):
		return fmt.Errorf("there is no algorithm %s for signatures of bundles", algorithm)
	case strings.HasPrefix(algorithm, "HS"):
		// Else whoever has the public key could sign with it (RFC 8725 §2.1).
		if strings.Contains(k.Text, "-----BEGIN") {
			return fmt.Errorf("it is a PEM block, which is no secret, and %s asks for one", algorithm)
		}
		return nil
	}
	block, _ := pem.Decode([]byte(k.Text))
	if block == nil {
		return errors.New("it is no PEM block")
	}
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		_, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		_, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		_, err = x509.ParseCertificate(block.Bytes)
	default:
		return fmt.Errorf("it is a PEM block %s, not one of a PUBLIC KEY or CERTIFICATE", block.Type)
	}
	if err != nil {
		return fmt.Errorf("reading the public key: %w", err)
	}
	return nil
}

func (k *Key) algorithm() string { return cmp.Or(k.Algorithm, "RS256") }

// Option is a choice in opening a bundle.
type Option func(*opening)

// opening is what [Open] heeds.
type opening struct {
	key        *Key
	withoutOPA bool
}

// WithKey has [Open] refuse a bundle that is not signed with the key, and one of
// which any file was changed, added or taken away since it was signed.
func WithKey(k Key) Option { return func(o *opening) { o.key = &k } }

// WithoutOPA leaves the bundle's Rego unread, which costs the most of opening one.
// The Engine gives what it has of the policy, and binds people to it
// ([Engine.Bind]); package local answers its other questions, which it refuses
// itself with an error.
func WithoutOPA() Option { return func(o *opening) { o.withoutOPA = true } }

// read reads a bundle, whose signature nobody looks at without a key.
func (o *opening) read(r io.Reader) (*bundle.Bundle, error) {
	files := bundle.NewTarballLoaderWithBaseURL(r, "")
	if o.key == nil { // a signature is of all files
		files = files.WithFilter(func(path string, _ os.FileInfo, _ int) bool { return o.unread(path) })
	}
	reader := bundle.NewCustomReader(files).WithLazyLoadingMode(true) // data stays text
	if o.key == nil {
		reader = reader.WithSkipBundleVerification(true)
	} else {
		if err := o.key.Check(); err != nil {
			return nil, fmt.Errorf("the key for the bundle's signature: %w", err)
		}
		reader = reader.WithBundleVerificationConfig(o.key.verification())
	}
	b, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	return &b, nil
}

// unread reports whether a file of a bundle need not be read: Rego without OPA, and
// the filters for queries, which an Engine does not ask.
func (o *opening) unread(path string) bool {
	if !strings.HasSuffix(path, bundle.RegoExt) {
		return false
	}
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	return o.withoutOPA || len(parts) > 2 && parts[1] == filters
}

// filters is what the part of a bundle is called that agents compile to queries.
const filters = "filter"

func (k *Key) verification() *bundle.VerificationConfig {
	config := &bundle.KeyConfig{Key: k.Text, Algorithm: k.algorithm()}
	if k.ID == "" {
		// A configured id is used whatever id the signature names.
		const any = "key"
		return bundle.NewVerificationConfig(map[string]*bundle.KeyConfig{any: config}, any, "", nil)
	}
	return bundle.NewVerificationConfig(map[string]*bundle.KeyConfig{k.ID: config}, "", "", nil)
}

// maskRoot is the root, beside the portal's own, of a bundle that masks the
// agent's decision logs.
const maskRoot = "system/log"

// readManifest takes from the manifest what an Engine tells of its bundle.
func (e *Engine) readManifest(m *bundle.Manifest) error {
	var roots []string
	if m.Roots != nil {
		roots = slices.DeleteFunc(slices.Clone(*m.Roots), func(root string) bool { return root == maskRoot })
	}
	if len(roots) != 1 {
		return errors.New("the bundle is not one of a portal: it has not just one root")
	}
	e.portal, e.revision = roots[0], m.Revision
	var metadata struct {
		Portcullis struct {
			Build uint64 `json:"build"`
		} `json:"portcullis"`
	}
	text, err := json.Marshal(m.Metadata)
	if err == nil {
		err = json.Unmarshal(text, &metadata)
	}
	if err != nil {
		return fmt.Errorf("reading the bundle's metadata: %w", err)
	}
	e.build = metadata.Portcullis.Build
	return nil
}
