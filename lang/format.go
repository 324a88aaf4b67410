package lang

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// FormatSource gives a policy's or a test's source text in the form that all
// share: labels quoted, and HCL's own spacing and alignment. Comments and
// meaning stay. Source that does not parse gives diagnostics and no text.
func FormatSource(name string, src []byte) ([]byte, hcl.Diagnostics) {
	file, diags := ParseFile(name, src)
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		// ParseFile reads native syntax alone.
		panic("lang: the file has a body of another syntax")
	}
	return hclwrite.Format(quoteLabels(file.Bytes, labels(body))), diags
}

// labels finds the labels of a body's blocks, nested ones too.
func labels(body *hclsyntax.Body) []hcl.Range {
	var found []hcl.Range
	for _, block := range body.Blocks {
		found = append(found, block.LabelRanges...)
		found = append(found, labels(block.Body)...)
	}
	return found
}

// quoteLabels puts quotes around labels that lack them. It edits the text
// itself, since rewriting labels by hclwrite loses comments between them.
func quoteLabels(src []byte, labels []hcl.Range) []byte {
	slices.SortFunc(labels, func(a, b hcl.Range) int { return cmp.Compare(a.Start.Byte, b.Start.Byte) })
	var out []byte
	done := 0
	for _, label := range labels {
		if src[label.Start.Byte] == '"' {
			continue
		}
		out = append(out, src[done:label.Start.Byte]...)
		out = append(out, '"')
		out = append(out, src[label.Start.Byte:label.End.Byte]...)
		out = append(out, '"')
		done = label.End.Byte
	}
	return append(out, src[done:]...)
}
