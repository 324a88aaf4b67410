package compile

import (
	"path"
	"slices"

	"portcullis/rego/form"
)

// personModule writes who a person is. It is asked in every request, so that it
// is one rule, with all constants in it: what a rule refers to costs more than
// what it has.
func (m *model) personModule() *module {
	mod := newModule(path.Join("policy", "person.rego"), "portal.principal")
	mod.rules.WriteString(comment("The profiles of the person that the policy knows, with all that they include; if"))
	mod.rules.WriteString(comment("there are none, the default ones. Whoever is not known, or not of the form that a"))
	mod.rules.WriteString(comment("user must have, has not even these."))
	head := "profiles := known"
	if defaults := m.defaults(); len(defaults) > 0 {
		head += " | {q | known == set(); some q in " + literal(defaults) + "}"
	}
	known := m.personKnown(mod)
	if known == nil {
		known = []string{"is_object(input.user)"} // else it has a record
	}
	mod.rules.WriteString(rule(head, slices.Concat(known, []string{malformed() + " == set()"}, m.known())))
	return mod
}

// malformed finds what is given of the user, and not null, and is not of the
// form that it must have.
func malformed() string {
	wrong := object{}
	for name, want := range map[string]string{
		"profiles": "array", "properties": "object", "team": "string", "team_profiles": "array", "team_properties": "object",
	} {
		types := []string{"array", "boolean", "number", "object", "set", "string"}
		wrong[name] = setOf(slices.DeleteFunc(types, func(t string) bool { return t == want }))
	}
	return "{name |\nsome name, wrong in " + literal(wrong) + "\nwrong[type_name(input.user[name])]\n}"
}

// personKnown writes when a request has the person's row: if that has the login
// that the request has.
func (m *model) personKnown(mod *module) []string {
	users := m.Form.Users
	if users == nil {
		return nil
	}
	w := &clauseWriter{model: m, module: mod, helper: "person_either"}
	row := form.Place{Root: form.Record, Field: users.Login, T: users.Login.Type}
	return w.body(nil).lines(form.Relate{
		Op: form.Equal, X: row, Y: form.Place{Root: form.Login, T: users.Login.Type},
	})
}

// known writes which profiles are the person's. A declared team has its own; those
// that the request gives a team serve for one that is not declared.
func (m *model) known() []string {
	if len(m.Form.Profiles) == 0 {
		return []string{"known := set()"}
	}
	includes := "includes := " + literal(m.closures())
	if len(m.Form.Teams) == 0 {
		return []string{
			includes,
			`known := {q | some list in ["profiles", "team_profiles"]; some p in input.user[list]; some q in includes[p]}`,
		}
	}
	return []string{
		includes,
		"teams := " + literal(m.teamProfiles()),
		"own := {q | some p in input.user.profiles; some q in includes[p]}",
		"declared := {q | some q in teams[input.user.team]}",
		"given := {q | {true | teams[input.user.team]} == set(); some p in input.user.team_profiles; some q in includes[p]}",
		"known := union({own, declared, given})",
	}
}

// teamProfiles gives each declared team's profiles, with all that they include.
func (m *model) teamProfiles() object {
	o := object{}
	for _, t := range m.Form.Teams {
		o[t.Name] = m.closure(t.Profiles)
	}
	return o
}

// closure gives the profiles with all that they include.
func (m *model) closure(list []string) set {
	var names []string
	for _, p := range m.Form.Profiles {
		if slices.Contains(list, p.Name) {
			names = append(names, p.Closure...)
		}
	}
	return setOf(names)
}

// closures gives each profile with all that it includes.
func (m *model) closures() object {
	o := object{}
	for _, p := range m.Form.Profiles {
		o[p.Name] = setOf(p.Closure)
	}
	return o
}

// defaults gives the profiles of people who have no other.
func (m *model) defaults() set {
	var list []string
	for _, p := range m.Form.Profiles {
		if p.Default {
			list = append(list, p.Name)
		}
	}
	return m.closure(list)
}
