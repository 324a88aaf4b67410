package pull

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang"
)

// comments is what a portal's files say beside what HCL reads. Of a table, a column or
// a reference that is left out, a comment says so, and why.
type comments struct {
	files  map[string][]byte
	bodies map[string]*hclsyntax.Body
}

func readComments(p *lang.Policy) *comments {
	c := &comments{files: map[string][]byte{}, bodies: map[string]*hclsyntax.Body{}}
	if p == nil {
		return c
	}
	for _, f := range p.Files {
		c.files[f.Name] = f.Bytes
		if file, _ := hclsyntax.ParseConfig(f.Bytes, f.Name, hcl.InitialPos); file != nil {
			c.bodies[f.Name], _ = file.Body.(*hclsyntax.Body)
		}
	}
	return c
}

// leavesOut tells whether a comment says that a table is left out.
func (c *comments) leavesOut(b *block) bool {
	for _, text := range c.files {
		if strings.Contains(string(text), Quoted(b.physical())+leftOut) {
			return true
		}
	}
	return false
}

// block gives the block of a table; nil where it cannot be found.
func (c *comments) block(t *lang.Table) *hclsyntax.Block {
	body := c.bodies[t.Range.Filename]
	if body == nil {
		return nil
	}
	for _, b := range body.Blocks {
		if b.Type == "table" && len(b.Labels) == 1 && b.Labels[0] == t.Name {
			return b
		}
	}
	return nil
}

// written is a relation as a table's block declares it, right or wrong.
type written struct {
	name, table string
	many        bool
	key         []string
}

// relations gives those that a table's block declares.
func (c *comments) relations(t *lang.Table) []written {
	b := c.block(t)
	if b == nil {
		return nil
	}
	var out []written
	for _, inner := range b.Body.Blocks {
		if (inner.Type != "belongs_to" && inner.Type != "has_many") || len(inner.Labels) != 1 {
			continue
		}
		w := written{name: inner.Labels[0], many: inner.Type == "has_many", key: constants(inner.Body.Attributes["key"])}
		if table := constants(inner.Body.Attributes["table"]); len(table) == 1 {
			w.table = table[0]
		}
		out = append(out, w)
	}
	return out
}

// constants gives the text, or the list of texts, that an argument is.
func constants(a *hclsyntax.Attribute) []string {
	if a == nil {
		return nil
	}
	exprs := []hclsyntax.Expression{a.Expr}
	if list, ok := a.Expr.(*hclsyntax.TupleConsExpr); ok {
		exprs = list.Exprs
	}
	var out []string
	for _, e := range exprs {
		if v, diags := e.Value(nil); !diags.HasErrors() && v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
			out = append(out, v.AsString())
		}
	}
	return out
}

// of gives the text of a table's block.
func (c *comments) of(t *lang.Table) string {
	b := c.block(t)
	if b == nil {
		return ""
	}
	return string(c.files[t.Range.Filename][b.TypeRange.Start.Byte:b.CloseBraceRange.End.Byte])
}
