package publish

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"
)

// Reference is where an image is in a registry.
type Reference struct{ at registry.Reference }

// ParseReference reads HOST[:PORT]/REPOSITORY[:TAG], with the tag "latest" if it
// has none.
func ParseReference(text string) (Reference, error) {
	at, err := registry.ParseReference(text)
	if err != nil {
		return Reference{}, fmt.Errorf("%s is not like HOST/REPOSITORY:TAG: %w", text, err)
	}
	at.Reference = at.ReferenceOrDefault()
	if err := at.ValidateReferenceAsTag(); err != nil {
		return Reference{}, fmt.Errorf("%s does not end in a tag: %w", text, err)
	}
	return Reference{at}, nil
}

func (r Reference) String() string { return r.at.String() }

// Tag gives the image's tag.
func (r Reference) Tag() string { return r.at.Reference }

// Loopback reports whether the registry is on this machine.
func (r Reference) Loopback() bool {
	host, _, err := net.SplitHostPort(r.at.Registry)
	if err != nil {
		host = r.at.Registry
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Open gives the image's repository, asked with the credentials that `docker
// login` or `oras login` has left on this machine; by plain HTTP if wished.
func (r Reference) Open(plain bool) (*remote.Repository, error) {
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading the credentials for registries: %w", err)
	}
	repository, err := remote.NewRepository(r.at.Registry + "/" + r.at.Repository)
	if err != nil {
		return nil, err
	}
	repository.PlainHTTP = plain
	repository.Client = &auth.Client{
		Client:     retry.DefaultClient,
		Cache:      auth.NewCache(),
		Credential: credentials.Credential(store),
	}
	return repository, nil
}

// Push puts a bundle of a portal into a repository as an image with a tag, which
// is taken from the image that had it. It gives the image's digest; the same
// bundle gives the same image.
//
// The layout is the one that OPA's downloader looks for: a layer of a gzipped
// tar. That it is an image like others, with a configuration that names its
// layer, is for registries, some of which take nothing else.
func Push(ctx context.Context, to oras.Target, tag string, bundle []byte, portal, revision string) (string, error) {
	inner, err := unzipped(bundle)
	if err != nil {
		return "", err
	}
	config, err := json.Marshal(ocispec.Image{
		Platform: ocispec.Platform{Architecture: "unknown", OS: "unknown"},
		RootFS:   ocispec.RootFS{Type: "layers", DiffIDs: []digest.Digest{inner}},
	})
	if err != nil {
		return "", fmt.Errorf("describing the image: %w", err)
	}
	layer, err := push(ctx, to, ocispec.MediaTypeImageLayerGzip, bundle)
	if err != nil {
		return "", fmt.Errorf("pushing the bundle: %w", err)
	}
	layer.Annotations = map[string]string{ocispec.AnnotationTitle: "bundle.tar.gz"}
	described, err := push(ctx, to, ocispec.MediaTypeImageConfig, config)
	if err != nil {
		return "", fmt.Errorf("pushing the image's configuration: %w", err)
	}
	manifest, err := json.Marshal(ocispec.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2},
		MediaType: ocispec.MediaTypeImageManifest,
		Config:    described,
		Layers:    []ocispec.Descriptor{layer},
		Annotations: map[string]string{
			ocispec.AnnotationTitle:   portal,
			ocispec.AnnotationVersion: revision,
		},
	})
	if err != nil {
		return "", fmt.Errorf("describing the image: %w", err)
	}
	image, err := oras.TagBytes(ctx, to, ocispec.MediaTypeImageManifest, manifest, tag)
	if err != nil {
		return "", fmt.Errorf("pushing the image: %w", err)
	}
	return image.Digest.String(), nil
}

// push puts a blob into a repository that may have it already.
func push(ctx context.Context, to oras.Target, mediaType string, blob []byte) (ocispec.Descriptor, error) {
	d := ocispec.Descriptor{MediaType: mediaType, Digest: digest.FromBytes(blob), Size: int64(len(blob))}
	there, err := to.Exists(ctx, d)
	if err != nil || there {
		return d, err
	}
	return d, to.Push(ctx, d, bytes.NewReader(blob))
}

// unzipped gives the digest of what is zipped.
func unzipped(text []byte) (digest.Digest, error) {
	z, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return "", fmt.Errorf("reading the bundle: %w", err)
	}
	d := digest.Canonical.Digester()
	if _, err := io.Copy(d.Hash(), z); err != nil {
		return "", fmt.Errorf("reading the bundle: %w", err)
	}
	return d.Digest(), nil
}
