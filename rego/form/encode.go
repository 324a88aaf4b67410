package form

import "encoding/json"

// MarshalJSON writes the form with names in place of pointers.
func (f *Form) MarshalJSON() ([]byte, error) {
	w := wireForm{
		Version: Version,
		Portal:  f.Portal, Timezone: f.Timezone, UserProperties: f.UserProperties, TeamProperties: f.TeamProperties,
		Teams: []wireTeam{}, Profiles: []wireProfile{}, Tables: []wireTable{},
		Statements: []wireStatement{}, Resources: []wireResource{},
	}
	if f.Users != nil {
		w.Users = &wireUsers{f.Users.Table.Name, f.Users.Login.Name}
	}
	for _, t := range f.Teams {
		w.Teams = append(w.Teams, encodeTeam(t))
	}
	for _, p := range f.Profiles {
		w.Profiles = append(w.Profiles, wireProfile(*p))
	}
	for _, t := range f.Tables {
		w.Tables = append(w.Tables, encodeTable(t))
	}
	for _, s := range f.Statements {
		w.Statements = append(w.Statements, encodeStatement(s))
	}
	for _, r := range f.Resources {
		w.Resources = append(w.Resources, encodeResource(r))
	}
	return json.Marshal(w)
}

func encodeTeam(t *Team) wireTeam {
	w := wireTeam{t.Name, t.Profiles, map[string]any{}}
	for name, c := range t.Properties {
		w.Properties[name] = encodeValue(c)
	}
	return w
}

func encodeTable(t *Table) wireTable {
	w := wireTable{Name: t.Name, Source: t.Source, Key: t.Key.Names(), Fields: t.Fields}
	if t.Owner != nil {
		w.Owner = t.Owner.Name
	}
	for _, r := range t.Relations {
		w.Relations = append(w.Relations, wireRelation{r.Name, r.Many, r.Target.Name, r.Key.Names()})
	}
	return w
}

func encodeStatement(s *Statement) wireStatement {
	e := encoder{}
	w := wireStatement{
		ID: s.ID, Effect: s.Effect, Profile: s.Profile, Message: s.Message, Bare: s.Bare, When: e.formula(s.When),
		Clauses: []wireClause{},
	}
	for _, c := range s.Clauses {
		w.Clauses = append(w.Clauses, encodeClause(c))
	}
	if s.Letter != nil {
		w.Letter = &wireLetter{Profiles: s.Letter.Profiles, Anyone: s.Letter.Anyone}
		for _, u := range s.Letter.Users {
			w.Letter.Users = append(w.Letter.Users, encodeValue(u))
		}
	}
	return w
}

func encodeClause(c *Clause) wireClause {
	e := encoder{}
	w := wireClause{Rows: e.formula(c.Rows), Rowless: c.Rowless}
	if c.Table != nil {
		w.Table = c.Table.Name
	}
	if c.Check != nil {
		w.Check = e.formula(c.Check)
	}
	for _, s := range c.Sets {
		set := wireSet{Field: s.Field.Name, Null: e.formula(s.Null)}
		for _, of := range s.Cases {
			set.Cases = append(set.Cases, [2]any{e.formula(of.When), e.operand(of.X)})
		}
		w.Sets = append(w.Sets, set)
	}
	return w
}

func encodeResource(r *Resource) wireResource {
	w := wireResource{Kind: r.Kind, Name: r.Name, Fields: names(r.Fields), Modes: r.Modes}
	if r.Table != nil {
		w.Table = r.Table.Name
	}
	if r.Rows != nil {
		w.Rows = encoder{}.formula(r.Rows)
	}
	for _, u := range r.Uses {
		w.Uses = append(w.Uses, encodeUse(u))
	}
	return w
}

func encodeUse(u *Use) wireUse {
	w := wireUse{
		Statement: u.Clause.Statement.ID, Part: u.Part, Actions: u.Actions,
		Plain: names(u.Plain), Writes: names(u.Writes), Locked: names(u.Locked),
	}
	for _, m := range u.Masks {
		w.Masks = append(w.Masks, wireMask{m.Field.Name, encodeDisguise(m.Shows)})
	}
	for _, c := range u.Classed {
		if w.Classed == nil {
			w.Classed = map[string][]string{}
		}
		w.Classed[c.Field.Name] = c.By
	}
	return w
}

func names(fields []*Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, f.Name)
	}
	return out
}
