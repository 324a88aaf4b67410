package compile

import (
	"portcullis/lang"
)

// The catalog is the bundle's document `data.<portal>.catalog`, the schema for
// back ends; package rego reads it into a type of its own.
type (
	catalog struct {
		Portal         string                  `json:"portal"`
		Users          *catalogUsers           `json:"users"`
		UserProperties map[string]catalogType  `json:"user_properties"`
		TeamProperties map[string]catalogType  `json:"team_properties"`
		Teams          []string                `json:"teams"`
		Profiles       []string                `json:"profiles"`
		Tables         map[string]catalogTable `json:"tables"`
		Reports        map[string]catalogView  `json:"reports"`
		Forms          map[string]catalogForm  `json:"forms"`
		Components     map[string]catalogNames `json:"components"`
		Filtering      catalogFiltering        `json:"filtering"`
	}
	catalogNames struct {
		Names   []string `json:"names"`
		Actions []string `json:"actions"`
	}
	catalogUsers struct {
		Table string   `json:"table"`
		Key   string   `json:"key"`
		Login string   `json:"login"`
		Needs []string `json:"needs"`
	}
	catalogType struct {
		Type   string       `json:"type"`
		Values []string     `json:"values,omitempty"`
		Elem   *catalogType `json:"elem,omitempty"`
	}
	catalogField struct {
		Name string `json:"name"`
		catalogType
		Column    string `json:"column"`
		Required  bool   `json:"required,omitempty"`
		Sensitive string `json:"sensitive,omitempty"`
	}
	catalogRelation struct {
		Table string `json:"table"`
		Many  bool   `json:"many"`
		Key   string `json:"key"`
	}
	catalogAction struct {
		Needs  []string       `json:"needs"`
		Filter *catalogFilter `json:"filter,omitempty"`
	}
	catalogTable struct {
		Source    string                     `json:"source"`
		Key       string                     `json:"key"`
		Owner     string                     `json:"owner,omitempty"`
		Fields    []catalogField             `json:"fields"`
		Relations map[string]catalogRelation `json:"relations"`
		Actions   map[string]catalogAction   `json:"actions"`
		Alias     string                     `json:"alias"`
		Joins     map[string]catalogJoin     `json:"joins"`
	}
	catalogView struct {
		Table   string                   `json:"table"`
		Fields  []string                 `json:"fields"`
		Actions map[string]catalogAction `json:"actions"`
		Joins   map[string]catalogJoin   `json:"joins"`
	}
	catalogForm struct {
		Table  string   `json:"table"`
		Fields []string `json:"fields"`
		Needs  []string `json:"needs"`
	}
)

func (m *model) catalog() catalog {
	p := m.policy
	c := catalog{
		Portal:         p.Portal.Name,
		UserProperties: properties(p.Portal.UserProperties),
		TeamProperties: properties(p.Portal.TeamProperties),
		Teams:          []string{},
		Profiles:       profileNames(p.Profiles),
		Tables:         map[string]catalogTable{},
		Reports:        map[string]catalogView{},
		Forms:          map[string]catalogForm{},
		Components:     map[string]catalogNames{},
		Filtering:      filtering,
	}
	for _, t := range p.Teams {
		c.Teams = append(c.Teams, t.Name)
	}
	if p.Portal.Users != nil {
		c.Users = &catalogUsers{p.Portal.Users.Name, p.Portal.Users.Key.Name, p.Portal.Login.Name, m.ofPerson()}
	}
	for _, r := range m.resources {
		m.catalogue(&c, r)
	}
	return c
}

func (m *model) catalogue(c *catalog, r *resource) {
	switch r.kind {
	case lang.KindTable:
		c.Tables[r.name] = m.catalogueTable(r)
	case lang.KindReport:
		c.Reports[r.name] = catalogView{r.table.Name, fieldNames(r.fields), m.actions(r), m.joins(r)}
	case lang.KindForm:
		c.Forms[r.name] = catalogForm{r.table.Name, fieldNames(r.fields), sortedKeys(r.ofAction("access").row)}
	default:
		names := c.Components[string(r.kind)]
		names.Names = append(names.Names, r.name)
		names.Actions = sortedKeys(r.modes)
		c.Components[string(r.kind)] = names
	}
}

func (m *model) catalogueTable(r *resource) catalogTable {
	t := r.table
	out := catalogTable{
		Source: t.Source, Key: t.Key.Name, Relations: map[string]catalogRelation{}, Actions: m.actions(r),
		Alias: baseAlias(t), Joins: m.joins(r),
	}
	if t.Owner != nil {
		out.Owner = t.Owner.Name
	}
	for _, f := range t.Fields {
		out.Fields = append(out.Fields, catalogField{f.Name, typeOf(f.Type), f.Column, f.Required, f.Sensitive})
	}
	for _, rel := range t.Relations {
		out.Relations[rel.Name] = catalogRelation{rel.Target.Name, rel.Many, rel.Key.Name}
	}
	return out
}

func (m *model) actions(r *resource) map[string]catalogAction {
	out := map[string]catalogAction{}
	for action := range r.modes {
		out[action] = catalogAction{Needs: sortedKeys(r.ofAction(action).row)}
	}
	if m.unfiltered {
		return out
	}
	for _, action := range r.filtered() {
		of := out[action]
		of.Filter = m.filterWriters()[r].filter(action)
		out[action] = of
	}
	return out
}

func (m *model) joins(r *resource) map[string]catalogJoin {
	if m.unfiltered {
		return nil
	}
	return m.filterWriters()[r].joins()
}

func properties(list []*lang.Property) map[string]catalogType {
	out := map[string]catalogType{}
	for _, p := range list {
		out[p.Name] = typeOf(p.Type)
	}
	return out
}

func typeOf(t lang.Type) catalogType {
	out := catalogType{Type: t.Kind.String(), Values: t.Values}
	if t.Elem != nil {
		elem := typeOf(*t.Elem)
		out.Elem = &elem
	}
	return out
}
