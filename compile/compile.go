package compile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"portcullis/compile/filter"
	"portcullis/compile/pack"
	"portcullis/compile/regogen"
	"portcullis/lang"
	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// Version is the version of Portcullis, which bundles name.
const Version = lang.Version

// Options are the choices there are in building a bundle.
type Options struct {
	Revision string // a digest of the content by default

	// Build is a number that grows from build to build, by which an older
	// bundle is known; 0 for none. It comes from outside, since the same source
	// gives the same bytes: the CI's count of its runs, say. A Revision that
	// tells a number (see [pack.BuildOf]) is that build.
	Build uint64

	Key *pack.SigningKey // signs the bundle; nil leaves it unsigned

	// LogMask adds the policy by which agents keep sensitive data out of their
	// decision logs. It stands outside of the portal, at system.log, so that one
	// bundle of an agent has it at most.
	LogMask bool
}

// Write compiles a checked policy and writes the OPA bundle, a gzipped tar, to
// w. The same policy and options give the same bytes. The error is one of
// writing, of options that contradict each other, or a fault of the compiler: a
// checked policy can be compiled.
func Write(w io.Writer, p *lang.Policy, opts Options) error {
	_, err := WriteRevision(w, p, opts)
	return err
}

// WriteRevision writes the bundle, as [Write] does, and gives its revision.
func WriteRevision(w io.Writer, p *lang.Policy, opts Options) (string, error) {
	c, err := content(p, opts)
	if err != nil {
		return "", err
	}
	return pack.Write(w, c, opts.packing())
}

// Bundle compiles a checked policy into an OPA bundle, signed if opts say so.
func Bundle(p *lang.Policy, opts Options) (*bundle.Bundle, error) {
	c, err := content(p, opts)
	if err != nil {
		return nil, err
	}
	return pack.Bundle(c, opts.packing())
}

func (o Options) packing() pack.Options {
	return pack.Options{Revision: o.Revision, Build: o.Build, Key: o.Key}
}

// content compiles a checked policy into what its bundle has.
func content(p *lang.Policy, opts Options) (pack.Content, error) {
	m := regogen.New(p)
	queries := filter.Of(m)
	files, err := modules(m, queries, opts.LogMask)
	if err != nil {
		return pack.Content{}, err
	}
	roots := []string{p.Portal.Name}
	if opts.LogMask {
		roots = append(roots, regogen.LogMaskRoot)
	}
	data, err := data(m.Form, queries)
	if err != nil {
		return pack.Content{}, err
	}
	return pack.Content{Roots: roots, Modules: files, Data: data, Metadata: metadata(p)}, nil
}

// modules gives the bundle's modules in the order of their paths.
func modules(m *regogen.Model, queries *filter.Filters, logMask bool) ([]bundle.ModuleFile, error) {
	out, err := m.LibraryFiles()
	if err != nil {
		return nil, err
	}
	for _, mod := range slices.Concat(m.Modules(), queries.Modules()) {
		out = append(out, mod.File(m.Form.Portal))
	}
	if logMask {
		masking, err := m.LogMask()
		if err != nil {
			return nil, err
		}
		out = append(out, masking...)
	}
	slices.SortFunc(out, func(a, b bundle.ModuleFile) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// data gives the bundle's data.json: the catalog and the decision form.
func data(f *form.Form, queries *filter.Filters) (pack.Data, error) {
	schema, err := json.Marshal(catalog(f, queries))
	if err != nil {
		return nil, fmt.Errorf("writing the catalog: %w", err)
	}
	decisions, err := f.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("writing the decision form: %w", err)
	}
	return pack.Data{f.Portal: {"catalog": schema, "form": decisions}}, nil
}

func metadata(p *lang.Policy) map[string]any {
	sources := map[string]any{}
	for name, digest := range Sources(p) {
		sources[name] = digest
	}
	return map[string]any{"version": Version, "sources": sources}
}

// Sources gives the digest of each of a policy's files, as a bundle's manifest
// has them.
func Sources(p *lang.Policy) map[string]string {
	out := map[string]string{}
	for _, f := range p.Files {
		sum := sha256.Sum256(f.Bytes)
		out[f.Name] = "sha256:" + hex.EncodeToString(sum[:])
	}
	return out
}
