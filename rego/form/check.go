package form

import (
	"slices"

	"portcullis/rego/scalar"
)

// What is read is checked, so that whoever answers from a form need not ask
// whether an operand can be what it says: see [Form.UnmarshalJSON].

// checkSchema refuses types that there are not, and names that stand twice.
func (d *decoder) checkSchema(w wireForm) {
	names := seen{}
	for _, t := range w.Tables {
		d.once(names, "table", t.Name)
		members := seen{}
		for _, f := range t.Fields {
			if f == nil {
				d.fail("a field of %s is null", t.Name)
				continue
			}
			d.once(members, t.Name, f.Name)
			d.declared(f.Name, f.Type)
		}
		for _, r := range t.Relations {
			d.once(members, t.Name, r.Name)
		}
	}
	for _, list := range [][]Property{w.UserProperties, w.TeamProperties} {
		names := seen{}
		for _, p := range list {
			d.once(names, "property", p.Name)
			d.declared(p.Name, p.Type)
		}
	}
	d.granted = map[string]bool{}
	for _, p := range w.Profiles {
		d.granted[p.Name] = true
		d.once(names, "profile", p.Name)
	}
	for _, t := range w.Teams {
		d.once(names, "team", t.Name)
		d.profiles(w, t.Profiles)
	}
	for _, p := range w.Profiles {
		d.profiles(w, p.Closure)
	}
	for _, s := range w.Statements {
		d.once(names, "statement", s.ID)
		d.profiles(w, []string{s.Profile})
	}
	for _, r := range w.Resources {
		d.once(names, "resource "+string(r.Kind), r.Name)
	}
}

// seen has what has been named.
type seen map[[2]string]bool

func (d *decoder) once(names seen, of, name string) {
	if names[[2]string{of, name}] {
		d.fail("%s %q stands twice", of, name)
	}
	names[[2]string{of, name}] = true
}

// declared refuses a type that no field or property can have.
func (d *decoder) declared(name string, t Type) {
	scalar := t
	if t.Kind == ListOf && t.Elem != nil {
		scalar = *t.Elem
	}
	if !scalar.Scalar() && t.Kind != JSON || (scalar.Kind == Enum) != (len(scalar.Values) > 0) {
		d.fail("%q has no type that there is", name)
	}
}

func (d *decoder) profiles(w wireForm, names []string) {
	for _, name := range names {
		if !slices.ContainsFunc(w.Profiles, func(p wireProfile) bool { return p.Name == name }) {
			d.fail("there is no profile %q", name)
		}
	}
}

// alike refuses operands that are not of one type.
func (d *decoder) alike(t, u Type) {
	switch {
	case t.Kind != u.Kind:
		d.fail("a value of type %q stands beside one of type %q", t.Kind, u.Kind)
	case t.Kind == ListOf && t.Elem != nil && u.Elem != nil:
		d.alike(*t.Elem, *u.Elem)
	case !t.Scalar() && t.Kind != ListOf && t.Kind != JSON:
		d.fail("what is no value stands where one is meant")
	}
}

// ofKind refuses an operand of a kind that is not among those that are meant.
func (d *decoder) ofKind(x Operand, kinds ...Kind) Operand {
	if t := x.Type(); !slices.Contains(kinds, t.Kind) {
		d.fail("a value of type %q stands where %q is meant", t.Kind, kinds[0])
	}
	return x
}

// midnight reads when a date begins, which must be one of today and constants.
func (d *decoder) midnight(x Operand) Operand {
	OperandPlaces(x, func(p Place, _ *Relation) {
		if p.Root != Today {
			d.fail("a date begins that is not made of today")
		}
	})
	return Midnight{d.ofKind(x, Date)}
}

// template reads a text of parts, each a constant string or known of the person.
func (d *decoder) template(in scope, args []any) Operand {
	out := make(Template, len(args))
	for i, arg := range args {
		x := d.ofKind(d.operand(in, arg), String, Enum, UUID, Number, Bool)
		if _, constant := x.(Constant); constant {
			d.ofKind(x, String)
		}
		OperandPlaces(x, func(p Place, rows *Relation) {
			if rows != nil || p.T.Kind == ListOf || !slices.Contains([]Root{Record, Login, UserProperty, TeamName, TeamProperty}, p.Root) {
				d.fail("a text is made of what is not known of the person")
			}
		})
		out[i] = x
	}
	return out
}

// relate reads a comparison, which must be one of scalars that compare so.
func (d *decoder) relate(op Comparison, x, y Operand) Formula {
	t := x.Type()
	if !t.Textual() || !y.Type().Textual() {
		d.alike(t, y.Type())
	}
	if equality := op == Equal || op == NotEqual; !t.Scalar() || !equality && (!t.Ordered() || !y.Type().Ordered()) {
		d.fail("values of type %q are not compared by %s", t.Kind, op)
	}
	return Relate{op, x, y}
}

// oneOf reads a test of membership.
func (d *decoder) oneOf(x Operand, values []Constant, except bool) Formula {
	if !x.Type().Scalar() {
		d.fail("a value of type %q is not looked for among constants", x.Type().Kind)
	}
	for _, v := range values {
		d.alike(x.Type(), v.T)
	}
	return OneOf{x, values, except}
}

// written reports whether a text is a value of a kind that is written as one.
func written(kind Kind, text string) bool {
	var err error
	switch kind {
	case Number:
		_, err = scalar.ParseNumber(text)
	case Date:
		_, err = scalar.ParseDate(text)
	case Timestamp:
		_, err = scalar.ParseTimestamp(text)
	case UUID:
		return scalar.IsUUID(text)
	}
	return err == nil
}

// checkStatement refuses a statement that asks what it cannot.
func (d *decoder) checkStatement(s *Statement) {
	tables := map[*Table]bool{}
	for _, c := range s.Clauses {
		if tables[c.Table] {
			d.fail("%s has two clauses on one table", s.ID)
		}
		tables[c.Table] = true
		d.ofRowAlone(c.Rows)
	}
}

// ofRowAlone refuses a formula on the row as it would be, where it is asked of
// rows as they are.
func (d *decoder) ofRowAlone(f Formula) {
	Places(f, func(p Place, _ *Relation) {
		if p.Root == New {
			d.fail("rows are asked for what would be after a write")
		}
	})
}

func (d *decoder) checkResource(r *Resource) {
	if r.Kind.row() < 0 || r.Kind.OfTable() != (r.Table != nil) {
		d.fail("%q is no kind of resource with such a table", r.Kind)
	}
	if r.Rows != nil {
		d.ofRowAlone(r.Rows)
	}
	for action, mode := range r.Modes {
		standing := mode == Standing || mode == Message
		if !standing && (r.Table == nil || mode != OnRow && mode != Update && mode != Create) {
			d.fail("%q is no mode of %s on %s %q", mode, action, r.Kind, r.Name)
		}
	}
}

func (d *decoder) checkUse(r *Resource, u *Use) {
	s := u.Clause.Statement
	for _, a := range u.Actions {
		if _, ok := r.Modes[a]; !ok {
			d.fail("%s %q has no action %q", r.Kind, r.Name, a)
		}
	}
	switch u.Part {
	case Permits, Refuses, Locks, Demands:
	default:
		d.fail("%q is nothing that a statement does", u.Part)
	}
	if (s.Effect == Allow) != (u.Part == Permits) {
		d.fail("%s is no statement that does %q", s.ID, u.Part)
	}
	if u.Part == Demands && u.Clause.Check == nil {
		d.fail("%s demands nothing", s.ID)
	}
	if _, ok := r.Modes["access"]; ok && r.Kind == KindMessage && s.Letter == nil {
		d.fail("%s names nobody to write to", s.ID)
	}
}
