package postgres

import (
	"fmt"
	"strings"

	"portcullis/lang/convert"
	"portcullis/rego/scalar"
)

// unsaid is why something cannot be said in the language.
type unsaid struct{ why string }

func (u unsaid) Error() string { return u.why }

func cannot(format string, args ...any) error { return unsaid{fmt.Sprintf(format, args...)} }

// frame is a row that an expression can look at, by a name.
type frame struct {
	alias string
	*table
}

// reading is the reading of one role's expression.
type reading struct {
	*importer
	role   string
	frames []frame
	asking []*table // whose rows are asked about, from outside in
}

// condition reads an expression that is a condition. Negated, it matters whether it is
// false, and not only whether it is true.
func (r *reading) condition(n node, negated bool) (convert.Cond, error) {
	switch kind, body := n.only(); kind {
	case "BoolExpr":
		return r.boolean(body, negated)
	case "A_Expr":
		return r.expression(body, negated)
	case "NullTest":
		x, err := r.operand(body.node("arg"))
		if err != nil {
			return nil, err
		}
		var c convert.Cond = convert.Null{X: x.operand}
		if v, ok := x.operand.(convert.Const); ok {
			c = constantly(v.Value == nil)
		}
		if body.text("nulltesttype") == "IS_NOT_NULL" {
			c = not(c)
		}
		return c, nil
	case "BooleanTest":
		return r.booleanTest(body)
	case "SubLink":
		return r.subLink(body, negated)
	case "CoalesceExpr":
		return r.coalesce(body)
	case "TypeCast":
		if name, array := typeName(body.node("typeName")); name == "bool" && !array {
			if c, err := r.condition(body.node("arg"), negated); err == nil {
				return c, nil
			}
		}
	case "A_Const":
		if b, ok := constant(body).(bool); ok {
			return constantly(b), nil
		}
	}
	x, err := r.operand(n)
	if err != nil {
		return nil, err
	}
	if typeOf(x.operand).Kind != scalar.Bool {
		return nil, cannot("a condition is made of %s", kindOf(n))
	}
	return r.compared("==", x, value{operand: convert.Const{Type: boolean, Value: true}})
}

var (
	boolean = convert.Type{Kind: scalar.Bool}
	textual = convert.Type{Kind: scalar.String}
)

func kindOf(n node) string {
	kind, _ := n.only()
	return kind
}

func constantly(is bool) convert.Cond {
	if is {
		return convert.True{}
	}
	return convert.False{}
}

func not(c convert.Cond) convert.Cond {
	switch c.(type) {
	case convert.True:
		return convert.False{}
	case convert.False:
		return convert.True{}
	case convert.And, convert.Or, convert.Not, convert.IsTrue, convert.Compare, convert.Null, convert.In, convert.Has, convert.Text, convert.Exists:
	}
	return convert.Not{Cond: c}
}

func (r *reading) boolean(n node, negated bool) (convert.Cond, error) {
	var parts []convert.Cond
	op := n.text("boolop")
	for _, arg := range n.list("args") {
		c, err := r.condition(arg, negated != (op == "NOT_EXPR"))
		if err != nil {
			return nil, err
		}
		parts = append(parts, c)
	}
	switch op {
	case "AND_EXPR":
		return convert.All(parts...), nil
	case "OR_EXPR":
		return convert.Any(parts...), nil
	default:
		return not(parts[0]), nil
	}
}

func (r *reading) booleanTest(n node) (convert.Cond, error) {
	test := n.text("booltesttype")
	c, err := r.condition(n.node("arg"), strings.HasSuffix(test, "FALSE"))
	if err != nil {
		return nil, err
	}
	switch test {
	case "IS_TRUE":
		return convert.IsTrue{Cond: c}, nil
	case "IS_NOT_TRUE":
		return not(convert.IsTrue{Cond: c}), nil
	case "IS_FALSE":
		return convert.IsTrue{Cond: not(c)}, nil
	case "IS_NOT_FALSE":
		return not(convert.IsTrue{Cond: not(c)}), nil
	default:
		return nil, cannot("it asks whether something is unknown")
	}
}

// coalesce reads coalesce(condition, true or false).
func (r *reading) coalesce(n node) (convert.Cond, error) {
	args := n.list("args")
	if len(args) != 2 {
		return nil, cannot("coalesce has %d values", len(args))
	}
	kind, body := args[1].only()
	otherwise, ok := constant(body).(bool)
	c, err := r.condition(args[0], otherwise)
	if err != nil {
		return nil, err
	}
	switch {
	case kind != "A_Const" || !ok:
		return nil, cannot("coalesce is of a condition, and true or false")
	case otherwise:
		return not(convert.IsTrue{Cond: not(c)}), nil
	default:
		return convert.IsTrue{Cond: c}, nil
	}
}

// comparisons are the operators that the language has.
var comparisons = map[string]string{"=": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

func (r *reading) expression(n node, negated bool) (convert.Cond, error) {
	names := n.names("name")
	op := ""
	if len(names) > 0 {
		op = names[len(names)-1]
	}
	switch kind := n.text("kind"); kind {
	case "AEXPR_OP", "AEXPR_LIKE":
		return r.binary(op, n)
	case "AEXPR_IN":
		_, list := n.node("rexpr").only()
		c, err := r.among(n.node("lexpr"), list.list("items"))
		if err == nil && op == "<>" {
			c = not(c)
		}
		return c, err
	case "AEXPR_OP_ANY", "AEXPR_OP_ALL":
		return r.array(op, kind == "AEXPR_OP_ALL", n, negated)
	case "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT":
		c, err := r.distinct(n)
		if err == nil && kind == "AEXPR_NOT_DISTINCT" {
			c = not(c)
		}
		return c, err
	case "AEXPR_BETWEEN":
		_, list := n.node("rexpr").only()
		bounds := list.list("items")
		if len(bounds) != 2 {
			return nil, cannot("BETWEEN has two bounds")
		}
		low, err := r.pair(">=", n.node("lexpr"), bounds[0])
		if err != nil {
			return nil, err
		}
		high, err := r.pair("<=", n.node("lexpr"), bounds[1])
		if err != nil {
			return nil, err
		}
		return convert.All(low, high), nil
	default:
		return nil, cannot("nothing is known of %s", strings.TrimPrefix(kind, "AEXPR_"))
	}
}

func (r *reading) binary(op string, n node) (convert.Cond, error) {
	switch {
	case comparisons[op] != "":
		return r.pair(comparisons[op], n.node("lexpr"), n.node("rexpr"))
	case op == "~~" || op == "!~~":
		x, err := r.operand(n.node("lexpr"))
		if err != nil {
			return nil, err
		}
		y, err := r.operand(n.node("rexpr"))
		if err != nil {
			return nil, err
		}
		pattern, ok := y.operand.(convert.Const)
		text, is := pattern.Value.(string)
		if !ok || !is || typeOf(x.operand).Kind != scalar.String || x.inexact != "" {
			return nil, cannot("LIKE is of a text and a constant")
		}
		c, ok := convert.Like(x.operand, text)
		if !ok {
			return nil, cannot("the pattern %q is more than a beginning, an end or a part", text)
		}
		if op == "!~~" {
			c = not(c)
		}
		return c, nil
	case op == "@>":
		return r.contains(n.node("lexpr"), n.node("rexpr"))
	case op == "<@":
		return r.contains(n.node("rexpr"), n.node("lexpr"))
	default:
		return nil, cannot("nothing is known of the operator %s", op)
	}
}

// contains reads that a list has all of some values.
func (r *reading) contains(list, of node) (convert.Cond, error) {
	x, err := r.operand(list)
	if err != nil {
		return nil, err
	}
	items, ok := arrayItems(of)
	if !ok || typeOf(x.operand).Kind != scalar.List {
		return nil, cannot("a list is asked for something else than constants")
	}
	var all []convert.Cond
	for _, item := range items {
		c, err := r.has(x, item)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, cannot("a list is asked for nothing")
	}
	return convert.All(all...), nil
}

func (r *reading) has(list value, item node) (convert.Cond, error) {
	x, err := r.operand(item)
	if err != nil {
		return nil, err
	}
	elem := *typeOf(list.operand).Elem
	fitted, ok := fit(x, elem)
	if !ok || list.inexact != "" || x.inexact != "" {
		return nil, cannot("a list of %s is asked for something else", elem)
	}
	return convert.Has{List: list.operand, X: fitted}, nil
}

// arrayItems gives the items of ARRAY[…], whatever it is cast to.
func arrayItems(n node) ([]node, bool) {
	kind, body := n.only()
	for kind == "TypeCast" {
		kind, body = body.node("arg").only()
	}
	return body.list("elements"), kind == "A_ArrayExpr"
}

// array reads x = ANY (array), and x <> ALL (array).
func (r *reading) array(op string, all bool, n node, negated bool) (convert.Cond, error) {
	if all && op != "<>" || !all && op != "=" {
		return nil, cannot("nothing is known of %s with an array", op)
	}
	var c convert.Cond
	var err error
	if items, ok := arrayItems(n.node("rexpr")); ok {
		c, err = r.among(n.node("lexpr"), items)
	} else if kind, sub := n.node("rexpr").only(); kind == "SubLink" && sub.text("subLinkType") == "ARRAY_SUBLINK" {
		c, err = r.inQuery(n.node("lexpr"), sub.node("subselect"), negated != all)
	} else {
		var list value
		if list, err = r.operand(n.node("rexpr")); err == nil {
			if typeOf(list.operand).Kind != scalar.List {
				return nil, cannot("ANY is of a list")
			}
			c, err = r.has(list, n.node("lexpr"))
		}
	}
	if err == nil && all {
		c = not(c)
	}
	return c, err
}

// among reads that a value is one of several.
func (r *reading) among(left node, items []node) (convert.Cond, error) {
	x, err := r.operand(left)
	if err != nil {
		return nil, err
	}
	var parts []convert.Cond
	in := convert.In{X: x.operand}
	for _, item := range items {
		y, err := r.operand(item)
		if err != nil {
			return nil, err
		}
		c, err := r.compared("==", x, y)
		if err != nil {
			return nil, err
		}
		compare, ok := c.(convert.Compare)
		if v, constant := compare.Y.(convert.Const); ok && constant {
			in.X, in.Values = compare.X, append(in.Values, v)
		} else {
			parts = append(parts, c)
		}
	}
	if len(in.Values) > 0 {
		parts = append(parts, in)
	}
	return convert.Any(parts...), nil
}

// distinct reads IS DISTINCT FROM, to which null is a value like others.
func (r *reading) distinct(n node) (convert.Cond, error) {
	x, err := r.operand(n.node("lexpr"))
	if err != nil {
		return nil, err
	}
	y, err := r.operand(n.node("rexpr"))
	if err != nil {
		return nil, err
	}
	if v, ok := y.operand.(convert.Const); ok && v.Value == nil {
		return not(convert.Null{X: x.operand}), nil
	}
	equal, err := r.compared("==", x, y)
	if err != nil {
		return nil, err
	}
	both := convert.All(null(x.operand), null(y.operand))
	return not(convert.Any(convert.IsTrue{Cond: equal}, both)), nil
}

func null(o convert.Operand) convert.Cond {
	if v, ok := o.(convert.Const); ok {
		return constantly(v.Value == nil)
	}
	return convert.Null{X: o}
}

func (r *reading) pair(op string, left, right node) (convert.Cond, error) {
	x, err := r.operand(left)
	if err != nil {
		return nil, err
	}
	y, err := r.operand(right)
	if err != nil {
		return nil, err
	}
	return r.compared(op, x, y)
}

// mirrored are comparisons with their sides changed.
var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// compared compares two values, of one type.
func (r *reading) compared(op string, x, y value) (convert.Cond, error) {
	if _, constant := x.operand.(convert.Const); constant {
		if _, both := y.operand.(convert.Const); !both {
			x, y, op = y, x, mirrored[op]
		}
	}
	for _, v := range []value{x, y} {
		if v.inexact != "" {
			return nil, cannot("a column is compared whose values are not quite those of the language: %s", v.inexact)
		}
		if c, ok := v.operand.(convert.Const); ok && c.Value == nil {
			return convert.False{}, cannot("something is compared with null")
		}
	}
	t := typeOf(x.operand)
	if person, ok := x.operand.(convert.Person); ok && x.loose {
		// What is told of the person is of the type that it is compared with.
		t = typeOf(y.operand)
		var err error
		if x.operand, err = r.property(person.Name, t); err != nil {
			return nil, err
		}
	}
	y.uuid = y.uuid || x.uuid
	other, ok := fit(y, t)
	if person, is := y.operand.(convert.Person); is && y.loose {
		var err error
		if other, err = r.property(person.Name, t); err != nil {
			return nil, err
		}
		ok = true
	}
	if !ok {
		return nil, cannot("%s is compared with another type", t)
	}
	if a, is := x.operand.(convert.Const); is {
		if b, too := other.(convert.Const); too {
			if op != "==" && op != "!=" {
				return nil, cannot("two constants are compared")
			}
			return constantly((a.Value == b.Value) == (op == "==")), nil
		}
	}
	if op != "==" && op != "!=" {
		switch t.Kind {
		case scalar.Number, scalar.Date, scalar.Timestamp:
		default:
			return nil, cannot("the order of values of type %s is the database's own", t)
		}
	}
	return convert.Compare{Op: op, X: x.operand, Y: other}, nil
}
