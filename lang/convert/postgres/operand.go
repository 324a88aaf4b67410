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

// fit gives a value as one of a type.
func fit(v value, t convert.Type) (convert.Operand, bool) {
	c, ok := v.operand.(convert.Const)
	if !ok {
		of := typeOf(v.operand)
		return v.operand, of.Kind == t.Kind && (t.Kind != scalar.Enum || slices.Equal(of.Values, t.Values)) || isText(of) && isText(t)
	}
	x := c.Value
	if s, is := x.(string); is && t.Kind == scalar.Number {
		x = json.Number(s)
	} else if is && t.Kind == scalar.Timestamp && !strings.ContainsAny(s, "TZ") {
		return nil, false // its zone is the session's
	}
	if s, is := x.(string); is && v.uuid {
		x = strings.ToLower(s)
	}
	return convert.Constant(t, x)
}

// isText tells whether values of a type are compared with texts: a uuid as it is printed.
func isText(t convert.Type) bool { return t.Kind == scalar.String || t.Kind == scalar.UUID }

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
				Up: len(r.frames) - 1 - i, Path: []string{field.Ident}, Type: field.Type, Null: !field.Required && !slices.Contains(f.Key, field.Ident),
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
			if (slices.Contains(texts, to) || to == "uuid") && !array && isText(t) {
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
		case slices.Contains(texts, to) && (isText(t) || t.Kind == scalar.Enum):
			x.uuid = false // as it is printed, in small letters
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
	case slices.Contains(texts, name):
		return textual, true
	case name == "uuid":
		return convert.Type{Kind: scalar.UUID}, true
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
