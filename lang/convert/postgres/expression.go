package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang/convert"
	"portcullis/lang/pull"
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

// fit gives a value as one of a type.
func fit(v value, t convert.Type) (convert.Operand, bool) {
	c, ok := v.operand.(convert.Const)
	if !ok {
		of := typeOf(v.operand)
		return v.operand, of.Kind == t.Kind && (t.Kind != scalar.Enum || slices.Equal(of.Values, t.Values))
	}
	x := c.Value
	if s, is := x.(string); is && t.Kind == scalar.Number {
		x = json.Number(s)
	} else if is && t.Kind == scalar.Timestamp && !strings.ContainsAny(s, "TZ") {
		return nil, false // its zone is the session's
	}
	out, ok := convert.Constant(t, x)
	if ok && v.uuid {
		s, _ := out.Value.(string)
		out.Value = strings.ToLower(s)
	}
	return out, ok
}

func typeOf(o convert.Operand) convert.Type {
	switch o := o.(type) {
	case convert.Column:
		return o.Type
	case convert.Person:
		return o.Type
	case convert.Now:
		return convert.Type{Kind: scalar.Timestamp}
	case convert.Const:
		return o.Type
	default:
		panic(fmt.Sprintf("postgres: an operand %T", o))
	}
}

// value is a value that was read, and what is to be known of it.
type value struct {
	operand convert.Operand
	inexact string // why a comparison of it may mean something else
	loose   bool   // of the person, and not cast to a type
	uuid    bool   // a column, or a constant, of that type
}

func (r *reading) operand(n node) (value, error) {
	switch kind, body := n.only(); kind {
	case "ColumnRef":
		return r.column(body)
	case "A_Const":
		v := constant(body)
		t := textual
		switch v.(type) {
		case bool:
			t = boolean
		case json.Number:
			t = convert.Type{Kind: scalar.Number}
		}
		return value{operand: convert.Const{Type: t, Value: v}}, nil
	case "TypeCast":
		return r.cast(body)
	case "FuncCall":
		return r.call(body)
	case "NullIfExpr":
		return value{}, cannot("nothing is known of NULLIF")
	case "SQLValueFunction":
		switch body.text("op") {
		case "SVFOP_CURRENT_USER", "SVFOP_CURRENT_ROLE", "SVFOP_USER":
			return value{operand: convert.Const{Type: textual, Value: r.role}}, nil
		case "SVFOP_CURRENT_TIMESTAMP":
			return value{operand: convert.Now{}}, nil
		}
		return value{}, cannot("nothing is known of %s, which depends on the session", strings.ToLower(strings.TrimPrefix(body.text("op"), "SVFOP_")))
	case "A_Expr":
		return r.told(n)
	case "SubLink":
		// (SELECT auth.uid()), which is asked once in place of for each row.
		query := body.node("subselect").node("SelectStmt")
		targets := query.list("targetList")
		if body.text("subLinkType") == "EXPR_SUBLINK" && len(targets) == 1 && len(query.list("fromClause")) == 0 && len(query.node("whereClause")) == 0 {
			_, target := targets[0].only()
			return r.operand(target.node("val"))
		}
		return value{}, cannot("a subquery is used as a value")
	default:
		return value{}, cannot("nothing is known of %s", kind)
	}
}

// column finds the row that a column is of: by its alias, or the nearest that has it.
func (r *reading) column(n node) (value, error) {
	names := n.names("fields")
	if len(names) == 3 && len(r.frames) > 0 { // with its schema
		names = names[1:]
	}
	for i := len(r.frames) - 1; i >= 0; i-- {
		f := r.frames[i]
		if len(names) == 2 && f.alias != names[0] {
			continue
		}
		if len(names) < 1 || len(names) > 2 {
			break
		}
		name := names[len(names)-1]
		if !slices.Contains(f.columns, name) {
			if len(names) == 2 {
				break
			}
			continue
		}
		field := f.field(name)
		if field == nil {
			return value{}, cannot("the language has no type for the column %q", name)
		}
		if i > 0 && !r.reads(f.table, name) {
			return value{}, cannot("the role may not read the column %q of %s", name, f.Name)
		}
		return value{
			operand: convert.Column{
				Up: len(r.frames) - 1 - i, Path: []string{field.Ident}, Type: field.Type, Null: !field.Required && field.Ident != f.Key,
			},
			inexact: field.Inexact, uuid: field.Declared == "uuid",
		}, nil
	}
	return value{}, cannot("nothing is known of the column %s", strings.Join(names, "."))
}

// texts are the types that hold any text.
var texts = []string{"text", "varchar", "name"}

// numbers are those that hold exact numbers.
var numbers = []string{"int2", "int4", "int8", "numeric"}

func (r *reading) cast(n node) (value, error) {
	to, array := typeName(n.node("typeName"))
	x, err := r.operand(n.node("arg"))
	if err != nil {
		return value{}, err
	}
	t := typeOf(x.operand)
	limited := n.node("typeName")["typmods"] != nil
	switch o := x.operand.(type) {
	case convert.Const:
		x.uuid = to == "uuid"
		if !array && !limited && (to == "timestamp" || to == "timestamptz" || to == "date" || slices.Contains(texts, to) || slices.Contains(numbers, to) || to == "bool" || to == "uuid" || r.enum(to) != nil) {
			if s, ok := o.Value.(string); ok && to == "bool" {
				b, ok := map[string]bool{"true": true, "t": true, "false": false, "f": false}[s]
				if !ok {
					break
				}
				x.operand = convert.Const{Type: boolean, Value: b}
			} else if ok && slices.Contains(numbers, to) {
				x.operand = convert.Const{Type: convert.Type{Kind: scalar.Number}, Value: json.Number(s)}
			}
			return x, nil
		}
	case convert.Person:
		if !x.loose {
			if (slices.Contains(texts, to) || to == "uuid") && !array && t.Kind == scalar.String {
				return x, nil
			}
			break
		}
		if as, ok := r.named(to); ok && !limited {
			if array {
				as = convert.Type{Kind: scalar.List, Elem: &as}
			}
			x.operand, err = r.property(o.Name, as)
			x.loose = false
			return x, err
		}
	case convert.Column, convert.Now:
		switch {
		case array || limited:
		case slices.Contains(texts, to) && (t.Kind == scalar.String || t.Kind == scalar.Enum):
			return x, nil
		case slices.Contains(numbers[2:], to) && t.Kind == scalar.Number, to == "bool" && t.Kind == scalar.Bool, to == "uuid" && x.uuid:
			return x, nil
		}
	}
	return value{}, cannot("nothing is known of the cast to %s", to)
}

// named gives the language's type for one of PostgreSQL's.
func (r *reading) named(name string) (convert.Type, bool) {
	switch {
	case slices.Contains(texts, name) || name == "uuid":
		return textual, true
	case slices.Contains(numbers, name):
		return convert.Type{Kind: scalar.Number}, true
	case name == "bool":
		return boolean, true
	case name == "date":
		return convert.Type{Kind: scalar.Date}, true
	case name == "timestamptz":
		return convert.Type{Kind: scalar.Timestamp}, true
	}
	if values := r.enum(name); values != nil {
		return convert.Type{Kind: scalar.Enum, Values: values}, true
	}
	return convert.Type{}, false
}

// enum gives the values of a declared type.
func (r *reading) enum(name string) []string {
	for _, t := range r.source.tables {
		for _, f := range t.Fields {
			if f.Type.Kind == scalar.Enum && strings.TrimPrefix(f.Declared, "public.") == name {
				return f.Type.Values
			}
		}
	}
	return nil
}

// property gives what is told of a person, as a value of a type.
func (r *reading) property(name string, t convert.Type) (convert.Operand, error) {
	if name == "login" {
		if t.Kind != scalar.String {
			return nil, cannot("the login is a text, and compared with %s", t)
		}
		return convert.Person{Name: "login", Type: textual}, nil
	}
	for _, candidate := range []string{name, name + "_" + string(t.Kind)} {
		f := r.portal.Property(candidate)
		if f == nil {
			f = &convert.Field{Name: candidate, Type: t}
			r.portal.Properties = append(r.portal.Properties, f)
		}
		if f.Type.Equal(t) {
			return convert.Person{Name: candidate, Type: t}, nil
		}
	}
	return nil, cannot("%s is compared with too many types", name)
}

// call reads what functions tell.
func (r *reading) call(n node) (value, error) {
	function := strings.Join(n.names("funcname"), ".")
	args := n.list("args")
	switch strings.TrimPrefix(function, "pg_catalog.") {
	case "auth.uid":
		return value{operand: convert.Person{Name: "login", Type: textual}}, nil
	case "auth.role":
		return value{operand: convert.Const{Type: textual, Value: r.role}}, nil
	case "auth.email":
		return r.claim([]string{"email"})
	case "now", "transaction_timestamp":
		if len(args) == 0 {
			return value{operand: convert.Now{}}, nil
		}
	case "current_setting":
		name, ok := text(args)
		if !ok {
			return value{}, cannot("the name of a setting is no constant")
		}
		if claim, ok := strings.CutPrefix(name, "request.jwt.claim."); ok {
			return r.claim([]string{claim})
		}
		return r.setting(name)
	}
	return value{}, cannot("nothing is known of the function %s", function)
}

// text reads a first argument that is a constant text.
func text(args []node) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	kind, body := args[0].only()
	for kind == "TypeCast" {
		kind, body = body.node("arg").only()
	}
	s, ok := constant(body).(string)
	return s, ok && kind == "A_Const"
}

// setting gives the property that a setting is.
func (r *reading) setting(name string) (value, error) {
	ident := pull.Identifier(name, "s_")
	if ident == "" || ident == "login" || name == "request.jwt.claims" || name == "role" {
		return value{}, cannot("the setting %q is used as a whole", name)
	}
	return value{operand: convert.Person{Name: ident, Type: textual}, loose: true}, nil
}

// claim gives what a claim of the token is.
func (r *reading) claim(path []string) (value, error) {
	switch strings.Join(path, ".") {
	case "sub":
		return value{operand: convert.Person{Name: "login", Type: textual}}, nil
	case "role":
		return value{operand: convert.Const{Type: textual, Value: r.role}}, nil
	}
	ident := pull.Identifier(strings.Join(path, "_"), "c_")
	if ident == "" || ident == "login" {
		ident = "claim_" + ident
	}
	return value{operand: convert.Person{Name: ident, Type: textual}, loose: true}, nil
}

// told reads auth.jwt() -> 'a' ->> 'b'.
func (r *reading) told(n node) (value, error) {
	path, ok := claimPath(n)
	if !ok {
		return value{}, cannot("a value is worked out")
	}
	return r.claim(path)
}

func claimPath(n node) ([]string, bool) {
	_, body := n.only()
	names := body.names("name")
	if body.text("kind") != "AEXPR_OP" || len(names) == 0 || names[len(names)-1] != "->>" {
		return nil, false
	}
	var path []string
	for {
		key, ok := text([]node{body.node("rexpr")})
		if !ok {
			return nil, false
		}
		path = append(path, key)
		kind, left := body.node("lexpr").only()
		if kind != "A_Expr" {
			slices.Reverse(path)
			return path, isToken(body.node("lexpr"))
		}
		if names := left.names("name"); len(names) != 1 || names[0] != "->" {
			return nil, false
		}
		body = left
	}
}

// isToken tells whether an expression is the whole token.
func isToken(n node) bool {
	kind, body := n.only()
	switch kind {
	case "TypeCast":
		return isToken(body.node("arg"))
	case "SubLink":
		targets := body.node("subselect").node("SelectStmt").list("targetList")
		if len(targets) != 1 {
			return false
		}
		_, target := targets[0].only()
		return isToken(target.node("val"))
	case "FuncCall":
		switch strings.Join(body.names("funcname"), ".") {
		case "auth.jwt":
			return true
		case "current_setting":
			name, _ := text(body.list("args"))
			return name == "request.jwt.claims"
		case "nullif":
			args := body.list("args")
			return len(args) > 0 && isToken(args[0])
		}
	}
	return false
}
