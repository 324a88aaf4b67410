package check

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
	"portcullis/rego/scalar"
)

// resolvePortal finds the one portal block, its users table and its
// properties. The login field waits for resolveLogin.
func (r *resolver) resolvePortal() {
	switch len(r.doc.Portals) {
	case 0:
		r.spoiled.user, r.spoiled.team = true, true
		r.policy.Portal = &policy.Portal{}
		if r.partial() {
			return
		}
		var where hcl.Range
		if len(r.policy.Files) > 0 {
			where = syntax.StartOf(r.policy.Files[0].Name)
		}
		r.report(diag.Problem(where, "Missing portal", "No file of the directory has the portal block, which gives the portal its name: portal \"name\" { … }."))
		return
	default:
		for _, again := range r.doc.Portals[1:] {
			r.report(diag.Problem(again.Header, "Duplicate portal", fmt.Sprintf("A portal is declared once; the first is at %s.", diag.At(r.doc.Portals[0].Header))))
			r.spoiled.user, r.spoiled.team = true, true
		}
	}
	s := r.doc.Portals[0]
	p := &policy.Portal{Range: s.Header, Description: r.describe(&s.Declaration)}
	if len(s.Labels) > 0 {
		p.Name, p.Range = s.Name().Text, s.Name().At
	}
	r.policy.Portal = p
	if s.Incomplete {
		r.spoiled.user, r.spoiled.team = true, true
	}
	if n, ok := r.name(s.Users); ok {
		if info := r.table(n, s.Users.SrcRange); info != nil {
			p.Users = info.Table
		}
	}
	if s.Users != nil && p.Users == nil {
		r.spoiled.user = true
	}
	r.resolveZone(s.Timezone, p)
	var ok bool
	if p.UserProperties, ok = r.properties(s.UserProperties, "user"); !ok {
		r.spoiled.user = true
	}
	if p.TeamProperties, ok = r.properties(s.TeamProperties, "team"); !ok {
		r.spoiled.team = true
	}
}

// resolveZone finds the portal's time zone.
func (r *resolver) resolveZone(a syntax.Attr, p *policy.Portal) {
	name, _ := r.name(a)
	zone, err := scalar.LoadZone(name.Text)
	if err != nil {
		r.report(diag.Within(diag.Problem(name.At, "Unknown time zone", fmt.Sprintf("Time zones are named as in the tz database, such as \"Europe/Berlin\" and \"UTC\"; %q is none of them.%s", name.Text, nearestZone(name.Text))), a.SrcRange))
		zone, _ = scalar.LoadZone("")
	}
	p.Timezone, p.Zone = name.Text, zone
}

// nearestZone ends a detail with the zone that was meant: a city stands behind
// its part of the world.
func nearestZone(name string) string {
	names := scalar.ZoneNames()
	city := strings.ReplaceAll(name, " ", "_")
	for _, of := range names {
		if strings.EqualFold(of[strings.LastIndexByte(of, '/')+1:], city) {
			return fmt.Sprintf(" Did you mean %q?", of)
		}
	}
	return diag.DidYouMean(name, names)
}

// reserved is what `user` and `team` have in any portal.
var reserved = map[string]string{"user": "login", "team": "name"}

func (r *resolver) properties(a syntax.Attr, of string) ([]*policy.Property, bool) {
	list, ok := r.entries(a, "region = string")
	var props []*policy.Property
	for _, e := range list {
		r.checkName(e.name, "a property", syntax.Identifiers)
		if e.name.Text == reserved[of] {
			r.report(diag.Within(diag.Problem(e.name.At, "Ambiguous name", fmt.Sprintf("%s.%s is there in every portal; a property needs another name.", of, e.name.Text)), a.SrcRange))
		}
		t, good := r.typeOf(e.expr)
		if !good {
			r.spoiled.spoil(e.name.Text)
		}
		props = append(props, &policy.Property{Name: e.name.Text, Type: t, Range: e.name.At})
	}
	byName(props, func(p *policy.Property) string { return p.Name })
	return props, ok
}

// resolveLogin finds the field of the users table that identifies a person.
func (r *resolver) resolveLogin() {
	if len(r.doc.Portals) == 0 {
		return
	}
	s, p := r.doc.Portals[0], r.policy.Portal
	if s.Login == nil {
		if s.Users != nil {
			r.missing(&s.Declaration, "a portal with a users table", "login", "the field of it that identifies the signed-in person")
			r.spoiled.user = true
		}
		return
	}
	if s.Users == nil {
		if !s.Incomplete {
			r.report(diag.Within(diag.Problem(s.Login.NameRange, "Login without users", "\"login\" names a field of the users table, and the portal names no such table: users = \"…\"."), s.Header))
		}
		return
	}
	n, ok := r.name(s.Login)
	if !ok || p.Users == nil {
		r.spoiled.user = true
		return
	}
	f := r.field(r.tables[p.Users.Name], n, s.Login.SrcRange)
	if f == nil {
		r.spoiled.user = true
		return
	}
	if f.Type.Kind != "" && !f.Type.Scalar() || f.Type.Kind == policy.Bool {
		r.report(diag.Within(diag.Problem(n.At, "Invalid login", fmt.Sprintf("%s.%s is %s, which cannot identify a person.", p.Users.Name, f.Name, diag.Article(f.Type.String()))), s.Login.SrcRange))
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
		r.report(diag.Problem(prop.Range, "Ambiguous name", fmt.Sprintf("user.%s could mean this property, or the %s of the users table %q declared at %s.", prop.Name, what, users.Name, diag.At(place))))
	}
	if f := users.fields["login"]; f != nil && p.Login != nil && f != p.Login {
		r.report(diag.Problem(f.Range, "Ambiguous name", fmt.Sprintf("user.login could mean this field, or the person's login, which is %s.%s.", users.Name, p.Login.Name)))
	}
	if rel := users.relations["login"]; rel != nil {
		r.report(diag.Problem(rel.Range, "Ambiguous name", "user.login could mean this relation, or the person's login."))
	}
}
