package policy

import (
	"fmt"
)

// Tests says how many tests it takes to prove a condition true, and to prove
// it false, with named conditions written out.
type Tests struct{ IsTrue, IsFalse int }

func (t Tests) swapped() Tests     { return Tests{t.IsFalse, t.IsTrue} }
func (t Tests) plus(u Tests) Tests { return Tests{add(t.IsTrue, u.IsTrue), add(t.IsFalse, u.IsFalse)} }
func (t Tests) times(n int) Tests  { return Tests{multiply(t.IsTrue, n), multiply(t.IsFalse, n)} }

// Most gives how many tests it takes for the one that takes more.
func (t Tests) Most() int { return max(t.IsTrue, t.IsFalse) }

func (t Tests) both() int          { return add(t.IsTrue, t.IsFalse) }
func (t Tests) beside(n int) Tests { return t.plus(Tests{n, n}) }
func add(m, n int) int             { return min(m+n, 1<<30) }
func multiply(m, n int) int        { return int(min(int64(m)*int64(n), 1<<30)) }
func testsEach(n int) Tests        { return Tests{n, n} }

// Expansion counts the tests of conditions, and remembers how many of them
// come from the conditions that are named.
type Expansion struct{ Named map[*Condition]int }

// Expanded gives how many tests a condition asks, written out.
func Expanded(c Cond) Tests { return Expansion{map[*Condition]int{}}.Cond(c) }

func (e Expansion) Cond(c Cond) Tests {
	switch c := c.(type) {
	case *Const:
		return testsEach(1)
	case *Named:
		e.Named[c.Condition] = add(e.Named[c.Condition], c.Condition.Tests.both())
		return c.Condition.Tests
	case *Visible:
		if c.When == nil {
			return testsEach(1)
		}
		return e.Cond(c.When)
	case *Granted:
		return testsEach(1)
	case *Not:
		return e.Cond(c.X).swapped()
	case *And:
		return e.Cond(c.X).plus(e.Cond(c.Y))
	case *Or:
		return e.Cond(c.X).plus(e.Cond(c.Y))
	case *Choice:
		return e.Cond(c.Then).plus(e.Cond(c.Else)).beside(e.Cond(c.If).both())
	case *Any:
		return e.quantified(c.Over, c.Body)
	case *All:
		return e.quantified(c.Over, c.Body)
	case *Compare:
		return e.Leaf(c.X, c.Y)
	case *IsNull:
		return e.Leaf(c.X)
	case *Text:
		return e.Leaf(c.X, c.Y)
	case *Truth:
		return e.Leaf(c.X)
	default:
		panic(fmt.Sprintf("policy: no expansion of the condition %T", c))
	}
}

// quantified counts a test of every constant, which is written out for each.
func (e Expansion) quantified(over Seq, body Cond) Tests {
	asked := e.Cond(body)
	if list, ok := over.(*LiteralSeq); ok {
		if _, compared := body.(*Compare); !compared { // contains is one test of membership
			asked = asked.times(len(list.Values))
		}
	}
	return asked.beside(1)
}

// Leaf counts a test for each way in which its values can be what they are.
func (e Expansion) Leaf(values ...Value) Tests {
	n, guards := 1, 0
	for _, v := range values {
		ways, guard := e.value(v)
		n, guards = multiply(n, ways), add(guards, guard)
	}
	return testsEach(multiply(n, 1+guards))
}

// value gives in how many ways a value can be what it is, and how many tests
// tell which.
func (e Expansion) value(v Value) (ways, guards int) {
	switch v := v.(type) {
	case *Coalesce:
		x, guard := e.value(v.X)
		y, more := e.value(v.Y)
		return add(x, y), add(add(guard, more), 1)
	case *IfValue:
		x, guard := e.value(v.Then)
		y, more := e.value(v.Else)
		return add(x, y), add(add(guard, more), e.Cond(v.If).both())
	case *Changed:
		return e.value(v.X)
	case *TimeAdd:
		return e.value(v.X)
	case *DateAdd:
		return e.value(v.X)
	case *Midnight:
		return e.value(v.X)
	case *Template:
		ways = 1
		for _, part := range v.Parts {
			n, guard := e.value(part)
			ways, guards = multiply(ways, n), add(guards, guard)
		}
		return ways, guards
	case *Literal, *Path, *Element, *Login, *UserProperty, *TeamName, *TeamPropertyOf, *Now, *Today, *Hour, *Weekday, *Length:
		return 1, 0
	default:
		panic(fmt.Sprintf("policy: no expansion of the value %T", v))
	}
}
