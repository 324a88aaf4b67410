package regogen

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// portalModule writes what does not belong to one table: people, profiles,
// teams, statements, components, menus and every `when`.
func (m *Model) portalModule() *Module {
	mod := NewModule(path.Join("policy", "portal.rego"), "portal.policy")
	constant := func(name, note string, value any) { mod.constant(Comment(note), value, name) }
	m.person(mod)
	constant("profiles", "Each profile that may be claimed, with all that it includes.", m.closures())
	constant("default_profiles", "Given to people who have no other profile.", m.defaults())
	constant("teams", "The declared teams.", m.teams())
	zone := m.Form.Timezone
	if zone == "" {
		zone = "UTC"
	}
	constant("timezone", "By which now has a date and an hour.", zone)
	constant("user_properties", "What is not given is null.", nulls(m.Form.UserProperties))
	constant("team_properties", "What is not given is null.", nulls(m.Form.TeamProperties))
	constant("message", "Whom the statements on messages name.", m.messages())
	constant("menus", "The menus of profiles.", m.menus())
	reach := m.reach()
	for _, profile := range m.Form.Profiles {
		if of := reach[profile.Name]; len(of) > 0 {
			mod.constant(Comment("What the profile's statements reach, whatever the rows are."), of, "reach", profile.Name)
		}
	}
	for _, r := range m.Form.Resources {
		if r.Table == nil {
			m.writeResource(mod, r)
		}
	}
	w := &clauseWriter{Model: m, Module: mod, helper: "person_either"}
	w.persons()
	w.sets()
	return mod
}

// person writes what is told of the person's row when it is missing, and the
// type of the keys by which people are named.
func (m *Model) person(mod *Module) {
	known := m.personKnown(mod)
	if known == nil {
		mod.Rules.WriteString("person_known := true\n\nkey_type := \"string\"\n\n")
		return
	}
	users := m.Form.Users.Table
	mod.Rules.WriteString(Comment("The person's row has the login that the request has."))
	mod.Rules.WriteString(Rule("person_known", known))
	fmt.Fprintf(&mod.Rules, "users_table := %s\n\n", Text(users.Name))
	fmt.Fprintf(&mod.Rules, "key_type := %s\n\n", Literal(typeLiteral(users.Key[0].Type)))
}

// declareFunctions gives the functions that the library calls, and that no
// statement of this policy defines, a definition that never holds: in Rego a
// function without one does not exist.
func declareFunctions(mod *Module, all []*Module) {
	for _, head := range []string{
		"applies(_, _)", "picks(_, _) := set()", "passes(_, _, _)", "fails(_, _, _)", "in_report(_, _)",
	} {
		name, _, _ := strings.Cut(head, "(")
		if !slices.ContainsFunc(all, func(m *Module) bool { return m.defines[name] }) {
			fmt.Fprintf(&mod.Rules, "%s if false\n\n", head)
		}
	}
}

func (m *Model) teams() Object {
	o := Object{}
	for _, t := range m.Form.Teams {
		properties := Object{}
		for name, value := range t.Properties {
			if !value.IsNull() {
				properties[name] = value
			}
		}
		o[t.Name] = Object{"profiles": arrayOf(t.Profiles), "properties": properties}
	}
	return o
}

func nulls(properties []form.Property) Object {
	o := Object{}
	for _, p := range properties {
		o[p.Name] = nil
	}
	return o
}

func (m *Model) messages() ByNumber {
	o := ByNumber{}
	for _, c := range m.clauses {
		letter := c.Statement.Letter
		if letter == nil {
			continue
		}
		users := Set{}
		for _, u := range letter.Users {
			users = append(users, u)
		}
		o[m.Numbers[c]] = Object{"users": users, "profiles": SetOf(letter.Profiles), "anyone": letter.Anyone}
	}
	return o
}

func (m *Model) menus() Object {
	o := Object{}
	for _, p := range m.Form.Profiles {
		var sections Array
		for _, s := range p.Menu {
			items := Array{}
			for _, i := range s.Items {
				items = append(items, Object{"type": i.Type, "name": i.Name, "label": i.Label, "as": i.As})
			}
			sections = append(sections, Object{"section": s.Name, "label": s.Label, "items": items})
		}
		if len(sections) > 0 {
			o[p.Name] = sections
		}
	}
	return o
}

// reach gives by profile what its statements allow and deny as a whole, by
// whether that depends on the statement's `when`.
func (m *Model) reach() map[string]Object {
	out := map[string]Object{}
	for _, r := range m.Form.Resources {
		for _, u := range r.Uses {
			s := u.Clause.Statement
			if u.Part != form.Permits && (u.Part != form.Refuses || !u.Clause.Rowless) {
				continue
			}
			if out[s.Profile] == nil {
				out[s.Profile] = Object{}
			}
			for _, action := range u.Actions {
				out[s.Profile].at(string(u.Part)).reach(s, Array{string(r.Kind), r.Name, action})
			}
		}
	}
	return out
}

func (o Object) reach(s *form.Statement, thing Array) {
	if !s.Timed() {
		things, _ := o["always"].(Set)
		o["always"] = append(things, thing)
		return
	}
	things, _ := o.at("when")[s.ID].(Set)
	o.at("when")[s.ID] = append(things, thing)
}

// Modules writes the modules of a policy, apart from filters of queries.
func (m *Model) Modules() []*Module {
	out := []*Module{m.portalModule(), m.personModule()}
	out = append(out, m.tableModules()...)
	declareFunctions(out[0], out)
	return out
}

// tableModules writes a module to a table; where there are many tables, a module
// to some of them, in the order of their names: OPA looks at all rules of a
// package for each of its modules when it compiles them, which takes seconds
// with a thousand modules.
func (m *Model) tableModules() []*Module {
	const many, together = 100, 50
	out := make([]*Module, len(m.Form.Tables))
	for i, t := range m.Form.Tables {
		out[i] = m.tableModule(t)
	}
	if len(out) <= many {
		return out
	}
	sortByPath(out)
	var joined []*Module
	for some := range slices.Chunk(out, together) {
		joined = append(joined, join(some))
	}
	return joined
}
