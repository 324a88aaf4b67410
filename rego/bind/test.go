package bind

import (
	"fmt"
	"sync"

	"portcullis/rego/form"
)

// asked is what a closure is asked of: a row, the row as it would be after a
// write, and the elements of the lists that it stands in.
type asked[R any] struct {
	row  R
	new  map[string]any
	vars *frame
}

// frame has the elements of the lists that are gone through, by their depth.
// It is there only within the outermost list.
type frame struct{ elements []Value }

var frames = sync.Pool{New: func() any { return &frame{} }}

type (
	test[R any] func(asked[R]) bool
	get[R any]  func(asked[R]) Value
)

// compiler makes closures over rows of one kind out of formulas in which only
// places of rows are left.
type compiler[R any] struct {
	source *source[R]
	who    *Person // of rules
	depth  map[*form.Var]int
}

func (c *compiler[R]) test(f form.Formula) test[R] {
	switch f := f.(type) {
	case form.Always:
		return func(asked[R]) bool { return true }
	case form.Never:
		return func(asked[R]) bool { return false }
	case form.Every:
		return c.every(f)
	case form.Some:
		return c.some(f)
	case form.Known:
		t := f.X.Type()
		return c.leaf(f.X, leaf{value: func(v Value) bool { return known(t, v) }})
	case form.Null:
		x := c.place(f.At)
		return func(a asked[R]) bool { return x(a).kind == null }
	case form.Relate:
		return c.relate(f)
	case form.OneOf:
		return c.oneOf(f)
	case form.TextTest:
		return c.textTest(f)
	case form.Granted:
		panic("bind: what a person is granted is not bound")
	case form.Listed:
		x, over := c.list(f.Over), f.Over
		return func(a asked[R]) bool { return listed(over, x(a)) }
	case form.Exists:
		return c.quantified(f.Over, f.Var, f.Body, true)
	case form.ForAll:
		return c.quantified(f.Over, f.Var, f.Body, false)
	default:
		panic(fmt.Sprintf("bind: a formula of kind %T", f))
	}
}

func (c *compiler[R]) tests(list []form.Formula) []test[R] {
	if len(list) == 0 {
		return nil
	}
	out := make([]test[R], len(list))
	for i, f := range list {
		out[i] = c.test(f)
	}
	return out
}

func (c *compiler[R]) every(f form.Every) test[R] {
	parts := c.tests(quickFirst(f))
	if len(parts) == 2 {
		x, y := parts[0], parts[1]
		return func(a asked[R]) bool { return x(a) && y(a) }
	}
	return func(a asked[R]) bool {
		for _, p := range parts {
			if !p(a) {
				return false
			}
		}
		return true
	}
}

func (c *compiler[R]) some(f form.Some) test[R] {
	parts := c.tests(quickFirst(f))
	if len(parts) == 2 {
		x, y := parts[0], parts[1]
		return func(a asked[R]) bool { return x(a) || y(a) }
	}
	return func(a asked[R]) bool {
		for _, p := range parts {
			if p(a) {
				return true
			}
		}
		return false
	}
}

// quantified goes through a list until an element decides: one of which the
// body holds where one will do, else one of which it does not.
func (c *compiler[R]) quantified(over form.List, v *form.Var, body form.Formula, one bool) test[R] {
	x := c.list(over)
	depth := len(c.depth)
	inner := &compiler[R]{source: c.source, depth: map[*form.Var]int{v: depth}}
	for outer, at := range c.depth {
		inner.depth[outer] = at
	}
	holds := inner.test(body)
	through := func(a asked[R], of Value, n int) bool {
		for i := range n {
			a.vars.set(depth, of.element(i))
			if holds(a) == one {
				return one
			}
		}
		return !one
	}
	return func(a asked[R]) bool {
		of := x(a)
		n, ok := of.length()
		if !ok {
			return false
		}
		if a.vars != nil {
			return through(a, of, n)
		}
		a.vars = frames.Get().(*frame)
		decided := through(a, of, n)
		clear(a.vars.elements)
		frames.Put(a.vars)
		return decided
	}
}

func (f *frame) set(depth int, v Value) {
	for len(f.elements) <= depth {
		f.elements = append(f.elements, Value{})
	}
	f.elements[depth] = v
}

func (c *compiler[R]) operand(x form.Operand) get[R] {
	switch x := x.(type) {
	case form.Constant:
		v := ofConstant(x)
		return func(asked[R]) Value { return v }
	case form.Place:
		return c.place(x)
	case form.Changed:
		of, by := c.operand(x.X), x.By
		return func(a asked[R]) Value { return changed(by, of(a)) }
	case form.Moved:
		of, t, by := c.operand(x.X), x.Type(), x.By
		return func(a asked[R]) Value { return moved(t, of(a), by) }
	case form.Midnight, form.Template:
		panic(fmt.Sprintf("bind: %T is not bound", x))
	case form.Count:
		of, over := c.list(x.Over), x.Over
		return func(a asked[R]) Value {
			v := of(a)
			if !listed(over, v) {
				return Value{}
			}
			n, _ := v.length()
			return Int(int64(n))
		}
	default:
		panic(fmt.Sprintf("bind: an operand of kind %T", x))
	}
}

// place gives what stands at a place of the row, of the row to be, or of an
// element; null for a related row that is not there.
func (c *compiler[R]) place(p form.Place) get[R] {
	if p.Root == form.Row && len(p.Steps) == 0 && p.Field != nil {
		return c.source.field(p.Field)
	}
	return c.at(p, stepNames(p))
}

func (c *compiler[R]) at(p form.Place, path []string) get[R] {
	switch p.Root {
	case form.Row:
		return c.source.path(path)
	case form.New:
		return func(a asked[R]) Value { return Of(a.new).walk(path) }
	case form.Each:
		depth, ok := c.depth[p.Var]
		if !ok {
			panic("bind: an element stands outside its list")
		}
		return func(a asked[R]) Value { return a.vars.elements[depth].walk(path) }
	default:
		panic(fmt.Sprintf("bind: a place of root %d is not bound", p.Root))
	}
}

func stepNames(p form.Place) []string {
	path := make([]string, 0, len(p.Steps)+2)
	for _, step := range p.Steps {
		path = append(path, step.Name)
	}
	if p.Field != nil {
		path = append(path, p.Field.Name)
	}
	return path
}

// list gives what stands where a list is meant.
func (c *compiler[R]) list(over form.List) get[R] {
	path := stepNames(over.At)
	if over.Relation != nil {
		path = append(path, over.Relation.Name)
	}
	return c.at(over.At, path)
}
