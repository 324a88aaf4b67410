package lang

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
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

// nameRange is the place of a step's name, without its dot.
func nameRange(step hcl.TraverseAttr) hcl.Range {
	r := step.SrcRange
	n := len(step.Name)
	if r.End.Byte-r.Start.Byte > n && r.End.Column > n {
		r.Start = hcl.Pos{Line: r.End.Line, Column: r.End.Column - len([]rune(step.Name)), Byte: r.End.Byte - n}
	}
	return r
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
		b.report(nameRange(step), "Many rows where one is needed", "%s is of many rows. What each of them has is written %s[*].%s, in contains; or anytrue([for r in %s : …]) asks of each.", op.text, op.from, step.Name, op.from)
		return bad
	case *condOperand:
		b.report(nameRange(step), "Nothing beneath", "A condition is true or false; nothing of it is named after a dot.")
		return bad
	case *constOperand:
		b.report(nameRange(step), "Nothing beneath", "%s is a constant; nothing of it is named after a dot.", literalText(op.value))
		return bad
	default:
		b.report(nameRange(step), "Nothing beneath", "%s; it has no %q.", b.describe(op), step.Name)
		return bad
	}
}

// recordMember finds a field or a relation of a row.
func (b *binder) recordMember(r record, step hcl.TraverseAttr, rng hcl.Range) operand {
	if r.isUser() {
		if step.Name == "login" {
			return typed(b.login(rng))
		}
		if p := findProperty(b.portal.UserProperties, step.Name); p != nil {
			return typed(&UserProperty{Expr: Expr{rng}, Property: p})
		}
		if r.table == nil {
			b.refuseMember(step, "user has no %q: the portal has no users table, and no user property of the name.%s", b.userNames())
			return &badOperand{rng}
		}
	}
	if f := findField(r.table, step.Name); f != nil {
		return typed(&Path{Expr: Expr{rng}, Root: r.root, Var: r.v, Steps: r.steps, Field: f})
	}
	rel := findRelation(r.table, step.Name)
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
		v := &Var{Name: "e", Table: rel.Target}
		text := r.text() + "." + rel.Name
		return &manyOperand{
			rows: &RowSeq{Expr: Expr{rng}, Root: r.root, Var: r.v, Steps: r.steps, Relation: rel},
			v:    v, from: text, text: text,
			elem: &recordOperand{record{root: RootVar, v: v, table: rel.Target, name: text + "[*]", rng: rng}},
		}
	}
	r.steps = append(slices.Clip(r.steps), rel)
	r.table, r.rng = rel.Target, rng
	return &recordOperand{r}
}

func (b *binder) teamMember(step hcl.TraverseAttr, rng hcl.Range) operand {
	if step.Name == "name" {
		return typed(&TeamName{Expr{rng}})
	}
	if p := findProperty(b.portal.TeamProperties, step.Name); p != nil {
		return typed(&TeamPropertyOf{Expr: Expr{rng}, Property: p})
	}
	b.refuseMember(step, "team has a name and the portal's team_properties; %q is none of them.%s", append(propertyNames(b.portal.TeamProperties), "name"))
	return &badOperand{rng}
}

// refuseMember reports a name that is not there. The format takes the name and
// the suggestion.
func (b *binder) refuseMember(step hcl.TraverseAttr, format string, names []string) {
	b.report(nameRange(step), "Unknown field", format, step.Name, didYouMean(step.Name, names))
}

func (b *binder) userNames() []string {
	return append(propertyNames(b.portal.UserProperties), "login")
}

// memberNames are the names that can follow a row of the table.
func memberNames(t *Table) []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	for _, r := range t.Relations {
		names = append(names, r.Name)
	}
	return names
}

func memberKind(t *Table, name string) string {
	if findField(t, name) != nil {
		return "field"
	}
	return "relation"
}

func findField(t *Table, name string) *Field {
	if i := slices.IndexFunc(t.Fields, func(f *Field) bool { return f.Name == name }); i >= 0 {
		return t.Fields[i]
	}
	return nil
}

func findRelation(t *Table, name string) *Relation {
	if i := slices.IndexFunc(t.Relations, func(r *Relation) bool { return r.Name == name }); i >= 0 {
		return t.Relations[i]
	}
	return nil
}

func findProperty(list []*Property, name string) *Property {
	if i := slices.IndexFunc(list, func(p *Property) bool { return p.Name == name }); i >= 0 {
		return list[i]
	}
	return nil
}

func propertyNames(list []*Property) []string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}
