package constant

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Wanted is the type that a value must have.
type Wanted struct {
	policy.Type
	By     func() string // names what it must have it for; nil where that is the place alone
	Equals bool          // a value will do that can be equal to one of the type
	Advice Advice
}

// Advice is what to write instead of a value of one kind.
type Advice struct {
	Found policy.Kind
	Text  string
}

// Hint says what to do where a value has another type.
func (w Wanted) Hint(found policy.Type) string {
	switch {
	case w.By == nil:
		return ""
	case w.Advice.Text == "":
		return MismatchHint(found, w.Type)
	case w.Advice.Found == found.Kind:
		return " " + w.Advice.Text
	default:
		return ""
	}
}

// Phrase says what is wanted.
func (w Wanted) Phrase() string {
	if w.By == nil {
		return fmt.Sprintf("%s is needed here", syntax.Capital(TypePhrase(w.Type)))
	}
	return fmt.Sprintf("%s is %s", w.By(), TypePhrase(w.Type))
}

func MismatchHint(t, u policy.Type) string {
	has := func(k policy.Kind) bool { return t.Kind == k || u.Kind == k }
	switch {
	case t.Kind == policy.Enum && u.Kind == policy.Enum:
		return " They have no value in common."
	case has(policy.Enum) && has(policy.String):
		return " An enum is compared with its values, and with enums that share one with it."
	case has(policy.JSON):
		return " Of JSON nothing is asked but whether it is null."
	case has(policy.Date) && has(policy.Timestamp):
		return " A date is compared with today, a timestamp with now."
	default:
		return ""
	}
}

// Takes reports whether a value of a type will do: for enums, one that has a value
// in common.
func (w Wanted) Takes(t policy.Type) bool {
	return w.Type.Equal(t) || CanEqual(w.Type, t) && (w.Equals || t.Kind == w.Kind)
}

// Constants gives what constants of a type are wanted: a text that is no uuid is
// equal to none.
func (w Wanted) Constants(of cty.Type) Wanted {
	if w.Equals && w.Kind == policy.UUID && of == cty.String {
		w.Type = policy.Type{Kind: policy.String}
	}
	return w
}

// CanEqual reports whether values of the two types can be equal.
func CanEqual(t, u policy.Type) bool {
	if t.Textual() && u.Textual() {
		return true
	}
	if t.Kind != policy.Enum || u.Kind != policy.Enum {
		return t.Equal(u)
	}
	for _, v := range t.Values {
		for _, w := range u.Values {
			if v == w {
				return true
			}
		}
	}
	return false
}

func IsCtyList(ty cty.Type) bool {
	return ty.IsTupleType() || ty.IsListType() || ty.IsSetType()
}

// TypePhrase names a type in a sentence: "a number".
func TypePhrase(t policy.Type) string {
	switch t.Kind {
	case policy.Enum:
		return "one of " + diag.Join(t.Values, "and")
	case policy.JSON:
		return "a JSON value"
	case policy.List:
		if t.Elem.Kind == policy.Enum {
			return "a list of " + diag.Join(t.Elem.Values, "and")
		}
		return "a list of " + t.Elem.Kind.String() + "s"
	default:
		return "a " + t.Kind.String()
	}
}

// CtyPhrase names the type of a constant in a sentence.
func CtyPhrase(ty cty.Type) string {
	switch {
	case IsCtyList(ty):
		return "a list"
	case ty.IsObjectType() || ty.IsMapType():
		return "an object"
	default:
		return "a " + ty.FriendlyName()
	}
}

// LiteralText writes a constant as a policy does, shortened if it is long.
func LiteralText(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	switch ty := v.Type(); {
	case IsCtyList(ty) && v.LengthInt() > 8:
		return fmt.Sprintf("the list of %d elements", v.LengthInt())
	case ty.IsObjectType() || ty.IsMapType():
		return "{…}"
	}
	return Shorten(string(hclwrite.TokensForValue(v).Bytes()))
}

func Shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// NameRange is the place of a step's name, without its dot.
func NameRange(step hcl.TraverseAttr) hcl.Range {
	r := step.SrcRange
	n := len(step.Name)
	if r.End.Byte-r.Start.Byte > n && r.End.Column > n {
		r.Start = hcl.Pos{Line: r.End.Line, Column: r.End.Column - len([]rune(step.Name)), Byte: r.End.Byte - n}
	}
	return r
}

// ElementExpr gives the expression of an element, for its place.
func ElementExpr(list hclsyntax.Expression, i, n int) hclsyntax.Expression {
	if t, ok := syntax.Unparenthesised(list).(*hclsyntax.TupleConsExpr); ok && len(t.Exprs) == n {
		return t.Exprs[i]
	}
	return list
}
