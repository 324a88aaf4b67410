package lower

import (
	"portcullis/lang"
	"portcullis/rego/form"

	"github.com/zclconf/go-cty/cty"
)

// Parts of conditions, lowered by themselves. Who explains an answer asks of each
// part what it came to: of the part as it is lowered within its statement, so that
// the answer and its reason come from one meaning.

// Elements gives variables that stand for elements of a sequence written out.
type Elements = map[*lang.Var]cty.Value

// Part gives what proves that a condition has the truth value want, within
// sequences of which the elements are given.
func (s *schema) Part(c lang.Cond, want bool, within Elements) form.Formula {
	return (&lowering{schema: s, constants: within}).cond(c, want)
}

// Value gives what a value comes to, as a write would get it, with the type of the
// value itself.
func (s *schema) Value(v lang.Value, within Elements) form.Set {
	return (&lowering{schema: s, constants: within}).set(&form.Field{Type: v.Type()}, v)
}

// Over gives the list that a sequence ranges over, what proves that there are no
// elements where it is none, and the variable that stands for each. The sequence is
// not one that is written out.
func (s *schema) Over(over lang.Seq, v *lang.Var) (list form.List, none form.Formula, each *form.Var) {
	list = s.list(over)
	none = form.Never{}
	if list.Relation != nil {
		none = missing(list.At)
	}
	return list, none, s.variable(v)
}

// Given gives what a field gets of a value.
func (l *Policy) Given(set lang.Set) form.Set { return l.set(set) }

// Lifted moves the first `?:` between values out of a condition without parts, over
// which it distributes; nil where there is none.
func Lifted(c lang.Cond) *lang.Choice { return liftChoice(c) }

// ChoiceIn gives the first `?:` within a value, or nil.
func ChoiceIn(v lang.Value) *lang.IfValue { return choiceIn(v) }

// Chosen gives a value with one branch in place of a choice within it.
func Chosen(v lang.Value, choice *lang.IfValue, branch lang.Value) lang.Value {
	return with(v, choice, branch)
}
