package lang

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Check reads and checks a policy whose files are in memory, as [Load] does
// those of a directory, but without warnings. The policy is nil if there is an
// error among the diagnostics. Files are in the order of names.
func Check(files []*File) (*Policy, hcl.Diagnostics) {
	var d decoder
	var diags hcl.Diagnostics
	for _, f := range files {
		file, fileDiags := ParseFile(f.Name, f.Bytes)
		diags = append(diags, fileDiags...)
		d.file(file, syntaxErrors(fileDiags))
	}
	policy, more := resolve(&d.doc, files)
	if diags = sortDiagnostics(slices.Concat(diags, d.diags, more)); diags.HasErrors() {
		return nil, diags
	}
	return policy, diags
}
