package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Refusal is an agent's answer that is none: OPA's error, or that of whatever
// stands before it.
type Refusal struct {
	Address string // of the agent
	Status  int    // of HTTP
	Code    string // OPA's, such as unauthorized; or ""
	Message string
	Errors  []RefusalError
}

// RefusalError is a part of what an agent complains about.
type RefusalError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r *Refusal) Error() string {
	out := fmt.Sprintf("the agent at %s answers %d %s", r.Address, r.Status, http.StatusText(r.Status))
	if r.Message != "" {
		out += ": " + r.Message
	}
	var parts []string
	for _, e := range r.Errors {
		if !slices.Contains(parts, e.Message) {
			parts = append(parts, e.Message)
		}
	}
	if len(parts) > 0 {
		out += ": " + strings.Join(parts, "; ")
	}
	return out
}

// most is how much of a refusal is read.
const most = 1 << 16

func (a *Agent) refusal(response *http.Response) error {
	r := &Refusal{Address: a.address.Redacted(), Status: response.StatusCode}
	text, err := io.ReadAll(io.LimitReader(response.Body, most))
	if err != nil {
		return fmt.Errorf("%w; reading why: %w", r, err)
	}
	// What is not OPA's has no message that is worth showing.
	var said struct {
		Code    string         `json:"code"`
		Message string         `json:"message"`
		Errors  []RefusalError `json:"errors"`
	}
	if json.Unmarshal(text, &said) == nil {
		r.Code, r.Message, r.Errors = said.Code, said.Message, said.Errors
	}
	return r
}

// noBundle says that the agent does not have the portal, and what it has.
func (a *Agent) noBundle(ctx context.Context) error {
	err := fmt.Errorf("the agent at %s has %w %q", a.address.Redacted(), ErrNoBundle, a.portal)
	bundles, other := a.bundles(ctx)
	if other != nil {
		return err // which is what was asked
	}
	if len(bundles) == 0 {
		return fmt.Errorf("%w, nor any other bundle", err)
	}
	var roots []string
	for _, b := range bundles {
		roots = append(roots, b.Manifest.Roots...)
	}
	slices.Sort(roots)
	return fmt.Errorf("%w; its bundles are of %s", err, strings.Join(slices.Compact(roots), ", "))
}
