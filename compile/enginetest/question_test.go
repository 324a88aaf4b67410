package enginetest

import (
	"cmp"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego"
)

// asker is who asks: a person, by the key of their row in the users table.
type asker struct {
	key any // nil for somebody without a row, or in a portal without a users table
	rego.User
}

// question asks for the rows of a table or a report on which an action is
// allowed.
type question struct {
	kind, name, action string
	asker              asker
	now                string
}

// thing is what a question is about.
type thing struct {
	table  *lang.Table
	fields []*lang.Field // in the schema's order
	needs  paths
}

// thing finds what a question is about; false where there is no such thing, or
// the action is not on existing rows.
func (p *portal) thing(q question) (thing, bool) {
	c := p.engine.Catalog()
	switch q.kind {
	case "table":
		for _, t := range p.policy.Tables {
			a, ok := c.Tables[t.Name].Actions[q.action]
			if t.Name == q.name && ok && a.Filter != nil {
				return thing{t, t.Fields, needed(a.Needs)}, true
			}
		}
	case "report":
		for _, r := range p.policy.Reports {
			a, ok := c.Reports[r.Name].Actions[q.action]
			if r.Name == q.name && ok && a.Filter != nil {
				return thing{r.Table, r.Fields, needed(a.Needs)}, true
			}
		}
	}
	return thing{}, false
}

// request asks the question of rows of a world.
func (p *portal) request(w *world, q question, about thing, rows []map[string]any) *rego.Request {
	r := &rego.Request{
		User: q.asker.User, Action: q.action, Resource: rego.Resource{Type: q.kind, Name: q.name}, Now: q.now,
		Rows: []map[string]any{},
	}
	r.User.Record = p.record(w, q.asker)
	for _, row := range rows {
		r.Rows = append(r.Rows, w.nested(about.table, row, about.needs))
	}
	return r
}

// record gives the person's row with what decisions look into.
func (p *portal) record(w *world, a asker) map[string]any {
	users := p.policy.Portal.Users
	if users == nil || a.key == nil {
		return nil
	}
	row := w.byKey[users][quote(canonical(users.Key[0].Type, a.key))]
	if row == nil {
		return nil
	}
	return w.nested(users, row, needed(p.engine.Catalog().Users.Needs))
}

// input writes the person as the bundle's rules take them.
func input(u rego.User) map[string]any {
	in := map[string]any{"profiles": texts(u.Profiles)}
	if u.Login != nil {
		in["login"] = u.Login
	}
	if u.Team != "" {
		in["team"] = u.Team
	}
	if u.TeamProfiles != nil {
		in["team_profiles"] = texts(u.TeamProfiles)
	}
	for name, m := range map[string]map[string]any{"team_properties": u.TeamProperties, "properties": u.Properties, "record": u.Record} {
		if m != nil {
			in[name] = m
		}
	}
	return in
}

func texts(names []string) []any {
	list := []any{}
	for _, n := range names {
		list = append(list, n)
	}
	return list
}

// document writes a request as JSON has it, for the reference.
func document(r *rego.Request) map[string]any {
	rows := make([]any, len(r.Rows))
	for i, row := range r.Rows {
		rows[i] = row
	}
	return map[string]any{
		"user": input(r.User), "action": r.Action, "rows": rows, "now": r.Now,
		"resource": map[string]any{"type": r.Resource.Type, "name": r.Resource.Name},
	}
}

// listed gives what a person may ask for, as far as `access` tells.
func (p *portal) listed(w *world, a asker) []question {
	u := a.User
	u.Record = p.record(w, a)
	access := reference.Access(p.policy, map[string]any{"user": input(u), "now": "2026-03-01T09:00:00Z"})
	var list []question
	for kind, of := range map[string]string{"table": "tables", "report": "reports"} {
		for name, actions := range access[of].(map[string]any) {
			known := p.rowActions(kind, name)
			for _, action := range actions.([]any) {
				if slices.Contains(known, action.(string)) {
					list = append(list, question{kind: kind, name: name, action: action.(string)})
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b question) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.name, b.name), strings.Compare(a.action, b.action))
	})
	return list
}

// rowActions gives the actions on existing rows that a thing has.
func (p *portal) rowActions(kind, name string) []string {
	actions := p.engine.Catalog().Tables[name].Actions
	if kind == "report" {
		actions = p.engine.Catalog().Reports[name].Actions
	}
	var list []string
	for action, a := range actions {
		if a.Filter != nil {
			list = append(list, action)
		}
	}
	slices.Sort(list)
	return list
}
