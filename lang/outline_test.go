package lang

import (
	"fmt"
	"strings"

	"portcullis/lang/policy"
	"portcullis/rego/form"
)

// outline writes all that a policy says, without the places where it says it:
// two sources mean the same if their outlines are equal.
func outline(p *policy.Policy) string {
	var w strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	property := func(p *policy.Property) string { return p.Name + " " + p.Type.String() }
	say("portal %q %q users %s login %s", p.Portal.Name, p.Portal.Description, nameOf(p.Portal.Users), fieldName(p.Portal.Login))
	say("  of users %s, of teams %s", each(p.Portal.UserProperties, property), each(p.Portal.TeamProperties, property))
	for _, t := range p.Tables {
		say("table %q %q %q key %s owner %s actions %q", t.Name, t.Description, t.Source, strings.Join(t.Key.Names(), " "), fieldName(t.Owner), t.Actions)
		for _, f := range t.Fields {
			say("  field %q %q %s %t %q %q", f.Name, f.Description, f.Type, f.Required, f.Sensitive, f.Column)
			if f.Generated || f.Default != nil {
				say("    generated %t default %s", f.Generated, defaultText(f.Default))
			}
		}
		for _, r := range t.Relations {
			say("  relation %q %t to %s by %s", r.Name, r.Many, r.Target.Name, strings.Join(r.Key.Names(), " "))
		}
	}
	for _, r := range p.Reports {
		say("report %q %q of %s, rows %s, fields %s", r.Name, r.Description, r.Table.Name, condText(r.Rows), each(r.Fields, fieldName))
	}
	for _, f := range p.Forms {
		say("form %q %q of %s, fields %s", f.Name, f.Description, f.Table.Name, each(f.Fields, fieldName))
	}
	for kind, of := range form.Components() {
		for _, c := range p.Components[of] {
			say("component %d %q %q", kind, c.Name, c.Description)
		}
	}
	for _, t := range p.Teams {
		say("team %q %q profiles %s properties %s", t.Name, t.Description, each(t.Profiles, profileName),
			each(t.Properties, func(p policy.TeamProperty) string { return p.Property.Name + " = " + policy.ConstantText(p.Value) }))
	}
	for _, c := range p.Conditions {
		say("condition %q of %s: %s", c.Name, c.Table.Name, policy.Format(c.When))
	}
	for _, f := range p.Profiles {
		outlineProfile(f, say)
	}
	for _, st := range p.Statements {
		outlineStatement(st, say)
	}
	return w.String()
}

func outlineProfile(p *policy.Profile, say func(string, ...any)) {
	say("profile %q %q %q default %t anonymous %t includes %s reveals %q", p.Name, p.Title, p.Description, p.Default, p.Anonymous, each(p.Includes, profileName), p.Reveal)
	for _, s := range p.Menu {
		say("  section %q %q", s.Name, s.Label)
		for _, i := range s.Items {
			say("    item %s %q %q as %s", i.Kind, i.Name, i.Label, i.As)
		}
	}
}

func outlineStatement(st *policy.Statement, say func(string, ...any)) {
	say("%s of %s in %s: %s, wildcard %t, when %s, %q, to users %s, profiles %s, anyone %t", st.Effect, st.Profile.Name, st.File, st.Kind, st.Wildcard,
		condText(st.When), st.Message, each(st.Users, policy.ConstantText), each(st.Profiles, profileName), st.Anyone)
	for _, t := range st.Targets {
		say("  %q %q partial %t rows %s check %s", t.Name, t.Actions, t.Partial, condText(t.Rows), condText(t.Check))
		say("    fields %s, read only %s, masks %s, sets %s",
			each(t.Fields, func(u policy.FieldUse) string { return fmt.Sprint(u.Field.Name, u.Named) }), each(t.ReadOnly, fieldName),
			each(t.Masks, func(m policy.Mask) string { return m.Field.Name + " = " + m.Text() }),
			each(t.Sets, func(s policy.Set) string { return s.Field.Name + " = " + policy.FormatValue(s.Value) }))
	}
}

func each[T any](list []T, text func(T) string) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = text(x)
	}
	return "[" + strings.Join(texts, "; ") + "]"
}

func condText(c policy.Cond) string {
	if c == nil {
		return "-"
	}
	return policy.Format(c)
}

func defaultText(v policy.Value) string {
	if v == nil {
		return "-"
	}
	return policy.FormatValue(v)
}

func nameOf(t *policy.Table) string {
	if t == nil {
		return "-"
	}
	return t.Name
}

func fieldName(f *policy.Field) string {
	if f == nil {
		return "-"
	}
	return f.Name
}

func profileName(p *policy.Profile) string { return p.Name }
