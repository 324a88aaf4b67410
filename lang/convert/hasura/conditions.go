package hasura

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"portcullis/lang/convert"
	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// declareCondition declares the columns of a condition, and notes what it gives away of
// their types.
func (im *importer) declareCondition(t *table, n node) {
	if t == nil || n.Node == nil {
		return
	}
	for _, m := range n.members() {
		switch r := t.relations[m.name]; {
		case m.name == "_and" || m.name == "_or":
			for _, c := range m.value.Content {
				im.declareCondition(t, node{c, n.file})
			}
		case m.name == "_not":
			im.declareCondition(t, m.value)
		case m.name == "_exists":
			schema, name := named(m.value.get("_table"))
			im.declareCondition(im.tables[schema+"."+name], m.value.get("_where"))
		case r != nil:
			im.declareCondition(r.to, m.value)
		case !strings.HasPrefix(m.name, "_") && !strings.HasPrefix(m.name, "$"):
			im.declareComparisons(im.column(t, m.name), m.value)
		}
	}
}

func (im *importer) declareComparisons(f *convert.Field, n node) {
	if f == nil {
		return
	}
	for _, m := range n.members() {
		if m.name == "_is_null" || strings.HasPrefix(m.name, "_c") && m.name != "_contains" {
			continue
		}
		for _, v := range append([]*yaml.Node{m.value.Node}, m.value.Content...) {
			if kind := kindOf(node{v, n.file}); kind != "" {
				im.kinds = append(im.kinds, guess{f, kind})
			}
		}
	}
}

// kindOf is the kind of what a constant may be; "" for a session variable, and for what
// is no constant.
func kindOf(n node) scalar.Kind {
	if n.Node == nil || n.Kind != yaml.ScalarNode || isVariable(n) {
		return ""
	}
	switch n.Tag {
	case "!!int", "!!float":
		return scalar.Number
	case "!!bool":
		return scalar.Bool
	case "!!str", "!!timestamp":
		if _, err := scalar.ParseDate(n.Value); err == nil {
			return scalar.Date
		}
		if _, err := scalar.ParseTimestamp(n.Value); err == nil {
			return scalar.Timestamp
		}
		return scalar.String
	default:
		return ""
	}
}

func isVariable(n node) bool { return strings.HasPrefix(strings.ToLower(n.text()), "x-hasura-") }

// reading is the reading of one role's condition.
type reading struct {
	*importer
	role string
}

// frame is a row that a condition is about; the first is the one that is asked for.
type frame []*table

// condition reads a boolean expression about the nearest row. It gives why it cannot be
// said.
func (r *reading) condition(rows frame, n node) (convert.Cond, string) {
	t := rows[len(rows)-1]
	if n.none() {
		return nil, "a condition is missing"
	}
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Sprintf("%s is no condition", n.source())
	}
	var all []convert.Cond
	seen := map[string]bool{}
	for _, m := range n.members() {
		if seen[m.name] {
			return nil, fmt.Sprintf("%q is there twice", m.name)
		}
		seen[m.name] = true
		c, why := r.part(rows, t, m)
		if why != "" {
			return nil, why
		}
		all = append(all, c)
	}
	return convert.All(all...), ""
}

func (r *reading) part(rows frame, t *table, m member) (convert.Cond, string) {
	name := m.name
	if strings.HasPrefix(name, "$") {
		name = "_" + name[1:]
	}
	relation := t.relations[name]
	switch {
	case name == "_and" || name == "_or":
		if m.value.Kind != yaml.SequenceNode {
			return nil, fmt.Sprintf("%q has no list", m.name)
		}
		var parts []convert.Cond
		for _, c := range m.value.Content {
			part, why := r.condition(rows, node{c, m.value.file})
			if why != "" {
				return nil, why
			}
			parts = append(parts, part)
		}
		if name == "_or" {
			return convert.Any(parts...), ""
		}
		return convert.All(parts...), ""
	case name == "_not":
		c, why := r.condition(rows, m.value)
		return negated(c), why
	case name == "_exists":
		return r.exists(rows, t, m.value)
	case relation != nil:
		return r.related(rows, relation, m)
	case strings.HasPrefix(name, "_"):
		return nil, fmt.Sprintf("nothing is known of %q", m.name)
	}
	return r.comparisons(rows, t, m)
}

func negated(c convert.Cond) convert.Cond {
	switch c.(type) {
	case convert.True:
		return convert.False{}
	case convert.False:
		return convert.True{}
	case convert.And, convert.Or, convert.Not, convert.IsTrue, convert.Compare, convert.Null, convert.In, convert.Has, convert.Text, convert.Exists:
	}
	return convert.Not{Cond: c}
}

// related reads a condition on the rows that a relationship leads to.
func (r *reading) related(rows frame, to *relationship, m member) (convert.Cond, string) {
	if to.to == nil {
		return nil, fmt.Sprintf("the relationship %q cannot be followed: %s", m.name, to.why)
	}
	where, why := r.condition(append(rows[:len(rows):len(rows)], to.to), m.value)
	if why != "" {
		return nil, why
	}
	return existing(convert.Exists{Path: []string{to.name}, Many: to.many, Where: where}, to.to.Table), ""
}

// existing gives a path the key of the row that it leads to.
func existing(e convert.Exists, to *convert.Table) convert.Cond {
	if _, ok := e.Where.(convert.False); ok {
		return e.Where
	}
	e.Key = &convert.Column{Path: []string{to.Key[0]}, Type: to.Field(to.Key[0]).Type}
	return e
}

// exists reads a condition on rows of another table. It can be said where one of its
// columns is compared with one of the row that is asked for.
func (r *reading) exists(rows frame, t *table, n node) (convert.Cond, string) {
	schema, name := named(n.get("_table"))
	to := r.tables[schema+"."+name]
	if to == nil {
		return nil, fmt.Sprintf("the table %s.%s is not tracked", schema, name)
	}
	where := n.get("_where")
	for i := 0; where.Node != nil && i+1 < len(where.Content); i += 2 {
		column := where.Content[i].Value
		ops := node{where.Content[i+1], where.file}
		other, ok := rootColumn(ops.get("_ceq"))
		if !ok || len(ops.members()) != 1 {
			continue
		}
		here, there := r.column(rows[0], other), r.column(to, column)
		if here == nil || there == nil {
			continue
		}
		path, many, ok := r.portal.Relate(rows[0].Table, here.Name, to.Table, there.Name)
		if !ok {
			return nil, fmt.Sprintf("no relation leads from %s.%s to %s.%s", rows[0].name, other, to.name, column)
		}
		rest := *where.Node
		rest.Content = slices.Delete(slices.Clone(where.Content), i, i+2)
		c, why := r.condition(append(rows[:len(rows):len(rows)], to), node{&rest, where.file})
		if why != "" {
			return nil, why
		}
		return existing(convert.Exists{Up: len(rows) - 1, Path: path, Many: many, Where: c}, to.Table), ""
	}
	return nil, fmt.Sprintf("_exists asks of rows of %s that no column ties to the row", to.name)
}

// rootColumn reads ["$", column]: a column of the row that is asked for.
func rootColumn(n node) (string, bool) {
	if n.Node == nil || n.Kind != yaml.SequenceNode || len(n.Content) != 2 || n.Content[0].Value != "$" {
		return "", false
	}
	return n.Content[1].Value, true
}

// operators are the comparisons, with a value and with another column.
var operators = map[string]string{
	"_eq": "==", "_ne": "!=", "_neq": "!=", "_gt": ">", "_gte": ">=", "_lt": "<", "_lte": "<=",
	"_ceq": "==", "_cne": "!=", "_cneq": "!=", "_cgt": ">", "_cgte": ">=", "_clt": "<", "_clte": "<=",
}

func (r *reading) comparisons(rows frame, t *table, m member) (convert.Cond, string) {
	f := r.column(t, m.name)
	if f == nil {
		return nil, fmt.Sprintf("a policy cannot write the name of the column %q", m.name)
	}
	x := columnOperand(t, f, 0)
	if m.value.Kind != yaml.MappingNode {
		return nil, fmt.Sprintf("the column %q is compared without an operator", m.name)
	}
	var all []convert.Cond
	for _, op := range m.value.members() {
		c, why := r.comparison(rows, x, op)
		if why != "" {
			return nil, why
		}
		all = append(all, c)
	}
	return convert.All(all...), ""
}

func columnOperand(t *table, f *convert.Field, up int) convert.Column {
	return convert.Column{Up: up, Path: []string{f.Name}, Type: f.Type, Null: f.Name != t.Key[0] && !f.Required}
}

func (r *reading) comparison(rows frame, x convert.Column, m member) (convert.Cond, string) {
	name := m.name
	if strings.HasPrefix(name, "$") {
		name = "_" + name[1:]
	}
	op := operators[name]
	switch {
	case op != "" && strings.HasPrefix(name, "_c"):
		return r.columns(rows, x, op, m)
	case op != "":
		y, why := r.value(x.Type, m.value)
		if why != "" {
			return nil, why
		}
		if op != "==" && op != "!=" && !x.Type.Ordered() {
			return nil, fmt.Sprintf("values of type %s have no order", x.Type)
		}
		return convert.Compare{Op: op, X: x, Y: y}, ""
	case name == "_in" || name == "_nin":
		c, why := r.among(x, m.value)
		if why == "" && name == "_nin" {
			c = negated(c)
		}
		return c, why
	case name == "_is_null" && m.value.Tag == "!!bool":
		if m.value.yes() {
			return convert.Null{X: x}, ""
		}
		return convert.Not{Cond: convert.Null{X: x}}, ""
	case name == "_like" || name == "_nlike":
		c, ok := convert.Like(x, m.value.text())
		if !ok || isVariable(m.value) || x.Type.Kind != scalar.String {
			return nil, fmt.Sprintf("the pattern %s is more than a beginning, an end or a part", m.value.source())
		}
		if name == "_nlike" {
			return negated(c), ""
		}
		return c, ""
	default:
		return nil, fmt.Sprintf("nothing is known of the operator %q", m.name)
	}
}

// columns reads a comparison with a column: of the same row, or of the one asked for.
func (r *reading) columns(rows frame, x convert.Column, op string, m member) (convert.Cond, string) {
	name, root := rootColumn(m.value)
	of, up := rows[len(rows)-1], 0
	switch {
	case root:
		of, up = rows[0], len(rows)-1
	case m.value.text() != "":
		name = m.value.text()
	default:
		return nil, fmt.Sprintf("%s is no column", m.value.source())
	}
	f := r.column(of, name)
	if f == nil || !f.Type.Equal(x.Type) || op != "==" && op != "!=" && !f.Type.Ordered() {
		return nil, fmt.Sprintf("the columns %q and %q are not taken to be of one type with an order", x.Path[0], name)
	}
	return convert.Compare{Op: op, X: x, Y: columnOperand(of, f, up)}, ""
}

// value reads a constant or a session variable.
func (r *reading) value(t convert.Type, n node) (convert.Operand, string) {
	if isVariable(n) {
		return r.variable(t, n)
	}
	if c, ok := r.constant(t, n); ok {
		return c, ""
	}
	if n.Node == nil || n.none() {
		return nil, "what a comparison with null means depends on how the server is set up"
	}
	return nil, fmt.Sprintf("%s is no %s, as the column is taken to be", n.source(), t)
}

func (r *reading) constant(t convert.Type, n node) (convert.Const, bool) {
	if n.Node == nil || n.Kind != yaml.ScalarNode {
		return convert.Const{}, false
	}
	switch {
	case n.Tag == "!!bool":
		return convert.Constant(t, n.Value == "true")
	case t.Kind == scalar.Number && (n.Tag == "!!int" || n.Tag == "!!float"):
		return convert.Constant(t, json.Number(n.Value))
	case n.Tag == "!!null":
		return convert.Const{}, false
	default:
		return convert.Constant(t, n.Value)
	}
}

// variable gives the property that a session variable is.
func (r *reading) variable(t convert.Type, n node) (convert.Operand, string) {
	name := strings.ToLower(n.text())
	if name == "x-hasura-role" {
		return nil, "the name of the role is not known to a condition"
	}
	ident := pull.Identifier(strings.TrimPrefix(name, "x-hasura-"), "v_")
	for _, candidate := range []string{ident, ident + "_" + kindName(t)} {
		if candidate == "" || candidate == "login" {
			continue
		}
		f := r.portal.Property(candidate)
		if f == nil {
			f = &convert.Field{Name: candidate, Type: t}
			r.portal.Properties = append(r.portal.Properties, f)
		}
		if f.Type.Equal(t) {
			return convert.Person{Name: f.Name, Type: t}, ""
		}
	}
	return nil, fmt.Sprintf("the variable %s stands for values of too many types", n.text())
}

func kindName(t convert.Type) string {
	if t.Kind == scalar.List {
		return kindName(*t.Elem) + "s"
	}
	return string(t.Kind)
}

// among reads a list of values, or a variable that stands for one.
func (r *reading) among(x convert.Column, n node) (convert.Cond, string) {
	if isVariable(n) {
		elem := x.Type
		list, why := r.variable(convert.Type{Kind: scalar.List, Elem: &elem}, n)
		return convert.Has{List: list, X: x}, why
	}
	if n.Kind != yaml.SequenceNode {
		return nil, fmt.Sprintf("%s is no list", n.source())
	}
	var parts []convert.Cond
	in := convert.In{X: x}
	for _, c := range n.Content {
		v, why := r.value(x.Type, node{c, n.file})
		if why != "" {
			return nil, why
		}
		if constant, ok := v.(convert.Const); ok {
			in.Values = append(in.Values, constant)
		} else {
			parts = append(parts, convert.Compare{Op: "==", X: x, Y: v})
		}
	}
	if len(in.Values) > 0 || len(parts) == 0 {
		parts = append(parts, in)
	}
	return convert.Any(parts...), ""
}
