package bind

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// walk follows the steps of a path from what it has reached.
func (b *binder) walk(op operand, steps hcl.Traversal) operand {
	for _, s := range steps {
		if isBad(op) {
			return op
		}
		step, ok := s.(hcl.TraverseAttr)
		if !ok {
			b.refuseIndex(s)
			return &badOperand{op.place()}
		}
		op = b.member(op, step)
	}
	return op
}

func (b *binder) refuseIndex(s hcl.Traverser) {
	b.report(s.SourceRange(), "Index", "Elements are not picked by [ ]. Fields are named after a dot; of lists and rows, contains, anytrue and alltrue ask.")
}

// member takes one step from what a path has reached.
func (b *binder) member(op operand, step hcl.TraverseAttr) operand {
	rng := hcl.RangeBetween(op.place(), step.SrcRange)
	bad := &badOperand{rng}
	switch op := op.(type) {
	case *recordOperand:
		return b.recordMember(op.record, step, rng)
	case *teamOperand:
		return b.teamMember(step, rng)
	case *manyOperand:
		b.report(constant.NameRange(step), "Many rows where one is needed", "%s is of many rows. What each of them has is written %s[*].%s, in contains; or anytrue([for r in %s : …]) asks of each.", op.text, op.from, step.Name, op.from)
		return bad
	case *condOperand:
		b.report(constant.NameRange(step), "Nothing beneath", "A condition is true or false; nothing of it is named after a dot.")
		return bad
	case *constOperand:
		b.report(constant.NameRange(step), "Nothing beneath", "%s is a constant; nothing of it is named after a dot.", constant.LiteralText(op.value))
		return bad
	default:
		b.report(constant.NameRange(step), "Nothing beneath", "%s; it has no %q.", b.describe(op), step.Name)
		return bad
	}
}

// recordMember finds a field or a relation of a row.
func (b *binder) recordMember(r record, step hcl.TraverseAttr, rng hcl.Range) operand {
	if r.isUser() {
		if step.Name == "login" {
			return typed(b.login(rng))
		}
		if p := findProperty(b.Portal.UserProperties, step.Name); p != nil {
			b.Uses.Note(constant.NameRange(step), step.Name, p)
			return typed(&policy.UserProperty{Expr: policy.Expr{Range: rng}, Property: p})
		}
		if r.table == nil {
			b.refuseMember(step, "user has no %q: the portal has no users table, and no user property of the name.%s", b.userNames())
			return &badOperand{rng}
		}
	}
	if f := FindField(r.table, step.Name); f != nil {
		b.Uses.Note(constant.NameRange(step), step.Name, f)
		return typed(&policy.Path{Expr: policy.Expr{Range: rng}, Root: r.root, Var: r.v, Steps: r.steps, Field: f})
	}
	rel := findRelation(r.table, step.Name)
	if rel != nil {
		b.Uses.Note(constant.NameRange(step), step.Name, rel)
	}
	switch {
	case rel == nil:
		names := memberNames(r.table)
		if r.isUser() {
			names = append(names, b.userNames()...)
		}
		b.refuseMember(step, r.table.Name+" has no field or relation %q.%s", names)
		return &badOperand{rng}
	case rel.Target == nil:
		return &badOperand{rng} // reported where it is declared
	case rel.Many:
		v := &policy.Var{Name: "e", Table: rel.Target}
		text := r.text() + "." + rel.Name
		return &manyOperand{
			rows: &policy.RowSeq{Expr: policy.Expr{Range: rng}, Root: r.root, Var: r.v, Steps: r.steps, Relation: rel},
			v:    v, from: text, text: text,
			elem: &recordOperand{record{root: policy.RootVar, v: v, table: rel.Target, name: text + "[*]", rng: rng}},
		}
	}
	r.steps = append(slices.Clip(r.steps), rel)
	r.table, r.rng = rel.Target, rng
	return &recordOperand{r}
}

func (b *binder) teamMember(step hcl.TraverseAttr, rng hcl.Range) operand {
	if step.Name == "name" {
		return typed(&policy.TeamName{Expr: policy.Expr{Range: rng}})
	}
	if p := findProperty(b.Portal.TeamProperties, step.Name); p != nil {
		b.Uses.Note(constant.NameRange(step), step.Name, p)
		return typed(&policy.TeamPropertyOf{Expr: policy.Expr{Range: rng}, Property: p})
	}
	b.refuseMember(step, "team has a name and the portal's team_properties; %q is none of them.%s", append(propertyNames(b.Portal.TeamProperties), "name"))
	return &badOperand{rng}
}

// refuseMember reports a name that is not there. The format takes the name and
// the suggestion.
func (b *binder) refuseMember(step hcl.TraverseAttr, format string, names []string) {
	b.report(constant.NameRange(step), "Unknown field", format, step.Name, diag.DidYouMean(step.Name, names))
}

func (b *binder) userNames() []string {
	return append(propertyNames(b.Portal.UserProperties), "login")
}

// memberNames are the names that can follow a row of the table.
func memberNames(t *policy.Table) []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	for _, r := range t.Relations {
		names = append(names, r.Name)
	}
	return names
}

func memberKind(t *policy.Table, name string) string {
	if FindField(t, name) != nil {
		return "field"
	}
	return "relation"
}

func FindField(t *policy.Table, name string) *policy.Field {
	if i := slices.IndexFunc(t.Fields, func(f *policy.Field) bool { return f.Name == name }); i >= 0 {
		return t.Fields[i]
	}
	return nil
}

func findRelation(t *policy.Table, name string) *policy.Relation {
	if i := slices.IndexFunc(t.Relations, func(r *policy.Relation) bool { return r.Name == name }); i >= 0 {
		return t.Relations[i]
	}
	return nil
}

func findProperty(list []*policy.Property, name string) *policy.Property {
	if i := slices.IndexFunc(list, func(p *policy.Property) bool { return p.Name == name }); i >= 0 {
		return list[i]
	}
	return nil
}

func propertyNames(list []*policy.Property) []string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}
