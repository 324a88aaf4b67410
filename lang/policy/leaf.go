package policy

import "fmt"

// IsLeaf reports whether a condition is one that its author wrote as a whole: a
// comparison, `!=` too, a text function, a bool, `contains`, `own`, or a named
// condition where it is used. What the language made of it stands at the same
// place in the source; `&&`, `||`, `!`, `?:`, anytrue and alltrue have places
// of their own, beyond those of their parts.
func IsLeaf(c Cond) bool {
	switch c := c.(type) {
	case *Compare, *IsNull, *Text, *Truth, *Named, *Visible, *Granted:
		return true
	case *Not:
		return c.Source() == c.X.Source()
	case *Any:
		return c.Source() == c.Body.Source()
	case *All:
		return c.Source() == c.Body.Source()
	case *Const, *And, *Or, *Choice:
		return false
	default:
		panic(fmt.Sprintf("policy: no leaf or branch: %T", c))
	}
}

// EachLeaf calls f for every leaf of a condition, in the order of the source,
// also for those in conditions between values; nil has none. Conditions that
// are named in it are not entered.
func EachLeaf(c Cond, f func(Cond)) {
	if c != nil {
		leafWalker{f}.cond(c)
	}
}

// EachLeafOf is [EachLeaf] for the conditions between values within a value.
func EachLeafOf(v Value, f func(Cond)) { leafWalker{f}.value(v) }

type leafWalker struct{ found func(Cond) }

func (w leafWalker) cond(c Cond) {
	if IsLeaf(c) {
		w.found(c)
		w.inner(c)
		return
	}
	switch c := c.(type) {
	case *Const:
	case *Not:
		w.cond(c.X)
	case *And:
		w.cond(c.X)
		w.cond(c.Y)
	case *Or:
		w.cond(c.X)
		w.cond(c.Y)
	case *Choice:
		w.cond(c.If)
		w.cond(c.Then)
		w.cond(c.Else)
	case *Any:
		w.seq(c.Over)
		w.cond(c.Body)
	case *All:
		w.seq(c.Over)
		w.cond(c.Body)
	case *Compare, *IsNull, *Text, *Truth, *Named, *Visible, *Granted: // leaves
	default:
		panic(fmt.Sprintf("policy: no walk over the condition %T", c))
	}
}

// inner looks for choices between values within a leaf.
func (w leafWalker) inner(c Cond) {
	switch c := c.(type) {
	case *Named, *Visible, *Granted:
	case *Compare:
		w.value(c.X)
		w.value(c.Y)
	case *IsNull:
		w.value(c.X)
	case *Text:
		w.value(c.X)
		w.value(c.Y)
	case *Truth:
		w.value(c.X)
	case *Not:
		w.inner(c.X)
	case *Any:
		w.seq(c.Over)
		w.inner(c.Body)
	case *All:
		w.seq(c.Over)
		w.inner(c.Body)
	case *Const, *And, *Or, *Choice: // no leaves
	default:
		panic(fmt.Sprintf("policy: no walk over the leaf %T", c))
	}
}

func (w leafWalker) value(v Value) {
	switch v := v.(type) {
	case *IfValue:
		w.cond(v.If)
	case *Length:
		w.seq(v.Over)
	default: // its operands are all of it
	}
	for _, x := range Operands(v) {
		w.value(x)
	}
}

func (w leafWalker) seq(s Seq) {
	if list, ok := s.(*FieldSeq); ok {
		w.value(list.X)
	}
}
