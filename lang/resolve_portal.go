package lang

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// resolvePortal finds the one portal block, its users table and its
// properties. The login field waits for resolveLogin.
func (r *resolver) resolvePortal() {
	switch len(r.doc.portals) {
	case 0:
		r.spoiled.user, r.spoiled.team = true, true
		r.policy.Portal = &Portal{}
		if r.doc.partial {
			return
		}
		var where hcl.Range
		if len(r.policy.Files) > 0 {
			where = startOf(r.policy.Files[0].Name)
		}
		r.report(problem(where, "Missing portal", "No file of the directory has the portal block, which gives the portal its name: portal \"name\" { … }."))
		return
	default:
		for _, again := range r.doc.portals[1:] {
			r.report(problem(again.header, "Duplicate portal", fmt.Sprintf("A portal is declared once; the first is at %s.", at(r.doc.portals[0].header))))
			r.spoiled.user, r.spoiled.team = true, true
		}
	}
	s := r.doc.portals[0]
	p := &Portal{Range: s.header, Description: r.describe(&s.declaration)}
	if len(s.labels) > 0 {
		p.Name, p.Range = s.name().text, s.name().at
	}
	r.policy.Portal = p
	if s.incomplete {
		r.spoiled.user, r.spoiled.team = true, true
	}
	if n, ok := r.name(s.users); ok {
		if info := r.table(n, s.users.SrcRange); info != nil {
			p.Users = info.Table
		}
	}
	if s.users != nil && p.Users == nil {
		r.spoiled.user = true
	}
	var ok bool
	if p.UserProperties, ok = r.properties(s.userProperties, "user"); !ok {
		r.spoiled.user = true
	}
	if p.TeamProperties, ok = r.properties(s.teamProperties, "team"); !ok {
		r.spoiled.team = true
	}
}

// reserved is what `user` and `team` have in any portal.
var reserved = map[string]string{"user": "login", "team": "name"}

func (r *resolver) properties(a attr, of string) ([]*Property, bool) {
	list, ok := r.entries(a, "region = string")
	var props []*Property
	for _, e := range list {
		r.checkName(e.name, "a property", identifiers)
		if e.name.text == reserved[of] {
			r.report(within(problem(e.name.at, "Ambiguous name", fmt.Sprintf("%s.%s is there in every portal; a property needs another name.", of, e.name.text)), a.SrcRange))
		}
		t, good := r.typeOf(e.expr)
		if !good {
			r.spoiled.spoil(e.name.text)
		}
		props = append(props, &Property{Name: e.name.text, Type: t, Range: e.name.at})
	}
	byName(props, func(p *Property) string { return p.Name })
	return props, ok
}

// resolveLogin finds the field of the users table that identifies a person.
func (r *resolver) resolveLogin() {
	if len(r.doc.portals) == 0 {
		return
	}
	s, p := r.doc.portals[0], r.policy.Portal
	if s.login == nil {
		if s.users != nil {
			r.missing(&s.declaration, "a portal with a users table", "login", "the field of it that identifies the signed-in person")
			r.spoiled.user = true
		}
		return
	}
	if s.users == nil {
		if !s.incomplete {
			r.report(within(problem(s.login.NameRange, "Login without users", "\"login\" names a field of the users table, and the portal names no such table: users = \"…\"."), s.header))
		}
		return
	}
	n, ok := r.name(s.login)
	if !ok || p.Users == nil {
		r.spoiled.user = true
		return
	}
	f := r.field(r.tables[p.Users.Name], n, s.login.SrcRange)
	if f == nil {
		r.spoiled.user = true
		return
	}
	if f.Type.Kind == List || f.Type.Kind == Bool {
		r.report(within(problem(n.at, "Invalid login", fmt.Sprintf("%s.%s is %s, which cannot identify a person.", p.Users.Name, f.Name, article(f.Type.String()))), s.login.SrcRange))
	}
	p.Login = f
}

// checkUserNames sees to it that `user.NAME` means one thing.
func (r *resolver) checkUserNames() {
	p := r.policy.Portal
	if p.Users == nil {
		return
	}
	users := r.tables[p.Users.Name]
	for _, prop := range p.UserProperties {
		what, place := "field", hcl.Range{}
		if f := users.fields[prop.Name]; f != nil {
			place = f.Range
		} else if rel := users.relations[prop.Name]; rel != nil {
			what, place = "relation", rel.Range
		} else {
			continue
		}
		r.report(problem(prop.Range, "Ambiguous name", fmt.Sprintf("user.%s could mean this property, or the %s of the users table %q declared at %s.", prop.Name, what, users.Name, at(place))))
	}
	if f := users.fields["login"]; f != nil && p.Login != nil && f != p.Login {
		r.report(problem(f.Range, "Ambiguous name", fmt.Sprintf("user.login could mean this field, or the person's login, which is %s.%s.", users.Name, p.Login.Name)))
	}
	if rel := users.relations["login"]; rel != nil {
		r.report(problem(rel.Range, "Ambiguous name", "user.login could mean this relation, or the person's login."))
	}
}
