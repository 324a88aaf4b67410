package lower

import (
	"fmt"
	"slices"

	"portcullis/lang"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Policy is a policy in its decision form, with what of its source is told
// beside what is made of it.
type Policy struct {
	Form    *form.Form
	Clauses []*form.Clause // in the order of statements, then of what they name
	Asked   map[*form.Clause]Asked
	Reports map[*form.Resource]Report

	*schema
	policy *lang.Policy
}

// Asked is what a clause asks, as its author wrote it; nil where it does not.
type Asked struct {
	Rows, Check, When lang.Cond
	Statement         *lang.Statement
	Given             []lang.Set // in the order of the clause
}

// Report is where a report stands, and which rows its author put into it.
type Report struct {
	At   string // file:line
	Rows lang.Cond
}

// Lower gives a checked policy in its decision form.
func Lower(p *lang.Policy) *Policy {
	schema, tables := newSchema(p.Tables)
	l := &Policy{
		Form: &form.Form{
			Portal: p.Portal.Name, Timezone: p.Portal.Timezone, Tables: tables,
			UserProperties: properties(p.Portal.UserProperties), TeamProperties: properties(p.Portal.TeamProperties),
		},
		Asked: map[*form.Clause]Asked{}, Reports: map[*form.Resource]Report{},
		schema: schema, policy: p,
	}
	if p.Portal.Users != nil {
		l.Form.Users = &form.Users{Table: schema.tables[p.Portal.Users], Login: schema.fields[p.Portal.Login]}
	}
	l.people()
	resources := l.addResources()
	for i, s := range p.Statements {
		l.statement(i, s, resources)
	}
	for _, s := range l.Form.Statements {
		sortByTable(s.Clauses)
	}
	return l
}

func (l *Policy) people() {
	for _, t := range l.policy.Teams {
		team := &form.Team{Name: t.Name, Profiles: names(t.Profiles), Properties: map[string]form.Constant{}}
		for _, p := range l.Form.TeamProperties {
			team.Properties[p.Name] = form.Constant{T: p.Type}
		}
		for _, given := range t.Properties {
			team.Properties[given.Property.Name] = constant(given.Property.Type, given.Value)
		}
		l.Form.Teams = append(l.Form.Teams, team)
	}
	for _, of := range l.policy.Profiles {
		profile := &form.Profile{Name: of.Name, Default: of.Default, Anonymous: of.Anonymous, Closure: names(of.Closure)}
		for _, s := range of.Menu {
			section := form.Section{Name: s.Name, Label: s.Label, Items: []form.Item{}}
			for _, i := range s.Items {
				section.Items = append(section.Items, form.Item{Type: string(i.Kind), Name: i.Name, Label: i.Label, As: i.As})
			}
			profile.Menu = append(profile.Menu, section)
		}
		l.Form.Profiles = append(l.Form.Profiles, profile)
	}
}

// names gives the names of profiles.
func names(list []*lang.Profile) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Name
	}
	return out
}

// statement adds a statement with its clauses, and puts them to work.
func (l *Policy) statement(order int, s *lang.Statement, resources resources) {
	out := &form.Statement{
		ID: fmt.Sprintf("%s:%d", s.File, s.Line), Order: order, Effect: form.Effect(s.Effect.String()),
		Profile: s.Profile.Name, Message: s.Message, Bare: s.Bare, When: l.Proven(s.When, s.Effect == lang.Allow),
	}
	if s.Kind == lang.KindMessage {
		out.Letter = l.letter(s)
	}
	l.Form.Statements = append(l.Form.Statements, out)
	clauses := map[*lang.Table]*form.Clause{}
	for i := range s.Targets {
		t := &s.Targets[i]
		c := clauses[t.Table]
		if c == nil {
			c = l.clause(out, s, t)
			clauses[t.Table] = c
			out.Clauses = append(out.Clauses, c)
			l.Clauses = append(l.Clauses, c)
		}
		if c.Idle() && (partOf(s, t) != form.Locks || form.Certain(out.When)) {
			continue // a deny of fields names them, whichever rows it is of
		}
		for _, r := range resources[resourceKey{form.ResourceKind(s.Kind), t.Name}] {
			l.use(r, c, s, t)
		}
	}
}

func (l *Policy) letter(s *lang.Statement) *form.Letter {
	out := &form.Letter{Profiles: names(s.Profiles), Anyone: s.Anyone}
	key := lang.Type{Kind: lang.String}
	if users := l.policy.Portal.Users; users != nil {
		key = users.Key[0].Type
	}
	for _, u := range s.Users {
		out.Users = append(out.Users, constant(key, u))
	}
	return out
}

func (l *Policy) clause(of *form.Statement, s *lang.Statement, t *lang.Target) *form.Clause {
	c := &form.Clause{
		Statement: of, Table: l.tables[t.Table], Rows: l.Proven(t.Rows, s.Effect == lang.Allow), Rowless: rowless(t.Rows),
	}
	if t.Check != nil {
		c.Check = l.Proven(t.Check, true)
	}
	for _, given := range t.Sets {
		c.Sets = append(c.Sets, l.set(given))
	}
	l.Asked[c] = Asked{Rows: t.Rows, Check: t.Check, When: s.When, Statement: s, Given: t.Sets}
	return c
}

// rowless reports that a statement with this condition is about all rows.
func rowless(rows lang.Cond) bool {
	if rows == nil {
		return true
	}
	constant, ok := rows.(*lang.Const)
	return ok && constant.Value
}

func (l *Policy) set(given lang.Set) form.Set {
	return (&lowering{schema: l.schema}).set(l.fields[given.Field], given.Value)
}

// set gives what a field gets of a value.
func (l *lowering) set(f *form.Field, v lang.Value) form.Set {
	out := form.Set{Field: f, Null: l.null(v)}
	for _, alt := range l.alternatives(v) {
		if when := form.And(alt.guard, form.KnownOf(alt.x)); !form.Impossible(when) {
			out.Cases = append(out.Cases, form.Case{When: when, X: alt.x})
		}
	}
	return out
}

// use puts a clause to work on a resource, where it concerns it, and says which
// fields it covers or takes there.
func (l *Policy) use(r *form.Resource, c *form.Clause, s *lang.Statement, t *lang.Target) {
	u := &form.Use{Clause: c, Part: partOf(s, t)}
	if u.Actions = actionsOn(r, c, u.Part, s, t); len(u.Actions) == 0 {
		return
	}
	r.Uses = append(r.Uses, u)
	switch u.Part {
	case form.Locks:
		for _, f := range t.Fields {
			u.Locked = append(u.Locked, l.fields[f.Field])
		}
	case form.Permits:
		if u.On("view") {
			l.seen(u, s.Profile, t)
		}
		if slices.ContainsFunc(u.Actions, func(a string) bool { return r.Modes[a].Writes() }) {
			l.written(u, s.Profile, t)
		}
		l.classed(u, s.Profile, t)
	case form.Refuses, form.Demands:
	default:
		panic(fmt.Sprintf("compile: a statement's part %q", u.Part))
	}
}

// seen adds the fields that an allow shows, plain or masked.
func (l *Policy) seen(u *form.Use, p *lang.Profile, t *lang.Target) {
	masked := map[*lang.Field]bool{}
	for _, mask := range t.Masks {
		masked[mask.Field] = true
		if l.mayReveal(p, mask.Field) {
			u.Masks = append(u.Masks, form.Mask{Field: l.fields[mask.Field], Shows: disguise(mask)})
		}
	}
	for _, f := range t.Fields {
		if !masked[f.Field] && l.mayReveal(p, f.Field) {
			u.Plain = append(u.Plain, l.fields[f.Field])
		}
	}
}

func disguise(m lang.Mask) form.Disguise {
	if m.Piece != (scalar.Piece{}) {
		return form.Piece{Piece: m.Piece}
	}
	return constant(m.Field.Type, m.Value)
}

// written adds the fields that an allow lets somebody write.
func (l *Policy) written(u *form.Use, p *lang.Profile, t *lang.Target) {
	for _, f := range t.Fields {
		sensitive := f.Field.Sensitive != "" && !f.Named
		if !sensitive && l.mayReveal(p, f.Field) && !t.Keeps(f.Field) {
			u.Writes = append(u.Writes, l.fields[f.Field])
		}
	}
}

// classed adds by whom the sensitive fields of an allow are seen that its own
// profile does not reveal.
func (l *Policy) classed(u *form.Use, p *lang.Profile, t *lang.Target) {
	for _, f := range t.Fields {
		if class := f.Field.Sensitive; class != "" && !slices.Contains(p.Reveal, class) {
			if by := l.revealers(p, class); len(by) > 0 {
				u.Classed = append(u.Classed, form.Classed{Field: l.fields[f.Field], By: by})
			}
		}
	}
}

// mayReveal reports whether anybody sees a field through statements of the profile.
func (l *Policy) mayReveal(p *lang.Profile, f *lang.Field) bool {
	return f.Sensitive == "" || len(l.revealers(p, f.Sensitive)) > 0
}

// revealers gives the profiles whose holders see a class through statements
// of the profile p: those that reveal the class and include p.
func (l *Policy) revealers(p *lang.Profile, class string) []string {
	var out []string
	for _, q := range l.policy.Profiles {
		if slices.Contains(q.Reveal, class) && slices.Contains(q.Closure, p) {
			out = append(out, q.Name)
		}
	}
	return out
}
