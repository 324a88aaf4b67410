package jestor

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/tailscale/hujson"
)

// node is a JSON value, and where it stands.
type node struct {
	line    int
	source  string    // as it was written, less comments and spaces
	value   any       // string, json.Number, bool or nil, of one that has no parts
	members []*member // of an object, in order
	items   []*node   // of an array
	kind    byte      // '{', '[', or 'v'
}

type member struct {
	name  string
	value *node
}

// source is the member as it was written.
func (m *member) source() string {
	name, err := json.Marshal(m.name)
	if err != nil {
		panic(err) // of strings there is none
	}
	return string(name) + ": " + m.value.source
}

// parse reads a document, in which Jestor allows comments.
func parse(text []byte) (*node, error) {
	v, err := hujson.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	return read(text, v)
}

func read(text []byte, v hujson.Value) (*node, error) {
	n := &node{line: 1 + bytes.Count(text[:v.StartOffset], []byte("\n"))}
	plain := v.Clone()
	plain.Minimize()
	n.source = string(bytes.TrimSpace(plain.Pack()))
	switch x := v.Value.(type) {
	case *hujson.Object:
		n.kind = '{'
		seen := map[string]bool{}
		for _, m := range x.Members {
			name := m.Name.Value.(hujson.Literal).String()
			value, err := read(text, m.Value)
			if err != nil {
				return nil, err
			}
			if seen[name] {
				return nil, fmt.Errorf("line %d: %q is there twice", 1+bytes.Count(text[:m.Name.StartOffset], []byte("\n")), name)
			}
			seen[name] = true
			n.members = append(n.members, &member{name, value})
		}
	case *hujson.Array:
		n.kind = '['
		for _, e := range x.Elements {
			item, err := read(text, e)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
	case hujson.Literal:
		n.kind = 'v'
		d := json.NewDecoder(bytes.NewReader(x))
		d.UseNumber()
		if err := d.Decode(&n.value); err != nil {
			return nil, fmt.Errorf("line %d: %w", n.line, err)
		}
	}
	return n, nil
}

// star tells whether a value is "*", which stands for all.
func (n *node) star() bool { return n.value == "*" }

// flag reads what Jestor writes as 0 or 1.
func (n *node) flag() (is, ok bool) {
	switch n.value {
	case true, json.Number("1"):
		return true, true
	case false, json.Number("0"):
		return false, true
	default:
		return false, false
	}
}

// name reads what names something: a text, or the number of a channel or profile.
func (n *node) name() (string, bool) {
	switch v := n.value.(type) {
	case string:
		return v, v != "" && v != "*"
	case json.Number:
		return v.String(), true
	default:
		return "", false
	}
}

// names reads a list of names; "*" stands alone for all.
func (n *node) names() (names []string, all, ok bool) {
	if n.star() {
		return nil, true, true
	}
	if n.kind != '[' {
		return nil, false, false
	}
	for _, item := range n.items {
		if item.star() {
			all = true
			continue
		}
		name, ok := item.name()
		if !ok {
			return nil, false, false
		}
		names = append(names, name)
	}
	return names, all, true
}

// key finds a member of an object; nil if there is none.
func (n *node) key(name string) *node {
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}
