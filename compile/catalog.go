package compile

import (
	"maps"
	"slices"

	"portcullis/compile/filter"
	"portcullis/rego/form"
)

// catalog gives the bundle's document `data.<portal>.catalog`, the schema for
// back ends. It tells nothing of filters where these are nil.
func catalog(f *form.Form, queries *filter.Filters) *form.Catalog {
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
		Filtering:      filter.Filtering,
	}
	for _, t := range f.Teams {
		c.Teams = append(c.Teams, t.Name)
	}
	for _, p := range f.Profiles {
		c.Profiles = append(c.Profiles, p.Name)
	}
	if u := f.Users; u != nil {
		c.Users = &form.CatalogUsers{Table: u.Table.Name, Key: u.Table.Key[0].Name, Login: u.Login.Name, Needs: f.Needs()}
	}
	for _, r := range f.Resources {
		switch r.Kind {
		case form.KindTable:
			c.Tables[r.Name] = catalogTable(r, queries)
		case form.KindReport:
			c.Reports[r.Name] = form.CatalogReport{
				Table: r.Table.Name, Fields: form.FieldNames(r.Fields), Actions: catalogActions(r, queries), Joins: queries.Joins(r),
			}
		case form.KindForm:
			c.Forms[r.Name] = form.CatalogForm{Table: r.Table.Name, Fields: form.FieldNames(r.Fields), Needs: r.Needs("access")}
		default:
			names := c.Components[string(r.Kind)]
			names.Names = append(names.Names, r.Name)
			names.Actions = slices.Sorted(maps.Keys(r.Modes))
			c.Components[string(r.Kind)] = names
		}
	}
	return c
}

func catalogTable(r *form.Resource, queries *filter.Filters) form.CatalogTable {
	t := r.Table
	out := form.CatalogTable{
		Source: t.Source, Key: t.Key.Names(), Fields: t.Fields, Relations: map[string]form.CatalogRelation{}, Actions: catalogActions(r, queries),
		Alias: filter.BaseAlias(t), Joins: queries.Joins(r),
	}
	if t.Owner != nil {
		out.Owner = t.Owner.Name
	}
	for _, rel := range t.Relations {
		out.Relations[rel.Name] = form.CatalogRelation{Table: rel.Target.Name, Many: rel.Many, Key: rel.Key.Names()}
	}
	return out
}

func catalogActions(r *form.Resource, queries *filter.Filters) map[string]form.CatalogAction {
	out := map[string]form.CatalogAction{}
	for action := range r.Modes {
		out[action] = form.CatalogAction{Needs: r.Needs(action), Filter: queries.Of(r, action)}
	}
	return out
}

func properties(list []form.Property) map[string]form.Type {
	out := map[string]form.Type{}
	for _, p := range list {
		out[p.Name] = p.Type
	}
	return out
}
