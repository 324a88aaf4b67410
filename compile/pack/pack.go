// Package pack puts an OPA bundle together of what a portal was compiled to:
// pack.go has what it is made of and how it is written, revision.go by what it is
// known, sign.go who vouches for it. The same content and options give the same
// bytes.
package pack

import (
	"fmt"
	"io"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
)

// Content is what a bundle has.
type Content struct {
	Roots    []string            // what of OPA's data is the bundle's
	Modules  []bundle.ModuleFile // in the order of their paths
	Data     map[string]any
	Metadata map[string]any // what the manifest tells under the name of portcullis
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
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{Roots: &c.Roots, Metadata: map[string]any{"portcullis": c.Metadata}},
		Modules:  c.Modules,
		Data:     c.Data,
	}
	b.Manifest.SetRegoVersion(ast.RegoV1)
	if err := opts.revise(b); err != nil {
		return nil, err
	}
	if opts.Key != nil {
		if err := opts.Key.sign(b); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Write writes a bundle as OPA reads it, a gzipped tar.
func Write(w io.Writer, b *bundle.Bundle) error {
	if err := bundle.NewWriter(w).UseModulePath(true).DisableFormat(true).Write(*b); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	return nil
}
