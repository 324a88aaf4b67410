package check

import (
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// profileInfo is a profile while it is being resolved.
type profileInfo struct {
	*policy.Profile
	syntax     *syntax.ProfileSyntax
	statements []*syntax.StatementSyntax // of all declarations of the name
	again      bool                      // there are several

	kept     *profileKept // nil where nothing is known of it
	uses     *policy.Uses // where it names things; nil where that is not noted
	unlike   bool         // next time, it may come to something else
	resolved []statementKept
}

// same reports whether the profile is as it was, with all that it says.
func (info *profileInfo) same() bool { return info.kept != nil && info.kept.profile == info.Profile }

// resolveProfiles declares the profiles and what they include; their
// statements and menus, which may name any profile, come later.
func (r *resolver) resolveProfiles() {
	r.known()
	seen := declared{}
	var list []*profileInfo
	number := map[*policy.Profile]int{}
	for _, s := range r.doc.Profiles {
		if !r.once(seen, "profile", s.Name()) {
			// What it says may have mistakes of its own.
			first := r.profiles[s.Name().Text]
			first.statements = append(first.statements, s.Statements...)
			first.again = true
			continue
		}
		info := &profileInfo{syntax: s, statements: slices.Clip(s.Statements), kept: r.remembered[s]}
		if info.kept != nil && info.kept.profile != nil {
			info.Profile, info.uses = info.kept.profile, info.kept.uses
		} else {
			r.declareProfile(info)
		}
		p := info.Profile
		r.profiles[p.Name] = info
		number[p] = len(list)
		list = append(list, info)
		r.policy.Profiles = append(r.policy.Profiles, p)
	}
	r.resolveIncludes(list, number)
}

// declareProfile resolves what a profile says of itself alone.
func (r *resolver) declareProfile(info *profileInfo) {
	s := info.syntax
	if r.policy.Uses != nil {
		info.uses = &policy.Uses{}
	}
	r.apart(info, func() {
		p := &policy.Profile{
			Name: s.Name().Text, Range: s.Name().At, Description: r.describe(&s.Declaration),
			Default: r.flag(s.Deflt), Anonymous: r.flag(s.Anonymous),
		}
		if p.Default && p.Anonymous {
			r.report(diag.Within(diag.Problem(s.Anonymous.NameRange, "Conflicting arguments", fmt.Sprintf("\"default\" (line %d) gives a profile to people who have a login, \"anonymous\" to requests without one; a profile has one of them.", s.Deflt.NameRange.Start.Line)), s.Header))
		}
		p.Title, _ = r.text(s.Title)
		info.Profile = p
	})
}

// resolveIncludes finds what profiles include, directly and through others.
func (r *resolver) resolveIncludes(list []*profileInfo, number map[*policy.Profile]int) {
	classes := sync.OnceValue(r.classes)
	refs := make([][]reference, len(list))
	for i, info := range list {
		if info.same() {
			for _, p := range info.Includes {
				refs[i] = append(refs[i], reference{to: number[p]})
			}
			continue
		}
		r.apart(info, func() {
			names, _ := r.names(info.syntax.Includes)
			for _, n := range names {
				if p := r.profile(n, info.syntax.Includes.SrcRange); p != nil {
					info.Includes = append(info.Includes, p)
					refs[i] = append(refs[i], reference{to: number[p], at: n.At})
				}
			}
			r.resolveReveal(info, classes)
		})
	}
	order, circles := dependencyOrder(len(list), func(i int) []reference { return refs[i] })
	r.circular = len(circles) > 0
	for _, circle := range circles {
		r.circle(circle, "include", "includes", func(i int) string { return list[i].Name })
	}
	total := 0
	for _, i := range order {
		if !list[i].same() {
			list[i].Closure = closure(list[i].Profile)
		}
		if total += len(list[i].Closure); total > maxIncluded {
			r.circular = true // in a way: the others have no closure
			r.report(diag.Within(diag.Problem(list[i].Range, "Too many includes", fmt.Sprintf("With what they include, directly and through others, all profiles together come to more than %d.", maxIncluded)), list[i].syntax.Header))
			return
		}
	}
}

// maxIncluded bounds the profiles that profiles come to with their includes.
const maxIncluded = 1_000_000

// closure needs those of the profiles that p includes.
func closure(p *policy.Profile) []*policy.Profile {
	all := []*policy.Profile{p}
	have := map[*policy.Profile]bool{p: true}
	for _, included := range p.Includes {
		for _, q := range included.Closure {
			if !have[q] {
				have[q] = true
				all = append(all, q)
			}
		}
	}
	byName(all, func(q *policy.Profile) string { return q.Name })
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

func (r *resolver) resolveReveal(info *profileInfo, classes func() []string) {
	names, _ := r.names(info.syntax.Reveal)
	for _, n := range names {
		if !slices.Contains(classes(), n.Text) {
			if !r.schemaIncomplete() {
				r.report(diag.Within(diag.Problem(n.At, "Unknown class", fmt.Sprintf("No field is sensitive as %q.%s", n.Text, diag.DidYouMean(n.Text, classes()))), info.syntax.Reveal.SrcRange))
			}
			continue
		}
		r.policy.Uses.Note(n.At, n.Text, policy.Word{Kind: policy.WordClass, Name: n.Text})
		info.Reveal = append(info.Reveal, n.Text)
	}
	slices.Sort(info.Reveal)
}

// schemaIncomplete reports whether there may be fields that are not known.
func (r *resolver) schemaIncomplete() bool {
	if r.mayDeclare("table") {
		return true
	}
	for _, info := range r.tables {
		if info.incomplete {
			return true
		}
		for _, b := range info.syntax.FieldBlocks {
			if b.Incomplete {
				return true
			}
		}
	}
	return false
}

// profile gives the profile of a name, or reports that there is none.
func (r *resolver) profile(n syntax.Label, context hcl.Range) *policy.Profile {
	if info := r.profiles[n.Text]; info != nil {
		r.policy.Uses.Note(n.At, n.Text, info.Profile)
		return info.Profile
	}
	r.undeclared("profile", n, context, sortedKeys(r.profiles))
	return nil
}

func (r *resolver) resolveTeams() {
	seen := declared{}
	for _, s := range r.doc.Teams {
		if !r.once(seen, "team", s.Name()) {
			continue
		}
		t := &policy.Team{Name: s.Name().Text, Range: s.Name().At, Description: r.describe(&s.Declaration)}
		names, _ := r.names(s.Profiles)
		for _, n := range names {
			if p := r.profile(n, s.Profiles.SrcRange); p != nil {
				if p.Anonymous {
					r.report(diag.Within(diag.Problem(n.At, "Anonymous team", fmt.Sprintf("The profile %q is for requests without a login, and these have no team. A profile that includes it has its statements.", p.Name)), s.Profiles.SrcRange))
				}
				t.Profiles = append(t.Profiles, p)
			}
		}
		byName(t.Profiles, func(p *policy.Profile) string { return p.Name })
		r.resolveTeamProperties(t, s)
		r.policy.Teams = append(r.policy.Teams, t)
	}
}

func (r *resolver) resolveTeamProperties(t *policy.Team, s *syntax.TeamSyntax) {
	list, _ := r.entries(s.Properties, "tier = \"free\"")
	declared := r.policy.Portal.TeamProperties
	for _, e := range list {
		i := slices.IndexFunc(declared, func(p *policy.Property) bool { return p.Name == e.name.Text })
		if i < 0 {
			if !r.spoiled.team {
				names := make([]string, len(declared))
				for i, p := range declared {
					names[i] = p.Name
				}
				r.report(diag.Within(diag.Problem(e.name.At, "Undeclared property", fmt.Sprintf("The portal's team_properties have no %q.%s", e.name.Text, diag.DidYouMean(e.name.Text, names))), s.Properties.SrcRange))
			}
			continue
		}
		prop := declared[i]
		r.policy.Uses.Note(e.name.At, e.name.Text, prop)
		if prop.Type.Kind == "" || r.spoiled.touches(e.expr, nil) {
			continue
		}
		v, diags := constant.Of(e.expr, prop.Type, r.locals)
		r.reportIn(s.Properties.SrcRange, diags)
		if !diags.HasErrors() {
			t.Properties = append(t.Properties, policy.TeamProperty{Property: prop, Value: v})
		}
	}
	slices.SortFunc(t.Properties, func(a, b policy.TeamProperty) int {
		if a.Property.Name < b.Property.Name {
			return -1
		}
		return 1
	})
}
