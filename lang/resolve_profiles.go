package lang

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// profileInfo is a profile while it is being resolved.
type profileInfo struct {
	*Profile
	syntax *profileSyntax
}

// resolveProfiles declares the profiles and what they include; their
// statements and menus, which may name any profile, come later.
func (r *resolver) resolveProfiles() {
	seen := declared{}
	var list []*profileInfo
	number := map[*Profile]int{}
	for _, s := range r.doc.profiles {
		if !r.once(seen, "profile", s.name()) {
			// What it says may have mistakes of its own.
			first := r.profiles[s.name().text].syntax
			first.statements = append(first.statements, s.statements...)
			continue
		}
		p := &Profile{Name: s.name().text, Range: s.name().at, Description: r.describe(&s.declaration), Default: r.flag(s.deflt)}
		p.Title, _ = r.text(s.title)
		info := &profileInfo{Profile: p, syntax: s}
		r.profiles[p.Name] = info
		number[p] = len(list)
		list = append(list, info)
		r.policy.Profiles = append(r.policy.Profiles, p)
	}
	classes := r.classes()
	refs := make([][]reference, len(list))
	for i, info := range list {
		names, _ := r.names(info.syntax.includes)
		for _, n := range names {
			if p := r.profile(n, info.syntax.includes.SrcRange); p != nil {
				info.Includes = append(info.Includes, p)
				refs[i] = append(refs[i], reference{to: number[p], at: n.at})
			}
		}
		r.resolveReveal(info, classes)
	}
	order, circles := dependencyOrder(len(list), func(i int) []reference { return refs[i] })
	for _, circle := range circles {
		r.circle(circle, "include", "includes", func(i int) string { return list[i].Name })
	}
	total := 0
	for _, i := range order {
		list[i].Closure = closure(list[i].Profile)
		if total += len(list[i].Closure); total > maxIncluded {
			r.report(within(problem(list[i].Range, "Too many includes", fmt.Sprintf("With what they include, directly and through others, all profiles together come to more than %d.", maxIncluded)), list[i].syntax.header))
			return
		}
	}
}

// maxIncluded bounds the profiles that profiles come to with their includes.
const maxIncluded = 1_000_000

// closure needs those of the profiles that p includes.
func closure(p *Profile) []*Profile {
	all := []*Profile{p}
	have := map[*Profile]bool{p: true}
	for _, included := range p.Includes {
		for _, q := range included.Closure {
			if !have[q] {
				have[q] = true
				all = append(all, q)
			}
		}
	}
	byName(all, func(q *Profile) string { return q.Name })
	return all
}

// classes gives the classes of sensitive data that fields have.
func (r *resolver) classes() []string {
	set := map[string]bool{}
	for _, t := range r.policy.Tables {
		for _, f := range t.Fields {
			if f.Sensitive != "" {
				set[f.Sensitive] = true
			}
		}
	}
	return sortedKeys(set)
}

func (r *resolver) resolveReveal(info *profileInfo, classes []string) {
	names, _ := r.names(info.syntax.reveal)
	for _, n := range names {
		if !slices.Contains(classes, n.text) {
			if !r.schemaIncomplete() {
				r.report(within(problem(n.at, "Unknown class", fmt.Sprintf("No field is sensitive as %q.%s", n.text, didYouMean(n.text, classes))), info.syntax.reveal.SrcRange))
			}
			continue
		}
		info.Reveal = append(info.Reveal, n.text)
	}
	slices.Sort(info.Reveal)
}

// schemaIncomplete reports whether there may be fields that are not known.
func (r *resolver) schemaIncomplete() bool {
	if r.doc.mayDeclare("table") {
		return true
	}
	for _, info := range r.tables {
		if info.incomplete {
			return true
		}
		for _, b := range info.syntax.fieldBlocks {
			if b.incomplete {
				return true
			}
		}
	}
	return false
}

// profile gives the profile of a name, or reports that there is none.
func (r *resolver) profile(n label, context hcl.Range) *Profile {
	if info := r.profiles[n.text]; info != nil {
		return info.Profile
	}
	r.undeclared("profile", n, context, sortedKeys(r.profiles))
	return nil
}

func (r *resolver) resolveTeams() {
	seen := declared{}
	for _, s := range r.doc.teams {
		if !r.once(seen, "team", s.name()) {
			continue
		}
		t := &Team{Name: s.name().text, Range: s.name().at, Description: r.describe(&s.declaration)}
		names, _ := r.names(s.profiles)
		for _, n := range names {
			if p := r.profile(n, s.profiles.SrcRange); p != nil {
				t.Profiles = append(t.Profiles, p)
			}
		}
		byName(t.Profiles, func(p *Profile) string { return p.Name })
		r.resolveTeamProperties(t, s)
		r.policy.Teams = append(r.policy.Teams, t)
	}
}

func (r *resolver) resolveTeamProperties(t *Team, s *teamSyntax) {
	list, _ := r.entries(s.properties, "tier = \"free\"")
	declared := r.policy.Portal.TeamProperties
	for _, e := range list {
		i := slices.IndexFunc(declared, func(p *Property) bool { return p.Name == e.name.text })
		if i < 0 {
			if !r.spoiled.team {
				names := make([]string, len(declared))
				for i, p := range declared {
					names[i] = p.Name
				}
				r.report(within(problem(e.name.at, "Undeclared property", fmt.Sprintf("The portal's team_properties have no %q.%s", e.name.text, didYouMean(e.name.text, names))), s.properties.SrcRange))
			}
			continue
		}
		prop := declared[i]
		if prop.Type.Kind == "" || r.spoiled.touches(e.expr, nil) {
			continue
		}
		v, diags := constantOf(e.expr, prop.Type, r.locals)
		r.reportIn(s.properties.SrcRange, diags)
		if !diags.HasErrors() {
			t.Properties = append(t.Properties, TeamProperty{Property: prop, Value: v})
		}
	}
	slices.SortFunc(t.Properties, func(a, b TeamProperty) int {
		if a.Property.Name < b.Property.Name {
			return -1
		}
		return 1
	})
}
