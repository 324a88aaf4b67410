package bind

import (
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/policy"
)

// naturalOf gives the type that a constant has of itself.
func naturalOf(v cty.Value) (policy.Type, bool) {
	ty := v.Type()
	switch {
	case v.IsNull():
		return policy.Type{}, false
	case ty == cty.String:
		return policy.Type{Kind: policy.String}, true
	case ty == cty.Number:
		return policy.Type{Kind: policy.Number}, true
	case ty == cty.Bool:
		return policy.Type{Kind: policy.Bool}, true
	case constant.IsCtyList(ty):
		elem := policy.Type{Kind: policy.String}
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			if t, known := naturalOf(e); known {
				elem = t
				break
			}
		}
		return policy.Type{Kind: policy.List, Elem: &elem}, true
	default:
		return policy.Type{}, false
	}
}

// subject names an operand in a sentence: a field as table.field.
func (b *binder) subject(op operand) string {
	if t, ok := op.(*typedOperand); ok {
		if p, ok := t.v.(*policy.Path); ok {
			return b.tableOf(p).Name + "." + p.Field.Name
		}
	}
	return b.source(op)
}

// subjectOf is [binder.subject] for when it is needed.
func (b *binder) subjectOf(op operand) func() string {
	return func() string { return b.subject(op) }
}

// tableOf gives the table that a path's field is of.
func (b *binder) tableOf(p *policy.Path) *policy.Table {
	switch {
	case len(p.Steps) > 0:
		return p.Steps[len(p.Steps)-1].Target
	case p.Root == policy.RootUser:
		return b.Portal.Users
	case p.Root == policy.RootVar:
		return p.Var.Table
	default:
		return b.Table
	}
}

// source writes an operand as a policy does.
func (b *binder) source(op operand) string {
	switch op := op.(type) {
	case *constOperand:
		return constant.LiteralText(op.value)
	case *typedOperand:
		if op.text != "" {
			return op.text
		}
		return constant.Shorten(policy.FormatValue(op.v))
	case *elemOperand:
		if op.name == "" {
			return "each element"
		}
		return op.name
	case *choiceOperand:
		if op.test == nil {
			return "coalesce(" + b.source(op.x) + ", " + b.source(op.y) + ")"
		}
		return constant.Shorten("(… ? " + b.source(op.x) + " : " + b.source(op.y) + ")")
	case *recordOperand:
		return op.text()
	case *manyOperand:
		return op.text
	default:
		return "it"
	}
}

// describe says of what type an operand is, as a sentence without its end.
func (b *binder) describe(op operand) string {
	t, _, known := natural(op)
	if !known {
		return b.subject(op) + " has no type of its own"
	}
	return b.subject(op) + " is " + constant.TypePhrase(t)
}
