package regogen

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// personModule writes who a person is. It is asked in every request, so that it
// is one rule, with all constants in it: what a rule refers to costs more than
// what it has.
func (m *Model) personModule() *Module {
	mod := NewModule(path.Join("policy", "person.rego"), "portal.principal")
	m.anonymity(mod)
	mod.Rules.WriteString(Comment("The profiles of the person that the policy knows, with all that they include; if"))
	mod.Rules.WriteString(Comment("there are none, the default ones, for whoever has a login. Whoever is not known, or"))
	mod.Rules.WriteString(Comment("not of the form that a user must have, has not even these."))
	mod.Rules.WriteString(Rule("profiles := claimed", []string{"formed"}))
	mod.Rules.WriteString(Comment("The same, whatever the user's form is."))
	const login = "input.user.login != null"
	loggedIn := ""
	known := m.personKnown(mod)
	switch { // who has no login, and is not anonymous
	case known != nil: // has no record either that is theirs
	case m.Form.Visited():
		known = []string{login}
	default:
		known, loggedIn = []string{nobodyElse}, login+"; "
	}
	head := "claimed := known"
	if defaults := m.defaults(); len(defaults) > 0 {
		head += " | {q | " + loggedIn + "known == set(); some q in " + Literal(defaults) + "}"
	}
	includes := "policy.profiles"
	if closures := m.closures(); len(closures) > 0 {
		includes = "includes"
		known = append(slices.Clip(known), "includes := "+Literal(closures))
	}
	mod.Rules.WriteString(Rule(head, slices.Concat(known, m.known(includes))))
	if m.Form.Visited() {
		mod.Rules.WriteString(Comment("Those of whoever is anonymous, whatever else they claim."))
		mod.Rules.WriteString(Rule("claimed := "+Literal(m.anonymous()), []string{"anonymous"}))
	}
	mod.Rules.WriteString(Comment("Whether what is given of the user has the form that it must have. Nulls are looked"))
	mod.Rules.WriteString(Comment("for only where something has not."))
	mod.Rules.WriteString(strings.TrimRight(Rule("formed", m.wellFormed()), "\n"))
	mod.Rules.WriteString(" else " + strings.TrimPrefix(Rule("formed", []string{malformed() + " == set()"}), "formed "))
	return mod
}

// nobodyElse says that the user is an object, null or not there.
const nobodyElse = "{true |\ninput.user != null\nnot is_object(input.user)\n} == set()"

// anonymity writes who is anonymous, and who asks, of whom all is null then.
// Without profiles for them, requests without a login are like others.
func (m *Model) anonymity(mod *Module) {
	if !m.Form.Visited() {
		mod.Rules.WriteString(Comment("No profile is for requests without a login."))
		mod.Rules.WriteString("anonymous := false\n\nuser := input.user\n\n")
		return
	}
	mod.Rules.WriteString(Comment("Whoever has no login is anonymous, unless there is a record."))
	mod.Rules.WriteString(Rule("anonymous", []string{
		nobodyElse,
		"{true |\nsome name in [\"login\", \"record\"]\ninput.user[name] != null\n} == set()",
	}))
	nobody := Object{"login": nil}
	if users := m.Form.Users; users != nil {
		nobody["record"] = missing(users.Table)
	}
	mod.Rules.WriteString(Comment("Who asks; all that is asked of whoever is anonymous is null."))
	mod.Rules.WriteString(Rule("user := input.user", []string{"not anonymous"}))
	mod.Rules.WriteString(Rule("user := "+Literal(nobody), []string{"anonymous"}))
}

// missing gives a row that is not there as one of which all is null, and that
// has no rows of its own: what conditions find on the way through it.
func missing(t *form.Table) Object {
	o := Object{}
	for _, f := range t.Fields {
		o[f.Name] = nil
	}
	for _, r := range t.Relations {
		o[r.Name] = nil
		if r.Many {
			o[r.Name] = Array{}
		}
	}
	return o
}

// wellFormed says that what is given of the user, and none of it null, is of the form
// that it must have. Iterating over what it may be would take longer, and so does
// asking for what may not be there: what people of this portal mostly have is not. (Who
// has profiles is an object.)
func (m *Model) wellFormed() []string {
	mostly := map[string]bool{
		"profiles": true, "properties": len(m.Form.UserProperties) > 0, "team": len(m.Form.Teams)+len(m.Form.TeamProperties) > 0,
		"team_properties": len(m.Form.TeamProperties) > 0 && len(m.Form.Teams) == 0,
	}
	var lines []string
	for _, of := range userForm {
		at := "input.user." + of.name
		if !mostly[of.name] {
			at = fmt.Sprintf("object.get(input.user, %s, %s)", Text(of.name), of.empty)
		}
		lines = append(lines, fmt.Sprintf("is_%s(%s)", of.want, at))
	}
	return lines
}

// userForm is what a user must be like.
var userForm = []struct{ name, want, empty string }{
	{"profiles", "array", "[]"},
	{"properties", "object", "{}"},
	{"team", "string", `""`},
	{"team_profiles", "array", "[]"},
	{"team_properties", "object", "{}"},
}

// malformed finds what is given of the user, and not null, and is not of the
// form that it must have.
func malformed() string {
	wrong := Object{}
	for _, of := range userForm {
		types := []string{"array", "boolean", "number", "object", "set", "string"}
		wrong[of.name] = SetOf(slices.DeleteFunc(types, func(t string) bool { return t == of.want }))
	}
	return "{name |\nsome name, wrong in " + Literal(wrong) + "\nwrong[type_name(input.user[name])]\n}"
}

// personKnown writes when a request has the person's row: if that has the login
// that the request has.
func (m *Model) personKnown(mod *Module) []string {
	users := m.Form.Users
	if users == nil {
		return nil
	}
	w := &clauseWriter{Model: m, Module: mod, helper: "person_either"}
	row := form.Place{Root: form.Record, Field: users.Login, T: users.Login.Type}
	b := w.body(nil)
	b.visited = false // it is asked who that is
	return b.Lines(form.Relate{
		Op: form.Equal, X: row, Y: form.Place{Root: form.Login, T: users.Login.Type},
	})
}

// known writes which profiles are the person's. A declared team has its own; those
// that the request gives a team serve for one that is not declared. What the profiles
// include is found in the constant of a name.
func (m *Model) known(includes string) []string {
	if len(m.closures()) == 0 {
		return []string{"known := set()"}
	}
	if len(m.Form.Teams) == 0 {
		return []string{
			`known := {q | some list in ["profiles", "team_profiles"]; some p in input.user[list]; some q in ` + includes + `[p]}`,
		}
	}
	return []string{
		"teams := " + Literal(m.teamProfiles()),
		"own := {q | some p in input.user.profiles; some q in " + includes + "[p]}",
		"declared := {q | some q in teams[input.user.team]}",
		"given := {q | {true | teams[input.user.team]} == set(); some p in input.user.team_profiles; some q in " + includes + "[p]}",
		"known := union({own, declared, given})",
	}
}

// teamProfiles gives each declared team's profiles, with all that they include.
func (m *Model) teamProfiles() Object {
	o := Object{}
	for _, t := range m.Form.Teams {
		o[t.Name] = m.closure(t.Profiles)
	}
	return o
}

// closure gives the profiles with all that they include.
func (m *Model) closure(list []string) Set {
	var names []string
	for _, p := range m.Form.Profiles {
		if slices.Contains(list, p.Name) {
			names = append(names, p.Closure...)
		}
	}
	return SetOf(names)
}

// closures gives each profile that a person may be given with all that it
// includes. Claiming an anonymous one gives nothing.
func (m *Model) closures() Object {
	o := Object{}
	for _, p := range m.Form.Profiles {
		if !p.Anonymous {
			o[p.Name] = SetOf(p.Closure)
		}
	}
	return o
}

// anonymous gives the profiles of requests without a login.
func (m *Model) anonymous() Set {
	return m.closureOf(func(p *form.Profile) bool { return p.Anonymous })
}

// defaults gives the profiles of people who have no other.
func (m *Model) defaults() Set {
	return m.closureOf(func(p *form.Profile) bool { return p.Default })
}

// closureOf gives those profiles that are so, with all that they include.
func (m *Model) closureOf(is func(*form.Profile) bool) Set {
	var list []string
	for _, p := range m.Form.Profiles {
		if is(p) {
			list = append(list, p.Name)
		}
	}
	return m.closure(list)
}
