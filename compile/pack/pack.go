// Package pack puts an OPA bundle together of what a portal was compiled to:
// pack.go has what it is made of and how it is written, revision.go by what it is
// known, sign.go who vouches for it. The same content and options give the same
// bytes.
package pack

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
)

// Content is what a bundle has.
type Content struct {
	Roots    []string            // what of OPA's data is the bundle's
	Modules  []bundle.ModuleFile // in the order of their paths
	Data     Data
	Metadata map[string]any // what the manifest tells under the name of portcullis
}

// Data is what a bundle has beside its modules: documents as JSON, by the root that
// they are of and their name.
type Data map[string]map[string]json.RawMessage

// asIs gives the data as a bundle is written with it, its documents as they are.
func (d Data) asIs() map[string]any {
	out := make(map[string]any, len(d))
	for root, documents := range d {
		out[root] = documents
	}
	return out
}

// read gives the data as maps and lists.
func (d Data) read() (map[string]any, error) {
	out := make(map[string]any, len(d))
	for root, documents := range d {
		trees := make(map[string]any, len(documents))
		for name, text := range documents {
			var tree any
			if err := json.Unmarshal(text, &tree); err != nil {
				return nil, fmt.Errorf("reading the document %s of the bundle: %w", name, err)
			}
			trees[name] = tree
		}
		out[root] = trees
	}
	return out, nil
}

// Options are the choices there are in putting a bundle together.
type Options struct {
	Revision string // a digest of the content by default

	// Build is a number that grows from build to build, by which an older
	// bundle is known; 0 for none. A Revision that tells a number (see [BuildOf])
	// is that build.
	Build uint64

	Key *SigningKey // signs the bundle; nil leaves it unsigned
}

// Bundle gives the bundle, signed if the options say so. The error is of options
// that contradict each other, or of a key that cannot sign.
func Bundle(c Content, opts Options) (*bundle.Bundle, error) {
	b, err := unsigned(c, opts)
	if err != nil {
		return nil, err
	}
	if b.Data, err = c.Data.read(); err != nil {
		return nil, err
	}
	if opts.Key != nil {
		if err := opts.Key.sign(b); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// unsigned gives the bundle but for its signature, with the data's documents as they are.
func unsigned(c Content, opts Options) (*bundle.Bundle, error) {
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{Roots: &c.Roots, Metadata: map[string]any{"portcullis": c.Metadata}},
		Modules:  c.Modules,
		Data:     c.Data.asIs(),
	}
	b.Manifest.SetRegoVersion(ast.RegoV1)
	return b, opts.revise(b, c)
}

// Write writes the bundle as OPA reads it, a gzipped tar, and gives its revision. The
// error is one of [Bundle], or of writing.
func Write(w io.Writer, c Content, opts Options) (string, error) {
	var b *bundle.Bundle
	var err error
	if opts.Key == nil {
		b, err = unsigned(c, opts)
	} else if b, err = Bundle(c, opts); err == nil { // OPA signs values, not texts
		b.Data = c.Data.asIs()
	}
	if err != nil {
		return "", err
	}
	if err := bundle.NewWriter(w).UseModulePath(true).DisableFormat(true).Write(*b); err != nil {
		return "", fmt.Errorf("writing the bundle: %w", err)
	}
	return b.Manifest.Revision, nil
}
