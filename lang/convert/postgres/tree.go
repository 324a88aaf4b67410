package postgres

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/wasilibs/go-pgquery/parser"
)

// node is a node of PostgreSQL's parse tree, as JSON has it.
type node map[string]any

// parse parses statements.
func parse(text string) ([]statement, error) {
	printed, err := parser.ParseToJSON(text)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL's parser: %w", err)
	}
	var tree struct {
		Stmts []struct {
			Stmt     node
			Location int `json:"stmt_location"`
			Length   int `json:"stmt_len"`
		}
	}
	d := json.NewDecoder(strings.NewReader(printed))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("PostgreSQL's parser: %w", err)
	}
	var out []statement
	for _, s := range tree.Stmts {
		end := s.Location + s.Length
		if s.Length == 0 {
			end = len(text)
		}
		source := strings.TrimLeft(text[s.Location:end], " \t\r\n")
		for strings.HasPrefix(source, "--") { // the comments above it
			_, rest, _ := strings.Cut(source, "\n")
			source = strings.TrimLeft(rest, " \t\r\n")
		}
		kind, body := s.Stmt.only()
		out = append(out, statement{
			kind: kind, node: body, text: source,
			line: 1 + strings.Count(text[:end-len(source)], "\n"),
		})
	}
	return out, nil
}

// statement is one of a script.
type statement struct {
	kind string
	node node
	text string
	line int
}

// parseExpressions parses expressions as PostgreSQL prints them, in one go.
func parseExpressions(texts []string) ([]node, error) {
	var b strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&b, "SELECT %s;\n", text)
	}
	statements, err := parse(b.String())
	if err != nil {
		return nil, err
	}
	if len(statements) != len(texts) {
		return nil, fmt.Errorf("PostgreSQL's parser: %d statements, not %d", len(statements), len(texts))
	}
	var out []node
	for _, s := range statements {
		targets := s.node.list("targetList")
		if len(targets) != 1 {
			return nil, fmt.Errorf("PostgreSQL's parser: %q is no expression", s.text)
		}
		_, target := targets[0].only()
		out = append(out, target.node("val"))
	}
	return out, nil
}

// only gives the kind of a node, and what is in it.
func (n node) only() (kind string, body node) {
	if len(n) != 1 {
		return "", nil
	}
	for k, v := range n {
		if m, ok := v.(map[string]any); ok {
			return k, m
		}
	}
	return "", nil
}

func (n node) node(key string) node {
	m, _ := n[key].(map[string]any)
	return m
}

func (n node) list(key string) []node {
	items, _ := n[key].([]any)
	var out []node
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func (n node) text(key string) string {
	s, _ := n[key].(string)
	return s
}

func (n node) is(key string) bool {
	b, _ := n[key].(bool)
	return b
}

// names gives the texts of a list of strings, such as a qualified name.
func (n node) names(key string) []string {
	var out []string
	for _, item := range n.list(key) {
		if kind, s := item.only(); kind == "String" {
			out = append(out, s.text("sval"))
		}
	}
	return out
}

// typeName reads a type: its name in the catalogue, without its schema where that is the
// system's, and whether it is an array of that.
func typeName(n node) (name string, array bool) {
	names := n.names("names")
	if len(names) == 2 && (names[0] == "pg_catalog" || names[0] == "public") {
		names = names[1:]
	}
	return strings.Join(names, "."), len(n.list("arrayBounds")) > 0
}
