package agent

import (
	"context"
	"maps"
	"slices"
)

// Bundle tells which bundle of the portal an agent has in force.
type Bundle struct {
	Name     string // that the agent's configuration gives it
	Revision string
	Version  string            // of the Portcullis that built it
	Sources  map[string]string // the policy's files: name to digest, like sha256:…
}

// Differs gives the names of the files that differ between the bundle's sources
// and others, or that only one of them has, in order.
func (b *Bundle) Differs(sources map[string]string) []string {
	var out []string
	for name, digest := range b.Sources {
		if sources[name] != digest {
			out = append(out, name)
		}
	}
	for name := range sources {
		if _, ok := b.Sources[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// agentBundle is what OPA keeps of a bundle, in data.system.bundles.
type agentBundle struct {
	Manifest struct {
		Revision string   `json:"revision"`
		Roots    []string `json:"roots"`
		Metadata struct {
			Portcullis struct {
				Version string            `json:"version"`
				Sources map[string]string `json:"sources"`
			} `json:"portcullis"`
		} `json:"metadata"`
	} `json:"manifest"`
}

func (a *Agent) bundles(ctx context.Context) (map[string]agentBundle, error) {
	var out *map[string]agentBundle
	if err := a.get(ctx, &out, "system", "bundles"); err != nil || out == nil {
		return nil, err
	}
	return *out, nil
}

// Bundle tells which bundle the agent has now; nil where it does not tell, as
// when the policy was not loaded as a bundle. Agents that keep their system
// document to themselves give an error.
func (a *Agent) Bundle(ctx context.Context) (*Bundle, error) {
	all, err := a.bundles(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		m := all[name].Manifest
		if slices.Contains(m.Roots, a.portal) {
			return &Bundle{name, m.Revision, m.Metadata.Portcullis.Version, m.Metadata.Portcullis.Sources}, nil
		}
	}
	return nil, nil
}
