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
	files map[string]*parsed
	check check.Memory
	lint  lint.Memory
}

// parsed is what a text is. What is made of it once is not changed.
type parsed struct {
	file  *hcl.File
	diags hcl.Diagnostics

	decode   sync.Once
	document *syntax.Document
	decoded  hcl.Diagnostics
}

// ParseFile is [syntax.ParseFile], or what that gave for the same text before.
func (c *Cache) ParseFile(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	p := c.parse(name, src)
	return p.file, copied(p.diags)
}

func (c *Cache) parse(name string, src []byte) *parsed {
	if c != nil {
		c.mu.Lock()
		known := c.files[name]
		c.mu.Unlock()
		if known != nil && bytes.Equal(known.file.Bytes, src) {
			return known
		}
	}
	p := &parsed{}
	p.file, p.diags = syntax.ParseFile(name, src)
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.files == nil {
			c.files = map[string]*parsed{}
		}
		c.files[name] = p
	}
	return p
}

// decode gives a file of the policy in the syntax form, too.
func (c *Cache) decode(name string, src []byte) (*hcl.File, *syntax.Document, hcl.Diagnostics) {
	p := c.parse(name, src)
	p.decode.Do(func() { p.document, p.decoded = syntax.Decode(p.file, syntax.SyntaxErrors(p.diags)) })
	return p.file, p.document, append(copied(p.diags), copied(p.decoded)...)
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
