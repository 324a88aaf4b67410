package lang

import (
	"bytes"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/syntax"
)

// Cache keeps the syntax of files, by name, as long as their text is the same. It
// may be used by many goroutines; a nil one keeps nothing.
type Cache struct {
	mu    sync.Mutex
	files map[string]parsed
}

type parsed struct {
	src   []byte
	file  *hcl.File
	diags hcl.Diagnostics
}

// ParseFile is [syntax.ParseFile], or what that gave for the same text before.
func (c *Cache) ParseFile(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	if c == nil {
		return syntax.ParseFile(name, src)
	}
	c.mu.Lock()
	known, ok := c.files[name]
	c.mu.Unlock()
	if !ok || !bytes.Equal(known.src, src) {
		known = parsed{src: src}
		known.file, known.diags = syntax.ParseFile(name, src)
		c.mu.Lock()
		if c.files == nil {
			c.files = map[string]parsed{}
		}
		c.files[name] = known
		c.mu.Unlock()
	}
	return known.file, copied(known.diags)
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
