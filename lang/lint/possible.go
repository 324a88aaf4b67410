package lint

import (
	"fmt"

	"portcullis/rego/scalar"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/policy"
)

// outcomes are what a condition can come to, as far as a look at its parts
// shows. There are never fewer than some request makes of it.
type outcomes int

const (
	canBeTrue outcomes = 1 << iota
	canBeFalse
	canBeUnknown
	canBeAny = canBeTrue | canBeFalse | canBeUnknown
)

// outlook works out what conditions can come to, where some fields of row and
// new are known to be null, or are unknown.
type outlook struct {
	left  map[*policy.Field]leaving
	named map[*policy.Condition]outcomes // that have been worked out
}

func lookingAt(left map[*policy.Field]leaving) *outlook {
	return &outlook{left: left, named: map[*policy.Condition]outcomes{}}
}

// leaving is what a created row has in a field that a statement gives no value.
type leaving int

// A field is null, is what the schema gives it, or is unknown.
const (
	leftNull leaving = iota + 1
	leftDefault
	leftUnknown
)

// neverTrue reports whether a condition is true of no request; an absent one
// always holds.
func (o *outlook) neverTrue(c policy.Cond) bool { return c != nil && o.of(c)&canBeTrue == 0 }

func (o *outlook) of(c policy.Cond) outcomes {
	switch c := c.(type) {
	case *policy.Const:
		if c.Value {
			return canBeTrue
		}
		return canBeFalse
	case *policy.Not:
		return negated(o.of(c.X))
	case *policy.Named:
		if c.Of != nil {
			return o.of(c.When)
		}
		known, ok := o.named[c.Condition]
		if !ok {
			known = o.of(c.Condition.When)
			o.named[c.Condition] = known
		}
		return known
	case *policy.Visible:
		return o.of(c.When)
	case *policy.Granted:
		return canBeTrue | canBeFalse
	case *policy.And:
		return o.and(c)
	case *policy.Or:
		return either(o.of(c.X), o.of(c.Y))
	case *policy.Choice:
		test := o.of(c.If)
		return either(both(test, o.of(c.Then)), both(negated(test), o.of(c.Else)))
	case *policy.IsNull:
		switch o.leaves(c.X) {
		case leftNull:
			return canBeTrue
		case leftUnknown:
			return canBeUnknown
		}
		return canBeAny
	case *policy.Compare:
		switch {
		case o.noValue(c.X) || o.noValue(c.Y):
			return canBeUnknown
		case c.Op == policy.Eq && (neverCased(c.X, c.Y) || neverCased(c.Y, c.X)):
			return canBeFalse | canBeUnknown
		}
		return canBeAny
	case *policy.Text:
		switch {
		case o.noValue(c.X) || o.noValue(c.Y):
			return canBeUnknown
		case neverCased(c.X, c.Y):
			return canBeFalse | canBeUnknown
		}
		return canBeAny
	case *policy.Truth:
		if o.noValue(c.X) {
			return canBeUnknown
		}
		return canBeAny
	case *policy.Any:
		return o.any(c)
	case *policy.All:
		if list, ok := c.Over.(*policy.LiteralSeq); ok && len(list.Values) == 0 {
			return canBeTrue
		}
		return o.of(c.Body) | canBeTrue | canBeUnknown
	default:
		panic(fmt.Sprintf("lint: nothing is known of the condition %T", c))
	}
}

// and looks at all that a chain of && joins together.
func (o *outlook) and(c *policy.And) outcomes {
	parts := conjuncts(c, nil, map[*policy.Condition]bool{})
	p := canBeTrue
	for _, part := range parts {
		p = both(p, o.of(part))
	}
	if p&canBeTrue != 0 && contradict(parts) {
		p &^= canBeTrue
	}
	return p
}

// conjuncts gives what && joins, in named conditions too.
func conjuncts(c policy.Cond, list []policy.Cond, seen map[*policy.Condition]bool) []policy.Cond {
	if and, ok := c.(*policy.And); ok {
		return conjuncts(and.Y, conjuncts(and.X, list, seen), seen)
	}
	if named, ok := c.(*policy.Named); ok && named.Of != nil {
		list = conjuncts(named.When, list, seen)
	} else if ok && !seen[named.Condition] {
		seen[named.Condition] = true
		list = conjuncts(named.Condition.When, list, seen)
	}
	return append(list, c)
}

func (o *outlook) any(c *policy.Any) outcomes {
	switch over := c.Over.(type) {
	case *policy.LiteralSeq:
		switch {
		case len(over.Values) == 0:
			return canBeFalse
		case noneCased(over, c.Body):
			return canBeFalse | canBeUnknown
		}
		return o.of(c.Body)
	case *policy.FieldSeq:
		if o.noValue(over.X) {
			return canBeUnknown
		}
	case *policy.RowSeq:
	default:
		panic(fmt.Sprintf("lint: a sequence of kind %T", over))
	}
	return o.of(c.Body) | canBeFalse | canBeUnknown
}

// leaves tells what is known of a value that is a field of row or new; 0 for nothing.
func (o *outlook) leaves(v policy.Value) leaving {
	if p, ok := v.(*policy.Path); ok && (p.Root == policy.RootRow || p.Root == policy.RootNew) && len(p.Steps) == 0 {
		return o.left[p.Field]
	}
	return 0
}

// noValue reports whether a value is one of the fields that are null or unknown.
func (o *outlook) noValue(v policy.Value) bool {
	of := o.leaves(v)
	return of == leftNull || of == leftUnknown
}

func negated(p outcomes) outcomes {
	return p&canBeUnknown | p&canBeTrue<<1 | p&canBeFalse>>1
}

// both is Kleene's and, either his or, of all that two conditions can come to.
func both(x, y outcomes) outcomes {
	p := (x|y)&canBeFalse | x&y&canBeTrue
	if x&canBeUnknown != 0 && y != canBeFalse || y&canBeUnknown != 0 && x != canBeFalse {
		p |= canBeUnknown
	}
	return p
}

func either(x, y outcomes) outcomes { return negated(both(negated(x), negated(y))) }

// neverCased reports whether a text is what lower or upper give, and the other
// a constant that they do not.
func neverCased(x, constant policy.Value) bool {
	c, ok := x.(*policy.Case)
	if !ok {
		return false
	}
	lit, ok := bind.ConstantOperand(constant)
	return ok && !cased(c, lit)
}

// cased reports whether a text can be in what lower or upper give.
func cased(c *policy.Case, v cty.Value) bool {
	s := v.AsString()
	if c.Upper {
		return scalar.Fold(true, s) == s
	}
	return scalar.Fold(false, s) == s
}

// noneCased is [neverCased] of contains: of all values of a constant list.
func noneCased(list *policy.LiteralSeq, body policy.Cond) bool {
	cmp, ok := body.(*policy.Compare)
	if !ok || cmp.Op != policy.Eq {
		return false
	}
	x, y := cmp.X, cmp.Y
	if _, ok := x.(*policy.Element); ok {
		x, y = y, x
	}
	c, ok := x.(*policy.Case)
	if _, of := y.(*policy.Element); !ok || !of {
		return false
	}
	for _, v := range list.Values {
		if v.IsNull() || cased(c, v) {
			return false
		}
	}
	return true
}

// contradict reports whether conditions cannot all be true: one is the other's
// opposite, a value is asked to be null and something else, or nothing is left
// between the bounds that it is asked to keep to.
func contradict(all []policy.Cond) bool {
	holds, fails := map[string]bool{}, map[string]bool{}
	null, some := map[string]bool{}, map[string]bool{}
	spans := map[string]*span{}
	for _, c := range all {
		not, negated := c.(*policy.Not)
		if negated {
			fails[policy.Format(not.X)] = true
			c = not.X
		} else {
			holds[policy.Format(c)] = true
		}
		switch c := c.(type) {
		case *policy.IsNull:
			if !negated {
				null[policy.FormatValue(c.X)] = true
			}
		case *policy.Truth:
			some[policy.FormatValue(c.X)] = true
		case *policy.Text:
			some[policy.FormatValue(c.X)], some[policy.FormatValue(c.Y)] = true, true
		case *policy.Compare:
			some[policy.FormatValue(c.X)], some[policy.FormatValue(c.Y)] = true, true
			v, op, constant := boundOf(c)
			if v == nil || negated {
				continue
			}
			name := policy.FormatValue(v)
			if spans[name] == nil {
				spans[name] = &span{t: v.Type()}
			}
			spans[name].narrow(op, constant)
		case *policy.Const, *policy.Not, *policy.And, *policy.Or, *policy.Choice, *policy.Any, *policy.All, *policy.Named, *policy.Visible, *policy.Granted: // told by their text alone
		default:
			panic(fmt.Sprintf("lint: a condition of kind %T", c))
		}
	}
	for text := range holds {
		if fails[text] {
			return true
		}
	}
	for value := range null {
		if some[value] {
			return true
		}
	}
	for _, s := range spans {
		if s.empty() {
			return true
		}
	}
	return false
}

// boundOf takes a comparison with a constant as one of the other value, which
// is nil where there is no constant.
func boundOf(c *policy.Compare) (policy.Value, policy.CompareOp, cty.Value) {
	if lit, ok := bind.ConstantOperand(c.Y); ok {
		return c.X, c.Op, lit
	}
	if lit, ok := bind.ConstantOperand(c.X); ok {
		return c.Y, mirrored[c.Op], lit
	}
	return nil, "", cty.NilVal
}

var mirrored = map[policy.CompareOp]policy.CompareOp{policy.Eq: policy.Eq, policy.Lt: policy.Gt, policy.Le: policy.Ge, policy.Gt: policy.Lt, policy.Ge: policy.Le}

// span is what is left for a value of type t: all, or what is between bounds,
// which may themselves be left out.
type span struct {
	t                   policy.Type
	low, high           cty.Value // NilVal where there is none
	aboveLow, belowHigh bool
}

// narrow takes one more comparison.
func (s *span) narrow(op policy.CompareOp, v cty.Value) {
	if op == policy.Eq || op == policy.Gt || op == policy.Ge {
		if order, ok := s.order(s.low, v); s.low == cty.NilVal || ok && (order < 0 || order == 0 && op == policy.Gt) {
			s.low, s.aboveLow = v, op == policy.Gt
		}
	}
	if op == policy.Eq || op == policy.Lt || op == policy.Le {
		if order, ok := s.order(s.high, v); s.high == cty.NilVal || ok && (order > 0 || order == 0 && op == policy.Lt) {
			s.high, s.belowHigh = v, op == policy.Lt
		}
	}
}

func (s *span) order(x, y cty.Value) (int, bool) {
	if x == cty.NilVal || y == cty.NilVal {
		return 0, false
	}
	return bind.OrderOf(x, y, s.t)
}

func (s *span) empty() bool {
	order, ok := s.order(s.low, s.high)
	return ok && (order > 0 || order == 0 && (s.aboveLow || s.belowHigh))
}
