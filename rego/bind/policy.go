package bind

import (
	"fmt"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Policy is a decision form, prepared for people to be bound to it. It is safe
// for concurrent use.
type Policy struct {
	form      *form.Form
	zone      scalar.Zone
	profiles  map[string]*form.Profile
	anonymous []string // the profiles of anonymous people, with those that they include, sorted
	teams     map[string]*form.Team
	resources map[resourceKey]*resource
	judge     Judge // nil but for who asks what answers rest on
}

type resourceKey struct {
	kind form.ResourceKind
	name string
}

// resource has the statements at work on a thing by what is asked for, so that
// binding costs no more than those of the person's own profiles.
type resource struct {
	*form.Resource
	uses      map[useKey][]*form.Use
	asksNow   bool // some condition looks at `now`
	asksToday bool
	asksHour  bool
	maps      prepared[map[string]any]
	records   prepared[Record]
}

type useKey struct {
	part    form.Part
	action  string
	profile string
}

// NewPolicy prepares a decision form, which is not to be changed afterwards.
func NewPolicy(f *form.Form) *Policy {
	zone, err := scalar.LoadZone(f.Timezone)
	if err != nil {
		panic(fmt.Sprintf("bind: a form that was not checked: %s: %s", f.Timezone, err))
	}
	p := &Policy{
		form:      f,
		anonymous: closure(f, func(profile *form.Profile) bool { return profile.Anonymous }),
		zone:      zone,
		profiles:  make(map[string]*form.Profile, len(f.Profiles)),
		teams:     make(map[string]*form.Team, len(f.Teams)),
		resources: make(map[resourceKey]*resource, len(f.Resources)),
	}
	for _, profile := range f.Profiles {
		p.profiles[profile.Name] = profile
	}
	for _, team := range f.Teams {
		p.teams[team.Name] = team
	}
	for _, r := range f.Resources {
		indexed := &resource{Resource: r, uses: map[useKey][]*form.Use{}}
		for _, u := range r.Uses {
			for _, action := range u.Actions {
				key := useKey{u.Part, action, u.Clause.Statement.Profile}
				indexed.uses[key] = append(indexed.uses[key], u)
			}
			indexed.times(u.Clause.Statement.When)
			indexed.times(u.Clause.Rows)
		}
		if r.Rows != nil {
			indexed.times(r.Rows)
		}
		p.resources[resourceKey{r.Kind, r.Name}] = indexed
	}
	return p
}

// times notes whether a formula looks at the time.
func (r *resource) times(f form.Formula) {
	form.Places(f, func(p form.Place, _ *form.Relation) {
		r.asksNow = r.asksNow || p.Root == form.Now
		r.asksToday = r.asksToday || p.Root == form.Today || p.Root == form.Weekday
		r.asksHour = r.asksHour || p.Root == form.Hour
	})
}

// Form gives the decision form.
func (p *Policy) Form() *form.Form { return p.form }

// Resource gives the thing of a kind and a name, or nil.
func (p *Policy) Resource(kind form.ResourceKind, name string) *form.Resource {
	if r := p.resources[resourceKey{kind, name}]; r != nil {
		return r.Resource
	}
	return nil
}

// Profile gives the profile of a name, or nil.
func (p *Policy) Profile(name string) *form.Profile { return p.profiles[name] }
