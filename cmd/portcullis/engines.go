package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"portcullis/fixtures"
	"portcullis/rego"
	"portcullis/rego/bound"
)

// engineNames are the engines that tests can run through.
var engineNames = []string{"opa", "bound"}

// readEngines reads the value of --engine: names apart by commas, each once.
func readEngines(text string) ([]string, error) {
	names := strings.Split(text, ",")
	for i, name := range names {
		switch {
		case !slices.Contains(engineNames, name):
			return nil, fmt.Errorf("--engine: unknown engine %q; the engines are %s", name, strings.Join(engineNames, ", "))
		case slices.Contains(names[:i], name):
			return nil, fmt.Errorf("--engine: %s is there twice", name)
		}
	}
	return names, nil
}

// onEngines has the portal's tests run through the named engines. Where there
// are several, they must agree.
func (p *portal) onEngines(ctx context.Context, names []string) error {
	if len(names) == 1 && names[0] == "opa" {
		return nil
	}
	peers := make([]fixtures.Peer, len(names))
	for i, name := range names {
		peer, err := p.peer(ctx, name)
		if err != nil {
			return err
		}
		peers[i] = peer
	}
	panel, err := fixtures.NewPanel(p.policy, peers)
	if err != nil {
		return fmt.Errorf("--engine: %w", err)
	}
	p.runner = p.runner.With(p.policy, panel)
	return nil
}

// peer gives an engine by its name.
func (p *portal) peer(ctx context.Context, name string) (fixtures.Peer, error) {
	switch name {
	case "opa": // embedded, or an agent
		return fixtures.Peer{Name: name, Engine: p.runner.Engine()}, nil
	case "bound":
		engine, ok := p.runner.Engine().(*rego.Engine)
		if !ok {
			var err error
			if engine, err = p.engine(ctx); err != nil {
				return fixtures.Peer{}, err
			}
		}
		return fixtures.Peer{Name: name, Engine: bound.New(engine)}, nil
	default:
		panic("no such engine: " + name) // readEngines has refused it
	}
}
