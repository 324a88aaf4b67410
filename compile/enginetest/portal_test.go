package enginetest

import (
	"bytes"
	"context"
	"fmt"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/local"
)

// portal is a policy, compiled for all that run it.
type portal struct {
	source  string
	policy  *lang.Policy
	engine  *rego.Engine
	bound   *local.Engine
	filters *filters
}

// load reads a policy; nil where it has errors.
func load(source string) *lang.Policy {
	policy, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		return nil
	}
	return policy
}

// open compiles a policy. A panic is an error, so that what panics is made
// smaller as well.
func open(source string) (_ *portal, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v", x)
		}
	}()
	policy, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		return nil, fmt.Errorf("the policy has errors: %w", diags)
	}
	p := &portal{source: source, policy: policy}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, p.policy, compile.Options{}); err != nil {
		return nil, fmt.Errorf("writing the bundle: %w", err)
	}
	if p.engine, err = rego.Open(context.Background(), bytes.NewReader(bundle.Bytes())); err != nil {
		return nil, fmt.Errorf("opening the bundle: %w", err)
	}
	p.bound = local.New(p.engine)
	if p.filters, err = openFilters(bundle.Bytes()); err != nil {
		return nil, fmt.Errorf("opening the bundle for filters: %w", err)
	}
	return p, nil
}
