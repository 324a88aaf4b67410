package bind

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// sequence is what contains, anytrue, alltrue and length range over.
type sequence struct {
	over listTree
	v    *policy.Var
	elem operand    // what a for-variable, or [*], stands for
	list *constList // the constant lists in it, if their type is found by their use; else nil
}

// listTree is a [policy.Seq], or a *listChoice between two.
type listTree interface{ Source() hcl.Range }

// listChoice is `test ? x : y` of lists. coalesce(x, y) is `x == null ? y : x`.
type listChoice struct {
	policy.Expr
	test policy.Cond
	x, y listTree
}

// distribute gives the condition on each list of the tree, under the tests
// that lead to it.
func distribute(t listTree, each func(policy.Seq) policy.Cond) policy.Cond {
	if c, ok := t.(*listChoice); ok {
		return &policy.Choice{Expr: c.Expr, If: c.test, Then: distribute(c.x, each), Else: distribute(c.y, each)}
	}
	return each(t.(policy.Seq))
}

// distributeValue is [distribute] for values.
func distributeValue(t listTree, each func(policy.Seq) policy.Value) policy.Value {
	if c, ok := t.(*listChoice); ok {
		return &policy.IfValue{Expr: c.Expr, If: c.test, Then: distributeValue(c.x, each), Else: distributeValue(c.y, each)}
	}
	return each(t.(policy.Seq))
}

// sequence binds an expression that stands where a list is needed: nil if it
// is none. by names the function that needs it.
func (b *binder) sequence(expr hclsyntax.Expression, by string) *sequence {
	switch e := syntax.Unparenthesised(expr).(type) {
	case *hclsyntax.TupleConsExpr:
		if b.open[e] {
			for _, x := range e.Exprs {
				b.probe(x)
			}
			b.report(e.Range(), "Not a constant", "A list that is written out holds constants alone. Instead of %s with it, write one comparison for each element, joined by ||.", by)
			return nil
		}
	case *hclsyntax.ForExpr:
		if b.open[e] {
			b.report(e.Range(), "Misplaced for", "for over rows stands directly in anytrue and alltrue. The values of a field of many rows are written row.items[*].sku.")
			return nil
		}
	}
	return b.sequenceOf(b.operand(expr), by)
}

func (b *binder) sequenceOf(op operand, by string) *sequence {
	switch op := op.(type) {
	case *manyOperand:
		return &sequence{over: op.rows, v: op.v, elem: op.elem}
	case *recordOperand:
		b.report(op.place(), "List needed", "%s needs a list; %s is one row.", by, op.text())
		return nil
	}
	if !b.isValue(op, true) {
		return nil
	}
	if t, _, known := natural(op); !isNull(op) && (!known || t.Kind != policy.List) {
		b.report(op.place(), "List needed", "%s needs a list; %s.", by, b.describe(op))
		return nil
	}
	switch op := op.(type) {
	case *constOperand:
		return b.constSequence(op)
	case *choiceOperand:
		return b.choiceSequence(op, by)
	case *typedOperand:
		v := &policy.Var{Name: "e", Elem: *op.v.Type().Elem}
		elem := &typedOperand{v: &policy.Element{Expr: policy.Expr{Range: op.place()}, Var: v}, text: "each element of " + b.subject(op)}
		return &sequence{over: &policy.FieldSeq{Expr: policy.Expr{Range: op.place()}, X: op.v}, v: v, elem: elem}
	default:
		return nil
	}
}

// choiceSequence makes one sequence of a choice between lists: they share the
// variable, and so the type of the elements.
func (b *binder) choiceSequence(op *choiceOperand, by string) *sequence {
	x, y := b.sequenceOf(op.x, by), b.sequenceOf(op.y, by)
	if x == nil || y == nil {
		return nil
	}
	choice := &listChoice{Expr: policy.Expr{Range: op.rng}, test: op.test, x: x.over, y: y.over}
	if op.test == nil {
		list := b.as(op.x, constant.Wanted{Type: op.t})
		if list == nil {
			return nil
		}
		choice.test, choice.x, choice.y = &policy.IsNull{Expr: policy.Expr{Range: op.rng}, X: list}, y.over, x.over
	}
	if x.list != nil && (y.list == nil || y.list.sure) {
		x, y = y, x
	}
	if y.list != nil && !b.join(x, y.list) {
		return nil
	}
	return &sequence{over: choice, v: x.v, elem: x.elem, list: x.list}
}

// join gives a constant list the elements' type of the sequence that it is an
// alternative to, or has both wait for their use.
func (b *binder) join(s *sequence, list *constList) bool {
	if s.list == nil || s.list.sure {
		return b.setType(list, constant.Wanted{Type: s.v.Elem})
	}
	if list.known {
		s.list.v.Elem, s.list.known = list.v.Elem, true
	}
	s.list.parts = append(s.list.parts, list.parts...)
	return true
}
