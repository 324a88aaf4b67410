package compile

import (
	"fmt"

	"portcullis/lang"
	"portcullis/rego/form"

	"github.com/zclconf/go-cty/cty"
)

func formProperties(list []*lang.Property) []form.Property {
	out := make([]form.Property, len(list))
	for i, p := range list {
		out[i] = form.Property{Name: p.Name, Type: formType(p.Type)}
	}
	return out
}

func formType(t lang.Type) form.Type {
	out := form.Type{Kind: form.Kind(t.Kind.String()), Values: t.Values}
	if t.Elem != nil {
		elem := formType(*t.Elem)
		out.Elem = &elem
	}
	return out
}

// formConstant gives a constant of a type, or null.
func formConstant(t lang.Type, v cty.Value) form.Constant {
	c := form.Constant{T: formType(t)}
	switch {
	case v.IsNull():
	case t.Kind == lang.List:
		elems := []form.Constant{}
		for _, e := range v.AsValueSlice() {
			elems = append(elems, formConstant(*t.Elem, e))
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

// formula gives a formula of this package as one of package form.
func (w *formWriter) formula(f Formula) form.Formula {
	switch f := f.(type) {
	case Always:
		return form.Always{}
	case Never:
		return form.Never{}
	case Every:
		return form.Every(w.formulas(f))
	case Some:
		return form.Some(w.formulas(f))
	case Known:
		return form.Known{X: w.operand(f.X)}
	case Null:
		return form.Null{At: w.place(f.At)}
	case Relate:
		return form.Relate{Op: form.Comparison(f.Op), X: w.operand(f.X), Y: w.operand(f.Y)}
	case OneOf:
		values := make([]form.Constant, len(f.Values))
		for i, v := range f.Values {
			values[i] = formConstant(v.T, v.Value)
		}
		return form.OneOf{X: w.operand(f.X), Values: values, Except: f.Except}
	case TextTest:
		return form.TextTest{Op: form.TextOp(f.Op), X: w.operand(f.X), Y: w.operand(f.Y), Not: f.Not}
	case Listed:
		return form.Listed{Over: w.list(f.Over)}
	case Exists:
		return form.Exists{Over: w.list(f.Over), Var: w.variable(f.Var), Body: w.formula(f.Body)}
	case ForAll:
		return form.ForAll{Over: w.list(f.Over), Var: w.variable(f.Var), Body: w.formula(f.Body)}
	default:
		panic(fmt.Sprintf("compile: a formula of kind %T", f))
	}
}

func (w *formWriter) formulas(list []Formula) []form.Formula {
	out := make([]form.Formula, len(list))
	for i, f := range list {
		out[i] = w.formula(f)
	}
	return out
}

func (w *formWriter) operand(x Operand) form.Operand {
	switch x := x.(type) {
	case Constant:
		return formConstant(x.T, x.Value)
	case Place:
		return w.place(x)
	case Cased:
		return form.Cased{Upper: x.Upper, X: w.operand(x.X)}
	case Moved:
		return form.Moved{X: w.operand(x.X), By: x.By}
	case Count:
		return form.Count{Over: w.list(x.Over)}
	default:
		panic(fmt.Sprintf("compile: an operand of kind %T", x))
	}
}

var formRoots = map[Root]form.Root{
	Row: form.Row, New: form.New, Record: form.Record, Each: form.Each, Login: form.Login,
	UserProperty: form.UserProperty, TeamName: form.TeamName, TeamProperty: form.TeamProperty,
	Now: form.Now, Today: form.Today,
}

func (w *formWriter) place(p Place) form.Place {
	out := form.Place{Root: formRoots[p.Root], Field: w.fields[p.Field], Name: p.Name}
	if p.T.Kind != 0 {
		out.T = formType(p.T)
	}
	if p.Root == Each {
		out.Var = w.variable(p.Var)
	}
	for _, step := range p.Steps {
		out.Steps = append(out.Steps, w.relations[step])
	}
	return out
}

func (w *formWriter) list(l List) form.List {
	return form.List{At: w.place(l.At), Relation: w.relations[l.Relation]}
}

func (w *formWriter) variable(v *lang.Var) *form.Var {
	out := w.vars[v]
	if out == nil {
		out = &form.Var{}
		if v.Table != nil {
			out.Table = w.tables[v.Table]
		} else {
			out.Elem = formType(v.Elem)
		}
		w.vars[v] = out
	}
	return out
}
