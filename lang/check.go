package lang

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Check reads and checks a policy whose files are in memory, as [Load] does
// those of a directory, but without warnings. The policy is nil if there is an
// error among the diagnostics. Files are in the order of names.
func Check(files []*policy.File) (*policy.Policy, hcl.Diagnostics) {
	var d syntax.Decoder
	var diags hcl.Diagnostics
	for _, f := range files {
		file, fileDiags := syntax.ParseFile(f.Name, f.Bytes)
		diags = append(diags, fileDiags...)
		d.File(file, syntax.SyntaxErrors(fileDiags))
	}
	policy, more := check.Resolve(&d.Doc, files, nil)
	if diags = diag.Sort(slices.Concat(diags, d.Diags, more)); diags.HasErrors() {
		return nil, diags
	}
	return policy, diags
}
