package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"

	"github.com/open-policy-agent/opa/v1/ast"
)

// portals measures what is done once for a portal: reading and checking its
// source, building the bundle, opening it; and how much memory the engine holds.
func portals(p *portal) ([]measure, error) {
	source := p.shape.Source()
	policy, _, diags := lang.Load(source)
	if diags.HasErrors() {
		return nil, diags
	}
	line := func(what, name string, base bool, do func(int) error) measure {
		return measure{group: what + "/" + p.shape.Name, name: name, base: base, ours: name != handWritten, unit: "portal", do: do}
	}
	hand := handRego(p.shape)
	opening := line("open", "open", false, func(int) error {
		_, err := rego.Open(context.Background(), bytes.NewReader(p.bundle))
		return err
	})
	opening.metric = p.held
	return []measure{
		line("load", "load-and-check", true, func(int) error {
			if _, _, diags := lang.Load(source); diags.HasErrors() {
				return diags
			}
			return nil
		}),
		line("build", "build", true, func(int) error { return compile.Write(io.Discard, policy, compile.Options{}) }),
		line("open", handWritten, true, func(int) error {
			_, err := compiled(hand)
			return err
		}),
		opening,
	}, nil
}

const handWritten = "hand-written-rego"

// held gives how much memory an open engine holds.
func (p *portal) held() (float64, string, error) {
	before := heap()
	engine, err := rego.Open(context.Background(), bytes.NewReader(p.bundle))
	held := heap() - before
	runtime.KeepAlive(engine)
	return float64(held) / (1 << 20), "MB-held", err
}

// heap gives the bytes that are in use after a collection.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func compiled(modules map[string]string) (*ast.Compiler, error) {
	parsed := map[string]*ast.Module{}
	for name, text := range modules {
		m, err := ast.ParseModule(name, text)
		if err != nil {
			return nil, fmt.Errorf("parsing %s: %w", name, err)
		}
		parsed[name] = m
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}
