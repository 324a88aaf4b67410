package syntax

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// parseByBlock parses the top-level blocks of a file one by one. HCL's parser
// says nothing more of a file after its first error, and what it makes of the
// rest is not to be trusted; so a file with an error is parsed once more, in
// pieces, for the errors in other blocks to be told in the same run.
func parseByBlock(name string, src []byte) (*hclsyntax.Body, hcl.Diagnostics) {
	all := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	var diags hcl.Diagnostics
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	starts := blockStarts(tokens)
	for i, start := range starts {
		end := len(src)
		if i+1 < len(starts) {
			end = starts[i+1].Byte
		}
		piece := src[start.Byte:end]
		_, lexical := hclsyntax.LexConfig(piece, name, start)
		file, more := hclsyntax.ParseConfig(piece, name, start)
		diags = append(diags, more[len(lexical):]...)
		if body, ok := file.Body.(*hclsyntax.Body); ok {
			all.Blocks = append(all.Blocks, body.Blocks...)
			for name, a := range body.Attributes {
				all.Attributes[name] = a
			}
		}
	}
	return all, diags
}

// topLevel are the blocks of policy and test files. At the beginning of a line
// such a name begins a block, even where a brace before it was not closed.
var topLevel = append([]string{"fixture", "test"}, shapes[""].blocks...)

// blockStarts gives the places where pieces of a file begin that can be parsed
// apart. The first is the beginning of the file.
func blockStarts(tokens hclsyntax.Tokens) []hcl.Pos {
	starts := []hcl.Pos{hcl.InitialPos}
	depth, fresh := 0, true
	for i, t := range tokens {
		header := fresh && t.Type == hclsyntax.TokenIdent && t.Range.Start.Byte > 0 &&
			i+1 < len(tokens) && beginsBlock(tokens[i+1].Type)
		if header && (depth == 0 || t.Range.Start.Column == 1 && slices.Contains(topLevel, string(t.Bytes))) {
			starts = append(starts, t.Range.Start)
			depth = 0
		}
		switch {
		case Opens(t.Type):
			depth++
		case Closes(t.Type):
			depth = max(0, depth-1)
		}
		fresh = EndsLine(t)
	}
	return starts
}

// beginsBlock reports whether a token can follow a block's type.
func beginsBlock(t hclsyntax.TokenType) bool {
	return t == hclsyntax.TokenIdent || t == hclsyntax.TokenOQuote || t == hclsyntax.TokenOBrace
}
