package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"portcullis/rego"
)

// Agent asks one OPA agent about one portal. It is safe for concurrent use.
type Agent struct {
	address *url.URL
	portal  string
	options Options
	catalog rego.Catalog
}

// Options are the choices there are in asking.
type Options struct {
	// Client sends the requests: by default one that gives up after half a
	// minute and keeps its connections for the next questions.
	Client *http.Client
	// Token is sent as a bearer token, for agents that ask for one.
	Token string
}

// ErrNoBundle means that the agent answers, and has no bundle of the portal.
var ErrNoBundle = errors.New("no bundle of the portal")

// Open finds a portal's bundle on the agent at an address such as
// http://localhost:8181, and reads the bundle's catalog. The error is
// [ErrNoBundle] where the agent does not have the portal; others mean that the
// address is none, or that the agent cannot be reached or refuses to answer.
func Open(ctx context.Context, address, portal string, o Options) (*Agent, error) {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("%q is not the address of an agent; write it like http://localhost:8181", address)
	}
	if base, _, ok := strings.Cut(at.Path+"/", "/v1/"); ok {
		at.Path = base
		return nil, fmt.Errorf("%q is an address in the agent's API; that of the agent is %s", address, at.Redacted())
	}
	if o.Client == nil {
		o.Client = &http.Client{Transport: transport(), Timeout: 30 * time.Second}
	}
	a := &Agent{address: at, portal: portal, options: o}
	var catalog *rego.Catalog
	if err := a.get(ctx, &catalog, portal, "catalog"); err != nil {
		return nil, err
	}
	if catalog == nil || catalog.Portal != portal {
		return nil, a.noBundle(ctx)
	}
	a.catalog = *catalog
	return a, nil
}

// transport keeps more connections to the one agent than Go does by default.
func transport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // somebody's own
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 64
	return t
}

// Portal gives the portal's name.
func (a *Agent) Portal() string { return a.portal }

// Catalog gives the schema, and what decisions look into, as they were when the
// agent was opened. It is shared: do not change it.
func (a *Agent) Catalog() *rego.Catalog { return &a.catalog }

// Allow says yes or no; quicker than [Agent.Decide]. Where there is an error,
// the answer is false.
func (a *Agent) Allow(ctx context.Context, q *rego.Request) (bool, error) {
	answer, err := ask[bool](ctx, a, "allow", q)
	return err == nil && *answer, err
}

// Decide says yes or no, and tells what is seen and editable of the row, what
// the policy adds to a write, and which statements decided.
func (a *Agent) Decide(ctx context.Context, q *rego.Request) (*rego.Decision, error) {
	return ask[rego.Decision](ctx, a, "decision", q)
}

// Visible gives those of the request's Rows on which its Action is allowed, in
// their order, with what is seen of each: one request for a page of rows.
func (a *Agent) Visible(ctx context.Context, q *rego.Request) ([]rego.VisibleRow, error) {
	answer, err := ask[[]rego.VisibleRow](ctx, a, "visible", q)
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// Access tells what there is for a person. The time is the agent's where now is
// empty, else RFC 3339.
func (a *Agent) Access(ctx context.Context, user rego.User, now string) (*rego.Access, error) {
	return ask[rego.Access](ctx, a, "access", &rego.Request{User: user, Now: now})
}

// ask evaluates one of the bundle's rules, none of which is ever undefined.
func ask[T any](ctx context.Context, a *Agent, rule string, q *rego.Request) (*T, error) {
	body, err := body(struct {
		Input *rego.Request `json:"input"`
	}{q})
	if err != nil {
		return nil, err
	}
	var result *T
	if err := a.send(ctx, http.MethodPost, a.at("data", a.portal, rule), "", body, &result); err != nil {
		return nil, err
	}
	if result == nil {
		return nil, a.noBundle(ctx)
	}
	return result, nil
}

// body writes what is sent.
func body(x any) ([]byte, error) {
	out, err := json.Marshal(x)
	var inner *json.MarshalerError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	if err != nil {
		return nil, fmt.Errorf("the request: %w", err)
	}
	return out, nil
}

// get reads a document of the agent's; out stays nil where it is not there.
func (a *Agent) get(ctx context.Context, out any, path ...string) error {
	return a.send(ctx, http.MethodGet, a.at(append([]string{"data"}, path...)...), "", nil, out)
}

// at gives the address of a part of OPA's API.
func (a *Agent) at(path ...string) string {
	escaped := make([]string, len(path))
	for i, part := range path {
		escaped[i] = url.PathEscape(part)
	}
	return a.address.JoinPath(append([]string{"v1"}, escaped...)...).String()
}

// send makes a request, and decodes the result of the answer into out, a
// pointer to a pointer.
func (a *Agent) send(ctx context.Context, method, to, accept string, body []byte, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, to, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("asking the agent: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if accept != "" {
		request.Header.Set("Accept", accept)
	}
	if a.options.Token != "" {
		request.Header.Set("Authorization", "Bearer "+a.options.Token)
	}
	response, err := a.options.Client.Do(request)
	if err != nil {
		return fmt.Errorf("asking the agent: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return a.refusal(response)
	}
	d := json.NewDecoder(response.Body)
	d.UseNumber()
	if err := d.Decode(&struct {
		Result any `json:"result"`
	}{out}); err != nil {
		return fmt.Errorf("%s does not answer as an OPA agent does: %w", a.address.Redacted(), err)
	}
	return nil
}
