package lang

import (
	"bytes"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/lint"
	"portcullis/lang/syntax"
)

// Cache keeps what was made of a portal's files, for those who read it again and
// again: the syntax of files, by name, as long as their text is the same, and what
// was resolved and worked out of parts that are the same. It may be used by many
// goroutines; a nil one keeps nothing.
type Cache struct {
	mu    sync.Mutex
	files map[string]*syntax.Parsed
	check check.Memory
	lint  lint.Memory
}

// ParseFile is [syntax.ParseFile], or what that gave for the same text before.
func (c *Cache) ParseFile(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	p := c.parse(name, src)
	return p.File, copied(p.Diags)
}

func (c *Cache) parse(name string, src []byte) *syntax.Parsed {
	if c == nil {
		return syntax.Parse(name, src, nil)
	}
	c.mu.Lock()
	last := c.files[name]
	c.mu.Unlock()
	if last != nil && bytes.Equal(last.File.Bytes, src) {
		return last
	}
	p := syntax.Parse(name, src, last)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files == nil {
		c.files = map[string]*syntax.Parsed{}
	}
	c.files[name] = p
	return p
}

// decode gives a file of the policy in the syntax form, too.
func (c *Cache) decode(name string, src []byte) (*hcl.File, *syntax.Document, hcl.Diagnostics) {
	p := c.parse(name, src)
	doc, diags := p.Document()
	return p.File, doc, append(copied(p.Diags), copied(diags)...)
}

func (c *Cache) checked() *check.Memory {
	if c == nil {
		return nil
	}
	return &c.check
}

func (c *Cache) linted() *lint.Memory {
	if c == nil {
		return nil
	}
	return &c.lint
}

// copied gives diagnostics that may be changed.
func copied(diags hcl.Diagnostics) hcl.Diagnostics {
	out := make(hcl.Diagnostics, len(diags))
	for i, d := range diags {
		c := *d
		out[i] = &c
	}
	return out
}
