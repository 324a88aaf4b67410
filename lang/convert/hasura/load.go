package hasura

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// node is a YAML value, and the file that it is in.
type node struct {
	*yaml.Node
	file string
}

// loader reads files that include one another.
type loader struct {
	files fs.FS
	open  map[string]bool // those that are being read: none includes itself
}

// errTooDeep is the error of files that include one another without an end.
var errTooDeep = errors.New("it includes itself")

// load reads a file; false if it is not there.
func (l *loader) load(name string) (node, bool, error) {
	text, err := fs.ReadFile(l.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return node{}, false, nil
	}
	if err != nil {
		return node{}, false, fmt.Errorf("cannot read %s: %w", name, err)
	}
	if l.open[name] {
		return node{}, false, fmt.Errorf("%s: %w", name, errTooDeep)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return node{}, false, fmt.Errorf("%s is not YAML: %w", name, err)
	}
	if len(doc.Content) == 0 {
		return node{Node: &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, file: name}, true, nil
	}
	return node{doc.Content[0], name}, true, nil
}

// resolve follows aliases, and what is included: `!include FILE`, as a tag or a text.
func (l *loader) resolve(n node) (node, error) {
	for n.Kind == yaml.AliasNode {
		n.Node = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return n, nil
	}
	included, ok := strings.CutPrefix(n.Value, "!include ")
	if n.Tag == "!include" {
		included, ok = n.Value, true
	}
	if !ok {
		return n, nil
	}
	name := path.Join(path.Dir(n.file), strings.TrimSpace(included))
	to, there, err := l.load(name)
	if err == nil && !there {
		err = fmt.Errorf("%s:%d: there is no file %s", n.file, n.Line, name)
	}
	if err != nil {
		return node{}, err
	}
	l.open[name] = true
	defer delete(l.open, name)
	return l.resolve(to)
}

// member is a key of a mapping, and its value.
type member struct {
	name  string
	value node
}

// members gives those of a mapping, none of anything else. A key that is there twice is
// an error, since YAML's parser leaves it to the reader.
func (n node) members() []member {
	if n.Node == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var out []member
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := n.Content[i+1]
		for value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		out = append(out, member{n.Content[i].Value, node{value, n.file}})
	}
	return out
}

// get gives a member of a mapping; its Node is nil if there is none.
func (n node) get(name string) node {
	for _, m := range n.members() {
		if m.name == name {
			return m.value
		}
	}
	return node{file: n.file}
}

// items gives those of a list, with what they include.
func (l *loader) items(n node) ([]node, error) {
	if n.none() {
		return nil, nil
	}
	n, err := l.resolve(n)
	if err != nil {
		return nil, err
	}
	if n.none() {
		return nil, nil
	}
	if n.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("%s:%d: a list is expected", n.file, n.Line)
	}
	var out []node
	for _, item := range n.Content {
		resolved, err := l.resolve(node{item, n.file})
		if err != nil {
			return nil, err
		}
		out = append(out, resolved)
	}
	return out, nil
}

// none tells whether there is nothing: no node, or null.
func (n node) none() bool { return n.Node == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// text gives a text; "" of anything else.
func (n node) text() string {
	if n.Node == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// yes tells whether it is true.
func (n node) yes() bool { return n.Node != nil && n.Tag == "!!bool" && n.Value == "true" }

// source gives the value as it was written, on one line.
func (n node) source() string {
	flow := *n.Node
	flow.Style = yaml.FlowStyle
	flow.HeadComment, flow.LineComment, flow.FootComment = "", "", ""
	text, err := yaml.Marshal(&flow)
	if err != nil {
		return n.Value
	}
	return strings.Join(strings.Fields(string(text)), " ")
}
