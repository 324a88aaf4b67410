package policy

import "slices"

// Claims is what a request says of whoever asks that profiles depend on.
type Claims struct {
	Login, Record bool // whether there is one
	Profiles      []string
	Team          string
	TeamProfiles  []string // of a team that the policy does not declare
}

// Given gives the profiles that somebody has, with those that they include, if
// their row of the users table is theirs.
func (p *Policy) Given(c Claims) []*Profile {
	var of []*Profile
	if !c.Login && !c.Record {
		of = p.that(func(q *Profile) bool { return q.Anonymous })
	}
	if len(of) == 0 {
		names := slices.Concat(c.Profiles, p.teamProfiles(c))
		of = p.that(func(q *Profile) bool { return !q.Anonymous && slices.Contains(names, q.Name) })
	}
	if len(of) == 0 && c.Login {
		of = p.that(func(q *Profile) bool { return q.Default })
	}
	var all []*Profile
	for _, q := range of {
		for _, included := range q.Closure {
			if !slices.Contains(all, included) {
				all = append(all, included)
			}
		}
	}
	return all
}

// teamProfiles gives the names of the team's profiles: a declared one has its own.
func (p *Policy) teamProfiles(c Claims) []string {
	for _, t := range p.Teams {
		if t.Name == c.Team {
			var names []string
			for _, q := range t.Profiles {
				names = append(names, q.Name)
			}
			return names
		}
	}
	return c.TeamProfiles
}

func (p *Policy) that(is func(*Profile) bool) []*Profile {
	var list []*Profile
	for _, q := range p.Profiles {
		if is(q) {
			list = append(list, q)
		}
	}
	return list
}
