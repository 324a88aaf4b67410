package check

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/syntax"
)

// Text gives the string of an argument that is read before the portal is known,
// its locals too.
func Text(a syntax.Attr) (string, hcl.Diagnostics) {
	r, ok := early(a)
	if !ok {
		return "", r.diags
	}
	n, _ := r.name(a)
	return n.Text, r.diags
}

// Texts is [Text] for a list.
func Texts(a syntax.Attr) ([]syntax.Label, hcl.Diagnostics) {
	r, ok := early(a)
	if !ok {
		return nil, r.diags
	}
	list, _ := r.names(a)
	return list, r.diags
}

func early(a syntax.Attr) (*resolver, bool) {
	r := &resolver{declarations: &declarations{}, doc: &syntax.Document{}}
	for _, t := range constant.LocalRefs(a.Expr) {
		r.report(diag.Within(diag.Problem(t.SourceRange(), "Not a constant",
			fmt.Sprintf("%q is read before there are locals: it is written out.", a.Name)), a.SrcRange))
	}
	return r, len(r.diags) == 0
}
