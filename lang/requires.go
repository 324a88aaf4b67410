package lang

import (
	"fmt"

	version "github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/syntax"
)

// Version is the version of the program, and of the language that it reads.
const Version = "0.2.0"

// tooNew tells of an argument `requires` that this program does not meet. What
// else is said of such a portal may come of that, so nothing else is.
func tooNew(requires []syntax.Attr) *hcl.Diagnostic {
	for _, a := range requires {
		text, diags := check.Text(a)
		wanted, err := version.NewConstraint(text)
		if diags.HasErrors() || err != nil {
			continue // see checkRequires
		}
		if !wanted.Check(version.Must(version.NewVersion(Version))) {
			return diag.Within(diag.Problem(a.Expr.Range(), "Portal too new",
				fmt.Sprintf("The portal is for versions %s of Portcullis, and this is %s, which may read it wrong. Use a version that it names.", text, Version)), a.SrcRange)
		}
	}
	return nil
}

// checkRequires tells of arguments `requires` that say nothing.
func checkRequires(requires []syntax.Attr) hcl.Diagnostics {
	var all hcl.Diagnostics
	for _, a := range requires {
		text, diags := check.Text(a)
		all = append(all, diags...)
		if diags.HasErrors() {
			continue
		}
		if _, err := version.NewConstraint(text); err != nil {
			all = append(all, diag.Within(diag.Problem(a.Expr.Range(), "Invalid version constraint",
				fmt.Sprintf("%s names no versions. They are written like \">= 0.2\" or \">= 0.2, < 1.0\".", diag.Quote(text))), a.SrcRange))
		}
	}
	return all
}
