package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/rego/agent"
)

// tokenVariable is the environment variable with the bearer token for an agent.
// A flag would show it to whoever lists processes.
const tokenVariable = "OPA_TOKEN"

// openOnAgent reads the portal's policy and its tests, and makes the runner
// that asks an OPA agent in place of the embedded one.
func (a *app) openOnAgent(ctx context.Context, dir, address string) (*portal, error) {
	p := readPortal(dir)
	if p.policy == nil {
		return p, nil
	}
	token := os.Getenv(tokenVariable)
	opa, err := agent.Open(ctx, address, p.policy.Portal.Name, agent.Options{Token: token})
	if err != nil {
		refusal, ok := errors.AsType[*agent.Refusal](err)
		if ok && refusal.Status == http.StatusUnauthorized && token == "" {
			err = fmt.Errorf("%w; if it asks for a bearer token, set $%s", err, tokenVariable)
		}
		return nil, fmt.Errorf("--opa: %w", err)
	}
	if err := a.sameSources(ctx, p, opa); err != nil {
		return nil, fmt.Errorf("--opa: %w", err)
	}
	p.runner = fixtures.NewRunner(p.suite, p.policy, opa)
	return p, nil
}

// sameSources has tests run on an agent that enforces just the policy that they
// are of. An agent may keep to itself what it has.
func (a *app) sameSources(ctx context.Context, p *portal, opa *agent.Agent) error {
	loaded, err := opa.Bundle(ctx)
	if refusal, ok := errors.AsType[*agent.Refusal](err); ok {
		fmt.Fprintf(a.err, "Warning: whether the agent has the bundle of this policy is not known: %v\n", refusal)
		return nil
	}
	if err != nil {
		return err
	}
	if loaded == nil {
		fmt.Fprintln(a.err, "Warning: whether the agent has the bundle of this policy is not known: it does not tell which bundle it has.")
		return nil
	}
	if differ := loaded.Differs(compile.Sources(p.policy)); len(differ) > 0 {
		return fmt.Errorf("the agent has another policy of %q: its bundle of revision %q was built from another %s",
			p.policy.Portal.Name, loaded.Revision, strings.Join(differ, ", "))
	}
	return nil
}
