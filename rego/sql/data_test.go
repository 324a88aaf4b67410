package sql_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"
)

// data has the rows of each table by field. Values are nil, bool, string,
// json.Number and lists of these.
type data map[string][]map[string]any

// opened compiles a policy and opens its bundle.
func opened(t testing.TB, source string) (*lang.Policy, *rego.Engine) {
	t.Helper()
	files := fstest.MapFS{"p.portal.hcl": &fstest.MapFile{Data: []byte(source)}}
	policy, _, diags := lang.Load(files)
	if policy == nil {
		t.Fatalf("the policy has errors: %v", diags)
	}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	engine, err := rego.Open(t.Context(), &bundle)
	if err != nil {
		t.Fatal(err)
	}
	return policy, engine
}

// text gives one text to all forms of a value.
func text(v any) string {
	if n, ok := v.(json.Number); ok {
		if r, ok := new(big.Rat).SetString(n.String()); ok {
			return r.RatString()
		}
	}
	out, _ := json.Marshal(v) // of texts, numbers and bools
	return string(out)
}

// same reports whether a key and what refers to it are equal.
func same(t lang.Type, a, b any) bool {
	_, textA := a.(string)
	_, textB := b.(string)
	return a != nil && b != nil && textA == textB && text(a) == text(b) && t.Kind != lang.List
}

// paths is what of a row's relations is needed, by name.
type paths map[string]paths

func needed(list []string) paths {
	out := paths{}
	for _, path := range list {
		at := out
		for _, name := range strings.Split(path, ".") {
			if at[name] == nil {
				at[name] = paths{}
			}
			at = at[name]
		}
	}
	return out
}

// nested gives a row with the related rows that are needed in it.
func (d data) nested(t *lang.Table, r map[string]any, need paths) map[string]any {
	out := map[string]any{}
	for _, f := range t.Fields {
		out[f.Name] = r[f.Name]
	}
	for _, rel := range t.Relations {
		inner, ok := need[rel.Name]
		if !ok {
			continue
		}
		if rel.Many {
			list := []any{}
			for _, other := range d[rel.Target.Name] {
				if same(t.Key[0].Type, other[rel.Key[0].Name], r[t.Key[0].Name]) {
					list = append(list, d.nested(rel.Target, other, inner))
				}
			}
			out[rel.Name] = list
			continue
		}
		out[rel.Name] = nil
		for _, other := range d[rel.Target.Name] {
			if same(rel.Key[0].Type, other[rel.Target.Key[0].Name], r[rel.Key[0].Name]) {
				out[rel.Name] = d.nested(rel.Target, other, inner)
			}
		}
	}
	return out
}

func table(p *lang.Policy, name string) *lang.Table {
	for _, t := range p.Tables {
		if t.Name == name {
			return t
		}
	}
	panic("there is no table " + name)
}
