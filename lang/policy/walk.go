package policy

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Reach is where a path within a condition leads.
type Reach struct {
	Root  Root
	Steps []*Relation
	Field *Field // nil where the path ends with a relation
	At    hcl.Range
}

// EachPath calls f for every path within a condition, which may be nil.
// Conditions that are named in it are entered where they are asked of another
// record than row.
func EachPath(c Cond, f func(Reach)) {
	if c != nil {
		pathWalker{found: f}.cond(c)
	}
}

// EachPathOf is [eachPath] for a value.
func EachPathOf(v Value, f func(Reach)) { pathWalker{found: f}.value(v) }

// EachVisible calls f for every Visible within a condition, which may be nil, and
// in those that are named in it.
func EachVisible(c Cond, f func(*Visible)) {
	if c != nil {
		pathWalker{func(Reach) {}, f}.cond(c)
	}
}

// EachVisibleOf is [EachVisible] for a value.
func EachVisibleOf(v Value, f func(*Visible)) { pathWalker{func(Reach) {}, f}.value(v) }

// pathWalker gives the paths of conditions or, with visible, what is asked to be
// visible in them.
type pathWalker struct {
	found   func(Reach)
	visible func(*Visible)
}

func (w pathWalker) cond(c Cond) {
	switch c := c.(type) {
	case *Const:
	case *Named:
		if c.Of != nil || w.visible != nil {
			w.cond(c.Asked())
		}
	case *Visible:
		if w.visible != nil {
			w.visible(c)
			break
		}
		for _, f := range c.Table.Key {
			w.found(Reach{c.Of.Root, c.Of.Steps, f, c.Range})
		}
		if c.When != nil {
			w.cond(c.When)
		}
	case *Granted:
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
	case *Any:
		w.seq(c.Over)
		w.cond(c.Body)
	case *All:
		w.seq(c.Over)
		w.cond(c.Body)
	default:
		panic(fmt.Sprintf("policy: no walk over the condition %T", c))
	}
}

func (w pathWalker) value(v Value) {
	switch v := v.(type) {
	case *Path:
		w.found(Reach{v.Root, v.Steps, v.Field, v.Range})
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

func (w pathWalker) seq(s Seq) {
	switch s := s.(type) {
	case *LiteralSeq:
	case *FieldSeq:
		w.value(s.X)
	case *RowSeq:
		w.found(Reach{s.Root, append(s.Steps[:len(s.Steps):len(s.Steps)], s.Relation), nil, s.Range})
	default:
		panic(fmt.Sprintf("policy: no walk over the sequence %T", s))
	}
}
