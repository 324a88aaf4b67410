package bind

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
)

// operand is what an expression turned out to be, before it is known what is
// wanted of it. Constants get their type from what they are compared with.
type operand interface {
	place() hcl.Range
}

type (
	// badOperand has been reported.
	badOperand struct{ rng hcl.Range }
	// constOperand is a closed constant.
	constOperand struct {
		value cty.Value
		expr  hclsyntax.Expression
	}
	// typedOperand is a value whose type is certain.
	typedOperand struct {
		v    policy.Value
		text string // how to speak of it, if not as it is written
	}
	// elemOperand stands for the elements of a constant list.
	elemOperand struct {
		list *constList
		name string
		rng  hcl.Range
	}
	// choiceOperand is `test ? x : y`, or coalesce(x, y) where test is nil,
	// whose type is not certain, or which is a list.
	choiceOperand struct {
		test  policy.Cond
		x, y  operand
		t     policy.Type
		sure  bool
		known bool
		rng   hcl.Range
	}
	// recordOperand is a row.
	recordOperand struct{ record }
	// manyOperand is the rows of a to-many relation, or with [*] what is behind
	// each.
	manyOperand struct {
		rows  *policy.RowSeq
		v     *policy.Var
		elem  operand // of the row that v stands for
		splat bool
		from  string // how the relation is written
		text  string // how the whole is written
	}
	// condOperand is a condition that is no value.
	condOperand struct{ cond policy.Cond }
	// teamOperand is `team` itself.
	teamOperand struct{ rng hcl.Range }
)

func (o *badOperand) place() hcl.Range    { return o.rng }
func (o *constOperand) place() hcl.Range  { return o.expr.Range() }
func (o *typedOperand) place() hcl.Range  { return o.v.Source() }
func (o *elemOperand) place() hcl.Range   { return o.rng }
func (o *choiceOperand) place() hcl.Range { return o.rng }
func (o *recordOperand) place() hcl.Range { return o.rng }
func (o *manyOperand) place() hcl.Range   { return o.rows.Range }
func (o *condOperand) place() hcl.Range   { return o.cond.Source() }
func (o *teamOperand) place() hcl.Range   { return o.rng }

// condAt makes an operand of a condition that may be nil.
func condAt(c policy.Cond, rng hcl.Range) operand {
	if c == nil {
		return &badOperand{rng}
	}
	return &condOperand{c}
}

func typed(v policy.Value) operand { return &typedOperand{v: v} }

// typedAt makes an operand of a value that may be nil.
func typedAt(v policy.Value, rng hcl.Range) operand {
	if v == nil {
		return &badOperand{rng}
	}
	return typed(v)
}

func isNull(op operand) bool {
	c, ok := op.(*constOperand)
	return ok && c.value.IsNull()
}

// natural gives the type that an operand has of itself: whether it is sure,
// and whether it is known at all. A constant string may still become a date.
func natural(op operand) (t policy.Type, sure, known bool) {
	switch op := op.(type) {
	case *typedOperand:
		return op.v.Type(), true, true
	case *choiceOperand:
		return op.t, op.sure, op.known
	case *elemOperand:
		return op.list.v.Elem, op.list.sure, op.list.known
	case *constOperand:
		t, known := naturalOf(op.value)
		return t, false, known
	default:
		return policy.Type{}, false, false
	}
}

// isValue reports an operand that is no value. Lists are values of a kind.
func (b *binder) isValue(op operand, lists bool) bool {
	switch op := op.(type) {
	case *badOperand:
		return false
	case *condOperand:
		b.report(op.place(), "Condition used as a value", "A value is needed here. A condition is none; of conditions, only bool fields and properties are values.")
		return false
	case *recordOperand:
		b.report(op.place(), "Relation used as a value", "%s", op.notValue())
		return false
	case *teamOperand:
		b.report(op.place(), "No value", "team is no value; its name and its properties are, such as team.name.")
		return false
	case *manyOperand:
		example := op.text
		if row, ok := op.elem.(*recordOperand); ok {
			example = row.text() + "." + row.table.Key[0].Name
		}
		b.report(op.place(), "Many rows where one value is needed", "%s is of many rows. To ask whether a value is among theirs, write contains(%s, x); to ask of each row, anytrue([for r in %s : …]).", op.text, example, op.from)
		return false
	case *constOperand:
		return b.isPlain(op, lists)
	default:
		return lists || b.isScalar(op, nil)
	}
}

// isPlain reports a constant of a type that the language does not have.
func (b *binder) isPlain(op *constOperand, lists bool) bool {
	ty := op.value.Type()
	if op.value.IsNull() || ty.IsPrimitiveType() || lists && constant.IsCtyList(ty) {
		return true
	}
	b.report(op.place(), "Wrong type", "A value is needed here; %s is %s.", constant.LiteralText(op.value), constant.CtyPhrase(ty))
	return false
}

// isScalar reports a list, or JSON, where a scalar is needed; other is what it is
// compared with, or nil.
func (b *binder) isScalar(op, other operand) bool {
	t, _, known := natural(op)
	if known && t.Kind == policy.JSON {
		b.report(op.place(), "JSON used as a value", "Of JSON nothing is asked but whether it is null; %s.", b.describe(op))
		return false
	}
	if !known || t.Kind != policy.List {
		return true
	}
	hint := ""
	if other != nil {
		hint = fmt.Sprintf(" Write contains(%s, %s).", b.source(op), b.source(other))
		if u, _, known := natural(other); known && u.Kind == policy.List {
			hint = " Lists are not compared with one another; contains(list, x) asks for one element."
		}
	}
	b.report(op.place(), "List used as a value", "One value is needed here; %s.%s", b.describe(op), hint)
	return false
}

// as makes a value of the wanted type of an operand that is a value: nil if it
// has another one.
func (b *binder) as(op operand, w constant.Wanted) policy.Value {
	switch op := op.(type) {
	case *constOperand:
		w = w.Constants(op.value.Type())
		v, diags := constant.Typed(op.value, op.expr, w)
		b.diags = append(b.diags, diags...)
		if diags.HasErrors() {
			return nil
		}
		return &policy.Literal{Expr: policy.Expr{Range: op.place()}, T: w.Type, Value: v}
	case *elemOperand:
		if !b.retype(op, w) {
			return nil
		}
		return &policy.Element{Expr: policy.Expr{Range: op.rng}, Var: op.list.v}
	case *choiceOperand:
		x, y := b.as(op.x, w), b.as(op.y, w)
		switch {
		case x == nil || y == nil:
			return nil
		case op.test == nil:
			return &policy.Coalesce{Expr: policy.Expr{Range: op.rng}, X: x, Y: y}
		default:
			return &policy.IfValue{Expr: policy.Expr{Range: op.rng}, If: op.test, Then: x, Else: y}
		}
	case *typedOperand:
		if t := op.v.Type(); !w.Takes(t) {
			b.report(op.place(), "Wrong type", "%s; %s.%s", w.Phrase(), b.describe(op), w.Hint(t))
			return nil
		}
		return op.v
	default:
		return nil
	}
}
