package compile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/lang"
)

// portalModule writes what does not belong to one table: people, profiles,
// teams, statements, components, menus and every `when`.
func (m *model) portalModule() *module {
	mod := newModule(path.Join("policy", "portal.rego"), "portal.policy")
	rule := func(name, note string, value any) {
		fmt.Fprintf(&mod.rules, "%s%s := %s\n\n", comment(note), name, literal(value))
	}
	m.person(mod)
	rule("profiles", "Each profile, with all that it includes.", m.closures())
	rule("default_profiles", "Given to people who have no other profile.", m.defaults())
	rule("teams", "The declared teams.", m.teams())
	rule("user_properties", "What is not given is null.", nulls(m.policy.Portal.UserProperties))
	rule("team_properties", "What is not given is null.", nulls(m.policy.Portal.TeamProperties))
	rule("statements", "The statements, in the order of file and line.", m.statements())
	rule("message", "Whom the statements on messages name.", m.messages())
	rule("menus", "The menus of profiles.", m.menus())
	for _, profile := range m.policy.Profiles {
		if reach := m.reach(profile); len(reach) > 0 {
			rule(member("reach", profile.Name), "What the profile's statements reach, whatever the rows are.", reach)
		}
	}
	for _, r := range m.resources {
		if r.table == nil {
			m.writeResource(mod, r)
		}
	}
	w := &clauseWriter{module: mod, helper: "person_either"}
	w.persons(m)
	w.sets(m)
	return mod
}

// person writes when a request has the person's row.
func (m *model) person(mod *module) {
	p := m.policy.Portal
	if p.Users == nil {
		mod.rules.WriteString("person_known := true\n\nkey_type := \"string\"\n\n")
		return
	}
	w := &clauseWriter{module: mod, helper: "person_either"}
	row := Place{Root: Record, Field: p.Login, T: p.Login.Type}
	mod.rules.WriteString(comment("The person's row has the login that the request has."))
	mod.rules.WriteString(w.body(nil).rules("person_known", Relate{Equal, row, Place{Root: Login, T: p.Login.Type}}))
	fmt.Fprintf(&mod.rules, "users_table := %s\n\n", text(p.Users.Name))
	fmt.Fprintf(&mod.rules, "key_type := %s\n\n", literal(typeLiteral(p.Users.Key.Type)))
}

// declareFunctions gives the functions that the library calls, and that no
// statement of this policy defines, a definition that never holds: in Rego a
// function without one does not exist.
func declareFunctions(mod *module, all []*module) {
	for _, head := range []string{
		"applies(_, _, _)", "spares(_, _, _)", "passes(_, _, _, _)", "in_report(_, _)",
	} {
		name, _, _ := strings.Cut(head, "(")
		if !slices.ContainsFunc(all, func(m *module) bool { return m.defines[name] }) {
			fmt.Fprintf(&mod.rules, "%s if false\n\n", head)
		}
	}
}

func (m *model) closures() object {
	o := object{}
	for _, p := range m.policy.Profiles {
		o[p.Name] = setOf(profileNames(p.Closure))
	}
	return o
}

func (m *model) defaults() set {
	var names []string
	for _, p := range m.policy.Profiles {
		if p.Default {
			names = append(names, profileNames(p.Closure)...)
		}
	}
	return setOf(names)
}

func (m *model) teams() object {
	o := object{}
	for _, t := range m.policy.Teams {
		properties := object{}
		for _, p := range t.Properties {
			properties[p.Property.Name] = p.Value
		}
		o[t.Name] = object{"profiles": arrayOf(profileNames(t.Profiles)), "properties": properties}
	}
	return o
}

func nulls(properties []*lang.Property) object {
	o := object{}
	for _, p := range properties {
		o[p.Name] = nil
	}
	return o
}

func (m *model) statements() object {
	o := object{}
	for _, c := range m.clauses {
		s := c.statement
		is := object{
			"effect": s.Effect.String(), "profile": s.Profile.Name, "order": m.order[s],
			"conditional": s.When != nil, "rows": c.asksRows(), "message": nil,
		}
		if before, ok := o[c.id()].(object); ok && before["rows"] == true {
			is["rows"] = true // of any of its tables
		}
		if s.Message != "" {
			is["message"] = s.Message
		}
		o[c.id()] = is
	}
	return o
}

func (m *model) messages() object {
	o := object{}
	for _, c := range m.clauses {
		s := c.statement
		if s.Kind != lang.KindMessage {
			continue
		}
		users := set{}
		for _, u := range s.Users {
			users = append(users, u)
		}
		o[c.id()] = object{"users": users, "profiles": setOf(profileNames(s.Profiles)), "anyone": s.Anyone}
	}
	return o
}

func (m *model) menus() object {
	o := object{}
	for _, p := range m.policy.Profiles {
		var sections array
		for _, s := range p.Menu {
			items := array{}
			for _, i := range s.Items {
				items = append(items, object{"type": string(i.Kind), "name": i.Name, "label": i.Label, "as": i.As})
			}
			sections = append(sections, object{"section": s.Name, "label": s.Label, "items": items})
		}
		if len(sections) > 0 {
			o[p.Name] = sections
		}
	}
	return o
}

// reach gives what the profile's statements allow and deny as a whole, by
// whether that depends on the statement's `when`.
func (m *model) reach(p *lang.Profile) object {
	o := object{}
	for _, r := range m.resources {
		for _, u := range r.uses {
			s := u.clause.statement
			if s.Profile != p || u.part != partAllow && (u.part != partDeny || !u.clause.rowless()) {
				continue
			}
			for _, action := range u.actions {
				o.at(string(u.part)).reach(s, u.clause.id(), array{string(r.kind), r.name, action})
			}
		}
	}
	return o
}

func (o object) reach(s *lang.Statement, id string, thing array) {
	if s.When == nil {
		things, _ := o["always"].(set)
		o["always"] = append(things, thing)
		return
	}
	things, _ := o.at("when")[id].(set)
	o.at("when")[id] = append(things, thing)
}

// modules writes all the generated modules, in the order of their paths.
func (m *model) modules() []*module {
	out := []*module{m.portalModule()}
	for _, t := range m.policy.Tables {
		out = append(out, m.tableModule(t))
	}
	declareFunctions(out[0], out)
	out = append(out, m.filterModules()...)
	slices.SortFunc(out, func(a, b *module) int {
		if a.path < b.path {
			return -1
		}
		return 1
	})
	return out
}
