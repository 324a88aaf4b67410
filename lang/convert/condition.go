package convert

import (
	"reflect"
	"slices"
	"strings"

	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// Cond is a condition on a row, as SQL means it: true, false or unknown.
//
//sumtype:decl
type Cond interface{ isCond() }

type (
	// True is so of every row.
	True struct{}
	// False is so of none.
	False struct{}
	// And is true where all are, and for none.
	And []Cond
	// Or is true where one is.
	Or []Cond
	// Not is true where its condition is false.
	Not struct{ Cond Cond }
	// IsTrue is true where its condition is, and else false: never unknown.
	IsTrue struct{ Cond Cond }
	// Compare is a comparison, by one of == != < <= > >=; unknown if an operand is null.
	Compare struct {
		Op   string
		X, Y Operand
	}
	// Null is true of null and else false.
	Null struct{ X Operand }
	// In asks whether a value is among constants.
	In struct {
		X      Operand
		Values []Const
	}
	// Has asks whether a list has a value.
	Has struct{ List, X Operand }
	// Text asks startswith, endswith or strcontains.
	Text struct {
		Func string
		X, Y Operand
	}
	// Exists asks whether the rows that a relation leads to have one of which Where
	// is true. It is never unknown. Within Where, columns with Up 0 are that row's.
	Exists struct {
		Up    int      // whose row the path begins at: 0 for the nearest
		Path  []string // to-one relations, and a last one of either kind
		Many  bool     // what the last one is
		Key   *Column  // the key of the row that it leads to, for a to-one relation
		Where Cond
	}
)

func (True) isCond()    {}
func (False) isCond()   {}
func (And) isCond()     {}
func (Or) isCond()      {}
func (Not) isCond()     {}
func (IsTrue) isCond()  {}
func (Compare) isCond() {}
func (Null) isCond()    {}
func (In) isCond()      {}
func (Has) isCond()     {}
func (Text) isCond()    {}
func (Exists) isCond()  {}

// Operand is a value in a condition.
//
//sumtype:decl
type Operand interface{ isOperand() }

type (
	// Column is a field of a row, or of one that its to-one relations lead to.
	Column struct {
		Up   int // 0 for the nearest row, 1 for that around it
		Path []string
		Type Type
		Null bool // whether it may be null
	}
	// Person is what is known of the person: a field of their row, or a property.
	Person struct {
		Name string
		Type Type
	}
	// Now is the time at which it is asked.
	Now struct{}
	// Const is a constant: a string, json.Number, bool, list of these, or nil.
	Const struct {
		Type  Type
		Value any
	}
)

func (Column) isOperand() {}
func (Person) isOperand() {}
func (Now) isOperand()    {}
func (Const) isOperand()  {}

// All joins conditions by and, as few as will do.
func All(conds ...Cond) Cond {
	var out And
	for _, c := range conds {
		switch c := c.(type) {
		case True:
		case False:
			return c
		case And:
			out = append(out, c...)
		default:
			out = append(out, c)
		}
	}
	out = once(out)
	switch len(out) {
	case 0:
		return True{}
	case 1:
		return out[0]
	default:
		return out
	}
}

// Any joins conditions by or, as few as will do.
func Any(conds ...Cond) Cond {
	var out Or
	for _, c := range conds {
		switch c := c.(type) {
		case False:
		case True:
			return c
		case Or:
			out = append(out, c...)
		default:
			out = append(out, c)
		}
	}
	out = once(out)
	switch len(out) {
	case 0:
		return False{}
	case 1:
		return out[0]
	default:
		return out
	}
}

// once leaves out conditions that are there already.
func once(conds []Cond) []Cond {
	var out []Cond
	for _, c := range conds {
		if !slices.ContainsFunc(out, func(other Cond) bool { return reflect.DeepEqual(c, other) }) {
			out = append(out, c)
		}
	}
	return out
}

// each visits a condition and all within it that is about the same row, outermost first.
func each(c Cond, visit func(Cond)) {
	if c == nil {
		return
	}
	visit(c)
	switch c := c.(type) {
	case And:
		for _, x := range c {
			each(x, visit)
		}
	case Or:
		for _, x := range c {
			each(x, visit)
		}
	case Not:
		each(c.Cond, visit)
	case IsTrue:
		each(c.Cond, visit)
	case True, False, Compare, Null, In, Has, Text, Exists:
	}
}

// operands gives those of one condition, without what is within it.
func operands(c Cond) []Operand {
	switch c := c.(type) {
	case Compare:
		return []Operand{c.X, c.Y}
	case Null:
		return []Operand{c.X}
	case In:
		return []Operand{c.X}
	case Has:
		return []Operand{c.List, c.X}
	case Text:
		return []Operand{c.X, c.Y}
	case True, False, And, Or, Not, IsTrue, Exists:
	}
	return nil
}

// opposites are the comparisons that are true where others are false.
var opposites = map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

// Constant reads a constant of a type; false if it is none, or if a policy cannot
// write it.
func Constant(t Type, x any) (Const, bool) {
	if s, ok := x.(string); ok && !pull.Sayable(s) {
		return Const{}, false
	}
	if _, err := scalar.Parse(t, x); err != nil || x == nil {
		return Const{}, false
	}
	return Const{t, x}, true
}

// Like reads a pattern of SQL's LIKE that asks for a beginning, an end or a part.
func Like(x Operand, pattern string) (Cond, bool) {
	inner := strings.Trim(pattern, "%")
	if strings.ContainsAny(inner, `%_\`) || !pull.Sayable(pattern) {
		return nil, false
	}
	text := Const{Type: Type{Kind: scalar.String}, Value: inner}
	start, end := strings.HasPrefix(pattern, "%"), strings.HasSuffix(pattern, "%")
	switch {
	case inner == "" && pattern != "": // any text at all
		return Not{Cond: Null{X: x}}, false
	case start && end:
		return Text{Func: "strcontains", X: x, Y: text}, true
	case start:
		return Text{Func: "endswith", X: x, Y: text}, true
	case end:
		return Text{Func: "startswith", X: x, Y: text}, true
	default:
		return Compare{Op: "==", X: x, Y: text}, true
	}
}
