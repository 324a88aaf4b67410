package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maxTests is how many tests an expression may ask, beyond those that its own
// text has, with the conditions that it names written out: every engine but the
// checker writes them out.
const maxTests = 10_000

// tests says how many tests it takes to prove a condition true, and to prove
// it false, with named conditions written out.
type tests struct{ isTrue, isFalse int }

func (t tests) swapped() tests     { return tests{t.isFalse, t.isTrue} }
func (t tests) plus(u tests) tests { return tests{add(t.isTrue, u.isTrue), add(t.isFalse, u.isFalse)} }
func (t tests) times(n int) tests  { return tests{multiply(t.isTrue, n), multiply(t.isFalse, n)} }
func (t tests) both() int          { return add(t.isTrue, t.isFalse) }
func (t tests) beside(n int) tests { return t.plus(tests{n, n}) }
func add(m, n int) int             { return min(m+n, 1<<30) }
func multiply(m, n int) int        { return int(min(int64(m)*int64(n), 1<<30)) }
func testsEach(n int) tests        { return tests{n, n} }

// checkExpansion reports an expression that is too large with the conditions
// that it names written out, and names the one that most of it comes from.
func (b *binder) checkExpansion(expr hclsyntax.Expression, asked tests, named map[*Condition]int) {
	rng := expr.Range()
	if max(asked.isTrue, asked.isFalse) <= maxTests+rng.End.Byte-rng.Start.Byte {
		return
	}
	var most *Condition
	for c, n := range named {
		if most == nil || n > named[most] || n == named[most] && c.Name < most.Name {
			most = c
		}
	}
	detail := fmt.Sprintf("It asks more than %d tests.", maxTests)
	if most != nil {
		detail = fmt.Sprintf("With the conditions that it names written out, it asks more than %d tests, most of them from condition.%s. "+
			"A condition that names another several times, which does so too, doubles with each step: name it once, as in c && (a || b) "+
			"for c && a || c && b.", maxTests, most.Name)
	}
	b.report(rng, "Expression too large", "%s", detail)
}

// expansion counts the tests of conditions, and remembers how many of them
// come from the conditions that are named.
type expansion struct{ named map[*Condition]int }

// expanded gives how many tests a condition asks, written out.
func expanded(c Cond) tests { return expansion{map[*Condition]int{}}.cond(c) }

func (e expansion) cond(c Cond) tests {
	switch c := c.(type) {
	case *Const:
		return testsEach(1)
	case *Named:
		e.named[c.Condition] = add(e.named[c.Condition], c.Condition.tests.both())
		return c.Condition.tests
	case *Not:
		return e.cond(c.X).swapped()
	case *And:
		return e.cond(c.X).plus(e.cond(c.Y))
	case *Or:
		return e.cond(c.X).plus(e.cond(c.Y))
	case *Choice:
		return e.cond(c.Then).plus(e.cond(c.Else)).beside(e.cond(c.If).both())
	case *Any:
		return e.quantified(c.Over, c.Body)
	case *All:
		return e.quantified(c.Over, c.Body)
	case *Compare:
		return e.leaf(c.X, c.Y)
	case *IsNull:
		return e.leaf(c.X)
	case *Text:
		return e.leaf(c.X, c.Y)
	case *Truth:
		return e.leaf(c.X)
	default:
		panic(fmt.Sprintf("lang: no expansion of the condition %T", c))
	}
}

// quantified counts a test of every constant, which is written out for each.
func (e expansion) quantified(over Seq, body Cond) tests {
	asked := e.cond(body)
	if list, ok := over.(*LiteralSeq); ok {
		if _, compared := body.(*Compare); !compared { // contains is one test of membership
			asked = asked.times(len(list.Values))
		}
	}
	return asked.beside(1)
}

// leaf counts a test for each way in which its values can be what they are.
func (e expansion) leaf(values ...Value) tests {
	n, guards := 1, 0
	for _, v := range values {
		ways, guard := e.value(v)
		n, guards = multiply(n, ways), add(guards, guard)
	}
	return testsEach(multiply(n, 1+guards))
}

// value gives in how many ways a value can be what it is, and how many tests
// tell which.
func (e expansion) value(v Value) (ways, guards int) {
	switch v := v.(type) {
	case *Coalesce:
		x, guard := e.value(v.X)
		y, more := e.value(v.Y)
		return add(x, y), add(add(guard, more), 1)
	case *IfValue:
		x, guard := e.value(v.Then)
		y, more := e.value(v.Else)
		return add(x, y), add(add(guard, more), e.cond(v.If).both())
	case *Case:
		return e.value(v.X)
	case *TimeAdd:
		return e.value(v.X)
	case *DateAdd:
		return e.value(v.X)
	case *Literal, *Path, *Element, *Login, *UserProperty, *TeamName, *TeamPropertyOf, *Now, *Today, *Length:
		return 1, 0
	default:
		panic(fmt.Sprintf("lang: no expansion of the value %T", v))
	}
}
