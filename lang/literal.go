package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// text gives the string of an argument; false where it has none, which has
// been reported unless the argument is absent.
func (r *resolver) text(a attr) (string, bool) {
	if a == nil {
		return "", false
	}
	return r.textOf(a.Expr, a.SrcRange)
}

func (r *resolver) textOf(expr hclsyntax.Expression, context hcl.Range) (string, bool) {
	if word := bareWord(expr); word != "" {
		r.report(within(problem(expr.Range(), "Missing quotes", fmt.Sprintf("A name is a string here: write it as %q.", word)), context))
		return "", false
	}
	if r.spoiled.touches(expr, nil) {
		return "", false
	}
	v, diags := constantOf(expr, Type{Kind: String}, r.locals)
	r.reportIn(context, diags)
	if diags.HasErrors() {
		return "", false
	}
	if v.IsNull() {
		r.report(within(problem(expr.Range(), "Null value", "A string is needed here; null is none."), context))
		return "", false
	}
	return v.AsString(), true
}

// name is text that cannot be empty, with its place.
func (r *resolver) name(a attr) (label, bool) {
	s, ok := r.text(a)
	if ok && s == "" {
		r.report(within(problem(a.Expr.Range(), "Empty name", fmt.Sprintf("%q cannot be empty.", a.Name)), a.SrcRange))
		return label{}, false
	}
	if !ok {
		return label{}, false
	}
	return label{text: s, at: a.Expr.Range()}, true
}

// describe checks a description, and gives it.
func (r *resolver) describe(d *declaration) string {
	s, _ := r.text(d.description)
	return s
}

// flag gives the bool of an argument, false where it is absent.
func (r *resolver) flag(a attr) bool {
	if a == nil || r.spoiled.touches(a.Expr, nil) {
		return false
	}
	v, diags := constantOf(a.Expr, Type{Kind: Bool}, r.locals)
	r.reportIn(a.SrcRange, diags)
	if diags.HasErrors() {
		return false
	}
	if v.IsNull() {
		r.report(within(problem(a.Expr.Range(), "Null value", "true or false is needed here; null is neither."), a.SrcRange))
		return false
	}
	return v.True()
}

// names gives the strings of a list, each with its place, and false if one
// could not be read. A name that is there twice is reported and left out.
func (r *resolver) names(a attr) (list []label, ok bool) {
	if a == nil {
		return nil, true
	}
	ok = true
	switch expr := unparenthesised(a.Expr).(type) {
	case *hclsyntax.TupleConsExpr:
		for _, e := range expr.Exprs {
			s, good := r.textOf(e, a.SrcRange)
			if !good {
				ok = false
				continue
			}
			list = append(list, label{text: s, at: e.Range()})
		}
	default:
		list, ok = r.namesOfConstant(a, expr)
	}
	seen := map[string]bool{}
	unique := list[:0]
	for _, n := range list {
		if seen[n.text] {
			r.report(within(problem(n.at, "Duplicate name", fmt.Sprintf("%q is named twice in %q.", n.text, a.Name)), a.SrcRange))
			continue
		}
		seen[n.text] = true
		unique = append(unique, n)
	}
	return unique, ok
}

// namesOfConstant reads a list that is not written out: local.public_fields.
func (r *resolver) namesOfConstant(a attr, expr hclsyntax.Expression) ([]label, bool) {
	needed := func(found string) {
		r.report(within(problem(expr.Range(), "List needed", fmt.Sprintf("%q is a list of strings: [\"…\"]. %s", a.Name, found)), a.SrcRange))
	}
	switch word := bareWord(expr); {
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
	v, diags := evalConstant(expr, r.locals)
	r.reportIn(a.SrcRange, diags)
	if diags.HasErrors() {
		return nil, false
	}
	switch ty := v.Type(); {
	case v.IsNull():
		needed("Found null.")
		return nil, false
	case ty == cty.String:
		needed(fmt.Sprintf("For the one name, write [%s].", quote(v.AsString())))
		return nil, false
	case !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType():
		needed(fmt.Sprintf("Found %s.", ty.FriendlyName()))
		return nil, false
	}
	var list []label
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() || e.Type() != cty.String {
			needed("One of its elements is no string.")
			return nil, false
		}
		list = append(list, label{text: e.AsString(), at: expr.Range()})
	}
	return list, true
}

// entry is `name = expression` of an object.
type entry struct {
	name label
	expr hclsyntax.Expression
}

// entries gives what an object argument has, and false if not all of it could
// be read.
func (r *resolver) entries(a attr, example string) (list []entry, ok bool) {
	if a == nil {
		return nil, true
	}
	object, is := unparenthesised(a.Expr).(*hclsyntax.ObjectConsExpr)
	if !is {
		r.report(within(problem(a.Expr.Range(), "Object needed", fmt.Sprintf("%q is an object: %s = { %s }.", a.Name, a.Name, example)), a.SrcRange))
		return nil, false
	}
	ok = true
	seen := declared{}
	for _, item := range object.Items {
		n, good := keyOf(item.KeyExpr)
		if !good {
			r.report(within(problem(item.KeyExpr.Range(), "Invalid name", fmt.Sprintf("What stands before = in %q is a name, written as it is.", a.Name)), a.SrcRange))
			ok = false
			continue
		}
		if first, again := seen[n.text]; again {
			r.report(within(problem(n.at, "Duplicate name", fmt.Sprintf("%q is there twice in %q, first at line %d.", n.text, a.Name, first.Start.Line)), a.SrcRange))
			ok = false
			continue
		}
		seen[n.text] = n.at
		list = append(list, entry{name: n, expr: item.ValueExpr})
	}
	return list, ok
}

func keyOf(expr hclsyntax.Expression) (label, bool) {
	key, ok := expr.(*hclsyntax.ObjectConsKeyExpr)
	if !ok || key.ForceNonLiteral {
		return label{}, false
	}
	if word := hcl.ExprAsKeyword(key.Wrapped); word != "" {
		return label{text: word, at: key.Range()}, true
	}
	template, ok := key.Wrapped.(*hclsyntax.TemplateExpr)
	if !ok || !template.IsStringLiteral() {
		return label{}, false
	}
	v, diags := template.Value(nil)
	if diags.HasErrors() {
		return label{}, false
	}
	return label{text: v.AsString(), at: key.Range()}, true
}

func unparenthesised(expr hclsyntax.Expression) hclsyntax.Expression {
	for {
		p, ok := expr.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return expr
		}
		expr = p.Expression
	}
}

// reportIn reports the binder's diagnostics, with the argument around them.
func (r *resolver) reportIn(context hcl.Range, diags hcl.Diagnostics) {
	for _, d := range diags {
		if r.doc.partial && (d.Summary == "Undeclared condition" || d.Summary == "Undeclared local") {
			continue // it may be declared where the source was not understood
		}
		if d.Context == nil && d.Subject != nil {
			within(d, context)
		}
		r.report(d)
	}
}

// bareWord gives the name that an expression is, where it has lost its quotes.
func bareWord(expr hclsyntax.Expression) string {
	switch word := keyword(expr); word {
	case "null", "true", "false":
		return ""
	default:
		return word
	}
}

// keyword gives the one word that an expression is, or "".
func keyword(expr hclsyntax.Expression) string {
	return hcl.ExprAsKeyword(unparenthesised(expr))
}
