package compile

import "portcullis/rego/form"

// catalog gives the bundle's document `data.<portal>.catalog`, the schema for
// back ends.
func (m *model) catalog() *form.Catalog {
	f := m.Form
	c := &form.Catalog{
		Portal:         f.Portal,
		UserProperties: properties(f.UserProperties),
		TeamProperties: properties(f.TeamProperties),
		Teams:          []string{},
		Profiles:       []string{},
		Tables:         map[string]form.CatalogTable{},
		Reports:        map[string]form.CatalogReport{},
		Forms:          map[string]form.CatalogForm{},
		Components:     map[string]form.CatalogElements{},
		Filtering:      filtering,
	}
	for _, t := range f.Teams {
		c.Teams = append(c.Teams, t.Name)
	}
	for _, p := range f.Profiles {
		c.Profiles = append(c.Profiles, p.Name)
	}
	if u := f.Users; u != nil {
		c.Users = &form.CatalogUsers{Table: u.Table.Name, Key: u.Table.Key[0].Name, Login: u.Login.Name, Needs: m.ofPerson()}
	}
	for _, r := range m.Form.Resources {
		m.catalogue(c, r)
	}
	return c
}

func (m *model) catalogue(c *form.Catalog, r *form.Resource) {
	switch r.Kind {
	case form.KindTable:
		c.Tables[r.Name] = m.catalogueTable(r)
	case form.KindReport:
		c.Reports[r.Name] = form.CatalogReport{
			Table: r.Table.Name, Fields: fieldNames(r.Fields), Actions: m.actions(r), Joins: m.joins(r),
		}
	case form.KindForm:
		c.Forms[r.Name] = form.CatalogForm{
			Table: r.Table.Name, Fields: fieldNames(r.Fields), Needs: sortedKeys(ofAction(r, "access").row),
		}
	default:
		names := c.Components[string(r.Kind)]
		names.Names = append(names.Names, r.Name)
		names.Actions = sortedKeys(r.Modes)
		c.Components[string(r.Kind)] = names
	}
}

func (m *model) catalogueTable(r *form.Resource) form.CatalogTable {
	t := r.Table
	out := form.CatalogTable{
		Source: t.Source, Key: t.Key.Names(), Fields: t.Fields, Relations: map[string]form.CatalogRelation{}, Actions: m.actions(r),
		Alias: baseAlias(t), Joins: m.joins(r),
	}
	if t.Owner != nil {
		out.Owner = t.Owner.Name
	}
	for _, rel := range t.Relations {
		out.Relations[rel.Name] = form.CatalogRelation{Table: rel.Target.Name, Many: rel.Many, Key: rel.Key.Names()}
	}
	return out
}

func (m *model) actions(r *form.Resource) map[string]form.CatalogAction {
	out := map[string]form.CatalogAction{}
	for action := range r.Modes {
		out[action] = form.CatalogAction{Needs: sortedKeys(ofAction(r, action).row)}
	}
	if m.unfiltered {
		return out
	}
	for _, action := range filtered(r) {
		of := out[action]
		of.Filter = m.filterWriters()[r].filter(action)
		out[action] = of
	}
	return out
}

func (m *model) joins(r *form.Resource) map[string]form.CatalogJoin {
	if m.unfiltered {
		return nil
	}
	return m.filterWriters()[r].joins()
}

func properties(list []form.Property) map[string]form.Type {
	out := map[string]form.Type{}
	for _, p := range list {
		out[p.Name] = p.Type
	}
	return out
}
