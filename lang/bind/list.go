package bind

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
)

// constList is a constant list, or several that are alternatives. Its strings
// may turn out to be dates or values of an enum, by what its elements are
// compared with first; the elements, and the constants that they were compared
// with before, then become of that type.
type constList struct {
	v     *policy.Var
	parts []constPart
	known bool // the elements have a type of their own
	sure  bool // the type is settled
	loose []looseLiteral
}

// constPart is one of the lists.
type constPart struct {
	seq    *policy.LiteralSeq
	expr   hclsyntax.Expression
	values []cty.Value
}

type looseLiteral struct {
	lit  *policy.Literal
	expr hclsyntax.Expression
}

// constSequence makes a sequence of a constant list: nil if it is none.
func (b *binder) constSequence(op *constOperand) *sequence {
	if op.value.IsNull() {
		b.report(op.place(), "Null value", "A list is needed here; null is none.")
		return nil
	}
	list := &constList{v: &policy.Var{Name: "e"}}
	part := constPart{seq: &policy.LiteralSeq{Expr: policy.Expr{Range: op.place()}}, expr: op.expr}
	n := op.value.LengthInt()
	ok := true
	for it := op.value.ElementIterator(); it.Next(); {
		_, e := it.Element()
		i := len(part.values)
		part.values = append(part.values, e)
		t, known := naturalOf(e)
		if e.IsNull() {
			continue
		}
		where := constant.ElementExpr(op.expr, i, n).Range()
		switch {
		case !known || t.Kind == policy.List:
			b.report(where, "Wrong type", "The elements of a list are strings, numbers or bools; %s is %s.", constant.LiteralText(e), constant.CtyPhrase(e.Type()))
			ok = false
		case !list.known:
			list.v.Elem, list.known = t, true
		case list.v.Elem.Kind != t.Kind:
			b.report(where, "Wrong type", "The elements of a list are of one type; the first is %s, %s is %s.", constant.TypePhrase(list.v.Elem), constant.LiteralText(e), constant.TypePhrase(t))
			ok = false
		}
		if !ok {
			return nil
		}
	}
	list.parts = []constPart{part}
	if list.known && list.v.Elem.Kind != policy.String {
		b.settle(list)
	}
	return &sequence{over: part.seq, v: list.v, elem: &elemOperand{list: list, rng: op.place()}, list: list}
}

// settle gives a constant list the type that its elements have of themselves,
// unless their use gave them one.
func (b *binder) settle(list *constList) {
	if list == nil || list.sure {
		return
	}
	t := list.v.Elem
	if !list.known {
		t = policy.Type{Kind: policy.String}
	}
	b.setType(list, constant.Wanted{Type: t})
}

// retype gives the elements of a constant list the type that is wanted of
// them, or reports that they have another.
func (b *binder) retype(op *elemOperand, w constant.Wanted) bool {
	list := op.list
	w = w.Constants(policy.CtyType(list.v.Elem))
	stringly := w.Kind == policy.String || w.Kind == policy.Date || w.Kind == policy.Timestamp || w.Kind == policy.Enum || w.Kind == policy.UUID
	switch {
	case list.sure && w.Takes(list.v.Elem):
		return true
	case list.sure || list.known && !stringly:
		b.report(op.rng, "Wrong type", "%s; %s.%s", w.Phrase(), b.describe(op), w.Hint(list.v.Elem))
		return false
	}
	return b.setType(list, w)
}

func (b *binder) setType(list *constList, w constant.Wanted) bool {
	list.v.Elem, list.sure, list.known = w.Type, true, true
	var diags hcl.Diagnostics
	for _, p := range list.parts {
		p.seq.Elem = w.Type
		p.seq.Values = make([]cty.Value, len(p.values))
		for i, e := range p.values {
			v, d := constant.Typed(e, constant.ElementExpr(p.expr, i, len(p.values)), w)
			p.seq.Values[i] = v
			diags = append(diags, d...)
		}
	}
	for _, l := range list.loose {
		v, d := constant.Typed(l.lit.Value, l.expr, w)
		l.lit.T, l.lit.Value = w.Type, v
		diags = append(diags, d...)
	}
	list.loose = nil
	b.diags = append(b.diags, diags...)
	return !diags.HasErrors()
}

// compareElement binds a comparison of an element, whose type is not settled,
// with a constant: neither settles the other's.
func (b *binder) compareElement(op policy.CompareOp, lhs, rhs operand, rng hcl.Range) (policy.Cond, bool) {
	e, c, ok := elementAndConstant(lhs, rhs)
	swapped := false
	if !ok {
		e, c, swapped = elementAndConstant(rhs, lhs)
	}
	if e == nil || c == nil || e.list.sure || e.list.known && c.value.Type() != cty.String {
		return nil, false
	}
	t, _ := naturalOf(c.value)
	if !e.list.known {
		e.list.v.Elem, e.list.known = t, true
	}
	v, diags := constant.Typed(c.value, c.expr, constant.Wanted{Type: t})
	if diags.HasErrors() {
		b.diags = append(b.diags, diags...)
		return nil, true
	}
	lit := &policy.Literal{Expr: policy.Expr{Range: c.place()}, T: t, Value: v}
	if t.Kind == policy.String {
		e.list.loose = append(e.list.loose, looseLiteral{lit, c.expr})
	}
	cmp := &policy.Compare{Expr: policy.Expr{Range: rng}, Op: op, X: &policy.Element{Expr: policy.Expr{Range: e.rng}, Var: e.list.v}, Y: lit}
	if swapped {
		cmp.X, cmp.Y = cmp.Y, cmp.X
	}
	if op != policy.Eq && !t.Ordered() {
		b.report(c.place(), "No order", "%s, and bools have no order.", b.describe(c))
		return nil, true
	}
	return cmp, true
}

func elementAndConstant(x, y operand) (*elemOperand, *constOperand, bool) {
	e, isElement := x.(*elemOperand)
	c, isConstant := y.(*constOperand)
	return e, c, isElement && isConstant
}
