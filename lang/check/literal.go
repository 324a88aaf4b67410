package check

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// text gives the string of an argument; false where it has none, which has
// been reported unless the argument is absent.
func (r *resolver) text(a syntax.Attr) (string, bool) {
	if a == nil {
		return "", false
	}
	return r.textOf(a.Expr, a.SrcRange)
}

func (r *resolver) textOf(expr hclsyntax.Expression, context hcl.Range) (string, bool) {
	if word := syntax.BareWord(expr); word != "" {
		r.report(diag.Within(diag.Problem(expr.Range(), "Missing quotes", fmt.Sprintf("A name is a string here: write it as %q.", word)), context))
		return "", false
	}
	if r.spoiled.touches(expr, nil) {
		return "", false
	}
	v, diags := constant.Of(expr, policy.Type{Kind: policy.String}, r.locals)
	r.reportIn(context, diags)
	if diags.HasErrors() {
		return "", false
	}
	if v.IsNull() {
		r.report(diag.Within(diag.Problem(expr.Range(), "Null value", "A string is needed here; null is none."), context))
		return "", false
	}
	return v.AsString(), true
}

// name is text that cannot be empty, with its place.
func (r *resolver) name(a syntax.Attr) (syntax.Label, bool) {
	s, ok := r.text(a)
	if ok && s == "" {
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Empty name", fmt.Sprintf("%q cannot be empty.", a.Name)), a.SrcRange))
		return syntax.Label{}, false
	}
	if !ok {
		return syntax.Label{}, false
	}
	return syntax.Label{Text: s, At: a.Expr.Range()}, true
}

// describe checks a description, and gives it.
func (r *resolver) describe(d *syntax.Declaration) string {
	s, _ := r.text(d.Description)
	return s
}

// flag gives the bool of an argument, false where it is absent.
func (r *resolver) flag(a syntax.Attr) bool {
	if a == nil || r.spoiled.touches(a.Expr, nil) {
		return false
	}
	v, diags := constant.Of(a.Expr, policy.Type{Kind: policy.Bool}, r.locals)
	r.reportIn(a.SrcRange, diags)
	if diags.HasErrors() {
		return false
	}
	if v.IsNull() {
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Null value", "true or false is needed here; null is neither."), a.SrcRange))
		return false
	}
	return v.True()
}

// names gives the strings of a list, each with its place, and false if one
// could not be read. A name that is there twice is reported and left out.
func (r *resolver) names(a syntax.Attr) (list []syntax.Label, ok bool) {
	if a == nil {
		return nil, true
	}
	ok = true
	switch expr := syntax.Unparenthesised(a.Expr).(type) {
	case *hclsyntax.TupleConsExpr:
		for _, e := range expr.Exprs {
			s, good := r.textOf(e, a.SrcRange)
			if !good {
				ok = false
				continue
			}
			list = append(list, syntax.Label{Text: s, At: e.Range()})
		}
	default:
		list, ok = r.namesOfConstant(a, expr)
	}
	seen := map[string]bool{}
	unique := list[:0]
	for _, n := range list {
		if seen[n.Text] {
			r.report(diag.Within(diag.Problem(n.At, "Duplicate name", fmt.Sprintf("%q is named twice in %q.", n.Text, a.Name)), a.SrcRange))
			continue
		}
		seen[n.Text] = true
		unique = append(unique, n)
	}
	return unique, ok
}

// namesOfConstant reads a list that is not written out: local.public_fields.
func (r *resolver) namesOfConstant(a syntax.Attr, expr hclsyntax.Expression) ([]syntax.Label, bool) {
	needed := func(found string) {
		r.report(diag.Within(diag.Problem(expr.Range(), "List needed", fmt.Sprintf("%q is a list of strings: [\"…\"]. %s", a.Name, found)), a.SrcRange))
	}
	switch word := syntax.BareWord(expr); {
	case word == "all" && a.Name == "actions":
		needed("For all of them, write [\"*\"].")
		return nil, false
	case word != "":
		needed(fmt.Sprintf("For the one name, write [%q].", word))
		return nil, false
	}
	if r.spoiled.touches(expr, nil) {
		return nil, false
	}
	v, diags := constant.Eval(expr, r.locals)
	r.reportIn(a.SrcRange, diags)
	if diags.HasErrors() {
		return nil, false
	}
	switch ty := v.Type(); {
	case v.IsNull():
		needed("Found null.")
		return nil, false
	case ty == cty.String:
		needed(fmt.Sprintf("For the one name, write [%s].", diag.Quote(v.AsString())))
		return nil, false
	case !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType():
		needed(fmt.Sprintf("Found %s.", ty.FriendlyName()))
		return nil, false
	}
	var list []syntax.Label
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() || e.Type() != cty.String {
			needed("One of its elements is no string.")
			return nil, false
		}
		list = append(list, syntax.Label{Text: e.AsString(), At: expr.Range()})
	}
	return list, true
}

// entry is `name = expression` of an object.
type entry struct {
	name syntax.Label
	expr hclsyntax.Expression
}

// entries gives what an object argument has, and false if not all of it could
// be read.
func (r *resolver) entries(a syntax.Attr, example string) (list []entry, ok bool) {
	if a == nil {
		return nil, true
	}
	object, is := syntax.Unparenthesised(a.Expr).(*hclsyntax.ObjectConsExpr)
	if !is {
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Object needed", fmt.Sprintf("%q is an object: %s = { %s }.", a.Name, a.Name, example)), a.SrcRange))
		return nil, false
	}
	ok = true
	seen := declared{}
	for _, item := range object.Items {
		n, good := keyOf(item.KeyExpr)
		if !good {
			r.report(diag.Within(diag.Problem(item.KeyExpr.Range(), "Invalid name", fmt.Sprintf("What stands before = in %q is a name, written as it is.", a.Name)), a.SrcRange))
			ok = false
			continue
		}
		if first, again := seen[n.Text]; again {
			r.report(diag.Within(diag.Problem(n.At, "Duplicate name", fmt.Sprintf("%q is there twice in %q, first at line %d.", n.Text, a.Name, first.Start.Line)), a.SrcRange))
			ok = false
			continue
		}
		seen[n.Text] = n.At
		list = append(list, entry{name: n, expr: item.ValueExpr})
	}
	return list, ok
}

func keyOf(expr hclsyntax.Expression) (syntax.Label, bool) {
	key, ok := expr.(*hclsyntax.ObjectConsKeyExpr)
	if !ok || key.ForceNonLiteral {
		return syntax.Label{}, false
	}
	if word := hcl.ExprAsKeyword(key.Wrapped); word != "" {
		return syntax.Label{Text: word, At: key.Range()}, true
	}
	template, ok := key.Wrapped.(*hclsyntax.TemplateExpr)
	if !ok || !template.IsStringLiteral() {
		return syntax.Label{}, false
	}
	v, diags := template.Value(nil)
	if diags.HasErrors() {
		return syntax.Label{}, false
	}
	return syntax.Label{Text: v.AsString(), At: key.Range()}, true
}

// reportIn reports the binder's diagnostics, with the argument around them.
func (r *resolver) reportIn(context hcl.Range, diags hcl.Diagnostics) {
	for _, d := range diags {
		if (d.Summary == "Undeclared condition" || d.Summary == "Undeclared local") && r.partial() {
			continue // it may be declared where the source was not understood
		}
		if d.Context == nil && d.Subject != nil {
			diag.Within(d, context)
		}
		r.report(d)
	}
}

// partial reports whether not all of the source was understood; see mayDeclare.
func (r *resolver) partial() bool { return r.mayDeclare("") }
