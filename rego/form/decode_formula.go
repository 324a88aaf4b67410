package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"portcullis/rego/scalar"
)

// scope is where a formula stands: in a statement on a table, within lists.
type scope struct {
	table *Table // of Row and New; nil of a component
	vars  []*Var
}

func (s scope) with(v *Var) scope { return scope{s.table, append(slices.Clone(s.vars), v)} }

func (d *decoder) formula(t *Table, x any) Formula { return d.formulaIn(scope{table: t}, x) }

func (d *decoder) formulaIn(in scope, x any) Formula {
	if holds, ok := x.(bool); ok {
		return Decided(holds)
	}
	kind, args := d.call(x)
	switch kind {
	case "every":
		return Every(d.formulas(in, args))
	case "some":
		return Some(d.formulas(in, args))
	}
	kind, not := strings.CutPrefix(kind, "not ")
	want := map[string]int{"known": 1, "null": 1, "listed": 1, "granted": 1}[kind]
	if want == 0 {
		want = 2
	}
	if len(args) != want {
		d.fail("%v is not a formula", x)
		return Never{}
	}
	switch kind {
	case "known":
		x := d.operand(in, args[0])
		d.alike(x.Type(), x.Type())
		return Known{x}
	case "null":
		return Null{d.place(in, args[0])}
	case "granted":
		name, _ := args[0].(string)
		if !d.granted[name] {
			d.fail("there is no profile %v", args[0])
		}
		return Granted{name, not}
	case "listed":
		return Listed{d.list(in, args[0])}
	case "in":
		return d.oneOf(d.operand(in, args[0]), d.constants(in, args[1]), not)
	case string(Equal), string(NotEqual), string(Less), string(LessOrEqual), string(Greater), string(GreaterOrEqual):
		return d.relate(Comparison(kind), d.operand(in, args[0]), d.operand(in, args[1]))
	case "exists":
		over := d.list(in, args[0])
		v := variableOf(over)
		return Exists{over, v, d.formulaIn(in.with(v), args[1])}
	case "forall":
		over := d.list(in, args[0])
		v := variableOf(over)
		return ForAll{over, v, d.formulaIn(in.with(v), args[1])}
	default:
		if op := scalar.Predicate(kind); slices.Contains(scalar.Predicates(), op) {
			return TextTest{op, d.ofKind(d.operand(in, args[0]), String), d.ofKind(d.operand(in, args[1]), String), not}
		}
		d.fail("%q is not a kind of formula", kind)
		return Never{}
	}
}

// call takes a list that begins with a text apart.
func (d *decoder) call(x any) (string, []any) {
	list, _ := x.([]any)
	if len(list) == 0 {
		d.fail("%v is not a formula or operand", x)
		return "", nil
	}
	kind, ok := list[0].(string)
	if !ok {
		d.fail("%v is not a formula or operand", x)
	}
	return kind, list[1:]
}

func (d *decoder) formulas(in scope, list []any) []Formula {
	if len(list) < 2 {
		d.fail("a formula of parts has %d", len(list))
	}
	out := make([]Formula, len(list))
	for i, x := range list {
		out[i] = d.formulaIn(in, x)
	}
	return out
}

func (d *decoder) constants(in scope, x any) []Constant {
	list, _ := x.([]any)
	if len(list) == 0 {
		d.fail("%v is not a list of constants", x)
	}
	var out []Constant
	for _, x := range list {
		c, ok := d.operand(in, x).(Constant)
		if !ok {
			d.fail("%v is not a constant", x)
		}
		out = append(out, c)
	}
	return out
}

func (d *decoder) operand(in scope, x any) Operand {
	switch x := x.(type) {
	case string:
		return d.place(in, x)
	case map[string]any:
		for kind, value := range x {
			if c := d.value(typeNamed(kind), value); len(x) == 1 && !c.IsNull() {
				return c
			}
		}
		d.fail("%v is not a constant", x)
		return Constant{}
	}
	function, args := d.call(x)
	switch {
	case len(args) == 1 && slices.Contains(scalar.Changes(), scalar.Change(function)):
		return Changed{scalar.Change(function), d.ofKind(d.operand(in, args[0]), String)}
	case function == "midnight" && len(args) == 1:
		return d.midnight(d.operand(in, args[0]))
	case function == "text" && len(args) > 0:
		return d.template(in, args)
	case function == "count" && len(args) == 1:
		return Count{d.list(in, args[0])}
	case function == "move" && len(args) == 2:
		by, err := strconv.ParseInt(fmt.Sprint(args[1]), 10, 64)
		if err != nil {
			d.fail("%v is not what a time is moved by", args[1])
		}
		return Moved{d.ofKind(d.operand(in, args[0]), Timestamp, Date), by}
	default:
		d.fail("%v is not an operand", x)
		return Constant{}
	}
}

// typeNamed gives the type of a constant of a kind, "list" with that of its elements.
func typeNamed(name string) Type {
	kind, elem, ok := strings.Cut(name, " ")
	if !ok {
		return Type{Kind: Kind(kind)}
	}
	return Type{Kind: Kind(kind), Elem: &Type{Kind: Kind(elem)}}
}

// value reads a constant of a type, null among them.
func (d *decoder) value(t Type, x any) Constant {
	if x == nil {
		return Constant{T: t}
	}
	switch t.Kind {
	case String, Enum, UUID, Date, Timestamp:
		if s, ok := x.(string); ok && written(t.Kind, s) {
			return Constant{t, s}
		}
	case Number:
		if s, ok := x.(string); ok && written(t.Kind, s) {
			return Constant{t, Decimal(s)}
		}
	case Bool:
		if b, ok := x.(bool); ok {
			return Constant{t, b}
		}
	case ListOf:
		if list, ok := x.([]any); ok && t.Elem != nil {
			elems := make([]Constant, len(list))
			for i, e := range list {
				elems[i] = d.value(*t.Elem, e)
			}
			return Constant{t, elems}
		}
	}
	d.fail("%v is not a constant of type %s", x, t.Kind)
	return Constant{T: t}
}

// variableOf gives the variable that stands for a list's elements.
func variableOf(over List) *Var {
	if over.Relation != nil {
		return &Var{Table: over.Relation.Target}
	}
	if over.At.T.Elem == nil {
		return &Var{}
	}
	return &Var{Elem: *over.At.T.Elem}
}
