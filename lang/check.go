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
	return (*Cache)(nil).Check(files)
}

// Check is [Check] for those who check versions of a policy that differ little: what
// is as it was in the version before is neither read nor resolved anew.
func (c *Cache) Check(files []*policy.File) (*policy.Policy, hcl.Diagnostics) {
	var doc syntax.Document
	var diags hcl.Diagnostics
	for _, f := range files {
		_, part, fileDiags := c.decode(f.Name, f.Bytes)
		diags = append(diags, fileDiags...)
		doc.Add(part)
	}
	policy, more := check.Resolve(&doc, files, nil, c.checked())
	if diags = diag.Sort(slices.Concat(diags, more)); diags.HasErrors() {
		return nil, diags
	}
	return policy, diags
}
