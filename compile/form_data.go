package compile

import (
	"slices"

	"portcullis/lang"
	"portcullis/rego/form"
)

// formWriter gives the model as the data that bundles carry (package form):
// what this package has as pointers into the policy become that package's own.
type formWriter struct {
	*model
	form      *form.Form
	tables    map[*lang.Table]*form.Table
	fields    map[*lang.Field]*form.Field
	relations map[*lang.Relation]*form.Relation
	clauses   map[*clause]*form.Clause
	vars      map[*lang.Var]*form.Var
}

// decisionForm gives the decision form that the bundle carries.
func (m *model) decisionForm() *form.Form {
	p := m.policy
	w := &formWriter{
		model:     m,
		form:      &form.Form{Portal: p.Portal.Name},
		tables:    map[*lang.Table]*form.Table{},
		fields:    map[*lang.Field]*form.Field{},
		relations: map[*lang.Relation]*form.Relation{},
		clauses:   map[*clause]*form.Clause{},
		vars:      map[*lang.Var]*form.Var{},
	}
	w.schema()
	w.people()
	w.statements()
	for _, r := range m.resources {
		w.form.Resources = append(w.form.Resources, w.resource(r))
	}
	return w.form
}

func (w *formWriter) schema() {
	p := w.policy
	for _, t := range p.Tables {
		table := &form.Table{Name: t.Name, Source: t.Source}
		for _, f := range t.Fields {
			field := &form.Field{
				Name: f.Name, Type: formType(f.Type), Required: f.Required, Sensitive: f.Sensitive, Column: f.Column,
			}
			w.fields[f] = field
			table.Fields = append(table.Fields, field)
		}
		table.Key = w.fields[t.Key]
		if t.Owner != nil {
			table.Owner = w.fields[t.Owner]
		}
		w.tables[t] = table
		w.form.Tables = append(w.form.Tables, table)
	}
	for _, t := range p.Tables {
		for _, r := range t.Relations {
			relation := &form.Relation{Name: r.Name, Many: r.Many, Target: w.tables[r.Target], Key: w.fields[r.Key]}
			w.relations[r] = relation
			w.tables[t].Relations = append(w.tables[t].Relations, relation)
		}
	}
	if p.Portal.Users != nil {
		w.form.Users = &form.Users{Table: w.tables[p.Portal.Users], Login: w.fields[p.Portal.Login]}
	}
}

func (w *formWriter) people() {
	p := w.policy
	w.form.UserProperties = formProperties(p.Portal.UserProperties)
	w.form.TeamProperties = formProperties(p.Portal.TeamProperties)
	for _, t := range p.Teams {
		team := &form.Team{Name: t.Name, Profiles: profileNames(t.Profiles), Properties: map[string]form.Constant{}}
		for _, property := range p.Portal.TeamProperties {
			team.Properties[property.Name] = form.Constant{T: formType(property.Type)}
		}
		for _, given := range t.Properties {
			team.Properties[given.Property.Name] = formConstant(given.Property.Type, given.Value)
		}
		w.form.Teams = append(w.form.Teams, team)
	}
	for _, of := range p.Profiles {
		profile := &form.Profile{Name: of.Name, Default: of.Default, Closure: profileNames(of.Closure)}
		for _, s := range of.Menu {
			section := form.Section{Name: s.Name, Label: s.Label, Items: []form.Item{}}
			for _, i := range s.Items {
				section.Items = append(section.Items, form.Item{Type: string(i.Kind), Name: i.Name, Label: i.Label, As: i.As})
			}
			profile.Menu = append(profile.Menu, section)
		}
		w.form.Profiles = append(w.form.Profiles, profile)
	}
}

// statements adds the statements in their order, each with its clauses.
func (w *formWriter) statements() {
	of := make(map[*lang.Statement]*form.Statement, len(w.order))
	w.form.Statements = make([]*form.Statement, len(w.order))
	for s, i := range w.order {
		statement := &form.Statement{
			Order: i, Effect: form.Effect(s.Effect.String()), Profile: s.Profile.Name, Message: s.Message,
		}
		if s.Kind == lang.KindMessage {
			statement.Letter = w.letter(s)
		}
		of[s], w.form.Statements[i] = statement, statement
	}
	for _, c := range w.model.clauses {
		s := of[c.statement]
		s.ID = c.id()
		rows := c.applies
		s.When = w.formula(c.inForce)
		if c.statement.Effect == lang.Deny {
			rows = c.spares
			s.When = w.formula(c.lifted)
		}
		clause := &form.Clause{Statement: s, Rows: w.formula(rows), Rowless: c.rowless()}
		if c.table != nil {
			clause.Table = w.tables[c.table]
		}
		if c.check != nil {
			clause.Check = w.formula(c.passes)
		}
		if target := c.target(); target != nil {
			for _, given := range target.Sets {
				clause.Sets = append(clause.Sets, w.set(given))
			}
		}
		w.clauses[c] = clause
		s.Clauses = append(s.Clauses, clause)
	}
}

func (w *formWriter) set(given lang.Set) form.Set {
	l := &lowering{}
	out := form.Set{Field: w.fields[given.Field], Null: w.formula(l.null(given.Value))}
	for _, alt := range l.alternatives(given.Value) {
		when := every(alt.guard, known(alt.x))
		if !impossible(when) {
			out.Cases = append(out.Cases, form.Case{When: w.formula(when), X: w.operand(alt.x)})
		}
	}
	return out
}

func (w *formWriter) letter(s *lang.Statement) *form.Letter {
	l := &form.Letter{Profiles: profileNames(s.Profiles), Anyone: s.Anyone}
	key := lang.Type{Kind: lang.String}
	if users := w.policy.Portal.Users; users != nil {
		key = users.Key.Type
	}
	for _, u := range s.Users {
		l.Users = append(l.Users, formConstant(key, u))
	}
	return l
}

func (w *formWriter) resource(r *resource) *form.Resource {
	out := &form.Resource{
		Kind: form.ResourceKind(r.kind), Name: r.name, Fields: w.fieldsOf(r.fields), Modes: map[string]form.Mode{},
	}
	if r.table != nil {
		out.Table = w.tables[r.table]
	}
	if r.report != nil && r.report.Rows != nil {
		out.Rows = w.formula(isTrue(r.report.Rows))
	}
	for action, mode := range r.modes {
		out.Modes[action] = form.Mode(mode)
	}
	for _, u := range r.uses {
		out.Uses = append(out.Uses, w.use(r, u))
	}
	return out
}

func (w *formWriter) fieldsOf(fields []*lang.Field) []*form.Field {
	out := make([]*form.Field, len(fields))
	for i, f := range fields {
		out[i] = w.fields[f]
	}
	return out
}

// use tells what the library's constants tell (see coverage).
func (w *formWriter) use(r *resource, u *use) *form.Use {
	out := &form.Use{Clause: w.clauses[u.clause], Part: form.Part(u.part), Actions: u.actions}
	switch u.part {
	case partLock:
		for _, f := range u.target.Fields {
			out.Locked = append(out.Locked, w.fields[f.Field])
		}
	case partAllow:
		if slices.Contains(u.actions, "view") {
			w.seen(out, u)
		}
		if slices.ContainsFunc(u.actions, func(a string) bool { return writes(r.modes[a]) }) {
			out.Writes = w.written(u)
		}
		w.classed(out, u)
	}
	return out
}

func (w *formWriter) seen(out *form.Use, u *use) {
	masked := map[*lang.Field]bool{}
	for _, mask := range u.target.Masks {
		masked[mask.Field] = true
		if w.mayReveal(u, mask.Field) {
			value := formConstant(mask.Field.Type, mask.Value)
			out.Masks = append(out.Masks, form.Mask{Field: w.fields[mask.Field], Value: value})
		}
	}
	for _, f := range u.target.Fields {
		if !masked[f.Field] && w.mayReveal(u, f.Field) {
			out.Plain = append(out.Plain, w.fields[f.Field])
		}
	}
}

func (w *formWriter) written(u *use) []*form.Field {
	var out []*form.Field
	for _, f := range u.target.Fields {
		if w.writable(u, f) {
			out = append(out, w.fields[f.Field])
		}
	}
	return out
}

func (w *formWriter) classed(out *form.Use, u *use) {
	p := u.clause.statement.Profile
	for _, f := range u.target.Fields {
		class := f.Field.Sensitive
		if class == "" || slices.Contains(p.Reveal, class) {
			continue
		}
		if by := w.revealers(p, class); len(by) > 0 {
			out.Classed = append(out.Classed, form.Classed{Field: w.fields[f.Field], By: by})
		}
	}
}
