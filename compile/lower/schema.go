package lower

import (
	"fmt"
	"strconv"

	"portcullis/lang"
	"portcullis/rego/form"

	"github.com/zclconf/go-cty/cty"
)

// schema gives what stands in the form for what is declared.
type schema struct {
	tables    map[*lang.Table]*form.Table
	fields    map[*lang.Field]*form.Field
	relations map[*lang.Relation]*form.Relation
	vars      map[*lang.Var]*form.Var
}

// newSchema gives the form's tables, in the policy's order.
func newSchema(tables []*lang.Table) (*schema, []*form.Table) {
	s := &schema{
		tables:    map[*lang.Table]*form.Table{},
		fields:    map[*lang.Field]*form.Field{},
		relations: map[*lang.Relation]*form.Relation{},
		vars:      map[*lang.Var]*form.Var{},
	}
	out := make([]*form.Table, len(tables))
	for i, t := range tables {
		table := &form.Table{Name: t.Name, Source: t.Source}
		for _, f := range t.Fields {
			field := &form.Field{
				Name: f.Name, Type: f.Type, Required: f.Required, Default: initial(f), Generated: f.Generated,
				Sensitive: f.Sensitive, Column: f.Column,
			}
			s.fields[f] = field
			table.Fields = append(table.Fields, field)
		}
		table.Key, table.Owner = s.fieldsOf(t.Key), s.fields[t.Owner]
		s.tables[t], out[i] = table, table
	}
	for _, t := range tables {
		for _, r := range t.Relations {
			relation := &form.Relation{Name: r.Name, Many: r.Many, Target: s.tables[r.Target], Key: s.fieldsOf(r.Key)}
			s.relations[r] = relation
			s.tables[t].Relations = append(s.tables[t].Relations, relation)
		}
	}
	return s, out
}

func (s *schema) fieldsOf(fields []*lang.Field) []*form.Field {
	out := make([]*form.Field, len(fields))
	for i, f := range fields {
		out[i] = s.fields[f]
	}
	return out
}

func (s *schema) steps(relations []*lang.Relation) []*form.Relation {
	var out []*form.Relation
	for _, r := range relations {
		out = append(out, s.relations[r])
	}
	return out
}

func (s *schema) variable(v *lang.Var) *form.Var {
	if v == nil {
		return nil
	}
	out := s.vars[v]
	if out == nil {
		out = &form.Var{Name: v.Name, Table: s.tables[v.Table]}
		if v.Table == nil {
			out.Elem = v.Elem
		}
		s.vars[v] = out
	}
	return out
}

func properties(list []*lang.Property) []form.Property {
	out := make([]form.Property, len(list))
	for i, p := range list {
		out[i] = form.Property{Name: p.Name, Type: p.Type}
	}
	return out
}

// initial gives what a field has in a new row where it is neither sent nor set;
// nil for null.
func initial(f *lang.Field) form.Operand {
	switch v := f.Default.(type) {
	case nil:
		return nil
	case *lang.Literal:
		return constant(f.Type, v.Value)
	case *lang.Now:
		return form.Place{Root: form.Now, T: f.Type}
	case *lang.Today:
		return form.Place{Root: form.Today, T: f.Type}
	case *lang.Changed, *lang.Coalesce, *lang.DateAdd, *lang.Element, *lang.IfValue, *lang.Length, *lang.Login, *lang.Path,
		*lang.TeamName, *lang.TeamPropertyOf, *lang.TimeAdd, *lang.Hour, *lang.Weekday, *lang.Midnight, *lang.Template, *lang.UserProperty:
		panic(fmt.Sprintf("compile: a default of kind %T", v))
	default:
		panic(fmt.Sprintf("compile: a default of kind %T", v))
	}
}

// constant gives a constant of a type, or null.
func constant(t lang.Type, v cty.Value) form.Constant {
	c := form.Constant{T: t}
	switch {
	case v.IsNull():
	case t.Kind == lang.List:
		elems := []form.Constant{}
		for _, e := range v.AsValueSlice() {
			elems = append(elems, constant(*t.Elem, e))
		}
		c.Value = elems
	case t.Kind == lang.Number:
		c.Value = form.Decimal(v.AsBigFloat().Text('f', -1))
	case t.Kind == lang.Bool:
		c.Value = v.True()
	default:
		c.Value = v.AsString()
	}
	return c
}

// number gives the constant of a whole number.
func number(n int64) form.Constant {
	return form.Constant{T: form.Type{Kind: form.Number}, Value: form.Decimal(strconv.FormatInt(n, 10))}
}
