package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// naturalOf gives the type that a constant has of itself.
func naturalOf(v cty.Value) (Type, bool) {
	ty := v.Type()
	switch {
	case v.IsNull():
		return Type{}, false
	case ty == cty.String:
		return Type{Kind: String}, true
	case ty == cty.Number:
		return Type{Kind: Number}, true
	case ty == cty.Bool:
		return Type{Kind: Bool}, true
	case isCtyList(ty):
		elem := Type{Kind: String}
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			if t, known := naturalOf(e); known {
				elem = t
				break
			}
		}
		return Type{Kind: List, Elem: &elem}, true
	default:
		return Type{}, false
	}
}

func isCtyList(ty cty.Type) bool {
	return ty.IsTupleType() || ty.IsListType() || ty.IsSetType()
}

// typePhrase names a type in a sentence: "a number".
func typePhrase(t Type) string {
	switch t.Kind {
	case Enum:
		return "one of " + join(t.Values, "and")
	case List:
		if t.Elem.Kind == Enum {
			return "a list of " + join(t.Elem.Values, "and")
		}
		return "a list of " + t.Elem.Kind.String() + "s"
	default:
		return "a " + t.Kind.String()
	}
}

// ctyPhrase names the type of a constant in a sentence.
func ctyPhrase(ty cty.Type) string {
	switch {
	case isCtyList(ty):
		return "a list"
	case ty.IsObjectType() || ty.IsMapType():
		return "an object"
	default:
		return "a " + ty.FriendlyName()
	}
}

// literalText writes a constant as a policy does, shortened if it is long.
func literalText(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	switch ty := v.Type(); {
	case isCtyList(ty) && v.LengthInt() > 8:
		return fmt.Sprintf("the list of %d elements", v.LengthInt())
	case ty.IsObjectType() || ty.IsMapType():
		return "{…}"
	}
	return shorten(string(hclwrite.TokensForValue(v).Bytes()))
}

func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// subject names an operand in a sentence: a field as table.field.
func (b *binder) subject(op operand) string {
	if t, ok := op.(*typedOperand); ok {
		if p, ok := t.v.(*Path); ok {
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
func (b *binder) tableOf(p *Path) *Table {
	switch {
	case len(p.Steps) > 0:
		return p.Steps[len(p.Steps)-1].Target
	case p.Root == RootUser:
		return b.portal.Users
	case p.Root == RootVar:
		return p.Var.Table
	default:
		return b.table
	}
}

// source writes an operand as a policy does.
func (b *binder) source(op operand) string {
	switch op := op.(type) {
	case *constOperand:
		return literalText(op.value)
	case *typedOperand:
		if op.text != "" {
			return op.text
		}
		return shorten(FormatValue(op.v))
	case *elemOperand:
		if op.name == "" {
			return "each element"
		}
		return op.name
	case *choiceOperand:
		if op.test == nil {
			return "coalesce(" + b.source(op.x) + ", " + b.source(op.y) + ")"
		}
		return shorten("(… ? " + b.source(op.x) + " : " + b.source(op.y) + ")")
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
	return b.subject(op) + " is " + typePhrase(t)
}
